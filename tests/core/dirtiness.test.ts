import { describe, expect, it } from "vitest";
import { checksumOf, fingerprint } from "../../lib/core/fingerprint/checksum";
import type { ArtifactRecord, PlanOptions } from "../../lib/core/plan/types";
import { execute, generated, hash, jobIds, jobOf, planOf, videoRig, withRecords } from "./planning-rig";

const video = generated();
const SEGMENT_1 = ["TextToImagePromptGen[1]", "ImageGen[1][0]", "ImageGen[1][1]", "TimelineAssembler"];

/** The plan of the generated video after an edit. */
function edited(raw: Record<string, unknown>, options: Partial<PlanOptions> = {}) {
  return planOf(videoRig(raw), video.head, options);
}

function damaged(changes: Record<string, Partial<ArtifactRecord> | null>) {
  return planOf(video, withRecords(video.head, changes));
}

/** All jobs that declare an input, and all that depend on them: what an edit of it dirties, by definition. */
function declaring(input: string): string[] {
  const { graph } = video;
  const dirty = new Set<string>();
  for (const job of graph.jobs) {
    const reads = job.artifacts.some((id) =>
      dirty.has(graph.jobs[graph.artifacts.get(id)?.producer ?? -1]?.jobId ?? ""),
    );
    if (reads || job.inputs.includes(input)) dirty.add(job.jobId);
  }
  return graph.jobs.map(({ jobId }) => jobId).filter((jobId) => dirty.has(jobId));
}

