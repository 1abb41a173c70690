import { mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type ApiFixture,
  type ApiFixtureOptions,
  RUN_ID,
  startApiFixture,
  VIDEO_ID,
} from "./rig/api-fixture";
import { runCli } from "./rig/run-cli";

let cwd = "";
let api: ApiFixture | null = null;

async function serving(options?: ApiFixtureOptions): Promise<ApiFixture> {
  api = await startApiFixture(options);
  return api;
}

beforeEach(async () => {
  cwd = await realpath(await mkdtemp(join(tmpdir(), "reelgraph-generate-")));
});
afterEach(async () => {
  await api?.close();
  api = null;
  await rm(cwd, { recursive: true, force: true });
});

describe("the command generate", { timeout: 30_000 }, () => {
  it("creates, follows, brings film and files, and prints one object", async () => {
    const { url, requests, bodies, idempotencyKeys } = await serving();
    const { code, stdout, stderr } = await runCli(
      ["generate", "How tides work", "--url", url, "--max-cost", "0.5", "--json"],
      { cwd },
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const directory = join(cwd, "reelgraph-video", `how-tides-work-${VIDEO_ID}`);
    expect(JSON.parse(stdout)).toEqual({
      videoId: VIDEO_ID,
      runId: RUN_ID,
      status: "succeeded",
      revision: 1,
      durationSeconds: 30.1,
      totalCostMicros: 1234,
      mp4: join(directory, "video.mp4"),
      directory,
      jobs: { succeeded: 3, failed: 0, skipped: 0, blocked: 0 },
    });
    expect(await readFile(join(directory, "video.mp4"), "utf8")).toBe("the bytes of a film");
    expect(await readFile(join(directory, "assets/images/seg0/img0.png"), "utf8")).toBe("picture");
    expect((await readdir(directory, { recursive: true })).filter((name) => name.endsWith(".part"))).toEqual(
      [],
    );
    expect(bodies).toEqual([{ inputs: { InquiryPrompt: "How tides work" }, maxCostMicros: 500_000 }]);
    expect(idempotencyKeys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(requests[0]).toBe("POST /api/v1/videos");
    expect(stderr).toContain("202 Accepted");
    expect(stderr).toContain(RUN_ID);
    expect(stderr).toContain("wrun_42");
    expect(stderr).toMatch(/done +AudioGen\[0\]/);
  });

  it("follows connections that break without a gap and without a repetition", async () => {
    const { url, requests } = await serving({ dropAfter: [3, 1, 0, 2, 1], repeat: 2 });
    const { code, stderr } = await runCli(["generate", "x", "--url", url, "--json"], { cwd });
    expect(code).toBe(0);
    const streams = requests.filter((line) => line.includes("/events"));
    const path = `GET /api/v1/runs/${RUN_ID}/events`;
    expect(streams.slice(0, 4)).toEqual([path, `${path} 6`, `${path} 8`, `${path} 8`]);
    for (const job of ["ScriptGen", "AudioGen\\[0\\]", "TimelineAssembler"]) {
      expect(stderr.match(new RegExp(`done +${job}`, "g"))).toHaveLength(1);
    }
  });

  it("ends with 1 for a partial run, says what failed, and still brings what is there", async () => {
    const { url } = await serving({ outcome: "partial" });
    const { code, stdout, stderr } = await runCli(
      ["generate", "x", "--url", url, "--output", "out", "--json"],
      { cwd },
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: "partial",
      mp4: null,
      directory: join(cwd, "out"),
      jobs: { succeeded: 1, failed: 1, skipped: 0, blocked: 1 },
    });
    expect(stderr).toContain("AudioGen[0]  no voice");
    expect(await readdir(join(cwd, "out"))).toEqual(["assets", "dag", "tree.json"]);
  });

  it("ends with 4 when the server refuses the price", async () => {
    const problem = {
      type: "x",
      title: "Ceiling",
      status: 422,
      detail: "Too dear by far.",
      code: "ceiling-reached",
    };
    const { url } = await serving({ refuse: { status: 422, problem } });
    const { code, stdout, stderr } = await runCli(["generate", "x", "--url", url], { cwd });
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain("Too dear by far.");
  });

  it("ends with 2 when the server finds a field at fault, and names it", async () => {
    const errors = [{ pointer: "/inputs/Language", message: "Language: English only." }];
    const problem = {
      type: "x",
      title: "Bad",
      status: 422,
      detail: "1 input is not valid.",
      code: "invalid-input",
      errors,
    };
    const { url } = await serving({ refuse: { status: 422, problem } });
    const { code, stderr } = await runCli(["generate", "x", "--language", "fr", "--url", url], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("Language: English only.");
  });

  it("ends with 3, and leaves no film, when the bytes are not those that were promised", async () => {
    const { url } = await serving({ isMp4Damaged: true });
    const { code, stderr } = await runCli(["generate", "x", "--url", url, "--output", "out"], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain("checksum");
    expect(await readdir(join(cwd, "out"))).toEqual(["assets", "dag", "tree.json"]);
  });

  it.each(["../escape.txt", "/tmp/escape.txt", "a/../../escape.txt", "a\\b", ""])(
    "refuses a tree that leads out of its directory: %j",
    async (path) => {
      const { url } = await serving({ tree: [{ path, content: "x" }] });
      const { code } = await runCli(["generate", "x", "--url", url, "--output", "out"], { cwd });
      expect(code).toBe(3);
      expect(await readdir(cwd)).toEqual([]);
    },
  );

  it("stops following at Ctrl-C with 130, and says how to go on", async () => {
    const { url } = await serving({ hangAfter: 4 });
    let isSent = false;
    const { code, stdout, stderr } = await runCli(["generate", "x", "--url", url], {
      cwd,
      onOutput(output, child) {
        if (!isSent && output.includes("done")) {
          isSent = true;
          child.kill("SIGINT");
        }
      },
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toContain(`reelgraph watch ${RUN_ID}`);
  });

  it("ends with 1 when nobody answers, with a word and not a stack", async () => {
    const { url } = await serving();
    await api?.close();
    api = null;
    const { code, stderr } = await runCli(["status", "--url", url], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain(`No answer from ${url}`);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("sends the key to the server it was named for", async () => {
    const { url, authorizations } = await serving();
    await runCli(["status"], { cwd, env: { REELGRAPH_URL: url, REELGRAPH_API_KEY: "rg_1" } });
    expect(authorizations).toEqual(["Bearer rg_1"]);
  });
});

describe("watch, export, status and verify", { timeout: 30_000 }, () => {
  it("watch follows a run to its end", async () => {
    const { url } = await serving();
    const { code, stderr } = await runCli(["watch", RUN_ID, "--url", url], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain("wrun_42");
    expect(stderr).toContain(VIDEO_ID);
  });

  it("export --tree brings the files, and a second time fetches none of them again", async () => {
    const { url, requests } = await serving();
    const args = ["export", VIDEO_ID, "--tree", "tree", "--url", url, "--json"];
    const { code, stdout } = await runCli(args, { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ directory: join(cwd, "tree"), files: 3 });
    const before = requests.filter((line) => line.includes("/content/")).length;
    expect((await runCli(args, { cwd })).code).toBe(0);
    expect(requests.filter((line) => line.includes("/content/"))).toHaveLength(before);
  });

  it("status prints data for programs and a table for people", async () => {
    const { url } = await serving();
    const json = await runCli(["status", "--dirty", "--url", url, "--json"], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({ data: [{ id: VIDEO_ID, status: "running" }] });
    expect(api?.requests[0]).toContain("dirty=true");
    const table = await runCli(["status", "--url", url], { cwd });
    expect(table.stdout).toMatch(new RegExp(`${VIDEO_ID} +running +1`));
  });

  it("an unknown video is a usage error", async () => {
    const { url } = await serving();
    const { code, stderr } = await runCli(["status", "vid_x", "--url", url], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("There is no such thing.");
  });

  it("verify ends with 0 when all is well and with 3 when it isn't", async () => {
    const { url } = await serving();
    expect((await runCli(["verify", "--url", url, "--json"], { cwd })).code).toBe(0);
    await api?.close();
    const problem = {
      kind: "missing",
      videoId: VIDEO_ID,
      key: "a/b",
      detail: "It is gone.",
      repairable: false,
    };
    const verification = { ok: false, problems: [problem] };
    const other = await serving({ verification });
    const { code, stdout } = await runCli(["verify", VIDEO_ID, "--url", other.url, "--json"], { cwd });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual(verification);
    expect(other.requests).toEqual([`GET /api/v1/verify?videoId=${VIDEO_ID}`]);
  });

  it("verify --repair asks for repairs and says what was repaired", async () => {
    const repaired = {
      kind: "stale-pointer",
      videoId: VIDEO_ID,
      key: "a/metadata.json",
      detail: "It was behind.",
    };
    const verification = { ok: true, problems: [], repaired: [{ ...repaired, repairable: true }] };
    const { url, requests } = await serving({ verification });
    const { code, stdout } = await runCli(["verify", "--repair", "--url", url], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("repaired stale-pointer a/metadata.json");
    expect(requests).toEqual(["POST /api/v1/verify"]);
  });

  it("reindex says what was made anew, and ends with 3 when a revision is not whole", async () => {
    const faults = [{ revision: 2, detail: "A title is gone." }];
    const results = [{ videoId: VIDEO_ID, outcome: "rebuilt", headRevision: 1, faults }];
    const reindexed = { ok: false, videos: 4, rebuilt: 1, results };
    const { url, requests } = await serving({ reindexed });
    const { code, stdout } = await runCli(["reindex", VIDEO_ID, "--url", url], { cwd });
    expect(code).toBe(3);
    expect(stdout).toContain("4 videos looked at, 1 rebuilt");
    expect(stdout).toContain("revision 2: A title is gone.");
    expect(requests).toEqual([`POST /api/v1/reindex?videoId=${VIDEO_ID}`]);
    await api?.close();
    const whole = { ok: true, videos: 4, rebuilt: 0, results: [] };
    const other = await serving({ reindexed: whole });
    const again = await runCli(["reindex", "--url", other.url, "--json"], { cwd });
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual(whole);
  });

  it("clean says what was put away and deleted, and ends with 1 when it could not look everywhere", async () => {
    const cleaning = {
      ...{ outcome: "finished", dryRun: true, videos: 3, scanned: 1_200, quarantined: 2 },
      ...{ quarantinedBytes: 2_500_000, deleted: 1, bytes: 900, broughtBack: 0, collected: 0, next: null },
      left: { active: 1, behind: 0, unreadable: 0, failed: 0 },
    };
    const { url, requests } = await serving({ cleaning });
    const { code, stdout } = await runCli(["clean", "--dry-run", "--url", url], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("1200 objects of 3 videos");
    expect(stdout).toContain("would be put away: 2 objects (2.5 MB)");
    expect(stdout).toContain("left alone: 1 video");
    expect(requests).toEqual(["POST /api/v1/clean?dryRun=1"]);
    await api?.close();
    const failed = { ...cleaning, dryRun: false, left: { ...cleaning.left, failed: 2 } };
    const other = await serving({ cleaning: failed });
    const again = await runCli(["clean", "--url", other.url, "--json"], { cwd });
    expect(again.code).toBe(1);
    expect(JSON.parse(again.stdout)).toEqual(failed);
    expect(other.requests).toEqual(["POST /api/v1/clean"]);
  });
});
