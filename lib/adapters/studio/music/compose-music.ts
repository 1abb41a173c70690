import { type SeededRandom, seededRandom } from "../seeded-random";
import { encodeWav } from "../wav";
import { type Drum, PATTERNS, playDrum } from "./drums";
import { type Mood, readMood } from "./mood";
import { filter, master, reverberate } from "./room";
import { playBass, playNote, playPad } from "./voices";

export const MUSIC_SAMPLE_RATE = 44_100;
const LONGEST_SECONDS = 600;

/** Which parts play in a bar: the piece opens with the chords alone, fills up, breathes, and thins out again. */
interface Section {
  readonly arpeggio: boolean;
  readonly melody: boolean;
  readonly drums: boolean;
}

function sectionOf(bar: number, bars: number): Section {
  const place = bar / Math.max(1, bars);
  if (bars <= 4) return { arpeggio: true, melody: bar > 0, drums: bar > 0 };
  if (bar < 2) return { arpeggio: bar === 1, melody: false, drums: false };
  if (bar >= bars - 1) return { arpeggio: false, melody: false, drums: false };
  const breathes = bars > 14 && Math.floor(bar / 4) % 4 === 2;
  return { arpeggio: true, melody: !breathes && bar >= 3, drums: !breathes && place > 0.08 };
}

interface Score {
  readonly mood: Mood;
  readonly random: SeededRandom;
  readonly bars: number;
  readonly samplesPerBeat: number;
  /** Scale degree of the chord in every bar. */
  readonly chords: readonly number[];
}

function frequencyOf(mood: Mood, degree: number, octave: number): number {
  const size = mood.scale.length;
  const step = ((degree % size) + size) % size;
  const semitones = (mood.scale[step] ?? 0) + 12 * (Math.floor(degree / size) + octave) + mood.key;
  return 110 * 2 ** (semitones / 12);
}

function writeChords(mood: Mood, random: SeededRandom, bars: number): number[] {
  const main = random.pick(mood.progressions);
  const other = random.pick(mood.progressions);
  return Array.from({ length: bars }, (_, bar) => {
    if (bar >= bars - 1) return 0;
    const phrase = Math.floor(bar / 4);
    const progression = phrase % 4 === 2 ? other : main;
    return progression[bar % progression.length] ?? 0;
  });
}

/** A short rhythm and contour, repeated over the chords with small changes, as a tune is. */
function writeMotif(random: SeededRandom, density: number): { step: number; offset: number }[] {
  const motif: { step: number; offset: number }[] = [];
  let offset = random.pick([0, 2, 4]);
  for (let step = 0; step < 8; step++) {
    const chance = step % 4 === 0 ? density + 0.4 : step % 2 === 0 ? density + 0.1 : density * 0.6;
    if (random.next() >= chance) continue;
    motif.push({ step, offset });
    offset = Math.max(-2, Math.min(7, offset + random.pick([-2, -1, -1, 1, 1, 2])));
  }
  return motif.length > 0 ? motif : [{ step: 0, offset: 0 }];
}

interface Mix {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly middle: Float32Array;
  readonly leaning: Float32Array;
  readonly beat: Float32Array;
}

