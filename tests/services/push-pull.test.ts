import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMemoryDatabase, type MemoryDatabase } from "../../lib/adapters/memory/database";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import { videoPrefix } from "../../lib/core/naming/document-path";
import type { RunRow } from "../../lib/ports/database";
import { type ObjectStore, readAll } from "../../lib/ports/object-store";
import { type Context, inTenant } from "../../lib/services/context";
import { keyIn } from "../../lib/services/documents/documents";
import { listAll } from "../../lib/services/documents/list-all";
import { reindex } from "../../lib/services/maintenance/reindex/reindex";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { cancelRun } from "../../lib/services/runs/cancel-run";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { pullVideo } from "../../lib/services/sync/pull-video";
import { pushVideo } from "../../lib/services/sync/push-video";
import { deleteVideo } from "../../lib/services/videos/delete-video";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { getVideo } from "../../lib/services/videos/get-video";
import { FaultyStorage } from "../rigs/faults";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";
import { exportTree } from "../rigs/tree";

afterAll(async () => (await sharedDatabase()).close());

const BUCKET = "s3://films/tides";
type Process = ReturnType<World["start"]>;

let id: RunRow["videoId"];
/** What an installation has of the video with one committed revision, and with two. */
let once: ObjectStore;
let twice: ObjectStore;

async function copyOf(from: ObjectStore, now?: () => Date): Promise<ObjectStore> {
  const to = createMemoryObjectStore(now ? { now } : {});
  for (const { key, mediaType } of await listAll(from, "")) {
    const body = await from.get(key);
    if (body) await to.put({ key, body: await readAll(body), mediaType, condition: { kind: "create" } });
  }
  return to;
}

const edit = (ctx: Context, patch: Record<string, unknown>) =>
  editInputs({ ctx, input: { id, patch, seen: null } });

