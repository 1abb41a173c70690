import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { CreateBucketCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FaultProxy, startFaultProxy } from "../rigs/fault-proxy";
import { type PostgresServer, startPostgres } from "../rigs/postgres";
import {
  makeDataDir,
  type ProductServer,
  postVideo,
  type RunAnswer,
  startProduct,
  untilEnded,
} from "../rigs/product-server";
import { type Radosgw, startRadosgw } from "../rigs/radosgw";

const BUCKET = "films";
const SUM = "\\.[0-9a-f]{12}";
/** Every path that a video may have (storage.md, One prefix per video). */
const LAYOUT = [
  /^metadata\.json$/,
  /^dag\/000001\/(?:inputs|nodes|plan|assembly-input|timeline|manifest)\.json$/,
  /^dag\/000001\/tags\.jsonl$/,
  /^dag\/000001\/jobs\/[A-Za-z]+(?:\[\d+\]){0,2}\.json$/,
  /^dag\/000001\/checkpoints\/layer-\d+-complete\.json$/,
  /^runs\/run_[0-9a-z]{26}\/run\.jsonl$/,
  new RegExp(`^assets/(?:[a-z]+\\d*/)*[a-z]+(?:_?\\d+)?(?:\\.timings)?${SUM}\\.\\w+$`),
  /^assets\/exports\/run_[0-9a-z]{26}\.manifest\.json$/,
  new RegExp(`^assets/exports/(?:chunks/)?[a-z0-9_-]+${SUM}\\.\\w+$`),
  new RegExp(`^assets/thumbnails/[a-z0-9_-]+${SUM}\\.png$`),
];

const [database, objects] = await Promise.all([startPostgres(), startRadosgw()]);
const missing = [database, objects].flatMap((service) =>
  "unavailable" in service ? [service.unavailable] : [],
);

if ("unavailable" in database || "unavailable" in objects) {
  console.warn(`The tests on real servers are skipped. ${missing.join(" ")}`);
  it.skip(`rows on Postgres, objects on S3: ${missing.join(" ")}`, () => undefined);
} else {
  describe("rows on a Postgres server, objects on an S3 server", () => describeServers(database, objects));
}

