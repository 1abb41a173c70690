import { describe, expect, it } from "vitest";
import { EditedVideo, endsOf, PRICE_MICROS } from "../rigs/edited-video";

const range = (name: string, ...sizes: number[]): string[] =>
  sizes.reduce<string[]>(
    (names, size) => names.flatMap((each) => Array.from({ length: size }, (_, at) => `${each}[${at}]`)),
    [name],
  );

const isVisual = (id: string) => /^(SegmentImage|SegmentVideo|StartingImage)/.test(id);

describe("a style edit", () => {
  it("buys pictures and their prompts again, and nothing else: narration, script and music keep their bytes", async () => {
    const video = await EditedVideo.make();
    const before = await video.artifacts();
    const edited = await video.edit({ ImageStyle: "watercolor" });
    expect(new Set(edited.dirty.map(({ reason }) => reason))).toContain("input-changed:ImageStyle");
    expect((await video.row()).numDirtyArtifacts).toBe(edited.dirty.length);

    const run = await video.regenerate();
    expect(run).toMatchObject({ type: "regeneration", status: "succeeded", revision: 2 });
    expect(video.bought()).toEqual([...range("ImageGen", 3, 2), ...range("TextToImagePromptGen", 3)]);
    const changed = await video.changedSince(before);
    expect(changed.filter((id) => !isVisual(id))).toEqual([]);
    expect(changed.filter((id) => id.startsWith("SegmentImageAsset"))).toHaveLength(6);
    expect(run?.costMicros).toBe(9 * PRICE_MICROS);
    expect(await video.row()).toMatchObject({ headRevision: 2, numDirtyArtifacts: 0, status: "succeeded" });
  });

  it("is quoted before it is bought, at no more than the run then reserves", async () => {
    const video = await EditedVideo.make();
    const { quote } = await video.edit({ ImageStyle: "noir" });
    const { view, status } = await video.open();
    expect(status).toBe(202);
    expect(view.quote).toEqual(quote);
    expect(view.run?.quote?.costMicros).toBe(quote.costMicros);
    expect(quote.costMicros).toBe(3 * 700 + 6 * 4_000);
  });
});

describe("a segment's override", () => {
  it("touches that segment and the timeline only", async () => {
    const video = await EditedVideo.make();
    const before = await video.artifacts();
    await video.edit({ "SegmentNarrationInput[1]": "The moon pulls." });
    await video.regenerate();
    expect(video.bought()).toEqual([
      "AudioGen[1]",
      "ImageGen[1][0]",
      "ImageGen[1][1]",
      "TextToImagePromptGen[1]",
    ]);
    const changed = await video.changedSince(before);
    // Later segments begin at another moment; nothing of theirs is made again.
    const others = changed.filter((id) => id.includes("[") && !id.includes("[1]"));
    expect(others.filter((id) => !id.startsWith("SegmentTimeline"))).toEqual([]);
  });

  it("can be taken back by null, and the segment comes back without being bought", async () => {
    const video = await EditedVideo.make();
    const before = await video.artifacts();
    await video.edit({ "SegmentNarrationInput[1]": "The moon pulls." });
    await video.regenerate();
    video.bought();
    const edited = await video.edit({ "SegmentNarrationInput[1]": null });
    expect(edited.inputs).not.toHaveProperty("SegmentNarrationInput[1]");
    expect(edited.quote.expectedMicros).toBe(0);
    const run = await video.regenerate();
    expect(video.bought()).toEqual([]);
    expect(run?.costMicros).toBe(0);
    expect(await video.changedSince(before)).toEqual([]);
  });

  it("that stood in for a script line from the start leaves the line to be written when it goes, and the run ends", async () => {
    const video = await EditedVideo.make({
      InquiryPrompt: "How tides work",
      Duration: 20,
      ImagesPerSegment: 1,
      "SegmentNarrationInput[1]": "The moon pulls.",
    });
    await video.edit({ "SegmentNarrationInput[1]": null });
    const run = await video.regenerate();
    // What was bought under the same claim has no such line: it cannot be adopted.
    expect(endsOf(run).succeeded).toContain("ScriptGen");
    expect(run?.status).toBe("succeeded");
    expect((await video.artifacts()).get("NarrationSegmentScript[1]")?.status).toBe("ready");
  });
});

