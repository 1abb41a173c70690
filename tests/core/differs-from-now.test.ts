import { describe, expect, it } from "vitest";
import { checksumOf } from "../../lib/core/fingerprint/checksum";
import type { GraphJob } from "../../lib/core/graph/expand";
import { differsFromNow } from "../../lib/core/plan/differs-from-now";
import type { ArtifactRecord } from "../../lib/core/plan/types";
import { execute, generated, hash, planOf, SEED, videoRig, withRecords } from "./planning-rig";

const video = generated();
const prompt = video.head.artifacts.get("SegmentImagePrompt[1][0]") as ArtifactRecord;
const image = video.head.artifacts.get("SegmentImageAsset[1][0]") as ArtifactRecord;

function differs(
  record: ArtifactRecord,
  { rig = videoRig(), head = video.head as typeof video.head | null } = {},
) {
  const position = rig.graph.positions.get("ImageGen[1][0]") as number;
  const job = rig.graph.jobs[position] as GraphJob;
  return differsFromNow({ job, record, inputs: rig.inputs, seed: SEED, models: rig.models, head, hash });
}

describe("what an earlier result was made from that its job would not read now", () => {
  it("is nothing for the head's own result and for another take of the same inputs", () => {
    expect(differs(image)).toEqual([]);
    const again = planOf(video, video.head, { takes: ["SegmentImageAsset[1][0]"] });
    const taken = execute(video, again, video.head).head.artifacts.get(image.id) as ArtifactRecord;
    expect(taken.madeFrom?.take).toBe(1);
    expect(differs(taken)).toEqual([]);
  });

  it("is the edited input, the other model, and the prompt with other bytes", () => {
    expect(differs(image, { rig: videoRig({ ImageStyle: "ink" }) })).toEqual(["inputs.ImageStyle"]);
    expect(differs(image, { rig: videoRig({}, { ImageGen: { model: "model-2" } }) })).toEqual(["model"]);
    const head = withRecords(video.head, { [prompt.id]: { checksum: checksumOf("other words", hash) } });
    expect(differs(image, { head })).toEqual([`upstream.${prompt.id}`]);
  });

  it("is what it read, where that is gone", () => {
    expect(differs(image, { head: withRecords(video.head, { [prompt.id]: null }) })).toEqual([
      `upstream.${prompt.id}`,
    ]);
    expect(differs(image, { head: null })).toEqual([`upstream.${prompt.id}`]);
  });

  it("is not known for what a person brought along", () => {
    expect(differs({ ...image, madeFrom: null })).toEqual(["unknown"]);
  });
});
