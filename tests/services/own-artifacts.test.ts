import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveBinaries } from "../../lib/adapters/ffmpeg/binaries";
import { createIntake } from "../../lib/adapters/ffmpeg/intake";
import { nodeSha256 } from "../../lib/adapters/node/sha256";
import type { BroughtView } from "../../lib/api/contract/own-artifacts";
import { checksumOf } from "../../lib/core/fingerprint/checksum";
import type { VideoId } from "../../lib/core/ids";
import { type GenerationRequest, ownTexts } from "../../lib/ports/generator";
import { readAll } from "../../lib/ports/object-store";
import { broughtAnswer } from "../../lib/services/artifacts/brought-answer";
import { discardAlternate } from "../../lib/services/artifacts/discard-alternate";
import { explainArtifact } from "../../lib/services/artifacts/explain-artifact";
import { getTimeline } from "../../lib/services/artifacts/get-timeline";
import { listAlternates } from "../../lib/services/artifacts/list-alternates";
import { listArtifacts } from "../../lib/services/artifacts/list-artifacts";
import { promoteAlternate } from "../../lib/services/artifacts/promote-alternate";
import { putArtifact } from "../../lib/services/artifacts/put-artifact";
import { takeBackArtifact } from "../../lib/services/artifacts/take-back-artifact";
import { type Context, inTenant } from "../../lib/services/context";
import { keyIn } from "../../lib/services/documents/documents";
import { listAll } from "../../lib/services/documents/list-all";
import { listTree } from "../../lib/services/exports/list-tree";
import { failExport } from "../../lib/services/exports/render-export";
import type { IdempotentRequest } from "../../lib/services/idempotently";
import { cleanWorkspace } from "../../lib/services/maintenance/clean/clean-orphans";
import { reindexVideo } from "../../lib/services/maintenance/reindex/reindex-video";
import { repairVideos } from "../../lib/services/maintenance/repair-videos";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { makeImage, makeMusic, makeSpeech } from "../fakes/media";
import { EditedVideo } from "../rigs/edited-video";
import { Crash } from "../rigs/faults";
import { World } from "../rigs/studio-world";

const SMALL = { InquiryPrompt: "How tides work", Duration: 20, ImagesPerSegment: 1 };
const PICTURE = "SegmentImageAsset[1][0]";
const NARRATION = "SegmentNarrationAudio[1]";
const TIMINGS = "WordTimings[1]";
const DAY_MS = 24 * 60 * 60_000;

let directory: string;
let intake: ReturnType<typeof createIntake>;
let png: Uint8Array;
let other: Uint8Array;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "own-artifacts-"));
  const binaries = resolveBinaries({ env: process.env, projectRoot: process.cwd() });
  intake = createIntake({ directory, binaries: () => binaries });
  png = await makeImage({ prompt: "mine", width: 96, height: 54, format: "png" });
  other = await makeImage({ prompt: "another", width: 96, height: 54, format: "png" });
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

interface Put {
  name?: string;
  mediaType?: string | null;
  bytes?: Uint8Array | string;
  seen?: string[] | null;
  request?: IdempotentRequest | null;
}

