import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { createTarGzip } from "../../lib/adapters/archive/tar-gzip";
import { createMemoryDatabase, type MemoryDatabase } from "../../lib/adapters/memory/database";
import { nodeSha256 } from "../../lib/adapters/node/sha256";
import type { RunId } from "../../lib/core/ids";
import { METADATA_PATH } from "../../lib/core/naming/document-path";
import type { Database, RunRow } from "../../lib/ports/database";
import { type ObjectStore, readAll } from "../../lib/ports/object-store";
import { type Context, inTenant } from "../../lib/services/context";
import { keyIn } from "../../lib/services/documents/documents";
import { listAll } from "../../lib/services/documents/list-all";
import {
  type BackupSource,
  checkBackup,
  restoreObjects,
  restoreRows,
} from "../../lib/services/maintenance/backup/restore-backup";
import { type BackupReport, writeBackup } from "../../lib/services/maintenance/backup/write-backup";
import { takeOverRuns } from "../../lib/services/maintenance/take-over-runs";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { getRun } from "../../lib/services/runs/get-run";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";

const archives = createTarGzip();
const NO_FILM = { export: false } as const;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

interface Backup {
  bytes: Uint8Array;
  report: BackupReport;
}

async function backUp(world: World, objects: ObjectStore = world.objects): Promise<Backup> {
  let report: BackupReport | undefined;
  const stream = writeBackup({
    ports: { database: world.database, objects, clock: world.clock, hash: nodeSha256, log: silent },
    archives,
    version: "0.0.0",
    report: (found) => {
      report = found;
    },
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  if (!report) throw new Error("Nobody said what is in the backup.");
  return { bytes: Buffer.concat(pieces), report };
}

function sourceOf(bytes: Uint8Array): BackupSource {
  async function* open() {
    for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
  }
  return { archives, open };
}

/** Another installation with the same providers, and the same time. */
async function elsewhere(world: World): Promise<{
  database: MemoryDatabase;
  objects: ObjectStore;
  process: ReturnType<World["start"]>;
}> {
  const database = createMemoryDatabase();
  const opened = await World.open(database);
  const { ctx, storage } = opened.start();
  const generators = new Map(world.generators.map((generator) => [generator.provider, generator]));
  const { clock, workspaceId } = world;
  const at = { ...ctx, database, objects: opened.objects, generators, clock, workspaceId };
  return { database, objects: opened.objects, process: { ctx: at, storage } };
}

async function restore(bytes: Uint8Array, to: { database: Database; objects: ObjectStore }) {
  const source = sourceOf(bytes);
  const checked = await checkBackup(source, to.database.dumps.migration);
  await restoreObjects(source, to.objects);
  await restoreRows(source, to.database);
  return checked;
}

async function contentOf(objects: ObjectStore): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { key } of await listAll(objects, "")) {
    const body = await objects.get(key);
    if (body) found[key] = `${body.head.mediaType} ${nodeSha256(await readAll(body))}`;
  }
  return found;
}

async function rowsOf(database: Database): Promise<Record<string, string[]>> {
  return await database.dumps.dump(async ({ tables, rows }) => {
    const all: Record<string, string[]> = {};
    for (const { name } of tables) {
      const lines: string[] = [];
      for await (const some of rows(name)) lines.push(...some);
      all[name] = lines;
    }
    return all;
  });
}

