import { expect, it } from "vitest";
import { explainArtifact } from "../../lib/services/artifacts/explain-artifact";
import { listPlans } from "../../lib/services/plans/list-plans";
import { getGraph } from "../../lib/services/videos/get-graph";
import { listRevisions } from "../../lib/services/videos/list-revisions";
import { EditedVideo, PRICE_MICROS } from "../rigs/edited-video";
import { World } from "../rigs/studio-world";

const SMALL = { InquiryPrompt: "How tides work", Duration: 20, ImagesPerSegment: 1 };

it("history tells of every revision what it changed, what it cost and whose it was, newest first and page by page", async () => {
  const video = await EditedVideo.make(SMALL);
  await video.edit({ ImageStyle: "noir" });
  await video.regenerate();
  await video.edit({ "UseVideo[1]": true });
  await video.regenerate();
  const input = { id: video.id, limit: 2 };
  const page = await listRevisions({ ctx: video.ctx, input });
  expect(page).toMatchObject({ hasMore: true, nextCursor: "2" });
  expect(page.data.map(({ revision, isHead, actor }) => ({ revision, isHead, actor }))).toEqual([
    { revision: 3, isHead: true, actor: "test" },
    { revision: 2, isHead: false, actor: "test" },
  ]);
  const [toggled, styled] = page.data;
  expect(styled?.diff.inputs).toEqual([{ input: "ImageStyle", from: "cinematic", to: "noir" }]);
  expect(styled?.diff).toMatchObject({ added: [], removed: [] });
  expect(styled?.diff.changed).toContain("SegmentImageAsset[1][0]");
  expect(styled?.diff.changed).not.toContain("SegmentNarrationAudio[1]");
  expect(styled?.costMicros).toBe(4 * PRICE_MICROS);
  expect(toggled?.diff.inputs).toEqual([{ input: "UseVideo[1]", from: null, to: true }]);
  expect(toggled?.diff.added).toEqual(["TextToMovieDirectionPrompt[1]", "SegmentVideo[1]"]);

  const rest = await listRevisions({ ctx: video.ctx, input: { ...input, cursor: Number(page.nextCursor) } });
  expect(rest).toMatchObject({ hasMore: false, data: [{ revision: 1, diff: { inputs: [], changed: [] } }] });
});

it("every executed plan is there with what was asked, what caused it and its quote", async () => {
  const video = await EditedVideo.make(SMALL);
  await video.edit({ ImageStyle: "noir", Emotion: "warm" });
  const { run } = await video.open({ mode: "scope", scope: ["segment=1"] });
  // Asked for, but not executed yet.
  expect((await listPlans({ ctx: video.ctx, input: { id: video.id, limit: 10 } })).data).toHaveLength(1);
  if (run) await video.drive(run.id);
  const { data } = await listPlans({ ctx: video.ctx, input: { id: video.id, limit: 10 } });
  expect(data[0]).toMatchObject({
    revision: 2,
    actor: "test",
    options: { mode: "scope", scope: ["segment=1"] },
    causes: ["input-changed:Emotion", "input-changed:ImageStyle"],
    jobs: 4,
    quote: { costMicros: 3_000 + 700 + 4_000 },
    costMicros: 3 * PRICE_MICROS,
  });
  expect(data[1]).toMatchObject({ revision: 1, type: "generation", causes: ["missing"] });
});

it("the graph shows each job with its state, and an edge for each artifact that another job reads", async () => {
  const video = await EditedVideo.make(SMALL);
  await video.edit({ ImageStyle: "noir" });
  const graph = await getGraph({ ctx: video.ctx, input: { id: video.id } });
  const states = Object.fromEntries(graph.nodes.map(({ id, state }) => [id, state]));
  expect(states).toMatchObject({
    ScriptGen: "up-to-date",
    "AudioGen[0]": "up-to-date",
    "ImageGen[1][0]": "stale",
    TimelineAssembler: "stale",
  });
  expect(graph.edges).toContainEqual({
    from: "TextToImagePromptGen[1]",
    to: "ImageGen[1][0]",
    artifact: "SegmentImagePrompt[1][0]",
  });
  const names = new Set(graph.nodes.map(({ id }) => id));
  expect(graph.edges.filter(({ from, to }) => !names.has(from) || !names.has(to))).toEqual([]);
  const draft = await EditedVideo.make(SMALL, { start: false });
  const empty = await getGraph({ ctx: draft.ctx, input: { id: draft.id } });
  expect(new Set(empty.nodes.map(({ state }) => state))).toEqual(new Set(["missing"]));
  const { run } = await draft.open();
  expect((await getGraph({ ctx: draft.ctx, input: { id: draft.id } })).runId).toBe(run?.id);
});

it("an artifact says why it is due, and afterwards what made it, when and at what cost", async () => {
  const video = await EditedVideo.make(SMALL);
  const why = (name: string) => explainArtifact({ ctx: video.ctx, input: { id: video.id, name } });
  await video.edit({ ImageStyle: "noir" });
  expect(await why("SegmentImageAsset[1][0]")).toMatchObject({
    state: "stale",
    summary:
      'You changed Image style from "cinematic" to "noir". That changes Segment 2, picture 1, because it is drawn in that style.',
    why: ["input-changed:ImageStyle"],
  });
  const run = await video.regenerate();
  expect(await why("SegmentImageAsset[1][0]")).toMatchObject({
    state: "up-to-date",
    record: { revision: 2, producedBy: "ImageGen[1][0]", madeFrom: { inputs: { ImageStyle: "noir" } } },
    provenance: { runId: run?.id, costMicros: PRICE_MICROS, isAdopted: false },
  });
  await video.edit({ ImageStyle: "cinematic" });
  await video.regenerate();
  const adopted = await why("SegmentImageAsset[1][0]");
  expect(adopted).toMatchObject({ state: "up-to-date", provenance: { isAdopted: true } });
  expect(adopted.summary).toContain("taken over");
  await expect(why("SegmentImageAsset[7][0]")).rejects.toMatchObject({ code: "not-found" });
  await expect(why("Musik")).rejects.toMatchObject({
    message: expect.stringContaining("Did you mean Music?"),
  });
});

it("tells nothing of it to another workspace", async () => {
  const { id } = await EditedVideo.make(SMALL, { start: false });
  const { ctx } = (await World.open()).start();
  const refusal = { code: "not-found" };
  await expect(listRevisions({ ctx, input: { id, limit: 1 } })).rejects.toMatchObject(refusal);
  await expect(listPlans({ ctx, input: { id, limit: 1 } })).rejects.toMatchObject(refusal);
  await expect(getGraph({ ctx, input: { id } })).rejects.toMatchObject(refusal);
  await expect(explainArtifact({ ctx, input: { id, name: "Music" } })).rejects.toMatchObject(refusal);
});
