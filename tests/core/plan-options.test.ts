import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isReelgraphError } from "../../lib/core/errors";
import { canonicalJson } from "../../lib/core/fingerprint/canonical-json";
import { requireInputs } from "../../lib/core/graph/inputs";
import { narratedVideo } from "../../lib/core/graph/narrated-video";
import type { HeadState, PlanOptions } from "../../lib/core/plan/types";
import {
  generated,
  hash,
  jobIds,
  jobOf,
  modelsFor,
  planOf,
  rigOf,
  videoRig,
  withRecords,
} from "./planning-rig";
import { runs } from "./property-runs";

const video = generated();
const restyled = videoRig({ ImageStyle: "watercolor" });

function plan(options: Partial<PlanOptions>, rig = restyled, head: HeadState | null = video.head) {
  return planOf(rig, head, options);
}

function refusal(options: Partial<PlanOptions>, head: HeadState | null = video.head) {
  try {
    plan(options, restyled, head);
  } catch (error) {
    if (isReelgraphError(error)) return error;
    throw error;
  }
  throw new Error("was planned");
}

describe("a plan's layers", () => {
  it("are those of the dirty subgraph, not of the whole graph", () => {
    expect(plan({}).layers.map((layer) => layer.map(({ genId }) => genId))).toEqual([
      ["TextToImagePromptGen", "TextToImagePromptGen", "TextToImagePromptGen"],
      ["ImageGen", "ImageGen", "ImageGen", "ImageGen", "ImageGen", "ImageGen"],
      ["TimelineAssembler"],
    ]);
  });

  it("end with upToLayer, quote and artifacts with them", () => {
    const first = plan({ upToLayer: 0 });
    expect(jobIds(first)).toEqual([
      "TextToImagePromptGen[0]",
      "TextToImagePromptGen[1]",
      "TextToImagePromptGen[2]",
    ]);
    expect(first.jobs).toBe(3);
    expect(first.artifacts).toHaveLength(6);
    expect(first.quote.costMicros).toBe(2_100);
    expect(plan({ upToLayer: 1 }).layers).toHaveLength(2);
    expect(plan({ upToLayer: 99 })).toEqual(plan({}));
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("refuse upToLayer %d", (upToLayer) => {
    expect(refusal({ upToLayer })).toMatchObject({
      code: "invalid-input",
      errors: [{ pointer: "/upToLayer" }],
    });
  });
});

describe("scope", () => {
  it("is what is dirty and selected, with what depends on it", () => {
    expect(jobIds(plan({ mode: "scope", scope: ["segment=1"] }))).toEqual([
      "TextToImagePromptGen[1]",
      "ImageGen[1][0]",
      "ImageGen[1][1]",
      "TimelineAssembler",
    ]);
    expect(jobIds(plan({ mode: "scope", scope: ["SegmentImagePrompt[1][*]"] }))).toContain("ImageGen[1][0]");
  });

  it("leaves out what depends on it when asked", () => {
    const options = { mode: "scope", scope: ["segment=1"], downstream: false } as const;
    expect(jobIds(plan(options))).toEqual(["TextToImagePromptGen[1]", "ImageGen[1][0]", "ImageGen[1][1]"]);
    expect(jobIds(plan({ ...options, scope: ["SegmentImagePrompt[1]"] }))).toEqual([
      "TextToImagePromptGen[1]",
    ]);
  });

  it("plans nothing clean, however it is selected", () => {
    expect(plan({ mode: "scope", scope: ["generator=AudioGen", "Music"] }).jobs).toBe(0);
    expect(plan({ mode: "scope", scope: ["segment=*"] }, video).jobs).toBe(0);
  });

  it("takes along what is missing upstream, without which the selection can't be made", () => {
    const head = withRecords(video.head, { VideoSummary: null, "SegmentImagePrompt[1][0]": null });
    const scoped = plan(
      { mode: "scope", scope: ["SegmentImageAsset[1][0]"], downstream: false },
      video,
      head,
    );
    expect(jobIds(scoped)).toEqual(["ScriptGen", "TextToImagePromptGen[1]", "ImageGen[1][0]"]);
  });

  it("of a new video makes one segment as far as it can be made alone", () => {
    expect(jobIds(plan({ mode: "scope", scope: ["segment=1"] }, video, null))).toEqual([
      "ScriptGen",
      "AudioGen[1]",
      "TextToImagePromptGen[1]",
      "ImageGen[1][0]",
      "ImageGen[1][1]",
    ]);
  });

  it("goes on downstream through what is planned only because of it", () => {
    expect(jobIds(plan({ mode: "scope", scope: ["MusicPrompt"] }, video, null))).toEqual([
      "ScriptGen",
      "TextToMusicPromptGen",
      "MusicGen",
    ]);
  });

  it("never plans a job that reads what isn't there and isn't planned", () => {
    const selectors = [
      "segment=0",
      "segment=2",
      "generator=ImageGen",
      "Music",
      "VideoTitle",
      "Timeline",
      "image=1",
    ];
    fc.assert(
      fc.property(
        fc.subarray(selectors, { minLength: 1 }),
        fc.subarray([...video.head.artifacts.keys()]),
        fc.boolean(),
        (scope, lost, downstream) => {
          const head = withRecords(video.head, Object.fromEntries(lost.map((id) => [id, null])));
          const scoped = plan({ mode: "scope", scope, downstream }, video, head);
          const there = new Set([...head.artifacts.keys(), ...scoped.artifacts]);
          for (const job of scoped.layers.flat()) {
            for (const name of job.dependencies) expect(name in video.inputs || there.has(name)).toBe(true);
          }
        },
      ),
      runs(300, 5_000),
    );
  });

  it("needs a selector, and goes with its own mode only", () => {
    expect(refusal({ mode: "scope" })).toMatchObject({
      code: "invalid-input",
      errors: [{ pointer: "/scope" }],
    });
    expect(refusal({ mode: "full", scope: ["segment=1"] })).toMatchObject({ code: "invalid-input" });
    expect(refusal({ mode: "dirty", scope: ["segment=1"] })).toMatchObject({ code: "invalid-input" });
    expect(refusal({ mode: "scope", scope: ["segment=7"] }).code).toBe("unknown-selector");
  });
});

describe("takes", () => {
  it("plan a clean artifact and what depends on it, and nothing else", () => {
    const taken = plan({ takes: ["SegmentImageAsset[1][0]"] }, video);
    expect(jobIds(taken)).toEqual(["ImageGen[1][0]", "TimelineAssembler"]);
    expect(jobOf(taken, "TimelineAssembler").why).toEqual([
      "take-requested",
      "upstream:SegmentImageAsset[1][0]",
    ]);
  });

  it("belong to a scope without being repeated in it", () => {
    expect(jobIds(plan({ mode: "scope", takes: ["Music"], downstream: false }, video))).toEqual(["MusicGen"]);
    expect(
      jobIds(plan({ mode: "scope", scope: ["segment=2"], takes: ["Music"], downstream: false })),
    ).toEqual(["TextToImagePromptGen[2]", "MusicGen", "ImageGen[2][0]", "ImageGen[2][1]"]);
  });

  it("count on from the highest ever bought, not from the one promoted", () => {
    const head = { ...video.head, takes: new Map([["MusicGen", 3]]) };
    const job = jobOf(plan({ takes: ["Music"] }, video, head), "MusicGen");
    expect(job.metadata.take).toBe(4);
    expect(planOf(video, head).jobs).toBe(0);
  });

  it("keep their number and seed in later plans", () => {
    const { madeFrom } = video.head.artifacts.get("Music") ?? {};
    const seed = jobOf(plan({ takes: ["Music"] }, video), "MusicGen").metadata.seed;
    const head = withRecords(video.head, { Music: { madeFrom: { ...madeFrom, take: 1, seed } as never } });
    const job = jobOf(planOf(videoRig({}, { MusicGen: { model: "m" } }), head), "MusicGen");
    expect(job.metadata).toMatchObject({ take: 1, seed });
    expect(job.reasons).toEqual(["fingerprint-changed:model"]);
  });

  it("are said beside a full run", () => {
    const full = plan({ mode: "full", takes: ["Music"] });
    expect(jobOf(full, "MusicGen").reasons).toEqual(["full-run", "take-requested"]);
    expect(jobOf(full, "MusicGen").metadata.take).toBe(1);
    expect(jobOf(full, "ScriptGen").metadata.take).toBe(0);
  });
});

describe("pins", () => {
  it("keep what is dirty, and what depends only on it", () => {
    const pinned = plan({ pins: ["segment=0", "generator=ImageGen[1]"] });
    expect(jobIds(pinned)).toEqual([
      "TextToImagePromptGen[1]",
      "TextToImagePromptGen[2]",
      "ImageGen[2][0]",
      "ImageGen[2][1]",
      "TimelineAssembler",
    ]);
    expect(plan({ pins: ["generator=TextToImagePromptGen", "generator=ImageGen"] }).jobs).toBe(0);
  });

  it("stop a wave: readers of a kept artifact are judged by its kept bytes", () => {
    const rewritten = videoRig({ Audience: "Children" });
    const pinned = planOf(rewritten, video.head, { pins: ["ScriptGen"].map((id) => `generator=${id}`) });
    expect(pinned.jobs).toBe(0);
    const prompts = planOf(rewritten, video.head, { pins: ["SegmentImagePrompt"] });
    expect(jobIds(prompts).filter((id) => id.startsWith("Image"))).toEqual([]);
    expect(jobIds(prompts)).toContain("AudioGen[0]");
  });

  it("hold in a full run", () => {
    const full = plan({ mode: "full", pins: ["Music"] });
    expect(jobIds(full)).not.toContain("MusicGen");
    expect(full.jobs).toBe(video.graph.jobs.length - 1);
  });

  it("may narrow a scope", () => {
    const scoped = plan({ mode: "scope", scope: ["segment=1"], pins: ["SegmentImageAsset[1][0]"] });
    expect(jobIds(scoped)).toEqual(["TextToImagePromptGen[1]", "ImageGen[1][1]", "TimelineAssembler"]);
  });

  it.each<[name: string, options: Partial<PlanOptions>, says: string]>([
    ["a take", { takes: ["segment=1"], pins: ["SegmentNarrationAudio[1]"] }, "SegmentNarrationAudio[1]"],
    ["the whole scope", { mode: "scope", scope: ["Music"], pins: ["Music"] }, '"Music"'],
    [
      "one selector of the scope",
      { mode: "scope", scope: ["segment=1", "image=0"], pins: ["segment=1"] },
      '"segment=1"',
    ],
  ])("that contradict %s are refused", (_name, options, says) => {
    const error = refusal(options);
    expect(error).toMatchObject({ code: "pin-conflict", errors: [{ pointer: "/pins" }] });
    expect(error.message).toContain(says);
  });

  it("with nothing to keep are refused", () => {
    for (const change of [null, { status: "failed", checksum: null } as const]) {
      const error = refusal({ pins: ["Music"] }, withRecords(video.head, { Music: change }));
      expect(error).toMatchObject({ code: "pin-conflict" });
      expect(error.message).toContain("Music cannot be kept: it has not been made yet.");
    }
  });
});

describe("a job's spec", () => {
  it("says what it needs, makes, costs and why, and holds plain data only", () => {
    expect(jobOf(plan({}), "ImageGen[1][0]")).toEqual({
      jobId: "ImageGen[1][0]",
      genId: "ImageGen",
      provider: "replicate",
      model: "model-1",
      dependencies: ["SegmentImagePrompt[1][0]", "Size", "AspectRatio", "ImageStyle"],
      produces: ["SegmentImageAsset[1][0]"],
      metadata: {
        cardinalityIndex: [1, 0],
        prompts: {},
        modelConfig: { format: "json", temperature: 0.7 },
        seed: expect.any(Number),
        take: 0,
      },
      reason: "input-changed:ImageStyle",
      reasons: ["input-changed:ImageStyle", "upstream:SegmentImagePrompt[1][0]"],
      why: ["input-changed:ImageStyle"],
      mayCutOff: true,
      estimate: { costMicros: 4_000, seconds: 30 },
    });
    const whole = plan({ mode: "full" });
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
  });

  it("lists the prompts a person wrote", () => {
    const rig = videoRig({
      InquiryPrompt: "Tides",
      MusicPromptMod: "calm",
      "SegmentNarrationInput[0]": "Mine.",
    });
    const full = planOf(rig);
    expect(jobOf(full, "ScriptGen").metadata.prompts).toEqual({ InquiryPrompt: "Tides" });
    expect(jobOf(full, "TextToMusicPromptGen").metadata.prompts).toEqual({ MusicPromptMod: "calm" });
    expect(jobOf(full, "AudioGen[0]").metadata.prompts).toEqual({ "SegmentNarrationInput[0]": "Mine." });
    expect(jobOf(full, "AudioGen[1]").metadata.prompts).toEqual({});
  });

  it("has a seed of its own, a uint32, that another video seed changes", () => {
    const seeds = planOf(video)
      .layers.flat()
      .map(({ metadata }) => metadata.seed);
    expect(new Set(seeds).size).toBe(seeds.length);
    for (const seed of seeds) expect(seed === seed >>> 0).toBe(true);
    expect(planOf(video, null, {}, { seed: 1 }).layers[0]?.[0]?.metadata.seed).not.toBe(seeds[0]);
    expect(jobOf(planOf(video), "ScriptGen").metadata.seed).toBe(
      Number.parseInt(hash("seed\u000042\u0000ScriptGen\u00000").slice(0, 8), 16),
    );
  });

  it("needs a model choice for its generator", () => {
    const { MusicGen: _left, ...models } = modelsFor(narratedVideo);
    const attempt = () => planOf({ ...video, models });
    expect(attempt).toThrow(expect.objectContaining({ code: "configuration" }));
    expect(attempt).toThrow("MusicGen");
  });
});

describe("a plan as a value", () => {
  it("is byte-identical whatever the order of inputs, models and records", () => {
    const raw = {
      InquiryPrompt: "Tides",
      ImageStyle: "ink",
      Duration: 20,
      "UseVideo[1]": true,
      Size: "480p",
    };
    const text = JSON.stringify(planOf(videoRig(raw), video.head));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(Object.entries(requireInputs(raw)), { minLength: 16, maxLength: 16 }),
        fc.shuffledSubarray(Object.entries(modelsFor(narratedVideo)), { minLength: 12, maxLength: 12 }),
        fc.boolean(),
        (inputs, models, reversed) => {
          const rig = rigOf(narratedVideo, Object.fromEntries(inputs));
          const records = [...video.head.artifacts];
          const config = { format: "json", temperature: 0.7 };
          const ordered = Object.fromEntries(
            models.map(([id, model]) => [
              id,
              { ...model, modelConfig: reversed ? config : model.modelConfig },
            ]),
          );
          const head = { ...video.head, artifacts: new Map(reversed ? records.reverse() : records) };
          expect(JSON.stringify(planOf({ ...rig, models: ordered }, head))).toBe(text);
        },
      ),
      runs(150, 1_000),
    );
  });

  it("has the hash of its canonical layers, and another one when anything in them differs", () => {
    const one = plan({});
    expect(one.queueHash).toBe(`sha256:${hash(canonicalJson(one.layers))}`);
    expect(plan({}).queueHash).toBe(one.queueHash);
    expect(plan({ mode: "full" }).queueHash).not.toBe(one.queueHash);
    expect(
      planOf(videoRig({ ImageStyle: "watercolor" }, { ImageGen: { model: "m" } }), video.head).queueHash,
    ).not.toBe(one.queueHash);
  });
});
