import { describe, expect, it } from "vitest";
import { checksumOf } from "../../lib/core/fingerprint/checksum";
import type { FingerprintFields } from "../../lib/core/fingerprint/types";
import { narratedVideo } from "../../lib/core/graph/narrated-video";
import { NARRATED_VIDEO_WORDS, STRUCTURAL_INPUTS } from "../../lib/core/graph/narrated-video-words";
import { type ExplainOptions, type Explanation, explainArtifact } from "../../lib/core/plan/explain";
import type { ArtifactRecord, HeadState, ModelChoice, PlanOptions } from "../../lib/core/plan/types";
import { execute, generated, hash, planOf, recordOf, videoRig, withRecords } from "./planning-rig";

const BEFORE = { ImageStyle: "watercolour" };

interface Situation {
  before?: Record<string, unknown>;
  change?: (head: HeadState) => HeadState;
  models?: Record<string, Partial<ModelChoice>>;
  options?: Partial<PlanOptions>;
  more?: Partial<ExplainOptions>;
}

/** The explanation of one artifact after an edit of a generated video. */
function afterEdit(
  artifact: string,
  edit: Record<string, unknown> = {},
  { before = BEFORE, change = (head) => head, models, options, more }: Situation = {},
): Explanation | null {
  const made = generated(before);
  const head = change(made.head);
  const rig = videoRig({ ...before, ...edit }, models);
  return explainArtifact({
    artifact,
    graph: rig.graph,
    plan: planOf(rig, head, options),
    inputs: rig.inputs,
    head,
    headInputs: made.inputs,
    structural: STRUCTURAL_INPUTS,
    provenance: { at: "2026-03-04", cost: "$0.04", isAdopted: false },
    words: NARRATED_VIDEO_WORDS,
    ...more,
  });
}

/** A change of one record of the head; null takes it away. */
function recorded(id: string, change: Partial<ArtifactRecord> | null): (head: HeadState) => HeadState {
  return (head) => withRecords(head, { [id]: change });
}

