import type { TimedWord } from "./types";

/** A pause after a word counts like so many letters. */
const PAUSES: readonly [end: RegExp, letters: number][] = [
  [/[.!?…。！？]["'”’)\]]*$/u, 8],
  [/[,;:–—、，]["'”’)\]]*$/u, 4],
];

/** When each word of a text is probably spoken, in a narration of so many seconds: by the length of words and the pauses between. */
export function estimateWords(text: string, seconds: number): TimedWord[] {
  const words = text.split(/\s+/u).filter((word) => word !== "");
  const weighed = words.map((word) => ({
    word,
    letters: [...word].length + 1,
    pause: PAUSES.find(([end]) => end.test(word))?.[1] ?? 0,
  }));
  const whole = weighed.reduce((sum, { letters, pause }) => sum + letters + pause, 0);
  let before = 0;
  return weighed.map(({ word, letters, pause }) => {
    const startSeconds = round((before / whole) * seconds);
    const endSeconds = round(((before + letters) / whole) * seconds);
    before += letters + pause;
    return { text: word, startSeconds, endSeconds };
  });
}

function round(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
