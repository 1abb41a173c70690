import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "./rig/run-cli";

interface PlannedJob {
  jobId: string;
  dependencies: string[];
  produces: string[];
}

let cwd = "";
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "reelgraph-plan-"));
});
afterEach(async () => {
  await rm(cwd, { recursive: true, force: true });
});

const shape = (layers: PlannedJob[][]) =>
  layers.map((layer) =>
    layer.map(({ jobId, dependencies, produces }) => ({ jobId, dependencies, produces })),
  );

describe("the command plan", { timeout: 30_000 }, () => {
  it.each(["images", "text-to-video", "image-to-video", "mixed"])(
    "prints the golden plan of the branch %s",
    async (name) => {
      const fixture = new URL(`../fixtures/plans/${name}.json`, import.meta.url);
      const golden = JSON.parse(await readFile(fixture, "utf8"));
      await writeFile(join(cwd, "inputs.json"), JSON.stringify(golden.inputs));
      const { code, stdout, stderr } = await runCli(["plan", "--inputs", "inputs.json", "--json"], { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const plan = JSON.parse(stdout);
      expect(shape(plan.layers)).toEqual(shape(golden.plan.layers));
      expect(plan).toMatchObject({ jobs: golden.plan.jobs, artifacts: golden.plan.artifacts });
      expect(plan.queueHash).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(plan.quote).toMatchObject({ costMicros: 0, expectedMicros: 0 });
    },
  );

  it("writes nothing, prints the same bytes for any key order, and takes stdin", async () => {
    const env = { REELGRAPH_DATA_DIR: join(cwd, "data") };
    const plan = (stdin: string) => runCli(["plan", "--inputs", "-", "--json"], { cwd, env, stdin });
    const first = await plan('{"InquiryPrompt": "x", "Duration": 20}');
    const second = await plan('{"Duration": 20, "InquiryPrompt": "x"}');
    expect(first.code).toBe(0);
    expect(second.stdout).toBe(first.stdout);
    expect(await readdir(cwd)).toEqual([]);
  });

  it("shows people a row per generator and layer, without colours in a pipe", async () => {
    const { stdout } = await runCli(["plan", "How tides work"], { cwd });
    expect(stdout).toMatch(/layer 0\n +ScriptGen +1 +studio\/writer +missing/);
    expect(stdout).toMatch(/ImageGen\[0\]\[0\]…\[2\]\[1\] +6 /);
    expect(stdout).toContain("offline studio");
    expect(stdout).not.toContain("\u001b");
  });

  it("is what generate --dry-run prints, from any working directory and without a server", async () => {
    const plan = await runCli(["plan", "x", "--json"], { cwd });
    const dry = await runCli(["generate", "x", "--dry-run", "--json"], { cwd: tmpdir() });
    expect(dry).toEqual(plan);
  });
});
