import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTarGzip } from "../../lib/adapters/archive/tar-gzip";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { createBackupFolder } from "../../lib/adapters/node/backup-folder";
import type { BackupShelf } from "../../lib/ports/backup-shelf";
import type { ObjectStore } from "../../lib/ports/object-store";
import type { Context } from "../../lib/services/context";
import { listAll } from "../../lib/services/documents/list-all";
import { backupStanding } from "../../lib/services/maintenance/backup/backup-alarm";
import { makeDailyBackup } from "../../lib/services/maintenance/backup/daily-backup";
import { createObjectShelf } from "../../lib/services/maintenance/backup/object-shelf";
import { checkBackup } from "../../lib/services/maintenance/backup/restore-backup";
import { checkReadiness } from "../../lib/services/maintenance/check-readiness";
import { cleanOrphans } from "../../lib/services/maintenance/clean/clean-orphans";
import { reindex } from "../../lib/services/maintenance/reindex/reindex";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";

const archives = createTarGzip();
const HOUR_MS = 60 * 60_000;

let folder: string;
let world: World;
let ctx: Context;
let logged: { message: string; details: object }[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-daily-"));
  world = await World.open(createMemoryDatabase());
  const process = world.start();
  const note = (details: object, message: string) => void logged.push({ message, details });
  logged = [];
  ctx = { ...process.ctx, log: { debug: note, info: note, warn: note, error: note } };
  const run = await createRun(ctx, SMALL_INPUTS, { export: false });
  await driveRun(process, run.id);
  await pass(HOUR_MS);
});

afterEach(async () => await rm(folder, { recursive: true, force: true }));

const pass = (milliseconds: number) => world.clock.sleep(milliseconds);

const backUp = (shelf: BackupShelf = createBackupFolder(folder), keep = 3, ports: Context = ctx) =>
  makeDailyBackup({ ports, archives, shelf, keep, version: "0.0.0" });

const standing = (upSince = new Date(0), isExpected = true) =>
  backupStanding({ ports: ctx, isExpected, upSince });

