export const SAMPLE_RATE = 48_000;

/** ITU-R BS.1770-4 at 48 kHz: a high shelf for the head, then a high pass. [b0, b1, b2, a1, a2] */
const SHELF = [
  1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585,
] as const;
const HIGH_PASS = [1, -2, 1, -1.99004745483398, 0.99007225036621] as const;

/** Blocks of 400 ms that overlap by three quarters. */
const STEP = SAMPLE_RATE / 10;
const STEPS_PER_BLOCK = 4;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;

/**
 * Integrated loudness in LUFS of one to two channels at 48 kHz (ITU-R BS.1770-4, gated). -Infinity for silence and
 * for anything shorter than 400 ms.
 */
export function integratedLoudness(channels: readonly Float32Array[]): number {
  const steps = stepEnergies(channels);
  const blocks: number[] = [];
  for (let at = 0; at + STEPS_PER_BLOCK <= steps.length; at++) {
    blocks.push(mean(steps.slice(at, at + STEPS_PER_BLOCK)));
  }
  const audible = blocks.filter((energy) => toLufs(energy) > ABSOLUTE_GATE_LUFS);
  const gate = toLufs(mean(audible)) + RELATIVE_GATE_LU;
  return toLufs(mean(audible.filter((energy) => toLufs(energy) > gate)));
}

export function gainOf(decibels: number): number {
  return 10 ** (decibels / 20);
}

/** Mean square of the weighted signal per 100 ms, summed over the channels. */
function stepEnergies(channels: readonly Float32Array[]): number[] {
  const steps = new Array<number>(Math.floor((channels[0]?.length ?? 0) / STEP)).fill(0);
  for (const samples of channels) {
    const shelf = biquad(SHELF);
    const highPass = biquad(HIGH_PASS);
    for (let step = 0; step < steps.length; step++) {
      let energy = 0;
      for (let at = step * STEP; at < (step + 1) * STEP; at++) {
        const weighted = highPass(shelf(samples[at] as number));
        energy += weighted * weighted;
      }
      steps[step] = (steps[step] as number) + energy / STEP;
    }
  }
  return steps;
}

function biquad([b0, b1, b2, a1, a2]: readonly [number, number, number, number, number]) {
  let s1 = 0;
  let s2 = 0;
  return (input: number): number => {
    const output = b0 * input + s1;
    s1 = b1 * input - a1 * output + s2;
    s2 = b2 * input - a2 * output;
    return output;
  };
}

function toLufs(energy: number): number {
  return energy > 0 ? -0.691 + 10 * Math.log10(energy) : Number.NEGATIVE_INFINITY;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
