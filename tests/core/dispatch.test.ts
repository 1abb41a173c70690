import { describe, expect, it } from "vitest";
import { jobFingerprint } from "../../lib/core/fingerprint/job-fingerprint";
import { dispatchDecision } from "../../lib/core/plan/dispatch";
import { fingerprintFieldsOf } from "../../lib/core/plan/fingerprint-fields";
import type { ArtifactRecord, DirtyReason } from "../../lib/core/plan/types";
import { execute, generated, hash, jobOf, planOf, videoRig, withRecords } from "./planning-rig";

const video = generated();
const recorded = ["SegmentNarrationAudio[1]", "WordTimings[1]"].map(
  (id) => video.head.artifacts.get(id) as ArtifactRecord,
);
const fields = recorded[0]?.madeFrom as NonNullable<ArtifactRecord["madeFrom"]>;
const fingerprint = jobFingerprint({ fields, hash });
const produces = recorded.map(({ id }) => id);

function decide(
  reasons: DirtyReason[],
  { records = recorded, found = null }: { records?: ArtifactRecord[]; found?: string | null } = {},
) {
  return dispatchDecision({
    job: { produces, reasons },
    fields,
    recorded: records,
    earlier: () => found,
    hash,
  });
}

describe("dispatchDecision", () => {
  it.each<[reason: DirtyReason, whenEqual: string, whenKnown: string]>([
    ["input-changed:VoiceId", "skip-unchanged", "adopt"],
    ["fingerprint-changed:model", "skip-unchanged", "adopt"],
    ["upstream:NarrationSegmentScript[1]", "skip-unchanged", "adopt"],
    ["missing", "buy", "adopt"],
    ["failed", "buy", "buy"],
    ["validation", "buy", "buy"],
    ["take-requested", "buy", "buy"],
    ["full-run", "buy", "buy"],
  ])(
    "for %s: made from equal fields → %s; an equal result known → %s; neither → buy",
    (reason, whenEqual, whenKnown) => {
      expect(decide([reason])).toEqual({ action: whenEqual, fingerprint });
      expect(decide([reason], { records: [], found: "result" })).toMatchObject({
        action: whenKnown,
        fingerprint,
      });
      expect(decide([reason], { records: [] })).toEqual({ action: "buy", fingerprint });
    },
  );

  it("buys when any reason demands it, whatever the others are", () => {
    for (const reason of ["failed", "validation", "take-requested", "full-run"] as const) {
      expect(decide(["upstream:NarrationSegmentScript[1]", reason], { found: "result" }).action).toBe("buy");
    }
    expect(decide(["missing", "upstream:NarrationSegmentScript[1]"], { found: "result" }).action).toBe(
      "adopt",
    );
  });

  it("keeps what is there before it copies what was", () => {
    expect(decide(["upstream:NarrationSegmentScript[1]"], { found: "result" }).action).toBe("skip-unchanged");
  });

  it("hands back what it adopts, and asks for it by fingerprint and artifacts", () => {
    const asked: unknown[] = [];
    const decision = dispatchDecision({
      job: { produces, reasons: ["missing"] },
      fields,
      recorded: [],
      earlier: (...question) => {
        asked.push(question);
        return { key: "somewhere" };
      },
      hash,
    });
    expect(decision).toEqual({ action: "adopt", fingerprint, from: { key: "somewhere" } });
    expect(asked).toEqual([[fingerprint, produces]]);
  });

  it.each<[name: string, change: Partial<ArtifactRecord>]>([
    ["failed", { status: "failed" }],
    ["has no bytes", { checksum: null }],
    [
      "was made from something else",
      { fingerprint: jobFingerprint({ fields: { ...fields, take: 9 }, hash }) },
    ],
    ["isn't the artifact at hand", { id: "SegmentNarrationAudio[0]" }],
  ])("doesn't take a bundle for unchanged of which one artifact %s", (_name, change) => {
    const records = [recorded[0] as ArtifactRecord, { ...(recorded[1] as ArtifactRecord), ...change }];
    expect(decide(["upstream:NarrationSegmentScript[1]"], { records }).action).toBe("buy");
  });
});

