import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import { exportManifestPath, exportPath, videoPrefix } from "../../lib/core/naming/document-path";
import type { RunRow } from "../../lib/ports/database";
import { type ObjectKey, type ObjectStore, objectKey, readAll } from "../../lib/ports/object-store";
import { listAlternates } from "../../lib/services/artifacts/list-alternates";
import { listArtifacts } from "../../lib/services/artifacts/list-artifacts";
import { type Context, inTenant } from "../../lib/services/context";
import { keyIn, putDocument } from "../../lib/services/documents/documents";
import { listAll } from "../../lib/services/documents/list-all";
import { DOCUMENT_SCHEMAS } from "../../lib/services/documents/schemas";
import { reindex } from "../../lib/services/maintenance/reindex/reindex";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { getRun } from "../../lib/services/runs/get-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { getVideo } from "../../lib/services/videos/get-video";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

const FIRST = SMALL_INPUTS.InquiryPrompt;
const NO_FILM = { export: false } as const;

/** Where the video was made, with a database that is then lost. */
let origin: Context;
let first: RunRow;
let id: RunRow["videoId"];
let before: Awaited<ReturnType<typeof getVideo>>;

async function nextRun(ctx: Context, video: string): Promise<RunRow> {
  const { fresh } = await createNextRun({
    ctx,
    input: { id: video, mode: "dirty", ...NO_FILM },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  if (!fresh?.run) throw new Error("There was nothing to do.");
  return fresh.run;
}

const edit = (ctx: Context, patch: Record<string, unknown>) =>
  editInputs({ ctx, input: { id, patch, seen: null } });

beforeAll(async () => {
  const world = await World.open();
  const process = world.start();
  origin = process.ctx;
  first = await createRun(origin, SMALL_INPUTS, NO_FILM);
  id = first.videoId;
  expect((await driveRun(process, first.id)).status).toBe("succeeded");
  await edit(origin, { InquiryPrompt: "How rivers work" });
  expect((await driveRun(process, (await nextRun(origin, id)).id)).status).toBe("succeeded");
  const film = exportPath({ name: "video", digest: "a".repeat(64), extension: "mp4" });
  const poster = exportPath({ name: "poster", digest: "b".repeat(64), extension: "png" });
  for (const path of [film, poster]) await put(origin.objects, keyIn(id, path), "a film");
  await putDocument({
    ctx: origin,
    videoId: id,
    path: exportManifestPath("run_01h455vb4pex5vsknk084sn02q"),
    schema: DOCUMENT_SCHEMAS.exportManifest,
    value: {
      ...{ runId: "run_01h455vb4pex5vsknk084sn02q", revision: 2, format: "mp4", chunks: [] },
      mp4: { key: film, bytes: 6, sha256: "a".repeat(64) },
      poster: { key: poster, bytes: 6, sha256: "b".repeat(64) },
    },
  });
  await edit(origin, { Audience: "Children" });
  before = await getVideo({ ctx: origin, input: { id } });
});

async function put(objects: ObjectStore, key: ObjectKey, text: string): Promise<void> {
  const body = new TextEncoder().encode(text);
  await objects.put({ key, body, mediaType: "text/plain", condition: { kind: "any" } });
}

async function copyObjects(from: ObjectStore, to: ObjectStore, isWanted = (_key: string) => true) {
  for (const { key, mediaType } of await listAll(from, "")) {
    const body = isWanted(key) ? await from.get(key) : null;
    if (body) await to.put({ key, body: await readAll(body), mediaType, condition: { kind: "any" } });
  }
}

let world: World;
let process: ReturnType<World["start"]>;
let ctx: Context;

beforeEach(async () => {
  world = await World.open(createMemoryDatabase());
  process = world.start();
  await copyObjects(origin.objects, world.objects);
  ctx = process.ctx;
});

const books = (context: Context) => inTenant(context, async ({ runs }) => runs.totalCost(id));

describe("with the database lost", () => {
  it("makes the rows anew from the objects, and everything is as it was", async () => {
    const report = await reindex({ ctx, input: {} });
    expect(report).toMatchObject({ ok: true, videos: 1, rebuilt: 1 });
    expect(report.results).toEqual([{ videoId: id, outcome: "rebuilt", headRevision: 2, faults: [] }]);

    const after = await getVideo({ ctx, input: { id } });
    const {
      updatedAt: _then,
      exportRun: _film,
      activeRun: _none,
      ...same
    } = before as typeof before & {
      activeRun?: unknown;
    };
    expect(after).toMatchObject({ ...same, links: expect.anything() });
    expect(after.inputs).toMatchObject({ InquiryPrompt: "How rivers work", Audience: "Children" });
    expect((await verifyVideos({ ctx, input: {} })).problems).toEqual([]);
    expect(await books(ctx)).toBe(await books(origin));
    const artifacts = async (context: Context) =>
      (await listArtifacts({ ctx: context, input: { id, limit: 100 } })).data;
    expect(await artifacts(ctx)).toEqual(await artifacts(origin));
  });

  it("has a film again, the newest of the head", async () => {
    await reindex({ ctx, input: {} });
    const video = await inTenant(ctx, ({ videos }) => videos.find(id));
    expect(video?.mp4Key).toMatch(/^assets\/exports\/video\.a+\.mp4$/);
    expect(video?.thumbnailKey).toMatch(/^assets\/exports\/poster\.b+\.png$/);
    const film = await getRun({ ctx, input: { id: "run_01h455vb4pex5vsknk084sn02q" } });
    expect(film.status).toBe("succeeded");
    expect(film.result?.durationSeconds).toBeCloseTo(before.durationSeconds ?? 0, 6);
  });

  it("buys nothing that was bought before: an edit that is taken back costs nothing", async () => {
    await reindex({ ctx, input: {} });
    const next = await nextRun(ctx, id);
    expect(next.revision).toBe(3);
    expect((await driveRun(process, next.id)).status).toBe("succeeded");
    const titles = await listAlternates({ ctx, input: { id, name: "VideoTitle" } });
    expect(titles.data.length).toBeGreaterThan(0);
    const asked = world.submitsOf("ScriptGen");
    await edit(ctx, { InquiryPrompt: FIRST, Audience: null });
    expect((await driveRun(process, (await nextRun(ctx, id)).id)).status).toBe("succeeded");
    expect(world.submitsOf("ScriptGen")).toBe(asked);
    expect((await verifyVideos({ ctx, input: {} })).problems).toEqual([]);
  });

  it("changes nothing a second time", async () => {
    await reindex({ ctx, input: { id } });
    const rows = () =>
      inTenant(ctx, async ({ videos, runs }) => [await videos.find(id), await runs.totalCost(id)]);
    const once = await rows();
    expect(await reindex({ ctx, input: { id } })).toEqual({ ok: true, videos: 1, rebuilt: 0, results: [] });
    expect(await rows()).toEqual(once);
  });

  it("goes back to the last revision that is whole, and says what is wrong with the newer one", async () => {
    const assets = await listAll(ctx.objects, `${videoPrefix(id)}/assets/script/title`);
    const tags = await ctx.objects.get(keyIn(id, "dag/000002/tags.jsonl"));
    const text = new TextDecoder().decode(tags ? await readAll(tags) : new Uint8Array());
    const newest = assets.find(({ key }) => text.includes(key.slice(videoPrefix(id).length + 1)));
    await ctx.objects.delete([newest?.key ?? objectKey("none")]);
    const report = await reindex({ ctx, input: {} });
    expect(report).toMatchObject({ ok: false, rebuilt: 1 });
    expect(report.results).toMatchObject([
      { outcome: "rebuilt", headRevision: 1, faults: [{ revision: 2 }] },
    ]);
    expect(report.results[0]?.faults[0]?.detail).toContain("script/title");
    // The next run makes a revision of its own, and the video is whole again.
    const next = await nextRun(ctx, id);
    expect(next.revision).toBe(3);
    expect((await driveRun(process, next.id)).status).toBe("succeeded");
    expect((await verifyVideos({ ctx, input: {} })).problems.filter(({ kind }) => kind !== "orphan")).toEqual(
      [],
    );
  });

  it("takes truncated documents for what they are", async () => {
    await put(ctx.objects, keyIn(id, "dag/000002/tags.jsonl"), '{"schema": "tag@1", "id"');
    await put(ctx.objects, keyIn(id, "metadata.json"), "{");
    await put(ctx.objects, keyIn(id, "draft/inputs.json"), "");
    const report = await reindex({ ctx, input: {} });
    expect(report.results).toMatchObject([
      { outcome: "rebuilt", headRevision: 1, faults: [{ revision: 2 }] },
    ]);
    for (const document of ["dag/000001/inputs.json", "dag/000002/inputs.json"]) {
      await put(ctx.objects, keyIn(id, document), "{");
    }
    const other = (await World.open(createMemoryDatabase())).start().ctx;
    const unreadable = await reindex({ ctx: { ...other, objects: ctx.objects }, input: {} });
    expect(unreadable).toMatchObject({ ok: false, rebuilt: 0, results: [{ outcome: "unreadable" }] });
  });

  it("reads an earlier metadata.json where the newest cannot be read", async () => {
    const createdAt = "2001-02-03T04:05:06.789Z";
    const whole = await ctx.objects.get(keyIn(id, "metadata.json"));
    const text = new TextDecoder().decode(whole ? await readAll(whole) : undefined);
    const encode = (value: string) => new TextEncoder().encode(value);
    const older = encode(text.replace(/"createdAt": "[^"]*"/, `"createdAt": "${createdAt}"`));
    await put(ctx.objects, keyIn(id, "metadata.json"), text.slice(0, 40));
    const objects = { ...ctx.objects, earlier: async () => [encode("{"), older] };
    await reindex({ ctx: { ...ctx, objects }, input: {} });
    expect((await getVideo({ ctx, input: { id } })).createdAt).toBe(createdAt);
    expect((await verifyVideos({ ctx, input: {} })).problems).toEqual([]);
  });

  it("knows of a run that was cut off, and goes on behind it", async () => {
    const objects = createMemoryObjectStore();
    await copyObjects(origin.objects, objects);
    const cut = await createRun(ctx, SMALL_INPUTS, NO_FILM);
    await planRun({ ctx, input: { runId: cut.id } });
    await executeBatch({ ctx, input: { runId: cut.id } });
    await copyObjects(world.objects, objects);
    const other = await World.open(createMemoryDatabase());
    const fresh = { ...other.start().ctx, objects };
    expect(await reindex({ ctx: fresh, input: {} })).toMatchObject({ ok: true, videos: 2, rebuilt: 2 });
    const video = await getVideo({ ctx: fresh, input: { id: cut.videoId } });
    expect(video).toMatchObject({ headRevision: 0, status: "cancelled" });
    const script = await inTenant(fresh, ({ history }) =>
      history.bought({ videoId: cut.videoId, jobIds: ["ScriptGen"] }),
    );
    expect(script).toHaveLength(1);
    const next = await nextRun(fresh, cut.videoId);
    expect(next.revision).toBe(2);
    const driven = await driveRun({ ...other.start(), ctx: fresh }, next.id);
    expect(driven.status).toBe("succeeded");
    expect(other.submitsOf("ScriptGen")).toBe(0);
  });

  it("dies before or after its one transaction, and is done by the next", async () => {
    for (const when of ["before", "after"] as const) {
      for (let at = 1; at <= 2; at++) {
        const again = await World.open(createMemoryDatabase());
        await copyObjects(origin.objects, again.objects);
        const dying = again.start({ at, when, kind: "crash" });
        await expect(reindex({ ctx: dying.ctx, input: {} })).rejects.toThrow("crashed");
        const { ctx: next } = again.start();
        await reindex({ ctx: next, input: {} });
        expect((await getVideo({ ctx: next, input: { id } })).headRevision).toBe(2);
        expect(await books(next)).toBe(await books(origin));
      }
    }
  });
});

describe("with a database that is behind", () => {
  it("adds what it does not know, and goes on to the newest whole revision", async () => {
    const old = await World.open(createMemoryDatabase());
    const isOld = (key: string) => !key.includes("dag/000002/") && !key.includes("draft/");
    await copyObjects(origin.objects, old.objects, isOld);
    const { ctx: behind } = old.start();
    await reindex({ ctx: behind, input: {} });
    expect(await getVideo({ ctx: behind, input: { id } })).toMatchObject({
      headRevision: 1,
      inputRevision: 1,
    });
    await copyObjects(origin.objects, old.objects);
    const report = await reindex({ ctx: behind, input: {} });
    expect(report.results).toMatchObject([{ outcome: "rebuilt", headRevision: 2 }]);
    const { inputRevision, inputs } = before;
    expect(await getVideo({ ctx: behind, input: { id } })).toMatchObject({
      ...{ headRevision: 2, inputRevision, inputs },
    });
    expect(await books(behind)).toBe(await books(origin));
    expect((await verifyVideos({ ctx: behind, input: {} })).problems).toEqual([]);
  });

  it("leaves another workspace's videos alone", async () => {
    await reindex({ ctx, input: {} });
    const stranger = { ...ctx, workspaceId: origin.workspaceId };
    expect((await reindex({ ctx: stranger, input: {} })).results).toMatchObject([{ outcome: "elsewhere" }]);
  });
});
