import { describe, expect, it } from "vitest";
import { limitPeaks } from "../../../lib/adapters/ffmpeg/limiter";
import { gainOf, integratedLoudness } from "../../../lib/adapters/ffmpeg/loudness";
import { mixAudio, toPcm16 } from "../../../lib/adapters/ffmpeg/mix-audio";
import type { TimelineMusic } from "../../../lib/core/timeline/types";
import { rms } from "./media";

const RATE = 48_000;
const sine = (seconds: number, hertz: number, level: number) =>
  Float32Array.from(
    { length: Math.round(seconds * RATE) },
    (_, at) => level * Math.sin((2 * Math.PI * hertz * at) / RATE),
  );

function musicOf(seconds: number, filmSeconds: number, level = 0.5) {
  const settings: TimelineMusic = {
    artifact: "Music",
    durationSeconds: seconds,
    startFrame: 0,
    durationInFrames: filmSeconds * 30,
    gainDb: -8,
    ducking: { depthDb: -10, attackSeconds: 0.25, releaseSeconds: 0.8 },
    fadeInFrames: 15,
    fadeOutFrames: 60,
    loop: seconds < filmSeconds,
  };
  const side = sine(seconds, 3_000, level);
  return { channels: [side, side.slice()] as [Float32Array, Float32Array], settings, fps: 30 };
}

/** What is left of one frequency: a crude detector that ignores the others. */
function levelOf(samples: Float32Array, hertz: number, from: number, to: number): number {
  let real = 0;
  let imaginary = 0;
  for (let at = from; at < to; at++) {
    const angle = (2 * Math.PI * hertz * at) / RATE;
    real += (samples[at] ?? 0) * Math.cos(angle);
    imaginary += (samples[at] ?? 0) * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / (to - from);
}

const decibels = (ratio: number) => 20 * Math.log10(ratio);

describe("loudness", () => {
  it("is measured as the standard defines it: a full-scale sine of 997 Hz on one side is -3.01 LUFS", () => {
    const silence = new Float32Array(5 * RATE);
    expect(integratedLoudness([sine(5, 997, 1), silence])).toBeCloseTo(-3.01, 1);
    const quiet = sine(5, 997, gainOf(-20));
    expect(integratedLoudness([quiet, quiet])).toBeCloseTo(-20, 1);
  });

  it("ignores pauses, and silence has none", () => {
    const speech = new Float32Array(10 * RATE);
    speech.set(sine(4, 997, 0.1), 0);
    expect(integratedLoudness([speech, speech])).toBeCloseTo(-20, 0);
    expect(integratedLoudness([new Float32Array(RATE)])).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("the limiter", () => {
  it("holds peaks to the ceiling without a jump, and leaves the rest alone", () => {
    const before = sine(3, 200, 0.3);
    for (let at = RATE; at < RATE * 1.1; at++) before[at] = (before[at] ?? 0) * 6;
    const after = before.slice();
    limitPeaks([after, after.slice()], 0.8);
    expect(after.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0)).toBeLessThanOrEqual(
      0.8 + 1e-6,
    );
    expect(rms(after, RATE, RATE * 1.1)).toBeGreaterThan(0.5);
    expect(after.slice(0, RATE * 0.99)).toEqual(before.slice(0, RATE * 0.99));
    expect(rms(after, RATE * 2.5, RATE * 3)).toBeCloseTo(rms(before, RATE * 2.5, RATE * 3), 3);
    // Near a zero crossing the gain cannot be told from two samples.
    const isAudible = (at: number) => Math.abs(before[at] ?? 0) > 0.01;
    const gainAt = (at: number) => (after[at] ?? 0) / (before[at] ?? 1);
    for (let at = 1; at < before.length; at++) {
      if (isAudible(at - 1) && isAudible(at))
        expect(Math.abs(gainAt(at) - gainAt(at - 1))).toBeLessThan(0.03);
    }
  });
});

describe("the mix", () => {
  it("brings quiet and loud narrations to -16 LUFS, with no peak above -1.5 dBFS", () => {
    for (const level of [0.01, 0.9]) {
      const mono = sine(6, 440, level);
      // Bursts, as speech has them: peaks far above the mean.
      for (let at = 0; at < mono.length; at++) mono[at] = (mono[at] ?? 0) * (at % RATE < RATE / 8 ? 1 : 0.06);
      const mix = mixAudio({ samples: 6 * RATE, narration: [{ startSample: 0, mono }], music: null });
      expect(Math.abs(integratedLoudness(mix) + 16)).toBeLessThan(1.5);
      const peak = mix[0].reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
      expect(peak).toBeLessThanOrEqual(gainOf(-1.5) + 1e-6);
    }
  });

  it("puts every clip at its sample, so that sixty of them do not drift", () => {
    const click = new Float32Array(RATE / 20).fill(0.2);
    const starts = Array.from({ length: 60 }, (_, at) => Math.round(at * 0.3016 * RATE));
    const narration = starts.map((startSample) => ({ startSample, mono: click }));
    const [left] = mixAudio({ samples: 19 * RATE, narration, music: null });
    for (const start of starts) {
      expect(Math.abs(left[start - 1] ?? 0)).toBeLessThan(1e-6);
      expect(Math.abs(left[start] ?? 0)).toBeGreaterThan(0.01);
    }
  });

  it("ducks the music while somebody speaks and lets it up again afterwards", () => {
    const narration = [{ startSample: 0, mono: sine(5, 300, 0.3) }];
    const [left] = mixAudio({ samples: 12 * RATE, narration, music: musicOf(12, 12) });
    const under = levelOf(left, 3_000, 2 * RATE, 4 * RATE);
    const alone = levelOf(left, 3_000, 8 * RATE, 9.5 * RATE);
    expect(decibels(under / alone)).toBeGreaterThan(-11);
    expect(decibels(under / alone)).toBeLessThan(-9);
    const voice = levelOf(left, 300, 2 * RATE, 4 * RATE);
    expect(decibels(under / voice)).toBeLessThan(-15);
  });

  it("repeats short music without a gap, and fades it at both ends of the film", () => {
    const [left] = mixAudio({ samples: 20 * RATE, narration: [], music: musicOf(4, 20) });
    const level = (from: number, to: number) => rms(left, from * RATE, to * RATE);
    const steady = level(2, 2.4);
    for (let at = 1; at < 17; at += 0.1) expect(level(at, at + 0.1)).toBeGreaterThan(steady * 0.5);
    expect(level(0, 0.05)).toBeLessThan(steady * 0.2);
    expect(level(19.9, 20)).toBeLessThan(steady * 0.2);
  });

  it("is silent, not noise, when there is nothing to hear", () => {
    const mix = mixAudio({
      samples: RATE,
      narration: [{ startSample: 0, mono: new Float32Array(RATE) }],
      music: null,
    });
    expect(toPcm16(mix).every((sample) => sample === 0)).toBe(true);
  });

  it("cuts what would last longer than the film", () => {
    const mix = mixAudio({
      samples: RATE,
      narration: [{ startSample: RATE / 2, mono: sine(3, 300, 0.2) }],
      music: null,
    });
    expect(mix.map((channel) => channel.length)).toEqual([RATE, RATE]);
  });
});
