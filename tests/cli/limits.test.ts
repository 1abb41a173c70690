import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ApiFixture, startApiFixture, VIDEO_ID } from "./rig/api-fixture";
import { runCli } from "./rig/run-cli";

let cwd = "";
let api: ApiFixture;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "reelgraph-cli-limits-"));
});
beforeEach(async () => {
  api = await startApiFixture();
  return async () => await api.close();
});
afterAll(async () => {
  await rm(cwd, { recursive: true, force: true });
});

const cli = (...args: string[]) => runCli(["limits", ...args], { cwd, env: { REELGRAPH_URL: api.url } });

describe("reelgraph limits", { timeout: 30_000 }, () => {
  it("shows the month, what is left, where it leads, and what providers are asked for", async () => {
    const { code, stdout, stderr } = await cli();
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(
      [
        "2026-11  $4.20 spent and $0.30 set aside, of $10.00 (the workspace's own), $5.50 left",
        "         at this pace $12.60 by its end: above the ceiling",
        "openai  5 requests at a time, 4 of them at most for this workspace; 2 under way",
        "",
      ].join("\n"),
    );
    const json = await cli("--json");
    expect(JSON.parse(json.stdout).month.leftMicros).toBe(5_500_000);
  });

  it("sets the month's ceiling and requests at a time, and nothing that was not named", async () => {
    expect((await cli("set", "--month", "20.50")).code).toBe(0);
    expect((await cli("set", "--month", "default", "--requests", "openai=4")).code).toBe(0);
    expect((await cli("set", "--requests", "openai=none", "--requests", "replicate=2", "--json")).code).toBe(
      0,
    );
    expect(api.bodies).toEqual([
      { ceilingMicros: 20_500_000 },
      { ceilingMicros: null, requestsAtATime: { openai: 4 } },
      { requestsAtATime: { openai: null, replicate: 2 } },
    ]);
  });

  it("sets the ceiling of a video, and takes it away", async () => {
    const { code, stdout } = await cli("set", "--video", VIDEO_ID, "--total", "5");
    expect(code).toBe(0);
    expect(stdout).toContain(`${VIDEO_ID}: at most $5.00 in all`);
    const away = await cli("set", "--video", VIDEO_ID, "--total", "none");
    expect(away.stdout).toContain("no ceiling of its own");
    expect(api.bodies).toEqual([{ maxTotalCostMicros: 5_000_000 }, { maxTotalCostMicros: null }]);
    expect(api.requests).toContain(`PATCH /api/v1/videos/${VIDEO_ID}`);
  });
});
