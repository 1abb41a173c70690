import { describe, expect, it } from "vitest";
import { narratedVideo } from "../../lib/core/graph/narrated-video";
import { NARRATED_VIDEO_WORDS, STRUCTURAL_INPUTS } from "../../lib/core/graph/narrated-video-words";
import { type Explanation, explainArtifact } from "../../lib/core/plan/explain";
import type { HeadState } from "../../lib/core/plan/types";
import { generated, planOf, recordOf, videoRig, withRecords } from "./planning-rig";

const BEFORE = { ImageStyle: "watercolour" };

/** The explanation of one artifact after an edit of a generated video. */
function afterEdit(
  artifact: string,
  edit: Record<string, unknown>,
  change: (head: HeadState) => HeadState = (head) => head,
  before: Record<string, unknown> = BEFORE,
): Explanation | null {
  const made = generated(before);
  const head = change(made.head);
  const rig = videoRig({ ...before, ...edit });
  return explainArtifact({
    artifact,
    graph: rig.graph,
    plan: planOf(rig, head),
    inputs: rig.inputs,
    head,
    headInputs: made.inputs,
    structural: STRUCTURAL_INPUTS,
    provenance: { at: "2026-03-04", cost: "$0.04", isAdopted: false },
    words: NARRATED_VIDEO_WORDS,
  });
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

  it("says so when it failed, was refused, is lost, or another model makes it now", () => {
    const failed = afterEdit("Timeline", {}, (head) =>
      withRecords(head, {
        Music: { status: "failed", dirtyReason: "failed", failedAt: "2026-03-04T05:06:07Z" },
      }),
    );
    expect(failed?.summary).toBe(
      "The last attempt to make the music (2026-03-04T05:06:07Z) failed. That changes the timeline, because it plays that music.",
    );
    const refused = afterEdit("Music", {}, (head) =>
      withRecords(head, { Music: { dirtyReason: "validation" } }),
    );
    expect(refused?.summary).toBe("What came for the music the last time was not usable.");
    const lost = afterEdit("Music", {}, (head) => withRecords(head, { Music: null }));
    expect(lost).toMatchObject({ state: "missing", summary: "The music has not been made yet." });
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
  });

  it("says that a person brought it along, or that a person's input stands in its place", () => {
    const brought = afterEdit("Music", {}, (head) =>
      withRecords(head, { Music: { ...recordOf({ id: "Music" }), producedBy: "person" } }),
    );
    expect(brought?.summary).toBe("The music is up to date. You brought it along.");
    const given = afterEdit("NarrationSegmentScript[1]", { "SegmentNarrationInput[1]": "The moon pulls." });
    expect(given).toMatchObject({
      state: "given",
      summary: "Segment 2, script is not made: your own Narration (segment 2) stands in its place.",
    });
  });

  it("says that a branch not chosen is kept, and knows no artifact that never was", () => {
    const unused = afterEdit("SegmentImageAsset[0][0]", { UseVideo: true });
    expect(unused).toMatchObject({ state: "unused", steps: [{ artifact: "SegmentImageAsset[0][0]" }] });
    expect(afterEdit("SegmentImageAsset[0][7]", {})).toBeNull();
    expect(afterEdit("Musik", {})).toBeNull();
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
