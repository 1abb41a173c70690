import { breakLines, fitsTwoLines, splitLongWord } from "./caption-lines";
import type { CaptionCue, TimedWord, Timeline, TimelineSegment } from "./types";

const MAX_CUE_SECONDS = 6;
/** A pause of this length starts a new cue, so that text does not stand there before it is spoken. */
const PAUSE_SECONDS = 0.7;
/** A cue stays this much longer than its last word, if nothing else follows. */
const LINGER_SECONDS = 0.5;
/** Shorter sentences share a cue with the next one: nobody can read a flash. */
const SENTENCE_CHARACTERS = 12;
/** A comma this many characters off the middle is still a better place to divide a sentence than the middle. */
const COMMA_CHARACTERS = 24;

/**
 * Captions from the words at the times they are spoken: at most two lines of 42 characters and six seconds, in order,
 * never overlapping, on the master clock. Timings that run backwards or past the narration are spread evenly instead.
 */
export function captionCues(timeline: Pick<Timeline, "fps"> & { segments: TimelineSegment[] }): CaptionCue[] {
  return timeline.segments.flatMap((segment) => segmentCues(segment, timeline.fps));
}

function segmentCues(segment: TimelineSegment, fps: number): CaptionCue[] {
  const words = cleanWords(segment.words);
  const seconds = Math.min(segment.narration.durationSeconds, segment.durationInFrames / fps);
  const cues = cuesFrom(isPlausible(words, seconds) ? words : spread(words, seconds), segment, fps);
  if (cues.every(isShown)) return cues;
  return cuesFrom(spread(words, seconds), segment, fps).filter(isShown);
}

function cuesFrom(words: readonly TimedWord[], segment: TimelineSegment, fps: number): CaptionCue[] {
  const offset = segment.startFrame / fps;
  const endOfSegment = (segment.startFrame + segment.durationInFrames) / fps;
  const groups = group(words.flatMap(splitLongWord));
  return groups.map((spoken, at) => {
    const startSeconds = offset + startOf(spoken);
    const next = groups[at + 1];
    const nextStart = next === undefined ? Number.POSITIVE_INFINITY : offset + startOf(next);
    const limit = Math.min(endOfSegment, startSeconds + MAX_CUE_SECONDS, nextStart);
    const spokenUntil = offset + Math.max(...spoken.map((word) => word.endSeconds));
    return {
      segment: segment.index,
      startSeconds: toMilliseconds(startSeconds),
      endSeconds: toMilliseconds(Math.min(limit, spokenUntil + LINGER_SECONDS)),
      lines: breakLines(spoken.map((word) => word.text)),
    };
  });
}

function isShown(cue: CaptionCue): boolean {
  return cue.endSeconds > cue.startSeconds;
}

/** One cue a sentence; a sentence that is too long for one is divided evenly, rather at a comma. */
function group(words: readonly TimedWord[]): TimedWord[][] {
  const sentences: TimedWord[][] = [];
  let current: TimedWord[] = [];
  for (const word of words) {
    if (isBreak(current, word)) {
      sentences.push(current);
      current = [];
    }
    current.push(word);
  }
  if (current.length > 0) sentences.push(current);
  return sentences.flatMap(splitToFit);
}

function isBreak(current: readonly TimedWord[], next: TimedWord): boolean {
  const last = current.at(-1);
  if (last === undefined) return false;
  if (next.startSeconds - last.endSeconds > PAUSE_SECONDS) return true;
  return /[.!?…。！？]["'”’)\]]*$/u.test(last.text) && lengthOf(current) >= SENTENCE_CHARACTERS;
}

function splitToFit(words: TimedWord[]): TimedWord[][] {
  const seconds = (words.at(-1)?.endSeconds ?? 0) - startOf(words);
  const fits = seconds <= MAX_CUE_SECONDS && fitsTwoLines(words.map((word) => word.text));
  if (fits || words.length <= 1) return [words];
  const whole = lengthOf(words);
  let best = { at: 1, cost: Number.POSITIVE_INFINITY };
  for (let at = 1; at < words.length; at++) {
    const offCentre = Math.abs(whole - 2 * lengthOf(words.slice(0, at)));
    const cost = offCentre - (/[,;:–—、，]$/u.test(words[at - 1]?.text ?? "") ? COMMA_CHARACTERS : 0);
    if (cost < best.cost) best = { at, cost };
  }
  return [words.slice(0, best.at), words.slice(best.at)].flatMap(splitToFit);
}

function lengthOf(words: readonly TimedWord[]): number {
  return words.reduce((sum, word) => sum + word.text.length + 1, 0);
}

function cleanWords(words: readonly TimedWord[]): TimedWord[] {
  return words
    .map((word) => ({ ...word, text: word.text.replace(/\s+/gu, " ").trim() }))
    .filter((word) => word.text !== "");
}

function isPlausible(words: readonly TimedWord[], narrationSeconds: number): boolean {
  return words.every((word, at) => {
    const before = words[at - 1];
    const isAfter = before === undefined || word.startSeconds >= before.startSeconds;
    return isAfter && word.endSeconds >= word.startSeconds && word.startSeconds < narrationSeconds;
  });
}

/** Longer words take longer to say. */
function spread(words: readonly TimedWord[], narrationSeconds: number): TimedWord[] {
  const letters = words.reduce((sum, word) => sum + word.text.length + 1, 0);
  let before = 0;
  return words.map(({ text }) => {
    const startSeconds = (before / letters) * narrationSeconds;
    before += text.length + 1;
    return { text, startSeconds, endSeconds: (before / letters) * narrationSeconds };
  });
}

function startOf(words: readonly TimedWord[]): number {
  return words[0]?.startSeconds ?? 0;
}

function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