describe("fingerprintFieldsOf", () => {
  const job = jobOf(planOf(video), "AudioGen[1]");
  const upstreamChecksums = new Map([
    ["NarrationSegmentScript[1]", "sha256:x"],
    ["Music", "sha256:y"],
  ]);
  const { inputs, models } = video;

  it("takes the declared inputs with their values, the read artifacts with their checksums, and nothing else", () => {
    expect(fingerprintFieldsOf({ job, inputs, models, seed: 5, take: 2, upstreamChecksums })).toEqual({
      generator: "AudioGen",
      generatorVersion: 1,
      provider: "openai",
      model: "model-1",
      modelConfig: { temperature: 0.7, format: "json" },
      promptTemplateVersion: "1",
      seed: 5,
      take: 2,
      inputs: { VoiceId: "default", Emotion: "neutral", Language: "en" },
      upstream: { "NarrationSegmentScript[1]": "sha256:x" },
    });
  });

  it("gives the plan and the dispatch the same fingerprint", () => {
    const checksums = new Map(
      [...video.head.artifacts].map(([id, record]) => [id, record.checksum as string]),
    );
    const { seed, take } = job.metadata;
    const now = fingerprintFieldsOf({ job, inputs, models, seed, take, upstreamChecksums: checksums });
    expect(jobFingerprint({ fields: now, hash })).toBe(fingerprint);
  });

  it("refuses to do without an upstream checksum or a model", () => {
    const attempt = (change: object) => () =>
      fingerprintFieldsOf({ job, inputs, models, seed: 0, take: 0, upstreamChecksums, ...change });
    expect(attempt({ upstreamChecksums: new Map() })).toThrow(
      expect.objectContaining({
        code: "internal",
        message:
          "AudioGen[1] reads NarrationSegmentScript[1], which has no checksum yet, so it has no fingerprint.",
      }),
    );
    expect(attempt({ models: {} })).toThrow(
      expect.objectContaining({
        code: "configuration",
        message: "No provider is configured for AudioGen: every generator needs a model choice.",
      }),
    );
  });
});

describe("a run with early cutoff", () => {
  it("stops where an edit gives the same bytes", () => {
    const rig = videoRig({ Audience: "Grown-ups" });
    const deaf = (_job: unknown, artifact: string) =>
      artifact.startsWith("NarrationSegmentScript[1]") ? "new words" : `${artifact} as ever`;
    const first = execute(rig, planOf(rig), null, { produce: deaf });
    const edited = videoRig({ Audience: "Adults" });
    const second = execute(edited, planOf(edited, first.head), first.head, { produce: deaf });
    expect(second.bought).toEqual(["ScriptGen"]);
    expect(second.skipped).toHaveLength(edited.graph.jobs.length - 1);
  });

  it("adopts a reverted edit, and costs nothing", () => {
    const edited = videoRig({ ImageStyle: "ink" });
    const { earlier } = video;
    const after = execute(edited, planOf(edited, video.head), video.head, { earlier });
    const back = planOf(video, after.head);
    expect(back.jobs).toBe(10);
    const reverted = execute(video, back, after.head, { earlier });
    expect(reverted.bought).toEqual([]);
    expect(reverted.adopted).toHaveLength(10);
    for (const [id, { checksum }] of video.head.artifacts) {
      expect(reverted.head.artifacts.get(id)?.checksum).toBe(checksum);
    }
  });

  it("doesn't adopt a result that lacks an artifact of the bundle", () => {
    const given = generated({ "SegmentNarrationInput[1]": "Mine." });
    const plan = planOf(videoRig(), given.head);
    const run = execute(videoRig(), plan, given.head, { earlier: given.earlier });
    expect(run.bought).toContain("ScriptGen");
    expect(run.head.artifacts.get("NarrationSegmentScript[1]")?.producedBy).toBe("ScriptGen");
  });

  it("buys a failed job again although it was made from the same", () => {
    const head = withRecords(video.head, { Music: { dirtyReason: "failed" } });
    const run = execute(video, planOf(video, head), head, { earlier: video.earlier });
    expect(run.bought).toEqual(["MusicGen"]);
    expect(run.skipped).toEqual(["TimelineAssembler"]);
  });
});