describe("marking dirty: one row per cause", () => {
  it("clean: nothing is planned", () => {
    const plan = planOf(video, video.head);
    expect(plan.layers).toEqual([]);
    expect(plan.jobs).toBe(0);
    expect(plan.artifacts).toEqual([]);
    expect(plan.quote).toEqual({ costMicros: 0, expectedMicros: 0, seconds: 0, items: [] });
  });

  it("missing: a new video is missing everything", () => {
    const plan = planOf(video, null);
    expect(plan.jobs).toBe(video.graph.jobs.length);
    for (const job of plan.layers.flat()) {
      expect(job).toMatchObject({
        reason: "missing",
        reasons: ["missing"],
        why: ["missing"],
        mayCutOff: false,
      });
    }
    expect(planOf(video, { revision: 0, artifacts: new Map() })).toEqual(plan);
  });

  it("missing: an artifact that is gone, or has no bytes, plans its job and what reads it", () => {
    for (const change of [null, { checksum: null }]) {
      const plan = damaged({ "SegmentImagePrompt[1][0]": change });
      expect(jobIds(plan)).toEqual(SEGMENT_1);
      expect(jobOf(plan, "TextToImagePromptGen[1]").reasons).toEqual(["missing"]);
      expect(jobOf(plan, "ImageGen[1][0]")).toMatchObject({
        reasons: ["upstream:SegmentImagePrompt[1][0]"],
        why: ["missing", "upstream:SegmentImagePrompt[1][0]"],
        mayCutOff: true,
      });
    }
  });

  it("failed: by its status, and by the mark on an artifact that is still there", () => {
    const gone = damaged({ Music: { status: "failed", checksum: null, fingerprint: null, madeFrom: null } });
    const marked = damaged({ Music: { dirtyReason: "failed" } });
    for (const plan of [gone, marked]) {
      expect(jobIds(plan)).toEqual(["MusicGen", "TimelineAssembler"]);
      expect(jobOf(plan, "MusicGen")).toMatchObject({
        reasons: ["failed"],
        why: ["failed"],
        mayCutOff: false,
      });
    }
  });

  it("validation: an artifact that was refused", () => {
    const plan = damaged({ "SegmentNarrationAudio[2]": { dirtyReason: "validation" } });
    expect(jobIds(plan)).toEqual(["AudioGen[2]", "TimelineAssembler"]);
    expect(jobOf(plan, "AudioGen[2]")).toMatchObject({ reason: "validation", mayCutOff: false });
  });

  it.each([
    ["InquiryPrompt", "How clouds form"],
    ["Audience", "Children"],
    ["Language", "de"],
    ["MusicPromptMod", "no drums"],
    ["VoiceId", "slt"],
    ["Emotion", "warm"],
    ["ImageStyle", "watercolor"],
    ["Size", "1080p"],
    ["AspectRatio", "9:16"],
    ["AssemblyStrategy", "fixed-segments"],
  ])(
    "input-changed: %s dirties exactly the jobs that declare it and what depends on them",
    (input, value) => {
      const plan = edited({ [input]: value });
      expect(jobIds(plan)).toEqual(declaring(input));
      for (const job of plan.layers.flat()) {
        expect(job.reasons.includes(`input-changed:${input}`)).toBe(job.dependencies.includes(input));
        expect(job.why[0]).toBe(`input-changed:${input}`);
        expect(job.mayCutOff).toBe(true);
      }
    },
  );

  it("input-changed: switching the assembly strategy costs nothing", () => {
    const plan = edited({ AssemblyStrategy: "fixed-segments" });
    expect(jobIds(plan)).toEqual(["TimelineAssembler"]);
    expect(plan.quote.costMicros).toBe(0);
  });

  it("input-changed: an override touches its own segment only", () => {
    const plan = edited({ "SegmentNarrationInput[1]": "My own words." });
    expect(jobIds(plan)).toEqual(["AudioGen[1]", ...SEGMENT_1]);
    expect(jobOf(plan, "AudioGen[1]")).toMatchObject({
      reason: "input-changed:SegmentNarrationInput[1]",
      reasons: ["input-changed:SegmentNarrationInput[1]"],
    });
  });

  it("input-changed: taking an override away is a change of it", () => {
    const given = generated({ "SegmentImagePromptInput[1][0]": "A pier" });
    const plan = planOf(videoRig(), given.head);
    expect(jobOf(plan, "ImageGen[1][0]").reasons).toEqual([
      "input-changed:SegmentImagePromptInput[1][0]",
      "upstream:SegmentImagePrompt[1][0]",
    ]);
    expect(jobOf(plan, "TextToImagePromptGen[1]").reason).toBe("missing");
    expect(jobIds(plan)).toEqual(SEGMENT_1);
  });

  it.each([
    ["model", { model: "model-2" }],
    ["provider", { provider: "studio" }],
    ["modelConfig", { modelConfig: { temperature: 0.8, format: "json" } }],
    ["generatorVersion", { generatorVersion: 2 }],
    ["promptTemplateVersion", { promptTemplateVersion: "2" }],
  ])("fingerprint-changed: %s of a generator dirties its jobs", (field, change) => {
    const plan = planOf(videoRig({}, { MusicGen: change }), video.head);
    expect(jobIds(plan)).toEqual(["MusicGen", "TimelineAssembler"]);
    expect(jobOf(plan, "MusicGen")).toMatchObject({
      reasons: [`fingerprint-changed:${field}`],
      mayCutOff: true,
    });
  });

  it("fingerprint-changed: the video's seed dirties everything", () => {
    const plan = planOf(video, video.head, {}, { seed: 43 });
    expect(plan.jobs).toBe(video.graph.jobs.length);
    expect(jobOf(plan, "ScriptGen").reasons).toEqual(["fingerprint-changed:seed"]);
  });

  it("fingerprint-changed: says so when what an artifact was made from isn't known", () => {
    const other = fingerprint(checksumOf("other", hash));
    for (const change of [
      { madeFrom: null, fingerprint: other },
      { fingerprint: null },
      { fingerprint: other },
    ]) {
      expect(jobOf(damaged({ Music: change }), "MusicGen").reasons).toEqual(["fingerprint-changed:unknown"]);
    }
    expect(damaged({ Music: { madeFrom: null } }).jobs).toBe(0);
  });

  it("upstream: other bytes than the job was made from, although nothing makes them again", () => {
    const plan = damaged({ MusicPrompt: { checksum: checksumOf("promoted", hash) } });
    expect(jobIds(plan)).toEqual(["MusicGen", "TimelineAssembler"]);
    expect(jobOf(plan, "MusicGen")).toMatchObject({
      reasons: ["upstream:MusicPrompt"],
      why: ["upstream:MusicPrompt"],
    });
  });

  it("upstream: only through the artifacts of a bundle that a job reads", () => {
    const plan = damaged({ VideoTitle: { checksum: checksumOf("other title", hash) } });
    expect(jobIds(plan)).toEqual(["TextToMusicPromptGen", "MusicGen", "TimelineAssembler"]);
  });

  it("take-requested: another take with its own number and seed", () => {
    const plan = planOf(video, video.head, { takes: ["SegmentImageAsset[1][0]"] });
    expect(jobIds(plan)).toEqual(["ImageGen[1][0]", "TimelineAssembler"]);
    const job = jobOf(plan, "ImageGen[1][0]");
    expect(job).toMatchObject({ reasons: ["take-requested"], mayCutOff: false, metadata: { take: 1 } });
    const first = jobOf(planOf(video, null), "ImageGen[1][0]");
    expect(job.metadata.seed).not.toBe(first.metadata.seed);
    expect(first.metadata.take).toBe(0);
  });

  it("full-run: everything, and nothing else is said", () => {
    const plan = edited({ ImageStyle: "watercolor" }, { mode: "full" });
    expect(plan.jobs).toBe(video.graph.jobs.length);
    for (const job of plan.layers.flat()) {
      expect(job).toMatchObject({ reasons: ["full-run"], why: ["full-run"], mayCutOff: false });
    }
  });

  it("failed: a take that failed is the one that is made again", () => {
    for (const [failedTake, take] of [
      [undefined, 0],
      [2, 2],
    ] as const) {
      const plan = damaged({ Music: { status: "failed", ...(failedTake ? { failedTake } : {}) } });
      expect(jobOf(plan, "MusicGen")).toMatchObject({ reasons: ["failed"], metadata: { take } });
    }
  });

  it("take-requested: a take that was asked for and blocked is owed, also where a person's own bytes stand", () => {
    for (const change of [{}, { producedBy: "person" }, { producedBy: "person", madeFrom: null }]) {
      const owed = damaged({ Music: { ...change, failedTake: 2 } });
      const expected = { reasons: ["take-requested"], mayCutOff: false, metadata: { take: 2 } };
      expect(jobOf(owed, "MusicGen")).toMatchObject(expected);
      expect(
        damaged({ Music: change })
          .layers.flat()
          .map(({ jobId }) => jobId),
      ).not.toContain("MusicGen");
    }
  });

  it("failed comes before validation, and both before missing", () => {
    const plan = damaged({
      VideoTitle: { dirtyReason: "validation" },
      "NarrationSegmentScript[0]": null,
      "NarrationSegmentScript[2]": { dirtyReason: "failed" },
    });
    expect(jobOf(plan, "ScriptGen").reasons).toEqual(["failed", "validation", "missing"]);
  });

  it("several causes: all are listed, the most binding is the reason", () => {
    const head = withRecords(video.head, { "SegmentNarrationAudio[1]": { dirtyReason: "failed" } });
    const rig = videoRig({ VoiceId: "slt", Audience: "Children" }, { AudioGen: { model: "model-2" } });
    expect(jobOf(planOf(rig, head, { takes: ["segment=1"] }), "AudioGen[1]").reasons).toEqual([
      "take-requested",
      "failed",
      "input-changed:VoiceId",
      "fingerprint-changed:model",
      "upstream:NarrationSegmentScript[1]",
    ]);
  });
});

