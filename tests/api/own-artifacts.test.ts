import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemSchema } from "../../lib/api/contract/common";
import { broughtSchema, takenBackSchema } from "../../lib/api/contract/own-artifacts";
import { createdVideoSchema } from "../../lib/api/contract/videos";
import { makeImage } from "../fakes/media";
import { hostileMedia, zipOf } from "../rigs/hostile-media";

const PICTURE = "SegmentImageAsset[0][0]";
const BASE = "http://127.0.0.1:3000/api/v1";
const headers = { host: "127.0.0.1:3000" };

let dataDir = "";
let videos: typeof import("../../app/api/v1/videos/route");
let one: typeof import("../../app/api/v1/videos/[id]/artifacts/[name]/route");
let id = "";
let png: Uint8Array;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "reelgraph-own-api-"));
  Object.assign(process.env, {
    REELGRAPH_DATA_DIR: dataDir,
    REELGRAPH_LOG_LEVEL: "silent",
    OPENAI_API_KEY: "",
    REPLICATE_API_TOKEN: "",
  });
  videos = await import("../../app/api/v1/videos/route");
  one = await import("../../app/api/v1/videos/[id]/artifacts/[name]/route");
  png = await makeImage({ prompt: "mine", width: 96, height: 54, format: "png" });
  const created = await videos.POST(
    new Request(`${BASE}/videos`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({
        inputs: { InquiryPrompt: "How tides work", Duration: 20, "UseVideo[1]": true },
        start: false,
      }),
    }),
    { params: Promise.resolve({}) },
  );
  id = createdVideoSchema.parse(await created.json()).id;
}, 60_000);
afterAll(async () => {
  const { getPorts } = await import("../../lib/container");
  await (await getPorts()).database.close();
  await rm(dataDir, { recursive: true, force: true });
});

function ask(
  method: "GET" | "PUT" | "DELETE",
  options: { name?: string; body?: Uint8Array; more?: object } = {},
) {
  const { name = PICTURE, body, more = {} } = options;
  const request = new Request(`${BASE}/videos/${id}/artifacts/${encodeURIComponent(name)}`, {
    method,
    headers: { ...headers, ...more },
    ...(body ? { body: new Uint8Array(body) } : {}),
  });
  return one[method](request, { params: Promise.resolve({ id, name: encodeURIComponent(name) }) });
}

const put = (body: Uint8Array, type: string, more: object = {}, name = PICTURE) =>
  ask("PUT", { name, body, more: { "content-type": type, ...more } });
const problemOf = async (answer: Response) => {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  return problemSchema.parse(await answer.json());
};

describe("PUT …/artifacts/{name}", () => {
  it("makes the body the artifact, and gives back its bytes as what they are and nothing else", async () => {
    const answer = await put(png, "image/png");
    expect(answer.status).toBe(200);
    const brought = broughtSchema.parse(await answer.json());
    expect(brought).toMatchObject({ artifact: PICTURE, isNew: true, bytes: png.length });
    expect(answer.headers.get("etag")).toBe(`"${brought.checksum}"`);
    const content = await ask("GET");
    expect(new Uint8Array(await content.arrayBuffer())).toEqual(png);
    expect(Object.fromEntries(content.headers)).toMatchObject({
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      etag: answer.headers.get("etag"),
    });
    const again = broughtSchema.parse(await (await put(png, "image/png")).json());
    expect(again).toMatchObject({ isNew: false, checksum: brought.checksum });
  });

  it("takes a body in pieces, without a length", async () => {
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < png.length; at += 100) controller.enqueue(png.slice(at, at + 100));
        controller.close();
      },
    });
    const request = new Request(`${BASE}/videos/${id}/artifacts/x`, {
      ...{ method: "PUT", body: pieces, duplex: "half" },
      headers: { ...headers, "content-type": "image/png" },
    } as RequestInit);
    const params = Promise.resolve({ id, name: encodeURIComponent("SegmentImageAsset[0][1]") });
    expect((await one.PUT(request, { params })).status).toBe(200);
  });

  it("answers the same key with the same answer, another body with 422", async () => {
    const key = { "idempotency-key": "upload-1" };
    const first = await put(png, "image/png", key);
    const text = await first.text();
    const second = await put(png, "image/png", key);
    expect([second.status, await second.text()]).toEqual([200, text]);
    const other = await makeImage({ prompt: "another", width: 96, height: 54, format: "png" });
    expect((await put(other, "image/png", key)).status).toBe(422);
    expect((await put(png, "image/png", { "idempotency-key": "x".repeat(256) })).status).toBe(400);
  });

  it("holds an If-Match against what is there", async () => {
    const stale = { "if-match": `"sha256:${"0".repeat(64)}"` };
    expect(await problemOf(await put(png, "image/png", stale))).toMatchObject({
      code: "precondition-failed",
    });
    const etag = (await ask("GET")).headers.get("etag") ?? "";
    await ask("GET").then((answer) => answer.body?.cancel());
    expect((await put(png, "image/png", { "if-match": etag })).status).toBe(200);
  });

  it("refuses what cannot be, naming it, and nothing is kept of it", async () => {
    const before = (await ask("GET")).headers.get("etag");
    const jpg = await makeImage({ prompt: "a", width: 64, height: 48, format: "jpg" });
    const zip = new Uint8Array(Buffer.concat([png, zipOf("a", "b")]));
    const large = new Uint8Array(32_000_001);
    const refused: [Response, number, string][] = [
      [await put(jpg, "image/png"), 415, "unsupported-media-type"],
      [await put(png, "image/svg+xml"), 415, "unsupported-media-type"],
      [await put(png, "video/mp4"), 415, "unsupported-media-type"],
      [await put(zip, "image/png"), 422, "invalid-input"],
      [await put(large, "image/png"), 413, "body-too-large"],
      [await put(png, "image/png", { "content-encoding": "gzip" }), 400, "invalid-header"],
      [await put(png, "image/png", {}, "Timeline"), 422, "invalid-input"],
      [await put(png, "image/png", {}, "Nothing"), 404, "not-found"],
      [await put(png, "video/mp4", {}, "SegmentVideo[0]"), 409, "conflict"],
      [await put(png, "image/png", { origin: "https://elsewhere.example" }), 403, "forbidden-origin"],
      [await ask("PUT", { more: { "content-type": "image/png" } }), 422, "invalid-input"],
    ];
    for (const [answer, status, code] of refused) {
      expect([answer.status, (await problemOf(answer)).code]).toEqual([status, code]);
    }
    expect((await ask("GET")).headers.get("etag")).toBe(before);
    expect(await readdir(path.join(dataDir, "intake"))).toEqual([]);
  });

  it("accepts nothing of what must not become a part of a film", { timeout: 120_000 }, async () => {
    const slots = { image: PICTURE, audio: "Music", video: "SegmentVideo[1]" };
    const accepted: string[] = [];
    for (const { what, family, called, bytes } of await hostileMedia()) {
      const answer = await put(bytes, called, {}, slots[family]);
      if (answer.ok) accepted.push(what);
      else expect([what, answer.status]).toEqual([what, expect.toBeOneOf([413, 415, 422])]);
    }
    expect(accepted).toEqual([]);
  });
});

it("DELETE …/artifacts/{name} takes it back", async () => {
  const answer = await ask("DELETE");
  expect(answer.status).toBe(200);
  expect(takenBackSchema.parse(await answer.json()).takenBack).toEqual([PICTURE]);
  expect((await problemOf(await ask("DELETE"))).code).toBe("conflict");
  expect((await ask("GET")).status).toBe(404);
});
