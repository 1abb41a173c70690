import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import { contentResponse, namesEtag, namesVersion, rangeOf } from "../../lib/api/content";
import { type ObjectStore, objectKey } from "../../lib/ports/object-store";
import type { Context } from "../../lib/services/context";
import { runs } from "../core/property-runs";

describe("a Range header", () => {
  it.each([
    ["bytes=0-0", 10, { start: 0, end: 0 }],
    ["bytes=0-", 10, { start: 0, end: 9 }],
    ["Bytes=2-5", 10, { start: 2, end: 5 }],
    ["bytes=2-99", 10, { start: 2, end: 9 }],
    ["bytes=-3", 10, { start: 7, end: 9 }],
    ["bytes=-99", 10, { start: 0, end: 9 }],
    [` bytes=9-${"9".repeat(400)} `, 10, { start: 9, end: 9 }],
  ])("%s of %i bytes is %j", (header, size, wanted) => {
    expect(rangeOf(header, size)).toEqual(wanted);
  });

  it.each([
    ["bytes=10-", 10],
    ["bytes=-0", 10],
    ["bytes=5-2", 10],
    ["bytes=0-0", 0],
    ["bytes=-5", 0],
    [`bytes=${"9".repeat(400)}-`, 10],
  ])("%s of %i bytes cannot be satisfied", (header, size) => {
    expect(rangeOf(header, size)).toBe("unsatisfiable");
  });

  it.each([
    null,
    "",
    "bytes=-",
    "bytes=a-b",
    "bytes=0-1,3-4",
    "items=0-1",
    "bytes 0-1",
    "bytes=1.5-2",
    "bytes=--1",
  ])("%j is answered with everything", (header) => {
    expect(rangeOf(header, 10)).toBeNull();
  });

  it("never leads outside the object, whatever it says", () => {
    const header = fc.oneof(
      fc.string(),
      fc.tuple(fc.nat(), fc.nat()).map(([start, end]) => `bytes=${start}-${end}`),
      fc.nat().map((suffix) => `bytes=-${suffix}`),
    );
    fc.assert(
      fc.property(header, fc.nat(1_000), (text, size) => {
        const range = rangeOf(text, size);
        if (range === null || range === "unsatisfiable") return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThan(size);
      }),
      runs(500, 20_000),
    );
  });
});

describe("content", () => {
  const bytes = new TextEncoder().encode("0123456789");
  const key = objectKey("videos", "v", "assets/a.123.txt");

  async function ask(headers: Record<string, string> = {}, method = "GET", query = "") {
    const objects = createMemoryObjectStore();
    await objects.put({ key, body: bytes, mediaType: "text/plain", condition: { kind: "create" } });
    const head = await objects.head(key);
    if (!head) throw new Error("It was just put.");
    const response = await contentResponse({
      ctx: { objects } as unknown as Context,
      request: new Request(`http://localhost/x${query}`, { headers, method }),
      content: { key, head, mediaType: "text/plain", downloadName: "a.123.txt" },
    });
    return { response, text: await response.text(), header: (name: string) => response.headers.get(name) };
  }

  it("comes whole, typed, unsniffed and with the checksum as its ETag", async () => {
    const { response, text, header } = await ask();
    expect([response.status, text]).toEqual([200, "0123456789"]);
    expect(header("content-length")).toBe("10");
    expect(header("accept-ranges")).toBe("bytes");
    expect(header("x-content-type-options")).toBe("nosniff");
    expect(header("content-security-policy")).toContain("sandbox");
    expect(header("etag")).toMatch(/^"sha256:[0-9a-f]{64}"$/);
  });

  it("comes in part, says which, and says what there is when there is no such part", async () => {
    const part = await ask({ range: "bytes=2-4" });
    expect([part.response.status, part.text]).toEqual([206, "234"]);
    expect(part.header("content-range")).toBe("bytes 2-4/10");
    expect(part.header("content-length")).toBe("3");
    const beyond = await ask({ range: "bytes=10-" });
    expect([beyond.response.status, beyond.text]).toEqual([416, ""]);
    expect(beyond.header("content-range")).toBe("bytes */10");
  });

  it("comes whole when it was made again since the part before", async () => {
    const etag = (await ask()).header("etag") ?? "";
    expect((await ask({ range: "bytes=2-4", "if-range": etag })).response.status).toBe(206);
    for (const old of ['"sha256:old"', `W/${etag}`, "Wed, 21 Oct 2015 07:28:00 GMT"]) {
      const { response, text } = await ask({ range: "bytes=2-4", "if-range": old });
      expect([response.status, text]).toEqual([200, "0123456789"]);
    }
  });

  it("is not sent to somebody who has it", async () => {
    const etag = (await ask()).header("etag") ?? "";
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const { response, text } = await ask({ "if-none-match": known });
      expect([known, response.status, text]).toEqual([known, 304, ""]);
    }
    expect((await ask({ "if-none-match": '"x"' })).response.status).toBe(200);
    expect(namesEtag(null, etag)).toBe(false);
  });

  it("is measured without being sent to HEAD", async () => {
    const { response, text, header } = await ask({}, "HEAD");
    expect([response.status, text, header("content-length")]).toEqual([200, "", "10"]);
  });

  it("may be kept for ever under an address that says which bytes it means, and no other", async () => {
    const sha256 = (await ask()).header("etag")?.slice('"sha256:'.length, -1) ?? "";
    const caching = async (query: string) => (await ask({}, "GET", query)).header("cache-control");
    const forever = "private, max-age=31536000, immutable";
    expect(await caching(`?v=${sha256.slice(0, 12)}`)).toBe(forever);
    expect(await caching(`?v=${sha256}`)).toBe(forever);
    for (const query of [
      "",
      "?v=",
      `?v=${sha256.slice(0, 11)}`,
      `?v=${sha256.slice(1, 13)}`,
      `?v=${sha256}0`,
      `?v=${sha256.slice(0, 12).toUpperCase().padEnd(12, "G")}`,
    ]) {
      expect([query, await caching(query)]).toEqual([query, "private, no-cache"]);
    }
    expect(namesVersion("http://localhost/x?v=0123456789ab", null)).toBe(false);
    // Of whoever asked, not of whoever uses the browser next.
    expect((await ask()).header("vary")).toBe("cookie, authorization");
  });
});

