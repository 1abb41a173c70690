import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMemoryDatabase, type MemoryDatabase } from "../../lib/adapters/memory/database";
import { TREE_INDEX_PATH } from "../../lib/core/naming/tree-path";
import { GeneratorFailure } from "../../lib/core/run/failure";
import type { RunRow } from "../../lib/ports/database";
import { type ObjectKey, readAll } from "../../lib/ports/object-store";
import { listAlternates } from "../../lib/services/artifacts/list-alternates";
import { type Context, inTenant } from "../../lib/services/context";
import { keyIn } from "../../lib/services/documents/documents";
import { listAll } from "../../lib/services/documents/list-all";
import { importTree } from "../../lib/services/imports/import-tree";
import { reindex } from "../../lib/services/maintenance/reindex/reindex";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { deleteVideo } from "../../lib/services/videos/delete-video";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { getVideo } from "../../lib/services/videos/get-video";
import { createRun, driveRun, sharedDatabase, World } from "../rigs/studio-world";
import { exportTree, filesOf, sniffScripted, type TreeInMemory, withIndex } from "../rigs/tree";

afterAll(async () => (await sharedDatabase()).close());

const INPUTS = { InquiryPrompt: "How tides work", Duration: 20, ImagesPerSegment: 1 };
const NO_FILM = { export: false } as const;

let origin: Context;
let home: World;
let id: string;
let tree: TreeInMemory;

const take = (ctx: Context, files: TreeInMemory) =>
  importTree({ ctx, input: { files: filesOf(files), sniff: sniffScripted } });