describe("cause chains", () => {
  it("lead from the edited input to the job, the shortest of several", () => {
    const plan = edited({ Audience: "Children" });
    expect(jobOf(plan, "ImageGen[2][1]").why).toEqual([
      "input-changed:Audience",
      "upstream:NarrationSegmentScript[2]",
      "upstream:SegmentImagePrompt[2][1]",
    ]);
    expect(jobOf(plan, "TimelineAssembler").why).toEqual([
      "input-changed:Audience",
      "upstream:NarrationSegmentScript[0]",
      "upstream:SegmentNarrationAudio[0]",
    ]);
  });

  it("begin with a reason of the job's own where it has one", () => {
    expect(jobOf(edited({ ImageStyle: "ink" }), "ImageGen[0][0]").why).toEqual(["input-changed:ImageStyle"]);
  });
});

describe("changing the shape of a video", () => {
  it("toggling a branch adds its jobs, drops the other's, and keeps the rest clean", () => {
    const plan = edited({ "UseVideo[1]": true });
    expect(jobIds(plan)).toEqual(["TextToVideoPromptGen[1]", "TextToVideoGen[1]", "TimelineAssembler"]);
    expect(jobOf(plan, "TimelineAssembler").reasons).toEqual(["upstream:SegmentVideo[1]"]);
  });

  it("toggling back where both branches were made leaves only the assembler to do", () => {
    const toggled = videoRig({ "UseVideo[1]": true });
    const { head } = execute(toggled, planOf(toggled, video.head), video.head);
    const back = planOf(video, head);
    expect(jobIds(back)).toEqual(["TimelineAssembler"]);
    expect(jobOf(back, "TimelineAssembler").reasons).toEqual([
      "upstream:SegmentImageAsset[1][0]",
      "upstream:SegmentImageAsset[1][1]",
    ]);
  });

  it("one more image per segment makes the prompts anew and keeps narration and music", () => {
    const plan = edited({ ImagesPerSegment: 3 });
    expect(new Set(plan.layers.flat().map(({ genId }) => genId))).toEqual(
      new Set(["TextToImagePromptGen", "ImageGen", "TimelineAssembler"]),
    );
    expect(jobOf(plan, "ImageGen[0][2]").reason).toBe("missing");
    expect(jobOf(plan, "ImageGen[0][0]").reason).toBe("upstream:SegmentImagePrompt[0][0]");
  });

  it("fewer images per segment leave only the assembler", () => {
    const plan = edited({ ImagesPerSegment: 1 });
    expect(jobIds(plan)).toEqual(["TimelineAssembler"]);
    expect(jobOf(plan, "TimelineAssembler").reason).toMatch(/^upstream:SegmentImageAsset/);
  });
});