describe("a dirty artifact", () => {
  it("is explained from the edited input, in words and for programs", () => {
    const explained = afterEdit("SegmentImageAsset[1][0]", { ImageStyle: "noir" });
    expect(explained).toMatchObject({
      state: "stale",
      summary:
        'You changed Image style from "watercolour" to "noir". That changes Segment 2, picture 1, because it is drawn in that style.',
      why: ["input-changed:ImageStyle"],
      steps: [
        { kind: "edit", input: "ImageStyle", from: "watercolour", to: "noir" },
        { kind: "effect", artifact: "SegmentImageAsset[1][0]", job: "ImageGen[1][0]" },
      ],
    });
  });

  it("names every link between the edit and itself", () => {
    const explained = afterEdit("Timeline", { Emotion: "warm" });
    expect(explained?.summary).toBe(
      'You changed Emotion from "neutral" to "warm". ' +
        "That changes Segment 1, narration, because it is spoken in that mood. " +
        "That changes the timeline, because it is timed by that narration.",
    );
    expect(explained?.why).toEqual(["input-changed:Emotion", "upstream:SegmentNarrationAudio[0]"]);
  });

  it.each([
    [
      "AudioGen[1]'s, through your own narration",
      "SegmentNarrationAudio[1]",
      { "SegmentNarrationInput[1]": "The moon pulls." },
      'You gave Narration (segment 2): "The moon pulls." That changes Segment 2, narration, because it speaks those words.',
    ],
    [
      "one whose branch was chosen just now",
      "SegmentVideo[0]",
      { UseVideo: true },
      "You changed Use video clips from off to on. That asks for Segment 1, clip, which has not been made yet.",
    ],
    [
      "one whose segment alone was switched over",
      "SegmentVideo[2]",
      { "UseVideo[2]": true, ImagesPerSegment: 1 },
      "You gave Use a video clip (segment 3): on. That asks for Segment 3, clip, which has not been made yet.",
    ],
    [
      "one of a segment that a longer film has more",
      "NarrationSegmentScript[3]",
      { Duration: 40 },
      "You changed Duration from 30 s to 40 s. That asks for Segment 4, script, which has not been made yet.",
    ],
    [
      "one that depends on a length",
      "Music",
      { Duration: 60 },
      "You changed Duration from 30 s to 60 s. That changes the music, because it is composed to that length.",
    ],
    [
      "one that follows a choice",
      "Captions",
      { AssemblyStrategy: "fixed-segments" },
      'You changed Timing from "Follow the narration" to "Fixed segments". That changes the captions, because it is timed that way.',
    ],
  ])("%s", (_name, artifact, edit, summary) => {
    expect(afterEdit(artifact, edit)?.summary).toBe(summary);
  });

  it("says so when it failed, was refused, is lost, or is asked for again", () => {
    const failedAt = "2026-03-04T05:06:07Z";
    const failed = afterEdit("Timeline", {}, { change: recorded("Music", { status: "failed", failedAt }) });
    expect(failed).toEqual({
      artifact: "Timeline",
      state: "stale",
      summary:
        "The last attempt to make the music (2026-03-04T05:06:07Z) failed. That changes the timeline, because it plays that music.",
      steps: [
        {
          kind: "cause",
          text: "The last attempt to make the music (2026-03-04T05:06:07Z) failed.",
          reason: "failed",
          artifact: "Music",
          job: "MusicGen",
        },
        {
          kind: "effect",
          text: "That changes the timeline, because it plays that music.",
          reason: "upstream:Music",
          artifact: "Timeline",
          job: "TimelineAssembler",
        },
      ],
      why: ["failed", "upstream:Music"],
    });
    const undated = afterEdit("Music", {}, { change: recorded("Music", { status: "failed" }) });
    expect(undated).toMatchObject({
      state: "failed",
      summary: "The last attempt to make the music failed.",
    });
    const refused = afterEdit("Music", {}, { change: recorded("Music", { dirtyReason: "validation" }) });
    expect(refused).toMatchObject({
      state: "stale",
      summary: "What came for the music the last time was not usable.",
    });
    const lost = afterEdit("Music", {}, { change: recorded("Music", null) });
    expect(lost).toMatchObject({ state: "missing", summary: "The music has not been made yet." });
    for (const options of [{ takes: ["Music"] }, { mode: "full" } as const]) {
      const again = afterEdit("Music", {}, { options });
      expect(again).toMatchObject({ state: "stale", summary: "The music was asked for again." });
    }
  });

  it("says that a piece it read is another one now, although nothing makes that again", () => {
    const change = recorded("MusicPrompt", { checksum: checksumOf("promoted", hash) });
    expect(afterEdit("Music", {}, { change })?.steps).toEqual([
      {
        kind: "cause",
        text: "The description of the music is not what the music was made from the last time.",
        reason: "upstream:MusicPrompt",
        artifact: "Music",
        job: "MusicGen",
      },
    ]);
  });

  it.each<[field: string, model: Partial<ModelChoice>, text: string]>([
    ["generatorVersion", { generatorVersion: 2 }, "The music is made by newer code now."],
    ["provider", { provider: "studio" }, "The music is made by another provider now."],
    ["model", { model: "model-2" }, "The music is made by another model now."],
    ["modelConfig", { modelConfig: {} }, "The music is made with other model settings now."],
    ["promptTemplateVersion", { promptTemplateVersion: "2" }, "The music is asked for in other words now."],
  ])("says that its %s is another one", (field, model, text) => {
    expect(afterEdit("Music", {}, { models: { MusicGen: model } })).toMatchObject({
      summary: text,
      steps: [{ kind: "cause", reason: `fingerprint-changed:${field}`, artifact: "Music", job: "MusicGen" }],
    });
  });

  it.each<[what: string, change: Partial<FingerprintFields> | null, text: string]>([
    ["generator", { generator: "SongGen" }, "The music is made in another way now."],
    ["seed", { seed: 1 }, "The music is made from another seed now."],
    ["origin", null, "The music was made from something that is not recorded."],
  ])("says that its %s is another one than recorded", (_what, fields, text) => {
    const change = (head: HeadState) => {
      const { madeFrom } = head.artifacts.get("Music") as ArtifactRecord;
      const from = fields && madeFrom && { ...madeFrom, ...fields };
      return withRecords(head, { Music: { madeFrom: from, fingerprint: null } });
    };
    expect(afterEdit("Music", {}, { change })?.summary).toBe(text);
  });

  it("takes a change of what the video consists of for the cause of what it no longer reads", () => {
    expect(afterEdit("Timeline", { ImagesPerSegment: 1 })?.steps[0]).toMatchObject({
      kind: "edit",
      input: "ImagesPerSegment",
      from: 2,
      to: 1,
      reason: "upstream:SegmentImageAsset[0][1]",
    });
    expect(afterEdit("Timeline", { ImagesPerSegment: 1 })?.summary).toBe(
      "You changed Images per segment from 2 to 1. That changes the timeline, because it shows that picture.",
    );
  });

  it("blames the edit of its own segment before one of the whole video, and never one of another segment", () => {
    const both = { UseVideo: true, "UseVideo[0]": true };
    expect(afterEdit("SegmentVideo[0]", both)?.summary).toMatch(
      /^You gave Use a video clip \(segment 1\): on\./,
    );
    expect(afterEdit("SegmentVideo[1]", both)?.summary).toMatch(
      /^You changed Use video clips from off to on\./,
    );
    const change = recorded("Music", null);
    expect(afterEdit("Music", { "UseVideo[0]": true }, { change })?.summary).toBe(
      "The music has not been made yet.",
    );
    expect(afterEdit("Music", { Audience: "Children" }, { change })?.summary).toBe(
      "The music has not been made yet.",
    );
  });

  it("blames no edit where the inputs of before are not known", () => {
    const more = { headInputs: null };
    expect(afterEdit("SegmentVideo[0]", { UseVideo: true }, { more })?.steps).toEqual([
      {
        kind: "cause",
        text: "Segment 1, clip has not been made yet.",
        reason: "missing",
        artifact: "SegmentVideo[0]",
        job: "TextToVideoGen[0]",
      },
    ]);
  });

  it("blames an edit that took a person's own text away", () => {
    const before = { "SegmentNarrationInput[1]": "The moon pulls." };
    const made = generated(before);
    const rig = videoRig();
    const explained = explainArtifact({
      artifact: "NarrationSegmentScript[1]",
      graph: rig.graph,
      plan: planOf(rig, made.head),
      inputs: rig.inputs,
      head: made.head,
      headInputs: made.inputs,
      structural: STRUCTURAL_INPUTS,
      provenance: null,
      words: NARRATED_VIDEO_WORDS,
    });
    expect(explained?.summary).toBe(
      "You took back Narration (segment 2). That asks for Segment 2, script, which has not been made yet.",
    );
  });

  it("is explained for every artifact of every branch, without a name or a reason left untranslated", () => {
    const edits = [{ UseVideo: true }, { UseVideo: true, IsImageToVideo: true }, { Audience: "Children" }];
    for (const edit of edits) {
      const { graph } = videoRig({ ...BEFORE, ...edit });
      for (const artifact of graph.artifacts.keys()) {
        const explained = afterEdit(artifact, edit);
        expect(explained?.summary, artifact).toMatch(/^[A-Z].+\.$/);
        expect(explained?.summary, artifact).not.toMatch(
          /[a-z][A-Z]|\[|undefined|upstream|it is made from it/,
        );
      }
    }
  });
});

describe("what is not dirty", () => {
  it("says what made it, when, at what cost, and from what", () => {
    const explained = afterEdit("SegmentImageAsset[1][0]", {});
    expect(explained).toMatchObject({ state: "up-to-date", why: [] });
    expect(explained?.summary).toBe(
      "Segment 2, picture 1 is up to date: model-1 made it on 2026-03-04, for $0.04. " +
        'It follows Size: "720p". It follows Aspect ratio: "Wide". It follows Image style: "watercolour". ' +
        "It is made from Segment 2, description of picture 1.",
    );
    const common = { kind: "used" };
    expect(explained?.steps).toEqual([
      { kind: "made", text: expect.any(String), artifact: "SegmentImageAsset[1][0]", job: "ImageGen[1][0]" },
      { ...common, text: 'It follows Size: "720p".', input: "Size", to: "720p" },
      { ...common, text: 'It follows Aspect ratio: "Wide".', input: "AspectRatio", to: "16:9" },
      { ...common, text: 'It follows Image style: "watercolour".', input: "ImageStyle", to: "watercolour" },
      {
        ...common,
        text: "It is made from Segment 2, description of picture 1.",
        artifact: "SegmentImagePrompt[1][0]",
      },
    ]);
  });

  it("says which take it is, that it was taken over, and leaves out what is not known", () => {
    const provenance = { at: "2026-03-04", cost: "$0.00", isAdopted: true };
    expect(afterEdit("MusicPrompt", {}, { more: { provenance } })?.steps[0]?.text).toBe(
      "The description of the music is up to date: model-1 made it on 2026-03-04, for $0.00. It was taken over from then instead of being bought again.",
    );
    const more = { provenance: null };
    expect(afterEdit("MusicPrompt", {}, { more })?.steps[0]?.text).toBe(
      "The description of the music is up to date: model-1 made it.",
    );
    const again = (head: HeadState) => {
      const rig = videoRig(BEFORE);
      return execute(rig, planOf(rig, head, { takes: ["MusicPrompt"] }), head).head;
    };
    expect(afterEdit("MusicPrompt", {}, { change: again, more })?.steps[0]?.text).toBe(
      "The description of the music is up to date: model-1 made it (take 2).",
    );
  });

  it("says that a person brought it along, or that a person's input stands in its place", () => {
    const brought = afterEdit("Music", {}, { change: recorded("Music", recordOf({ id: "Music" })) });
    expect(brought?.summary).toBe("The music is up to date. You brought it along.");
    expect(brought?.steps).toEqual([
      {
        kind: "made",
        text: "The music is up to date. You brought it along.",
        artifact: "Music",
        job: "person",
      },
    ]);
    const older = afterEdit("Music", {}, { change: recorded("Music", { madeFrom: null }) });
    expect(older?.summary).toBe("The music is up to date. It was made by MusicGen.");
    const given = afterEdit("NarrationSegmentScript[1]", { "SegmentNarrationInput[1]": "The moon pulls." });
    expect(given).toMatchObject({
      state: "given",
      summary: "Segment 2, script is not made: your own Narration (segment 2) stands in its place.",
      steps: [{ kind: "cause", input: "SegmentNarrationInput[1]" }],
      why: [],
    });
  });

  it("says that a branch not chosen is kept, and knows no artifact that never was", () => {
    const unused = afterEdit("SegmentImageAsset[0][0]", { UseVideo: true });
    expect(unused).toMatchObject({
      state: "unused",
      summary: "This video does not use Segment 1, picture 1 with its inputs. It is kept for when it does.",
      steps: [{ kind: "cause", artifact: "SegmentImageAsset[0][0]" }],
    });
    expect(afterEdit("SegmentImageAsset[0][7]", {})).toBeNull();
    expect(afterEdit("Musik", {})).toBeNull();
    const change = recorded("SegmentImageAsset[0][0]", { checksum: null });
    expect(afterEdit("SegmentImageAsset[0][0]", { UseVideo: true }, { change })).toBeNull();
  });

  it("has nothing to say of what is not there and not planned", () => {
    const change = recorded("Music", null);
    expect(
      afterEdit("Music", {}, { change, options: { mode: "scope", scope: ["generator=ScriptGen"] } }),
    ).toBeNull();
  });
});

it("the words know every generator and dependency of the blueprint", () => {
  for (const { id, dependencies } of narratedVideo.generators) {
    for (const { reference } of dependencies) {
      const name = reference.family + reference.terms.map(() => "[0]").join("");
      expect(NARRATED_VIDEO_WORDS.because(id, name), `${id} ← ${name}`).not.toBe("it is made from it");
    }
  }
  for (const { family, dimensions } of narratedVideo.artifacts.values()) {
    const name = family + dimensions.map(() => "[0]").join("");
    expect(NARRATED_VIDEO_WORDS.artifact(name), name).not.toContain(family);
  }
});
