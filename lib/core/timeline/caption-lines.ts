import type { TimedWord } from "./types";

const MAX_LINE_CHARACTERS = 42;

/** Scripts that are written without spaces between words. */
const UNSPACED = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;
const UNSPACED_END = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}。、！？]$/u;

/** One line if it fits, else two of about equal length; a comma or full stop attracts the break. */
export function breakLines(texts: readonly string[]): string[] {
  const whole = join(texts);
  if (characters(whole) <= MAX_LINE_CHARACTERS) return [whole];
  let best: { lines: string[]; cost: number } | undefined;
  for (let at = 1; at < texts.length; at++) {
    const lines = [join(texts.slice(0, at)), join(texts.slice(at))];
    const [first = 0, second = 0] = lines.map(characters);
    if (first > MAX_LINE_CHARACTERS || second > MAX_LINE_CHARACTERS) continue;
    const cost = Math.abs(first - second) - (/[,;:.!?]$/u.test(texts[at - 1] ?? "") ? 12 : 0);
    if (best === undefined || cost < best.cost) best = { lines, cost };
  }
  return best?.lines ?? [whole];
}

export function fitsTwoLines(texts: readonly string[]): boolean {
  return breakLines(texts).every((line) => characters(line) <= MAX_LINE_CHARACTERS);
}

/** A word longer than a line (an address, say) becomes pieces that share its time. */
export function splitLongWord(word: TimedWord): TimedWord[] {
  const letters = Array.from(word.text);
  if (letters.length <= MAX_LINE_CHARACTERS) return [word];
  const count = Math.ceil(letters.length / MAX_LINE_CHARACTERS);
  const seconds = (word.endSeconds - word.startSeconds) / count;
  return Array.from({ length: count }, (_, at) => ({
    text: letters.slice(at * MAX_LINE_CHARACTERS, (at + 1) * MAX_LINE_CHARACTERS).join(""),
    startSeconds: word.startSeconds + at * seconds,
    endSeconds: word.startSeconds + (at + 1) * seconds,
  }));
}

function join(texts: readonly string[]): string {
  return texts.reduce((line, text) => {
    if (line === "") return text;
    return UNSPACED_END.test(line) && UNSPACED.test(text) ? line + text : `${line} ${text}`;
  }, "");
}

function characters(text: string): number {
  return Array.from(text).length;
}
