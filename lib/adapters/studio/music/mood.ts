/** From the words of a music prompt to the decisions of a composition. */
import type { SeededRandom } from "../seeded-random";

export type Instrument = "pluck" | "bell" | "piano" | "soft-lead" | "square" | "strings";
export type Drums = "none" | "soft" | "pop" | "lofi" | "epic" | "electronic" | "brushes";

export interface Mood {
  readonly name: string;
  readonly beatsPerMinute: number;
  /** Semitones above A; the key note. */
  readonly key: number;
  readonly scale: readonly number[];
  /** Scale degrees (0 = home), one chord a bar. */
  readonly progressions: readonly (readonly number[])[];
  /** Adds the seventh to every chord. */
  readonly sevenths: boolean;
  readonly pad: number;
  readonly bass: number;
  readonly arpeggio: number;
  readonly melody: number;
  readonly arpeggioBy: Instrument;
  readonly melodyBy: Instrument;
  /** Notes of the arpeggio in a bar of four beats. */
  readonly arpeggioSteps: 4 | 8 | 16;
  /** Chance that a place in the melody is a note. */
  readonly density: number;
  readonly drums: Drums;
  /** Delays every second eighth, as a part of an eighth. */
  readonly swing: number;
  /** Cutoff of the gentle filter over everything, in hertz. */
  readonly brightness: number;
  /** Share of reverberation, 0…1. */
  readonly space: number;
}

const MAJOR = [0, 2, 4, 5, 7, 9, 11];
const MINOR = [0, 2, 3, 5, 7, 8, 10];
const DORIAN = [0, 2, 3, 5, 7, 9, 10];
const LYDIAN = [0, 2, 4, 6, 7, 9, 11];

type MoodPlan = Omit<Mood, "beatsPerMinute" | "key"> & { readonly tempo: readonly [number, number] };

const GENTLE: MoodPlan = {
  name: "gentle",
  tempo: [76, 88],
  scale: MAJOR,
  progressions: [
    [0, 4, 5, 3],
    [0, 3, 5, 4],
    [0, 5, 3, 4],
  ],
  sevenths: false,
  pad: 0.8,
  bass: 0.6,
  arpeggio: 0.6,
  melody: 0.5,
  arpeggioBy: "pluck",
  melodyBy: "piano",
  arpeggioSteps: 8,
  density: 0.4,
  drums: "none",
  swing: 0,
  brightness: 5200,
  space: 0.32,
};

