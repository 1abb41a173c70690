import { createHash, randomBytes } from "node:crypto";
import v8 from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareUtf8 } from "../../lib/core/compare-utf8";
import { isReelgraphError } from "../../lib/core/errors";
import { checksum } from "../../lib/core/fingerprint/checksum";
import type { Checksum } from "../../lib/core/fingerprint/types";
import {
  type ObjectKey,
  type ObjectStore,
  objectKey,
  type PutBody,
  type PutCondition,
  type PutResult,
  readAll,
} from "../../lib/ports/object-store";
import { increment } from "../rigs/increment";

const MEGABYTE = 1024 * 1024;
const CREATE: PutCondition = { kind: "create" };
const ANY: PutCondition = { kind: "any" };

interface StoreUnderTest {
  store: ObjectStore;
  cleanup: () => Promise<void>;
}

interface ConformanceSizes {
  largeBytes: number;
  listed: number;
  commitsPerWriter: number;
}

const SIZES: ConformanceSizes =
  process.env.REELGRAPH_DEEP === "1"
    ? { largeBytes: 200 * MEGABYTE, listed: 2_500, commitsPerWriter: 200 }
    : { largeBytes: 40 * MEGABYTE, listed: 2_100, commitsPerWriter: 20 };

/**
 * What every object store must do (storage.md, The object-store port). Each run uses prefixes of its own, so that a
 * shared bucket can serve; `makeStore` is called once.
 */