describe("content of a store that signs", () => {
  const key = objectKey("videos", "v", "assets/a.123.png");
  const MINUTE = 60_000;
  const asked: Parameters<ObjectStore["presignGet"]>[0][] = [];

  async function ask(at: number, query: "" | "versioned" = "versioned", mediaType = "image/png") {
    const memory = createMemoryObjectStore();
    await memory.put({ key, body: new Uint8Array([1]), mediaType, condition: { kind: "create" } });
    const head = await memory.head(key);
    if (!head?.checksum) throw new Error("It was just put.");
    const objects: ObjectStore = {
      ...memory,
      async presignGet(options) {
        asked.push(options);
        return `https://bucket.example/${options.key}?from=${options.signedAt?.toISOString()}`;
      },
    };
    const version = query === "versioned" ? `?v=${head.checksum.slice("sha256:".length).slice(0, 12)}` : "";
    const { status, headers } = await contentResponse({
      ctx: { objects, clock: { now: () => new Date(at) }, settings: {} } as unknown as Context,
      request: new Request(`http://localhost/x${version}`),
      content: { key, head, mediaType, downloadName: "a.123.png" },
    });
    return { status, location: headers.get("location"), caching: headers.get("cache-control") };
  }

  it("is led to by the same address for half an hour, which holds for as long again", async () => {
    const start = Date.UTC(2026, 10, 21, 10, 0);
    const first = await ask(start);
    expect(first).toMatchObject({ status: 302, caching: "private, max-age=1800" });
    const later = await ask(start + 29 * MINUTE);
    expect(later).toEqual({ ...first, caching: "private, max-age=60" });
    expect((await ask(start + 30 * MINUTE)).location).not.toBe(first.location);
    const [request] = asked;
    expect(request).toMatchObject({
      expiresInSeconds: 3_600,
      signedAt: new Date(start),
      cacheControl: "private, max-age=31536000, immutable",
    });
  });

  it("is asked for each time where the address does not say which bytes it means", async () => {
    expect(await ask(0, "")).toMatchObject({ status: 302, caching: "no-store" });
  });

  it("comes from here where scripts and captions read it", async () => {
    for (const type of [
      "text/plain; charset=utf-8",
      "text/vtt",
      "application/json",
      "application/x-ndjson",
    ]) {
      expect(await ask(0, "versioned", type)).toMatchObject({ status: 200, location: null });
    }
  });
});