async function nextRun(ctx: Context): Promise<RunRow | null> {
  const { fresh } = await createNextRun({
    ctx,
    input: { id, mode: "dirty", export: false },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  return fresh?.run ?? null;
}

/** Commits one more revision. */
async function goOn(process: Process, prompt: string): Promise<void> {
  await edit(process.ctx, { InquiryPrompt: prompt });
  const run = await nextRun(process.ctx);
  if (!run) throw new Error("There was nothing to do.");
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
}

beforeAll(async () => {
  const world = await World.open();
  world.text.script.costMicros = () => 1_000;
  const process = world.start();
  const run = await createRun(process.ctx, SMALL_INPUTS, { export: false });
  id = run.videoId;
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
  once = await copyOf(world.objects);
  await goOn(process, "How rivers work");
  twice = await copyOf(world.objects);
});

/** An installation that has these objects, and the rows that belong to them. */
async function installation(objects: ObjectStore | null) {
  const database = createMemoryDatabase();
  const world = await World.open(database);
  world.text.script.costMicros = () => 1_000;
  const process = world.start();
  const own = objects ? await copyOf(objects) : null;
  for (const { key, mediaType } of own ? await listAll(own, "") : []) {
    const body = await own?.get(key);
    if (body) {
      const bytes = await readAll(body);
      await world.objects.put({ key, body: bytes, mediaType, condition: { kind: "create" } });
    }
  }
  if (objects) await reindex({ ctx: process.ctx, input: {} });
  return { world, process, ctx: process.ctx, database };
}

let here: Awaited<ReturnType<typeof installation>>;
let bucket: ObjectStore;

beforeEach(async () => {
  here = await installation(twice);
  bucket = createMemoryObjectStore({ now: () => here.world.clock.now() });
});

const push = (
  ctx: Context,
  change: { dryRun?: boolean; mayDiscardEdits?: boolean; to?: ObjectStore } = {},
) => {
  const { to = bucket, dryRun = false, mayDiscardEdits } = change;
  return pushVideo({ ctx, input: { id, to: { name: BUCKET, objects: to }, dryRun, mayDiscardEdits } });
};
const pull = (ctx: Context, change: { dryRun?: boolean; from?: ObjectStore } = {}) => {
  const { from = bucket, dryRun = false } = change;
  return pullVideo({ ctx, input: { id, from: { name: BUCKET, objects: from }, dryRun } });
};

/** Every object with its bytes, but for times in projections. */
async function contents(objects: ObjectStore): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const { key } of await listAll(objects, `${videoPrefix(id)}/`)) {
    const body = await objects.get(key);
    const text = new TextDecoder().decode(body ? await readAll(body) : undefined);
    all.set(key, text.replace(/"updatedAt": "[^"]*"/, '"updatedAt": ""'));
  }
  return all;
}

const headIn = async (objects: ObjectStore): Promise<number | null> => {
  const body = await objects.get(keyIn(id, "metadata.json"));
  return body ? JSON.parse(new TextDecoder().decode(await readAll(body))).headRevision : null;
};
const headOf = async (ctx: Context) => (await getVideo({ ctx, input: { id } })).headRevision;
const spent = (database: MemoryDatabase) =>
  database.tables.months.all().reduce((sum, row) => sum + row.spentMicros, 0);
const costOf = (ctx: Context) => inTenant(ctx, ({ runs }) => runs.totalCost(id));
const overwrite = (objects: ObjectStore, path: string, text: string) =>
  objects.put({
    key: keyIn(id, path),
    body: new TextEncoder().encode(text),
    mediaType: "application/json",
    condition: { kind: "any" },
  });

describe("push and pull", () => {
  it("bring a video to a bucket and into another installation, where nothing has to be made", async () => {
    const pushed = await push(here.ctx);
    expect(pushed).toMatchObject({
      ...{ relation: "new", pointer: true, dryRun: false },
      from: { place: "this installation", revision: 2 },
      to: { place: BUCKET, revision: 0 },
    });
    expect(await headIn(bucket)).toBe(2);
    const elsewhere = await installation(null);
    expect(await pull(elsewhere.ctx)).toMatchObject({ relation: "new", pointer: true });
    expect(await exportTree(elsewhere.ctx, id)).toEqual(await exportTree(here.ctx, id));
    expect((await verifyVideos({ ctx: elsewhere.ctx, input: {} })).problems).toEqual([]);
    expect(await nextRun(elsewhere.ctx)).toBeNull();
    // Paid for where it was made.
    expect(await costOf(elsewhere.ctx)).toBe(await costOf(here.ctx));
    expect(await costOf(elsewhere.ctx)).toBeGreaterThan(0);
    expect(spent(elsewhere.database)).toBe(0);
    // An edit that is taken back costs nothing there, because all results came along.
    await edit(elsewhere.ctx, { InquiryPrompt: SMALL_INPUTS.InquiryPrompt });
    const run = await nextRun(elsewhere.ctx);
    expect((await driveRun(elsewhere.process, (run as RunRow).id)).status).toBe("succeeded");
    expect(elsewhere.world.submitsOf("ScriptGen")).toBe(0);
  });

  it("move nothing that is there already, and write nothing then", async () => {
    await push(here.ctx);
    const before = await contents(bucket);
    expect(await push(here.ctx)).toMatchObject({ relation: "same", pointer: false, objects: [], bytes: 0 });
    expect(await contents(bucket)).toEqual(before);
    const own = await contents(here.world.objects);
    expect(await pull(here.ctx)).toMatchObject({ relation: "same", pointer: false, objects: [] });
    expect(await contents(here.world.objects)).toEqual(own);
  });

  it("move only what came since, both ways, and the rows of a server follow by reindex", async () => {
    await push(here.ctx);
    const elsewhere = await installation(null);
    await pull(elsewhere.ctx);
    await goOn(elsewhere.process, "How glaciers work");
    const forth = await push(elsewhere.ctx);
    expect(forth).toMatchObject({
      relation: "ahead",
      pointer: true,
      to: { revision: 2 },
      from: { revision: 3 },
    });
    expect(forth.objects.every(({ path }) => /^(?:assets\/|dag\/000003\/|runs\/)/.test(path))).toBe(true);
    expect(await headIn(bucket)).toBe(3);
    const back = await pull(here.ctx);
    expect(back.objects.map(({ path }) => path)).toEqual(forth.objects.map(({ path }) => path));
    expect(await headOf(here.ctx)).toBe(3);
    expect((await getVideo({ ctx: here.ctx, input: { id } })).inputs.InquiryPrompt).toBe("How glaciers work");
    expect((await verifyVideos({ ctx: here.ctx, input: {} })).problems).toEqual([]);
    expect(await nextRun(here.ctx)).toBeNull();

    // A server on the bucket: rows of revision 2, then what was pushed.
    const database = createMemoryDatabase();
    const served = (await World.open(database)).start().ctx;
    const server = { ...served, objects: await copyOf(once) };
    await reindex({ ctx: server, input: {} });
    const counted = spent(database);
    await push(here.ctx, { to: server.objects });
    await reindex({ ctx: server, input: { id } });
    expect(await headOf(server)).toBe(3);
    expect((await verifyVideos({ ctx: server, input: {} })).problems).toEqual([]);
    expect(spent(database)).toBe(counted);
  });

  it("refuse copies that have gone different ways, say how far they are the same, and touch neither", async () => {
    await push(here.ctx);
    const elsewhere = await installation(null);
    await pull(elsewhere.ctx);
    await goOn(elsewhere.process, "How glaciers work");
    await goOn(here.process, "How deserts work");
    await push(here.ctx);
    const [there, own] = [await contents(bucket), await contents(elsewhere.world.objects)];
    for (const attempt of [push, pull]) {
      const error = await attempt(elsewhere.ctx).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: "conflict",
        details: { common: 2, revisions: { "this installation": 3, [BUCKET]: 3 } },
      });
      expect(String((error as Error).message)).toMatch(
        /this installation has revision 3|s3:.* has revision 3/,
      );
      await expect(attempt(elsewhere.ctx, { dryRun: true })).rejects.toMatchObject({ code: "conflict" });
    }
    expect(await contents(bucket)).toEqual(there);
    expect(await contents(elsewhere.world.objects)).toEqual(own);
    expect(await headOf(elsewhere.ctx)).toBe(3);
  });

  it("refuse to go back: what is behind does not replace what is ahead", async () => {
    await push(here.ctx);
    const behind = await installation(once);
    await expect(push(behind.ctx)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("is ahead"),
    });
    const old = await copyOf(once);
    await expect(pull(here.ctx, { from: old })).rejects.toMatchObject({ code: "conflict" });
    expect(await headIn(bucket)).toBe(2);
  });

  it("say what they would move, and write nothing", async () => {
    const would = await push(here.ctx, { dryRun: true });
    expect(await contents(bucket)).toEqual(new Map());
    const did = await push(here.ctx);
    expect(did).toEqual({ ...would, dryRun: false });
    const paths = (await listAll(bucket, `${videoPrefix(id)}/`)).map(({ key }) =>
      key.slice(videoPrefix(id).length + 1),
    );
    const projections = ["metadata.json", "paid-elsewhere.json", "draft/inputs.json"];
    expect(paths.filter((path) => !projections.includes(path)).sort()).toEqual(
      did.objects.map(({ path }) => path).sort(),
    );
    expect(did.bytes).toBe(did.objects.reduce((sum, { bytes }) => sum + bytes, 0));

    const elsewhere = await installation(null);
    const pulling = await pull(elsewhere.ctx, { dryRun: true });
    expect(elsewhere.process.storage.writes).toEqual([]);
    expect(pulling.objects).toHaveLength(did.objects.length);
    expect(await pull(elsewhere.ctx)).toEqual({ ...pulling, dryRun: false });
  });

  it("store what is named before what names it, and the pointer last", async () => {
    const storage = new FaultyStorage(here.world.clock);
    await push(here.ctx, { to: storage.objects(bucket) });
    const paths = storage.writes.map((write) => write.replace(`put ${videoPrefix(id)}/`, ""));
    expect(paths.at(0)).toBe("paid-elsewhere.json");
    expect(paths.at(-1)).toBe("metadata.json");
    const manifests = paths.flatMap((path, at) => (path.endsWith("/manifest.json") ? [at] : []));
    const others = paths.flatMap((path, at) => (/^(?:assets|dag|runs)\//.test(path) ? [at] : []));
    expect(Math.min(...manifests)).toBeGreaterThan(
      Math.max(...others.filter((at) => !manifests.includes(at))),
    );
  });
});

