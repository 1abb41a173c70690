/** What a mood does to a voice: small real changes of pace and pitch, and of the pause between sentences. */

export interface Delivery {
  /** Multiplies the length of every sound; above 1 is slower. */
  readonly stretch: number;
  /** Multiplies the pitch. */
  readonly pitch: number;
  /** Seconds of silence between two sentences. */
  readonly sentencePauseSeconds: number;
}

const NEUTRAL: Delivery = { stretch: 1, pitch: 1, sentencePauseSeconds: 0.34 };

const MOODS: readonly { words: RegExp; delivery: Delivery }[] = [
  {
    words: /excit|energ|enthus|urgent|thrill/,
    delivery: { stretch: 0.92, pitch: 1.1, sentencePauseSeconds: 0.26 },
  },
  {
    words: /happ|cheer|joy|playful|friendly|bright|fun|upbeat/,
    delivery: { stretch: 0.95, pitch: 1.07, sentencePauseSeconds: 0.3 },
  },
  {
    words: /sad|melanchol|somber|sombre|mourn|sorrow|grief/,
    delivery: { stretch: 1.1, pitch: 0.93, sentencePauseSeconds: 0.46 },
  },
  {
    words: /calm|sooth|gentle|relax|peace|soft|warm/,
    delivery: { stretch: 1.06, pitch: 0.98, sentencePauseSeconds: 0.42 },
  },
  {
    words: /myster|suspens|tense|dark|whisper|scar/,
    delivery: { stretch: 1.07, pitch: 0.94, sentencePauseSeconds: 0.44 },
  },
  {
    words: /serious|authorit|formal|grave|dramatic|epic/,
    delivery: { stretch: 1.03, pitch: 0.95, sentencePauseSeconds: 0.38 },
  },
  {
    words: /curious|wonder|inspir|hope/,
    delivery: { stretch: 1, pitch: 1.04, sentencePauseSeconds: 0.36 },
  },
  { words: /angry|anger|intense/, delivery: { stretch: 0.96, pitch: 1.05, sentencePauseSeconds: 0.28 } },
];

/** Reads a free-text emotion ("calm, a little sad"); the first mood it names wins, none is neutral. */
export function deliveryFor(emotion: string | undefined): Delivery {
  const text = (emotion ?? "").toLowerCase();
  let best: { at: number; delivery: Delivery } | undefined;
  for (const { words, delivery } of MOODS) {
    const at = text.search(words);
    if (at >= 0 && (!best || at < best.at)) best = { at, delivery };
  }
  return best?.delivery ?? NEUTRAL;
}
