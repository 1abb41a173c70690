import type { Tone } from "../../_lib/labels";

export const TONE_TEXT: Record<Tone, string> = {
  idle: "text-ink-3",
  busy: "text-busy",
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
  muted: "text-ink-3",
};

/** One shape per tone, so that states differ without colour: ring, turning arc, tick, bar, cross, double arrow. */
const SHAPES: Record<Tone, string> = {
  idle: "M8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6Z",
  busy: "M8 2.6A5.4 5.4 0 0 1 13.4 8",
  good: "m3 8.6 3.2 3.2L13 4.6",
  warn: "M3 8h10M8 2.4a5.6 5.6 0 1 1 0 11.2A5.6 5.6 0 0 1 8 2.4Z",
  bad: "m4 4 8 8M12 4l-8 8",
  muted: "m3.5 4.5 4 3.5-4 3.5M8.5 4.5l4 3.5-4 3.5",
};

export function StateGlyph({ tone, className = "" }: { tone: Tone; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={`size-3.5 shrink-0 ${TONE_TEXT[tone]} ${tone === "busy" ? "animate-reel" : ""} ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {tone === "busy" && <circle cx="8" cy="8" r="5.4" opacity="0.25" />}
      <path d={SHAPES[tone]} strokeDasharray={tone === "idle" ? "2.2 2.6" : undefined} />
    </svg>
  );
}
