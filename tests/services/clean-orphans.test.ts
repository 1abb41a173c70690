import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { checksum } from "../../lib/core/fingerprint/checksum";
import {
  exportChunkPath,
  exportManifestPath,
  exportPath,
  videoPrefix,
} from "../../lib/core/naming/document-path";
import { freePath } from "../../lib/core/naming/free-path";
import type { Database, RunRow } from "../../lib/ports/database";
import { objectKey } from "../../lib/ports/object-store";
import { listAlternates } from "../../lib/services/artifacts/list-alternates";
import { promoteAlternate } from "../../lib/services/artifacts/promote-alternate";
import { type Context, inTenant } from "../../lib/services/context";
import { keyIn, putDocument } from "../../lib/services/documents/documents";
import { listAll } from "../../lib/services/documents/list-all";
import { DOCUMENT_SCHEMAS } from "../../lib/services/documents/schemas";
import {
  cleanOrphans,
  cleanWorkspace,
  lastCleaned,
} from "../../lib/services/maintenance/clean/clean-orphans";
import type { CleaningPolicy } from "../../lib/services/maintenance/clean/policy";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { failRun } from "../../lib/services/runs/fail-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { deleteVideo } from "../../lib/services/videos/delete-video";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { getVideo } from "../../lib/services/videos/get-video";
import { restoreVideo } from "../../lib/services/videos/restore-video";
import { AT, freshWorkspaceId } from "../rigs/rows";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const policy: CleaningPolicy = { graceMs: DAY, trashMs: 7 * DAY, failedRunsMs: 30 * DAY };

/** An export that nobody makes would keep its video from being cleaned. */
const NO_FILM = { export: false } as const;

afterAll(async () => (await sharedDatabase()).close());

let world: World;
let process: ReturnType<World["start"]>;
let ctx: Context;

beforeEach(async () => {
  world = await World.open();
  process = world.start();
  ctx = process.ctx;
});

const clean = (dryRun = false) => cleanWorkspace({ ctx, policy, input: { dryRun } });
const keys = async (prefix = "") => (await listAll(ctx.objects, prefix)).map(({ key }) => key as string);
const later = (milliseconds: number) => world.clock.advance(milliseconds);

async function aVideo(): Promise<RunRow> {
  const run = await createRun(ctx, SMALL_INPUTS, NO_FILM);
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
  return run;
}

