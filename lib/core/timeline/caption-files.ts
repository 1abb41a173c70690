import type { CaptionCue, Timeline } from "./types";

/** WebVTT (https://www.w3.org/TR/webvtt1/): times as hh:mm:ss.ttt, `&`, `<` and `>` escaped. */
export function toWebVtt(timeline: Pick<Timeline, "captions">): string {
  const blocks = timeline.captions.cues.map((cue, at) => {
    const lines = cue.lines.map((line) =>
      line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    );
    return block(at + 1, cue, ".", lines);
  });
  return `${["WEBVTT", ...blocks].join("\n\n")}\n`;
}

/** SubRip: like WebVTT without a header, a comma before the milliseconds, and no escapes. */
export function toSrt(timeline: Pick<Timeline, "captions">): string {
  const blocks = timeline.captions.cues.map((cue, at) => block(at + 1, cue, ",", cue.lines));
  return blocks.length === 0 ? "" : `${blocks.join("\n\n")}\n`;
}

function block(number: number, cue: CaptionCue, decimal: string, lines: readonly string[]): string {
  return [number, `${clock(cue.startSeconds, decimal)} --> ${clock(cue.endSeconds, decimal)}`, ...lines].join(
    "\n",
  );
}

function clock(seconds: number, decimal: string): string {
  const milliseconds = Math.round(seconds * 1000);
  const part = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, "0");
  const hours = part(milliseconds / 3_600_000, 2);
  const minutes = part((milliseconds / 60_000) % 60, 2);
  return `${hours}:${minutes}:${part((milliseconds / 1000) % 60, 2)}${decimal}${part(milliseconds % 1000, 3)}`;
}