export function describeObjectStore(
  name: string,
  makeStore: () => Promise<StoreUnderTest>,
  change: Partial<ConformanceSizes> = {},
): void {
  const sizes = { ...SIZES, ...change };
  describe(`object store: ${name}`, () => {
    let store: ObjectStore;
    let cleanup: () => Promise<void> = async () => undefined;
    let folders = 0;
    const run = randomBytes(4).toString("hex");

    beforeAll(async () => {
      ({ store, cleanup } = await makeStore());
    });
    afterAll(async () => cleanup(), 60_000);

    /** A folder nobody else uses. */
    const folder = () => `videos/${run}-${folders++}`;
    const put = (key: ObjectKey, body: PutBody | string, condition = CREATE, expected?: Checksum) =>
      store.put({
        key,
        body: typeof body === "string" ? text(body) : body,
        mediaType: "text/plain",
        condition,
        checksum: expected,
      });
    const read = async (key: ObjectKey) => {
      const body = await store.get(key);
      return body === null ? null : new TextDecoder().decode(await readAll(body));
    };
    const listAll = async (prefix: string, limit?: number) => {
      const keys: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await store.list({ prefix, limit, cursor: cursor ?? undefined });
        expect(page.heads.length).toBeLessThanOrEqual(limit ?? 1000);
        keys.push(...page.heads.map((head) => head.key));
        cursor = page.cursor;
      } while (cursor !== null);
      return keys;
    };

    describe("one object", () => {
      it("comes back with its bytes, size, checksum, media type and time", async () => {
        const key = objectKey(folder(), "a.json");
        const before = Date.now();
        const result = await store.put({
          key,
          body: text('{"a":1}'),
          mediaType: "application/json",
          condition: CREATE,
        });
        const expected = { bytes: 7, checksum: sha256('{"a":1}') };
        expect(result).toMatchObject({ outcome: "stored", ...expected });

        const body = await store.get(key);
        expect(body?.head).toMatchObject({ key, mediaType: "application/json", ...expected });
        expect(body && new TextDecoder().decode(await readAll(body))).toBe('{"a":1}');
        const head = await store.head(key);
        expect(head).toEqual(body?.head);
        expect(head?.etag).toBe(result.outcome === "stored" && result.etag);
        // S3 tells whole seconds.
        expect(Math.abs((head?.modifiedAt.getTime() ?? 0) - before)).toBeLessThan(10_000);
      });

      it("keeps a media type that its name does not tell", async () => {
        const key = objectKey(folder(), "strange.bin");
        await store.put({ key, body: text("x"), mediaType: "model/gltf+json", condition: CREATE });
        expect((await store.head(key))?.mediaType).toBe("model/gltf+json");
      });

      it("may be empty", async () => {
        const key = objectKey(folder(), "empty");
        expect(await put(key, "")).toMatchObject({ outcome: "stored", bytes: 0, checksum: sha256("") });
        expect(await read(key)).toBe("");
        expect((await store.head(key))?.bytes).toBe(0);
      });

      it("is null, not an error, when it is absent", async () => {
        const key = objectKey(folder(), "nothing");
        expect(await store.head(key)).toBeNull();
        expect(await store.get(key)).toBeNull();
        expect(await store.copy({ from: key, to: objectKey(folder(), "copy") })).toBeNull();
      });

      it("does not change when the caller reuses its buffer", async () => {
        const key = objectKey(folder(), "a");
        const buffer = text("before");
        await put(key, buffer);
        buffer.fill(0);
        expect(await read(key)).toBe("before");
      });
    });

    describe("create", () => {
      it("refuses a second object and says what is there", async () => {
        const key = objectKey(folder(), "a");
        await put(key, "first");
        const second = await put(key, "second");
        expect(second).toMatchObject({
          outcome: "exists",
          head: { key, bytes: 5, checksum: sha256("first") },
        });
        expect(await read(key)).toBe("first");
      });

      it("lets a writer recognise its own retry by the checksum", async () => {
        const key = objectKey(folder(), "a");
        await put(key, "mine");
        expect(await put(key, "mine")).toMatchObject({
          outcome: "exists",
          head: { checksum: sha256("mine") },
        });
      });

      it("has exactly one winner among 16 writers, and the losers are shown its bytes", async () => {
        const key = objectKey(folder(), "a");
        const results = await Promise.all(Array.from({ length: 16 }, (_, n) => put(key, `writer ${n}`)));
        const winners = results.filter((result) => result.outcome === "stored");
        expect(winners).toHaveLength(1);
        const winner = sha256((await read(key)) ?? "");
        for (const result of results) {
          expect(result.outcome === "stored" ? result.checksum : result.head?.checksum).toBe(winner);
        }
      });

      it("works again after a delete", async () => {
        const key = objectKey(folder(), "a");
        await put(key, "first");
        await store.delete([key]);
        expect(await put(key, "second")).toMatchObject({ outcome: "stored" });
        expect(await read(key)).toBe("second");
      });
    });

    describe("replace and any", () => {
      it("replaces when the etag is the current one", async () => {
        const key = objectKey(folder(), "a");
        const first = stored(await put(key, "1"));
        const second = stored(await put(key, "2", { kind: "replace", ifMatch: first.etag }));
        expect(second.etag).not.toBe(first.etag);
        expect(await read(key)).toBe("2");
        expect(await store.head(key)).toMatchObject({ etag: second.etag, checksum: sha256("2") });
      });

      it("refuses an old etag and shows the current head", async () => {
        const key = objectKey(folder(), "a");
        const first = stored(await put(key, "1"));
        const second = stored(await put(key, "2", { kind: "replace", ifMatch: first.etag }));
        const late = await put(key, "3", { kind: "replace", ifMatch: first.etag });
        expect(late).toMatchObject({
          outcome: "changed",
          head: { etag: second.etag, checksum: sha256("2") },
        });
        expect(await read(key)).toBe("2");
      });

      it("never creates: a replace of an absent object is a change", async () => {
        const key = objectKey(folder(), "a");
        const { etag } = stored(await put(key, "1"));
        await store.delete([key]);
        const result = await put(key, "2", { kind: "replace", ifMatch: etag });
        expect(result).toEqual({ outcome: "changed", head: null });
        expect(await store.head(key)).toBeNull();
      });

      it("`any` creates and overwrites", async () => {
        const key = objectKey(folder(), "a");
        stored(await put(key, "1", ANY));
        stored(await put(key, "22", ANY));
        expect(await read(key)).toBe("22");
        expect((await store.head(key))?.checksum).toBe(sha256("22"));
      });

      it(`loses no update when 16 writers commit ${sizes.commitsPerWriter} times each`, async () => {
        const key = objectKey(folder(), "counter.json");
        await put(key, "0");
        const writers = Array.from({ length: 16 }, () => increment(store, key, sizes.commitsPerWriter));
        await Promise.all(writers);
        expect(await read(key)).toBe(String(16 * sizes.commitsPerWriter));
      });

      it("shows readers either the old or the new bytes, whole, with the head that belongs to them", async () => {
        const key = objectKey(folder(), "a");
        const versions = ["a", "b", "c", "d"].map((letter) => letter.repeat(50_000));
        await put(key, versions[0] ?? "", ANY);
        let writing = true;
        const reader = async () => {
          while (writing) {
            const body = await store.get(key);
            if (body === null) throw new Error("the object was gone for a moment");
            const seen = new TextDecoder().decode(await readAll(body));
            expect(versions.map(sha256)).toContain(sha256(seen));
            expect(body.head.checksum).toBe(sha256(seen));
          }
        };
        const readers = [reader(), reader()];
        for (let round = 0; round < 5; round++) {
          for (const version of versions) await put(key, version, ANY);
        }
        writing = false;
        await Promise.all(readers);
      });
    });

    describe("integrity", () => {
      it("takes bytes that hash to the given checksum", async () => {
        const key = objectKey(folder(), "a");
        stored(await put(key, "right", CREATE, sha256("right")));
        stored(await put(key, streamOf(["ri", "ght"]), ANY, sha256("right")));
      });

      it("refuses bytes that do not, whole or streamed, and stores nothing", async () => {
        const key = objectKey(folder(), "a");
        await expect(put(key, "wrong", CREATE, sha256("right"))).rejects.toMatchObject({ code: "integrity" });
        const streamed = put(key, streamOf(["wr", "ong"]), CREATE, sha256("right"));
        await expect(streamed).rejects.toMatchObject({ code: "integrity" });
        expect(await store.head(key)).toBeNull();
      });

      it("keeps the old object when a replacement is refused", async () => {
        const key = objectKey(folder(), "a");
        await put(key, "old");
        await expect(put(key, "wrong", ANY, sha256("right"))).rejects.toMatchObject({ code: "integrity" });
        expect(await read(key)).toBe("old");
      });

      it("stores nothing when the body fails in the middle, and throws the body's own error", async () => {
        const key = objectKey(folder(), "a");
        async function* failing() {
          yield text("half");
          throw Object.assign(new Error("the pipe broke"), { code: "EACCES" });
        }
        await expect(put(key, failing())).rejects.toThrow("the pipe broke");
        expect(await store.head(key)).toBeNull();
        expect(await listAll(key)).toEqual([]);
      });
    });

    describe("large bodies", () => {
      const large = sizes.largeBytes;
      const chunkBytes = 64 * 1024;
      const samplingBytes = 2 * MEGABYTE;
      const shared = () => objectKey(`videos/${run}-large`, "video.mp4");

      it(`streams ${Math.round(large / MEGABYTE)} MB in and out with flat memory`, async () => {
        const expected = createHash("sha256");
        for (const chunk of noise(large, chunkBytes)) expected.update(chunk);
        const whole = checksum(`sha256:${expected.digest("hex")}`);

        const memory = watchMemory();
        const body = (async function* () {
          let sent = 0;
          for (const chunk of noise(large, chunkBytes)) {
            yield chunk;
            sent += 1;
            if (sent % (samplingBytes / chunkBytes) === 0) memory.sample();
          }
        })();
        const result = await store.put({ key: shared(), body, mediaType: "video/mp4", condition: CREATE });
        expect(result).toMatchObject({ outcome: "stored", bytes: large, checksum: whole });

        const object = await store.get(shared());
        const seen = createHash("sha256");
        let bytes = 0;
        for await (const chunk of object?.stream ?? []) {
          seen.update(chunk);
          bytes += chunk.length;
          if (Math.floor(bytes / samplingBytes) !== Math.floor((bytes - chunk.length) / samplingBytes))
            memory.sample();
        }
        expect(bytes).toBe(large);
        expect(`sha256:${seen.digest("hex")}`).toBe(whole);
        expect(await store.head(shared())).toMatchObject({
          bytes: large,
          checksum: whole,
          mediaType: "video/mp4",
        });
        // The memory store holds the object by its nature; the others must not.
        if (store.kind !== "memory") expect(memory.peak()).toBeLessThan(30 * MEGABYTE);
      });

      it("refuses a second large object of that name, whether its checksum is known before or not", async () => {
        const body = () => streamOf([new Uint8Array(large / 2)]);
        const known = sha256(new Uint8Array(large / 2));
        const there = (await store.head(shared()))?.checksum;
        for (const expected of [undefined, known]) {
          const again = await put(shared(), body(), CREATE, expected);
          expect(again).toMatchObject({ outcome: "exists", head: { checksum: there } });
        }
      });

      it("stores nothing of a large body whose checksum is wrong or that breaks off", async () => {
        const key = objectKey(folder(), "b.mp4");
        const wrong = put(key, streamOf([new Uint8Array(large / 2)]), CREATE, sha256("another"));
        await expect(wrong).rejects.toMatchObject({ code: "integrity" });
        async function* breaking() {
          yield new Uint8Array(large / 2);
          throw new Error("encoder died");
        }
        await expect(put(key, breaking(), CREATE, sha256("x"))).rejects.toThrow("encoder died");
        await expect(put(key, breaking(), CREATE)).rejects.toThrow("encoder died");
        expect(await store.head(key)).toBeNull();
      });

      it("serves a range in its middle", async () => {
        const expected = [...noise(43 * chunkBytes, chunkBytes)].slice(3);
        const start = 3 * chunkBytes;
        const object = await store.get(shared(), { start, end: start + 40 * chunkBytes - 1 });
        expect(object?.head.bytes).toBe(large);
        const bytes = object && (await readAll(object));
        expect(bytes?.length).toBe(40 * chunkBytes);
        expect(sha256(bytes ?? "")).toBe(sha256(Buffer.concat(expected)));
      });

      it("lets a reader stop early", async () => {
        for (let round = 0; round < 3; round++) {
          const object = await store.get(shared());
          for await (const chunk of object?.stream ?? []) {
            expect(chunk.length).toBeGreaterThan(0);
            break;
          }
        }
        expect((await store.head(shared()))?.bytes).toBe(large);
      });
    });

    describe("ranges", () => {
      const key = objectKey(`videos/${run}-ranges`, "digits");
      const slice = async (start: number, end?: number) => {
        const body = await store.get(key, { start, end });
        return body && new TextDecoder().decode(await readAll(body));
      };
      beforeAll(async () => {
        await put(key, "0123456789");
      });

      it("are inclusive, may be open, and are cut at the end", async () => {
        expect(await slice(2, 4)).toBe("234");
        expect(await slice(0, 0)).toBe("0");
        expect(await slice(7)).toBe("789");
        expect(await slice(9, 9)).toBe("9");
        expect(await slice(5, 5_000)).toBe("56789");
      });

      it("tell the whole object's size", async () => {
        const body = await store.get(key, { start: 2, end: 4 });
        expect(body?.head).toMatchObject({ bytes: 10, checksum: sha256("0123456789") });
        if (body) await readAll(body);
      });

      it("without a byte of the object are refused", async () => {
        for (const [start, end] of [
          [10, 12],
          [11, undefined],
          [4, 2],
          [-1, 2],
          [0.5, 2],
          [Number.NaN, 2],
        ] as const) {
          await expect(store.get(key, { start, end }), `${start}-${end}`).rejects.toMatchObject({
            code: "invalid-input",
          });
        }
        const empty = objectKey(folder(), "empty");
        await put(empty, "");
        await expect(store.get(empty, { start: 0 })).rejects.toMatchObject({ code: "invalid-input" });
      });

      it("of an absent object are null", async () => {
        expect(await store.get(objectKey(folder(), "no"), { start: 5, end: 1 })).toBeNull();
      });
    });

    describe("list", () => {
      it(`pages through ${sizes.listed} objects in UTF-8 byte order, each once, and deletes them in one call`, async () => {
        const base = folder();
        const keys = Array.from({ length: sizes.listed }, (_, n) =>
          objectKey(base, `group-${n % 7}`, `object ${(n * 7919) % sizes.listed}.txt`),
        );
        for (let start = 0; start < keys.length; start += 50) {
          await Promise.all(keys.slice(start, start + 50).map((key) => put(key, key)));
        }
        const expected = [...keys].sort(compareUtf8);
        expect(await listAll(`${base}/`)).toEqual(expected);
        const first = await store.list({ prefix: `${base}/` });
        expect(first.heads).toHaveLength(1000);
        expect(first.heads[0]).toMatchObject({
          bytes: Buffer.byteLength(expected[0] ?? ""),
          mediaType: /text.plain/,
        });

        await store.delete(keys);
        expect(await listAll(`${base}/`)).toEqual([]);
      });

      it("orders as UTF-8 bytes do, across folders and beyond the basic plane", async () => {
        const base = folder();
        const names = [
          "a/b",
          "a-b",
          "a.b",
          "a0",
          "a/b0",
          "a/c/d",
          "Z",
          "é",
          "z",
          "\uff01",
          "\u{1f600}",
          "a b",
          "a~",
        ];
        await Promise.all(names.map((name) => put(objectKey(base, name), name)));
        const sorted = names
          .map((name) => Buffer.from(`${base}/${name}`))
          .sort(Buffer.compare)
          .map((bytes) => bytes.toString());
        expect(await listAll(`${base}/`)).toEqual(sorted);
        for (const limit of [1, 2, 3, 5]) expect(await listAll(`${base}/`, limit)).toEqual(sorted);
      });

      it("takes the prefix as text, not as a folder", async () => {
        const base = folder();
        const keys = ["ab/1", "ab/2", "abc", "b"].map((name) => objectKey(base, name));
        await Promise.all(keys.map((key) => put(key, "x")));
        expect(await listAll(`${base}/ab`)).toEqual(keys.slice(0, 3));
        expect(await listAll(`${base}/ab/`)).toEqual(keys.slice(0, 2));
        expect(await listAll(`${base}/abc`)).toEqual([keys[2]]);
        expect(await listAll(`${base}/abc/`)).toEqual([]);
        expect(await listAll(`${base}/x`)).toEqual([]);
      });

      it("ends with a null cursor when the page is exactly full", async () => {
        const base = folder();
        await Promise.all(["1", "2", "3"].map((name) => put(objectKey(base, name), name)));
        const page = await store.list({ prefix: base, limit: 3 });
        expect(page.heads.map((head) => head.bytes)).toEqual([1, 1, 1]);
        expect(page.cursor).toBeNull();
      });

      it("goes on behind a cursor whose object is gone", async () => {
        const base = folder();
        const keys = ["1", "2", "3"].map((name) => objectKey(base, name));
        await Promise.all(keys.map((key) => put(key, "x")));
        const { cursor } = await store.list({ prefix: base, limit: 2 });
        await store.delete(keys.slice(0, 2));
        const rest = await store.list({ prefix: base, limit: 2, cursor: cursor ?? undefined });
        expect(rest.heads.map((head) => head.key)).toEqual(keys.slice(2));
      });

      it("finds nothing under a prefix no key can have", async () => {
        for (const prefix of ["../", "/", "/etc/", "videos/../", "videos//", "./", "..\\", "videos/\u0000"]) {
          expect(await listAll(prefix), JSON.stringify(prefix)).toEqual([]);
        }
      });
    });

    describe("delete and copy", () => {
      it("deletes many and minds no absent key", async () => {
        const base = folder();
        const keys = ["a", "b/c", "b/d"].map((name) => objectKey(base, name));
        await Promise.all(keys.map((key) => put(key, "x")));
        await store.delete([objectKey(base, "absent"), objectKey(base, "no", "such"), ...keys.slice(0, 2)]);
        expect(await listAll(base)).toEqual([keys[2]]);
        await store.delete([]);
        await store.delete(keys);
        expect(await listAll(base)).toEqual([]);
      });

      it("does not delete what lies below a key", async () => {
        const base = folder();
        await put(objectKey(base, "a/b"), "x");
        await store.delete([objectKey(base, "a")]);
        expect(await read(objectKey(base, "a/b"))).toBe("x");
      });

      it("copies bytes, checksum and media type, and never over another object", async () => {
        const base = folder();
        const [from, to] = [objectKey(base, "from"), objectKey(base, "sub folder", "to & fro +%41.ü")];
        await store.put({ key: from, body: text("music"), mediaType: "audio/mpeg", condition: CREATE });
        const result = stored((await store.copy({ from, to })) ?? never());
        expect(result).toMatchObject({ bytes: 5, checksum: sha256("music") });
        expect(await read(to)).toBe("music");
        expect(await store.head(to)).toMatchObject({
          checksum: sha256("music"),
          mediaType: "audio/mpeg",
          etag: result.etag,
        });

        await put(from, "other", ANY);
        expect(await store.copy({ from, to })).toMatchObject({
          outcome: "exists",
          head: { checksum: sha256("music") },
        });
        expect(await read(to)).toBe("music");
      });

      it("copies are independent of their source", async () => {
        const base = folder();
        const [from, to] = [objectKey(base, "from"), objectKey(base, "to")];
        await put(from, "music");
        await store.copy({ from, to });
        await store.delete([from]);
        expect(await read(to)).toBe("music");
      });
    });

    describe("keys", () => {
      it.each(
        [
          "ünïcödé — 日本語 🎬.png",
          "e\u0301 decomposed",
          "a b  c",
          "100%.txt",
          "%2e%2e%2f",
          "a+b&c=d?e#f;g:h@i!j$k'l(m)*,[n]{o}|p^q`r~s",
          '"quoted" <xml>&amp;',
          "-rf",
          "..hidden",
          "...",
          ".~reelgraph",
          ".~tmp-00000000-1-1-000000000000",
          ".~~x",
          "__proto__",
          "constructor",
          "con.txt ",
          "trailing dot.",
          "x".repeat(240),
          `${"ä/".repeat(60)}end`,
          "line\u2028separator\u0085next",
        ].map((name) => [shorten(name), name] as const),
      )("may be %s", async (_, name) => {
        const base = folder();
        const key = objectKey(base, name);
        stored(await put(key, name));
        expect(await read(key)).toBe(name);
        expect(await listAll(base)).toEqual([key]);
        expect(await put(key, "again")).toMatchObject({ outcome: "exists" });
        await store.delete([key]);
        expect(await store.head(key)).toBeNull();
        expect(await listAll(base)).toEqual([]);
      });

      it.each(
        [
          "",
          "/a",
          "a/",
          "a//b",
          "../a",
          "a/../b",
          "a/./b",
          "a\\b",
          "a\u0000b",
          "a\nb",
          "\ud800",
          "a\uffff",
          "y".repeat(241),
          `${"z/".repeat(449)}zzzz`,
        ].map((name) => [shorten(name), name] as const),
      )("may not be %s", (_, name) => {
        expect(() => objectKey(name)).toThrowError(expect.objectContaining({ code: "invalid-input" }));
      });

      it("that is the folder of another is stored or refused, and harms nothing", async () => {
        const base = folder();
        await put(objectKey(base, "a/b"), "inner");
        await refusedOr(put(objectKey(base, "a"), "outer"));
        expect(await read(objectKey(base, "a/b"))).toBe("inner");
        await put(objectKey(base, "c"), "outer");
        await refusedOr(put(objectKey(base, "c/d"), "inner"));
        expect(await read(objectKey(base, "c"))).toBe("outer");
        expect(await store.head(objectKey(base, "c/d/e"))).toBeNull();
      });
    });
  });
}