function playBar(
  score: Score,
  bar: number,
  motifs: readonly { step: number; offset: number }[][],
  mix: Mix,
): void {
  const { mood, random, samplesPerBeat } = score;
  const rate = MUSIC_SAMPLE_RATE;
  const start = Math.round(bar * 4 * samplesPerBeat);
  const barLength = Math.round(4 * samplesPerBeat);
  const root = score.chords[bar] ?? 0;
  const section = sectionOf(bar, score.bars);
  const tones = mood.sevenths ? [0, 2, 4, 6] : [0, 2, 4];
  // Keep the chord near the middle, whatever its root: roots above the fifth sink an octave.
  const seat = root > 3 ? -mood.scale.length : 0;

  tones.forEach((tone, index) => {
    const frequency = frequencyOf(mood, root + tone + seat, 1);
    const note = { start, length: barLength, frequency, velocity: (0.16 - index * 0.015) * mood.pad };
    playPad(mix.left, note, rate, -1);
    playPad(mix.right, note, rate, 1);
  });

  const walking = mood.drums === "brushes";
  const bassSteps = walking ? [0, 2, 4, 5] : mood.arpeggioSteps === 16 ? [0, 0, 4, 0] : [0, 4];
  bassSteps.forEach((tone, index) => {
    const length = barLength / bassSteps.length;
    const fifth = index === 0 ? 0 : tone;
    const frequency = frequencyOf(mood, root + fifth + seat, root + fifth + seat < -3 ? 0 : -1);
    const velocity = (index === 0 ? 0.17 : 0.13) * mood.bass;
    playBass(
      mix.middle,
      { start: start + Math.round(index * length), length: length * 0.86, frequency, velocity },
      rate,
    );
  });

  const late = (step: number, steps: number) => (step % 2 === 1 ? (mood.swing * barLength) / steps : 0);
  if (section.arpeggio) {
    const order = random.pick([
      [0, 1, 2, 1],
      [0, 2, 1, 2],
      [0, 1, 2, 3],
    ]);
    for (let step = 0; step < mood.arpeggioSteps; step++) {
      const place = order[step % 4] ?? 0;
      const tone = place === 3 ? mood.scale.length : (tones[place] ?? 0);
      const length = barLength / mood.arpeggioSteps;
      const accent = step % 4 === 0 ? 1 : 0.72;
      playNote(
        mood.arpeggioBy,
        step % 2 === 0 ? mix.left : mix.right,
        {
          start: start + Math.round(step * length + late(step, mood.arpeggioSteps) + random.next() * 90),
          length: Math.round(length * 0.9),
          frequency: frequencyOf(mood, root + tone + seat, 2),
          velocity: 0.36 * accent * mood.arpeggio * (0.85 + random.next() * 0.3),
        },
        rate,
      );
    }
  }

  if (section.melody) {
    const motif = motifs[bar % 4 === 3 ? 1 : 0] ?? [];
    motif.forEach(({ step, offset }, index) => {
      const next = motif[index + 1]?.step ?? 8;
      const length = barLength / 8;
      playNote(
        mood.melodyBy,
        mix.leaning,
        {
          start: start + Math.round(step * length + late(step, 8) + random.next() * 120),
          length: Math.round((next - step) * length * 0.92),
          // On the beat, a note of the chord; between, whatever the line brings.
          frequency: frequencyOf(mood, root + seat + (step % 4 === 0 ? offset - (offset % 2) : offset), 2),
          velocity: 0.42 * mood.melody * (0.85 + random.next() * 0.25),
        },
        rate,
      );
    });
  }

  if (section.drums) {
    for (const [drum, pattern] of Object.entries(PATTERNS[mood.drums])) {
      [...pattern].forEach((mark, step) => {
        if (mark === "-") return;
        const at = start + Math.round((step * barLength) / 16 + (step % 4 === 2 ? late(1, 8) : 0));
        playDrum(mix.beat, drum as Drum, at, (Number(mark) / 9) * 0.24 * (0.88 + random.next() * 0.24), rate);
      });
    }
  }
}

/**
 * Composes a piece for a prompt: key, tempo, scale, chords, instruments and drums follow its mood words, the notes
 * follow the seed. Stereo, 16 bit, exactly `seconds` long (to the sample), faded at both ends, at about −20 dBFS so
 * that a voice has room above it.
 * @throws RangeError naming `seconds`.
 */
export function composeMusic({
  prompt,
  seconds,
  seed,
}: {
  prompt: string;
  seconds: number;
  seed: number | string;
}): { wav: Uint8Array; sampleRate: number } {
  if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
    throw new RangeError(`seconds: must be above 0 and at most ${LONGEST_SECONDS}`);
  }
  const random = seededRandom(seed, `music ${prompt}`);
  const mood = readMood(prompt, random);
  const length = Math.round(seconds * MUSIC_SAMPLE_RATE);
  const drawnBeat = (60 / mood.beatsPerMinute) * MUSIC_SAMPLE_RATE;
  const bars = Math.max(1, Math.round(length / (drawnBeat * 4)));
  // A few per cent faster or slower, so that the last bar ends with the piece.
  const fitted = length / (bars * 4);
  const samplesPerBeat = bars >= 4 ? fitted : drawnBeat;
  const score: Score = {
    mood,
    random,
    bars: bars + 1,
    samplesPerBeat,
    chords: writeChords(mood, random, bars + 1),
  };
  const motifs = [writeMotif(random, mood.density), writeMotif(random, mood.density * 0.8)];

  const empty = () => new Float32Array(length);
  const mix: Mix = { left: empty(), right: empty(), middle: empty(), leaning: empty(), beat: empty() };
  for (let bar = 0; bar < bars; bar++) playBar(score, bar, motifs, mix);

  const left = empty();
  const right = empty();
  for (let index = 0; index < length; index++) {
    const shared = (mix.middle[index] as number) + (mix.beat[index] as number);
    const lead = mix.leaning[index] as number;
    left[index] = (mix.left[index] as number) + lead * 0.8 + shared;
    right[index] = (mix.right[index] as number) + lead * 0.6 + shared;
  }
  // The bass stays dry: reverberation would only blur it.
  const channels = [left, right].map((dry, side) => {
    const send = dry.map((value, index) => value - (mix.middle[index] as number));
    const wet = reverberate(send, MUSIC_SAMPLE_RATE, side === 0 ? 0 : 23);
    for (let index = 0; index < length; index++) {
      dry[index] = (dry[index] as number) * (1 - mood.space * 0.4) + (wet[index] as number) * mood.space;
    }
    filter(dry, MUSIC_SAMPLE_RATE, "low", mood.brightness);
    filter(dry, MUSIC_SAMPLE_RATE, "high", 38);
    return dry;
  });
  master(channels, MUSIC_SAMPLE_RATE, { loudnessDb: -20, fadeInSeconds: 1.2, fadeOutSeconds: 2.8 });
  return { wav: encodeWav({ channels, sampleRate: MUSIC_SAMPLE_RATE }), sampleRate: MUSIC_SAMPLE_RATE };
}
