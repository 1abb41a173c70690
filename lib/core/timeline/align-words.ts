import type { TimedWord } from "./types";

/** One word as a transcription heard it, in seconds from the start. */
export interface HeardWord {
  word: string;
  start: number;
  end: number;
}

/**
 * The words of a text at the times a transcription heard them. What is shown stays the text: a transcription drops punctuation and
 * mishears names. A word it did not hear gets its share of the gap between its neighbours. Scripts without spaces are shown as they
 * were heard. Times are in order and within the narration.
 */
export function alignWords(options: {
  text: string;
  heard: readonly HeardWord[];
  seconds: number;
}): TimedWord[] {
  const { seconds } = options;
  const heard = inOrder(options.heard, seconds);
  const words = options.text.split(/\s+/u).filter((word) => word !== "");
  if (words.length * 3 < heard.length) {
    return heard.map(({ word, start, end }) => ({ text: word, startSeconds: start, endSeconds: end }));
  }
  const partners = pairs(
    words.map(bare),
    heard.map(({ word }) => bare(word)),
  );
  const timed: (TimedWord | null)[] = words.map((text, at) => {
    const partner = heard[partners[at] ?? -1];
    return partner ? { text, startSeconds: partner.start, endSeconds: partner.end } : null;
  });
  return fillGaps(words, timed, seconds);
}

function bare(word: string): string {
  return word
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function inOrder(heard: readonly HeardWord[], seconds: number): HeardWord[] {
  let last = 0;
  return heard
    .map(({ word, start, end }) => ({ word: word.trim(), start, end }))
    .filter(({ word }) => word !== "")
    .map(({ word, start, end }) => {
      const from = Math.min(seconds, Math.max(last, start));
      last = from;
      return { word, start: from, end: Math.min(seconds, Math.max(from, end)) };
    });
}

/** For each word the position of the heard one it goes with, or -1: the cheapest way to turn one list into the other. */
function pairs(words: readonly string[], heard: readonly string[]): number[] {
  const width = heard.length + 1;
  const cost = new Uint32Array((words.length + 1) * width);
  for (let column = 1; column < width; column++) cost[column] = column * 2;
  for (let row = 1; row <= words.length; row++) {
    cost[row * width] = row * 2;
    for (let column = 1; column < width; column++) {
      cost[row * width + column] = Math.min(
        (cost[(row - 1) * width + column - 1] as number) + difference(words[row - 1], heard[column - 1]),
        (cost[(row - 1) * width + column] as number) + 2,
        (cost[row * width + column - 1] as number) + 2,
      );
    }
  }
  const partners = new Array<number>(words.length).fill(-1);
  let row = words.length;
  let column = heard.length;
  while (row > 0 && column > 0) {
    const here = cost[row * width + column] as number;
    if (
      here ===
      (cost[(row - 1) * width + column - 1] as number) + difference(words[row - 1], heard[column - 1])
    ) {
      row--;
      column--;
      partners[row] = column;
    } else if (here === (cost[(row - 1) * width + column] as number) + 2) row--;
    else column--;
  }
  return partners;
}

function difference(word: string | undefined, heard: string | undefined): number {
  return word === heard ? 0 : 3;
}

/** Words without times share the gap they stand in, longer ones taking more of it. */
function fillGaps(
  words: readonly string[],
  timed: readonly (TimedWord | null)[],
  seconds: number,
): TimedWord[] {
  const filled: TimedWord[] = [];
  for (let at = 0; at < words.length; ) {
    const known = timed[at];
    if (known) {
      filled.push(known);
      at++;
      continue;
    }
    let end = at;
    while (end < words.length && !timed[end]) end++;
    const until = timed[end]?.startSeconds ?? seconds;
    // What was heard may overlap: the word before the gap may end when the one behind it has begun.
    const from = Math.min(filled.at(-1)?.endSeconds ?? 0, until);
    const letters = words.slice(at, end).reduce((sum, word) => sum + word.length + 1, 0);
    let before = 0;
    for (; at < end; at++) {
      const text = words[at] as string;
      const startSeconds = from + (before / letters) * (until - from);
      before += text.length + 1;
      filled.push({ text, startSeconds, endSeconds: from + (before / letters) * (until - from) });
    }
  }
  return filled;
}