describe("what costs nothing", () => {
  it("another assembly strategy runs the assembler alone", async () => {
    const video = await EditedVideo.make();
    const { quote } = await video.edit({ AssemblyStrategy: "fixed-segments" });
    expect(quote).toMatchObject({ costMicros: 0, items: [{ genId: "TimelineAssembler", jobs: 1 }] });
    const run = await video.regenerate();
    expect(endsOf(run)).toEqual({ succeeded: ["TimelineAssembler"] });
    expect(video.bought()).toEqual([]);
    expect(run?.costMicros).toBe(0);
  });

  it("an edit that changes nothing plans nothing and keeps the version", async () => {
    const video = await EditedVideo.make();
    const edited = await video.edit({ Duration: 30, ImageStyle: "cinematic" });
    expect(edited).toMatchObject({ inputRevision: 1, dirty: [], quote: { costMicros: 0 } });
    expect(await video.open()).toMatchObject({ status: 200, run: null, view: { run: null, artifacts: [] } });
  });

  it("an edit taken back before any run plans nothing", async () => {
    const video = await EditedVideo.make();
    expect((await video.edit({ Audience: "Children" })).dirty).not.toEqual([]);
    const back = await video.edit({ Audience: null });
    expect(back).toMatchObject({ inputRevision: 3, dirty: [] });
    expect((await video.row()).numDirtyArtifacts).toBe(0);
    expect(await video.regenerate()).toBeNull();
  });

  it("an edit taken back after a run takes everything over from before it", async () => {
    const video = await EditedVideo.make();
    const before = await video.artifacts();
    await video.edit({ ImageStyle: "noir" });
    await video.regenerate();
    video.bought();
    const { dirty, quote } = await video.edit({ ImageStyle: "cinematic" });
    expect(dirty.length).toBeGreaterThan(6);
    // The bound holds without the earlier results; the expectation knows them.
    expect(quote.costMicros).toBeGreaterThan(0);
    expect(quote.expectedMicros).toBe(0);
    const run = await video.regenerate();
    expect(video.bought()).toEqual([]);
    expect(run).toMatchObject({ status: "succeeded", costMicros: 0 });
    const visuals = [...range("ImageGen", 3, 2), ...range("TextToImagePromptGen", 3)];
    expect(endsOf(run)).toEqual({ cached: [...visuals, "TimelineAssembler"] });
    expect(await video.changedSince(before)).toEqual([]);
  });

  it("a branch toggled away and back costs the assembler", async () => {
    const video = await EditedVideo.make({ InquiryPrompt: "Tides", Duration: 20, ImagesPerSegment: 1 });
    const before = await video.artifacts();
    await video.edit({ UseVideo: true });
    await video.regenerate();
    expect(video.bought().filter((jobId) => jobId.startsWith("TextToVideoGen"))).toHaveLength(2);
    await video.edit({ UseVideo: false });
    const run = await video.regenerate();
    expect(video.bought()).toEqual([]);
    expect(run?.jobs.map(({ jobId }) => jobId)).toEqual(["TimelineAssembler"]);
    // The clips stay for the next toggle; nothing else differs.
    const changed = await video.changedSince(before);
    expect(changed.filter((id) => !/^(SegmentVideo|TextToMovieDirectionPrompt)/.test(id))).toEqual([]);
    await video.edit({ UseVideo: true });
    expect((await video.regenerate())?.jobs.map(({ jobId }) => jobId)).toEqual(["TimelineAssembler"]);
  });

  it("an edit that yields the same bytes stops where it does", async () => {
    const video = await EditedVideo.make();
    // A writer that does not care who listens.
    video.world.text.script.outputs = (request) =>
      request.genId === "ScriptGen"
        ? request.produces.map((artifact) => ({
            artifact,
            mediaType: "text/plain",
            bytes: new TextEncoder().encode(`the same ${artifact}`),
          }))
        : null;
    await video.regenerate({ mode: "full" });
    video.bought();
    await video.edit({ Audience: "Children" });
    const run = await video.regenerate();
    expect(video.bought()).toEqual(["ScriptGen"]);
    expect(endsOf(run).succeeded).toEqual(["ScriptGen"]);
    expect(endsOf(run).unchanged).toHaveLength((run?.jobs.length ?? 0) - 1);
    expect(run?.costMicros).toBe(PRICE_MICROS);
  });
});

