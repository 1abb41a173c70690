/** The room around the music: reverberation, a gentle filter, level and fades. All in place, on one channel. */

/** Schroeder's reverberation: four combs with damped echoes, then two all-passes. Returns the wet signal. */
export function reverberate(input: Float32Array, sampleRate: number, spread: number): Float32Array {
  const wet = new Float32Array(input.length);
  for (const seconds of [0.0297, 0.0371, 0.0411, 0.0437]) {
    const size = Math.round(seconds * sampleRate) + spread;
    const line = new Float32Array(size);
    let damped = 0;
    let place = 0;
    for (let index = 0; index < input.length; index++) {
      const echo = line[place] as number;
      damped = echo * 0.65 + damped * 0.35;
      line[place] = (input[index] as number) + damped * 0.82;
      if (++place === size) place = 0;
      wet[index] = (wet[index] as number) + echo * 0.25;
    }
  }
  for (const seconds of [0.005, 0.0017]) {
    const size = Math.round(seconds * sampleRate) + spread;
    const line = new Float32Array(size);
    let place = 0;
    for (let index = 0; index < wet.length; index++) {
      const held = line[place] as number;
      const value = wet[index] as number;
      line[place] = value + held * 0.6;
      wet[index] = held - (line[place] as number) * 0.6;
      if (++place === size) place = 0;
    }
  }
  return wet;
}

/** Second-order Butterworth low-pass (`low`) or high-pass (`high`). */
export function filter(samples: Float32Array, sampleRate: number, kind: "low" | "high", hertz: number): void {
  const omega = (2 * Math.PI * Math.min(hertz, sampleRate * 0.45)) / sampleRate;
  const alpha = Math.sin(omega) / Math.SQRT2;
  const cosine = Math.cos(omega);
  const sign = kind === "low" ? -1 : 1;
  const a0 = 1 + alpha;
  const b1 = (kind === "low" ? 1 - cosine : -(1 + cosine)) / a0;
  const b0 = (1 + sign * cosine) / 2 / a0;
  const a1 = (-2 * cosine) / a0;
  const a2 = (1 - alpha) / a0;
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let index = 0; index < samples.length; index++) {
    const x = samples[index] as number;
    const y = b0 * (x + x2) + b1 * x1 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    samples[index] = y;
  }
}

const PEAK = 0.84;

/** Sets all channels to one loudness (RMS in dBFS), bends peaks below −1.5 dBFS and fades both ends. */
export function master(
  channels: readonly Float32Array[],
  sampleRate: number,
  {
    loudnessDb,
    fadeInSeconds,
    fadeOutSeconds,
  }: { loudnessDb: number; fadeInSeconds: number; fadeOutSeconds: number },
): void {
  let sum = 0;
  let count = 0;
  for (const channel of channels) {
    for (const value of channel) sum += value * value;
    count += channel.length;
  }
  const rms = Math.sqrt(sum / Math.max(1, count));
  const gain = rms === 0 ? 0 : 10 ** (loudnessDb / 20) / rms;
  for (const channel of channels) {
    const length = channel.length;
    const fadeIn = Math.max(1, Math.min(length / 4, fadeInSeconds * sampleRate));
    const fadeOut = Math.max(1, Math.min(length / 3, fadeOutSeconds * sampleRate));
    for (let index = 0; index < length; index++) {
      const value = (channel[index] as number) * gain;
      const bent = PEAK * Math.tanh(value / PEAK);
      const opening = index < fadeIn ? Math.sin((index / fadeIn) * (Math.PI / 2)) ** 2 : 1;
      const left = length - 1 - index;
      const closing = left < fadeOut ? Math.sin((left / fadeOut) * (Math.PI / 2)) ** 2 : 1;
      channel[index] = bent * opening * closing;
    }
  }
}
