"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { PromotedView } from "../../../../lib/api/contract/alternates";
import { fetchJson, sendOnly } from "../../_lib/api";
import { formatPrice, plural } from "../../_lib/format";
import { artifactLabel } from "../../_lib/labels";
import { refreshVideo, useAlternates } from "../../_lib/queries";
import { useAction } from "../../_lib/use-action";
import { AlternateCard } from "./alternate-card";

/** What choosing an alternate leads to, in a sentence. */
function promotedNotice({ dirty, quote }: PromotedView): string {
  if (dirty.length === 0) return "The film shows it now.";
  const price = quote.costMicros > 0 ? `at most ${formatPrice(quote.costMicros)}` : "free";
  return `The film shows it now. ${plural(dirty.length, "artifact")} still ${dirty.length === 1 ? "follows" : "follow"} the old one: make them again under Edit (${price}).`;
}

/** Earlier takes, results of earlier inputs, and results that came in after an edit: to compare, choose or throw away. */
export function AlternatesSection({
  videoId,
  artifact,
  link,
}: {
  videoId: string;
  artifact: string;
  /** Where its content is read. */
  link: string;
}) {
  const client = useQueryClient();
  const alternates = useAlternates(videoId, link);
  const [notice, setNotice] = useState("");
  const { pending, error, act } = useAction();
  const list = alternates.data?.data ?? [];

  const promote = (url: string) =>
    act(async () => {
      const promoted = await fetchJson<PromotedView>(url, { method: "POST" });
      await refreshVideo(client, videoId);
      setNotice(promotedNotice(promoted));
    });
  const discard = (n: number) =>
    act(async () => {
      await sendOnly(`${link}/alternates/${n}`, { method: "DELETE" });
      await refreshVideo(client, videoId);
      setNotice("Thrown away. What was paid for it stays on record.");
    });

  return (
    <section aria-label="Alternates" data-testid="alternates">
      <h3 className="text-sm font-semibold">Alternates</h3>
      <p role="status" className="mt-1 text-sm text-ink-2">
        {notice}
      </p>
      {error && (
        <p role="alert" className="mt-1 text-sm text-bad">
          {error}
        </p>
      )}
      {alternates.isPending ? (
        <div className="skeleton mt-2 h-24" />
      ) : list.length === 0 ? (
        <p className="mt-1 text-sm text-ink-3">
          {alternates.isError ? "They could not be listed." : "There is no other result of this one."}
        </p>
      ) : (
        <ul className="mt-3 grid gap-4 sm:grid-cols-2">
          {list.map((alternate) => (
            <AlternateCard
              key={alternate.n}
              alternate={alternate}
              name={artifactLabel(artifact)}
              disabled={pending}
              onPromote={() => void promote(alternate.links.promote)}
              onDiscard={() => void discard(alternate.n)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
