"use client";

import { useState } from "react";
import type { AlternatesView } from "../../../../lib/api/contract/alternates";
import { formatBytes, formatPrice } from "../../_lib/format";
import { differenceLabel } from "../../_lib/labels";
import { Button } from "../ui/button";
import { ContentView } from "./content-view";

type Alternate = AlternatesView["data"][number];

function Facts({ alternate }: { alternate: Alternate }) {
  const { take, madeAt, costMicros, bytes, differences } = alternate;
  return (
    <div className="text-sm">
      <p className="font-medium">
        {take > 0 ? `Take ${take + 1}` : "First take"}
        <span className="font-normal text-ink-3">
          {" "}
          {madeAt && `· ${madeAt.slice(0, 16).replace("T", " ")} `}· {formatPrice(costMicros)} ·{" "}
          {formatBytes(bytes)}
        </span>
      </p>
      <p className="mt-0.5 text-ink-2">
        {differences.length === 0
          ? "Made from the same inputs."
          : `Made from ${[...new Set(differences.map(differenceLabel))].join(", ")}.`}
      </p>
    </div>
  );
}

/** One other result, to be looked at beside the present one, chosen, or thrown away. */
export function AlternateCard({
  alternate,
  name,
  disabled,
  onPromote,
  onDiscard,
}: {
  alternate: Alternate;
  /** Of the artifact, for people. */
  name: string;
  disabled: boolean;
  onPromote: () => void;
  onDiscard: () => void;
}) {
  const [isSure, setIsSure] = useState(false);
  const { n, mediaType, links, checksum } = alternate;
  return (
    <li
      data-testid="alternate"
      data-n={n}
      className="flex min-w-0 flex-col gap-3 rounded-xl border border-line p-3"
    >
      <ContentView
        url={links.content}
        mediaType={mediaType}
        version={checksum}
        label={`${name}, alternate ${n}`}
      />
      <Facts alternate={alternate} />
      {alternate.isCurrent ? (
        <p className="text-xs text-ink-3">
          The film shows this one, although its inputs ask for another by now. Choosing it keeps it.
        </p>
      ) : null}
      <div className="mt-auto flex flex-wrap gap-2">
        <Button disabled={disabled} onClick={onPromote} data-testid="promote">
          {alternate.isCurrent ? "Keep this one" : "Show this one"}
        </Button>
        {!alternate.isCurrent && (
          <Button
            look="ghost"
            disabled={disabled}
            data-testid="discard"
            aria-live="polite"
            onBlur={() => setIsSure(false)}
            onClick={() => (isSure ? onDiscard() : setIsSure(true))}
          >
            {isSure ? "Really throw it away?" : "Throw away"}
          </Button>
        )}
      </div>
    </li>
  );
}