async function put(ctx: Context, id: VideoId, options: Put = {}): Promise<BroughtView> {
  const { name = PICTURE, mediaType = "image/png", bytes = png, seen = null, request = null } = options;
  const body = once(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
  const answer = await putArtifact({
    ctx,
    intake,
    input: { id, name, mediaType, body, seen },
    idempotency: () => request,
    render: broughtAnswer,
  });
  return JSON.parse(answer.body) as BroughtView;
}

const bring = (video: EditedVideo, options: Put = {}) => put(video.ctx, video.id, options);
const takeBack = (video: EditedVideo, name = PICTURE) =>
  takeBackArtifact({ ctx: video.ctx, input: { id: video.id, name } });
const shown = async (video: EditedVideo, name = PICTURE) =>
  (await listArtifacts({ ctx: video.ctx, input: { id: video.id, limit: 200 } })).data.find(
    ({ id }) => id === name,
  );
const sumOf = (bytes: Uint8Array) => checksumOf(bytes, nodeSha256);

async function contentOf(video: EditedVideo, name: string): Promise<Uint8Array> {
  const record = await shown(video, name);
  const body = await video.ctx.objects.get(
    keyIn(video.id, (record?.key ?? "").split("/").slice(2).join("/")),
  );
  return body ? await readAll(body) : new Uint8Array();
}

const made = async () => await EditedVideo.make(SMALL);

describe("a picture of one's own", () => {
  it("is the artifact at once, at no cost; what depends on it is made again by the next run, which commits it", async () => {
    const video = await made();
    const before = await shown(video);
    const brought = await bring(video);
    expect(brought).toMatchObject({
      artifact: PICTURE,
      isNew: true,
      brought: [PICTURE],
      checksum: sumOf(png),
      mediaType: "image/png",
      bytes: png.length,
      quote: { costMicros: 0 },
    });
    expect(brought.dirty.map(({ artifact }) => artifact)).toContain("Timeline");
    expect(brought.dirty.find(({ artifact }) => artifact === "Timeline")?.reason).toBe(`upstream:${PICTURE}`);
    expect((await video.row()).numDirtyArtifacts).toBe(brought.dirty.length);
    expect(await shown(video)).toMatchObject({
      ...{ checksum: sumOf(png), producedBy: "person", stale: false, fingerprint: null },
      brought: { at: expect.any(String), by: "test" },
    });
    expect(await contentOf(video, PICTURE)).toEqual(png);

    video.bought();
    const run = await video.regenerate();
    expect(run?.jobs.map(({ jobId }) => jobId)).toEqual(["TimelineAssembler"]);
    expect(video.bought()).toEqual([]);
    expect((await video.artifacts()).get(PICTURE)).toMatchObject({
      ...{ checksum: sumOf(png), producedBy: "person", facts: { width: 96, height: 54 } },
      brought: { by: "test" },
    });
    expect((await video.row()).numDirtyArtifacts).toBe(0);
    // What it stands for is still there, to be gone back to.
    const { data } = await listAlternates({ ctx: video.ctx, input: { id: video.id, name: PICTURE } });
    expect(data).toMatchObject([{ n: 1, checksum: before?.checksum, isCurrent: false }]);
    const why = await explainArtifact({ ctx: video.ctx, input: { id: video.id, name: PICTURE } });
    expect(why).toMatchObject({
      state: "up-to-date",
      summary: expect.stringMatching(/You brought it along on \d/),
    });
  });

  it("stays, whatever is edited, until another one is asked for", async () => {
    const video = await made();
    await bring(video);
    await video.edit({ ImageStyle: "noir" });
    video.bought();
    await video.regenerate();
    expect(video.bought()).not.toContain("ImageGen[1][0]");
    expect((await video.artifacts()).get(PICTURE)?.checksum).toBe(sumOf(png));
    await video.regenerate({ mode: "scope", takes: [PICTURE] });
    expect(video.bought()).toContain("ImageGen[1][0]");
    expect((await video.artifacts()).get(PICTURE)?.producedBy).toBe("ImageGen[1][0]");
  });

  it("brought twice changes nothing the second time, nor do the very bytes that are there dirty anything", async () => {
    const video = await made();
    await bring(video);
    const { updatedAt } = await video.row();
    const again = await bring(video);
    expect(again).toMatchObject({ isNew: false, brought: [], checksum: sumOf(png) });
    expect((await video.row()).updatedAt).toEqual(updatedAt);
    await video.regenerate();
    expect(await bring(video)).toMatchObject({ isNew: false, dirty: [] });
  });

  it("answers the same key with the same answer, and once", async () => {
    const video = await made();
    const request = { route: "PUT x", key: "k1", bodyHash: "h1" };
    const first = await bring(video, { request });
    await bring(video, { bytes: other });
    expect(await bring(video, { request })).toEqual(first);
    expect((await shown(video))?.checksum).toBe(sumOf(other));
    await expect(bring(video, { request: { ...request, bodyHash: "h2" } })).rejects.toMatchObject({
      code: "idempotency-mismatch",
    });
  });

  it("is refused over another one than was seen", async () => {
    const video = await made();
    const seen = [(await shown(video))?.checksum ?? ""];
    await bring(video, { seen });
    await expect(bring(video, { seen, bytes: other })).rejects.toMatchObject({
      code: "precondition-failed",
      details: { current: sumOf(png) },
    });
    await bring(video, { seen: [sumOf(png)], bytes: other });
  });

  it("that comes while a run is at work leaves the run what it froze, and outlives it", async () => {
    const video = await made();
    const { run } = await video.open({ mode: "full" });
    await bring(video);
    expect((await shown(video))?.checksum).toBe(sumOf(png));
    if (run) await video.drive(run.id);
    expect((await shown(video))?.checksum).toBe(sumOf(png));
    await video.regenerate();
    expect((await video.artifacts()).get(PICTURE)?.checksum).toBe(sumOf(png));
    expect((await video.row()).numDirtyArtifacts).toBe(0);
  });

  it("may be there before anything is made: then nothing is bought for it", async () => {
    const video = await EditedVideo.make(SMALL, { start: false });
    await bring(video);
    expect(await shown(video)).toMatchObject({ checksum: sumOf(png), producedBy: "person" });
    await video.regenerate();
    expect(video.world.media.submitsOf("ImageGen[1][0]")).toBe(0);
    expect(video.world.media.submitsOf("ImageGen[0][0]")).toBe(1);
    expect((await video.artifacts()).get(PICTURE)?.checksum).toBe(sumOf(png));
    // Nothing was ever made of it: taken back, it is missing, and made.
    const back = await takeBack(video);
    expect(back.dirty).toContainEqual(expect.objectContaining({ artifact: PICTURE, reason: "missing" }));
    expect(await shown(video)).toBeUndefined();
    await video.regenerate();
    expect((await video.artifacts()).get(PICTURE)?.producedBy).toBe("ImageGen[1][0]");
  });
});

describe("taking it back", () => {
  it("before a run has committed it, leaves everything as it was", async () => {
    const video = await made();
    const before = await shown(video);
    await bring(video);
    expect(await takeBack(video)).toMatchObject({ takenBack: [PICTURE], dirty: [] });
    expect(await shown(video)).toEqual(before);
    expect((await video.row()).numDirtyArtifacts).toBe(0);
    await expect(takeBack(video)).rejects.toMatchObject({ code: "conflict" });
  });

  it("afterwards, brings back what was made, and buys nothing", async () => {
    const video = await made();
    const before = await shown(video);
    await bring(video);
    await video.regenerate();
    video.bought();
    const back = await takeBack(video);
    expect(back.dirty.map(({ artifact }) => artifact)).not.toContain(PICTURE);
    expect(back.quote.costMicros).toBe(0);
    expect(await shown(video)).toMatchObject({ checksum: before?.checksum, stale: false });
    await video.regenerate();
    expect(video.bought()).toEqual([]);
    expect((await video.artifacts()).get(PICTURE)).toMatchObject({
      checksum: before?.checksum,
      producedBy: "ImageGen[1][0]",
    });
  });

  it("while a run that froze it is at work, holds after that run", async () => {
    const video = await made();
    const before = await shown(video);
    await bring(video);
    const { run } = await video.open();
    await takeBack(video);
    expect((await shown(video))?.checksum).toBe(before?.checksum);
    if (run) await video.drive(run.id);
    expect((await shown(video))?.checksum).toBe(before?.checksum);
    await video.regenerate();
    expect((await video.artifacts()).get(PICTURE)?.checksum).toBe(before?.checksum);
  });

  it("works by promoting what was made as well", async () => {
    const video = await made();
    const before = await shown(video);
    await bring(video);
    await video.regenerate();
    await promoteAlternate({ ctx: video.ctx, input: { id: video.id, name: PICTURE, n: 1 } });
    expect((await shown(video))?.checksum).toBe(before?.checksum);
    await video.regenerate();
    expect((await video.artifacts()).get(PICTURE)?.producedBy).toBe("ImageGen[1][0]");
  });

  it("with what was made thrown away, has it made anew", async () => {
    const video = await made();
    await bring(video);
    await video.regenerate();
    await discardAlternate({ ctx: video.ctx, input: { id: video.id, name: PICTURE, n: 1 } });
    await takeBack(video);
    video.bought();
    await video.regenerate();
    expect(video.bought()).toEqual(["ImageGen[1][0]"]);
  });
});

describe("a narration of one's own", () => {
  it("brings the times of its words along, estimated, and sets how long its segment is", async () => {
    const video = await made();
    const speech = makeSpeech("My own words, spoken by myself, at my own pace.");
    const brought = await bring(video, { name: NARRATION, mediaType: "audio/wav", bytes: speech });
    expect(brought.brought).toEqual([NARRATION, TIMINGS]);
    const timings = JSON.parse(new TextDecoder().decode(await contentOf(video, TIMINGS)));
    expect(timings.estimated).toBe(true);
    const seconds = (speech.length - 44) / 48_000;
    expect(timings.words.at(-1).endSeconds).toBeLessThanOrEqual(seconds);
    video.bought();
    await video.regenerate();
    expect(video.bought()).toEqual([]);
    const timeline = await getTimeline({ ctx: video.ctx, input: { id: video.id } });
    expect(timeline.segments[1]?.narration.durationSeconds).toBeCloseTo(seconds, 3);
    // Another voice speaks the others; this one stays.
    await video.edit({ VoiceId: "alto" });
    await video.regenerate();
    expect(video.bought()).toEqual(["AudioGen[0]"]);
  });

  it("takes both back", async () => {
    const video = await made();
    const before = [await shown(video, NARRATION), await shown(video, TIMINGS)];
    const speech = makeSpeech("Mine.");
    await bring(video, { name: NARRATION, mediaType: "audio/wav", bytes: speech });
    await video.regenerate();
    await expect(takeBack(video, TIMINGS)).rejects.toMatchObject({ code: "conflict" });
    expect((await takeBack(video, NARRATION)).takenBack).toEqual([NARRATION, TIMINGS]);
    const after = [await shown(video, NARRATION), await shown(video, TIMINGS)];
    expect(after.map((record) => record?.checksum)).toEqual(before.map((record) => record?.checksum));
  });

  it("has times of its own words, which have to be its", async () => {
    const video = await made();
    const speech = makeSpeech("Just a few words of mine.");
    await bring(video, { name: NARRATION, mediaType: "audio/wav", bytes: speech });
    const times = (words: object[]) => ({
      ...{ name: TIMINGS, mediaType: "application/json" },
      bytes: JSON.stringify({ words }),
    });
    const word = { text: "Just", startSeconds: 0.1, endSeconds: 0.4 };
    await bring(video, times([word]));
    expect(JSON.parse(new TextDecoder().decode(await contentOf(video, TIMINGS)))).toEqual({ words: [word] });
    for (const bad of [
      times([{ ...word, endSeconds: 900 }]),
      times([{ ...word, endSeconds: 0 }]),
      times([word, { ...word, startSeconds: 0 }]),
      times([{ ...word, text: "\u0000" }]),
      times([{ text: "Just" }]),
      { ...times([]), bytes: '{"words":[],"more":1}' },
      { ...times([]), bytes: "{" },
    ]) {
      await expect(bring(video, bad)).rejects.toMatchObject({
        code: expect.stringMatching(/^invalid-(?:input|json)$/),
      });
    }
  });

  it("waits for its words", async () => {
    const video = await EditedVideo.make(SMALL, { start: false });
    const mine = { name: NARRATION, mediaType: "audio/wav", bytes: makeSpeech("Mine.") };
    await expect(bring(video, mine)).rejects.toMatchObject({ code: "conflict" });
    await video.edit({ "SegmentNarrationInput[1]": "Mine." });
    await bring(video, mine);
    await video.regenerate();
    expect(video.world.text.submitsOf("AudioGen[1]")).toBe(0);
    expect((await video.row()).numDirtyArtifacts).toBe(0);
  });
});

describe("words of one's own", () => {
  it("are the text, without what surrounds it, and what follows from them is made again", async () => {
    const video = await made();
    const brought = await bring(video, {
      ...{ name: "NarrationSegmentScript[1]", mediaType: "text/plain; charset=utf-8" },
      bytes: "  Ebbe & Flut, – 潮汐.\n",
    });
    expect(brought.dirty).toContainEqual(
      expect.objectContaining({ artifact: NARRATION, reason: "upstream:NarrationSegmentScript[1]" }),
    );
    expect(new TextDecoder().decode(await contentOf(video, "NarrationSegmentScript[1]"))).toBe(
      "Ebbe & Flut, – 潮汐.",
    );
    video.bought();
    const asked: GenerationRequest[] = [];
    const script = video.world.text.script;
    video.world.text.script = { ...script, costMicros: (request) => 1_000 + 0 * asked.push(request) };
    await video.regenerate();
    // Whoever looks at a person's words before they are sent can tell them.
    const spoken = asked.find(({ jobId }) => jobId === "AudioGen[1]");
    expect(spoken && (await ownTexts(spoken))).toEqual(["Ebbe & Flut, – 潮汐."]);
    expect(video.bought()).toEqual(expect.arrayContaining(["AudioGen[1]"]));
    expect(video.bought()).not.toContain("ScriptGen");
    expect((await video.row()).numDirtyArtifacts).toBe(0);
  });

  it("name the video", async () => {
    const video = await made();
    await bring(video, { name: "VideoTitle", mediaType: "text/plain", bytes: "My tides" });
    await video.regenerate();
    expect((await video.row()).title).toBe("My tides");
  });

  it.each([
    ["nothing", ""],
    ["blanks", " \n\t "],
    ["control characters", "a\u0000b"],
    ["too much", "x".repeat(5_000)],
    ["no text", new Uint8Array([0xff, 0xfe, 0x41, 0x00])],
  ])("are refused: %s", async (_, bytes) => {
    const video = await EditedVideo.make(SMALL, { start: false });
    const mine = { name: "MusicPrompt", mediaType: "text/plain", bytes };
    await expect(bring(video, mine)).rejects.toMatchObject({ code: "invalid-input" });
  });
});

describe("what cannot be brought along", () => {
  it("is refused before a byte is read, and says why", async () => {
    const video = await EditedVideo.make(SMALL, { start: false });
    const refused: [Put, string][] = [
      [{ name: "Musik" }, "not-found"],
      [{ name: "SegmentImageAsset[1]" }, "not-found"],
      [{ name: "SegmentImageAsset[7][0]" }, "not-found"],
      [{ name: "SegmentImageAsset[0][4]" }, "not-found"],
      [{ name: "Timeline" }, "invalid-input"],
      [{ name: "Captions", mediaType: "text/plain" }, "invalid-input"],
      [{ name: "SegmentVideo[1]", mediaType: "video/mp4" }, "conflict"],
      [{ name: "StartingImage[0]" }, "conflict"],
      [{ mediaType: "video/mp4" }, "unsupported-media-type"],
      [{ mediaType: "image/svg+xml" }, "unsupported-media-type"],
      [{ mediaType: "image/gif" }, "unsupported-media-type"],
      [{ mediaType: null }, "unsupported-media-type"],
      [{ name: "Music", mediaType: "audio/flac" }, "unsupported-media-type"],
      [{ name: "MusicPrompt", mediaType: "text/html" }, "unsupported-media-type"],
    ];
    const unread: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]() {
        throw new Error("It was read.");
      },
    };
    for (const [{ name = PICTURE, mediaType = "image/png" }, code] of refused) {
      const answer = putArtifact({
        ...{ ctx: video.ctx, intake, idempotency: () => null, render: broughtAnswer },
        input: { id: video.id, name, mediaType, body: unread, seen: null },
      });
      await expect(answer, name).rejects.toMatchObject({ code });
    }
    await expect(put(video.ctx, "vid_nobody" as VideoId)).rejects.toMatchObject({ code: "not-found" });
    const { ctx } = (await World.open()).start();
    await expect(put(ctx, video.id)).rejects.toMatchObject({ code: "not-found" });
    await expect(takeBackArtifact({ ctx, input: { id: video.id, name: PICTURE } })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("is refused when it is another thing than it is called, or too long; and nothing is stored", async () => {
    const video = await made();
    const keys = async () => (await listAll(video.ctx.objects, `videos/${video.id}/`)).map(({ key }) => key);
    const before = await keys();
    await expect(bring(video, { mediaType: "image/jpeg" })).rejects.toMatchObject({
      code: "unsupported-media-type",
      message: expect.stringMatching(/is image\/png/),
    });
    await expect(bring(video, { bytes: new Uint8Array() })).rejects.toMatchObject({ code: "invalid-input" });
    const long = { name: NARRATION, mediaType: "audio/wav", bytes: makeSpeech("word ".repeat(150)) };
    await expect(bring(video, long)).rejects.toMatchObject({
      code: "invalid-input",
      message: expect.stringMatching(/from 0\.1 to 40 s/),
    });
    expect(await keys()).toEqual(before);
  });

  it("is what an input stands for already", async () => {
    const video = await EditedVideo.make(SMALL, { start: false });
    await video.edit({ "SegmentNarrationInput[1]": "Mine." });
    const mine = { name: "NarrationSegmentScript[1]", mediaType: "text/plain", bytes: "Mine too." };
    await expect(bring(video, mine)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/SegmentNarrationInput\[1\]/),
    });
  });
});

