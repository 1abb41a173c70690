import { CLIP_SILENCE_SECONDS, pauseSeconds, wordSeconds } from "./pace";

/** A sentence offered for the script; a cheap one may be left out to make the rest fit. */
export interface Sentence {
  readonly text: string;
  readonly costOfLeavingOut: number;
  /** It leans on the sentence before, and is never said without the first one of its group. */
  readonly continues?: boolean;
  /** Makes a filler the second choice. */
  readonly costOfSaying?: number;
}

const BUCKETS_PER_SEGMENT = 48;
const CONNECTIVE =
  /^(?:and|but|or|so|because|which|who|while|when|where|that|until|before|after|than|as|like|with|without|into|from|to|for|if|on|in|at|by|through|between|across|over|under|of)$/i;

const LEADS_ON =
  /^(?:a|an|the|its|their|our|your|his|her|my|is|are|was|were|it|they|we|you|i|he|she|who|how|very|so|more|most|no|not)$/i;

const ENDS_SENTENCE = /[.!?\u2026]["'\u2019\u201d)]*$/;

/** What ending a segment after `words[index]` costs: nothing at a full stop, much in the middle of a phrase. */
function breakCost(words: readonly string[], index: number, short: boolean): number {
  const word = words[index] ?? "";
  const next = words[index + 1];
  if (next === undefined || ENDS_SENTENCE.test(word)) return 0;
  // One or two words cut off from their sentence sound like a mistake.
  const orphan =
    ENDS_SENTENCE.test(next) ||
    ENDS_SENTENCE.test(words[index + 2] ?? ".") ||
    index === 0 ||
    ENDS_SENTENCE.test(words[index - 1] ?? ".") ||
    ENDS_SENTENCE.test(words[index - 2] ?? ".")
      ? 1.2
      : 0;
  if (/[,;:\u2014]$/.test(word)) return (short ? 0.08 : 1) + orphan;
  if (CONNECTIVE.test(word) || LEADS_ON.test(word)) return 6;
  return (CONNECTIVE.test(next) ? (short ? 0.3 : 4) : short ? 1 : 6) + orphan;
}

/**
 * Cuts a running text into exactly `segments` narrations that each last about `segmentSeconds`, preferring to end on
 * a sentence, then on a clause. The best cut is found by dynamic programming over (word, segment, seconds so far).
 * Returns `undefined` when the sentences cannot be made to fit, because they are too few.
 */
export function cutSegments(
  sentences: readonly Sentence[],
  { segments, segmentSeconds }: { segments: number; segmentSeconds: number },
): string[] | undefined {
  const words: string[] = [];
  const sentenceAt = new Map<number, { end: number; skipTo: number; cost: number; saying: number }>();
  let head: { end: number; skipTo: number; cost: number } | undefined;
  for (const sentence of sentences) {
    const own = sentence.text.split(/\s+/).filter((word) => word !== "");
    const end = words.length + own.length;
    const entry = {
      end,
      skipTo: end,
      cost: sentence.costOfLeavingOut,
      saying: sentence.costOfSaying ?? 0,
    };
    sentenceAt.set(words.length, entry);
    if (sentence.continues && head) {
      head.skipTo = end;
      head.cost += entry.cost;
    } else {
      head = entry;
    }
    words.push(...own);
  }
  const short = segmentSeconds < 6;
  // Three seconds are some seven words: a tighter fit would cut phrases apart.
  const least = segmentSeconds * (short ? 0.87 : 0.91);
  const most = segmentSeconds * (short ? 1.13 : 1.1);
  const buckets = BUCKETS_PER_SEGMENT + 2;
  const bucketOf = (seconds: number) =>
    seconds === 0 ? 0 : 1 + Math.min(BUCKETS_PER_SEGMENT, Math.floor((seconds / most) * BUCKETS_PER_SEGMENT));
  const width = (segments + 1) * buckets;
  const size = (words.length + 1) * width;
  const cost = new Float32Array(size).fill(Number.POSITIVE_INFINITY);
  const elapsed = new Float32Array(size);
  const from = new Int32Array(size).fill(-1);
  // The pause before a word depends on the word said before it, which a skipped sentence may hide: a full stop then.
  const pauseBefore = words.map((_, index) => {
    const previous = words[index - 1];
    return sentenceAt.has(index) || previous === undefined ? pauseSeconds(".") : pauseSeconds(previous);
  });

  function offer(state: number, price: number, seconds: number, origin: number): void {
    if (price >= (cost[state] ?? 0)) return;
    cost[state] = price;
    elapsed[state] = seconds;
    from[state] = origin;
  }

  cost[0] = 0;
  for (let position = 0; position <= words.length; position++) {
    const sentence = sentenceAt.get(position);
    const word = words[position];
    for (let segment = 0; segment <= segments; segment++) {
      for (let bucket = 0; bucket < buckets; bucket++) {
        const state = position * width + segment * buckets + bucket;
        const price = cost[state] ?? Number.POSITIVE_INFINITY;
        if (price === Number.POSITIVE_INFINITY) continue;
        const seconds = elapsed[state] ?? 0;
        if (bucket > 0 && segment < segments && seconds >= least) {
          const off = seconds / segmentSeconds - 1;
          const ending = breakCost(words, position - 1, short) + 18 * off * off;
          offer(position * width + (segment + 1) * buckets, price + ending, 0, state);
        }
        if (word === undefined) continue;
        if (segment < segments) {
          const start = bucket === 0 ? CLIP_SILENCE_SECONDS : seconds + (pauseBefore[position] ?? 0);
          const longer = start + wordSeconds(word);
          if (longer <= most) {
            const next = (position + 1) * width + segment * buckets + bucketOf(longer);
            offer(next, price + (sentence?.saying ?? 0), longer, state);
          }
        }
        if (sentence) {
          offer(sentence.skipTo * width + segment * buckets + bucket, price + sentence.cost, seconds, state);
        }
      }
    }
  }

  let state = words.length * width + segments * buckets;
  if (cost[state] === Number.POSITIVE_INFINITY) return undefined;
  const narration: string[][] = Array.from({ length: segments }, () => []);
  while (state > 0) {
    const origin = from[state] ?? -1;
    if (origin < 0) break;
    const position = Math.floor(state / width);
    const before = Math.floor(origin / width);
    const segment = Math.floor((state % width) / buckets);
    const took = position === before + 1 && elapsed[state] !== elapsed[origin];
    const word = words[before];
    if (took && word !== undefined) narration[segment]?.unshift(word);
    state = origin;
  }
  return narration.map((own) => own.join(" "));
}