async function nextRun(id: string, mode: "dirty" | "full" = "dirty"): Promise<RunRow> {
  const { fresh } = await createNextRun({
    ctx,
    input: { id, mode, ...NO_FILM },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  if (!fresh?.run) throw new Error("There was nothing to do.");
  return fresh.run;
}

/** A run that stored a good deal and then came to its end without a revision. */
async function aFailedRun(): Promise<RunRow> {
  const run = await createRun(ctx, SMALL_INPUTS, NO_FILM);
  const input = { runId: run.id };
  await planRun({ ctx, input });
  await executeBatch({ ctx, input });
  await failRun({ ctx, input: { ...input, message: "Its store was away." } });
  return run;
}

async function plant(run: RunRow, path: string, text = "nobody names me"): Promise<string> {
  const key = keyIn(run.videoId, path);
  const body = new TextEncoder().encode(text);
  await ctx.objects.put({ key, body, mediaType: "text/plain", condition: { kind: "create" } });
  return key;
}

const isWhole = async (run: RunRow) => (await verifyVideos({ ctx, input: { id: run.videoId } })).problems;

describe("cleaning", () => {
  it("leaves everything of whole videos, with their earlier revisions, alternates and edits", async () => {
    const run = await aVideo();
    const edit = (patch: Record<string, unknown>) =>
      editInputs({ ctx, input: { id: run.videoId, patch, seen: null } });
    await edit({ InquiryPrompt: "How rivers work" });
    await driveRun(process, (await nextRun(run.videoId)).id);
    await edit({ Audience: "adults" });
    later(400 * DAY);
    const before = await keys();
    const report = await clean();
    expect(report).toMatchObject({ videos: 1, scanned: before.length, quarantined: 0, deleted: 0 });
    expect(report.left).toEqual({ active: 0, behind: 0, unreadable: 0, failed: 0 });
    expect(await keys()).toEqual(before);
  });

  it("puts away what nothing names once it is old, and deletes it a week later", async () => {
    const run = await aVideo();
    const before = await keys();
    const orphan = await plant(run, "assets/music.000000000000.mp3");
    expect((await isWhole(run)).map(({ kind, key }) => [kind, key])).toEqual([["orphan", orphan]]);

    expect(await clean()).toMatchObject({ quarantined: 0 });
    later(DAY + HOUR);
    const dry = await clean(true);
    expect(dry).toMatchObject({ dryRun: true, quarantined: 1, quarantinedBytes: 15 });
    expect(await keys()).toEqual([...before, orphan].sort());

    expect(await clean()).toMatchObject({ quarantined: 1, quarantinedBytes: 15, deleted: 0 });
    const day = ctx.clock.now().toISOString().slice(0, 10);
    expect(await keys("trash/")).toEqual([`trash/${day}/${orphan}`]);
    expect(await isWhole(run)).toEqual([]);
    later(7 * DAY - HOUR);
    expect(await clean()).toMatchObject({ quarantined: 0, deleted: 0 });
    later(DAY + HOUR);
    expect(await clean(true)).toMatchObject({ deleted: 1, bytes: 15 });
    expect(await clean()).toMatchObject({ deleted: 1, bytes: 15 });
    expect(await keys()).toEqual(before);
    expect(await clean()).toMatchObject({ quarantined: 0, deleted: 0 });
  });

  it("keeps its hands off a video that is being made", async () => {
    const run = await aVideo();
    await plant(run, "assets/music.000000000000.mp3");
    later(2 * DAY);
    const next = await nextRun(run.videoId, "full");
    expect(await clean()).toMatchObject({ quarantined: 0, left: { active: 1 } });
    await driveRun(process, next.id);
    expect(await clean()).toMatchObject({ quarantined: 1, left: { active: 0 } });
    expect(await isWhole(run)).toEqual([]);
  });

  it("never lets a run use a path again that was put away, so that a deletion may come late", async () => {
    const failed = await aFailedRun();
    later(31 * DAY);
    const { quarantined } = await clean();
    expect(quarantined).toBeGreaterThan(3);
    const buried = await inTenant(ctx, ({ tombstones }) => tombstones.paths(failed.videoId));
    const assets = [...buried].filter((path) => path.startsWith("assets/"));
    expect(assets.length).toBeGreaterThan(1);

    // The same inputs and seed: every byte comes out the same.
    expect((await driveRun(process, (await nextRun(failed.videoId)).id)).status).toBe("succeeded");
    const made = await keys(`${videoPrefix(failed.videoId)}/assets/`);
    for (const path of assets) expect(made).toContain(keyIn(failed.videoId, freePath(path, buried)));
    await ctx.objects.delete([...buried].map((path) => keyIn(failed.videoId, path)));
    expect(await isWhole(failed)).toEqual([]);
    later(400 * DAY);
    await clean();
    expect(await clean()).toMatchObject({ quarantined: 0, deleted: 0 });
    expect(await isWhole(failed)).toEqual([]);
  });

  it("keeps what a failed run made until its time is over, so that the next one need not buy it", async () => {
    const failed = await aFailedRun();
    later(29 * DAY);
    expect(await clean()).toMatchObject({ quarantined: 0 });
    const before = world.submitsOf("ScriptGen");
    expect((await driveRun(process, (await nextRun(failed.videoId)).id)).status).toBe("succeeded");
    expect(world.submitsOf("ScriptGen")).toBe(before);
    later(2 * DAY);
    // The folder of the run that came to nothing; all it made is named by the next one.
    expect(await clean()).toMatchObject({ left: { active: 0, behind: 0 } });
    expect(await keys(`${videoPrefix(failed.videoId)}/dag/000001/`)).toEqual([]);
    expect(await isWhole(failed)).toEqual([]);
  });

  it("buys again what it took, and offers it to nobody", async () => {
    const failed = await aFailedRun();
    later(31 * DAY);
    // As when a cleaner dies between the tombstones and the bytes.
    const bytes = await listAll(ctx.objects, `${videoPrefix(failed.videoId)}/assets/`);
    await clean();
    for (const { key } of bytes) {
      const day = ctx.clock.now().toISOString().slice(0, 10);
      await ctx.objects.copy({ from: objectKey("trash", day, key), to: key });
    }
    const before = world.submitsOf("ScriptGen");
    const next = await nextRun(failed.videoId);
    expect((await driveRun(process, next.id)).status).toBe("succeeded");
    expect(world.submitsOf("ScriptGen")).toBe(before + 1);
    later(2 * DAY);
    expect(await clean()).toMatchObject({ quarantined: bytes.length });
    expect(await isWhole(failed)).toEqual([]);
  });

  it("leaves a video alone whose revisions the database does not know, or whose manifest cannot be read", async () => {
    const run = await aVideo();
    await plant(run, "assets/music.000000000000.mp3");
    const strange = await plant(run, "dag/000007/manifest.json", "{");
    later(2 * DAY);
    expect(await clean()).toMatchObject({ quarantined: 0, left: { behind: 1 } });
    await ctx.objects.delete([objectKey(strange)]);
    const manifest = keyIn(run.videoId, "dag/000001/manifest.json");
    const body = new TextEncoder().encode(`{"schema": "manifest@9"}`);
    await ctx.objects.put({ key: manifest, body, mediaType: "x/y", condition: { kind: "any" } });
    expect(await clean()).toMatchObject({ quarantined: 0, left: { unreadable: 1 } });
    await ctx.objects.delete([manifest]);
    expect(await clean()).toMatchObject({ quarantined: 0, left: { unreadable: 1 } });
  });

  it("decides nothing by a listing that is older than the newest run", async () => {
    const failed = await aFailedRun();
    const edit = (patch: Record<string, unknown>) =>
      editInputs({ ctx, input: { id: failed.videoId, patch, seen: null } });
    await edit({ InquiryPrompt: "How rivers work" });
    await driveRun(process, (await nextRun(failed.videoId)).id);
    later(31 * DAY);
    const input = { id: failed.videoId, name: "VideoTitle", n: 1 };
    await promoteAlternate({ ctx, input });
    // A run that begins and ends behind the listing: what was chosen is then named by its manifest alone.
    const { list } = ctx.objects;
    let isFirst = true;
    const slow = async (options: Parameters<typeof list>[0]) => {
      const page = await list(options);
      if (isFirst) {
        isFirst = false;
        await driveRun(process, (await nextRun(failed.videoId)).id);
      }
      return page;
    };
    const cleaner: Context = { ...ctx, objects: { ...ctx.objects, list: slow } };
    const report = await cleanWorkspace({ ctx: cleaner, policy, input: { dryRun: false } });
    expect(report).toMatchObject({ quarantined: 0, left: { active: 1 } });
    await clean();
    expect(await isWhole(failed)).toEqual([]);
  });

  it("offers no alternate of which a part is gone", async () => {
    const run = await aVideo();
    const titles = async () =>
      (await listAlternates({ ctx, input: { id: run.videoId, name: "VideoTitle" } })).data;
    const patch = { InquiryPrompt: "How rivers work" };
    await editInputs({ ctx, input: { id: run.videoId, patch, seen: null } });
    await driveRun(process, (await nextRun(run.videoId)).id);
    const bought = await inTenant(ctx, ({ history }) =>
      history.bought({ videoId: run.videoId, jobIds: ["ScriptGen"] }),
    );
    const shown = await titles();
    expect(shown.length).toBeGreaterThan(0);
    const older = bought[(shown[0]?.n ?? 0) - 1]?.outcome?.outputs ?? [];
    const summary = older.find(({ id }) => id === "VideoSummary")?.key ?? "";
    const objects = [{ path: summary, bytes: 1 }];
    const at = ctx.clock.now();
    await inTenant(ctx, ({ tombstones }) => tombstones.bury({ videoId: run.videoId, objects, at }));
    expect((await titles()).map(({ n }) => n)).not.toContain(shown[0]?.n);
  });

  it("keeps the films that exports have made, their chunks too, and no others", async () => {
    const run = await aVideo();
    const film = exportPath({ name: "video", digest: "a".repeat(64), extension: "mp4" });
    const poster = exportPath({ name: "poster", digest: "b".repeat(64), extension: "png" });
    const kept = exportChunkPath(0, "c".repeat(64));
    const stray = exportChunkPath(0, "d".repeat(64));
    for (const path of [film, poster, kept, stray]) await plant(run, path);
    await putDocument({
      ctx,
      videoId: run.videoId,
      path: exportManifestPath(run.id),
      schema: DOCUMENT_SCHEMAS.exportManifest,
      value: {
        runId: run.id,
        revision: 1,
        format: "mp4",
        mp4: { key: film, bytes: 15, sha256: "a".repeat(64) },
        poster: { key: poster, bytes: 15, sha256: "b".repeat(64) },
        chunks: [kept],
      },
    });
    later(2 * DAY);
    expect(await clean()).toMatchObject({ quarantined: 1 });
    const left = await keys(`${videoPrefix(run.videoId)}/assets/exports/`);
    const paths = [film, poster, kept, exportManifestPath(run.id)];
    expect(left).toEqual(paths.map((path) => keyIn(run.videoId, path)).sort());
  });

  it("brings back from the trash what something names again", async () => {
    const run = await aVideo();
    const path = "assets/music.000000000000.mp3";
    const key = await plant(run, path);
    later(2 * DAY);
    await clean();
    expect(await keys()).not.toContain(key);
    // As after a database was put back to an earlier state.
    const at = ctx.clock.now();
    const record = {
      ...{ id: "Music", revision: 1, status: "ready" as const, fingerprint: null, key: path },
      ...{ checksum: checksum(`sha256:${"0".repeat(64)}`), mediaType: "audio/mpeg", bytes: 15 },
      ...{ producedBy: "MusicGen", madeFrom: null },
    };
    await inTenant(ctx, ({ choices }) => choices.choose({ videoId: run.videoId, records: [record], at }));
    later(8 * DAY);
    expect(await clean()).toMatchObject({ broughtBack: 1, deleted: 0 });
    expect(await keys()).toContain(key);
    expect(await keys("trash/")).toEqual([]);
  });

  it("deletes what a repair put aside, after a week", async () => {
    const run = await aVideo();
    const day = ctx.clock.now().toISOString().slice(0, 10);
    const key = objectKey(`trash/${day}/${videoPrefix(run.videoId)}/assets/music.a.mp3.0123456789ab`);
    const body = new Uint8Array(3);
    await ctx.objects.put({ key, body, mediaType: "x/y", condition: { kind: "create" } });
    later(9 * DAY);
    expect(await clean()).toMatchObject({ deleted: 1, bytes: 3 });
  });
});

describe("a deleted video", () => {
  it("comes back whole within a week, and is gone for good afterwards", async () => {
    const run = await aVideo();
    const other = await aVideo();
    const input = { id: run.videoId };
    const before = await keys();
    await deleteVideo({ ctx, input });
    later(7 * DAY - HOUR);
    expect(await clean()).toMatchObject({ collected: 0, deleted: 0, quarantined: 0 });
    await restoreVideo({ ctx, input });
    expect(await isWhole(run)).toEqual([]);
    expect(await keys()).toEqual(before);

    await deleteVideo({ ctx, input });
    later(7 * DAY + HOUR);
    const own = await keys(`${videoPrefix(run.videoId)}/`);
    expect(await clean(true)).toMatchObject({ collected: 1, deleted: own.length });
    expect(await keys()).toEqual(before);
    expect(await clean()).toMatchObject({ collected: 1, deleted: own.length });
    expect(await keys(`${videoPrefix(run.videoId)}/`)).toEqual([]);
    await expect(restoreVideo({ ctx, input })).rejects.toMatchObject({ code: "not-found" });
    await expect(getVideo({ ctx, input })).rejects.toMatchObject({ code: "not-found" });
    // What a process puts there that slept all the while.
    await plant(run, "assets/music.000000000000.mp3");
    expect(await clean()).toMatchObject({ collected: 1, deleted: 1 });
    later(3 * DAY);
    expect(await clean()).toMatchObject({ collected: 0, deleted: 0, videos: 2 });
    expect(await clean()).toMatchObject({ collected: 0, deleted: 0, videos: 1 });
    expect(await isWhole(other)).toEqual([]);
  });

  it("is gone for good, too, when the first try broke off and the next one came days later", async () => {
    const run = await aVideo();
    await deleteVideo({ ctx, input: { id: run.videoId } });
    later(8 * DAY);
    const refusing = { ...ctx.objects, delete: () => Promise.reject(new Error("Not now.")) };
    const broken: Context = { ...ctx, objects: refusing };
    expect(await cleanWorkspace({ ctx: broken, policy, input: { dryRun: false } })).toMatchObject({
      deleted: 0,
      left: { failed: 1 },
    });
    later(5 * DAY);
    expect(await clean()).toMatchObject({ collected: 1 });
    expect(await keys(`${videoPrefix(run.videoId)}/`)).toEqual([]);
  });
});

describe("what cannot be deleted", () => {
  it("stops nothing else", async () => {
    const [one, two] = [await aVideo(), await aVideo()];
    for (const run of [one, two]) await plant(run, "assets/music.000000000000.mp3");
    later(2 * DAY);
    await clean();
    later(8 * DAY);
    const refusing: typeof ctx.objects.delete = (objects) =>
      objects.some((key) => key.includes(one.videoId))
        ? Promise.reject(new Error("It is held."))
        : ctx.objects.delete(objects);
    const held: Context = { ...ctx, objects: { ...ctx.objects, delete: refusing } };
    const report = await cleanWorkspace({ ctx: held, policy, input: { dryRun: false } });
    expect(report).toMatchObject({ outcome: "finished", deleted: 1, left: { failed: 1 } });
    expect((await keys("trash/")).map((key) => key.includes(one.videoId))).toEqual([true]);
  });
});

describe("a cleaner that dies", () => {
  it("at any of its writes is followed by one that comes to the same end", async () => {
    const scene = async (fault: Parameters<World["start"]>[0]) => {
      world = await World.open();
      process = world.start();
      ctx = process.ctx;
      const run = await aVideo();
      const gone = await aVideo();
      await deleteVideo({ ctx, input: { id: gone.videoId } });
      await plant(run, "assets/music.000000000000.mp3");
      await plant(run, "assets/images/seg0/img0.000000000000.png");
      const old = objectKey(`trash/2026-01-01/${videoPrefix(run.videoId)}/assets/a.png`);
      await ctx.objects.put({
        key: old,
        body: new Uint8Array(3),
        mediaType: "x/y",
        condition: { kind: "create" },
      });
      later(8 * DAY);
      const dying = world.start(fault);
      const first = await cleanWorkspace({ ctx: dying.ctx, policy, input: { dryRun: false } }).then(
        () => "done",
        (error: Error) => error.message,
      );
      const writes = dying.storage.writes.length;
      await clean();
      const names = [run.videoId, gone.videoId, run.id] as const;
      const left = (await keys()).map((key) =>
        names.reduce((text, id, at) => text.replace(id, `#${at}`), key),
      );
      expect(await isWhole(run)).toEqual([]);
      return { first, writes, left };
    };
    const whole = await scene(null);
    expect(whole.left.filter((key) => key.startsWith("trash/"))).toHaveLength(2);
    expect(whole.left.filter((key) => key.includes("#1"))).toEqual([]);
    expect(whole.writes).toBeGreaterThan(6);
    for (let at = 1; at <= whole.writes; at++) {
      for (const when of ["before", "after"] as const) {
        const { left } = await scene({ at, when, kind: "crash" });
        expect([at, when, left]).toEqual([at, when, whole.left]);
      }
    }
  });
});

describe("the round over all workspaces", () => {
  let database: Database;
  beforeEach(async () => {
    database = createMemoryDatabase();
    world = await World.open(database);
    process = world.start();
    ctx = process.ctx;
  });
  const round = (budgetMs?: number) =>
    cleanOrphans({
      ports: ctx,
      policy,
      input: { dryRun: false },
      ...(budgetMs === undefined ? {} : { budgetMs }),
    });

  it("goes on where it had to stop, and says what all of it did", async () => {
    for (let number = 0; number < 3; number++) {
      const run = await aVideo();
      await plant(run, "assets/music.000000000000.mp3");
    }
    const other = freshWorkspaceId();
    await database.system(({ ensureWorkspace }) => ensureWorkspace({ id: other, name: "w", at: AT }));
    const elsewhere: Context = { ...ctx, workspaceId: other };
    const run = await createRun(elsewhere, SMALL_INPUTS, NO_FILM);
    await driveRun({ ...process, ctx: elsewhere }, run.id);
    await plant(run, "assets/music.000000000000.mp3");
    later(2 * DAY);
    expect(await lastCleaned(ctx)).toBeNull();
    const parts = [await round(0), await round(0), await round(0), await round(0), await round()];
    expect(parts.map(({ outcome, quarantined }) => [outcome, quarantined])).toEqual([
      ["unfinished", 1],
      ["unfinished", 2],
      ["unfinished", 3],
      ["unfinished", 4],
      ["finished", 4],
    ]);
    expect(await lastCleaned(ctx)).toEqual(ctx.clock.now());
    await plant(run, "assets/music.111111111111.mp3");
    later(2 * DAY);
    const budgetMs = 0;
    const own = { ctx, policy, budgetMs };
    const first = await cleanWorkspace({ ...own, input: { dryRun: true } });
    expect(first).toMatchObject({ outcome: "unfinished", videos: 1 });
    let next = first.next;
    let calls = 1;
    for (; next !== null; calls++) {
      const part: Awaited<ReturnType<typeof cleanWorkspace>> = await cleanWorkspace({
        ...own,
        input: { dryRun: true, after: next },
      });
      // Another workspace's orphan is none of ours.
      expect(part.quarantined).toBe(0);
      next = part.next;
    }
    expect(calls).toBe(4);
    expect(await round()).toMatchObject({ outcome: "finished", videos: 4, quarantined: 1 });
  });

  it("is done by one at a time, and taken over from one that died", async () => {
    await aVideo();
    const now = () => ctx.clock.now();
    const until = new Date(now().getTime() + 2 * 60_000);
    const held = { name: "clean-orphans", holder: "somebody", until };
    await database.system(({ duties }) => duties.take({ ...held, at: now() }));
    expect(await round()).toMatchObject({ outcome: "busy", scanned: 0 });
    later(2 * 60_000);
    expect(await round()).toMatchObject({ outcome: "finished", videos: 1 });
  });

  it("stops where the store is down, and nothing is lost", async () => {
    const run = await aVideo();
    await plant(run, "assets/music.000000000000.mp3");
    for (let number = 0; number < 5; number++) await aVideo();
    later(2 * DAY);
    const { list } = ctx.objects;
    ctx.objects.list = () => Promise.reject(new Error("The store is down."));
    await expect(round()).rejects.toThrow("The store is down.");
    ctx.objects.list = list;
    // Not with the same ones again, which may be what is broken.
    expect(await round()).toMatchObject({ outcome: "finished", left: { failed: 5 }, quarantined: 0 });
    expect(await round()).toMatchObject({ outcome: "finished", quarantined: 1 });
    expect(await isWhole(run)).toEqual([]);
  });
});