async function nextRun(ctx: Context, id: string): Promise<RunRow> {
  const { fresh } = await createNextRun({
    ctx,
    input: { id, mode: "dirty", ...NO_FILM },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  if (!fresh?.run) throw new Error("There was nothing to do.");
  return fresh.run;
}

/** Two revisions of a video, edits that no run has taken up, and a deleted video. */
async function settledWorld(): Promise<{ world: World; id: RunRow["videoId"] }> {
  const world = await World.open(createMemoryDatabase());
  const process = world.start();
  const { ctx } = process;
  const first = await createRun(ctx, SMALL_INPUTS, NO_FILM);
  await driveRun(process, first.id);
  const id = first.videoId;
  await editInputs({ ctx, input: { id, patch: { InquiryPrompt: "How rivers work" }, seen: null } });
  await driveRun(process, (await nextRun(ctx, id)).id);
  await editInputs({ ctx, input: { id, patch: { Audience: "Children" }, seen: null } });
  return { world, id };
}

describe("a backup of work at rest", () => {
  let world: World;
  let id: RunRow["videoId"];
  let backup: Backup;

  beforeAll(async () => {
    ({ world, id } = await settledWorld());
    backup = await backUp(world);
  });

  it("restored, is the same rows and the same objects, and verifies", async () => {
    const there = await elsewhere(world);
    const checked = await restore(backup.bytes, there);
    expect(checked).toMatchObject({ videos: 1, activeRuns: 0, rows: backup.report.rows });
    expect(await rowsOf(there.database)).toEqual(await rowsOf(world.database));
    expect(await contentOf(there.objects)).toEqual(await contentOf(world.objects));
    expect(backup.report).toMatchObject({ leftOut: 0, problems: [], activeRuns: 0 });
    expect(await verifyVideos({ ctx: there.process.ctx, input: {} })).toMatchObject({
      ok: true,
      videos: 1,
    });
  });

  it("goes on where it was: the next run buys what it would have bought", async () => {
    const { world, id } = await settledWorld();
    const there = await elsewhere(world);
    await restore((await backUp(world)).bytes, there);
    const before = world.text.submits.length + world.media.submits.length;
    const run = await nextRun(there.process.ctx, id);
    expect(run.revision).toBe(3);
    expect((await driveRun(there.process, run.id)).status).toBe("succeeded");
    const bought = world.text.submits.length + world.media.submits.length - before;
    const here = world.start();
    expect((await driveRun(here, (await nextRun(here.ctx, id)).id)).status).toBe("succeeded");
    expect(world.text.submits.length + world.media.submits.length - before).toBe(2 * bought);
  });

  it("is not restored over rows, nor over other bytes", async () => {
    const there = await elsewhere(world);
    await restore(backup.bytes, there);
    const source = sourceOf(backup.bytes);
    await expect(restoreRows(source, there.database)).rejects.toMatchObject({ code: "conflict" });
    // Repeated after it was cut off, it goes on.
    await restoreObjects(source, there.objects);
    const other = await elsewhere(world);
    const [key] = (await listAll(world.objects, `videos/${id}/assets/`)).map((head) => head.key);
    if (!key) throw new Error("There is no asset.");
    const body = new TextEncoder().encode("something else");
    await other.objects.put({ key, body, mediaType: "text/plain", condition: { kind: "any" } });
    await expect(restoreObjects(source, other.objects)).rejects.toMatchObject({ code: "conflict" });
  });

  it("takes no rows into the database when one of them does not fit", async () => {
    const there = await elsewhere(world);
    const rows = edited(backup.bytes, (name, text) =>
      name.startsWith("rows/jobs/") ? text.replaceAll(/"run_id":"[^"]+"/g, '"run_id":"nobody"') : text,
    );
    await expect(restoreRows(sourceOf(rows), there.database)).rejects.toMatchObject({ code: "integrity" });
    expect((await rowsOf(there.database)).videos).toEqual([]);
    expect((await rowsOf(there.database)).workspaces).toHaveLength(1);
  });

  it("of an older version: columns that it does not have get their default; of a newer one it is refused", async () => {
    const { dumps } = world.database;
    const newer = edited(backup.bytes, (name, text) =>
      name === "backup.json" ? text.replace(/"migration": \d+/, `"migration": ${dumps.migration + 1}`) : text,
    );
    await expect(checkBackup(sourceOf(newer), dumps.migration)).rejects.toMatchObject({
      code: "unknown-schema",
    });
    const format = edited(backup.bytes, (name, text) =>
      name === "backup.json" ? text.replace("backup@1", "backup@2") : text,
    );
    await expect(checkBackup(sourceOf(format), 99)).rejects.toMatchObject({ code: "unknown-schema" });
    const strange = edited(backup.bytes, (name, text) =>
      name === "backup.json" ? text.replace('"video_id"', '"colour"') : text,
    );
    const there = await elsewhere(world);
    await expect(restoreRows(sourceOf(strange), there.database)).rejects.toMatchObject({
      code: "unknown-schema",
    });
  });

  describe("damaged", () => {
    const refused = (bytes: Uint8Array) =>
      expect(checkBackup(sourceOf(bytes), 0)).rejects.toMatchObject({ code: "integrity" });

    it("anywhere is refused: a byte of each file in it, each file missing, each file twice", async () => {
      const names = files(backup.bytes).map(({ name }) => name);
      expect(new Set(names.map((name) => name.split("/")[0]))).toEqual(
        new Set(["backup.json", "rows", "objects", "manifest", "manifest.json"]),
      );
      for (const [at, name] of names.entries()) {
        const rest = files(backup.bytes);
        await refused(packed(rest.filter((_, index) => index !== at)));
        await refused(packed([...rest.slice(0, at), ...rest.slice(at, at + 1), ...rest.slice(at)]));
        if (name === "backup.json") continue;
        const flipped = files(backup.bytes).map((file, index) => {
          const bytes = Uint8Array.from(file.bytes);
          const middle = bytes.length >> 1;
          if (index === at) bytes[middle] = (bytes[middle] ?? 0) ^ 1;
          return { ...file, bytes };
        });
        await refused(packed(flipped));
      }
    });

    it("by a cut anywhere, by something more, or as something else altogether", async () => {
      for (let at = 0; at < backup.bytes.length; at += Math.ceil(backup.bytes.length / 60)) {
        await refused(backup.bytes.subarray(0, at));
      }
      const all = files(backup.bytes);
      const extra = { name: "objects/videos/extra/assets/x.txt", bytes: new Uint8Array(3) };
      const place = all.findIndex(({ name }) => name.startsWith("objects/"));
      await refused(packed([...all.slice(0, place), extra, ...all.slice(place)]));
      await refused(packed([...all, extra]));
      await refused(packed([{ name: "holiday.jpg", bytes: new Uint8Array(9) }]));
      await refused(gzipSync(new Uint8Array(100)));
      await refused(new TextEncoder().encode("no archive at all"));
    });

    it("so that it looks like another version's", () => {
      const newer = gunzipSync(backup.bytes);
      const at = newer.indexOf("backup@1") + "backup@".length;
      newer[at] = "3".charCodeAt(0);
      const packed = gzipSync(newer);
      // With the checksum of what it was.
      packed.set(backup.bytes.subarray(-8), packed.length - 8);
      return refused(packed);
    });

    it("with a manifest that fits, by an object outside of videos", async () => {
      const evil = edited(backup.bytes, (_, text) => text, "objects/videos/../../etc/passwd");
      await refused(evil);
    });
  });

  it("says which objects were not as they should be, and takes the others", async () => {
    const gone = (await listAll(world.objects, `videos/${id}/assets/`)).map(({ key }) => key)[0];
    const objects: ObjectStore = {
      ...world.objects,
      get: async (key, range) => (key === gone ? null : await world.objects.get(key, range)),
    };
    const partial = await backUp(world, objects);
    expect(partial.report.problems).toEqual([{ key: gone, problem: "vanished" }]);
    expect(partial.report.objects).toBe(backup.report.objects - 1);
    const there = await elsewhere(world);
    await restore(partial.bytes, there);
    const { problems } = await verifyVideos({ ctx: there.process.ctx, input: {} });
    expect(problems).toMatchObject([{ kind: "missing", key: gone }]);
  });
});

describe("a backup while work goes on", () => {
  /** What was bought of whom; a job's second submit is a second purchase. */
  const boughtFrom = (world: World) => [...world.text.submits, ...world.media.submits].sort();

  it("goes on from every write of a run, and nothing that the backup knows of is bought twice", async () => {
    const reference = await World.open(createMemoryDatabase());
    const whole = reference.start();
    const run = await createRun(whole.ctx, SMALL_INPUTS, NO_FILM);
    await driveRun(whole, run.id);
    const writes = whole.storage.writes.length;
    expect(writes).toBeGreaterThan(15);
    let leastBought = Number.POSITIVE_INFINITY;
    for (let at = 2; at <= writes; at++) {
      // The process dies there, and once it goes on where it was, once somewhere else from a backup.
      const [stays, moves] = [await diedAt(at), await diedAt(at)];
      const isActive = (await activeIn(stays.world)) ? 1 : 0;
      await endOf(stays.world.start(), stays.run, isActive);
      const backup = await backUp(moves.world);
      const there = await elsewhere(moves.world);
      expect((await restore(backup.bytes, there)).activeRuns).toBe(isActive);
      expect(backup.report).toMatchObject({ activeRuns: isActive, problems: [] });
      await endOf(there.process, moves.run, isActive);
      const bought = boughtFrom(moves.world);
      expect(bought, `after write ${at}, ${moves.last}`).toEqual(boughtFrom(stays.world));
      leastBought = Math.min(leastBought, bought.length);
      expect(await problemsOf(there.process.ctx), `after write ${at}`).toEqual(
        await problemsOf(stays.world.start().ctx),
      );
    }
    expect(leastBought).toBe(boughtFrom(reference).length);
  });

  async function diedAt(at: number): Promise<{ world: World; run: RunId; last: string | undefined }> {
    const world = await World.open(createMemoryDatabase());
    const dying = world.start({ at, when: "after", kind: "crash" });
    const begun = await createRun(dying.ctx, SMALL_INPUTS, NO_FILM);
    await driveRun(dying, begun.id).catch(() => {});
    return { world, run: begun.id, last: dying.storage.writes.at(-1) };
  }

  const problemsOf = async (ctx: Context) =>
    (await verifyVideos({ ctx, input: {} })).problems.map(({ kind, key }) => [
      kind,
      key?.split("/").slice(2),
    ]);

  async function activeIn(world: World): Promise<boolean> {
    const before = new Date("9999-01-01T00:00:00Z");
    return (await world.database.system(({ runs }) => runs.stalled({ before, limit: 9 }))).length > 0;
  }

  it("whose objects go on being written after its rows were read, is of the moment of the rows", async () => {
    for (const at of [4, 9, 12, 16, 20]) {
      const { world, run } = await diedAt(at);
      const begun = await inTenant(world.start().ctx, ({ runs }) => runs.find(run));
      if (!begun) throw new Error("The run is gone.");
      const known = await purchasesOf(world.start().ctx, begun.id);
      let isOver = false;
      const objects: ObjectStore = {
        ...world.objects,
        async list(options) {
          if (!isOver) {
            isOver = true;
            const here = world.start();
            await endOf(here, begun.id, 1);
            // And one that the rows know nothing of.
            await editInputs({
              ctx: here.ctx,
              input: { id: begun.videoId, patch: { InquiryPrompt: "How rivers work" }, seen: null },
            });
            await driveRun(here, (await nextRun(here.ctx, begun.videoId)).id);
          }
          return await world.objects.list(options);
        },
      };
      const backup = await backUp(world, objects);
      expect(backup.report.leftOut, `write ${at}`).toBeGreaterThan(0);
      const there = await elsewhere(world);
      await restore(backup.bytes, there);
      const before = boughtFrom(world);
      await endOf(there.process, begun.id, 1);
      const again = difference(boughtFrom(world), before);
      // What was bought after the rows were read, nobody knows there; what had been bought before is not bought again.
      expect(again.filter((jobId) => known.has(jobId))).toEqual([]);
      const { problems } = await verifyVideos({ ctx: there.process.ctx, input: {} });
      expect(problems.filter(({ kind }) => kind !== "orphan")).toEqual([]);
      const body = await there.objects.get(keyIn(begun.videoId, METADATA_PATH));
      expect(body && JSON.parse(new TextDecoder().decode(await readAll(body)))).toMatchObject({
        headRevision: 1,
        status: "succeeded",
      });
      // The next number is used, as if it had never been.
      await editInputs({
        ctx: there.process.ctx,
        input: { id: begun.videoId, patch: { InquiryPrompt: "How wells work" }, seen: null },
      });
      const next = await nextRun(there.process.ctx, begun.videoId);
      expect(next.revision).toBe(2);
      expect((await driveRun(there.process, next.id)).status).toBe("succeeded");
    }
  });

  async function purchasesOf(ctx: Context, runId: RunId): Promise<ReadonlySet<string>> {
    const rows = await inTenant(ctx, ({ jobs }) => jobs.ofRun(runId));
    const claims = rows.flatMap(({ claimKey }) => claimKey ?? []);
    const bought = await inTenant(ctx, ({ purchases }) => purchases.ofClaims(claims));
    const isKnown = ({ state, providerRequestId }: (typeof bought)[number]) =>
      state === "succeeded" || providerRequestId !== null;
    return new Set(bought.filter(isKnown).map(({ jobId }) => jobId));
  }

  async function endOf(process: ReturnType<World["start"]>, runId: RunId, active: number): Promise<void> {
    const { ctx } = process;
    await takeOverRuns({ ports: ctx });
    if (active > 0) await driveRun(process, runId);
    expect(await getRun({ ctx, input: { id: runId } })).toMatchObject({ status: "succeeded" });
  }

  function difference(all: string[], some: string[]): string[] {
    const left = [...all];
    for (const one of some) left.splice(left.indexOf(one), 1);
    return left;
  }
});

interface TarFile {
  name: string;
  bytes: Uint8Array;
}

/** The files of a backup, read by hand: names in it are short. */
function files(backup: Uint8Array): TarFile[] {
  const tar = gunzipSync(backup);
  const found: TarFile[] = [];
  for (let at = 0; tar[at] !== 0; ) {
    const name = tar.toString("utf8", at, at + 100).replaceAll("\0", "");
    const size = Number.parseInt(tar.toString("utf8", at + 124, at + 135), 8);
    const type = String.fromCharCode(tar[at + 156] ?? 0);
    const bytes = Uint8Array.from(tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
    if (type === "0") found.push({ name, bytes });
    else found.push({ name: `pax ${new TextDecoder().decode(bytes)}`, bytes });
  }
  // What an extended header says goes with the file behind it.
  return found.flatMap((file, index) => {
    if (file.name.startsWith("pax ")) return [];
    const before = found[index - 1]?.name ?? "";
    const path = /^pax .*? path=(.*)\n/m.exec(before)?.[1] ?? /\d+ path=(.*)\n/.exec(before)?.[1];
    return [{ ...file, name: path ?? file.name }];
  });
}

function packed(all: readonly TarFile[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { name, bytes } of all) {
    const file = Buffer.alloc(512 + Math.ceil(bytes.length / 512) * 512);
    const text = Buffer.from(name);
    // ustar splits long names at a slash.
    const cut = text.length > 100 ? name.indexOf("/", name.length - 100) : -1;
    file.write(cut === -1 ? name : name.slice(cut + 1), 0);
    if (cut !== -1) file.write(name.slice(0, cut), 345);
    file.write("0000644\0", 100);
    file.write(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124);
    file.write("0", 156);
    file.write("ustar\x0000", 257);
    file.fill(" ", 148, 156);
    const sum = file.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    file.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    file.set(bytes, 512);
    parts.push(file);
  }
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]));
}

