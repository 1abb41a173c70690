import type { InputValues } from "../graph/blueprint-types";

/*
 * How long texts may get that a model writes: what follows from them (speech, further prompts) is priced before they are written.
 * Generous, and enforced: a longer one is no valid answer.
 */

/** Scripts without letters for single sounds say in one character what others say in three. */
const DENSE_LANGUAGES = new Set(["zh", "ja", "ko"]);
const CHARACTERS_A_SECOND = 40;
const DENSE_CHARACTERS_A_SECOND = 16;
const LEAST_CHARACTERS = 500;
/** Slower than this nobody speaks, in characters a second. */
const SLOWEST = 8;
const SLOWEST_DENSE = 2.5;

export const TITLE_LIMIT = 300;
export const SUMMARY_LIMIT = 1_500;
export const PROMPT_LIMIT = 4_000;

/** The most characters a written narration of one segment may have. */
export function narrationLimit(inputs: InputValues): number {
  const seconds = Number(inputs.SegmentDuration);
  const isDense = DENSE_LANGUAGES.has(String(inputs.Language));
  return Math.max(
    LEAST_CHARACTERS,
    Math.ceil(seconds * (isDense ? DENSE_CHARACTERS_A_SECOND : CHARACTERS_A_SECOND)),
  );
}

/** The longest that saying so many characters can take, in seconds. */
export function longestSpeech(characters: number, language: string): number {
  return Math.ceil(2 + characters / (DENSE_LANGUAGES.has(language) ? SLOWEST_DENSE : SLOWEST));
}
