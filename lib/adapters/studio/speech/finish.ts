/** The last steps of a recording: resampling, a clean bottom end, an even level. */

const ZERO_CROSSINGS = 16;
const TABLE_STEPS = 512;

/** One side of a Blackman-windowed sinc, sampled finely enough to be read by linear interpolation. */
const KERNEL = Float32Array.from({ length: ZERO_CROSSINGS * TABLE_STEPS + 2 }, (_, index) => {
  const distance = index / TABLE_STEPS;
  if (distance >= ZERO_CROSSINGS) return 0;
  const turn = (Math.PI * distance) / ZERO_CROSSINGS;
  const window = 0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
  return (distance === 0 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
});

/**
 * Resamples by a windowed sinc, band-limited to the lower of the two rates. `fromRate` may be any positive number: a
 * rate above the true one raises the pitch.
 */
export function resample(input: Float32Array, fromRate: number, toRate: number): Float32Array {
  if (fromRate === toRate) return input;
  const step = fromRate / toRate;
  const cutoff = Math.min(1, toRate / fromRate) * 0.97;
  const reach = ZERO_CROSSINGS / cutoff;
  const output = new Float32Array(Math.max(1, Math.round(input.length / step)));
  for (let index = 0; index < output.length; index++) {
    const centre = index * step;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(input.length - 1, Math.floor(centre + reach));
    let sum = 0;
    for (let tap = first; tap <= last; tap++) {
      const place = Math.abs(tap - centre) * cutoff * TABLE_STEPS;
      const cell = Math.floor(place);
      const left = KERNEL[cell] ?? 0;
      sum += (input[tap] ?? 0) * (left + ((KERNEL[cell + 1] ?? 0) - left) * (place - cell));
    }
    output[index] = sum * cutoff;
  }
  return output;
}

/** Removes rumble and offset below about 70 Hz (second-order Butterworth high-pass), in place. */
export function removeRumble(samples: Float32Array, sampleRate: number): void {
  const omega = (2 * Math.PI * 70) / sampleRate;
  const alpha = Math.sin(omega) / Math.SQRT2;
  const cosine = Math.cos(omega);
  const a0 = 1 + alpha;
  const b0 = (1 + cosine) / 2 / a0;
  const b1 = -(1 + cosine) / a0;
  const a1 = (-2 * cosine) / a0;
  const a2 = (1 - alpha) / a0;
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let index = 0; index < samples.length; index++) {
    const x = samples[index] ?? 0;
    const y = b0 * x + b1 * x1 + b0 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    samples[index] = y;
  }
}

/** Loudness of the spoken parts: the RMS of the 50 ms blocks that are not silence. */
export function activeRms(samples: Float32Array, sampleRate: number): number {
  const block = Math.round(sampleRate * 0.05);
  const energies: number[] = [];
  for (let start = 0; start + block <= samples.length; start += block) {
    let sum = 0;
    for (let index = start; index < start + block; index++) sum += (samples[index] ?? 0) ** 2;
    energies.push(sum / block);
  }
  const gate = Math.max(1e-7, Math.max(0, ...energies) / 1000);
  const active = energies.filter((energy) => energy > gate);
  if (active.length === 0) return 0;
  return Math.sqrt(active.reduce((sum, energy) => sum + energy, 0) / active.length);
}

const PEAK = 10 ** (-1.2 / 20);
const KNEE = 0.6;

/** Brings speech to `targetDb` (active RMS; the default measures about −18 LUFS) in place; peaks bend smoothly and stay below −1 dBFS. */
export function levelSpeech(samples: Float32Array, sampleRate: number, targetDb = -16.5): void {
  const loudness = activeRms(samples, sampleRate);
  if (loudness === 0) return;
  const gain = 10 ** (targetDb / 20) / loudness;
  for (let index = 0; index < samples.length; index++) {
    const value = (samples[index] ?? 0) * gain;
    const size = Math.abs(value);
    samples[index] =
      size <= KNEE
        ? value
        : Math.sign(value) * (KNEE + (PEAK - KNEE) * Math.tanh((size - KNEE) / (PEAK - KNEE)));
  }
}