function describeServers(postgres: PostgresServer, { endpoint, stop, ...credentials }: Radosgw): void {
  const s3 = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
  let server: ProductServer;
  let dataDir: string;
  let remove: () => Promise<void>;
  let databaseName: string;
  let videoId: string;
  let run: RunAnswer;
  /** Between the product and its store: what is asked for is counted. */
  let wire: FaultProxy;
  let env: Record<string, string>;

  beforeAll(async () => {
    wire = await startFaultProxy(endpoint);
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    ({ dataDir, remove } = await makeDataDir({ isEmpty: true }));
    const made = await postgres.createDatabase({ name: "reelgraph", mayCreateRoles: true });
    databaseName = made.name;
    env = {
      POSTGRES_URL: made.url,
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: wire.endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    server = await startProduct({ dataDir, env });
    const { body } = await postVideo(server.url, {
      InquiryPrompt: "How tides work",
      Duration: 20,
      Size: "480p",
    });
    videoId = body.id;
    run = await untilEnded({ url: server.url, runId: body.run.id });
  });
  afterAll(async () => {
    await server?.stop();
    await remove?.();
    await wire?.stop();
    await Promise.all([stop(), postgres.stop()]);
  });

  async function keys(): Promise<string[]> {
    const found: string[] = [];
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: BUCKET })) {
      found.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    }
    return found;
  }

  async function bytesOf(key: string): Promise<Uint8Array> {
    const object = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    return (await object.Body?.transformToByteArray()) ?? new Uint8Array();
  }

  it("says which ones it uses, and that they answer", async () => {
    const answer = await fetch(`${server.url}/api/v1/readyz`);
    expect(await answer.json()).toMatchObject({
      status: "ready",
      checks: [
        { name: "database", ok: true, detail: "postgres" },
        { name: "objects", ok: true, detail: "s3" },
      ],
    });
  });

  it("carry a whole generation and its film", async () => {
    expect(run.status).toBe("succeeded");
    expect(run.jobs.every(({ state }) => state === "succeeded")).toBe(true);
    const film = await untilEnded({ url: server.url, runId: run.exportRunId ?? "", withinMs: 220_000 });
    expect(film.status).toBe("succeeded");
    const { rows } = await postgres.sql(databaseName, "select id, head_revision, status from videos");
    expect(rows).toEqual([{ id: videoId, head_revision: 1, status: "succeeded" }]);
  });

  it("hold what a video is under one prefix, every object as its manifest line says", async () => {
    const all = await keys();
    const prefix = `videos/${videoId}/`;
    expect(all.filter((key) => !key.startsWith(prefix))).toEqual([]);
    const names = all.map((key) => key.slice(prefix.length));
    expect(names).toEqual(
      expect.arrayContaining([
        "metadata.json",
        "dag/000001/inputs.json",
        "dag/000001/nodes.json",
        "dag/000001/plan.json",
        "dag/000001/tags.jsonl",
        "dag/000001/assembly-input.json",
        "dag/000001/timeline.json",
        "dag/000001/manifest.json",
        `runs/${run.id}/run.jsonl`,
      ]),
    );
    expect(names.filter((name) => name.startsWith("dag/000001/jobs/"))).toHaveLength(run.jobs.length);
    expect(names.some((name) => /^dag\/000001\/checkpoints\/layer-\d+-complete\.json$/.test(name))).toBe(
      true,
    );
    expect(names.filter((name) => !LAYOUT.some((path) => path.test(name)))).toEqual([]);
    const metadata = JSON.parse(Buffer.from(await bytesOf(`${prefix}metadata.json`)).toString());
    expect(metadata).toMatchObject({ videoId, headRevision: 1, status: "succeeded" });

    const manifest = JSON.parse(
      Buffer.from(await bytesOf(`${prefix}dag/000001/manifest.json`)).toString(),
    ) as {
      objects: { key: string; bytes: number; sha256: string }[];
    };
    expect(manifest.objects.length).toBeGreaterThan(run.jobs.length);
    const listed = new Set(manifest.objects.map(({ key }) => key));
    const assets = all.filter((key) => /^videos\/[^/]+\/assets\/(?!exports\/|thumbnails\/)/.test(key));
    expect(assets.filter((key) => !listed.has(key))).toEqual([]);
    for (const line of manifest.objects) {
      const bytes = await bytesOf(line.key);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      expect({ ...line, bytes: bytes.length, sha256 }).toEqual(line);
    }
  });

  it("are followed to the bytes: a signed address that ends soon, with ranges", async () => {
    const artifact = encodeURIComponent("SegmentImageAsset[0][0]");
    const answer = await fetch(`${server.url}/api/v1/videos/${videoId}/artifacts/${artifact}`, {
      redirect: "manual",
    });
    expect(answer.status).toBe(302);
    const location = answer.headers.get("location") ?? "";
    expect(location.startsWith(wire.endpoint)).toBe(true);
    const part = await fetch(location, { headers: { range: "bytes=1-3" } });
    expect([part.status, await part.text()]).toEqual([206, "PNG"]);
  });

  it("are read 4 times at most by a server that has just begun, for all that a page shows of a video", async () => {
    await server.stop();
    server = await startProduct({ dataDir, env });
    wire.seen.length = 0;
    const self = `${server.url}/api/v1/videos/${videoId}`;
    for (const part of ["", "/timeline", "/artifacts?limit=200", "/graph", "/planning"]) {
      expect([part, (await fetch(`${self}${part}`)).status]).toEqual([part, 200]);
    }
    const asked = wire.seen.filter((line) => line.includes(videoId));
    expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(4);
  });

  it("are all there is: the data directory holds neither rows nor objects", async () => {
    const names = await readdir(dataDir);
    expect(names).not.toContain("postgres");
    expect(names).not.toContain("objects");
  });

  it("verify, without a complaint", async () => {
    const answer = await fetch(`${server.url}/api/v1/verify`);
    expect(await answer.json()).toMatchObject({ ok: true, problems: [] });
  });

  it("are told apart when one of them is away, and the server goes on when it is back", async () => {
    await postgres.sql("postgres", `alter database ${databaseName} with allow_connections false`);
    await postgres.sql(
      "postgres",
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${databaseName}'`,
    );
    const away = await fetch(`${server.url}/api/v1/readyz`);
    expect(away.status).toBe(503);
    const { checks } = (await away.json()) as { checks: { name: string; ok: boolean; detail: string }[] };
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ["database", false],
      ["objects", true],
    ]);
    expect(JSON.stringify(checks)).not.toContain(postgres.password);
    await postgres.sql("postgres", `alter database ${databaseName} with allow_connections true`);
    expect((await fetch(`${server.url}/api/v1/readyz`)).status).toBe(200);
    expect((await fetch(`${server.url}/api/v1/videos/${videoId}`)).status).toBe(200);
    expect(server.log()).not.toContain(postgres.password);
  });
}
