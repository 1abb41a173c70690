import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { sweepForgotten, withScratchFolder } from "../../lib/services/exports/scratch-folder";

const DAY = 24 * 60 * 60;

it("removes what killed processes left a day ago, and nothing else", async () => {
  const directory = await mkdtemp(path.join(os.tmpdir(), "scratch-test-"));
  const now = Date.now();
  const aged = async (name: string, days: number) => {
    await mkdir(path.join(directory, name));
    await writeFile(path.join(directory, name, "film.mp4"), "half a film");
    const at = now / 1_000 - days * DAY;
    await utimes(path.join(directory, name), at, at);
  };
  await aged("reelgraph-export-old", 2);
  await aged("reelgraph-export-new", 0.5);
  await aged("somebody-elses", 9);
  await sweepForgotten(directory, now);
  await sweepForgotten(path.join(directory, "not-there"), now);
  expect((await readdir(directory)).sort()).toEqual(["reelgraph-export-new", "somebody-elses"]);
  await rm(directory, { recursive: true });
});

it("is there while it is needed, and gone when the work has failed", async () => {
  let used = "";
  const work = withScratchFolder(async (folder) => {
    used = folder;
    expect(await readdir(folder)).toEqual([]);
    throw new Error("no room");
  });
  await expect(work).rejects.toThrow("no room");
  await expect(readdir(used)).rejects.toMatchObject({ code: "ENOENT" });
});
