/** Which sounds of a spoken sentence belong to which word: an alignment of two phone sequences. */

export interface TimedPhone {
  readonly name: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface WordSpan {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

const GAP = 0.7;
const SHORTEST_SECONDS = 0.04;

/** First letters of the vowels in flite's phone set (aa, ae, ih, ow, …). */
function isVowel(phone: string): boolean {
  return /^[aeiou]/.test(phone);
}

/** Consonants that differ only by the voice, as the ends of "moon's" and "cat's" do. */
const VOICED: Readonly<Record<string, string>> = {
  b: "p",
  d: "t",
  g: "k",
  v: "f",
  z: "s",
  zh: "sh",
  jh: "ch",
  dh: "th",
};

function substitution(left: string, right: string): number {
  if (left === right) return 0;
  if (isVowel(left) !== isVowel(right)) return 1.5;
  // A reduced vowel is the same word in context: "the" or "a" said alone, and in a hurry.
  if (isVowel(left)) return left === "ax" || right === "ax" ? 0.4 : 0.8;
  return VOICED[left] === right || VOICED[right] === left ? 0.4 : 1.1;
}

/**
 * Assigns every sounded phone of a sentence to a word, given how each word sounds when said alone, by the cheapest
 * edit path (as context changes sounds: "five million dollars" for "$5 million"). Returns per word the index range of
 * its phones, `undefined` for a word that got none.
 */
export function alignPhones(
  spoken: readonly TimedPhone[],
  wordPhones: readonly (readonly string[])[],
): (WordSpan | undefined)[] {
  const alone = wordPhones.flatMap((phones, word) => phones.map((name) => ({ name, word })));
  const rows = spoken.length + 1;
  const columns = alone.length + 1;
  const cost = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (row === 0 || column === 0) {
        cost[row * columns + column] = (row + column) * GAP;
        continue;
      }
      const replace =
        (cost[(row - 1) * columns + column - 1] ?? 0) +
        substitution(spoken[row - 1]?.name ?? "", alone[column - 1]?.name ?? "");
      const insert = (cost[(row - 1) * columns + column] ?? 0) + GAP;
      const remove = (cost[row * columns + column - 1] ?? 0) + GAP;
      cost[row * columns + column] = Math.min(replace, insert, remove);
    }
  }
  const owner = new Array<number | undefined>(spoken.length).fill(undefined);
  let row = spoken.length;
  let column = alone.length;
  while (row > 0 && column > 0) {
    const here = cost[row * columns + column] ?? 0;
    const replace =
      (cost[(row - 1) * columns + column - 1] ?? 0) +
      substitution(spoken[row - 1]?.name ?? "", alone[column - 1]?.name ?? "");
    if (Math.abs(here - replace) < 1e-4) {
      owner[row - 1] = alone[column - 1]?.word;
      row--;
      column--;
    } else if (Math.abs(here - (cost[(row - 1) * columns + column] ?? 0) - GAP) < 1e-4) {
      row--;
    } else {
      column--;
    }
  }
  // A sound nothing claimed stays with the word before it (or, at the start, the one after).
  const firstOwner = owner.find((word) => word !== undefined);
  let last = firstOwner;
  const spans = new Array<WordSpan | undefined>(wordPhones.length).fill(undefined);
  spoken.forEach((phone, index) => {
    const word = owner[index] ?? last;
    last = word;
    if (word === undefined) return;
    const span = spans[word];
    spans[word] = { startSeconds: span?.startSeconds ?? phone.startSeconds, endSeconds: phone.endSeconds };
  });
  return spans;
}

/**
 * Gives every word a span inside `bounds`, in order: words without sounds of their own (a dash, a swallowed word)
 * share the gap between their neighbours.
 */
export function fillMissingSpans(spans: readonly (WordSpan | undefined)[], bounds: WordSpan): WordSpan[] {
  const filled: WordSpan[] = [];
  for (let index = 0; index < spans.length; ) {
    const span = spans[index];
    if (span) {
      filled.push(span);
      index++;
      continue;
    }
    let end = index;
    while (end < spans.length && !spans[end]) end++;
    const before = filled.at(-1);
    let from = before?.endSeconds ?? bounds.startSeconds;
    if (before && (spans[end]?.startSeconds ?? bounds.endSeconds) - from < SHORTEST_SECONDS * (end - index)) {
      // No silence to put them in: take the last part of the word before, so that a caption can show them at all.
      from -= Math.min(SHORTEST_SECONDS * (end - index), (before.endSeconds - before.startSeconds) / 3);
      filled[filled.length - 1] = { startSeconds: before.startSeconds, endSeconds: from };
    }
    const to = Math.max(from, spans[end]?.startSeconds ?? bounds.endSeconds);
    for (let hole = index; hole < end; hole++) {
      const share = (to - from) / (end - index);
      filled.push({
        startSeconds: from + share * (hole - index),
        endSeconds: from + share * (hole - index + 1),
      });
    }
    index = end;
  }
  return filled;
}
