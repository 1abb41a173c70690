"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { formatPrice, formatSeconds, plural } from "../../_lib/format";
import { keys, refreshVideo, useQuote } from "../../_lib/queries";
import { RunStarter } from "../../_lib/start-run";
import { useAction } from "../../_lib/use-action";
import { Button } from "../ui/button";

/** Another one of an artifact from the same inputs, priced before it is asked for. */
export function TakeSection({
  videoId,
  artifact,
  isRunActive,
  onStarted,
}: {
  videoId: string;
  artifact: string;
  isRunActive: boolean;
  onStarted: () => void;
}) {
  const client = useQueryClient();
  const request = { mode: "scope" as const, takes: [artifact] };
  const quoted = useQuote(videoId, request).data;
  const starter = useRef<RunStarter>(null);
  const { pending, error, act } = useAction();

  async function make() {
    starter.current ??= new RunStarter(videoId);
    const runId = await starter.current.start({ ...request, maxCostMicros: quoted?.quote.costMicros });
    void client.invalidateQueries({ queryKey: keys.videos });
    await refreshVideo(client, videoId);
    if (runId !== null) onStarted();
  }

  return (
    <section aria-label="Another take">
      <h3 className="text-sm font-semibold">Another take</h3>
      <p className="mt-1 text-sm text-ink-2">
        {quoted ? (
          <>
            The same inputs, another result, and what follows from it: {plural(quoted.jobs, "part")},{" "}
            {quoted.quote.costMicros > 0 && "at most "}
            {formatPrice(quoted.quote.costMicros)}, about {formatSeconds(Math.ceil(quoted.quote.seconds))}.
            This one is kept.
          </>
        ) : (
          <span className="skeleton inline-block h-4 w-64" />
        )}
      </p>
      <Button
        className="mt-3"
        data-testid="make-take"
        disabled={!quoted || pending || isRunActive}
        onClick={() => void act(make)}
      >
        {pending ? "Starting…" : "Make another"}
      </Button>
      {isRunActive && <p className="mt-2 text-xs text-ink-3">A run is at work; it has to end first.</p>}
      {error && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {error}
        </p>
      )}
    </section>
  );
}
