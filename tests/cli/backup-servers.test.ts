import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskObjectStore } from "../../lib/adapters/disk/object-store";
import { openPg } from "../../lib/adapters/postgres/open-pg";
import { openPglite } from "../../lib/adapters/postgres/open-pglite";
import { createS3ObjectStore } from "../../lib/adapters/s3/object-store";
import type { Database } from "../../lib/ports/database";
import { type ObjectStore, objectKey, readAll } from "../../lib/ports/object-store";
import { listAll } from "../../lib/services/documents/list-all";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { type PostgresServer, startPostgres } from "../rigs/postgres";
import { type Radosgw, startRadosgw } from "../rigs/radosgw";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";
import { runCli } from "./rig/run-cli";

const migrationsFolder = path.resolve("drizzle/migrations");
const [postgres, radosgw] = await Promise.all([startPostgres(), startRadosgw()]);

if ("unavailable" in postgres || "unavailable" in radosgw) {
  const missing = [postgres, radosgw]
    .flatMap((one) => ("unavailable" in one ? one.unavailable : []))
    .join(" ");
  console.warn(`Backups of servers are not tried. ${missing}`);
  it.skip(`Backups of servers: ${missing}`, () => undefined);
} else {
  afterAll(async () => {
    await Promise.all([postgres.stop(), radosgw.stop()]);
  });
  describeServers(postgres, radosgw);
}

function describeServers(server: PostgresServer, { endpoint, stop: _, ...credentials }: Radosgw): void {
  const s3 = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
  let root: string;
  let made = 0;

  interface Place {
    env: Record<string, string>;
    database: Database;
    objects: ObjectStore;
    dataDir: string;
  }

  /** An empty database and an empty bucket. */
  async function emptyServers(): Promise<Place> {
    const bucket = `backup-${++made}`;
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const { url } = await server.createDatabase({ name: "keeper", mayCreateRoles: true });
    const dataDir = path.join(root, `data-${made}`);
    return {
      env: {
        REELGRAPH_DATA_DIR: dataDir,
        POSTGRES_URL: url,
        S3_BUCKET: bucket,
        S3_ENDPOINT: endpoint,
        S3_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
      database: await openPg({ url, migrationsFolder, poolSize: 3 }),
      objects: createS3ObjectStore({ bucket, endpoint, credentials }),
      dataDir,
    };
  }

  const reelgraph = (args: string[], env: Record<string, string>) => runCli(args, { cwd: root, env });

  async function contentOf(objects: ObjectStore): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const { key } of await listAll(objects, "videos/")) {
      const body = await objects.get(key);
      if (!body) continue;
      const digest = createHash("sha256")
        .update(await readAll(body))
        .digest("hex");
      found[key] = `${body.head.mediaType} ${digest}`;
    }
    return found;
  }

  describe("an installation on servers", () => {
    let from: Place;
    let world: World;
    let file: string;
    const open: Database[] = [];

    beforeAll(async () => {
      root = await mkdtemp(path.join(os.tmpdir(), "reelgraph-servers-"));
      from = await emptyServers();
      open.push(from.database);
      world = await World.open(from.database, from.objects);
      const process = world.start();
      const run = await createRun(process.ctx, SMALL_INPUTS, { export: false });
      await driveRun(process, run.id);
      file = path.join(root, "servers.tar.gz");
    });

    afterAll(async () => {
      for (const database of open) await database.close();
      await rm(root, { recursive: true, force: true });
    });

    it("is backed up while it is in use, and restored to other servers, which then are not empty", async () => {
      const backup = await reelgraph(["backup", file, "--json"], from.env);
      expect(backup.code, backup.stderr).toBe(0);
      expect(JSON.parse(backup.stdout)).toMatchObject({ videos: 1, problems: [] });
      const to = await emptyServers();
      open.push(to.database);
      const restored = await reelgraph(["restore", file], to.env);
      expect(restored.code, restored.stderr).toBe(0);
      expect(await contentOf(to.objects)).toEqual(await contentOf(from.objects));
      const { ctx } = world.start();
      const there = { ...ctx, database: to.database, objects: to.objects };
      expect(await verifyVideos({ ctx: there, input: {} })).toMatchObject({ ok: true, videos: 1 });
      expect(await to.objects.head(objectKey("restoring.json"))).toBeNull();
      // Nothing of theirs lies on the disk.
      expect(await readdir(to.dataDir).catch(() => [])).toEqual([]);

      const again = await reelgraph(["restore", file], to.env);
      expect(again.code).toBe(4);
      expect(again.stderr).toContain("not empty");
      const { POSTGRES_URL: _used, ...bucketOnly } = to.env;
      const bucket = await reelgraph(["restore", file], bucketOnly);
      expect(bucket.code).toBe(4);
      expect(bucket.stderr).toContain(`bucket ${to.env.S3_BUCKET}`);
    });

    it("cut off between the objects and the rows goes on", async () => {
      const to = await emptyServers();
      open.push(to.database);
      expect((await reelgraph(["restore", file], to.env)).code).toBe(0);
      const before = await contentOf(to.objects);
      // As if the rows had never come: another database, and the mark that is there until they have.
      const other = await server.createDatabase({ name: "keeper", mayCreateRoles: true });
      const env = { ...to.env, POSTGRES_URL: other.url };
      expect((await reelgraph(["restore", file], env)).code).toBe(4);
      const { stdout } = await runTar(file);
      const { schema: _stamp, ...manifest } = JSON.parse(stdout) as Record<string, unknown>;
      const backup = createHash("sha256").update(JSON.stringify(manifest)).digest("hex");
      await to.objects.put({
        key: objectKey("restoring.json"),
        body: new TextEncoder().encode(`${JSON.stringify({ schema: "restoring@1", backup })}\n`),
        mediaType: "application/json",
        condition: { kind: "any" },
      });
      await to.objects.delete([objectKey(Object.keys(before)[0] ?? "")]);
      const resumed = await reelgraph(["restore", file], env);
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(await contentOf(to.objects)).toEqual(before);
    });

    it("moves to an embedded one, and back", async () => {
      const dataDir = path.join(root, "embedded");
      const embedded = { REELGRAPH_DATA_DIR: dataDir };
      const restored = await reelgraph(["restore", file], embedded);
      expect(restored.code, restored.stderr).toBe(0);
      const objects = createDiskObjectStore({ root: path.join(dataDir, "objects") });
      expect(await contentOf(objects)).toEqual(await contentOf(from.objects));
      const database = await openPglite({ directory: path.join(dataDir, "postgres"), migrationsFolder });
      const { ctx } = world.start();
      const verified = await verifyVideos({ ctx: { ...ctx, database, objects }, input: {} });
      await database.close();
      expect(verified).toMatchObject({ ok: true, videos: 1 });
      const second = path.join(root, "embedded.tar.gz");
      expect((await reelgraph(["backup", second], embedded)).code).toBe(0);
      const to = await emptyServers();
      open.push(to.database);
      expect((await reelgraph(["restore", second], to.env)).code).toBe(0);
      expect(await contentOf(to.objects)).toEqual(await contentOf(from.objects));
    });
  });
}

async function runTar(backup: string): Promise<{ stdout: string }> {
  const { execFile } = await import("node:child_process");
  return await new Promise((resolve, reject) => {
    execFile("tar", ["-xzOf", backup, "manifest.json"], (error, stdout) =>
      error ? reject(error) : resolve({ stdout }),
    );
  });
}
