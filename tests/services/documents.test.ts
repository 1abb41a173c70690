import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import { nodeSha256 } from "../../lib/adapters/node/sha256";
import { canonicalJson } from "../../lib/core/fingerprint/canonical-json";
import type { VideoId } from "../../lib/core/ids";
import type { ObjectStore } from "../../lib/ports/object-store";
import type { Context } from "../../lib/services/context";
import {
  encodeDocument,
  encodeLines,
  keyIn,
  putDocument,
  readDocument,
  readLines,
} from "../../lib/services/documents/documents";
import { putImmutable } from "../../lib/services/documents/put-immutable";
import { runs } from "../core/property-runs";

const videoId = "vid_01h2xcejqtf2nbrexx3vqjhp41" as VideoId;
const contextOf = (objects: ObjectStore) => ({ objects, hash: nodeSha256 }) as unknown as Context;
const encode = (text: string) => new TextEncoder().encode(text);

/** What a database does to a value: other key order below the top, no `undefined`, numbers by their decimal digits. */
function throughJsonb(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(throughJsonb);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? 0 : value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, throughJsonb(member)]));
}

describe("documents", () => {
  it("are the canonical form of each of their members, indented", () => {
    const member = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("a", "10", "9", "é", "__proto__"), member), (value) => {
        const canonical = JSON.parse(`{"x":${canonicalJson(value)}}`) as Record<string, unknown>;
        const text = JSON.stringify({ schema: "x@1", ...canonical }, null, 2);
        expect(encodeDocument("x@1", { x: value })).toEqual(encode(`${text}\n`));
      }),
      runs(300, 10_000),
    );
  });

  it.each([[Number.NaN], [new Date(0)], [{ a: [undefined] }], [{ a: 1n }]])("refuse %s", (value) => {
    expect(() => encodeDocument("x@1", { x: value })).toThrow("Not canonical JSON");
  });

  it("are the same bytes whether their value comes from memory or back from the database", () => {
    const member = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("a", "outputs", "specUsed", "é"), member), (value) => {
        const again = Object.fromEntries(Object.entries(value).map(([name, at]) => [name, throughJsonb(at)]));
        expect(encodeDocument("x@1", again)).toEqual(encodeDocument("x@1", value));
        expect(encodeLines("x@1", [again])).toEqual(encodeLines("x@1", [value]));
      }),
      runs(300, 10_000),
    );
  });

  it("begin with their schema, end with a newline and are read by their shape alone", async () => {
    const ctx = contextOf(createMemoryObjectStore());
    const shape = z.object({ n: z.number() });
    const read = (schema: string) => readDocument({ ctx, videoId, path: "a.json", schema, shape });
    expect(await read("x@1")).toBeNull();
    await putDocument({ ctx, videoId, path: "a.json", schema: "x@1", value: { n: 1, gone: undefined } });
    expect(new TextDecoder().decode(encodeDocument("x@1", { n: 1 }))).toBe(
      '{\n  "schema": "x@1",\n  "n": 1\n}\n',
    );
    expect(await read("x@1")).toEqual({ n: 1 });
    await expect(read("y@1")).rejects.toMatchObject({ code: "unknown-schema" });
    // Nobody has said how a 1 becomes a 2.
    await expect(read("x@2")).rejects.toMatchObject({ code: "integrity" });
  });

  it.each([
    ["{", "integrity"],
    ["", "integrity"],
    ["[]", "unknown-schema"],
    ['{"n": 1}', "unknown-schema"],
    ['{"schema": "x@1", "n": "1"}', "integrity"],
  ])("that say %j are refused, never guessed at", async (text, code) => {
    const objects = createMemoryObjectStore();
    const ctx = contextOf(objects);
    const condition = { kind: "create" as const };
    await objects.put({ key: keyIn(videoId, "a"), body: encode(text), mediaType: "x", condition });
    const shape = z.object({ n: z.number() });
    const asked = { ctx, videoId, path: "a", schema: "x@1", shape };
    await expect(readDocument(asked)).rejects.toMatchObject({ code, details: { path: "a" } });
    if (text !== "") await expect(readLines(asked)).rejects.toMatchObject({ code });
  });
});

describe("an immutable object", () => {
  const key = keyIn(videoId, "assets/a.txt");
  const put = (objects: ObjectStore, text: string) =>
    putImmutable({ ctx: contextOf(objects), key, bytes: encode(text), mediaType: "text/plain" });

  it("may be put again by whoever puts the same bytes, and by nobody else", async () => {
    const objects = createMemoryObjectStore();
    const first = await put(objects, "same");
    const etag = (await objects.head(key))?.etag;
    expect(await put(objects, "same")).toEqual(first);
    await expect(put(objects, "other")).rejects.toMatchObject({ code: "integrity", details: { key } });
    expect((await objects.head(key))?.etag).toBe(etag);
  });

  it("is put once by 16 writers of the same bytes, and all of them are content", async () => {
    const objects = createMemoryObjectStore();
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => put(objects, "same")));
    expect(new Set(outcomes.map(({ checksum }) => checksum)).size).toBe(1);
  });

  it("is known by its bytes where nobody recorded a checksum", async () => {
    const memory = createMemoryObjectStore();
    await put(memory, "same");
    const bare: ObjectStore = {
      ...memory,
      put: async (options) => {
        const result = await memory.put(options);
        return result.outcome === "exists" ? { ...result, head: { ...result.head, checksum: null } } : result;
      },
    };
    await expect(put(bare, "same")).resolves.toMatchObject({ bytes: 4 });
    await expect(put(bare, "other")).rejects.toMatchObject({ code: "integrity" });
  });
});
