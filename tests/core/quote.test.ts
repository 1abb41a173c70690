import { describe, expect, it } from "vitest";
import { microUsd } from "../../lib/core/money/micro-usd";
import type { EarlierLookup, SlotWindows } from "../../lib/core/plan/quote";
import {
  coveringResult,
  type Earlier,
  execute,
  generated,
  jobIds,
  planOf,
  videoRig,
  withRecords,
} from "./planning-rig";

const video = generated();

function lookup(earlier: Earlier): EarlierLookup {
  return (fingerprint, produces) => {
    const records = coveringResult(earlier, fingerprint, produces);
    return (
      records && {
        checksums: Object.fromEntries(records.map(({ id, checksum }) => [id, checksum as string])),
      }
    );
  };
}

describe("a quote's cost", () => {
  it("is the sum of the planned jobs' estimates, itemised by generator in planning order", () => {
    const { quote } = planOf(videoRig({ ImageStyle: "ink" }), video.head);
    expect(quote.costMicros).toBe(3 * 700 + 6 * 4_000);
    expect(quote.items).toEqual([
      { genId: "TextToImagePromptGen", provider: "openai", model: "model-1", jobs: 3, costMicros: 2_100 },
      { genId: "ImageGen", provider: "replicate", model: "model-1", jobs: 6, costMicros: 24_000 },
      { genId: "TimelineAssembler", provider: "local", model: "model-1", jobs: 1, costMicros: 0 },
    ]);
  });

  it("asks the model's estimate with the job's place and all inputs", () => {
    const asked: unknown[] = [];
    const rig = videoRig(
      { Duration: 20 },
      {
        AudioGen: {
          estimate: (job) => {
            asked.push(job);
            return { costMicros: microUsd((job.index[0] ?? 0) + 1), seconds: 1 };
          },
        },
      },
    );
    const item = planOf(rig).quote.items.find(({ genId }) => genId === "AudioGen");
    expect(item).toMatchObject({ jobs: 2, costMicros: 3 });
    expect(asked).toEqual([
      { genId: "AudioGen", index: [0], inputs: rig.inputs },
      { genId: "AudioGen", index: [1], inputs: rig.inputs },
    ]);
  });
});

describe("a quote's expected cost", () => {
  it("is the upper bound when everything bought comes out new", () => {
    for (const rig of [videoRig({ ImageStyle: "ink" }), videoRig({ Audience: "Children" })]) {
      const { costMicros, expectedMicros } = planOf(rig, video.head).quote;
      expect(expectedMicros).toBe(costMicros);
      expect(costMicros).toBeGreaterThan(0);
    }
    expect(planOf(video).quote.expectedMicros).toBe(planOf(video).quote.costMicros);
  });

  it("is nothing for an edit that is reverted after a run", () => {
    const edited = videoRig({ Audience: "Children" });
    const after = execute(edited, planOf(edited, video.head), video.head, { earlier: video.earlier });
    const { quote, jobs } = planOf(video, after.head, {}, { earlier: lookup(video.earlier) });
    expect(jobs).toBe(video.graph.jobs.length);
    expect(quote.costMicros).toBe(64_600);
    expect(quote.expectedMicros).toBe(0);
  });

  it("counts only what has to be bought between what can be adopted", () => {
    const known = new Map([...video.earlier].filter(([, records]) => records[0]?.producedBy !== "MusicGen"));
    const { quote } = planOf(video, null, {}, { earlier: lookup(known) });
    expect(quote.expectedMicros).toBe(20_000);
  });

  it("buys in spite of known results what is taken again, and all that reads it", () => {
    const options = { takes: ["MusicPrompt"] };
    const { quote } = planOf(video, video.head, options, { earlier: lookup(video.earlier) });
    expect(quote.expectedMicros).toBe(20_500);
    const full = planOf(video, video.head, { mode: "full" }, { earlier: lookup(video.earlier) });
    expect(full.quote.expectedMicros).toBe(full.quote.costMicros);
  });

  it("is nothing for jobs that will turn out unchanged behind an adopted result", () => {
    const known = new Map([...video.earlier].filter(([, records]) => records[0]?.id === "MusicPrompt"));
    const head = withRecords(video.head, { MusicPrompt: null });
    const { quote, jobs } = planOf(video, head, {}, { earlier: lookup(known) });
    expect(jobs).toBe(3);
    expect(quote.costMicros).toBe(20_500);
    expect(quote.expectedMicros).toBe(0);
    expect(planOf(video, head).quote.expectedMicros).toBe(20_500);
  });
});

describe("a quote's seconds", () => {
  it("are the critical path where providers have room", () => {
    expect(planOf(videoRig()).quote.seconds).toBe(85);
    expect(planOf(videoRig({ ImageStyle: "ink" }), video.head).quote.seconds).toBe(35);
    expect(planOf(videoRig(), null, { upToLayer: 1 }).quote.seconds).toBe(60);
  });

  it("grow with the work a provider has to do with few slots, and no other", () => {
    const images = videoRig({ ImagesPerSegment: 4 });
    expect(planOf(images, null, {}, { slots: { replicate: 2 } }).quote.seconds).toBe(55 + (12 * 30 + 10) / 2);
    expect(planOf(images, null, {}, { slots: { replicate: 100 } }).quote.seconds).toBe(85);
    expect(planOf(images, null, {}, { slots: { openai: 1 } }).quote.seconds).toBe(50 + 5 + 3 * 10 + 3 * 5);
    expect(planOf(images, null, {}, { slots: { elsewhere: 1, replicate: 0 } }).quote.seconds).toBe(85);
  });

  it("count a generator's work in the queue it waits in, before its provider's", () => {
    const images = videoRig({ ImagesPerSegment: 4 });
    const seconds = (windows: SlotWindows, slots = {}) =>
      planOf(images, null, {}, { windows, slots }).quote.seconds;
    const drawing = { ImageGen: { key: "replicate:images", limit: 2 } };
    expect(seconds(drawing)).toBe(55 + (12 * 30) / 2);
    expect(seconds(drawing, { replicate: 1 })).toBe(55 + (12 * 30) / 2);
    expect(seconds({ ...drawing, MusicGen: { key: "replicate:images", limit: 2 } })).toBe(
      55 + (12 * 30 + 10) / 2,
    );
    expect(seconds({ TextToImagePromptGen: { key: "openai:text", limit: 1 } })).toBe(50 + 3 * 5 + 30);
    expect(seconds({ ImageGen: { key: "replicate:images", limit: 0 } })).toBe(85);
  });

  it("count only planned jobs", () => {
    const plan = planOf(video, video.head, { mode: "scope", takes: ["Music"] });
    expect(jobIds(plan)).toEqual(["MusicGen", "TimelineAssembler"]);
    expect(plan.quote.seconds).toBe(10);
  });
});
