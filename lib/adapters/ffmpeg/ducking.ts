import { gainOf, SAMPLE_RATE } from "./loudness";

/** How far below the loudest speech a moment still counts as speech. */
const SPEECH_THRESHOLD = gainOf(-30);
/** Pauses between words do not let the music up. */
const HOLD_SECONDS = 0.5;
/** Steps of the envelope per second. */
const ENVELOPE_RATE = 100;

export interface Ducking {
  depthDb: number;
  attackSeconds: number;
  releaseSeconds: number;
}

/**
 * The music's gain (0…1) in steps of 10 ms: down by `depthDb` while the narration is heard, starting `attackSeconds`
 * before it and coming back within `releaseSeconds`.
 */
export function duckingEnvelope(narration: Float32Array, ducking: Ducking): Float32Array {
  const speech = speechActivity(narration);
  const target = widen(
    speech,
    Math.round(ducking.attackSeconds * ENVELOPE_RATE),
    HOLD_SECONDS * ENVELOPE_RATE,
  );
  const low = gainOf(ducking.depthDb);
  const down = smoothing(ducking.attackSeconds);
  const up = smoothing(ducking.releaseSeconds);
  const envelope = new Float32Array(target.length);
  let gain = target[0] ? low : 1;
  for (let step = 0; step < target.length; step++) {
    const wanted = target[step] ? low : 1;
    gain = wanted + (gain - wanted) * (wanted < gain ? down : up);
    envelope[step] = gain;
  }
  return envelope;
}

/** The envelope between its steps, at a sample. */
export function envelopeAt(envelope: Float32Array, sample: number): number {
  const position = (sample * ENVELOPE_RATE) / SAMPLE_RATE;
  const step = Math.min(Math.floor(position), envelope.length - 1);
  const next = Math.min(step + 1, envelope.length - 1);
  const from = envelope[step] as number;
  return from + ((envelope[next] as number) - from) * (position - step);
}

/** Three time constants within the time given: 95 % of the way. */
function smoothing(seconds: number): number {
  return seconds <= 0 ? 0 : Math.exp(-3 / (seconds * ENVELOPE_RATE));
}

function speechActivity(narration: Float32Array): Uint8Array {
  const size = SAMPLE_RATE / ENVELOPE_RATE;
  const levels = new Float32Array(Math.max(1, Math.ceil(narration.length / size)));
  let loudest = 0;
  for (let step = 0; step < levels.length; step++) {
    const part = narration.subarray(step * size, (step + 1) * size);
    let energy = 0;
    for (const sample of part) energy += sample * sample;
    const level = Math.sqrt(energy / Math.max(1, part.length));
    levels[step] = level;
    loudest = Math.max(loudest, level);
  }
  const isSpeech = (level: number) => (loudest > 0 && level > loudest * SPEECH_THRESHOLD ? 1 : 0);
  return Uint8Array.from(levels, isSpeech);
}

/** Speech begins `before` steps early and ends `after` steps late. */
function widen(speech: Uint8Array, before: number, after: number): Uint8Array {
  const widened = new Uint8Array(speech.length);
  speech.forEach((isSpeech, step) => {
    if (isSpeech) widened.fill(1, Math.max(0, step - before), step + after + 1);
  });
  return widened;
}