describe("the daily backup", () => {
  it("is one a day, of which the newest stay, and nobody else's file is touched", async () => {
    await writeFile(path.join(folder, "mine.txt"), "not a backup");
    await writeFile(path.join(folder, "before-the-move.tar.gz"), "made by hand");
    for (let day = 0; day < 5; day++) {
      expect(await backUp()).toMatchObject({ outcome: "made" });
      expect(await backUp()).toMatchObject({ outcome: "fresh", name: null });
      await pass(24 * HOUR_MS);
    }
    const names = await readdir(folder);
    expect(names.filter((name) => name.startsWith("reelgraph-"))).toHaveLength(3);
    expect(names).toEqual(expect.arrayContaining(["mine.txt", "before-the-move.tar.gz"]));
    const dates = names.flatMap((name) => /^reelgraph-(\d{4}-\d\d-\d\d)T/.exec(name)?.[1] ?? []);
    expect(new Set(dates).size).toBe(3);
    expect(dates.sort().at(-1)).toBe(
      new Date(world.clock.now().getTime() - 24 * HOUR_MS).toISOString().slice(0, 10),
    );
  });

  it("is made by one process at a time, and taken over from a dead one", async () => {
    const waiting: (() => void)[] = [];
    const slow: BackupShelf = {
      ...createBackupFolder(folder),
      async put(name, stream) {
        await new Promise<void>((resolve) => void waiting.push(resolve));
        return await createBackupFolder(folder).put(name, stream);
      },
    };
    const first = backUp(slow);
    while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(await backUp()).toMatchObject({ outcome: "busy" });
    await pass(20 * 60_000);
    expect(await backUp()).toMatchObject({ outcome: "made" });
    for (const go of waiting) go();
    expect(await first).toMatchObject({ outcome: "busy" });
    expect(await readdir(folder)).toHaveLength(1);
    expect(await standing()).toMatchObject({ ok: true });
  });

  it("that fails leaves no file, is told of, and is tried again", async () => {
    const objects: ObjectStore = {
      ...ctx.objects,
      get: () => Promise.reject(new Error("the bucket is away")),
    };
    await expect(backUp(undefined, 3, { ...ctx, objects })).rejects.toThrow("the bucket is away");
    expect(await readdir(folder)).toEqual([]);
    expect(logged).toContainEqual({
      message: "backup-failed",
      details: { error: "Error: the bucket is away" },
    });
    expect(await standing(world.clock.now())).toEqual({
      ok: false,
      detail: expect.stringMatching(/^The backup of .+ failed \(internal\)\. There is none yet\./),
    });
    await pass(10 * 60_000);
    expect(await backUp()).toMatchObject({ outcome: "made" });
    expect(await standing()).toMatchObject({ ok: true });
  });

  it("can be restored from where it is kept, and in a bucket nothing else minds it", async () => {
    const shelf = createObjectShelf(ctx.objects);
    const before = (await listAll(ctx.objects, "videos/")).map(({ key }) => key);
    const { name, bytes } = await backUp(shelf);
    expect(await shelf.list()).toMatchObject([{ name, bytes }]);
    await expect(shelf.put(String(name), noBytes())).rejects.toMatchObject({ code: "conflict" });
    const key = (await listAll(ctx.objects, "backups/")).map((head) => head.key)[0];
    async function* open() {
      const body = key && (await ctx.objects.get(key));
      if (body) yield* body.stream;
    }
    expect(await checkBackup({ archives, open }, 0)).toMatchObject({ videos: 1 });

    await pass(60 * 24 * HOUR_MS);
    const policy = { graceMs: 0, trashMs: 0, failedRunsMs: 0 };
    await cleanOrphans({ ports: ctx, policy, input: { dryRun: false } });
    expect(await verifyVideos({ ctx, input: {} })).toMatchObject({ ok: true, videos: 1 });
    expect(await reindex({ ctx, input: {} })).toMatchObject({ ok: true, videos: 1 });
    // The second one holds nothing of the first.
    await backUp(shelf);
    const all = (await listAll(ctx.objects, "")).map((head) => head.key);
    expect(all.filter((one) => one.startsWith("backups/"))).toHaveLength(2);
    expect(all.filter((one) => one.startsWith("videos/"))).toEqual(before);
    const newest = (await shelf.list()).at(-1);
    expect(newest?.bytes).toBeLessThan(bytes * 1.2);
  });
});

async function* noBytes(): AsyncGenerator<Uint8Array> {}

describe("the alarm", () => {
  it("is raised a day and two hours after the last good backup, and taken back by the next", async () => {
    await backUp();
    await pass(25 * HOUR_MS);
    expect(await standing()).toMatchObject({ ok: true });
    await pass(2 * HOUR_MS);
    expect(await standing()).toEqual({
      ok: false,
      detail: expect.stringMatching(/^The last good one is of .+, and a day is over\.$/),
    });
    await backUp();
    expect(await standing()).toMatchObject({ ok: true });
  });

  it("is raised for a server that has never made one in its first day, and only where one is expected", async () => {
    const upSince = world.clock.now();
    expect(await standing(upSince, false)).toBeNull();
    expect(await standing(upSince)).toMatchObject({ ok: true, detail: "There is none yet." });
    await pass(27 * HOUR_MS);
    expect(await standing(upSince)).toMatchObject({ ok: false });
    // Once there was one, the next is expected by every process.
    await backUp();
    await pass(27 * HOUR_MS);
    expect(await standing(world.clock.now(), false)).toMatchObject({ ok: false });
  });

  it("is among what readyz answers, and takes nobody out of service", async () => {
    const backups = { isExpected: true, upSince: new Date(0) };
    const missed = await checkReadiness({ ctx, backups });
    expect(missed.status).toBe("ready");
    expect(missed.checks.find(({ name }) => name === "backup")).toMatchObject({ ok: false });
    await backUp();
    const made = await checkReadiness({ ctx, backups });
    expect(made.checks.find(({ name }) => name === "backup")).toMatchObject({ ok: true });
    const none = await checkReadiness({
      ctx: (await World.open(createMemoryDatabase())).start().ctx,
      backups: { isExpected: false, upSince: new Date(0) },
    });
    expect(none.checks.map(({ name }) => name)).toEqual(["database", "objects"]);
  });
});
