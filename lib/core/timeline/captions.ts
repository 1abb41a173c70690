import { breakLines, fitsTwoLines, splitLongWord } from "./caption-lines";
import type { CaptionCue, TimedWord, Timeline, TimelineSegment } from "./types";

export const MAX_CUE_SECONDS = 6;
/** A pause of this length starts a new cue, so that text does not stand there before it is spoken. */
const PAUSE_SECONDS = 0.7;
/** A cue stays this much longer than its last word, if nothing else follows. */
const LINGER_SECONDS = 0.5;
/** Shorter sentences share a cue with the next one: nobody can read a flash. */
const SENTENCE_CHARACTERS = 12;
/** From this many characters on a comma is a good place to end a cue. */
const CLAUSE_CHARACTERS = 50;

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

/** Cuts at the ends of sentences, at pauses, and at the latest where two lines or six seconds are full. */
function group(words: readonly TimedWord[]): TimedWord[][] {
  const groups: TimedWord[][] = [];
  let current: TimedWord[] = [];
  for (const word of words) {
    if (current.length > 0 && mustBreak(current, word)) {
      groups.push(current);
      current = [];
    }
    current.push(word);
  }
  if (current.length > 0) groups.push(current);
  return groups;
}

function mustBreak(current: readonly TimedWord[], next: TimedWord): boolean {
  const last = current.at(-1) as TimedWord;
  const texts = current.map((word) => word.text);
  if (!fitsTwoLines([...texts, next.text])) return true;
  if (next.endSeconds - startOf(current) > MAX_CUE_SECONDS) return true;
  if (next.startSeconds - last.endSeconds > PAUSE_SECONDS) return true;
  const length = texts.join(" ").length;
  if (/[.!?…。！？]["'”’)\]]*$/u.test(last.text)) return length >= SENTENCE_CHARACTERS;
  return /[,;:–—、，]$/u.test(last.text) && length >= CLAUSE_CHARACTERS;
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
