import { describe, expect, it } from "vitest";
import { objectKey, readAll } from "../../lib/ports/object-store";
import { quotePlan } from "../../lib/services/plans/quote-plan";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { EditedVideo } from "../rigs/edited-video";
import { World } from "../rigs/studio-world";

const SMALL = { InquiryPrompt: "How tides work", Duration: 20, ImagesPerSegment: 1 };

async function draftOf(video: EditedVideo): Promise<{ inputRevision: number; inputs: object }> {
  const body = await video.world.objects.get(objectKey(`videos/${video.id}/draft/inputs.json`));
  if (body === null) throw new Error("There is no draft.");
  return JSON.parse(new TextDecoder().decode(await readAll(body)));
}

describe("two editors", () => {
  it("of one version: the first is saved, the second hears both versions and what is there, and nothing is lost", async () => {
    const video = await EditedVideo.make(SMALL);
    const edit = (patch: Record<string, unknown>, seen: number[]) =>
      editInputs({ ctx: video.ctx, input: { id: video.id, patch, seen } });
    await edit({ Audience: "Children" }, [1]);
    await expect(edit({ ImageStyle: "noir" }, [1])).rejects.toMatchObject({
      code: "precondition-failed",
      details: {
        versions: { expected: 1, current: 2 },
        current: { inputRevision: 2, inputs: { Audience: "Children", ImageStyle: "cinematic" } },
      },
    });
    const merged = await edit({ ImageStyle: "noir" }, [2]);
    expect(merged).toMatchObject({
      inputRevision: 3,
      inputs: { Audience: "Children", ImageStyle: "noir" },
    });
  });

  it("at the same moment: exactly one wins", async () => {
    const video = await EditedVideo.make(SMALL);
    const edits = await Promise.allSettled(
      ["noir", "comic", "anime"].map((ImageStyle) =>
        editInputs({ ctx: video.ctx, input: { id: video.id, patch: { ImageStyle }, seen: [1] } }),
      ),
    );
    expect(edits.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await video.row()).inputRevision).toBe(2);
  });
});

describe("an edit", () => {
  it("is checked like a new video, names the input at fault, and saves nothing of it", async () => {
    const video = await EditedVideo.make(SMALL);
    await expect(video.edit({ Duration: 25, Audience: "Children" })).rejects.toMatchObject({
      code: "invalid-input",
      errors: [{ pointer: "/Duration" }],
    });
    await expect(video.edit({ "UseVideo[9]": true })).rejects.toMatchObject({
      errors: [{ pointer: "/UseVideo[9]" }],
    });
    await expect(video.edit({ Audiense: null })).rejects.toMatchObject({
      message: expect.stringContaining("Did you mean Audience"),
    });
    expect(await video.row()).toMatchObject({ inputRevision: 1, inputs: { Audience: "Adults" } });
  });

  it("leaves its draft for people without a database, which never goes back", async () => {
    const video = await EditedVideo.make(SMALL);
    await video.edit({ Audience: "Children" });
    await video.edit({ ImageStyle: "noir" });
    expect(await draftOf(video)).toMatchObject({
      schema: "draft-inputs@1",
      inputRevision: 3,
      inputs: { Audience: "Children", ImageStyle: "noir" },
    });
    const { writeDraftInputs } = await import("../../lib/services/videos/write-draft-inputs");
    const late = { ctx: video.ctx, videoId: video.id, inputRevision: 2, inputs: {}, at: new Date(0) };
    await writeDraftInputs(late);
    expect(await draftOf(video)).toMatchObject({ inputRevision: 3 });
  });

  it("of another workspace's video finds none", async () => {
    const video = await EditedVideo.make(SMALL, { start: false });
    const stranger = (await World.open()).start().ctx;
    const input = { id: video.id, patch: { Audience: "Children" }, seen: null };
    await expect(editInputs({ ctx: stranger, input })).rejects.toMatchObject({ code: "not-found" });
  });

  it("during a run leaves the run its inputs; the difference is plannable at once, and dirty at its end", async () => {
    const video = await EditedVideo.make(SMALL, { start: false });
    const { run } = await video.open();
    if (run === null) throw new Error("A draft has everything to do.");
    await video.edit({ ImageStyle: "noir" });
    await expect(video.open()).rejects.toMatchObject({
      code: "run-active",
      details: { run: { id: run.id } },
    });
    const ended = await video.drive(run.id);
    expect(ended.status).toBe("succeeded");
    const picture = (await video.artifacts()).get("SegmentImageAsset[0][0]");
    expect(picture?.madeFrom?.inputs).toMatchObject({ ImageStyle: "cinematic" });
    // Counted by the inputs of now, not by those the run froze.
    expect((await video.row()).numDirtyArtifacts).toBeGreaterThanOrEqual(4);
    video.bought();
    await video.regenerate();
    expect(new Set(video.bought().map((jobId) => jobId.split("[")[0]))).toEqual(
      new Set(["ImageGen", "TextToImagePromptGen"]),
    );
    expect((await video.row()).numDirtyArtifacts).toBe(0);
  });
});

describe("a quote", () => {
  it("of a video with unsaved inputs says what saving them would, and saves nothing", async () => {
    const video = await EditedVideo.make(SMALL);
    const writes = (await video.world.objects.list({ prefix: "" })).heads.length;
    const plan = await quotePlan({
      ctx: video.ctx,
      input: { videoId: video.id, inputs: { ImageStyle: "noir" } },
    });
    expect(await video.row()).toMatchObject({ inputRevision: 1, numDirtyArtifacts: 0 });
    expect((await video.world.objects.list({ prefix: "" })).heads).toHaveLength(writes);
    const edited = await video.edit({ ImageStyle: "noir" });
    expect(edited.quote).toEqual(plan.quote);
    expect(plan.layers.flat().find(({ jobId }) => jobId === "ImageGen[0][0]")?.why).toEqual([
      "input-changed:ImageStyle",
    ]);
  });

  it("of inputs alone is a new video's, the same for the same inputs", async () => {
    const { ctx } = (await World.open()).start();
    const [one, two] = [
      await quotePlan({ ctx, input: { inputs: SMALL } }),
      await quotePlan({ ctx, input: { inputs: SMALL, mode: "dirty" } }),
    ];
    expect(one).toEqual(two);
    expect(one.quote.costMicros).toBeGreaterThan(0);
    await expect(quotePlan({ ctx, input: { inputs: { Duration: 20 } } })).rejects.toMatchObject({
      errors: [{ pointer: "/inputs/InquiryPrompt" }],
    });
  });
});