/** Every write once: what is done before it dies, and after. */
const pointsOf = (writes: number) =>
  Array.from({ length: writes }, (_, index) => index + 1).flatMap((at) =>
    (["before", "after"] as const).map((when) => ({ at, when, kind: "crash" as const })),
  );

describe("a crash", () => {
  it("at any write of a push leaves the bucket at a whole revision, and the next push completes it", async () => {
    const counting = new FaultyStorage(here.world.clock);
    await push(here.ctx, { to: counting.objects(await copyOf(once)) });
    const whole = await copyOf(once);
    await push(here.ctx, { to: whole });
    const expected = await contents(whole);
    for (const fault of pointsOf(counting.writes.length)) {
      const target = await copyOf(once);
      const dying = new FaultyStorage(here.world.clock, fault);
      await expect(push(here.ctx, { to: dying.objects(target) })).rejects.toThrow("crashed");
      const isLast = fault.at === counting.writes.length && fault.when === "after";
      expect([fault, await headIn(target)]).toEqual([fault, isLast ? 2 : 1]);
      await push(here.ctx, { to: target });
      expect(await contents(target)).toEqual(expected);
    }
  });

  it("in the middle of a push does not keep others from pulling what was there before", async () => {
    for (const at of [3, 12, 20]) {
      const target = await copyOf(once, () => here.world.clock.now());
      const dying = new FaultyStorage(here.world.clock, { at, when: "after", kind: "crash" });
      await expect(push(here.ctx, { to: dying.objects(target) })).rejects.toThrow("crashed");
      const elsewhere = await installation(null);
      // For whoever has not these documents, a run might be at work; half an hour later it is not.
      elsewhere.world.clock.advance(here.world.clock.now().getTime() - elsewhere.world.clock.now().getTime());
      elsewhere.world.clock.advance(31 * 60_000);
      await pull(elsewhere.ctx, { from: target });
      expect(await headOf(elsewhere.ctx)).toBe(1);
      const { problems } = await verifyVideos({ ctx: elsewhere.ctx, input: {} });
      // What nothing names yet came along.
      expect(problems.filter(({ kind }) => kind !== "orphan")).toEqual([]);
    }
  });

  it("at any write of a pull leaves the video here as it was, and the next pull completes it", async () => {
    await push(here.ctx);
    const counting = await installation(once);
    const before = counting.process.storage.writes.length;
    await pull(counting.ctx);
    const writes = counting.process.storage.writes.length - before;
    const expected = await contents(counting.world.objects);
    const points = pointsOf(writes).filter(({ at }) => at % 4 === 1 || at > writes - 3);
    for (const fault of points) {
      const { world, ctx: whole } = await installation(once);
      const dying = world.start(fault);
      await expect(pull(dying.ctx)).rejects.toThrow("crashed");
      const isCommitted = fault.at === writes || (fault.at === writes - 1 && fault.when === "after");
      expect([fault, await headOf(whole)]).toEqual([fault, isCommitted ? 2 : 1]);
      await pull(whole);
      expect(await headOf(whole)).toBe(2);
      expect([...(await contents(world.objects)).keys()]).toEqual([...expected.keys()]);
      expect((await verifyVideos({ ctx: whole, input: {} })).problems).toEqual([]);
    }
  });
});

