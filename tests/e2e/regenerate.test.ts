import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../cli/rig/run-cli";
import {
  makeDataDir,
  NO_EXPORT,
  type ProductServer,
  postVideo,
  startProduct,
  untilEnded,
} from "../rigs/product-server";

let server: ProductServer;
let dataDir: string;
let removeData: () => Promise<void>;
/** A film of two segments, made once; every test edits it further. */
let videoId: string;

const SMALL = {
  InquiryPrompt: "How bees dance",
  Duration: 6,
  SegmentDuration: 3,
  ImagesPerSegment: 1,
  Size: "480p",
};

beforeAll(async () => {
  const data = await makeDataDir();
  dataDir = data.dataDir;
  removeData = data.remove;
  server = await startProduct({ dataDir });
  const { body } = await postVideo(server.url, SMALL, {}, NO_EXPORT);
  videoId = body.id;
  await untilEnded({ url: server.url, runId: body.run.id });
});

afterAll(async () => {
  await server?.stop();
  await removeData?.();
});

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const answer = await fetch(`${server.url}/api/v1/${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": type }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) };
}

const video = async () => await ask("GET", `videos/${videoId}`);

async function edit(patch: Record<string, unknown>) {
  const { headers } = await video();
  return await ask("PATCH", `videos/${videoId}/inputs`, patch, { "if-match": headers.get("etag") ?? "" });
}

async function run(body: Record<string, unknown> = { mode: "dirty" }) {
  const opened = await ask("POST", `videos/${videoId}/runs`, { ...body, ...NO_EXPORT });
  expect(opened.status, opened.text).toBe(202);
  const ended = await untilEnded({ url: server.url, runId: opened.body.run.id });
  return ended;
}

async function checksums(): Promise<Record<string, string>> {
  const { body } = await ask("GET", `videos/${videoId}/artifacts?limit=200`);
  return Object.fromEntries(
    body.data.map((each: { id: string; checksum: string }) => [each.id, each.checksum]),
  );
}

describe("an edit by REST", () => {
  it("says which version it is of, or is refused: 428 without, 412 with both versions, 415 and 422 for what it is", async () => {
    const at = `videos/${videoId}/inputs`;
    expect(await ask("PATCH", at, { Audience: "Children" })).toMatchObject({
      status: 428,
      body: { code: "precondition-required" },
    });
    expect(await ask("PATCH", at, { Audience: "Children" }, { "if-match": '"7"' })).toMatchObject({
      status: 412,
      body: {
        code: "precondition-failed",
        versions: { expected: 7, current: 1 },
        current: { inputRevision: 1 },
      },
    });
    const plain = { "if-match": '"1"', "content-type": "text/plain" };
    expect((await ask("PATCH", at, {}, plain)).status).toBe(415);
    expect(await ask("PATCH", at, { Duration: 7 }, { "if-match": '"1"' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/Duration" }] },
    });
    expect((await video()).headers.get("etag")).toBe('"1"');
  });

  it("of the style buys pictures alone; taken back it costs nothing", async () => {
    const before = await checksums();
    const edited = await edit({ ImageStyle: "noir" });
    expect(edited).toMatchObject({ status: 200, body: { inputRevision: 2, inputs: { ImageStyle: "noir" } } });
    expect(edited.headers.get("etag")).toBe('"2"');
    const quote = await ask("POST", "quotes", { videoId, mode: "dirty" });
    expect(quote.body.quote).toEqual(edited.body.quote);
    expect(quote.body.artifacts).toEqual(
      edited.body.dirty.map((each: { artifact: string }) => each.artifact),
    );
    expect((await video()).body.numDirtyArtifacts).toBe(edited.body.dirty.length);

    const key = { "idempotency-key": "noir" };
    const opened = await ask("POST", `videos/${videoId}/runs`, { mode: "dirty" }, key);
    const twin = await ask("POST", `videos/${videoId}/runs`, { mode: "dirty" }, key);
    expect(opened.status).toBe(202);
    expect(twin.text).toBe(opened.text);
    expect(opened.headers.get("location")).toBe(`/api/v1/runs/${opened.body.run.id}`);
    const other = await ask("POST", `videos/${videoId}/runs`, { mode: "full" });
    expect(other).toMatchObject({
      status: 409,
      body: { code: "run-active", run: { id: opened.body.run.id } },
    });

    const ended = await untilEnded({ url: server.url, runId: opened.body.run.id });
    expect(ended.status).toBe("succeeded");
    const after = await checksums();
    const changed = Object.keys(after).filter((id) => after[id] !== before[id]);
    expect(changed.filter((id) => !/^(SegmentImage|SegmentTimeline|Timeline)/.test(id))).toEqual([]);
    expect(changed).toContain("SegmentImageAsset[1][0]");

    expect(await ask("POST", `videos/${videoId}/runs`, {})).toMatchObject({
      status: 200,
      body: { run: null, artifacts: [] },
    });
    await edit({ ImageStyle: null });
    const back = await run();
    expect(back.jobs.every(({ state }) => state === "skipped")).toBe(true);
    expect(await checksums()).toEqual(before);
  });

  it("is told of: why, history, plans, graph", async () => {
    const name = encodeURIComponent("SegmentImageAsset[0][0]");
    await edit({ ImageStyle: "watercolor" });
    const why = await ask("GET", `videos/${videoId}/artifacts/${name}/why`);
    expect(why.body.summary).toContain('to "watercolor"');
    expect(why.body.summary).toContain(
      "That changes Segment 1, picture 1, because it is drawn in that style.",
    );
    const graph = await ask("GET", `videos/${videoId}/graph`);
    const node = graph.body.nodes.find((each: { id: string }) => each.id === "ImageGen[0][0]");
    expect(node).toMatchObject({ state: "stale", reason: "input-changed:ImageStyle" });
    const revisions = await ask("GET", `videos/${videoId}/revisions?limit=2`);
    expect(revisions.body).toMatchObject({
      hasMore: true,
      data: [{ revision: 3, isHead: true }, { revision: 2 }],
    });
    const plans = await ask("GET", `videos/${videoId}/plans`);
    expect(plans.body.data).toHaveLength(3);
    expect(plans.body.data[0]).toMatchObject({ actor: "local", causes: ["input-changed:ImageStyle"] });
    expect((await fetch(`${server.url}${plans.body.data[0].links.plan}`)).status).toBe(200);
    await edit({ ImageStyle: null });
  });

  it("is refused with the field at fault when its selection makes no sense", async () => {
    const post = async (body: object) => await ask("POST", `videos/${videoId}/runs`, body);
    expect(await post({ mode: "scope", scope: ["segment=9"] })).toMatchObject({
      status: 422,
      body: { code: "unknown-selector", errors: [{ pointer: "/scope/0" }] },
    });
    expect(await post({ takes: ["Music"], pins: ["Music"] })).toMatchObject({
      status: 422,
      body: { code: "pin-conflict", errors: [{ pointer: "/pins" }] },
    });
    expect(await post({ mode: "scope", scope: "segment=1" })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/scope" }] },
    });
  });

  it("leaves database and objects in agreement", async () => {
    expect((await ask("GET", "verify")).body).toMatchObject({ ok: true });
  });
});

describe("the command", { timeout: 240_000 }, () => {
  const command = async (...args: string[]) =>
    await runCli(args, { cwd: dataDir, env: { REELGRAPH_DATA_DIR: dataDir } });

  it("regen --set buys what the edit changed, brings the files, and says nothing is left to do the second time", async () => {
    const set = ["regen", videoId, "--set", "AssemblyStrategy=fixed-segments", "--output", "film", "--json"];
    const first = await command(...set);
    expect(first.code, first.stderr).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      videoId,
      status: "succeeded",
      mp4: path.join(dataDir, "film", "video.mp4"),
      jobs: { succeeded: 1, failed: 0, skipped: 0, blocked: 0 },
    });
    const second = await command(...set);
    expect(second.code, second.stderr).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({ runId: null, jobs: { succeeded: 0 } });
    expect(second.stderr).toContain("nothing to do");
  });

  it("regen --take makes another one of what is chosen, and why tells", async () => {
    const chosen = ["--artifact", "SegmentImageAsset[1][0]", "--take"];
    const dry = await command("regen", videoId, ...chosen, "--dry-run", "--json");
    const planned = JSON.parse(dry.stdout)
      .layers.flat()
      .map((job: { jobId: string }) => job.jobId);
    expect(planned).toEqual(["ImageGen[1][0]", "TimelineAssembler"]);
    const before = await checksums();
    const taken = await command("regen", videoId, ...chosen, "--output", "film", "--json");
    expect(taken.code, taken.stderr).toBe(0);
    const after = await checksums();
    expect(after["SegmentImageAsset[1][0]"]).not.toBe(before["SegmentImageAsset[1][0]"]);
    expect(after["SegmentImageAsset[0][0]"]).toBe(before["SegmentImageAsset[0][0]"]);
    const why = await command("why", videoId, "SegmentImageAsset[1][0]");
    expect(why.stdout).toMatch(/up-to-date[\s\S]*take 2/);
    // The first one is an alternate now; it can be put back, and what it took the place of thrown away.
    const name = encodeURIComponent("SegmentImageAsset[1][0]");
    const alternates = `videos/${videoId}/artifacts/${name}/alternates`;
    const { body: others } = await ask("GET", alternates);
    const first = others.data.find((each: { take: number }) => each.take === 0);
    expect(first).toMatchObject({ checksum: before["SegmentImageAsset[1][0]"], isCurrent: false });
    expect((await fetch(server.url + first.links.content)).status).toBe(200);
    expect(await ask("POST", `${alternates}/${first.n}/promote`)).toMatchObject({
      status: 200,
      body: { promoted: ["SegmentImageAsset[1][0]"], quote: { costMicros: 0 } },
    });
    const back = await run();
    expect(back.jobs.map(({ jobId }) => jobId)).toEqual(["TimelineAssembler"]);
    expect((await checksums())["SegmentImageAsset[1][0]"]).toBe(before["SegmentImageAsset[1][0]"]);
    const { body: left } = await ask("GET", alternates);
    const taken2 = left.data.find((each: { take: number }) => each.take === 1);
    const thrown = await fetch(`${server.url}/api/v1/${alternates}/${taken2.n}`, { method: "DELETE" });
    expect(thrown.status).toBe(204);
    expect((await ask("GET", alternates)).body.data.map((each: { n: number }) => each.n)).not.toContain(
      taken2.n,
    );
    expect(await ask("POST", `${alternates}/none/promote`)).toMatchObject({ status: 422 });
    expect((await ask("GET", "verify")).body).toMatchObject({ ok: true });

    const unknown = await command("why", videoId, "Musik");
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("Did you mean Music?");
  });

  it("plan --video and generate --dry-run ask the server and change nothing", async () => {
    const { body } = await video();
    const edited = await command(
      "plan",
      "--video",
      videoId,
      "--set",
      "ImageStyle=noir",
      "--segment",
      "1",
      "--json",
    );
    expect(edited.code, edited.stderr).toBe(0);
    const genIds = JSON.parse(edited.stdout)
      .layers.flat()
      .map((job: { jobId: string }) => job.jobId);
    expect(genIds).toEqual(["TextToImagePromptGen[1]", "ImageGen[1][0]", "TimelineAssembler"]);
    const dry = await command("generate", "How tides work", "--dry-run", "--json");
    expect(JSON.parse(dry.stdout)).toMatchObject({ jobs: 16, queueHash: expect.stringMatching(/^sha256:/) });
    expect((await video()).body).toEqual(body);
    expect((await ask("GET", "videos")).body.data).toHaveLength(1);
  });

  it("plan --inputs-jsonl plans many videos in one process, one a line", async () => {
    const lines = Array.from({ length: 50 }, (_, at) =>
      JSON.stringify({ ...SMALL, InquiryPrompt: `Film ${at}` }),
    );
    await writeFile(path.join(dataDir, "many.jsonl"), `${lines.join("\n")}\n{"Duration": 7}\n`);
    const many = await command("plan", "--inputs-jsonl", "many.jsonl", "--json-lines");
    const answers = many.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(many.code).toBe(2);
    expect(answers).toHaveLength(51);
    expect(new Set(answers.slice(0, 50).map(({ queueHash }) => queueHash)).size).toBe(50);
    expect(answers[50]).toMatchObject({ line: 51, errors: [{ pointer: "/inputs/InquiryPrompt" }, {}] });
  });
});
