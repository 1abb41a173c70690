import { PART_LOOKS } from "../../_lib/labels";
import type { PartState } from "../../_lib/part-state";
import { PartGlyph } from "./part-glyph";

const ORDER: readonly PartState[] = ["new", "again", "retry", "left-out", "kept", "up-to-date"];

/** The states that are there, with how many jobs have each. */
export function GraphLegend({ states }: { states: ReadonlyMap<string, PartState> }) {
  const counts = new Map<PartState, number>();
  for (const state of states.values()) counts.set(state, (counts.get(state) ?? 0) + 1);
  return (
    <ul aria-label="What happens to the parts" className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-2">
      {ORDER.filter((state) => counts.has(state)).map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <PartGlyph state={state} />
          <span className="tabular-nums">{counts.get(state)}</span> {PART_LOOKS[state].label.toLowerCase()}
        </li>
      ))}
    </ul>
  );
}
