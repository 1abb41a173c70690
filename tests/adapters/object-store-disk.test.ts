import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordName } from "../../lib/adapters/disk/file-records";
import { newHolderName } from "../../lib/adapters/disk/holder";
import { withKeyLock } from "../../lib/adapters/disk/key-lock";
import { createDiskObjectStore } from "../../lib/adapters/disk/object-store";
import { type ObjectStore, objectKey, readAll } from "../../lib/ports/object-store";
import { describeObjectStore } from "../conformance/object-store";
import { increment } from "../rigs/increment";

const WRITER = join(import.meta.dirname, "..", "rigs", "disk-writer.ts");

describeObjectStore("disk", async () => {
  const folder = await mkdtemp(join(tmpdir(), "reelgraph-objects-"));
  return {
    store: createDiskObjectStore({ root: join(folder, "not", "yet", "there") }),
    cleanup: () => rm(folder, { recursive: true, force: true }),
  };
});

describe("the disk store's folder", () => {
  let folder: string;
  let root: string;
  let store: ObjectStore;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "reelgraph-disk-"));
    root = join(folder, "objects");
    store = createDiskObjectStore({ root });
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  const put = (key: string, body: string, kind: "create" | "any" = "create") =>
    store.put({ key: objectKey(key), body: Buffer.from(body), mediaType: "text/plain", condition: { kind } });
  const read = async (key: string) => {
    const object = await store.get(objectKey(key));
    return object && Buffer.from(await readAll(object)).toString();
  };
  const keys = async () => (await store.list({ prefix: "" })).heads.map((head) => head.key as string);

  /** Starts the writer and waits until it says `word`. */
  async function startWriter(args: string[], word = "ready"): Promise<ChildProcess> {
    const child = spawn(process.execPath, ["--import", "tsx", WRITER, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on("data", (data: Buffer) => data.toString().includes(word) && resolve());
      child.once("exit", () => reject(new Error("the writer ended early")));
    });
    return child;
  }
  async function end(child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    if (signal) child.kill(signal);
    return ended;
  }

  it("is made by the first write, and by nothing before it", async () => {
    const [a, b] = [objectKey("videos", "a"), objectKey("videos", "b")];
    expect(await store.head(a)).toBeNull();
    expect(await store.get(a)).toBeNull();
    expect((await store.list({ prefix: "" })).heads).toEqual([]);
    await store.delete([a]);
    expect(await store.copy({ from: a, to: b })).toBeNull();
    expect(existsSync(root)).toBe(false);
    await put("videos/a", "x");
    expect(existsSync(root)).toBe(true);
  });

  it("holds plain files with plain names, and nothing else that ls would show", async () => {
    await put("videos/v1/assets/music.mp3", "music");
    await put("videos/v1/metadata.json", "{}");
    expect(await readFile(join(root, "videos/v1/assets/music.mp3"), "utf8")).toBe("music");
    const visible = (await readdir(root, { recursive: true })).filter((path) => !path.startsWith("."));
    expect(visible.sort()).toEqual([
      "videos",
      "videos/v1",
      "videos/v1/assets",
      "videos/v1/assets/music.mp3",
      "videos/v1/metadata.json",
    ]);
  });

  describe("what metadata.json was before", () => {
    const key = objectKey("videos/v1/metadata.json");
    const beside = async () => (await readdir(join(root, "videos/v1"))).sort();
    const earlier = async () => ((await store.earlier?.(key)) ?? []).map((it) => Buffer.from(it).toString());
    const replace = async (body: string) => {
      const ifMatch = (await store.head(key))?.etag ?? "";
      const condition = { kind: "replace", ifMatch } as const;
      return store.put({ key, body: Buffer.from(body), mediaType: "application/json", condition });
    };

    it("is kept three times, the newest first, and is in no listing", async () => {
      await put(key, "1");
      expect(await earlier()).toEqual([]);
      for (const body of ["2", "3", "4", "5"]) expect((await replace(body)).outcome).toBe("stored");
      expect(await earlier()).toEqual(["4", "3", "2"]);
      await put(key, "6", "any");
      expect(await earlier()).toEqual(["5", "4", "3"]);
      expect(await readFile(join(root, "videos/v1/metadata.json.backup.1"), "utf8")).toBe("5");
      expect(await beside()).toEqual(["metadata.json", ...[1, 2, 3].map((n) => `metadata.json.backup.${n}`)]);
      expect(await keys()).toEqual([key]);
    });

    it("is not touched by a refused put, nor when the file is cut short in its place", async () => {
      await put(key, "1");
      await replace("2");
      expect(await put(key, "3")).toMatchObject({ outcome: "exists" });
      const stale = { kind: "replace", ifMatch: "disk-0" } as const;
      const late = { key, body: Buffer.from("3"), mediaType: "application/json", condition: stale };
      expect(await store.put(late)).toMatchObject({ outcome: "changed" });
      expect(await earlier()).toEqual(["1"]);
      await writeFile(join(root, key), "");
      expect(await earlier()).toEqual(["1"]);
      // Nothing is no version of it.
      await put(key, "4", "any");
      expect(await earlier()).toEqual(["1"]);
    });

    it("is kept of no other object", async () => {
      await put("videos/v1/draft/inputs.json", "1", "any");
      await put("videos/v1/draft/inputs.json", "2", "any");
      expect(await readdir(join(root, "videos/v1/draft"))).toEqual(["inputs.json"]);
    });

    it("goes with the object, and keeps no folder alive", async () => {
      await put(key, "1");
      await put("videos/v1/assets/a", "x");
      await replace("2");
      await store.delete([key]);
      expect(await beside()).toEqual(["assets"]);
      await put(key, "1");
      await replace("2");
      await rm(join(root, key));
      await store.delete([objectKey("videos/v1/assets/a")]);
      expect(await readdir(root)).toEqual([".~reelgraph"]);
    });

    it("takes no name from a key that looks like it", async () => {
      await put(key, "1");
      const alike = "videos/v1/metadata.json.backup.1";
      await put(alike, "mine");
      await replace("2");
      expect(await read(alike)).toBe("mine");
      expect(await earlier()).toEqual(["1"]);
      expect(await keys()).toEqual([key, alike]);
      await store.delete([objectKey(alike)]);
      expect(await keys()).toEqual([key]);
      expect(await earlier()).toEqual(["1"]);
    });
  });

  it("loses the folders of a prefix with its last object", async () => {
    await put("videos/v1/assets/a", "x");
    await put("videos/v2/a", "x");
    await store.delete([objectKey("videos/v1/assets/a")]);
    expect(await readdir(join(root, "videos"))).toEqual(["v2"]);
  });

  it("remembers nothing beside small files whose name tells what they are", async () => {
    const key = objectKey("videos/v1/dag/a.json");
    const body = Buffer.from("{}");
    const condition = { kind: "create" } as const;
    const options = { key, body, mediaType: "application/json", condition };
    const rivals = await Promise.all(Array.from({ length: 8 }, () => store.put(options)));
    expect(rivals.filter(({ outcome }) => outcome === "stored")).toHaveLength(1);
    expect(rivals.filter(({ outcome }) => outcome === "exists")).toHaveLength(7);
    expect(await store.head(key)).toMatchObject({ checksum: sha256("{}"), mediaType: "application/json" });
    const large = await store.put({ ...options, body: Buffer.alloc(100_000) });
    expect(large).toMatchObject({ outcome: "exists", head: { checksum: sha256("{}") } });
    expect(await readdir(join(root, ".~reelgraph/records")).catch(() => [])).toEqual([]);
    expect(await readdir(join(root, "videos/v1/dag"))).toEqual(["a.json"]);
    const inTheWay = store.put({ ...options, key: objectKey("videos/v1/dag") });
    await expect(inTheWay).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("may lose all the store remembers beside the files", async () => {
    await store.put({
      key: objectKey("a.json"),
      body: Buffer.from(JSON.stringify("x".repeat(100_000))),
      mediaType: "application/json",
      condition: { kind: "create" },
    });
    const before = await store.head(objectKey("a.json"));
    await rm(join(root, ".~reelgraph"), { recursive: true });
    expect(await store.head(objectKey("a.json"))).toEqual(before);
    await writeFile(
      join(root, ".~reelgraph/records", (await readdir(join(root, ".~reelgraph/records")))[0] ?? ""),
      "{",
    );
    expect(await store.head(objectKey("a.json"))).toEqual(before);
  });

  it("may be edited and added to by hand", async () => {
    await put("videos/a.json", "1");
    const old = await store.head(objectKey("videos/a.json"));
    await writeFile(join(root, "videos/a.json"), "2");
    await utimes(join(root, "videos/a.json"), new Date(), new Date(Date.now() + 5_000));
    const edited = await store.head(objectKey("videos/a.json"));
    expect(edited?.checksum).toBe(sha256("2"));
    expect(edited?.etag).not.toBe(old?.etag);

    await copyFile(join(root, "videos/a.json"), join(root, "videos/b.json"));
    const { heads } = await store.list({ prefix: "videos/" });
    expect(heads.map(({ key, checksum, mediaType }) => [key, checksum, mediaType])).toEqual([
      ["videos/a.json", sha256("2"), "text/plain"],
      ["videos/b.json", sha256("2"), "application/json"],
    ]);
  });

  it("gives no copy of a file whose bytes have changed behind its back", async () => {
    await put("videos/a", "good");
    const stat = spawnSync("stat", ["-c", "%y", join(root, "videos/a")], { encoding: "utf8" }).stdout.trim();
    await writeFile(join(root, "videos/a"), "evil");
    spawnSync("touch", ["-d", stat, join(root, "videos/a")]);
    const copied = store.copy({ from: objectKey("videos/a"), to: objectKey("videos/b") });
    await expect(copied).rejects.toMatchObject({ code: "integrity" });
    expect(await keys()).toEqual(["videos/a"]);
  });

  describe("with symbolic links planted in it", () => {
    let outside: string;
    beforeEach(async () => {
      outside = join(folder, "outside");
      await mkdir(outside);
      await writeFile(join(outside, "secret.txt"), "secret");
      await put("videos/v1/a", "x");
      await symlink(outside, join(root, "videos", "door"));
      await symlink(join(outside, "secret.txt"), join(root, "videos", "file"));
      await symlink(join(outside, "missing"), join(root, "videos", "dangling"));
    });

    it("never reads, writes or deletes through a linked folder", async () => {
      const key = objectKey("videos/door/secret.txt");
      const refused = {
        code: "store-unavailable",
        retryable: false,
        message: expect.stringMatching(/symbolic link/),
      };
      await expect(store.head(key)).rejects.toMatchObject(refused);
      await expect(store.get(key)).rejects.toMatchObject(refused);
      await expect(put("videos/door/secret.txt", "evil", "any")).rejects.toMatchObject(refused);
      await expect(put("videos/door/new/deep.txt", "evil")).rejects.toMatchObject(refused);
      await expect(store.delete([key])).rejects.toMatchObject(refused);
      await expect(store.copy({ from: key, to: objectKey("videos/stolen") })).rejects.toMatchObject(refused);
      await expect(store.list({ prefix: "videos/door/" })).rejects.toMatchObject(refused);
      expect(await readdir(outside)).toEqual(["secret.txt"]);
      expect(await readFile(join(outside, "secret.txt"), "utf8")).toBe("secret");
    });

    it("never reads a linked file, and an overwrite replaces the link, not its target", async () => {
      await expect(store.get(objectKey("videos/file"))).rejects.toMatchObject({ code: "store-unavailable" });
      await expect(put("videos/file", "evil")).rejects.toMatchObject({ code: "store-unavailable" });
      await put("videos/file", "mine", "any");
      await put("videos/dangling", "mine", "any");
      expect(await readFile(join(outside, "secret.txt"), "utf8")).toBe("secret");
      expect(await readdir(outside)).toEqual(["secret.txt"]);
      expect(await read("videos/file")).toBe("mine");
    });

    it("does not list what lies behind them", async () => {
      expect(await keys()).toEqual(["videos/v1/a"]);
    });

    it("does not keep its own files behind one", async () => {
      await rm(join(root, ".~reelgraph"), { recursive: true });
      await symlink(outside, join(root, ".~reelgraph"));
      await expect(put("videos/b", "x")).rejects.toMatchObject({ code: "store-unavailable" });
      expect(await readdir(outside)).toEqual(["secret.txt"]);
    });
  });

  describe("when processes die", () => {
    it("ignores temp files, removes those of dead processes, and leaves those of living ones", async () => {
      await put("videos/a", "x");
      const dead = spawnSync(process.execPath, ["--import", "tsx", WRITER, "name"], {
        encoding: "utf8",
      }).stdout;
      const living = newHolderName();
      await writeFile(join(root, "videos", `.~tmp-${dead}`), "half");
      await writeFile(join(root, "videos", `.~tmp-${living}`), "half");
      expect(await keys()).toEqual(["videos/a"]);
      expect((await readdir(join(root, "videos"))).sort()).toEqual([`.~tmp-${living}`, "a"]);

      await writeFile(join(root, "videos", `.~tmp-${dead}`), "half");
      await createDiskObjectStore({ root }).put({
        key: objectKey("videos/b"),
        body: Buffer.from("x"),
        mediaType: "text/plain",
        condition: { kind: "create" },
      });
      expect((await readdir(join(root, "videos"))).sort()).toEqual([`.~tmp-${living}`, "a", "b"]);
    });

    it("never shows a partial object, however often a writer is killed in the middle of its puts", async () => {
      let seen = 0;
      for (let round = 0; round < 6; round++) {
        const child = await startWriter(["put", root, `v${round}`]);
        while ((await store.list({ prefix: `videos/v${round}/`, limit: 1 })).heads.length === 0);
        await new Promise((resolve) => setTimeout(resolve, 30 + round * 37));
        await end(child, "SIGKILL");
        const { heads } = await store.list({ prefix: `videos/v${round}/` });
        for (const head of heads) {
          const bytes = await readFile(join(root, head.key));
          expect(`${sha256(bytes).slice("sha256:".length)}.bin`).toBe(head.key.split("/").at(-1));
          expect(head.checksum).toBe(sha256(bytes));
          seen += 1;
        }
        const files = await readdir(root, { recursive: true });
        expect(files.filter((path) => path.includes(".~tmp-") && path.startsWith("videos"))).toEqual([]);
      }
      expect(seen).toBeGreaterThan(6);
    });

    it("keeps the old or the new bytes of an object whose writer is killed, and takes the next write at once", async () => {
      const key = objectKey("videos/v/metadata.json");
      await put(key, "mine");
      for (let round = 0; round < 5; round++) {
        const child = await startWriter(["replace", root, key]);
        while ((await read(key)) === "mine") await new Promise((resolve) => setTimeout(resolve, 5));
        await new Promise((resolve) => setTimeout(resolve, 40 + round * 23));
        await end(child, "SIGKILL");
        const bytes = await read(key);
        expect(bytes).toBe(bytes?.charAt(0).repeat(100_000));
        const head = await store.head(key);
        expect(head?.checksum).toBe(sha256(bytes ?? ""));
        const started = Date.now();
        const result = await store.put({
          key,
          body: Buffer.from("mine"),
          mediaType: "text/plain",
          condition: { kind: "replace", ifMatch: head?.etag ?? "" },
        });
        expect(result.outcome).toBe("stored");
        // A holder that nobody can ask about is waited for, 15 s; a dead one is known to be dead.
        expect(Date.now() - started).toBeLessThan(10_000);
      }
    });

    it("loses no update when two processes and this one count at once", async () => {
      await put("videos/counter", "0");
      const rivals = await Promise.all(
        [0, 1].map(() => startWriter(["increment", root, "videos/counter", "40"])),
      );
      await increment(store, objectKey("videos/counter"), 40);
      expect(await Promise.all(rivals.map((rival) => end(rival)))).toEqual([0, 0]);
      expect(await read("videos/counter")).toBe("120");
    });

    it("takes over a dead process's lock once, though three processes wait for it", async () => {
      const key = objectKey("videos/counter");
      await put(key, "0");
      const locks = join(root, ".~reelgraph/locks");
      for (let round = 1; round <= 3; round++) {
        const holder = await startWriter(["hold", locks, recordName(key)], "held");
        const rivals = await Promise.all([0, 1].map(() => startWriter(["increment", root, key, "15"])));
        const own = increment(store, key, 15);
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(await read(key)).toBe(String((round - 1) * 45));
        await end(holder, "SIGKILL");
        const started = Date.now();
        await own;
        expect(await Promise.all(rivals.map((rival) => end(rival)))).toEqual([0, 0]);
        expect(Date.now() - started).toBeLessThan(10_000);
        expect(await read(key)).toBe(String(round * 45));
      }
      expect(await readdir(locks)).toEqual([]);
    });

    it("waits for a living process, even a stopped one, rather than break its lock", async () => {
      const locks = join(folder, "locks");
      await mkdir(locks);
      const child = await startWriter(["hold", locks, "key"], "held");
      child.kill("SIGSTOP");
      const attempt = withKeyLock({ locks, name: "key", patienceMs: 400 }, async () => "broken");
      await expect(attempt).rejects.toMatchObject({ code: "store-unavailable", retryable: true });
      expect((await readdir(locks)).filter((name) => name.startsWith("."))).toEqual([]);
      await end(child, "SIGKILL");
      expect(await withKeyLock({ locks, name: "key", patienceMs: 2_000 }, async () => "mine")).toBe("mine");
      expect(await readdir(locks)).toEqual([]);
    });

    it("takes a lock whose holder died between its two steps of letting go", async () => {
      const locks = join(folder, "locks");
      await mkdir(join(locks, "key"), { recursive: true });
      expect(await withKeyLock({ locks, name: "key", patienceMs: 1_000 }, async () => "mine")).toBe("mine");
    });
  });

  describe("when the system refuses", () => {
    const noPaths = (message: string) => {
      expect(message).not.toContain(folder);
      expect(message).not.toContain(process.cwd());
    };

    it("says that permission is denied, without a path, and leaves nothing behind", async (context) => {
      const { seteuid, getuid } = process;
      if (!seteuid || !getuid) return context.skip("no user ids on this system");
      await put("videos/a", "x");
      await chmod(folder, 0o755);
      const asNobody = getuid.call(process) === 0;
      await chmod(join(root, "videos"), 0o555);
      try {
        if (asNobody) seteuid.call(process, 65_534);
        const message = await messageOf(put("videos/b", "y"));
        expect(message).toMatch(/store videos\/b: permission denied/);
        noPaths(message);
        expect(await read("videos/a")).toBe("x");
      } finally {
        if (asNobody) seteuid.call(process, 0);
        await chmod(join(root, "videos"), 0o755);
      }
      expect(await readdir(join(root, "videos"))).toEqual(["a"]);
    });

    it("stores nothing of a file that the system cuts off in the middle", async () => {
      await put("videos/film.mp4", "old", "any");
      const limited = ["-c", 'ulimit -f 4096; exec "$0" "$@"', process.execPath, "--import", "tsx", WRITER];
      const write = spawnSync("bash", [...limited, "write", root, "videos/film.mp4", String(9_000_000)], {
        encoding: "utf8",
      });
      const { code, message } = JSON.parse(write.stdout) as { code: string; message: string };
      expect({ code, message }).toEqual({
        code: "store-unavailable",
        message: expect.stringMatching(/store videos\/film.mp4: the file would exceed/),
      });
      noPaths(message);
      expect(await readdir(join(root, "videos"))).toEqual(["film.mp4"]);
      expect(await read("videos/film.mp4")).toBe("old");
    });

    it("says that the disk is full, stores nothing, and goes on when there is space again", async (context) => {
      await mkdir(root);
      const mount = spawnSync("/bin/mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", root]);
      if (mount.status !== 0) return context.skip("a small file system can only be mounted by root");
      try {
        await put("videos/old", "old");
        const film = { mediaType: "video/mp4", condition: { kind: "any" } } as const;
        const full = store.put({ key: objectKey("videos/old"), body: new Uint8Array(8_000_000), ...film });
        await expect(full).rejects.toMatchObject({ code: "store-unavailable", retryable: true });
        const message = await messageOf(
          store.put({ key: objectKey("videos/new"), body: megabytes(8), ...film }),
        );
        expect(message).toMatch(/store videos\/new: the disk is full/);
        noPaths(message);
        expect(await readdir(join(root, "videos"))).toEqual(["old"]);
        expect(await read("videos/old")).toBe("old");
        expect((await store.put({ key: objectKey("videos/new"), body: megabytes(1), ...film })).outcome).toBe(
          "stored",
        );
      } finally {
        spawnSync("/bin/umount", [root]);
      }
    });
  });
});

async function messageOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    expect(error).toMatchObject({ code: "store-unavailable" });
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

async function* megabytes(count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n++) yield new Uint8Array(1024 * 1024);
}

function sha256(value: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(value).digest("hex")}`;
}
