import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ApiFixture, startApiFixture } from "./rig/api-fixture";
import { runCli } from "./rig/run-cli";

const KEY = "sk-a-key-of-a-workspace-7788";

let cwd = "";
let api: ApiFixture;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "reelgraph-cli-credentials-"));
});
beforeEach(async () => {
  api = await startApiFixture();
  return async () => await api.close();
});
afterAll(async () => {
  await rm(cwd, { recursive: true, force: true });
});

const cli = (args: readonly string[], stdin?: string) =>
  runCli(["credentials", ...args], { cwd, stdin, env: { REELGRAPH_URL: api.url } });

describe("reelgraph credentials", { timeout: 30_000 }, () => {
  it("sets what stdin says, and says nothing of it but its end", async () => {
    const { code, stdout, stderr } = await cli(
      ["set", "openai", "--base-url", "https://a.example/v1"],
      `${KEY}\n`,
    );
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("openai: the workspace's own, …7788, set 2026-01-02");
    expect(stderr).not.toContain(KEY);
    expect(api.requests.filter((request) => request.startsWith("PUT"))).toEqual([
      "PUT /api/v1/credentials/openai",
    ]);
    expect(api.bodies).toEqual([{ apiKey: KEY, baseUrl: "https://a.example/v1" }]);
  });

  it("takes the callbacks' secret of Replicate from a second line", async () => {
    const { code } = await cli(["set", "replicate"], "r8_a-token-0001\nwhsec_abcdef\n\n");
    expect(code).toBe(0);
    const alone = await cli(["set", "replicate"], "r8_a-token-0002");
    expect(alone.code).toBe(0);
    expect(api.bodies).toEqual([
      { apiToken: "r8_a-token-0001", webhookSecret: "whsec_abcdef" },
      { apiToken: "r8_a-token-0002" },
    ]);
  });

  it("lists whose keys are used, for people and for programs", async () => {
    await cli(["set", "openai"], KEY);
    const told = await cli(["list"]);
    expect(told.code).toBe(0);
    expect(told.stdout).toMatch(/openai\s+the workspace's own, …7788/);
    expect(told.stdout).toMatch(/replicate\s+no key: the offline studio/);
    const { data } = JSON.parse((await cli(["list", "--json"])).stdout) as { data: { source: string }[] };
    expect(data.map(({ source }) => source)).toEqual(["workspace", "none"]);
  });

  it("removes one, and says what is used then; what is not there is a usage error", async () => {
    await cli(["set", "openai"], KEY);
    const removed = await cli(["remove", "openai"]);
    expect(removed).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("openai: the deployment's key"),
    });
    const again = await cli(["remove", "openai"]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("none") });
  });

  it.each([
    ["another provider", ["set", "azure"], KEY, "openai or replicate"],
    ["a key as an argument", ["set", KEY], "", "A key is no argument"],
    ["a key behind the provider", ["set", "openai", KEY], "", "too many arguments"],
    ["an empty stdin", ["set", "openai"], "\n", "nothing was given"],
    ["more lines than secrets", ["set", "openai"], `${KEY}\nanother\n`, "2 lines"],
    ["an address for Replicate", ["set", "replicate", "--base-url", "https://a.example"], KEY, "--base-url"],
    ["nothing to do", [], "", "credentials"],
  ])("%s: exit code 2, and nothing is sent", async (_, args, stdin, named) => {
    const { code, stderr, stdout } = await cli(args, stdin);
    expect(stderr + stdout).toContain(named);
    expect(code).toBe(2);
    expect(api.requests).toEqual([]);
    expect(await readdir(cwd)).toEqual([]);
  });

  it("sends no key over plain http to another machine", async () => {
    const { code, stderr } = await runCli(
      ["credentials", "set", "openai", "--url", "http://192.0.2.1:3000"],
      {
        cwd,
        stdin: KEY,
      },
    );
    expect(code).toBe(2);
    expect(stderr).toContain("not https");
    expect(stderr).not.toContain(KEY);
  });
});