async function nextRun(ctx: Context, video: string): Promise<RunRow | null> {
  const { fresh } = await createNextRun({
    ctx,
    input: { id: video, mode: "dirty", ...NO_FILM },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  return fresh?.run ?? null;
}

/** A price each, so that costs can be told apart. */
function priced(world: World): World {
  world.text.script.costMicros = () => 1_000;
  world.media.script.costMicros = () => 7_000;
  return world;
}

/** Its music never comes. */
function breakMusic(world: World): void {
  world.media.script.onSubmit = ({ genId }) => {
    if (genId === "MusicGen") throw new GeneratorFailure({ failureClass: "permanent", message: "no music" });
  };
}

beforeAll(async () => {
  home = priced(await World.open());
  const process = home.start();
  origin = process.ctx;
  const run = await createRun(origin, INPUTS, NO_FILM);
  id = run.videoId;
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
  await editInputs({ ctx: origin, input: { id, patch: { ImageStyle: "watercolor" }, seen: null } });
  const next = await nextRun(origin, id);
  if (!next) throw new Error("The style makes nothing dirty.");
  expect((await driveRun(process, next.id)).status).toBe("succeeded");
  await editInputs({ ctx: origin, input: { id, patch: { Audience: "Children" }, seen: null } });
  tree = await exportTree(origin, id);
});

let database: MemoryDatabase;
let world: World;
let process: ReturnType<World["start"]>;
let ctx: Context;

beforeEach(async () => {
  database = createMemoryDatabase();
  world = priced(await World.open(database));
  process = world.start();
  ctx = process.ctx;
});

const spentHere = () => database.tables.months.all().reduce((sum, row) => sum + row.spentMicros, 0);
const everything = async (context: Context) => (await listAll(context.objects, "")).map(({ key }) => key);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const encode = (value: string) => new TextEncoder().encode(value);

describe("the tree", () => {
  it("has plain names, the documents of the head, a record of what was before, and logs by level", () => {
    const paths = [...tree.keys()];
    expect(paths).toEqual(
      expect.arrayContaining([
        ...["assets/music.mp3", "assets/narration_0.wav", "assets/images/seg0/img0.png"],
        ...["assets/images/seg1/img0.png", "captions.vtt", "captions.srt", "timeline.json", "manifest.json"],
        ...["metadata.json", "draft/inputs.json", "tree.json", "dag/inputs.json", "dag/nodes.json"],
        ...["dag/tags.jsonl", "dag/assembly-input.json", "dag/jobs-ImageGen[0][0].json"],
        ...["dag/checkpoints/layer-1-complete.json", "logs/pipeline.log", "logs/errors.log"],
        ...["logs/warnings.log", "dag/history/000001/plan.json", "dag/history/000001/jobs/ScriptGen.json"],
      ]),
    );
    expect(paths.filter((path) => /^dag\/plan-2026-03-04T[\d-]+\.\d{3}Z\.json$/.test(path))).toHaveLength(1);
    // No digest in any name, and every asset once.
    expect(paths.filter((path) => /\.[0-9a-f]{12}\./.test(path))).toEqual([]);
  });

  it("divides the log by level: what went wrong stands alone", async () => {
    const failing = await World.open(createMemoryDatabase());
    breakMusic(failing);
    const dying = failing.start();
    const run = await createRun(dying.ctx, INPUTS, NO_FILM);
    expect((await driveRun(dying, run.id)).status).toBe("partial");
    const broken = await exportTree(dying.ctx, run.videoId);
    const lines = (path: string) => text(broken.get(path)).split("\n").filter(Boolean);
    const levels = (path: string) => new Set(lines(path).map((line) => JSON.parse(line).level));
    expect(levels("logs/errors.log")).toEqual(new Set(["error"]));
    expect(levels("logs/warnings.log")).toEqual(new Set(["warn"]));
    expect(lines("logs/pipeline.log").length).toBeGreaterThan(
      lines("logs/errors.log").length + lines("logs/warnings.log").length,
    );
    expect(lines("logs/errors.log").some((line) => line.includes("MusicGen"))).toBe(true);
  });
});

describe("import", () => {
  it("makes the video anew: the tree it gives is the same, byte for byte, and all is whole", async () => {
    const done = await take(ctx, tree);
    expect(done).toMatchObject({ outcome: "imported", videoId: id, originalId: id, revision: 2 });
    expect(await exportTree(ctx, id)).toEqual(tree);
    expect((await verifyVideos({ ctx, input: {} })).problems).toEqual([]);
    const [there, here] = await Promise.all([
      getVideo({ ctx: origin, input: { id } }),
      getVideo({ ctx, input: { id } }),
    ]);
    expect({ ...here, links: null }).toEqual({ ...there, links: null });
  });

  it("keeps what it cost, and counts none of it in the month's spending, not even when the rows are lost", async () => {
    await take(ctx, tree);
    const total = await inTenant(ctx, ({ runs }) => runs.totalCost(id as RunRow["videoId"]));
    expect(total).toBe(await inTenant(origin, ({ runs }) => runs.totalCost(id as RunRow["videoId"])));
    expect(total).toBeGreaterThan(0);
    expect(spentHere()).toBe(0);
    database = createMemoryDatabase();
    const again = (await World.open(database)).start().ctx;
    const lost = { ...again, objects: ctx.objects };
    expect(await reindex({ ctx: lost, input: {} })).toMatchObject({ ok: true, rebuilt: 1 });
    expect(await inTenant(lost, ({ runs }) => runs.totalCost(id as RunRow["videoId"]))).toBe(total);
    expect(spentHere()).toBe(0);
  });

  it("leaves nothing to make, and an edit makes what it changes and nothing else", async () => {
    await take(ctx, tree);
    // The edit that no run had taken up came along.
    expect((await getVideo({ ctx, input: { id } })).inputs).toMatchObject({ Audience: "Children" });
    await editInputs({ ctx, input: { id, patch: { Audience: null }, seen: null } });
    expect(await nextRun(ctx, id)).toBeNull();
    await editInputs({ ctx, input: { id, patch: { ImageStyle: "noir" }, seen: null } });
    const run = await nextRun(ctx, id);
    if (!run) throw new Error("The style makes nothing dirty.");
    expect(run.revision).toBe(3);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.submitsOf("ImageGen[0][0]")).toBe(1);
    expect(world.submitsOf("ImageGen[1][0]")).toBe(1);
    expect(world.submitsOf("MusicGen") + world.submitsOf("ScriptGen") + world.submitsOf("AudioGen[0]")).toBe(
      0,
    );
    expect((await verifyVideos({ ctx, input: {} })).problems).toEqual([]);
    expect(spentHere()).toBeGreaterThan(0);
  });

  it("offers no result that did not come along, and makes it again when it is wanted", async () => {
    await take(ctx, tree);
    const { data } = await listAlternates({ ctx, input: { id, name: "SegmentImageAsset[0][0]" } });
    expect(data.filter(({ isCurrent }) => !isCurrent)).toEqual([]);
    await editInputs({ ctx, input: { id, patch: { Audience: null, ImageStyle: null }, seen: null } });
    const run = await nextRun(ctx, id);
    expect((await driveRun(process, (run as RunRow).id)).status).toBe("succeeded");
    expect(world.submitsOf("ImageGen[0][0]")).toBe(1);
    expect((await verifyVideos({ ctx, input: {} })).problems).toEqual([]);
  });

  it("goes on with a run that failed: what failed is made, and nothing that was made", async () => {
    const failing = priced(await World.open(createMemoryDatabase()));
    breakMusic(failing);
    const dying = failing.start();
    const run = await createRun(dying.ctx, INPUTS, NO_FILM);
    expect((await driveRun(dying, run.id)).status).toBe("partial");
    const partial = await exportTree(dying.ctx, run.videoId);
    await take(ctx, partial);
    expect(await exportTree(ctx, run.videoId)).toEqual(partial);
    expect((await getVideo({ ctx, input: { id: run.videoId } })).status).toBe("partial");
    const next = await nextRun(ctx, run.videoId);
    expect((await driveRun(process, (next as RunRow).id)).status).toBe("succeeded");
    expect(world.submitsOf("MusicGen")).toBe(1);
    expect(world.submitsOf("ScriptGen") + world.submitsOf("ImageGen[0][0]")).toBe(0);
    expect((await verifyVideos({ ctx, input: {} })).problems).toEqual([]);
  });

  it("does nothing a second time", async () => {
    await take(ctx, tree);
    const before = await everything(ctx);
    expect(await take(ctx, tree)).toMatchObject({ outcome: "known", videoId: id });
    expect(await everything(ctx)).toEqual(before);
  });

  it("takes another id when its own has gone on, always the same, and that video is as good as the first", async () => {
    await take(ctx, tree);
    await editInputs({ ctx, input: { id, patch: { ImageStyle: "noir", Audience: null }, seen: null } });
    await driveRun(process, ((await nextRun(ctx, id)) as RunRow).id);
    const second = await take(ctx, tree);
    expect(second).toMatchObject({ outcome: "imported", originalId: id, revision: 2 });
    expect(second.videoId).not.toBe(id);
    expect((await verifyVideos({ ctx, input: {} })).problems).toEqual([]);
    expect(await take(ctx, tree)).toMatchObject({ outcome: "known", videoId: second.videoId });
    await editInputs({ ctx, input: { id: second.videoId, patch: { Audience: null }, seen: null } });
    expect(await nextRun(ctx, second.videoId)).toBeNull();
    const copy = await exportTree(ctx, second.videoId);
    expect([...copy.keys()]).toEqual([...tree.keys()]);
    for (const [path, bytes] of copy) {
      if (path.startsWith("assets/")) expect(bytes).toEqual(tree.get(path));
      else expect(text(bytes)).not.toContain(id);
    }
  });

  it("takes another id when the video was deleted here, whose objects are still to be deleted", async () => {
    await take(ctx, tree);
    await deleteVideo({ ctx, input: { id } });
    const second = await take(ctx, tree);
    expect(second.outcome).toBe("imported");
    expect(second.videoId).not.toBe(id);
    expect((await getVideo({ ctx, input: { id: second.videoId } })).headRevision).toBe(2);
  });

  it("takes another id when something else lies where its objects would", async () => {
    const key = keyIn(id as RunRow["videoId"], "dag/000002/plan.json");
    await ctx.objects.put({
      key,
      body: encode("{}"),
      mediaType: "application/json",
      condition: { kind: "any" },
    });
    const { videoId } = await take(ctx, tree);
    expect(videoId).not.toBe(id);
    expect(text(await bytesOf(ctx, key))).toBe("{}");
  });

  it("is completed after a crash at any of its writes", async () => {
    const whole = await World.open(createMemoryDatabase());
    const counting = whole.start();
    await take(counting.ctx, tree);
    const writes = counting.storage.writes.length;
    expect(writes).toBeGreaterThan(30);
    const points = [1, 15, writes - 2, writes - 1, writes];
    for (const at of points) {
      for (const when of ["before", "after"] as const) {
        const again = await World.open(createMemoryDatabase());
        await expect(take(again.start({ at, when, kind: "crash" }).ctx, tree)).rejects.toThrow("crashed");
        const next = again.start().ctx;
        expect((await take(next, tree)).videoId).toBe(id);
        expect(await exportTree(next, id)).toEqual(tree);
        expect((await verifyVideos({ ctx: next, input: {} })).problems).toEqual([]);
      }
    }
  });

  it("takes away what it has written when a write fails and the process lives on", async () => {
    for (const at of [2, 9, 30]) {
      const again = await World.open(createMemoryDatabase());
      const hiccup = again.start({ at, when: "before", kind: "hiccup" });
      await expect(take(hiccup.ctx, tree)).rejects.toThrow("crashed");
      expect(await everything(again.start().ctx)).toEqual([]);
    }
  });
});

async function bytesOf(context: Context, key: ObjectKey): Promise<Uint8Array> {
  const body = await context.objects.get(key);
  return body ? await readAll(body) : new Uint8Array();
}

describe("a tree that is not whole", () => {
  /** Refused with that code, naming the file, and nothing is there afterwards. */
  async function refused(broken: TreeInMemory, naming: string | RegExp, code = "integrity"): Promise<void> {
    await expect(take(ctx, broken)).rejects.toMatchObject({
      code,
      message: naming instanceof RegExp ? expect.stringMatching(naming) : expect.stringContaining(naming),
    });
    expect(await everything(ctx)).toEqual([]);
    expect(process.storage.writes).toEqual([]);
  }
  const without = (path: string) => new Map([...tree].filter(([name]) => name !== path));
  const withFile = (path: string, content: string | Uint8Array) =>
    new Map([...tree, [path, typeof content === "string" ? encode(content) : content] as const]);
  const of = () => ({ videoId: id, revision: 2 });

  it("is refused whichever file is missing, by its name", async () => {
    for (const path of tree.keys()) await refused(without(path), path);
  });

  it("is refused whichever file was altered, by its name", async () => {
    for (const [path, bytes] of tree) {
      if (path === TREE_INDEX_PATH) continue;
      if (bytes.length === 0) {
        await refused(withFile(path, "x"), path);
        continue;
      }
      const flipped = Uint8Array.from(bytes);
      flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
      await refused(withFile(path, flipped), path);
      await refused(withFile(path, bytes.subarray(0, bytes.length - 1)), path);
    }
  });

  it("is refused when its index was made to fit: tags and manifest still know better", async () => {
    const forged = (path: string, change: (content: string) => string) =>
      withIndex(withFile(path, change(text(tree.get(path)))), of());
    await refused(
      forged("assets/music.mp3", (it) => `${it}x`),
      "assets/music.mp3",
    );
    await refused(
      forged("manifest.json", (it) => it.replace(/"sha256": "./, '"sha256": "g')),
      "manifest.json",
    );
    await refused(
      forged("dag/tags.jsonl", (it) => it.split("\n").slice(1).join("\n")),
      /assets\/|manifest/,
    );
    await refused(
      forged("metadata.json", (it) => it.replaceAll(id, id.replace(/.$/, "0"))),
      "metadata.json",
    );
    await refused(
      forged("dag/inputs.json", (it) => it.replace('"revision": 2', '"revision": 3')),
      "inputs.json",
    );
    await refused(
      forged("dag/inputs.json", (it) => it.replace('"Duration": 20', '"Duration": -1')),
      /Duration/,
    );
    await refused(withIndex(without("manifest.json"), of()), "manifest.json");
    await refused(withIndex(without("assets/music.mp3"), of()), "assets/music.mp3");
    await refused(withIndex(withFile("assets/other.png", "image x"), of()), "assets/other.png");
    await refused(withIndex(withFile("dag/plan-2020.json", "{}"), of()), /plan/);
  });

  it("is refused when a medium is something else than its name says", async () => {
    const music = withIndex(withFile("assets/music.mp3", "<html>"), of());
    await refused(music, "assets/music.mp3 is not what its name says");
    await refused(withIndex(withFile("assets/images/seg0/img0.png", "video x"), of()), "img0.png");
    const notText = Uint8Array.of(0xff, 0xfe, 0x00);
    await refused(withIndex(withFile("assets/script/title.txt", notText), of()), "assets/script/title.txt");
  });

  it("is refused when a newer Reelgraph wrote a document of it", async () => {
    const path = "dag/nodes.json";
    const newer = text(tree.get(path)).replace("nodes@1", "nodes@9");
    await refused(withIndex(withFile(path, newer), of()), "nodes@9", "unknown-schema");
    await refused(withFile(TREE_INDEX_PATH, '{"schema": "tree@2"}'), "tree@2", "unknown-schema");
    await refused(withFile(TREE_INDEX_PATH, "{"), TREE_INDEX_PATH);
  });

  it.each([
    "../outside.json",
    "dag/../../outside.json",
    "/etc/passwd",
    "assets/./music.mp3",
    "assets//music.mp3",
    "assets\\music.mp3",
    "C:\\music.mp3",
    "dag/jobs-..\\..\\x.json",
    "assets/a\u0000b.png",
    "",
    "metadata.json/..",
    "runs/run_x/run.jsonl",
    "dag/history/1/plan.json",
    "dag/history/000001/../../plan.json",
    "dag/history/000002/plan.json",
    "assets/exports/video.mp4",
    "paid-elsewhere.json",
    "trash/x.json",
  ])("is refused when its index names %j", async (path) => {
    const content = path.endsWith("mp4") ? "video x" : path.endsWith(".png") ? "image x" : "{}";
    await refused(withIndex(withFile(path, content), of()), /no path in a tree|no file of a tree/);
  });

  it.each([
    ["dag/tags.jsonl", /"key":"assets\/music\.[^"]*"/, '"key":"../../music.mp3"'],
    ["dag/tags.jsonl", /"key":"assets\/music\.[^"]*"/, '"key":"assets/../../../x.mp3"'],
    ["dag/tags.jsonl", /"key":"assets\/music\.[^"]*"/, '"key":"dag/000002/plan.json"'],
    ["dag/tags.jsonl", /"key":"assets\/music\.[^"]*"/, '"key":"assets/exports/x.mp3"'],
    ["manifest.json", /videos\/vid_[^/]+\/assets\/music/, "videos/../../../music"],
    [
      "manifest.json",
      /videos\/vid_[^/]+\/assets\/music/,
      "videos/vid_01h2xcejqtf2nbrexx3vqjhp41/assets/music",
    ],
    ["dag/history/000001/jobs/ScriptGen.json", /"key": "assets\/[^"]*"/, '"key": "../../../x"'],
    ["dag/history/000001/plan.json", /"runId": "run_[^"]*"/, '"runId": "../x"'],
  ])("is refused when %s leads elsewhere", async (path, pattern, hostile) => {
    const content = text(tree.get(path));
    expect(content).toMatch(pattern);
    await refused(withIndex(withFile(path, content.replace(pattern, hostile)), of()), /./);
  });
});