/** A backup with other texts in it, and manifests that fit them; `rename`: what the first object is called then. */
function edited(
  backup: Uint8Array,
  edit: (name: string, text: string) => string,
  rename?: string,
): Uint8Array {
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const encode = (text: string) => new TextEncoder().encode(text);
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  const all = files(backup).map((file) => ({ ...file }));
  for (const file of all)
    if (!file.name.startsWith("objects/")) file.bytes = encode(edit(file.name, decode(file.bytes)));
  const first = all.find(({ name }) => name.startsWith("objects/"));
  const part = all.find(({ name }) => name.startsWith("manifest/"));
  if (rename && first && part) {
    part.bytes = encode(decode(part.bytes).replace(first.name.slice(8), rename.slice(8)));
    first.name = rename;
  }
  const last = all.at(-1);
  const manifest = JSON.parse(decode(last?.bytes ?? new Uint8Array())) as {
    tables: { name: string; bytes: number; sha256: string }[];
    objects: { sha256: string };
  };
  for (const table of manifest.tables) {
    const rows = Buffer.concat(
      all.filter(({ name }) => name.startsWith(`rows/${table.name}/`)).map(({ bytes }) => bytes),
    );
    Object.assign(table, { bytes: rows.length, sha256: sha256(rows) });
  }
  const parts = all.filter(({ name }) => name.startsWith("manifest/")).map(({ bytes }) => bytes);
  manifest.objects.sha256 = sha256(Buffer.concat(parts));
  if (last) last.bytes = encode(JSON.stringify(manifest));
  return packed(all);
}