describe("what stands in the way", () => {
  it("is a run at work here, or there as far as its writing shows", async () => {
    await push(here.ctx);
    await edit(here.ctx, { InquiryPrompt: "How deserts work" });
    const run = (await nextRun(here.ctx)) as RunRow;
    for (const attempt of [push, pull]) {
      await expect(attempt(here.ctx)).rejects.toMatchObject({ code: "run-active" });
    }
    await planRun({ ctx: here.ctx, input: { runId: run.id } });
    // Somebody works on the bucket itself.
    const served = await copyOf(here.world.objects, () => here.world.clock.now());
    const elsewhere = await installation(twice);
    elsewhere.world.clock.advance(here.world.clock.now().getTime() - elsewhere.world.clock.now().getTime());
    for (const attempt of [push, pull]) {
      const at = { to: served, from: served };
      await expect(attempt(elsewhere.ctx, at)).rejects.toMatchObject({ code: "run-active" });
    }
    await cancelRun({ ctx: here.ctx, input: { id: run.id } });
    await driveRun(here.process, run.id);
    expect((await push(here.ctx)).relation).toBe("ahead");
    elsewhere.world.clock.advance(31 * 60_000);
    expect((await pull(elsewhere.ctx, { from: served })).relation).toBe("same");
  });

  it("is a pointer that moves while objects are stored: it is left where it is", async () => {
    const target = await copyOf(once);
    const racing: ObjectStore = {
      ...target,
      async put(options) {
        if (options.key.endsWith("/metadata.json") && options.condition.kind === "replace") {
          const now = await target.get(options.key);
          const text = new TextDecoder().decode(now ? await readAll(now) : undefined);
          await overwrite(target, "metadata.json", text.replace('"epoch": 1', '"epoch": 99'));
        }
        return await target.put(options);
      },
    };
    await expect(push(here.ctx, { to: racing })).rejects.toMatchObject({ code: "conflict" });
    expect(await headIn(target)).toBe(1);
  });

  it("is an asset that has rotted at the source, whichever side that is: the pointer does not move", async () => {
    const asset = (await listAll(here.world.objects, `${videoPrefix(id)}/assets/`)).at(-1);
    const path = String(asset?.key.slice(videoPrefix(id).length + 1));
    await push(here.ctx, { to: bucket });
    await overwrite(here.world.objects, path, "x".repeat(asset?.bytes ?? 0));
    const target = createMemoryObjectStore();
    await expect(push(here.ctx, { to: target })).rejects.toMatchObject({ code: "integrity" });
    expect(await headIn(target)).toBeNull();
    await overwrite(bucket, path, "y".repeat(asset?.bytes ?? 0));
    const elsewhere = await installation(null);
    await expect(pull(elsewhere.ctx)).rejects.toMatchObject({ code: "integrity" });
    await expect(getVideo({ ctx: elsewhere.ctx, input: { id } })).rejects.toMatchObject({
      code: "not-found",
    });
    await bucket.delete([keyIn(id, path)]);
    await expect(pull(elsewhere.ctx)).rejects.toMatchObject({
      code: "integrity",
      message: expect.stringContaining(path),
    });
  });

  it("is somebody who is pushing another run as the same revision: one gets through, and is whole", async () => {
    for (let delay = 0; delay < 6; delay++) {
      const target = await copyOf(once);
      const rivals = [await installation(once), await installation(once)];
      for (const [at, { process }] of rivals.entries())
        await goOn(process, `How ${["deserts", "lakes"][at]} work`);
      let puts = 0;
      const slow: ObjectStore = {
        ...target,
        async put(options) {
          for (let turn = 0; turn < (puts++ * 7 + delay) % 5; turn++) await new Promise(setImmediate);
          return await target.put(options);
        },
      };
      const ends = await Promise.allSettled(rivals.map(({ ctx }) => push(ctx, { to: slow })));
      const won = ends.findIndex(({ status }) => status === "fulfilled");
      expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const winner = rivals[won]?.ctx as Context;
      expect(await push(winner, { to: target })).toMatchObject({ relation: "same", objects: [] });
      // Heads are remembered by id and revision in a process, so documents are compared, not trees.
      const documents = (all: Map<string, string>) => [...all].filter(([key]) => key.includes("/dag/"));
      expect(documents(await contents(target))).toEqual(documents(await contents(winner.objects)));
    }
  });

  it("is a document of the same name that says something else", async () => {
    const target = await copyOf(once);
    await overwrite(target, "dag/000002/inputs.json", "{}");
    await expect(push(here.ctx, { to: target })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("dag/000002/inputs.json"),
    });
  });

  it("is edits there that no run has taken up, unless they may go", async () => {
    await push(here.ctx);
    const elsewhere = await installation(null);
    await pull(elsewhere.ctx);
    await edit(elsewhere.ctx, { Audience: "Children" });
    // Edits alone go along as well.
    expect(await push(elsewhere.ctx)).toMatchObject({ relation: "same", objects: [], edits: true });
    await goOn(here.process, "How deserts work");
    await expect(push(here.ctx)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("edits"),
    });
    expect(await headIn(bucket)).toBe(2);
    expect(await push(here.ctx, { mayDiscardEdits: true })).toMatchObject({ relation: "ahead" });
    await expect(pull(elsewhere.ctx)).rejects.toMatchObject({ code: "conflict" });
    expect((await getVideo({ ctx: elsewhere.ctx, input: { id } })).inputs).toMatchObject({
      Audience: "Children",
    });
  });

  it("is nothing when edits alone came since: they are here after a pull", async () => {
    await push(here.ctx);
    const elsewhere = await installation(null);
    await pull(elsewhere.ctx);
    await edit(elsewhere.ctx, { Audience: "Children" });
    await push(elsewhere.ctx);
    expect(await pull(here.ctx)).toMatchObject({ objects: [], edits: true, pointer: true });
    const video = await getVideo({ ctx: here.ctx, input: { id } });
    expect(video.inputs).toMatchObject({ Audience: "Children" });
    expect(video.numDirtyArtifacts).toBeGreaterThan(0);
    expect((await verifyVideos({ ctx: here.ctx, input: {} })).problems).toEqual([]);
  });

  it("is that the video was deleted here, or is nowhere", async () => {
    await push(here.ctx);
    await deleteVideo({ ctx: here.ctx, input: { id } });
    await expect(pull(here.ctx)).rejects.toMatchObject({ code: "conflict" });
    await expect(push(here.ctx)).rejects.toMatchObject({ code: "not-found" });
    const elsewhere = await installation(null);
    const empty = createMemoryObjectStore();
    await expect(pull(elsewhere.ctx, { from: empty })).rejects.toMatchObject({ code: "not-found" });
  });
});
