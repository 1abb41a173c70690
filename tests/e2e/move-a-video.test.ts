import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli } from "../cli/rig/run-cli";
import { makeDataDir, NO_EXPORT, postVideo, startProduct, untilEnded } from "../rigs/product-server";
import { startRadosgw } from "../rigs/radosgw";

const SMALL = {
  InquiryPrompt: "How bees dance",
  Duration: 6,
  SegmentDuration: 3,
  ImagesPerSegment: 1,
  Size: "480p",
};

let folder: string;
let origin: string;
let videoId: string;
const removing: (() => Promise<void>)[] = [];

async function dataDirectory(): Promise<string> {
  const { dataDir, remove } = await makeDataDir();
  removing.push(remove);
  return dataDir;
}

const reelgraph = (dataDir: string, args: readonly string[], env: Record<string, string> = {}) =>
  runCli(args, { cwd: folder, env: { REELGRAPH_DATA_DIR: dataDir, ...env } });

/** While a server is at work on the directory, the command asks it. */
async function whileServed<T>(dataDir: string, work: (url: string) => Promise<T>): Promise<T> {
  const server = await startProduct({ dataDir });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

async function exportTree(dataDir: string, name: string, id = videoId): Promise<void> {
  await whileServed(dataDir, async (url) => {
    const { code, stderr } = await reelgraph(dataDir, ["export", id, "--tree", name, "--url", url, "--json"]);
    expect([code, stderr]).toEqual([0, expect.anything()]);
    const verified = await reelgraph(dataDir, ["verify", "--url", url, "--json"]);
    expect([verified.code, JSON.parse(verified.stdout).problems]).toEqual([0, []]);
    const asked = await fetch(`${url}/api/v1/videos/${id}/runs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ mode: "dirty" }),
    });
    expect(await asked.json()).toMatchObject({ run: null });
  });
}

async function sums(name: string): Promise<Record<string, string>> {
  const root = path.join(folder, name);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const all: [string, string][] = [];
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const sum = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
    all.push([path.relative(root, file), sum]);
  }
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-move-"));
  origin = await dataDirectory();
  await whileServed(origin, async (url) => {
    const { body } = await postVideo(url, SMALL, {}, NO_EXPORT);
    videoId = body.id;
    expect((await untilEnded({ url, runId: body.run.id })).status).toBe("succeeded");
  });
  await exportTree(origin, "tree");
});

afterAll(async () => {
  for (const remove of removing) await remove();
  await rm(folder, { recursive: true, force: true });
});

it("a tree of real media is taken in elsewhere, and exported again it is the same, byte for byte", async () => {
  const elsewhere = await dataDirectory();
  const taken = await reelgraph(elsewhere, ["import", "tree", "--json"]);
  expect([taken.code, taken.stderr]).toEqual([0, expect.anything()]);
  expect(JSON.parse(taken.stdout)).toMatchObject({
    outcome: "imported",
    videoId,
    originalId: videoId,
    revision: 1,
  });
  await exportTree(elsewhere, "again");
  expect(await sums("again")).toEqual(await sums("tree"));
  const known = await reelgraph(elsewhere, ["import", "tree", "--json"]);
  expect(JSON.parse(known.stdout)).toMatchObject({ outcome: "known" });

  await whileServed(elsewhere, async () => {
    const held = await reelgraph(elsewhere, ["import", "tree"]);
    expect([held.code, held.stderr]).toEqual([4, expect.stringContaining("the server at http://127.0.0.1")]);
  });
});

it("a tree with a changed picture ends with 3 and leaves an empty installation", async () => {
  const elsewhere = await dataDirectory();
  const picture = path.join(folder, "tree/assets/images/seg0/img0.png");
  const bytes = await readFile(picture);
  try {
    await writeFile(picture, Buffer.concat([bytes, Buffer.from("x")]));
    const refused = await reelgraph(elsewhere, ["import", "tree", "--json"]);
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringContaining("assets/images/seg0/img0.png"),
    ]);
  } finally {
    await writeFile(picture, bytes);
  }
  expect(await readdir(path.join(elsewhere, "objects")).catch(() => [])).toEqual([]);
});

const radosgw = await startRadosgw();
if ("unavailable" in radosgw) {
  console.warn(`Push and pull are not tried. ${radosgw.unavailable}`);
  it.skip(`push and pull: ${radosgw.unavailable}`, () => undefined);
} else {
  const { endpoint, accessKeyId, secretAccessKey, stop } = radosgw;
  afterAll(stop);
  it("a video goes to a bucket and into another installation, by commands alone", async () => {
    const credentials = { accessKeyId, secretAccessKey };
    const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: "films" }));
    const env = {
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, S3_ENDPOINT: endpoint },
      REELGRAPH_REMOTE: "s3://films/mine",
    };
    const would = await reelgraph(origin, ["push", videoId, "--dry-run", "--json"], env);
    const did = await reelgraph(origin, ["push", videoId, "--json"], env);
    expect([would.code, did.code, did.stderr]).toEqual([0, 0, expect.anything()]);
    const { objects, bytes } = JSON.parse(would.stdout);
    expect(JSON.parse(did.stdout)).toMatchObject({ objects, bytes, relation: "new", pointer: true });
    const elsewhere = await dataDirectory();
    const pulled = await reelgraph(elsewhere, ["pull", videoId, "--json"], env);
    expect([pulled.code, JSON.parse(pulled.stdout).objects.length]).toEqual([0, objects.length]);
    await exportTree(elsewhere, "pulled");
    expect(await sums("pulled")).toEqual(await sums("tree"));
    // S3_BUCKET alone names the other side, and this one stays on disk.
    const { REELGRAPH_REMOTE: _, ...keys } = env;
    const other = await reelgraph(origin, ["push", videoId, "--dry-run", "--json"], {
      ...keys,
      S3_BUCKET: "films",
    });
    expect(JSON.parse(other.stdout)).toMatchObject({ to: { place: "s3://films" }, relation: "new" });
  });

  it("a server that works on the bucket takes in what is pushed to it", async () => {
    const credentials = { accessKeyId, secretAccessKey };
    const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: "served" }));
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const dataDir = await dataDirectory();
    const server = await startProduct({
      dataDir,
      env: { ...keys, S3_BUCKET: "served", S3_ENDPOINT: endpoint },
    });
    try {
      const args = [
        "push",
        videoId,
        "--to",
        "s3://served",
        "--endpoint",
        endpoint,
        "--url",
        server.url,
        "--json",
      ];
      const pushed = await reelgraph(origin, args, keys);
      expect([pushed.code, pushed.stderr]).toEqual([0, expect.anything()]);
      const video = await (await fetch(`${server.url}/api/v1/videos/${videoId}`)).json();
      expect(video).toMatchObject({ id: videoId, headRevision: 1, status: "succeeded" });
      const verified = await fetch(`${server.url}/api/v1/verify?videoId=${videoId}`);
      expect((await verified.json()).problems).toEqual([]);
    } finally {
      await server.stop();
    }
  });
}

it("push and pull say what they lack", async () => {
  const none = await reelgraph(origin, ["push", videoId]);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("REELGRAPH_REMOTE")]);
  for (const address of ["films", "https://films", "s3://", "s3://films/../x", "s3://films//x"]) {
    const bad = await reelgraph(origin, ["pull", videoId, "--from", address]);
    expect([address, bad.code]).toEqual([address, 2]);
  }
});
