import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import { contentResponse, namesEtag, rangeOf } from "../../lib/api/content";
import { objectKey } from "../../lib/ports/object-store";
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

  async function ask(headers: Record<string, string> = {}, method = "GET") {
    const objects = createMemoryObjectStore();
    await objects.put({ key, body: bytes, mediaType: "text/plain", condition: { kind: "create" } });
    const head = await objects.head(key);
    if (!head) throw new Error("It was just put.");
    const response = await contentResponse({
      ctx: { objects } as unknown as Context,
      request: new Request("http://localhost/x", { headers, method }),
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
});
