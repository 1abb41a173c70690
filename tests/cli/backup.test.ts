import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDiskObjectStore } from "../../lib/adapters/disk/object-store";
import { acquireDataDirLock } from "../../lib/adapters/node/data-dir-lock";
import { createSecretBox } from "../../lib/adapters/node/secret-box";
import { makeSecretsKeyFile, readSecretsKeyFile } from "../../lib/adapters/node/secrets-key-file";
import { openPglite } from "../../lib/adapters/postgres/open-pglite";
import { openCredential, sealCredential } from "../../lib/services/credentials/sealed-credential";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { copyCluster } from "../rigs/engine";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";
import { BIN, cleanEnvironment, runCli } from "./rig/run-cli";

const migrationsFolder = path.resolve("drizzle/migrations");

let root: string;
let source: string;
let file: string;
let world: World;
let dataDir: string;

async function openStores(directory: string) {
  const database = await openPglite({ directory: path.join(directory, "postgres"), migrationsFolder });
  return { database, objects: createDiskObjectStore({ root: path.join(directory, "objects") }) };
}

const reelgraph = (args: string[], directory: string, env: Record<string, string> = {}) =>
  runCli(args, { cwd: root, env: { REELGRAPH_DATA_DIR: directory, ...env } });

/** Every object with its hash; what the disk keeps beside them for itself is none. */
async function treeOf(directory: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const name = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || name.includes(".~reelgraph") || /\.backup\.\d$/.test(name)) continue;
    found[path.relative(directory, name)] = createHash("sha256")
      .update(await readFile(name))
      .digest("hex");
  }
  return found;
}

const SECRET = "sk-of-an-installation-that-moves";

/** What a server in that directory opens secrets with. */
const boxIn = (directory: string, key?: Uint8Array) =>
  createSecretBox({
    keys: async () =>
      [key ?? (await readSecretsKeyFile(path.join(directory, "secrets.key")))].flatMap((one) => one ?? []),
    make: null,
  });

const namesIn = async (directory: string) => (await readdir(directory).catch(() => [])).sort();

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "reelgraph-backup-"));
  source = path.join(root, "source");
  file = path.join(root, "backup.tar.gz");
  await copyCluster(path.join(source, "postgres"));
  const stores = await openStores(source);
  world = await World.open(stores.database, stores.objects);
  const process = world.start();
  const run = await createRun(process.ctx, SMALL_INPUTS, { export: false });
  await driveRun(process, run.id);
  const box = boxIn(source, await makeSecretsKeyFile(path.join(source, "secrets.key")));
  const place = { workspaceId: world.workspaceId, provider: "openai" as const, version: "v1" };
  const sealed = await sealCredential({ box, place, secrets: { apiKey: SECRET, baseUrl: null } });
  const credential = { ...place, ...sealed, hint: null, setAt: new Date(0) };
  await world.database.tenant(world.workspaceId, ({ credentials }) => credentials.put(credential));
  await stores.database.close();
  const made = await reelgraph(["backup", file, "--json"], source);
  expect(made).toMatchObject({ code: 0 });
  expect(JSON.parse(made.stdout)).toMatchObject({ file, videos: 1, activeRuns: 0, problems: [] });
});

afterAll(async () => await rm(root, { recursive: true, force: true }));

let count = 0;
beforeEach(() => {
  dataDir = path.join(root, `restored-${++count}`);
});

describe("reelgraph backup", () => {
  it("writes a file that only its owner reads, and none over another", async () => {
    const again = await reelgraph(["backup", file], source);
    expect(again).toMatchObject({ code: 4, stdout: "" });
    expect(again.stderr).toContain("is there already");
    expect(await namesIn(root)).toEqual(["backup.tar.gz", "source"]);
  });

  it("is refused while somebody holds the data dir, and says who", async () => {
    const lock = await acquireDataDirLock({ dataDir: source, port: null, host: null, role: "tests" });
    try {
      const refused = await reelgraph(["backup", path.join(root, "other.tar.gz")], source);
      expect(refused).toMatchObject({ code: 4, stdout: "" });
      expect(refused.stderr).toContain(`process ${process.pid}`);
    } finally {
      await lock.release();
    }
    expect(await namesIn(root)).not.toContain("other.tar.gz");
  });

  it("wants a file in a folder that is there, and an installation", async () => {
    expect(await reelgraph(["backup"], source)).toMatchObject({ code: 2 });
    expect(await reelgraph(["backup", path.join(root, "no", "where.tar.gz")], source)).toMatchObject({
      code: 2,
    });
    expect(await reelgraph(["backup", path.join(root, "x.tar.gz")], dataDir)).toMatchObject({ code: 2 });
    expect(await namesIn(dataDir)).toEqual([]);
  });
});

