import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireDataDirLock } from "../../lib/adapters/node/data-dir-lock";
import { openTree } from "../../lib/cli/run/open-tree";
import { runCli } from "./rig/run-cli";

let folder = "";
let tree = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelgraph-import-"));
  tree = join(folder, "tree");
  await mkdir(join(tree, "assets"), { recursive: true });
  await writeFile(join(tree, "assets", "music.mp3"), "x");
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const importIt = () => runCli(["import", "tree"], { cwd: folder, env: { REELGRAPH_DATA_DIR: "data" } });

describe("the command import", { timeout: 60_000 }, () => {
  it("names who holds the data dir, and ends with 4", async () => {
    const dataDir = join(folder, "data");
    const lock = await acquireDataDirLock({ dataDir, port: 4999, host: "127.0.0.1", role: "server" });
    const { code, stderr } = await importIt();
    await lock.release();
    expect(code).toBe(4);
    expect(stderr).toContain(`process ${process.pid}`);
    expect(stderr).toContain("http://127.0.0.1:4999");
  });

  it("refuses a directory with a link in it, wherever that leads, before it touches anything", async () => {
    await symlink("/etc/passwd", join(tree, "assets", "title.txt"));
    const { code, stderr, stdout } = await importIt();
    expect(code).toBe(3);
    expect(stderr).toContain("assets/title.txt is a symbolic link");
    expect(stdout).toBe("");
    expect(await readdir(folder)).toEqual(["tree"]);
  });
});

describe("a tree on disk", () => {
  it("is its plain files, by slash-separated paths", async () => {
    const files = await openTree(tree);
    expect([...files.paths]).toEqual(["assets/music.mp3"]);
    expect(new TextDecoder().decode(await files.read("assets/music.mp3"))).toBe("x");
  });

  it.each([
    ["a linked file", () => symlink("music.mp3", join(tree, "assets", "link.mp3")), "assets/link.mp3"],
    ["a linked folder", () => symlink("/etc", join(tree, "dag")), "dag"],
    ["a broken link", () => symlink("nowhere", join(tree, "metadata.json")), "metadata.json"],
    ["a link to itself", () => symlink("tree.json", join(tree, "tree.json")), "tree.json"],
    ["a pipe", async () => void execFileSync("/usr/bin/mkfifo", [join(tree, "pipe")]), "pipe"],
  ])("is refused with %s in it", async (_, plant, named) => {
    await plant();
    await expect(openTree(tree)).rejects.toMatchObject({
      code: "integrity",
      message: expect.stringContaining(named),
    });
  });

  it("follows no link that takes a file's place between the look and the reading", async () => {
    const files = await openTree(tree);
    const path = join(tree, "assets", "music.mp3");
    await rm(path);
    await symlink("/etc/passwd", path);
    await expect(files.read("assets/music.mp3")).rejects.toMatchObject({ code: "integrity" });
  });
});
