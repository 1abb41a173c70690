import { describe, expect, it } from "vitest";
import { composeMusic } from "../../lib/adapters/studio/music/compose-music";
import { readMood } from "../../lib/adapters/studio/music/mood";
import { seededRandom } from "../../lib/adapters/studio/seeded-random";
import { encodeWav, readWavInfo } from "../../lib/adapters/studio/wav";

function channelsOf(wav: Uint8Array): [Float32Array, Float32Array] {
  const info = readWavInfo(wav);
  const view = new DataView(wav.buffer, wav.byteOffset + info.dataOffset, info.dataBytes);
  const lane = (side: number) =>
    Float32Array.from(
      { length: info.frames },
      (_, index) => view.getInt16((index * 2 + side) * 2, true) / 32768,
    );
  return [lane(0), lane(1)];
}

function decibels(samples: Float32Array): number {
  return 20 * Math.log10(Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length));
}

/** Energy of the slope against the energy itself: the more treble, the steeper. */
function treble(samples: Float32Array): number {
  let slope = 0;
  let energy = 0;
  for (let index = 1; index < samples.length; index++) {
    slope += ((samples[index] ?? 0) - (samples[index - 1] ?? 0)) ** 2;
    energy += (samples[index] ?? 0) ** 2;
  }
  return Math.sqrt(slope / energy);
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

describe("the offline composer", () => {
  it.each([0.5, 3, 10, 12.345])("is %d seconds long to the sample, stereo at 44.1 kHz", (seconds) => {
    const { wav, sampleRate } = composeMusic({ prompt: "calm", seconds, seed: 1 });
    expect(sampleRate).toBe(44_100);
    expect(readWavInfo(wav)).toMatchObject({
      sampleRate: 44_100,
      channels: 2,
      bitsPerSample: 16,
      frames: Math.round(seconds * 44_100),
    });
  });

  it.each([
    "calm ambient",
    "epic orchestral",
    "playful",
    "sad piano",
    "mysterious",
    "corporate",
    "electronic",
    "jazz",
    "cinematic",
    "lo-fi",
    "something nobody has heard of",
  ])("plays %s quietly under a voice, without clipping or gaps, and fades at both ends", (prompt) => {
    const [left, right] = channelsOf(composeMusic({ prompt, seconds: 9, seed: 4 }).wav);
    for (const channel of [left, right]) {
      const peak = channel.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(peak).toBeLessThan(0.86);
      expect(decibels(channel)).toBeGreaterThan(-26);
      expect(decibels(channel)).toBeLessThan(-18);
      for (let second = 2; second < 6; second++) {
        expect(decibels(channel.subarray(second * 44_100, (second + 1) * 44_100))).toBeGreaterThan(-36);
      }
      const mean = channel.reduce((sum, value) => sum + value, 0) / channel.length;
      expect(Math.abs(mean)).toBeLessThan(0.001);
      expect(Math.abs(channel[0] ?? 1)).toBeLessThan(0.001);
      expect(Math.abs(channel.at(-1) ?? 1)).toBeLessThan(0.001);
      expect(decibels(channel.subarray(-22_050))).toBeLessThan(decibels(channel) - 8);
    }
    expect(left.some((value, index) => value !== right[index])).toBe(true);
  });

  it("repeats itself for the same request, and changes with seed and mood", () => {
    const request = { prompt: "calm", seconds: 4, seed: 1 };
    const first = composeMusic(request).wav;
    expect(isSame(composeMusic({ ...request }).wav, first)).toBe(true);
    expect(isSame(composeMusic({ ...request, seed: 2 }).wav, first)).toBe(false);
    expect(isSame(composeMusic({ ...request, prompt: "epic" }).wav, first)).toBe(false);
  });

  it("sounds brighter when it is playful than when it is mysterious", () => {
    const brightness = (prompt: string) =>
      treble(channelsOf(composeMusic({ prompt, seconds: 10, seed: 3 }).wav)[0]);
    expect(brightness("playful")).toBeGreaterThan(brightness("mysterious") * 1.2);
    expect(brightness("epic")).toBeGreaterThan(brightness("lo-fi"));
  });

  it("refuses a length it cannot play, by name", () => {
    for (const seconds of [0, -1, Number.NaN, 601]) {
      expect(() => composeMusic({ prompt: "calm", seconds, seed: 1 })).toThrow(/^seconds:/);
    }
  });
});

describe("reading the mood of a music prompt", () => {
  const mood = (prompt: string) => readMood(prompt, seededRandom(1));

  it("takes tempo, drums and scale from the words", () => {
    expect(mood("epic battle").drums).toBe("epic");
    expect(mood("calm meditation").drums).toBe("none");
    expect(mood("lo-fi beats").swing).toBeGreaterThan(0);
    expect(mood("sad").beatsPerMinute).toBeLessThan(mood("happy").beatsPerMinute);
    expect(mood("happy, 95 bpm").beatsPerMinute).toBe(95);
    expect(mood("epic without drums").drums).toBe("none");
  });

  it("lets the mood that is named most often win", () => {
    expect(mood("calm, peaceful, gentle, a little epic").name).toBe("calm");
  });
});

describe("WAV files", () => {
  it("come back with the header and the samples they were written with", () => {
    const wav = encodeWav({
      channels: [Float32Array.of(0, 1, -2), Float32Array.of(0.5, 0, 0)],
      sampleRate: 8000,
    });
    expect(readWavInfo(wav)).toMatchObject({ sampleRate: 8000, channels: 2, frames: 3, dataOffset: 44 });
    const [left, right] = channelsOf(wav);
    expect([...left].map((value) => Math.round(value * 100))).toEqual([0, 100, -100]);
    expect(Math.round((right[0] ?? 0) * 100)).toBe(50);
  });

  it("are refused when there is nothing to write or read", () => {
    expect(() => encodeWav({ channels: [], sampleRate: 8000 })).toThrow(/^channels:/);
    expect(() =>
      encodeWav({ channels: [new Float32Array(1), new Float32Array(2)], sampleRate: 8000 }),
    ).toThrow(/^channels:/);
    expect(() => readWavInfo(new Uint8Array(10))).toThrow(/^bytes:/);
  });
});
