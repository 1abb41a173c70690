import { describe, expect, it } from "vitest";
import { discardAlternate } from "../../lib/services/artifacts/discard-alternate";
import { explainArtifact } from "../../lib/services/artifacts/explain-artifact";
import { listAlternates } from "../../lib/services/artifacts/list-alternates";
import { listArtifacts } from "../../lib/services/artifacts/list-artifacts";
import { promoteAlternate } from "../../lib/services/artifacts/promote-alternate";
import { EditedVideo, endsOf } from "../rigs/edited-video";
import { World } from "../rigs/studio-world";

const SMALL = { InquiryPrompt: "How tides work", Duration: 20, ImagesPerSegment: 1 };
const PICTURE = "SegmentImageAsset[1][0]";

const list = async (video: EditedVideo, name = PICTURE) =>
  (await listAlternates({ ctx: video.ctx, input: { id: video.id, name } })).data;
const promote = async (video: EditedVideo, n: number, name = PICTURE) =>
  await promoteAlternate({ ctx: video.ctx, input: { id: video.id, name, n } });
const discard = async (video: EditedVideo, n: number, name = PICTURE) =>
  await discardAlternate({ ctx: video.ctx, input: { id: video.id, name, n } });
const shown = async (video: EditedVideo, name = PICTURE) =>
  (await listArtifacts({ ctx: video.ctx, input: { id: video.id, limit: 200 } })).data.find(
    ({ id }) => id === name,
  );

/** Another picture by another take. */
async function withTwoTakes(): Promise<{ video: EditedVideo; first: string | null | undefined }> {
  const video = await EditedVideo.make(SMALL);
  const first = (await video.artifacts()).get(PICTURE)?.checksum;
  await video.regenerate({ mode: "scope", takes: [PICTURE] });
  video.bought();
  return { video, first };
}

