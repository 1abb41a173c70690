import { beforeAll, describe, expect, it } from "vitest";
import { alignPhones } from "../../lib/adapters/studio/speech/align-phones";
import { createSpeaker, type Speaker, type Speech } from "../../lib/adapters/studio/speech/speaker";
import { resolveStudioVoice, STUDIO_VOICES } from "../../lib/adapters/studio/speech/voices";
import { readWavInfo } from "../../lib/adapters/studio/wav";
import { writeScript } from "../../lib/adapters/studio/writing/write-script";

const HARD =
  "In 1969, CO₂ rose by 3.5%. Dr. Smith said “well-known” tides: wow! It’s the moon’s pull — e.g. $5 million, or 10–20 cafés.";

let speaker: Speaker;
beforeAll(async () => {
  speaker = await createSpeaker();
});

function samplesOf({ wav }: Speech): Float32Array {
  const info = readWavInfo(wav);
  const view = new DataView(wav.buffer, wav.byteOffset + info.dataOffset, info.dataBytes);
  return Float32Array.from({ length: info.frames }, (_, index) => view.getInt16(index * 2, true) / 32768);
}

function rms(samples: Float32Array, from: number, to: number): number {
  const part = samples.subarray(Math.round(from * 24_000), Math.round(to * 24_000));
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / Math.max(1, part.length));
}

describe("the offline voice", () => {
  it.each(STUDIO_VOICES.map(({ id }) => id))(
    "says a text as decodable, level sound with voice %s",
    (voice) => {
      const speech = speaker.speak({ text: HARD, voice, seed: 1 });
      const info = readWavInfo(speech.wav);
      expect(info).toMatchObject({ sampleRate: 24_000, channels: 1, bitsPerSample: 16 });
      expect(info.durationSeconds).toBeCloseTo(speech.durationSeconds, 3);
      const samples = samplesOf(speech);
      const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(peak).toBeLessThan(10 ** (-1 / 20));
      const loudness = 20 * Math.log10(rms(samples, 0, speech.durationSeconds));
      expect(loudness).toBeGreaterThan(-21);
      expect(loudness).toBeLessThan(-15);
    },
  );

  it("times every script word verbatim, in order and within the clip, however it is spoken", () => {
    for (const { id } of STUDIO_VOICES) {
      const { words, durationSeconds } = speaker.speak({ text: HARD, voice: id, seed: 2 });
      expect(words.map(({ text }) => text)).toEqual(HARD.split(" "));
      let last = 0;
      for (const word of words) {
        expect(word.startSeconds).toBeGreaterThanOrEqual(last - 1e-9);
        expect(word.endSeconds).toBeGreaterThan(word.startSeconds);
        last = word.endSeconds;
      }
      expect(last).toBeLessThanOrEqual(durationSeconds);
      const year = words.find(({ text }) => text === "1969,");
      const small = words.find(({ text }) => text === "In");
      expect((year?.endSeconds ?? 0) - (year?.startSeconds ?? 0)).toBeGreaterThan(0.8);
      expect((small?.endSeconds ?? 1) - (small?.startSeconds ?? 0)).toBeLessThan(0.4);
    }
  });

  it("is silent where the times say that nobody speaks, and heard where they say somebody does", () => {
    const speech = speaker.speak({ text: "The moon pulls. The ocean rises. Boats float again.", seed: 3 });
    const samples = samplesOf(speech);
    for (const word of speech.words)
      expect(rms(samples, word.startSeconds, word.endSeconds)).toBeGreaterThan(0.02);
    for (const [index, word] of speech.words.entries()) {
      const next = speech.words[index + 1];
      if (!next || next.startSeconds - word.endSeconds < 0.25) continue;
      expect(rms(samples, word.endSeconds + 0.06, next.startSeconds - 0.01)).toBeLessThan(0.005);
    }
    const gaps = speech.words.filter(
      (word, index) => (speech.words[index + 1]?.startSeconds ?? 0) - word.endSeconds > 0.25,
    );
    expect(gaps.map(({ text }) => text)).toEqual(["pulls.", "rises."]);
    expect(speech.words[0]?.startSeconds).toBeCloseTo(0.15, 2);
    expect(speech.durationSeconds - (speech.words.at(-1)?.endSeconds ?? 0)).toBeLessThan(0.35);
  });

  it("is the same for the same seed, and a little different for another take", () => {
    const request = { text: "Tides rise and fall twice a day.", voice: "slt", seed: 7 };
    const first = speaker.speak(request).wav;
    expect(Buffer.compare(speaker.speak({ ...request }).wav, first)).toBe(0);
    expect(Buffer.compare(speaker.speak({ ...request, seed: 8 }).wav, first)).not.toBe(0);
  });

  it("slows down for sadness and hurries for excitement", () => {
    const seconds = (emotion: string) =>
      speaker.speak({ text: "The harbour lay empty in the rain that night.", emotion, seed: 1 })
        .durationSeconds;
    expect(seconds("very sad")).toBeGreaterThan(seconds("neutral") * 1.05);
    expect(seconds("excited")).toBeLessThan(seconds("neutral") * 0.96);
  });

  it("names the input that it refuses", () => {
    expect(() => speaker.speak({ text: "", seed: 1 })).toThrow(/^text:/);
    expect(() => speaker.speak({ text: "… — 你好", seed: 1 })).toThrow(/^text:/);
    expect(() => speaker.speak({ text: "word ".repeat(2000), seed: 1 })).toThrow(/^text:/);
    expect(() => speaker.speak({ text: "Hello.", voice: "nobody", seed: 1 })).toThrow(/^voice:/);
  });

  it("copes with markup, symbols, long words and hostile text", () => {
    const texts = [
      "<speak>Hi & bye</speak> <break/>",
      "-o /out.wav -voice kal",
      "%s %n %d \\n \\0",
      "aaaaaaaaaa".repeat(40),
      "www.example.com/a?b=c a@b.co #tag 3/4 1,000,000 12:30 x²",
      "naïve — “quoted” … (really?!) I. II. A.D. 5°C",
      "bzzzt brr pfft hmm tsk",
    ];
    for (const text of texts) {
      const speech = speaker.speak({ text, seed: 1 });
      expect(speech.words.map((word) => word.text)).toEqual(text.split(" "));
      expect(speech.durationSeconds).toBeGreaterThan(0.4);
    }
  });

  it.each([
    [5, 8],
    [10, 3],
    [30, 2],
  ])("takes about %i seconds for each narration written for them", (segmentSeconds, segments) => {
    const { narration } = writeScript({ prompt: "How tides work", segments, segmentSeconds, seed: 1 });
    const ratios = narration.map((text) => speaker.speak({ text, seed: 1 }).durationSeconds / segmentSeconds);
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    expect(mean).toBeGreaterThan(0.9);
    expect(mean).toBeLessThan(1.1);
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(segmentSeconds < 10 ? 0.25 : 0.18);
  });
});

