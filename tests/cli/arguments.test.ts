import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./rig/run-cli";

let cwd = "";
const dataDir = (): string => join(cwd, "data");
const cli = (args: readonly string[], stdin?: string, env: Record<string, string> = {}) =>
  runCli(args, { cwd, stdin, env: { REELGRAPH_DATA_DIR: dataDir(), ...env } });

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "reelgraph-cli-"));
});
afterAll(async () => {
  await rm(cwd, { recursive: true, force: true });
});

describe("mistakes in the arguments", { timeout: 30_000 }, () => {
  it.each([
    ["an unknown command", ["generat"], "unknown command 'generat'"],
    ["an unknown flag", ["generate", "x", "--durration", "30"], "--durration"],
    ["a flag without its value", ["generate", "x", "--duration"], "--duration"],
    ["no prompt", ["generate"], "InquiryPrompt"],
    ["an empty prompt", ["generate", ""], "InquiryPrompt"],
    ["a prompt of 100 kB", ["generate", "x".repeat(100_000)], "InquiryPrompt"],
    ["two prompts", ["generate", "x", "--query", "y"], "--query"],
    ["a duration that doesn't fit", ["generate", "x", "--duration", "7"], "Duration"],
    ["a duration that is no number", ["generate", "x", "--duration", "long"], "Duration"],
    ["an unknown field", ["generate", "x", "--set", "Durration=30"], "Durration"],
    ["a --set without a value", ["generate", "x", "--set", "Duration"], "Name=value"],
    ["a segment that isn't there", ["generate", "x", "--set", "UseVideo[9]=true"], "UseVideo[9]"],
    ["a price that is no price", ["generate", "x", "--max-cost", "cheap"], "--max-cost"],
    ["limits that set nothing", ["limits", "set"], "--month"],
    ["a ceiling that is none", ["limits", "set", "--month", "much"], "--month"],
    ["a ceiling of no video", ["limits", "set", "--total", "5"], "--video"],
    ["requests of nobody", ["limits", "set", "--requests", "studio=3"], "--requests"],
    ["a file that isn't there", ["plan", "--inputs", "absent.json"], "absent.json"],
    ["a tree that isn't there", ["import", "absent"], "absent"],
    ["a tree that is a file", ["import", "/dev/null"], "/dev/null"],
    ["no tree", ["import"], "dir"],
    ["a server address that is none", ["status", "--url", "nowhere"], "--url"],
    ["a port that is none", ["serve", "--port", "70000"], "--port"],
    ["an open host without authentication", ["serve", "--host", "0.0.0.0"], "REELGRAPH_AUTH"],
  ])("%s: exit code 2, named on stderr, nothing on stdout, no data dir", async (_, args, named) => {
    const { code, stdout, stderr } = await cli(args);
    expect(stderr).toContain(named);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(await readdir(cwd)).not.toContain("data");
  });

  it.each([
    ["malformed JSON", '{"Duration": 30,', "stdin is not JSON"],
    ["a list", "[1]", "JSON object"],
    ["a wrong type", '{"InquiryPrompt": "x", "Duration": "30"}', "Duration"],
    ["nothing", "", "stdin is not JSON"],
  ])("an inputs file with %s is a usage error", async (_, stdin, named) => {
    const { code, stderr } = await cli(["plan", "--inputs", "-"], stdin);
    expect(stderr).toContain(named);
    expect(code).toBe(2);
  });

  it("names every field at fault, each with its flag", async () => {
    const { stderr } = await cli(["generate", "x", "--images", "9", "--size", "8k"]);
    expect(stderr).toMatch(/ImagesPerSegment .*\(--images\)/);
    expect(stderr).toMatch(/Size .*\(--size\)/);
  });

  it("help and version are no mistakes", async () => {
    const help = await cli(["generate", "--help"]);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("--aspect-ratio");
    const version = await cli(["--version"]);
    expect(version).toMatchObject({ code: 0, stderr: "" });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  it("flags win over the file, and --set over flags", async () => {
    await writeFile(
      join(cwd, "inputs.json"),
      '{"InquiryPrompt": "x", "Duration": 60, "ImagesPerSegment": 0}',
    );
    const flags = [
      "--duration",
      "30",
      "--set",
      "ImagesPerSegment=1",
      "--set",
      "SegmentNarrationInput[0]=5 o'clock",
    ];
    const { stdout, code } = await cli(["plan", "--inputs", "inputs.json", ...flags, "--json"]);
    expect(code).toBe(0);
    const plan = JSON.parse(stdout);
    expect(plan.layers.flat().filter(({ genId }: { genId: string }) => genId === "ImageGen")).toHaveLength(3);
    expect(
      plan.layers.flat().find(({ jobId }: { jobId: string }) => jobId === "AudioGen[0]").dependencies,
    ).toContain("SegmentNarrationInput[0]");
  });

  it("--image-to-video means clips that start from an image", async () => {
    const { stdout } = await cli(["plan", "x", "--image-to-video", "--json"]);
    const genIds = new Set(
      JSON.parse(stdout)
        .layers.flat()
        .map(({ genId }: { genId: string }) => genId),
    );
    expect(genIds).toContain("ImageToVideoGen");
    expect(genIds).not.toContain("ImageGen");
  });
});
