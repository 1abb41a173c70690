import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../cli/rig/run-cli";
import { countDistinct, loudnessPerSecond, probeFilm, sampleFrames } from "../rigs/film";

const FRAME = 1 / 30;

let folder: string;
let dataDir: string;
let result: {
  videoId: string;
  runId: string;
  status: string;
  durationSeconds: number;
  totalCostMicros: number;
  mp4: string;
  directory: string;
  jobs: Record<string, number>;
};
let talk: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-generate-"));
  dataDir = path.join(folder, "data");
  const output = path.join(folder, "out");
  const args = ["generate", "How tides work", "--duration", "30", "--json", "--output", output];
  const { code, stdout, stderr } = await runCli(args, { cwd: folder, env: { REELGRAPH_DATA_DIR: dataDir } });
  talk = stderr;
  expect(code, stderr).toBe(0);
  result = JSON.parse(stdout);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function read(name: string): Promise<string> {
  return await readFile(path.join(result.directory, name), "utf8");
}

describe("the command that makes a film from a prompt", () => {
  it("went through the API and a durable workflow, and says so", () => {
    expect(talk).toMatch(/\b202\b/);
    expect(talk).toMatch(/wrun_[0-9A-Z]{26}/);
    expect(result).toMatchObject({ status: "succeeded", totalCostMicros: 0 });
    expect(result.jobs).toMatchObject({ succeeded: 16, failed: 0, blocked: 0 });
  });

  it("makes a film as long as its narrations, to one frame, in H.264 and AAC", async () => {
    const names = await readdir(path.join(result.directory, "assets"));
    const narrations = names.filter((name) => /^narration_\d+\.wav$/.test(name));
    expect(narrations).toHaveLength(3);
    const lengths = await Promise.all(
      narrations.map(
        async (name) => (await probeFilm(path.join(result.directory, "assets", name))).durationSeconds,
      ),
    );
    const sum = lengths.reduce((total, length) => total + length, 0);
    const film = await probeFilm(result.mp4);
    expect(Math.abs(film.durationSeconds - sum)).toBeLessThanOrEqual(FRAME);
    expect(film.streams.map(({ type, codec }) => `${type} ${codec}`).sort()).toEqual([
      "audio aac",
      "video h264",
    ]);
    const sound = film.streams.find(({ type }) => type === "audio");
    expect(Math.abs((sound?.durationSeconds ?? 0) - sum)).toBeLessThanOrEqual(2 * FRAME);
    expect(Math.abs(result.durationSeconds - sum)).toBeLessThanOrEqual(FRAME);
  });

  it("starts to play before it is loaded: the index stands before the media", async () => {
    const bytes = await readFile(result.mp4);
    expect(bytes.indexOf("moov")).toBeGreaterThan(0);
    expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
  });

  it("shows at least as many distinct scenes as there are segments, and never black", async () => {
    const frames = await sampleFrames(result.mp4, 1);
    expect(frames.length).toBeGreaterThan(20);
    expect(countDistinct(frames, 12)).toBeGreaterThanOrEqual(3);
    const brightness = frames
      .slice(1, -1)
      .map((frame) => frame.reduce((sum, value) => sum + value, 0) / frame.length);
    expect(Math.min(...brightness)).toBeGreaterThan(8);
  });

  it("is heard: somebody speaks nearly all the time, and nothing clips", async () => {
    const loudness = await loudnessPerSecond(result.mp4);
    const audible = loudness.filter((level) => level > 0.01).length;
    expect(audible / loudness.length).toBeGreaterThan(0.9);
    expect(Math.max(...loudness)).toBeLessThan(0.5);
  });

  it("captions the script's own words at the times they are spoken", async () => {
    const scripts = await Promise.all([0, 1, 2].map((index) => read(`assets/script/narration_${index}.txt`)));
    const timings = await Promise.all(
      [0, 1, 2].map(async (index) => JSON.parse(await read(`assets/narration_${index}.timings.json`))),
    );
    const words = (text: string) => text.split(/\s+/).filter(Boolean);
    const cues = (await read("captions.vtt"))
      .split("\n\n")
      .slice(1)
      .filter((block) => block.includes("-->"));
    const captionText = cues.map((cue) => cue.split("\n").slice(2).join(" ")).join(" ");
    expect(words(captionText.replaceAll("&amp;", "&"))).toEqual(scripts.flatMap(words));
    for (const [index, { words: timed }] of timings.entries()) {
      expect(timed.map((word: { text: string }) => word.text)).toEqual(words(scripts[index] ?? ""));
    }
    const timeline = JSON.parse(await read("timeline.json"));
    const first = cues[0]?.match(/(\d+):(\d+):([\d.]+) -->/);
    const start = Number(first?.[1]) * 3600 + Number(first?.[2]) * 60 + Number(first?.[3]);
    expect(Math.abs(start - timings[0].words[0].startSeconds)).toBeLessThan(0.1);
    expect(timeline.complete).toBe(true);
  });

  it("lays down a folder that ls and jq understand", async () => {
    const dag = await readdir(path.join(result.directory, "dag"));
    expect(dag).toEqual(
      expect.arrayContaining(["nodes.json", "tags.jsonl", "assembly-input.json", "checkpoints"]),
    );
    expect(dag.filter((name) => name.startsWith("jobs-"))).toHaveLength(16);
    expect(dag.filter((name) => /^plan-.*\.json$/.test(name))).toHaveLength(1);
    const tags = (await read("dag/tags.jsonl"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(tags.find((tag) => tag.id === "SegmentImageAsset[1][0]")).toMatchObject({
      producedBy: "ImageGen[1][0]",
      revision: 1,
      status: "ready",
    });
  });

  it("verifies: every byte is what the manifest promises", async () => {
    const { code, stdout, stderr } = await runCli(["verify", "--json"], {
      cwd: folder,
      env: { REELGRAPH_DATA_DIR: dataDir },
    });
    expect(code, stderr + stdout).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, problems: [] });
  });

  it("finds what was spoiled on the disk, mends what the database knows, and says what the next run makes", async () => {
    const prefix = path.join(dataDir, "objects", "videos", result.videoId);
    const metadata = path.join(prefix, "metadata.json");
    await writeFile(metadata, "{");
    const [music = ""] = (await readdir(path.join(prefix, "assets"))).filter((name) =>
      name.startsWith("music."),
    );
    await writeFile(path.join(prefix, "assets", music), "noise");
    const run = async (...args: string[]) => {
      const command = ["verify", result.videoId, "--json", ...args];
      const { code, stdout } = await runCli(command, { cwd: folder, env: { REELGRAPH_DATA_DIR: dataDir } });
      return { code, said: JSON.parse(stdout) };
    };
    const kinds = (problems: { kind: string }[]) => problems.map(({ kind }) => kind).sort();
    const found = await run();
    expect([found.code, found.said.ok, kinds(found.said.problems)]).toEqual([
      3,
      false,
      ["corrupt", "invalid-json"],
    ]);
    const repaired = await run("--repair");
    expect([repaired.code, repaired.said.ok, kinds(repaired.said.repaired)]).toEqual([
      0,
      true,
      ["corrupt", "invalid-json"],
    ]);
    expect(JSON.parse(await readFile(metadata, "utf8"))).toMatchObject({
      status: "partial",
      headRevision: 1,
    });
    expect((await run()).code).toBe(0);
  });
});