describe("what a person brought along", () => {
  const mine = {
    producedBy: "person",
    fingerprint: null,
    madeFrom: null,
    checksum: checksumOf("mine", hash),
  };

  it("is kept when inputs change, and only what reads it is dirty", () => {
    const head = withRecords(video.head, { "SegmentImageAsset[1][0]": mine });
    expect(jobIds(planOf(video, head))).toEqual(["TimelineAssembler"]);
    const plan = planOf(videoRig({ Size: "1080p" }), head);
    expect(jobIds(plan)).not.toContain("ImageGen[1][0]");
    expect(jobIds(plan)).toContain("ImageGen[1][1]");
  });

  it("leaves the bundle it belongs to, and doesn't dirty its readers when the rest is remade", () => {
    const { checksum } = video.head.artifacts.get("SegmentImagePrompt[1][0]") as ArtifactRecord;
    const head = withRecords(video.head, { "SegmentImagePrompt[1][0]": { ...mine, checksum } });
    const plan = planOf(videoRig({ Audience: "Children" }), head);
    expect(jobOf(plan, "TextToImagePromptGen[1]").produces).toEqual(["SegmentImagePrompt[1][1]"]);
    expect(jobIds(plan)).toContain("ImageGen[1][1]");
    expect(jobIds(plan)).not.toContain("ImageGen[1][0]");
  });

  it("is made again once validation has refused it", () => {
    const head = withRecords(video.head, {
      "SegmentImageAsset[1][0]": { ...mine, dirtyReason: "validation" },
    });
    expect(jobOf(planOf(video, head), "ImageGen[1][0]").reason).toBe("validation");
  });

  it("identical bytes dirty nothing", () => {
    const { checksum } = video.head.artifacts.get("SegmentImageAsset[1][0]") as ArtifactRecord;
    expect(damaged({ "SegmentImageAsset[1][0]": { ...mine, checksum } }).jobs).toBe(0);
  });

  it("is made again by a full run and by a take of that very thing", () => {
    const head = withRecords(video.head, { "SegmentImageAsset[1][0]": mine });
    expect(jobOf(planOf(video, head, { mode: "full" }), "ImageGen[1][0]").produces).toHaveLength(1);
    const plan = planOf(video, head, { takes: ["SegmentImageAsset[1][0]"] });
    expect(jobOf(plan, "ImageGen[1][0]").reason).toBe("take-requested");
  });
});