describe("what was brought along survives", () => {
  it("every crash between two writes: it is all there or not at all, and once more makes it so", async () => {
    const whole = await made();
    const clear = whole.world.start();
    await put(clear.ctx, whole.id);
    const { writes } = clear.storage;
    expect(writes.map((write) => write.split(" ")[0])).toEqual(["put", "transaction", "put"]);
    for (let at = 1; at <= writes.length; at++) {
      for (const when of ["before", "after"] as const) {
        const video = await made();
        const before = (await shown(video))?.checksum;
        const { ctx } = video.world.start({ at, when, kind: "crash" });
        await expect(put(ctx, video.id)).rejects.toThrow(Crash);
        const isSaved = at > 2 || (at === 2 && when === "after");
        expect((await shown(video))?.checksum).toBe(isSaved ? sumOf(png) : before);
        const verified = await verifyVideos({ ctx: video.ctx, input: { id: video.id } });
        expect(verified.problems.filter(({ kind }) => kind !== "orphan")).toEqual([]);
        expect(await bring(video)).toMatchObject({ isNew: !isSaved, checksum: sumOf(png) });
        await video.regenerate();
        expect((await video.artifacts()).get(PICTURE)?.checksum).toBe(sumOf(png));
        expect((await verifyVideos({ ctx: video.ctx, input: { id: video.id } })).problems).toEqual([]);
      }
    }
  }, 120_000);

  it("the cleaner, chosen or committed; what was replaced before it was committed is put away", async () => {
    const video = await made();
    await bring(video, { bytes: other });
    await bring(video);
    const policy = { graceMs: DAY_MS, trashMs: DAY_MS, failedRunsMs: DAY_MS };
    const clean = async () => {
      await endExports(video);
      await video.ctx.clock.sleep(3 * DAY_MS);
      return await cleanWorkspace({ ctx: video.ctx, policy, input: { dryRun: false } });
    };
    expect(await clean()).toMatchObject({ quarantined: 1 });
    expect(await contentOf(video, PICTURE)).toEqual(png);
    // What was put away is never used again: the same bytes find another place.
    await bring(video, { bytes: other });
    expect((await shown(video))?.key).toMatch(/-2\.png$/);
    await bring(video);
    await video.regenerate();
    await clean();
    await takeBack(video);
    await video.regenerate();
    await clean();
    expect((await verifyVideos({ ctx: video.ctx, input: { id: video.id } })).problems).toEqual([]);
    const { files } = await listTree({ ctx: video.ctx, input: { id: video.id, revision: 2 } });
    expect(files.map(({ path: name }) => name)).toContain("assets/images/seg1/img0.png");
  });

  it("the loss of all rows, before it was committed and after", async () => {
    const video = await made();
    await bring(video);
    await bring(video, { name: "Music", mediaType: "audio/mpeg", bytes: await makeMusic("mine", 2) });
    const elsewhere = (await World.open(undefined, video.ctx.objects)).start();
    // Its own workspace knows it; another database does not.
    const lost = await lostRows(video, elsewhere.ctx);
    expect(await reindexVideo({ ctx: lost, videoId: video.id })).toMatchObject({ outcome: "rebuilt" });
    const page = await listArtifacts({ ctx: lost, input: { id: video.id, limit: 200 } });
    expect(page.data.find(({ id }) => id === PICTURE)).toMatchObject({
      checksum: sumOf(png),
      producedBy: "person",
    });
    expect(page.data.find(({ id }) => id === "Music")).toMatchObject({ producedBy: "person" });
    expect((await verifyVideos({ ctx: lost, input: { id: video.id } })).problems).toEqual([]);
  });

  it("and what is committed or taken back does not come again with reindex", async () => {
    const video = await made();
    await bring(video);
    await video.regenerate();
    await video.regenerate({ mode: "scope", takes: [PICTURE] });
    const lost = await lostRows(video, (await World.open(undefined, video.ctx.objects)).start().ctx);
    await reindexVideo({ ctx: lost, videoId: video.id });
    const page = await listArtifacts({ ctx: lost, input: { id: video.id, limit: 200 } });
    expect(page.data.find(({ id }) => id === PICTURE)?.producedBy).toBe("ImageGen[1][0]");
  });

  it("verify says when its bytes are lost, and repair lets what was made stand again", async () => {
    const video = await made();
    const before = await shown(video);
    await bring(video);
    const key = (await shown(video))?.key ?? "";
    await video.ctx.objects.delete([keyIn(video.id, key.split("/").slice(2).join("/"))]);
    const { problems } = await verifyVideos({ ctx: video.ctx, input: { id: video.id } });
    expect(problems).toMatchObject([{ kind: "missing", key, repairable: true }]);
    expect((await repairVideos({ ctx: video.ctx, input: { id: video.id } })).ok).toBe(true);
    expect(await shown(video)).toEqual(before);
  });
});

/** Nobody renders films here, and the cleaner waits for them. */
async function endExports({ ctx, id }: EditedVideo): Promise<void> {
  const runs = await inTenant(ctx, (repositories) => repositories.runs.ofVideo({ videoId: id, limit: 100 }));
  for (const { id: runId, type, finishedAt } of runs) {
    if (type === "export" && finishedAt === null) await failExport({ ctx, input: { runId, message: "No." } });
  }
}

/** The same objects under a database that has no row of the video. */
async function lostRows(video: EditedVideo, ctx: Context): Promise<Context> {
  const { createMemoryDatabase } = await import("../../lib/adapters/memory/database");
  const database = createMemoryDatabase();
  const { workspaceId } = ctx;
  await database.system(({ ensureWorkspace }) =>
    ensureWorkspace({ id: workspaceId, name: "w", at: video.ctx.clock.now() }),
  );
  const lost = { ...ctx, database, objects: video.ctx.objects };
  expect(await inTenant(lost, ({ videos }) => videos.find(video.id))).toBeNull();
  return lost;
}