function stored(result: PutResult): Extract<PutResult, { outcome: "stored" }> {
  if (result.outcome !== "stored") throw new Error(`expected "stored", got "${result.outcome}"`);
  return result;
}

/** A key as a test's title. */
function shorten(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 20)}… (${name.length})` : name);
}

function never(): never {
  throw new Error("unexpected null");
}

async function refusedOr(result: Promise<PutResult>): Promise<void> {
  try {
    stored(await result);
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    expect(error.code).toBe("invalid-input");
  }
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function sha256(value: string | Uint8Array): Checksum {
  return checksum(`sha256:${createHash("sha256").update(value).digest("hex")}`);
}

async function* streamOf(chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === "string" ? text(chunk) : chunk;
}

/** The same bytes on every call, none of them held: each chunk differs in its first bytes. */
function* noise(total: number, chunkBytes: number): Generator<Uint8Array> {
  const block = createHash("sha512").update("noise").digest();
  for (let offset = 0; offset < total; offset += chunkBytes) {
    const chunk = Buffer.alloc(Math.min(chunkBytes, total - offset), block);
    chunk.writeUInt32BE(offset / chunkBytes, 0);
    yield chunk;
  }
}

/** Growth of what buffers really hold, without garbage, at the moments `sample` is called. */
function watchMemory(): { sample: () => void; peak: () => number } {
  v8.setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const held = () => {
    collect();
    return process.memoryUsage().arrayBuffers;
  };
  const start = held();
  let peak = 0;
  return {
    sample() {
      peak = Math.max(peak, held() - start);
    },
    peak: () => peak,
  };
}
