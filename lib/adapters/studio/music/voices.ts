/** The instruments of the studio: each adds one note to a mono buffer. Frequencies in hertz, times in samples. */
import type { Instrument } from "./mood";

export interface Note {
  readonly start: number;
  readonly length: number;
  readonly frequency: number;
  /** 0…1 */
  readonly velocity: number;
}

type Voice = (target: Float32Array, note: Note, sampleRate: number) => void;

const TABLE_SIZE = 2048;

/** One period of a sum of harmonics, with a guard sample for interpolation. */
function wavetable(harmonics: readonly number[]): Float32Array {
  const table = new Float32Array(TABLE_SIZE + 1);
  let peak = 0;
  for (let index = 0; index <= TABLE_SIZE; index++) {
    let sum = 0;
    harmonics.forEach((gain, order) => {
      sum += gain * Math.sin((2 * Math.PI * index * (order + 1)) / TABLE_SIZE);
    });
    table[index] = sum;
    peak = Math.max(peak, Math.abs(sum));
  }
  return table.map((value) => value / peak);
}

const SINE = wavetable([1]);
const WARM = wavetable([1, 0.5, 0.28, 0.16, 0.09, 0.05]);
const HOLLOW = wavetable([1, 0, 0.3, 0, 0.14, 0, 0.06, 0, 0.03]);
const REED = wavetable([1, 0.6, 0.45, 0.3, 0.22, 0.14, 0.1, 0.06]);
const ROUND = wavetable([1, 0.32, 0.1, 0.03]);

/** A wavetable tone under attack, decay to a held level, and release after the note's length. */
function tone(
  target: Float32Array,
  note: Note,
  sampleRate: number,
  shape: {
    table: Float32Array;
    attack: number;
    decay: number;
    hold: number;
    release: number;
    detune?: number;
    vibrato?: number;
  },
): void {
  const release = Math.round(shape.release * sampleRate);
  const attack = Math.max(1, Math.round(shape.attack * sampleRate));
  const end = Math.min(target.length, note.start + note.length + release);
  const decayRate = Math.exp(-1 / (shape.decay * sampleRate));
  const step = (note.frequency * (shape.detune ?? 1) * TABLE_SIZE) / sampleRate;
  const vibrato = shape.vibrato ?? 0;
  let phase = (note.start * 7.13) % TABLE_SIZE;
  let level = 1;
  for (let index = Math.max(0, note.start); index < end; index++) {
    const age = index - note.start;
    let envelope = age < attack ? age / attack : shape.hold + (1 - shape.hold) * level;
    if (age >= attack) level *= decayRate;
    const left = note.start + note.length + release - index;
    if (age > note.length) envelope *= (left / release) ** 2;
    const cell = phase | 0;
    const low = shape.table[cell] as number;
    const value = low + ((shape.table[cell + 1] as number) - low) * (phase - cell);
    target[index] = (target[index] as number) + value * envelope * note.velocity;
    phase += vibrato === 0 ? step : step * (1 + vibrato * Math.sin((age * 31) / sampleRate));
    while (phase >= TABLE_SIZE) phase -= TABLE_SIZE;
  }
}

/** Karplus-Strong: a burst of noise in a delay line that loses its edge with every turn. */
const pluck: Voice = (target, note, sampleRate) => {
  const period = Math.max(2, Math.round(sampleRate / note.frequency));
  const line = new Float32Array(period);
  let state = (note.start * 2654435761) >>> 0;
  let previous = 0;
  for (let index = 0; index < period; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // A softened burst: a finger rather than a plectrum.
    previous = 0.5 * previous + 0.5 * ((state / 0xffffffff) * 2 - 1);
    line[index] = previous;
  }
  const end = Math.min(target.length, note.start + Math.round(sampleRate * 2.2));
  const tail = Math.round(sampleRate * 0.3);
  let place = 0;
  for (let index = Math.max(0, note.start); index < end; index++) {
    const current = line[place] as number;
    const next = line[place + 1 === period ? 0 : place + 1] as number;
    const fade = end - index < tail ? (end - index) / tail : 1;
    target[index] = (target[index] as number) + current * note.velocity * fade * 1.5;
    line[place] = 0.4982 * (current + next);
    place = place + 1 === period ? 0 : place + 1;
  }
};

