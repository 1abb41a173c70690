import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskObjectStore } from "../../lib/adapters/disk/object-store";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { createS3ObjectStore } from "../../lib/adapters/s3/object-store";
import { exportManifestPath, exportPath, videoPrefix } from "../../lib/core/naming/document-path";
import { type ObjectStore, readAll } from "../../lib/ports/object-store";
import type { Context } from "../../lib/services/context";
import { keyIn, putDocument } from "../../lib/services/documents/documents";
import { listAll } from "../../lib/services/documents/list-all";
import { DOCUMENT_SCHEMAS } from "../../lib/services/documents/schemas";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { pullVideo } from "../../lib/services/sync/pull-video";
import { pushVideo } from "../../lib/services/sync/push-video";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { getVideo } from "../../lib/services/videos/get-video";
import { FaultyStorage } from "../rigs/faults";
import { type Radosgw, startRadosgw } from "../rigs/radosgw";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";
import { exportTree } from "../rigs/tree";

const BUCKET = "films";
const started = await startRadosgw();

if ("unavailable" in started) {
  console.warn(`Tests of push and pull with S3 are skipped. ${started.unavailable}`);
  it.skip(`push and pull with S3: ${started.unavailable}`, () => undefined);
} else {
  describeMoves(started);
}

function describeMoves({ endpoint, stop, ...credentials }: Radosgw): void {
  const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "reelgraph-moves-"));
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await stop();
  });

  const inBucket = (prefix: string) => createS3ObjectStore({ bucket: BUCKET, endpoint, credentials, prefix });

  /** An installation with its objects on disk. */
  async function onDisk(name: string) {
    const world = await World.open(createMemoryDatabase());
    const process = world.start();
    // Through the storage, so that time stands still while the disk is at work.
    const objects = process.storage.objects(createDiskObjectStore({ root: join(folder, name) }));
    return { world, process: { ...process, ctx: { ...process.ctx, objects } } };
  }
  const push = (ctx: Context, id: string, objects: ObjectStore, dryRun = false) =>
    pushVideo({ ctx, input: { id, to: { name: "s3://films", objects }, dryRun } });
  const pull = (ctx: Context, id: string, objects: ObjectStore) =>
    pullVideo({ ctx, input: { id, from: { name: "s3://films", objects }, dryRun: false } });

  async function goOn(process: Awaited<ReturnType<typeof onDisk>>["process"], id: string, prompt: string) {
    const { ctx } = process;
    await editInputs({ ctx, input: { id, patch: { InquiryPrompt: prompt }, seen: null } });
    const input = { id, mode: "dirty" as const, export: false as const };
    const render = () => ({ status: 202, headers: {}, body: "" });
    const { fresh } = await createNextRun({ ctx, input, idempotency: null, render });
    if (!fresh?.run) throw new Error("There was nothing to do.");
    expect((await driveRun(process, fresh.run.id)).status).toBe("succeeded");
  }

  async function checksums(objects: ObjectStore, id: string): Promise<Map<string, string>> {
    const all = new Map<string, string>();
    for (const { key } of await listAll(objects, `${videoPrefix(id)}/`)) {
      const body = await objects.get(key);
      if (body)
        all.set(
          key,
          createHash("sha256")
            .update(await readAll(body))
            .digest("hex"),
        );
    }
    return all;
  }

  describe("push and pull between a disk and a real S3 server", () => {
    it("move a video with its film there and back, forward, and never over what has gone another way", async () => {
      const one = await onDisk("one");
      const { ctx } = one.process;
      const run = await createRun(ctx, SMALL_INPUTS, { export: false });
      const id = run.videoId;
      expect((await driveRun(one.process, run.id)).status).toBe("succeeded");
      const film = await aFilm(ctx, id);

      const bucket = inBucket("deployment");
      const would = await push(ctx, id, bucket, true);
      expect(await listAll(bucket, "")).toEqual([]);
      expect(await push(ctx, id, bucket)).toEqual({ ...would, dryRun: false });
      expect(would.objects.some(({ path, bytes }) => path === film && bytes > 8_000_000)).toBe(true);

      const two = await onDisk("two");
      expect(await pull(two.process.ctx, id, bucket)).toMatchObject({ relation: "new", pointer: true });
      expect(await exportTree(two.process.ctx, id)).toEqual(await exportTree(ctx, id));
      expect((await getVideo({ ctx: two.process.ctx, input: { id } })).headRevision).toBe(1);
      const { problems } = await verifyVideos({ ctx: two.process.ctx, input: {} });
      expect(problems).toEqual([]);
      const [there, here] = [await checksums(bucket, id), await checksums(two.process.ctx.objects, id)];
      for (const [key, sum] of there)
        if (!key.endsWith(".json")) expect([key, here.get(key)]).toEqual([key, sum]);

      await goOn(two.process, id, "How glaciers work");
      expect(await push(two.process.ctx, id, bucket)).toMatchObject({ relation: "ahead", pointer: true });
      expect(await push(two.process.ctx, id, bucket)).toMatchObject({
        relation: "same",
        objects: [],
        pointer: false,
      });
      await goOn(one.process, id, "How deserts work");
      const before = await checksums(bucket, id);
      await expect(push(ctx, id, bucket)).rejects.toMatchObject({ code: "conflict", details: { common: 1 } });
      await expect(pull(ctx, id, bucket)).rejects.toMatchObject({ code: "conflict", details: { common: 1 } });
      expect(await checksums(bucket, id)).toEqual(before);
    });

    it("are completed after a crash at their writes", async () => {
      const one = await onDisk("three");
      const { ctx } = one.process;
      const run = await createRun(ctx, SMALL_INPUTS, { export: false });
      const id = run.videoId;
      await driveRun(one.process, run.id);
      const counting = new FaultyStorage(one.world.clock);
      await push(ctx, id, counting.objects(inBucket("whole")));
      const writes = counting.writes.length;
      for (const at of [1, 2, writes >> 1, writes - 2, writes - 1, writes]) {
        for (const when of ["before", "after"] as const) {
          const bucket = inBucket(`crash-${at}-${when}`);
          const dying = new FaultyStorage(one.world.clock, { at, when, kind: "crash" });
          await expect(push(ctx, id, dying.objects(bucket))).rejects.toThrow("crashed");
          await push(ctx, id, bucket);
          expect(await checksums(bucket, id)).toEqual(await checksums(inBucket("whole"), id));
        }
      }
      const arriving = await onDisk("four");
      for (const at of [1, 5, 9]) {
        const dying = new FaultyStorage(arriving.world.clock, { at, when: "after", kind: "crash" });
        const mortal = { ...arriving.process.ctx, objects: dying.objects(arriving.process.ctx.objects) };
        await expect(pull(mortal, id, inBucket("whole"))).rejects.toThrow("crashed");
      }
      await pull(arriving.process.ctx, id, inBucket("whole"));
      expect((await verifyVideos({ ctx: arriving.process.ctx, input: {} })).problems).toEqual([]);
    });

    it("let one of two pushes that race move the pointer, and the other says so", async () => {
      const one = await onDisk("five");
      const run = await createRun(one.process.ctx, SMALL_INPUTS, { export: false });
      const id = run.videoId;
      await driveRun(one.process, run.id);
      const bucket = inBucket("race");
      await push(one.process.ctx, id, bucket);
      const two = await onDisk("six");
      await pull(two.process.ctx, id, bucket);
      await goOn(one.process, id, "How glaciers work");
      await goOn(two.process, id, "How deserts work");
      const ends = await Promise.allSettled([
        push(one.process.ctx, id, bucket),
        push(two.process.ctx, id, bucket),
      ]);
      const lost = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
      expect(lost).toMatchObject([{ code: "conflict" }]);
      // The one that came through is whole.
      const winner = ends[0]?.status === "fulfilled" ? one : two;
      expect(await push(winner.process.ctx, id, bucket)).toMatchObject({ relation: "same", objects: [] });
      const documents = (all: Map<string, string>) => [...all].filter(([key]) => key.includes("/dag/"));
      expect(documents(await checksums(bucket, id))).toEqual(
        documents(await checksums(winner.process.ctx.objects, id)),
      );
    });
  });

  /** Larger than what is read whole, so that it goes as a stream. */
  async function aFilm(ctx: Context, id: string): Promise<string> {
    const videoId = id as Parameters<typeof keyIn>[0];
    const bytes = Buffer.alloc(9_000_000, "a film of tides, ");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const film = exportPath({ name: "video", digest: sha256, extension: "mp4" });
    const poster = exportPath({ name: "poster", digest: sha256, extension: "png" });
    const runId = "run_01h455vb4pex5vsknk084sn02q";
    for (const [path, mediaType] of [[film, "video/mp4"] as const, [poster, "image/png"] as const]) {
      await ctx.objects.put({
        key: keyIn(videoId, path),
        body: bytes,
        mediaType,
        condition: { kind: "create" },
      });
    }
    const kept = (key: string) => ({ key, bytes: bytes.length, sha256 });
    await putDocument({
      ...{ ctx, videoId, path: exportManifestPath(runId), schema: DOCUMENT_SCHEMAS.exportManifest },
      value: { runId, revision: 1, format: "mp4", chunks: [], mp4: kept(film), poster: kept(poster) },
    });
    return film;
  }
}
