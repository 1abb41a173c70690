import type { StateLook } from "../../_lib/labels";
import { StateGlyph, TONE_TEXT } from "./state-glyph";

export function StatusPill({ look, state }: { look: StateLook; state: string }) {
  return (
    <span
      data-testid="status"
      data-state={state}
      className={`inline-flex items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 py-1 text-xs font-medium ${TONE_TEXT[look.tone]}`}
    >
      <StateGlyph tone={look.tone} />
      {look.label}
    </span>
  );
}
