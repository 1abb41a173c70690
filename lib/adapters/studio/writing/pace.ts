/**
 * How long a text takes to say: a fit to flite's default voice (speech/), measured over forty texts with a mean error
 * of six per cent. Letters predict better than words or syllables.
 */

/** Silence before the first and after the last word of a clip. */
export const CLIP_SILENCE_SECONDS = 0.4;

const PER_WORD = 0.05;
const PER_LETTER = 0.061;
const COMMA_PAUSE = 0.25;
const SENTENCE_PAUSE = 0.32;

/** Letters it takes to say a word: figures are longer spoken than written. */
function spokenLetters(word: string): number {
  const letters = word.replace(/[^a-z]/gi, "").length;
  const figures = word.match(/\d+/g) ?? [];
  return figures.reduce((sum, figure) => sum + 4.5 * Math.min(6, figure.length) + 2, letters);
}

/** Seconds one word is heard, without the pause after it. */
export function wordSeconds(word: string): number {
  return PER_WORD + PER_LETTER * spokenLetters(word);
}

/** Seconds of silence after a word inside a clip, by its punctuation. */
export function pauseSeconds(word: string): number {
  if (/[.!?\u2026]["'\u2019\u201d)]*$/.test(word)) return SENTENCE_PAUSE;
  return /[,;:\u2014]["'\u2019\u201d)]*$/.test(word) ? COMMA_PAUSE : 0;
}

/** Seconds a narration clip will last when spoken by the default offline voice. */
export function estimateSpeechSeconds(text: string): number {
  const words = text.split(/\s+/).filter((word) => word !== "");
  return words.reduce(
    (sum, word, index) => sum + wordSeconds(word) + (index < words.length - 1 ? pauseSeconds(word) : 0),
    CLIP_SILENCE_SECONDS,
  );
}
