import { createHash } from "node:crypto";
import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createS3ObjectStore } from "../../lib/adapters/s3/object-store";
import { checksum } from "../../lib/core/fingerprint/checksum";
import { type ObjectStore, objectKey, type PutCondition, readAll } from "../../lib/ports/object-store";
import { describeObjectStore } from "../conformance/object-store";
import { type Fault, type FaultProxy, startFaultProxy } from "../rigs/fault-proxy";
import { increment } from "../rigs/increment";
import { type Radosgw, startRadosgw } from "../rigs/radosgw";

const BUCKET = "videos";
const CREATE: PutCondition = { kind: "create" };
const ANY: PutCondition = { kind: "any" };

const started = await startRadosgw();

if ("unavailable" in started) {
  console.warn(`S3 tests are skipped. ${started.unavailable}`);
  it.skip(`S3: ${started.unavailable}`, () => undefined);
} else {
  describeS3(started);
}

function describeS3({ endpoint, stop, ...credentials }: Radosgw): void {
  const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
  beforeAll(async () => {
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });
  afterAll(stop);

  describeObjectStore("s3", async () => ({
    store: createS3ObjectStore({ bucket: BUCKET, endpoint, credentials, prefix: "some folder/ü" }),
    cleanup: async () => undefined,
  }));

  const direct = createS3ObjectStore({ bucket: BUCKET, endpoint, credentials });

  describe("what others see in the bucket", () => {
    it("is the object under its own name, with type, caching and checksum", async () => {
      const key = objectKey("videos/seen/music.mp3");
      await direct.put({
        key,
        body: Buffer.from("music"),
        mediaType: "audio/mpeg",
        condition: CREATE,
        cacheControl: "public, max-age=31536000, immutable",
      });
      const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }));
      expect(head).toMatchObject({
        ContentType: "audio/mpeg",
        CacheControl: "public, max-age=31536000, immutable",
        Metadata: { sha256: createHash("sha256").update("music").digest("hex") },
      });
      const copy = objectKey("videos/seen/copy.mp3");
      await direct.copy({ from: key, to: copy });
      const copied = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: copy }));
      expect(copied).toMatchObject({ ContentType: "audio/mpeg", CacheControl: head.CacheControl });
      expect(copied.Metadata?.sha256).toBe(head.Metadata?.sha256);
    });

    it("may be put there by others: without a checksum, and still copied with one", async () => {
      const key = objectKey("videos/foreign/a.txt");
      await client.send(
        new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: "foreign", ContentType: "text/plain" }),
      );
      expect(await direct.head(key)).toMatchObject({ bytes: 7, checksum: null, mediaType: "text/plain" });
      const copy = objectKey("videos/foreign/b.txt");
      expect(await direct.copy({ from: key, to: copy })).toMatchObject({
        outcome: "stored",
        checksum: sha256("foreign"),
      });
      expect(await direct.head(copy)).toMatchObject({ checksum: sha256("foreign"), mediaType: "text/plain" });
    });

    it("leaves no parts of large uploads behind, whether they end well or not", async () => {
      const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
      expect(Uploads ?? []).toEqual([]);
    });
  });

  describe("signed URLs", () => {
    const key = objectKey("videos/signed/a b+c &ü.txt");
    const mediaType = "text/plain";

    it("read one object, for a while, under a download name", async () => {
      await direct.put({ key, body: Buffer.from("0123456789"), mediaType, condition: ANY });
      const url =
        (await direct.presignGet({ key, expiresInSeconds: 60, downloadName: 'Über "tides" (1).txt' })) ?? "";
      const answer = await fetch(url);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe("0123456789");
      expect(answer.headers.get("content-disposition")).toContain(
        "filename*=UTF-8''%C3%9Cber%20%22tides%22%20%281%29.txt",
      );
      const ranged = await fetch(url, { headers: { range: "bytes=2-4" } });
      expect([ranged.status, await ranged.text()]).toEqual([206, "234"]);

      expect((await fetch(url, { method: "PUT", body: "x" })).status).toBe(403);
      expect((await fetch(url.replace("a%20b", "a%20c"))).status).toBe(403);
      const short = (await direct.presignGet({ key, expiresInSeconds: 1 })) ?? "";
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      expect((await fetch(short)).status).toBe(403);
      expect(url).not.toContain(credentials.secretAccessKey);
    });

    it("create one object with exactly the bytes promised", async () => {
      const upload = objectKey("videos/signed/upload.txt");
      const signed = await direct.presignPut({
        key: upload,
        mediaType,
        checksum: sha256("promised"),
        bytes: 8,
        expiresInSeconds: 60,
      });
      if (signed === null) throw new Error("no signed URL");
      const { url, headers } = signed;
      const send = (body: string, changed: Record<string, string> = {}) =>
        fetch(url, { method: "PUT", body, headers: { ...headers, ...changed } });
      expect((await send("promised", { "content-type": "text/html" })).status).toBe(403);
      expect((await send("promises")).ok).toBe(false);
      expect(await direct.head(upload)).toBeNull();
      expect((await send("promised")).status).toBe(200);
      expect(await direct.head(upload)).toMatchObject({ bytes: 8, mediaType });
      expect((await send("promised")).status).toBe(412);
    });
  });

  describe("behind a network that fails", () => {
    let proxy: FaultProxy;
    let store: ObjectStore;
    let tests = 0;
    let folder: string;
    beforeEach(async () => {
      proxy = await startFaultProxy(endpoint);
      store = createS3ObjectStore({ bucket: BUCKET, endpoint: proxy.endpoint, credentials });
      folder = `videos/faults-${tests++}`;
    });
    afterEach(async () => proxy.stop());

    /** The first requests that match suffer these faults, one each; all others pass. */
    function suffer(method: string, ...faults: Fault[]): void {
      proxy.decide = (request) => (request.method === method ? (faults.shift() ?? "pass") : "pass");
    }
    const put = (name: string, body: string | AsyncIterable<Uint8Array>, condition: PutCondition = CREATE) =>
      store.put({
        key: objectKey(folder, name),
        body: typeof body === "string" ? Buffer.from(body) : body,
        mediaType: "text/plain",
        condition,
      });
    const read = async (name: string) => {
      const object = await direct.get(objectKey(folder, name));
      return object && Buffer.from(await readAll(object)).toString();
    };

    it.each<[string, Fault]>([
      ["a lost request", "lose-request"],
      ["500", { status: 500, code: "InternalError" }],
      ["503", { status: 503, code: "SlowDown" }],
      ["409", { status: 409, code: "ConditionalRequestConflict" }],
    ])("puts in spite of %s, twice", async (_, fault) => {
      suffer("PUT", fault, fault);
      expect(await put("a", "body")).toMatchObject({ outcome: "stored", checksum: sha256("body") });
      expect(await read("a")).toBe("body");
    });

    it("knows its own create when the answer was lost: stored, not exists", async () => {
      suffer("PUT", "lose-answer");
      const result = await put("a", "mine");
      expect(proxy.seen.filter((line) => line.startsWith("PUT"))).toHaveLength(2);
      expect(result).toMatchObject({
        outcome: "stored",
        etag: (await direct.head(objectKey(folder, "a")))?.etag,
      });
    });

    it("knows its own replace when the answer was lost, but takes nobody else's equal bytes for it", async () => {
      const first = await put("a", "0");
      const condition = { kind: "replace", ifMatch: first.outcome === "stored" ? first.etag : "" } as const;
      suffer("PUT", "lose-answer");
      expect(await put("a", "1", condition)).toMatchObject({ outcome: "stored" });
      // Another writer that read the same version and writes the same bytes: its update would be lost if this were "stored".
      suffer("PUT", { status: 500, code: "InternalError" });
      expect(await put("a", "1", condition)).toMatchObject({
        outcome: "changed",
        head: { checksum: sha256("1") },
      });
    });

    it("finds its object even when no answer at all comes through any more", async () => {
      proxy.decide = ({ method }) => (method === "PUT" ? "lose-answer" : "pass");
      expect(await put("a", "mine", ANY)).toMatchObject({ outcome: "stored" });
    });

    it("loses no update when every fifth answer is lost or refused", async () => {
      await put("counter", "0");
      let count = 0;
      const faults: Fault[] = [
        "lose-request",
        { status: 503, code: "SlowDown" },
        { status: 409, code: "OperationAborted" },
      ];
      proxy.decide = ({ method }) =>
        method === "PUT" && ++count % 5 === 0 ? (faults[count % faults.length] ?? "pass") : "pass";
      await Promise.all([1, 2, 3, 4].map(() => increment(store, objectKey(folder, "counter"), 10)));
      expect(await read("counter")).toBe("40");
      expect(count).toBeGreaterThan(40);
    });

    it("completes a large upload once, though the last answer is lost", async () => {
      async function* large() {
        for (let part = 0; part < 12; part++) yield Buffer.alloc(1024 * 1024, part);
      }
      suffer("POST", "pass", "lose-answer");
      const result = await put("large", large());
      expect(result).toMatchObject({ outcome: "stored", bytes: 12 * 1024 * 1024 });
      expect(await direct.head(objectKey(folder, "large"))).toMatchObject({
        checksum: result.outcome === "stored" && result.checksum,
      });
    });

    it("sends a lost part again", async () => {
      async function* large() {
        for (let part = 0; part < 12; part++) yield Buffer.alloc(1024 * 1024, part);
      }
      suffer("PUT", "lose-answer", { status: 503, code: "SlowDown" }, "lose-request");
      expect(await put("large", large())).toMatchObject({ outcome: "stored" });
      const object = await direct.get(objectKey(folder, "large"));
      if (object === null) throw new Error("absent");
      expect(sha256(await readAll(object))).toBe(object.head.checksum);
    });

    it("reads on where the connection broke", async () => {
      const body = Buffer.alloc(3_000_000, "abcdefg");
      await direct.put({ key: objectKey(folder, "a"), body, mediaType: "text/plain", condition: CREATE });
      suffer("GET", { cutAnswerAfter: 1_000_000 }, { cutAnswerAfter: 500_000 });
      const object = await store.get(objectKey(folder, "a"));
      if (object === null) throw new Error("absent");
      expect(sha256(await readAll(object))).toBe(sha256(body));
      expect(proxy.seen.filter((line) => line.startsWith("GET"))).toHaveLength(3);
      suffer("GET", { cutAnswerAfter: 10 });
      const middle = await store.get(objectKey(folder, "a"), { start: 100, end: 199 });
      expect(middle && Buffer.from(await readAll(middle))).toEqual(body.subarray(100, 200));
    });

    it("never reads on in another version", async () => {
      const key = objectKey(folder, "a");
      await direct.put({
        key,
        body: Buffer.alloc(3_000_000, "a"),
        mediaType: "text/plain",
        condition: CREATE,
      });
      suffer("GET", { cutAnswerAfter: 1_500_000 });
      const object = await store.get(key);
      await direct.put({ key, body: Buffer.alloc(3_000_000, "b"), mediaType: "text/plain", condition: ANY });
      if (object === null) throw new Error("absent");
      await expect(readAll(object)).rejects.toMatchObject({ code: "store-unavailable" });
    });

    it("fills its pages with keys of ours, whatever else lies between them", async () => {
      const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }));
      const ours = ["a", "b", "c", "d", "e"].map((name) => `${folder}/${name}`);
      await Promise.all([...ours, `${folder}/b/`, `${folder}/b//x`].map(put));
      const page = async (cursor?: string) => {
        const { heads, cursor: next } = await store.list({ prefix: `${folder}/`, limit: 4, cursor });
        return { keys: heads.map((head) => head.key as string), next };
      };
      expect(await page()).toEqual({ keys: ours.slice(0, 4), next: ours[3] });
      expect(await page(ours[3])).toEqual({ keys: ours.slice(4), next: null });
    });

    it("gives up in the end, says so in words, and has stored nothing", async () => {
      proxy.decide = () => ({ status: 503, code: "SlowDown" });
      const attempt = put("a", "body");
      await expect(attempt).rejects.toMatchObject({
        code: "store-unavailable",
        retryable: true,
        message: expect.stringMatching(/^Cannot store videos\/faults-\d+\/a: the object store is overloaded/),
      });
      expect(await read("a")).toBeNull();
    });

    it("does not try again what will not change: wrong credentials, no bucket", async () => {
      const wrong = { accessKeyId: "reelgraph", secretAccessKey: "wrong" };
      const denied = createS3ObjectStore({ bucket: BUCKET, endpoint: proxy.endpoint, credentials: wrong });
      const key = objectKey(folder, "a");
      const refused = { code: "store-unavailable", retryable: false };
      await expect(denied.list({ prefix: "" })).rejects.toMatchObject(refused);
      expect(proxy.seen).toHaveLength(1);
      const nowhere = createS3ObjectStore({ bucket: "no-such-bucket", endpoint, credentials });
      const body = Buffer.from("x");
      await expect(
        nowhere.put({ key, body, mediaType: "text/plain", condition: CREATE }),
      ).rejects.toMatchObject({
        ...refused,
        message: expect.stringMatching(/bucket does not exist/),
      });
      await expect(nowhere.get(key)).rejects.toMatchObject(refused);
    });

    it("says so when nobody answers at all", async () => {
      await proxy.stop();
      await expect(store.head(objectKey(folder, "a"))).rejects.toMatchObject({
        code: "store-unavailable",
        retryable: true,
        message: expect.stringMatching(/does not answer \(ECONNREFUSED\)/),
      });
    });
  });
}

function sha256(value: string | Uint8Array) {
  return checksum(`sha256:${createHash("sha256").update(value).digest("hex")}`);
}
