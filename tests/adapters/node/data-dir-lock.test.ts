import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  acquireDataDirLock,
  readDataDirLock,
  updateDataDirLock,
} from "../../../lib/adapters/node/data-dir-lock";

const FIXTURE = fileURLToPath(new URL("./fixtures/hold-data-dir.ts", import.meta.url));

let dataDir = "";
let startSignal = "";
const children: ChildProcess[] = [];

interface Contender {
  child: ChildProcess;
  pid: number;
  line(index: number): Promise<string>;
  exited: Promise<void>;
}

function contender(): Contender {
  const child = spawn(process.execPath, ["--import", "tsx", FIXTURE, dataDir, startSignal], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const lines: string[] = [];
  let waiting: (() => void)[] = [];
  let rest = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    for (const wake of waiting.splice(0)) wake();
    waiting = [];
  });
  return {
    child,
    pid: child.pid ?? 0,
    exited: new Promise((resolve) => child.once("exit", () => resolve())),
    async line(index) {
      while (lines[index] === undefined) await new Promise<void>((resolve) => waiting.push(resolve));
      return lines[index];
    },
  };
}

async function startAll(contenders: Contender[]): Promise<string[]> {
  await Promise.all(contenders.map((each) => each.line(0)));
  await writeFile(startSignal, "go");
  return await Promise.all(contenders.map((each) => each.line(1)));
}

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "reelgraph-lock-"));
  dataDir = join(folder, "data");
  startSignal = join(folder, "go");
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(join(dataDir, ".."), { recursive: true, force: true });
});

describe("the data dir's lock", { timeout: 30_000 }, () => {
  it("goes to exactly one of eight processes that start at once, and the others learn its name", async () => {
    const contenders = Array.from({ length: 8 }, contender);
    const answers = await startAll(contenders);
    const winners = contenders.filter((_, index) => answers[index] === "held");
    expect(winners).toHaveLength(1);
    for (const answer of answers.filter((each) => each !== "held")) {
      expect(answer).toContain("refused data-dir-locked");
      expect(answer).toContain(`process ${winners[0]?.pid}`);
      expect(answer).toContain("127.0.0.1:4000");
      expect(answer).toContain(dataDir);
      expect(answer).toContain("REELGRAPH_DATA_DIR");
    }
  });

  it("is taken over by exactly one of eight processes after its holder was killed", async () => {
    const first = contender();
    expect(await startAll([first])).toEqual(["held"]);
    expect((await readDataDirLock(dataDir))?.pid).toBe(first.pid);
    await rm(startSignal);
    first.child.kill("SIGKILL");
    await first.exited;
    expect(await readDataDirLock(dataDir)).toBeNull();
    const contenders = Array.from({ length: 8 }, contender);
    const answers = await startAll(contenders);
    expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
    expect((await readDataDirLock(dataDir))?.pid).toBe(contenders[answers.indexOf("held")]?.pid);
    expect((await readdir(dataDir)).sort()).toEqual(["lock.json"]);
  });

  it("is taken over even after a taker died half-way through a takeover", async () => {
    const { createHash } = await import("node:crypto");
    const first = contender();
    await startAll([first]);
    first.child.kill("SIGKILL");
    await first.exited;
    const dead = await readFile(join(dataDir, "lock.json"), "utf8");
    const guard = `lock.json.${createHash("sha256").update(dead).digest("hex").slice(0, 12)}`;
    await writeFile(join(dataDir, guard), dead.replace(/"nonce": "[^"]+"/, '"nonce": "another"'));
    const lock = await acquireDataDirLock({ dataDir, port: 1, host: "127.0.0.1", role: "server" });
    expect((await readDataDirLock(dataDir))?.pid).toBe(process.pid);
    await lock.release();
    expect(await readdir(dataDir)).toEqual([]);
  });

  it("does not take a reused pid for its holder", async () => {
    const lock = await acquireDataDirLock({ dataDir, port: 1, host: "127.0.0.1", role: "server" });
    const content = JSON.parse(await readFile(join(dataDir, "lock.json"), "utf8"));
    expect(content).toMatchObject({ pid: process.pid, port: 1, host: "127.0.0.1", version: null });
    expect(content.processStartTime).toEqual(expect.any(String));
    await lock.release();
    // The same pid, as an earlier process would have had it.
    await writeFile(join(dataDir, "lock.json"), JSON.stringify({ ...content, processStartTime: "1" }));
    expect(await readDataDirLock(dataDir)).toBeNull();
    await writeFile(join(dataDir, "lock.json"), JSON.stringify(content));
    expect((await readDataDirLock(dataDir))?.pid).toBe(process.pid);
  });

  it("refuses a second time in the same process, and lets go once released", async () => {
    const options = { dataDir, port: 1, host: "127.0.0.1", role: "server" };
    const lock = await acquireDataDirLock(options);
    await expect(acquireDataDirLock(options)).rejects.toMatchObject({ code: "data-dir-locked" });
    await lock.release();
    await (await acquireDataDirLock(options)).release();
  });

  it("tells the port a server learns later, and only its holder may change it", async () => {
    const lock = await acquireDataDirLock({ dataDir, port: null, host: null, role: "server" });
    await updateDataDirLock({ dataDir, port: 4321, host: "127.0.0.1" });
    expect(await readDataDirLock(dataDir)).toMatchObject({ port: 4321, host: "127.0.0.1", role: "server" });
    await lock.release();
    await expect(updateDataDirLock({ dataDir, port: 1 })).rejects.toMatchObject({ code: "data-dir-locked" });
  });

  it("leaves with an orderly exit of its holder", async () => {
    const first = contender();
    await startAll([first]);
    first.child.stdin?.write("go\n");
    await first.exited;
    expect(await readdir(dataDir)).toEqual([]);
  });

  it("takes over a file that is no lock, and reads an absent one as free without making the directory", async () => {
    expect(await readDataDirLock(dataDir)).toBeNull();
    await expect(readdir(dataDir)).rejects.toMatchObject({ code: "ENOENT" });
    const { mkdir } = await import("node:fs/promises");
    await mkdir(dataDir);
    await writeFile(join(dataDir, "lock.json"), '{"pid": 12');
    await (await acquireDataDirLock({ dataDir, port: 1, host: "127.0.0.1", role: "server" })).release();
  });
});
