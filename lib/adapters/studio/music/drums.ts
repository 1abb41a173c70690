/** Percussion: a few synthesised drums, and the patterns that use them. */
import type { Drums } from "./mood";

export type Drum = "kick" | "snare" | "hat" | "tom" | "brush";

function noiseSource(seed: number): () => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 0xffffffff) * 2 - 1;
  };
}

const SHAPES: Readonly<
  Record<
    Drum,
    {
      from: number;
      to: number;
      drop: number;
      ring: number;
      noise: number;
      noiseRing: number;
      bright: boolean;
    }
  >
> = {
  kick: { from: 120, to: 46, drop: 0.04, ring: 0.16, noise: 0.02, noiseRing: 0.004, bright: false },
  tom: { from: 110, to: 62, drop: 0.1, ring: 0.34, noise: 0.08, noiseRing: 0.03, bright: false },
  snare: { from: 210, to: 170, drop: 0.03, ring: 0.05, noise: 0.4, noiseRing: 0.08, bright: false },
  hat: { from: 0, to: 0, drop: 1, ring: 0.001, noise: 0.4, noiseRing: 0.025, bright: true },
  brush: { from: 0, to: 0, drop: 1, ring: 0.001, noise: 0.2, noiseRing: 0.09, bright: true },
};

/** Adds one stroke at sample `start`. */
export function playDrum(
  target: Float32Array,
  drum: Drum,
  start: number,
  velocity: number,
  sampleRate: number,
): void {
  const shape = SHAPES[drum];
  const noise = noiseSource(start + 1);
  const end = Math.min(target.length, start + Math.round(sampleRate * 0.6));
  let phase = 0;
  let last = 0;
  let soft = 0;
  for (let index = Math.max(0, start); index < end; index++) {
    const seconds = (index - start) / sampleRate;
    let value = 0;
    if (shape.from > 0) {
      const frequency = shape.to + (shape.from - shape.to) * Math.exp(-seconds / shape.drop);
      phase += (2 * Math.PI * frequency) / sampleRate;
      value = Math.sin(phase) * Math.exp(-seconds / shape.ring);
    }
    const raw = noise();
    soft += 0.35 * (raw - soft);
    const grain = shape.bright ? raw - last : soft;
    last = raw;
    value += grain * shape.noise * Math.exp(-seconds / shape.noiseRing);
    target[index] = (target[index] ?? 0) + value * velocity * Math.min(1, seconds * 900);
  }
}

type Pattern = Readonly<Partial<Record<Drum, string>>>;

/** Sixteen places a bar: digits are loudness, a dash is silence. */
export const PATTERNS: Readonly<Record<Drums, Pattern>> = {
  none: {},
  soft: { kick: "6-------5-------", hat: "--2---2---2---2-" },
  pop: { kick: "7-----3-7-------", snare: "----5-------5---", hat: "3-2-3-2-3-2-3-2-" },
  lofi: { kick: "7------4--6-----", snare: "----5-------5---", hat: "3-2-3-2-3-2-3-21" },
  epic: { kick: "8-------6-------", tom: "7-----5---5-6-5-", snare: "------------3---" },
  electronic: { kick: "7---7---7---7---", hat: "--4---4---4---4-", snare: "----3-------3---" },
  brushes: { brush: "4---5-3-4---5-3-", kick: "3-------3-------", hat: "----3-------3---" },
};
