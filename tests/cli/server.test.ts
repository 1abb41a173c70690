import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireDataDirLock, type DataDirLock } from "../../lib/adapters/node/data-dir-lock";
import { readEnvironment } from "../../lib/cli/environment";
import { whyBuild } from "../../lib/cli/server/build-server";
import { isLoopback, originOf } from "../../lib/cli/server/ports";
import { startApiFixture, VIDEO_ID } from "./rig/api-fixture";
import { runCli } from "./rig/run-cli";

let folder = "";
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelgraph-server-"));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

const dataDir = (): string => join(folder, "data");
const cli = (args: readonly string[]) => runCli(args, { cwd: folder, env: { REELGRAPH_DATA_DIR: "data" } });

async function hold(port: number | null): Promise<DataDirLock> {
  const host = port === null ? null : "127.0.0.1";
  const lock = await acquireDataDirLock({
    dataDir: dataDir(),
    port,
    host,
    role: port === null ? "doctor" : "server",
  });
  closing.push(() => lock.release());
  return lock;
}

describe("the server of the data dir", { timeout: 30_000 }, () => {
  it("is used when it lives, and left running", async () => {
    const api = await startApiFixture();
    closing.push(() => api.close());
    await hold(Number(new URL(api.url).port));
    const { code, stdout } = await cli(["status", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).data[0].id).toBe(VIDEO_ID);
    expect(api.requests).toEqual(["GET /api/v1/readyz", "GET /api/v1/videos?limit=200"]);
  });

  it("keeps a second one from starting, and is named", async () => {
    await hold(4999);
    const { code, stderr } = await cli(["serve", "--port", "4998"]);
    expect(code).toBe(4);
    expect(stderr).toContain(`Process ${process.pid}`);
    expect(stderr).toContain("http://127.0.0.1:4999");
    expect(stderr).toContain(dataDir());
  });

  it("is what doctor tells of", async () => {
    const api = await startApiFixture();
    closing.push(() => api.close());
    await hold(Number(new URL(api.url).port));
    const { code, stdout } = await cli(["doctor", "--json"]);
    const { ok, checks } = JSON.parse(stdout);
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    const names = checks.map(({ name }: { name: string }) => name);
    expect(names).toEqual([
      "node",
      "configuration",
      "ffmpeg",
      "data dir",
      "disk space",
      "server",
      "database",
      "backup",
      "budget",
      "build",
      "providers",
    ]);
    expect(checks[5].detail).toContain(api.url);
  });

  it("is called broken by doctor when it doesn't answer", async () => {
    await hold(1);
    const { code, stdout } = await cli(["doctor", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).checks[5]).toMatchObject({ name: "server", state: "broken" });
  });

  it("does not start on a port that is taken, and says so", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => other.close(resolve)));
    const port = (other.address() as { port: number }).port;
    const { code, stderr } = await cli(["serve", "--port", String(port)]);
    expect(code).toBe(4);
    expect(stderr).toContain(`Port ${port}`);
  });
});

describe("whether the server has to be built", () => {
  async function file(path: string, seconds: number): Promise<void> {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), "x");
    await utimes(join(folder, path), seconds, seconds);
  }

  it("follows from the age of the sources, without the command and what the build itself writes", async () => {
    expect(await whyBuild(folder)).toContain("not built");
    await file(".next/BUILD_ID", 1000);
    for (const path of ["app/page.tsx", "lib/core/ids.ts", "workflows/a/b.ts", "package-lock.json"])
      await file(path, 900);
    await file("lib/cli/main.ts", 2000);
    await file("app/.well-known/workflow/route.js", 2000);
    expect(await whyBuild(folder)).toBeNull();
    for (const path of ["app/(x)/deep/page.tsx", "drizzle/migrations/1.sql", "next.config.ts"]) {
      await file(path, 2000);
      expect(await whyBuild(folder)).toContain(path);
      await file(path, 900);
    }
    expect(await whyBuild(folder)).toBeNull();
  });
});

describe("addresses and the environment", () => {
  it("knows which names stay on this machine", () => {
    expect(["localhost", "127.0.0.1", "127.9.9.9", "::1"].every(isLoopback)).toBe(true);
    expect(
      ["0.0.0.0", "::", "192.168.0.1", "127.0.0.1.example.com", "localhost.example"].some(isLoopback),
    ).toBe(false);
    expect(originOf("0.0.0.0", 3000)).toBe("http://127.0.0.1:3000");
    expect(originOf("::1", 3000)).toBe("http://[::1]:3000");
  });

  it("reads the .env files that the server reads, and lets the shell win", async () => {
    await writeFile(join(folder, ".env"), 'A=file\nB="from file"\nREELGRAPH_DATA_DIR=data\n');
    await writeFile(join(folder, ".env.local"), "A=local\n");
    expect(readEnvironment(folder, {})).toMatchObject({
      A: "local",
      B: "from file",
      REELGRAPH_DATA_DIR: dataDir(),
    });
    expect(readEnvironment(folder, { A: "shell", REELGRAPH_DATA_DIR: "x" })).toMatchObject({
      A: "shell",
      REELGRAPH_DATA_DIR: "x",
    });
  });
});