const PLANS: readonly { words: RegExp; plan: Partial<MoodPlan> & { name: string } }[] = [
  {
    words: /lo-?fi|chill(?:ed|hop)?|study|relaxed beat/g,
    plan: {
      name: "lo-fi",
      tempo: [72, 84],
      scale: DORIAN,
      progressions: [
        [1, 4, 0, 5],
        [0, 3, 1, 4],
      ],
      sevenths: true,
      arpeggio: 0.3,
      melody: 0.5,
      melodyBy: "piano",
      arpeggioSteps: 4,
      density: 0.34,
      drums: "lofi",
      swing: 0.22,
      brightness: 2600,
      space: 0.2,
    },
  },
  {
    words: /jazz|swing|bossa|lounge|blues/g,
    plan: {
      name: "jazz",
      tempo: [104, 126],
      scale: MAJOR,
      progressions: [
        [1, 4, 0, 5],
        [0, 5, 1, 4],
      ],
      sevenths: true,
      pad: 0.35,
      bass: 0.8,
      arpeggio: 0.35,
      arpeggioBy: "piano",
      melodyBy: "piano",
      arpeggioSteps: 4,
      density: 0.5,
      drums: "brushes",
      swing: 0.32,
      brightness: 4600,
      space: 0.2,
    },
  },
  {
    words: /epic|heroic|triumph|powerful|majestic|dramatic|adventur|orchestral/g,
    plan: {
      name: "epic",
      tempo: [92, 108],
      scale: MINOR,
      progressions: [
        [0, 5, 2, 6],
        [0, 3, 5, 6],
      ],
      pad: 1,
      bass: 0.85,
      arpeggio: 0.55,
      arpeggioBy: "strings",
      melodyBy: "strings",
      arpeggioSteps: 16,
      density: 0.34,
      drums: "epic",
      brightness: 6500,
      space: 0.36,
    },
  },
  {
    words: /electronic|techno|synth|futur|digital|cyber|edm|house|robot|science|technolog|computer/g,
    plan: {
      name: "electronic",
      tempo: [110, 124],
      scale: DORIAN,
      progressions: [
        [0, 5, 2, 6],
        [0, 0, 3, 5],
      ],
      bass: 0.85,
      arpeggio: 0.7,
      melody: 0.35,
      arpeggioBy: "square",
      melodyBy: "soft-lead",
      arpeggioSteps: 16,
      density: 0.3,
      drums: "electronic",
      brightness: 5200,
      space: 0.24,
    },
  },
  {
    words: /playful|quirky|fun(?:ny)?|whimsical|child|cute|cheeky|comic|bouncy/g,
    plan: {
      name: "playful",
      tempo: [112, 128],
      progressions: [
        [0, 3, 4, 0],
        [0, 5, 3, 4],
      ],
      pad: 0.25,
      bass: 0.6,
      arpeggio: 0.5,
      melody: 0.7,
      melodyBy: "bell",
      density: 0.62,
      drums: "soft",
      swing: 0.12,
      brightness: 6500,
      space: 0.2,
    },
  },
  {
    words: /happy|upbeat|cheer|joy|bright|energetic|optimis|summer|festive/g,
    plan: {
      name: "happy",
      tempo: [108, 122],
      progressions: [
        [0, 4, 5, 3],
        [0, 3, 0, 4],
      ],
      pad: 0.5,
      bass: 0.7,
      arpeggio: 0.7,
      melody: 0.5,
      drums: "pop",
      density: 0.45,
      brightness: 6800,
      space: 0.2,
    },
  },
  {
    words: /corporate|business|inspir|motivat|uplift|hopeful|confident|product/g,
    plan: {
      name: "inspiring",
      tempo: [98, 112],
      progressions: [
        [5, 3, 0, 4],
        [0, 4, 5, 3],
      ],
      pad: 0.7,
      arpeggio: 0.65,
      melody: 0.4,
      drums: "soft",
      density: 0.3,
      brightness: 6000,
      space: 0.28,
    },
  },
  {
    words: /sad|melanchol|somber|sombre|nostalg|lonely|tender|grief|bittersweet|emotional/g,
    plan: {
      name: "sad",
      tempo: [60, 70],
      scale: MINOR,
      progressions: [
        [0, 5, 2, 6],
        [0, 3, 5, 4],
      ],
      arpeggio: 0.4,
      arpeggioBy: "piano",
      melody: 0.6,
      melodyBy: "piano",
      density: 0.36,
      brightness: 3400,
      space: 0.42,
    },
  },
  {
    words: /myster|dark|suspens|tense|eerie|secret|night|haunt|ominous|detective/g,
    plan: {
      name: "mysterious",
      tempo: [66, 78],
      scale: [0, 2, 3, 5, 7, 8, 11],
      progressions: [
        [0, 5, 0, 4],
        [0, 3, 5, 4],
      ],
      pad: 1,
      bass: 0.7,
      arpeggio: 0.4,
      arpeggioBy: "bell",
      melody: 0.4,
      melodyBy: "soft-lead",
      arpeggioSteps: 4,
      density: 0.28,
      brightness: 2800,
      space: 0.46,
    },
  },
  {
    words: /wonder|dream|space|cosmic|magic|ethereal|ocean|sea|floating|curious|star/g,
    plan: {
      name: "wondrous",
      tempo: [70, 82],
      scale: LYDIAN,
      progressions: [
        [0, 1, 5, 4],
        [0, 4, 1, 5],
      ],
      pad: 1,
      arpeggio: 0.5,
      arpeggioBy: "bell",
      melody: 0.4,
      melodyBy: "soft-lead",
      density: 0.3,
      brightness: 4600,
      space: 0.46,
    },
  },
  {
    words: /cinematic|documentary|film|sweeping|nature|history/g,
    plan: {
      name: "cinematic",
      tempo: [78, 90],
      scale: DORIAN,
      progressions: [
        [0, 6, 3, 0],
        [0, 2, 6, 3],
      ],
      pad: 1,
      bass: 0.7,
      arpeggio: 0.45,
      melody: 0.45,
      arpeggioBy: "piano",
      melodyBy: "strings",
      density: 0.32,
      drums: "soft",
      brightness: 4800,
      space: 0.4,
    },
  },
  {
    words: /calm|peace|ambient|meditat|sooth|gentle|soft|relax|slow|quiet|serene|warm/g,
    plan: {
      name: "calm",
      tempo: [62, 74],
      pad: 1,
      bass: 0.5,
      arpeggio: 0.4,
      melody: 0.35,
      melodyBy: "bell",
      density: 0.26,
      brightness: 3600,
      space: 0.42,
    },
  },
];

/** Chooses a mood by the words a prompt names most often, the earliest first; nothing known is gentle. */
export function readMood(prompt: string, random: SeededRandom): Mood {
  const text = prompt.toLowerCase();
  let best: { score: number; plan: Partial<MoodPlan> } = { score: 0, plan: {} };
  for (const { words, plan } of PLANS) {
    const hits = [...text.matchAll(words)];
    const first = hits[0]?.index ?? 0;
    const score = hits.length === 0 ? 0 : hits.length + 1 / (1 + first / 40);
    if (score > best.score) best = { score, plan };
  }
  const plan: MoodPlan = { ...GENTLE, ...best.plan };
  const named = /\b(\d{2,3})\s*bpm\b/.exec(text);
  const pace = /\bfast\b/.test(text) ? 1.12 : /\bslow\b/.test(text) ? 0.9 : 1;
  const drawn = (plan.tempo[0] + random.next() * (plan.tempo[1] - plan.tempo[0])) * pace;
  const scale = /\bminor\b/.test(text) ? MINOR : /\bmajor\b/.test(text) ? MAJOR : plan.scale;
  const silent = /\b(?:no|without) (?:drums|percussion|beat)/.test(text);
  return {
    ...plan,
    scale,
    drums: silent ? "none" : plan.drums,
    beatsPerMinute: named ? Math.min(180, Math.max(50, Number(named[1]))) : Math.round(drawn),
    key: random.between(-5, 6),
  };
}