describe("what does buy", () => {
  it("a full run, every job of it, although nothing changed", async () => {
    const video = await EditedVideo.make();
    const run = await video.regenerate({ mode: "full" });
    expect(video.bought()).toHaveLength(15);
    expect(endsOf(run).succeeded).toHaveLength(16);
  });

  it("a job that failed, and what could not be made without it", async () => {
    const video = await EditedVideo.make();
    await video.edit({ ImageStyle: "noir" });
    const media = video.world.media.script;
    media.onSubmit = ({ jobId }) => {
      if (jobId === "ImageGen[1][0]") throw new Error("NSFW");
    };
    expect(await video.regenerate()).toMatchObject({ status: "partial" });
    delete media.onSubmit;
    video.bought();
    const run = await video.regenerate();
    expect(run).toMatchObject({ status: "succeeded" });
    expect(video.bought()).toEqual(["ImageGen[1][0]"]);
    expect(run?.jobs.find(({ jobId }) => jobId === "ImageGen[1][0]")?.reason).toBe("failed");
  });

  it("another take: other bytes from the same inputs, and a third one after that", async () => {
    const video = await EditedVideo.make();
    const before = await video.artifacts();
    const take = { mode: "scope" as const, takes: ["SegmentImageAsset[1][0]"] };
    await video.regenerate(take);
    expect(video.bought()).toEqual(["ImageGen[1][0]"]);
    const second = await video.artifacts();
    await video.regenerate(take);
    expect(video.bought()).toEqual(["ImageGen[1][0]"]);
    const checksums = [before, second, await video.artifacts()].map(
      (artifacts) => artifacts.get("SegmentImageAsset[1][0]")?.checksum,
    );
    expect(new Set(checksums).size).toBe(3);
    expect((await video.artifacts()).get("SegmentImageAsset[1][0]")?.madeFrom?.take).toBe(2);
  });

  it("another take that could not be begun, as soon as what it is made from is there again", async () => {
    const video = await EditedVideo.make();
    await video.edit({ ImageStyle: "noir" });
    const { script } = video.world.text;
    script.onSubmit = ({ jobId }) => {
      if (jobId === "TextToImagePromptGen[1]") throw new Error("NSFW");
    };
    const failed = await video.regenerate({ takes: ["SegmentImageAsset[1][0]"] });
    const stateOf = (run: typeof failed, id: string) => run?.jobs.find(({ jobId }) => jobId === id)?.state;
    expect(failed).toMatchObject({ status: "partial" });
    expect(stateOf(failed, "ImageGen[1][0]")).toBe("blocked");
    delete script.onSubmit;
    // Nothing else asks for it any more.
    await video.edit({ ImageStyle: null });
    video.bought();
    expect(await video.regenerate()).toMatchObject({ status: "succeeded" });
    expect(video.bought()).toContain("ImageGen[1][0]");
    const artifacts = await video.artifacts();
    expect(artifacts.get("SegmentImageAsset[1][0]")?.madeFrom?.take).toBe(1);
    expect(artifacts.get("SegmentImageAsset[1][1]")?.madeFrom?.take).toBe(0);
    expect(await video.regenerate()).toBeNull();
  });

  it("a draft's first run is its generation", async () => {
    const video = await EditedVideo.make(undefined, { start: false });
    expect(await video.row()).toMatchObject({ status: "draft" });
    await video.edit({ ImagesPerSegment: 1 });
    const run = await video.regenerate();
    expect(run).toMatchObject({ type: "generation", status: "succeeded", revision: 1 });
    expect(run?.exportRunId).not.toBeNull();
  });
});

describe("selections", () => {
  it("a scope makes what is dirty in it and what depends on it, and leaves the rest dirty", async () => {
    const video = await EditedVideo.make();
    await video.edit({ ImageStyle: "noir" });
    const run = await video.regenerate({ mode: "scope", scope: ["segment=1"] });
    expect(video.bought()).toEqual(["ImageGen[1][0]", "ImageGen[1][1]", "TextToImagePromptGen[1]"]);
    expect(run?.jobs.map(({ jobId }) => jobId)).toContain("TimelineAssembler");
    expect((await video.row()).numDirtyArtifacts).toBeGreaterThan(0);
    await video.regenerate();
    expect(video.bought().filter((jobId) => /^[A-Za-z]+\[1\]/.test(jobId))).toEqual([]);
  });

  it("a pin keeps what is dirty, and stays dirty", async () => {
    const video = await EditedVideo.make();
    const before = await video.artifacts();
    await video.edit({ ImageStyle: "noir" });
    await video.regenerate({ pins: ["SegmentImageAsset[0][*]"] });
    const changed = await video.changedSince(before);
    expect(changed).not.toContain("SegmentImageAsset[0][0]");
    expect(changed).toContain("SegmentImageAsset[2][1]");
    expect((await video.row()).numDirtyArtifacts).toBeGreaterThan(0);
  });

  it("a run up to a layer stops there and makes no film", async () => {
    const video = await EditedVideo.make(undefined, { start: false });
    const run = await video.regenerate({ upToLayer: 1 });
    expect(new Set(video.bought().map((jobId) => jobId.split("[")[0]))).toEqual(
      new Set(["ScriptGen", "AudioGen", "TextToMusicPromptGen", "TextToImagePromptGen"]),
    );
    expect(run).toMatchObject({ status: "succeeded", exportRunId: null });
  });

  it("a contradicting pin and an unknown selector are refused with the field at fault, and nothing is opened", async () => {
    const video = await EditedVideo.make();
    const options = { mode: "scope" as const, scope: ["segment=1"], takes: ["Music"], pins: ["Music"] };
    await expect(video.open(options)).rejects.toMatchObject({
      code: "pin-conflict",
      errors: [{ pointer: "/pins" }],
    });
    await expect(video.open({ mode: "scope", scope: ["segment=0", "segment=7"] })).rejects.toMatchObject({
      code: "unknown-selector",
      errors: [{ pointer: "/scope/1" }],
    });
    await expect(video.open({ takes: ["Musik"] })).rejects.toMatchObject({
      code: "unknown-selector",
      message: expect.stringContaining("Did you mean Music"),
      errors: [{ pointer: "/takes/0" }],
    });
    await expect(video.regenerate()).resolves.toBeNull();
  });
});