describe("aligning sounds with words", () => {
  const timed = (names: string) =>
    names.split(" ").map((name, index) => ({ name, startSeconds: index, endSeconds: index + 1 }));

  it("follows a sentence in which a number was read with other words around it", () => {
    const spans = alignPhones(timed("f ay v m ih l y ax n d aa l er z"), [
      ["f", "ay", "v", "d", "aa", "l", "er", "z"],
      ["m", "ih", "l", "y", "ax", "n"],
    ]);
    expect(spans[0]).toMatchObject({ startSeconds: 0, endSeconds: 3 });
    expect(spans[1]?.startSeconds).toBe(3);
  });

  it("leaves a word without sounds open", () => {
    expect(alignPhones(timed("t ay d"), [["t", "ay", "d"], []])[1]).toBeUndefined();
  });
});

describe("voice names", () => {
  it("know ids, labels, descriptions of a speaker and the names of other providers", () => {
    expect(resolveStudioVoice(undefined)).toBe("slt");
    expect(resolveStudioVoice("RMS")).toBe("rms");
    expect(resolveStudioVoice("Clara")).toBe("slt");
    expect(resolveStudioVoice("female")).toBe("slt");
    expect(resolveStudioVoice("onyx")).toBe("rms");
    expect(resolveStudioVoice("constructor")).toBeUndefined();
  });
});
