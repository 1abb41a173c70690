import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Stage, until } from "../rigs/stage";

/** Three segments with two pictures each: thirteen jobs and the timeline. */
const INPUTS = {
  InquiryPrompt: "How tides work",
  Duration: 9,
  SegmentDuration: 3,
  ImagesPerSegment: 2,
  Size: "480p",
};

let stage: Stage;
let first: Run;

interface Run {
  id: string;
  videoId: string;
  status: string;
  revision: number;
  finishedAt: string | null;
  exportRunId: string | null;
  jobs: { jobId: string; state: string; failure?: { code: string; dependencyChain?: string[] } }[];
}

async function untilEnded(id: string): Promise<Run> {
  return await until(`the end of ${id}`, 150_000, async () => {
    const run = await stage.get<Run>(`runs/${id}?wait=5`);
    return run.finishedAt === null ? null : run;
  });
}

const named = (run: Run, state: string) =>
  run.jobs
    .filter((job) => job.state === state)
    .map(({ jobId }) => jobId)
    .sort();

beforeAll(async () => {
  stage = await Stage.open();
  await stage.fakes.script({
    match: { method: "POST", kind: "image", includes: "job=ImageGen%5B1%5D%5B0%5D" },
    times: 1,
    do: { prediction: { status: "failed", error: "NSFW content detected" } },
  });
  const { body } = await stage.post<{ run: { id: string } }>("videos", { inputs: INPUTS });
  first = await untilEnded(body.run.id);
});

afterAll(async () => {
  await stage?.close();
});

it("one picture of six is refused for ever: five and the music are there, and the run is partial", () => {
  expect(first.status).toBe("partial");
  expect(named(first, "failed")).toEqual(["ImageGen[1][0]"]);
  expect(first.jobs.find(({ state }) => state === "failed")?.failure).toMatchObject({ code: "policy" });
  expect(named(first, "blocked")).toEqual(["TimelineAssembler"]);
  const succeeded = named(first, "succeeded");
  expect(succeeded.filter((jobId) => jobId.startsWith("ImageGen"))).toEqual([
    "ImageGen[0][0]",
    "ImageGen[0][1]",
    "ImageGen[1][1]",
    "ImageGen[2][0]",
    "ImageGen[2][1]",
  ]);
  expect(succeeded).toContain("MusicGen");
});

it("its log tells what went wrong by level, and its bundle holds plan, outcomes and log without any media", async () => {
  const log = await fetch(`${stage.url}/api/v1/runs/${first.id}/log`);
  expect(log.headers.get("content-type")).toBe("application/x-ndjson");
  const lines = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; level: string; jobId?: string; runId: string });
  const text = await log.text();
  const all = lines(text);
  expect(all[0]).toMatchObject({ event: "run-started", runId: first.id });
  expect(all.at(-1)).toMatchObject({ event: "run-finished" });
  const worse = await (await fetch(`${stage.url}/api/v1/runs/${first.id}/log?level=warn`)).text();
  expect(lines(worse).map(({ event, level, jobId }) => [event, level, jobId])).toEqual([
    ["job-failed", "error", "ImageGen[1][0]"],
    ["job-blocked", "warn", "TimelineAssembler"],
  ]);
  expect((await fetch(`${stage.url}/api/v1/runs/${first.id}/log?level=loud`)).status).toBe(422);

  const bundle = await fetch(`${stage.url}/api/v1/runs/${first.id}/bundle`);
  expect(bundle.headers.get("content-type")).toBe("application/zip");
  expect(bundle.headers.get("content-disposition")).toContain(`${first.id}.zip`);
  const files = unzipSync(new Uint8Array(await bundle.arrayBuffer()));
  const read = (name: string) => new TextDecoder().decode(files[name]);
  const names = Object.keys(files);
  expect(names.filter((name) => !/\.jsonl?$/.test(name))).toEqual([]);
  expect(JSON.parse(read("run.json"))).toMatchObject({ id: first.id, status: "partial" });
  expect(lines(read("run.jsonl")).map(({ event }) => event)).toEqual(all.map(({ event }) => event));
  const outcomes = names.filter((name) => name.includes("/jobs/"));
  expect(outcomes).toHaveLength(first.jobs.length);
  const plan = names.find((name) => name.endsWith("/plan.json")) ?? "";
  expect(JSON.parse(read(plan))).toMatchObject({ runId: first.id, jobs: first.jobs.length });
  expect(Object.values(files).some((bytes) => new TextDecoder().decode(bytes).includes("fake-"))).toBe(false);
});

it("the second segment made again is the missing picture and the timeline, and completes the film", async () => {
  const scope = { mode: "scope", scope: ["segment=1"] };
  const quoted = await stage.post<{ layers: { jobId: string; reason: string }[][] }>("quotes", {
    videoId: first.videoId,
    ...scope,
  });
  const planned = quoted.body.layers.flat().map(({ jobId }) => jobId);
  expect(planned).toEqual(["ImageGen[1][0]", "TimelineAssembler"]);

  const after = await stage.lastRequest();
  const { status, body } = await stage.post<{ run: { id: string } }>(`videos/${first.videoId}/runs`, scope);
  expect(status).toBe(202);
  const second = await untilEnded(body.run.id);
  expect(second).toMatchObject({ status: "succeeded", revision: first.revision + 1 });
  expect(named(second, "succeeded")).toEqual(["ImageGen[1][0]", "TimelineAssembler"]);
  const bought = (await stage.fakes.requests(after)).filter(({ paid }) => paid);
  expect(bought.map(({ kind }) => kind)).toEqual(["image"]);
  const video = await stage.get<{ status: string }>(`videos/${first.videoId}`);
  expect(video.status).toBe("succeeded");
  expect((await untilEnded(second.exportRunId ?? "")).status).toBe("succeeded");
});