describe("reelgraph restore", () => {
  it("makes the installation what it was", async () => {
    const restored = await reelgraph(["restore", file, "--json"], dataDir);
    expect(restored).toMatchObject({ code: 0 });
    expect(JSON.parse(restored.stdout)).toMatchObject({ videos: 1, activeRuns: 0, problems: [] });
    expect(await namesIn(dataDir)).toEqual(["objects", "postgres"]);
    expect(await treeOf(path.join(dataDir, "objects"))).toEqual(await treeOf(path.join(source, "objects")));
    const stores = await openStores(dataDir);
    const { ctx } = world.start();
    const verified = await verifyVideos({ ctx: { ...ctx, ...stores }, input: {} });
    await stores.database.close();
    expect(verified).toMatchObject({ ok: true, videos: 1 });
  });

  it("has workspaces' keys only for an installation that has the key they are encrypted with", async () => {
    const packed = gunzipSync(await readFile(file)).toString("latin1");
    const key = (await readFile(path.join(source, "secrets.key"), "utf8")).trim();
    expect(packed).toContain('"provider":"openai"');
    for (const secret of [SECRET, key, Buffer.from(SECRET).toString("base64")])
      expect(packed).not.toContain(secret);
    const openedIn = async (directory: string) => {
      const { database } = await openStores(directory);
      const [row] = await database.tenant(world.workspaceId, ({ credentials }) => credentials.all());
      await database.close();
      if (!row) throw new Error("The row has not come along.");
      return await openCredential({ box: boxIn(directory), row: { ...row, provider: "openai" } });
    };
    expect(await reelgraph(["restore", file], dataDir)).toMatchObject({ code: 0 });
    expect(await openedIn(dataDir)).toMatchObject({
      kind: "unreadable",
      reason: expect.stringContaining("reelgraph credentials set openai"),
    });
    // The key may be there before: it is nothing that a restore would mix with.
    const withKey = path.join(root, `restored-${count}-with-key`);
    await mkdir(withKey);
    await cp(path.join(source, "secrets.key"), path.join(withKey, "secrets.key"));
    expect(await reelgraph(["restore", file], withKey)).toMatchObject({ code: 0 });
    expect(await openedIn(withKey)).toEqual({ kind: "opened", secrets: { apiKey: SECRET, baseUrl: null } });
  });

  it("is refused where there is something already, which it names", async () => {
    await cp(source, dataDir, { recursive: true });
    const before = await treeOf(path.join(dataDir, "objects"));
    const refused = await reelgraph(["restore", file], dataDir);
    expect(refused).toMatchObject({ code: 4, stdout: "" });
    expect(refused.stderr).toContain(dataDir);
    expect(refused.stderr).toContain("objects, postgres");
    expect(await treeOf(path.join(dataDir, "objects"))).toEqual(before);
  });

  it("of what is damaged or cut off ends with 3 and leaves nothing", async () => {
    const whole = await readFile(file);
    const middle = whole.length >> 1;
    const flipped = flippedBehind(whole, middle);
    for (const [name, bytes] of [
      ["flipped", flipped],
      ["short", whole.subarray(0, whole.length - 100)],
      ["none", Buffer.from("This is no backup.")],
    ] as const) {
      const bad = path.join(root, `${name}.bad`);
      await writeFile(bad, bytes);
      const refused = await reelgraph(["restore", bad], dataDir);
      expect(refused, name).toMatchObject({ code: 3, stdout: "" });
      expect(await readdir(root)).not.toContain(path.basename(dataDir));
      await rm(bad);
    }
    // A directory that was there stays, as it was.
    await mkdir(dataDir);
    await writeFile(path.join(root, "cut.bad"), whole.subarray(0, middle));
    expect(await reelgraph(["restore", path.join(root, "cut.bad")], dataDir)).toMatchObject({ code: 3 });
    expect(await namesIn(dataDir)).toEqual([]);
    await rm(path.join(root, "cut.bad"));
  });

  it("wants a file that is there", async () => {
    expect(await reelgraph(["restore"], dataDir)).toMatchObject({ code: 2 });
    expect(await reelgraph(["restore", path.join(root, "nothing")], dataDir)).toMatchObject({ code: 2 });
    expect(await reelgraph(["restore", root], dataDir)).toMatchObject({ code: 2 });
  });

  it("killed at any moment leaves nothing that a server would take for videos, and can be repeated", async () => {
    // Into the same data dir every time, which is thus always one that a dead restore has left.
    for (const step of ["restoring", "postgres/PG_VERSION", "restoring/objects/videos", "objects/videos"]) {
      const child = spawn(process.execPath, [BIN, "restore", file], {
        cwd: root,
        env: cleanEnvironment({ REELGRAPH_DATA_DIR: dataDir }),
        stdio: "ignore",
      });
      const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
      const paths = [path.join(dataDir, step), path.join(dataDir, "restoring", step)];
      const isThere = async () =>
        (await Promise.all(paths.map((name) => readdir(path.dirname(name)).catch((): string[] => [])))).some(
          (names) => names.includes(path.basename(step)),
        );
      while (child.exitCode === null && !(await isThere())) await new Promise((next) => setTimeout(next, 1));
      child.kill("SIGKILL");
      await ended;
      const names = await namesIn(dataDir);
      // Without rows nothing else counts; rows come last, and all of them.
      if (names.includes("postgres")) {
        expect(names).toContain("objects");
        await rm(dataDir, { recursive: true });
      }
    }
    expect(await reelgraph(["restore", file], dataDir)).toMatchObject({ code: 0 });
    expect(await namesIn(dataDir)).toEqual(["objects", "postgres"]);
    expect(await treeOf(path.join(dataDir, "objects"))).toEqual(await treeOf(path.join(source, "objects")));
  });

  it("cut off between the objects and the rows goes on with the same backup, and with no other", async () => {
    const other = path.join(root, "other.tar.gz");
    expect(await reelgraph(["backup", other], source)).toMatchObject({ code: 0 });
    expect(await reelgraph(["restore", file], dataDir)).toMatchObject({ code: 0 });
    const digest = async (backup: string) => {
      const { code, stdout } = await runTar(backup);
      expect(code).toBe(0);
      return stdout;
    };
    await rm(path.join(dataDir, "postgres"), { recursive: true });
    expect(await reelgraph(["restore", file], dataDir)).toMatchObject({ code: 4 });
    const mark = createHash("sha256")
      .update(JSON.stringify(withoutSchema(JSON.parse(await digest(file)))))
      .digest("hex");
    await writeFile(
      path.join(dataDir, "restoring.json"),
      `${JSON.stringify({ schema: "restoring@1", backup: mark })}\n`,
    );
    const [first] = Object.keys(await treeOf(path.join(dataDir, "objects")));
    await rm(path.join(dataDir, "objects", first ?? ""));
    expect(await reelgraph(["restore", file], dataDir)).toMatchObject({ code: 0 });
    expect(await namesIn(dataDir)).toEqual(["objects", "postgres"]);
    expect(await treeOf(path.join(dataDir, "objects"))).toEqual(await treeOf(path.join(source, "objects")));
    await rm(other);
  });
});

/** With one bit changed there or a little later: there are some that do not change what is unpacked. */
function flippedBehind(packed: Buffer, from: number): Buffer {
  const same = gunzipSync(packed);
  for (let at = from; at < packed.length; at++) {
    const flipped = Buffer.from(packed);
    flipped[at] = (flipped[at] ?? 0) ^ 8;
    try {
      if (!gunzipSync(flipped).equals(same)) return flipped;
    } catch {
      return flipped;
    }
  }
  throw new Error("No bit of it matters.");
}

function withoutSchema({ schema: _, ...rest }: Record<string, unknown>): unknown {
  return rest;
}

/** What an operator does to look into one. */
async function runTar(backup: string): Promise<{ code: number | null; stdout: string }> {
  const child = spawn("tar", ["-xzOf", backup, "manifest.json"], { stdio: ["ignore", "pipe", "ignore"] });
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout };
}