describe("an earlier take", () => {
  it("is an alternate; promoted it is shown at once, and the next run commits it by assembling alone", async () => {
    const { video, first } = await withTwoTakes();
    expect(await list(video)).toMatchObject([
      { n: 1, take: 0, checksum: first, isCurrent: false, differences: [] },
    ]);
    const promoted = await promote(video, 1);
    expect(promoted).toMatchObject({ promoted: [PICTURE], quote: { costMicros: 0 } });
    expect(promoted.dirty.map(({ artifact }) => artifact)).toContain("Timeline");
    expect((await video.row()).numDirtyArtifacts).toBe(promoted.dirty.length);
    expect(await shown(video)).toMatchObject({ checksum: first, stale: false });

    const run = await video.regenerate();
    expect(run?.jobs.map(({ jobId }) => jobId)).toEqual(["TimelineAssembler"]);
    expect(video.bought()).toEqual([]);
    expect((await video.artifacts()).get(PICTURE)?.checksum).toBe(first);
    expect((await video.row()).numDirtyArtifacts).toBe(0);
    // The other one is the alternate now, under its own number.
    expect(await list(video)).toMatchObject([{ n: 2, take: 1 }]);
  });

  it("promoted, it goes on as if it were the newest: edits make it again, and another take is a third one", async () => {
    const { video } = await withTwoTakes();
    await promote(video, 1);
    await video.regenerate();
    await video.regenerate({ mode: "scope", takes: [PICTURE] });
    expect((await video.artifacts()).get(PICTURE)?.madeFrom?.take).toBe(2);
    await promote(video, 1);
    await video.edit({ ImageStyle: "noir" });
    video.bought();
    await video.regenerate();
    expect(video.bought()).toContain("ImageGen[1][0]");
    expect((await video.artifacts()).get(PICTURE)?.madeFrom?.inputs.ImageStyle).toBe("noir");
    expect((await video.row()).numDirtyArtifacts).toBe(0);
  });

  it("discarded, it is not listed and never taken over again, and the numbers stay", async () => {
    const { video } = await withTwoTakes();
    await video.regenerate({ mode: "scope", takes: [PICTURE] });
    expect((await list(video)).map(({ n }) => n)).toEqual([1, 2]);
    await discard(video, 1);
    expect((await list(video)).map(({ n }) => n)).toEqual([2]);
    await expect(promote(video, 1)).rejects.toMatchObject({ code: "not-found" });
    await promote(video, 2);
    await expect(discard(video, 2)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("an edit during a run", () => {
  async function editedMeanwhile(): Promise<EditedVideo> {
    const video = await EditedVideo.make(SMALL, { start: false });
    const { run } = await video.open();
    await video.edit({ ImageStyle: "noir" });
    if (run) await video.drive(run.id);
    video.bought();
    return video;
  }

  it("makes what the run still brings an alternate, never a fresh artifact", async () => {
    const video = await editedMeanwhile();
    expect(await shown(video)).toMatchObject({ stale: true });
    expect(await list(video)).toMatchObject([
      { n: 1, isCurrent: true, differences: expect.arrayContaining(["inputs.ImageStyle"]) },
    ]);
    // Narration does not depend on the style: it is as fresh as any.
    expect(await list(video, "SegmentNarrationAudio[1]")).toEqual([]);
    expect(await shown(video, "SegmentNarrationAudio[1]")).toMatchObject({ stale: false });
    await video.regenerate();
    expect(await list(video)).toMatchObject([{ n: 1, isCurrent: false }]);
  });

  it("leaves the choice: promoted, the late picture stays against the edit until another one is asked for", async () => {
    const video = await editedMeanwhile();
    const late = (await video.artifacts()).get(PICTURE)?.checksum;
    await promote(video, 1);
    await video.regenerate();
    expect(video.bought()).not.toContain("ImageGen[1][0]");
    expect(video.world.media.submitsOf("ImageGen[1][0]")).toBe(0);
    expect((await video.artifacts()).get(PICTURE)).toMatchObject({ checksum: late, producedBy: "person" });
    expect((await video.row()).numDirtyArtifacts).toBe(0);
    const why = await explainArtifact({ ctx: video.ctx, input: { id: video.id, name: PICTURE } });
    expect(why.state).toBe("up-to-date");
    await video.regenerate({ mode: "scope", takes: [PICTURE] });
    expect(video.bought()).toEqual(["ImageGen[1][0]"]);
    expect((await video.artifacts()).get(PICTURE)?.checksum).not.toBe(late);
  });

  it("discarded, a late result is not taken over when the edit is taken back: it is bought anew", async () => {
    const video = await editedMeanwhile();
    await video.regenerate();
    await discard(video, 1);
    video.bought();
    const edited = await video.edit({ ImageStyle: null });
    expect(edited.quote.expectedMicros).toBe(4_000);
    const run = await video.regenerate();
    expect(video.bought()).toEqual(["ImageGen[1][0]"]);
    expect(endsOf(run).cached).toContain("ImageGen[0][0]");
  });

  it("a choice made while a run is at work outlives that run", async () => {
    const { video, first } = await withTwoTakes();
    const { run } = await video.open({ mode: "full" });
    await promote(video, 1);
    if (run) await video.drive(run.id);
    expect(await shown(video)).toMatchObject({ checksum: first });
    expect((await video.row()).numDirtyArtifacts).toBeGreaterThan(0);
    await video.regenerate();
    expect((await video.artifacts()).get(PICTURE)?.checksum).toBe(first);
    expect((await video.row()).numDirtyArtifacts).toBe(0);
  });
});

it("what is assembled at no cost, and what was never made, has no alternates; what is no artifact is not found", async () => {
  const video = await EditedVideo.make(SMALL, { start: false });
  expect(await list(video)).toEqual([]);
  expect(await list(video, "Timeline")).toEqual([]);
  await expect(list(video, "Musik")).rejects.toMatchObject({ code: "not-found" });
  await expect(list(video, "SegmentImageAsset[1]")).rejects.toMatchObject({ code: "not-found" });
});

it("of a branch the video does not use they are listed, and promoting them is refused", async () => {
  const video = await EditedVideo.make(SMALL);
  await video.edit({ UseVideo: true });
  await video.regenerate();
  const [picture] = await list(video);
  expect(picture).toMatchObject({ n: 1, isCurrent: false });
  await expect(promote(video, 1)).rejects.toMatchObject({ code: "conflict" });
});

it("are nobody else's business", async () => {
  const { video } = await withTwoTakes();
  const { ctx } = (await World.open()).start();
  const input = { id: video.id, name: PICTURE, n: 1 };
  for (const verb of [listAlternates, promoteAlternate, discardAlternate]) {
    await expect(verb({ ctx, input })).rejects.toMatchObject({ code: "not-found" });
  }
  expect(await list(video)).toHaveLength(1);
});
