import { PART_LOOKS } from "../../_lib/labels";
import type { PartState } from "../../_lib/part-state";
import { TONE_TEXT } from "../ui/state-glyph";

/** One shape per state, so that they differ without colour: tick, plus, turning arrow, cross, pin, dashed ring. */
const SHAPES: Record<PartState, string> = {
  "up-to-date": "m3 8.6 3.2 3.2L13 4.6",
  new: "M8 3v10M3 8h10",
  again: "M13 8a5 5 0 1 1-1.6-3.7M13 2.4v2.8h-2.8",
  retry: "m4 4 8 8M12 4l-8 8",
  kept: "M5.5 2.5h5l-.8 4 2.3 2.3H4l2.3-2.3ZM8 8.8v4.7",
  "left-out": "M8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6Z",
};

export function PartGlyph({ state, className = "" }: { state: PartState; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={`size-3.5 shrink-0 ${TONE_TEXT[PART_LOOKS[state].tone]} ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={SHAPES[state]} strokeDasharray={state === "left-out" ? "2.2 2.6" : undefined} />
    </svg>
  );
}