/** Two-operator FM: a struck, glassy tone whose overtones die first. */
const bell: Voice = (target, note, sampleRate) => {
  const end = Math.min(target.length, note.start + Math.round(sampleRate * 2.4));
  const carrier = (note.frequency * TABLE_SIZE) / sampleRate;
  const modulator = carrier * 3.5;
  let first = 0;
  let second = 0;
  let loud = 1;
  let bright = 1;
  const loudRate = Math.exp(-1 / (0.6 * sampleRate));
  const brightRate = Math.exp(-1 / (0.18 * sampleRate));
  const attack = Math.round(0.003 * sampleRate);
  for (let index = Math.max(0, note.start); index < end; index++) {
    const age = index - note.start;
    const shift = (SINE[second | 0] as number) * bright * 330;
    let place = first + shift;
    if (place < 0) place += TABLE_SIZE;
    else if (place >= TABLE_SIZE) place -= TABLE_SIZE;
    const envelope = age < attack ? age / attack : loud;
    target[index] = (target[index] as number) + (SINE[place | 0] as number) * envelope * note.velocity * 0.9;
    loud *= loudRate;
    bright *= brightRate;
    first += carrier;
    if (first >= TABLE_SIZE) first -= TABLE_SIZE;
    second += modulator;
    while (second >= TABLE_SIZE) second -= TABLE_SIZE;
  }
};

const VOICES: Readonly<Record<Instrument, Voice>> = {
  pluck,
  bell,
  piano(target, note, sampleRate) {
    const long = { ...note, length: Math.max(note.length, Math.round(sampleRate * 0.4)) };
    tone(target, long, sampleRate, { table: WARM, attack: 0.004, decay: 0.7, hold: 0.02, release: 0.35 });
    const ping = { ...long, frequency: note.frequency * 2.003, velocity: note.velocity * 0.22 };
    tone(target, ping, sampleRate, { table: SINE, attack: 0.002, decay: 0.2, hold: 0, release: 0.2 });
  },
  "soft-lead"(target, note, sampleRate) {
    tone(target, note, sampleRate, {
      table: HOLLOW,
      attack: 0.06,
      decay: 0.8,
      hold: 0.6,
      release: 0.35,
      vibrato: 0.003,
    });
  },
  square(target, note, sampleRate) {
    const soft = { ...note, velocity: note.velocity * 0.7 };
    tone(target, soft, sampleRate, { table: HOLLOW, attack: 0.003, decay: 0.16, hold: 0.1, release: 0.1 });
  },
  strings(target, note, sampleRate) {
    const soft = { ...note, velocity: note.velocity * 0.6 };
    const shape = { table: REED, attack: 0.05, decay: 0.6, hold: 0.7, release: 0.25, vibrato: 0.002 };
    tone(target, soft, sampleRate, { ...shape, detune: 1.0025 });
    tone(target, soft, sampleRate, { ...shape, detune: 0.9975 });
  },
};

/** Plays one note of an instrument into `target`. */
export function playNote(instrument: Instrument, target: Float32Array, note: Note, sampleRate: number): void {
  VOICES[instrument](target, note, sampleRate);
}

/** A slow, warm chord tone; `side` detunes it, so that left and right differ. */
export function playPad(target: Float32Array, note: Note, sampleRate: number, side: -1 | 1): void {
  tone(target, note, sampleRate, {
    table: WARM,
    attack: 0.7,
    decay: 2,
    hold: 0.8,
    release: 0.9,
    detune: 1 + side * 0.0022,
  });
}

export function playBass(target: Float32Array, note: Note, sampleRate: number): void {
  tone(target, note, sampleRate, { table: ROUND, attack: 0.012, decay: 0.5, hold: 0.5, release: 0.12 });
}
