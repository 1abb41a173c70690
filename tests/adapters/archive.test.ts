import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTarGzip } from "../../lib/adapters/archive/tar-gzip";
import type { NewEntry } from "../../lib/ports/archive";

const archives = createTarGzip();
const AT = new Date("2026-11-20T10:00:00Z");
/** GNU tar says what it passes over. */
const QUIET = { stdio: ["ignore", "pipe", "ignore"] as ["ignore", "pipe", "ignore"] };
const LONG = `objects/videos/v/assets/${"länger-als-hundert/".repeat(12)}ende.png`;
const BINARY = Uint8Array.from({ length: 30_000 }, (_, at) => (at * 7919) & 0xff);

const FILES: (Omit<NewEntry, "body" | "bytes"> & { content: Uint8Array })[] = [
  { name: "first.json", content: new TextEncoder().encode('{"a":1}\n'), modifiedAt: AT },
  { name: "empty.txt", content: new Uint8Array(), modifiedAt: AT },
  { name: LONG, content: BINARY, modifiedAt: AT },
  { name: "exactly-a-block", content: BINARY.subarray(0, 512), modifiedAt: AT, mediaType: "audio/x-odd" },
];

let packed: Uint8Array;
let folder: string;

beforeAll(async () => {
  packed = await whole(
    archives.pack(async (add) => {
      for (const { content, ...file } of FILES) {
        await add({ ...file, bytes: content.length, body: pieces(content) });
      }
    }),
  );
  folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-archive-"));
});

afterAll(async () => await rm(folder, { recursive: true, force: true }));

async function whole(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of stream) all.push(piece);
  return Buffer.concat(all);
}

async function* pieces(bytes: Uint8Array, size = 1_777): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unpacked(bytes: Uint8Array, size?: number) {
  const found = [];
  for await (const { body, ...entry } of archives.unpack(pieces(bytes, size))) {
    found.push({ ...entry, content: Buffer.from(await whole(body)) });
  }
  return found;
}

describe("an archive", () => {
  it("gives back what was put in, with odd names and types, in pieces of any size", async () => {
    const expected = FILES.map(({ name, content, mediaType }) => ({
      name,
      bytes: content.length,
      mediaType: mediaType ?? (name.endsWith(".json") ? "application/json" : expect.any(String)),
      content: Buffer.from(content),
    }));
    expect(await unpacked(packed)).toEqual(expected);
    expect(await unpacked(packed, 13)).toEqual(expected);
  });

  it("is what tar reads, and reads what tar writes", async () => {
    const file = path.join(folder, "packed.tar.gz");
    await writeFile(file, packed);
    const listed = execFileSync("tar", ["-tzf", file], QUIET);
    const names = listed.toString().trim().split("\n");
    expect(names).toHaveLength(FILES.length);
    const first = execFileSync("tar", ["-xzOf", file, "first.json"], QUIET);
    expect(first.toString()).toBe('{"a":1}\n');
    const digest = createHash("sha256").update(
      execFileSync("tar", ["-xzOf", file, "exactly-a-block"], QUIET),
    );
    expect(digest.digest("hex")).toBe(createHash("sha256").update(BINARY.subarray(0, 512)).digest("hex"));

    await writeFile(path.join(folder, "plain.json"), "[1]\n");
    const theirs = execFileSync("tar", ["--format=posix", "-czf", "-", "-C", folder, "plain.json"]);
    expect((await unpacked(theirs)).map(({ name, bytes }) => ({ name, bytes }))).toEqual([
      { name: "plain.json", bytes: 4 },
    ]);
  });

  it("skips what nobody reads", async () => {
    const names: string[] = [];
    for await (const { name, body } of archives.unpack(pieces(packed))) {
      names.push(name);
      if (name === LONG) for await (const _ of body) break;
    }
    expect(names).toEqual(FILES.map(({ name }) => name));
  });

  it("says of every flipped byte and every cut that it is damaged, or gives back the same", async () => {
    const expected = await unpacked(packed);
    const outcome = async (bytes: Uint8Array) => {
      try {
        return { files: await unpacked(bytes) };
      } catch (error) {
        return { code: (error as { code?: string }).code };
      }
    };
    for (let at = 0; at < packed.length; at += Math.ceil(packed.length / 120)) {
      const flipped = Uint8Array.from(packed);
      flipped[at] = (flipped[at] ?? 0) ^ 0x40;
      const found = await outcome(flipped);
      // gzip has bits that mean nothing.
      if (found.files) expect(found.files, `byte ${at}`).toEqual(expected);
      else expect(found, `byte ${at}`).toEqual({ code: "integrity" });
      expect(await outcome(packed.subarray(0, at)), `cut at ${at}`).toEqual({ code: "integrity" });
    }
    // With a checksum of gzip's that is right again: headers and padding are held against themselves.
    const tar = gunzipSync(packed);
    for (const at of [0, 50, 130, 148, 156, 257, 520, 1_100]) {
      const flipped = Uint8Array.from(tar);
      flipped[at] = (flipped[at] ?? 0) ^ 0x40;
      const found = await outcome(gzipSync(flipped));
      if (at === 520) expect(found.files?.[0]?.content).not.toEqual(expected[0]?.content);
      else expect(found, `tar byte ${at}`).toEqual({ code: "integrity" });
    }
    expect(await outcome(gzipSync(tar.subarray(0, -1_024)))).toEqual({ code: "integrity" });
    expect(await outcome(new Uint8Array())).toEqual({ code: "integrity" });
  });

  it("throws what the writer throws, and refuses a file of another length than was said", async () => {
    const failing = archives.pack(async () => {
      throw new Error("the disk is gone");
    });
    await expect(whole(failing)).rejects.toThrow("the disk is gone");
    for (const bytes of [3, 5]) {
      const wrong = archives.pack((add) =>
        add({ name: "a", bytes, body: [new Uint8Array(4)], modifiedAt: AT }),
      );
      await expect(whole(wrong)).rejects.toMatchObject({ code: "integrity" });
    }
  });

  it("stops the writer when nobody reads any more", async () => {
    let ended: unknown;
    const endless = archives.pack(async (add) => {
      try {
        for (let at = 0; ; at++) {
          await add({ name: `${at}`, bytes: BINARY.length, body: [BINARY], modifiedAt: AT });
        }
      } catch (error) {
        ended = error;
        throw error;
      }
    });
    for await (const _ of endless) break;
    expect(ended).toBeInstanceOf(Error);
  });

  it("keeps memory flat", async () => {
    const MEGABYTES = 300;
    const megabyte = Buffer.alloc(1024 * 1024, BINARY);
    const before = process.memoryUsage().rss;
    let most = 0;
    const stream = archives.pack(async (add) => {
      async function* body() {
        for (let at = 0; at < MEGABYTES; at++) yield megabyte;
      }
      await add({ name: "big", bytes: MEGABYTES * megabyte.length, body: body(), modifiedAt: AT });
    });
    let bytes = 0;
    for await (const { body } of archives.unpack(stream)) {
      for await (const piece of body) {
        bytes += piece.length;
        most = Math.max(most, process.memoryUsage().rss);
      }
    }
    expect(bytes).toBe(MEGABYTES * megabyte.length);
    expect((most - before) / megabyte.length).toBeLessThan(MEGABYTES / 2);
  });
});
