import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../cli/rig/run-cli";
import type { FakeRequestLog } from "../rigs/fake-providers";
import { Stage, until } from "../rigs/stage";

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
beforeEach(async () => {
  await stage.fakes.reset();
});
afterAll(async () => {
  await stage?.close();
});

interface Run {
  id: string;
  videoId: string;
  status: string;
  finishedAt: string | null;
  exportRunId: string | null;
  jobs: { jobId: string; genId: string; state: string; produces: string[] }[];
}

const SMALL = { Duration: 6, SegmentDuration: 3, ImagesPerSegment: 1, Size: "480p" };
let count = 0;

async function start(): Promise<Run> {
  const inputs = { ...SMALL, InquiryPrompt: `A story to be cancelled, number ${++count}` };
  const { body } = await stage.post<{ run: { id: string } }>("videos", { inputs, export: false });
  return await runOf(body.run.id);
}

async function runOf(id: string, waitSeconds = 0): Promise<Run> {
  return await stage.get<Run>(`runs/${id}?wait=${waitSeconds}`);
}

async function untilEnded(id: string): Promise<Run> {
  return await until(`the end of ${id}`, 100_000, async () => {
    const run = await runOf(id, 5);
    return run.finishedAt === null ? null : run;
  });
}

/** Cancels, and tells when that was answered. */
async function cancel(run: Run): Promise<{ status: number; at: number; body: Run }> {
  const { status, body } = await stage.post<Run>(`runs/${run.id}/cancel`);
  return { status, body, at: Date.now() };
}

async function predictionStatus({ predictionId }: FakeRequestLog): Promise<string> {
  const url = `${stage.fakes.replicateBaseUrl}/predictions/${predictionId}`;
  const answer = await fetch(url, { headers: { authorization: "Bearer r8_somebody" } });
  return ((await answer.json()) as { status: string }).status;
}

const made = (run: Run) => run.jobs.filter(({ state }) => state === "succeeded").map(({ jobId }) => jobId);
const isMedia = ({ api, method, paid }: FakeRequestLog) => api === "replicate" && method === "POST" && paid;

/** Moments of a run's life: what is scripted for it, and when it has come. */
const MOMENTS: [name: string, prepare: () => Promise<void>, reached: (run: Run) => Promise<unknown>][] = [
  ["when it has just been accepted", async () => {}, async () => {}],
  [
    "while its script is being written",
    () => stage.fakes.script({ match: { kind: "script" }, do: { delayMs: 3_000 } }),
    () => stage.untilAsked(({ kind }) => kind === "script", { after: 0 }),
  ],
  [
    "while texts and narration are being made",
    () => stage.fakes.script({ match: { kind: "speech" }, do: { dripMs: 2_000 } }),
    () => stage.untilAsked(({ kind }) => kind === "speech", { after: 0 }),
  ],
  [
    "while a prediction is being asked for",
    () => stage.fakes.script({ match: { kind: "image" }, times: 1, do: { delayMs: 1_500 } }),
    () => stage.untilAsked(({ kind }) => kind === "image", { after: 0 }),
  ],
  [
    "while predictions run",
    async () => {
      const latencyMs = 60_000;
      await stage.fakes.script({ match: { method: "POST" }, do: { prediction: { latencyMs } } });
    },
    (run) =>
      until("two predictions under way", undefined, async () => {
        const { jobs } = await runOf(run.id);
        return jobs.filter(({ state }) => state === "submitted").length >= 2;
      }),
  ],
  [
    "while pictures are being downloaded",
    () => stage.fakes.script({ match: { api: "output", kind: "image" }, do: { dripMs: 2_000 } }),
    () => stage.untilAsked(({ api, kind }) => api === "output" && kind === "image", { after: 0 }),
  ],
  [
    "while it sleeps",
    () =>
      stage.fakes.script({
        match: { api: "replicate", kind: "image" },
        times: 2,
        do: { status: 429, headers: { "retry-after": "20" } },
      }),
    async () => await stage.untilAsleep(await stage.sleepers()),
  ],
];

describe("a run that is cancelled by REST", () => {
  it.each(MOMENTS)(
    "%s: buys nothing more, calls off what runs, keeps what is made, and goes on from there",
    async (_name, prepare, reached) => {
      await prepare();
      const run = await start();
      await reached(run);
      const cancelled = await cancel(run);
      expect([200, 202]).toContain(cancelled.status);
      const before = made(cancelled.body);
      const ended = await untilEnded(run.id);
      const seconds = (Date.now() - cancelled.at) / 1_000;
      console.log(`cancelled ${_name}: ${seconds.toFixed(1)} s`);
      expect(ended.status).toBe("cancelled");
      expect(ended.jobs.every(({ state }) => state === "succeeded" || state === "cancelled")).toBe(true);
      expect(made(ended)).toEqual(expect.arrayContaining(before));

      await sleep(Math.max(0, cancelled.at + 4_000 - Date.now()));
      const requests = await stage.fakes.requests();
      expect(requests.filter(({ paid, at }) => paid && at > cancelled.at + 2_000)).toEqual([]);
      // Nothing that was asked for is left running.
      for (const prediction of requests.filter(isMedia)) {
        expect(["succeeded", "canceled"]).toContain(await predictionStatus(prediction));
      }
      for (const job of ended.jobs.filter(({ state }) => state === "succeeded")) {
        for (const artifact of job.produces) {
          const name = encodeURIComponent(artifact);
          const content = await fetch(`${stage.url}/api/v1/videos/${run.videoId}/artifacts/${name}`);
          expect([artifact, content.status]).toEqual([artifact, 200]);
          await content.arrayBuffer();
        }
      }
      // Again, it stays as it is.
      expect(await cancel(run)).toMatchObject({ status: 200, body: { status: "cancelled" } });

      // The next run buys what is missing, and only that.
      await stage.fakes.reset();
      const next = await stage.post<{ run: { id: string } }>(`videos/${run.videoId}/runs`, {
        mode: "dirty",
        export: false,
      });
      const whole = await untilEnded(next.body.run.id);
      expect(whole.status).toBe("succeeded");
      const bought = whole.jobs.filter(({ state }) => state === "succeeded").map(({ jobId }) => jobId);
      expect(bought.filter((jobId) => made(ended).includes(jobId))).toEqual([]);
    },
  );

  it("is cancelled by the command as well, which waits for the end", async () => {
    await stage.fakes.script({ match: { method: "POST" }, do: { prediction: { latencyMs: 60_000 } } });
    const run = await start();
    await stage.untilAsked(isMedia, { after: 0 });
    const args = ["cancel", run.id, "--url", stage.url, "--json"];
    const { code, stdout, stderr } = await runCli(args, { cwd: process.cwd() });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ id: run.id, status: "cancelled" });
    expect((await runOf(run.id)).status).toBe("cancelled");
  });

  it("is as final as any end: a callback that comes afterwards changes nothing", async () => {
    await stage.fakes.script({
      match: { method: "POST", kind: "music" },
      do: { prediction: { latencyMs: 60_000 }, webhook: { delayMs: 1_500, times: 2, reordered: true } },
    });
    const run = await start();
    await stage.untilAsked((request) => isMedia(request) && request.kind === "music", { after: 0 });
    const before = (await stage.fakes.webhooks()).length;
    await cancel(run);
    const ended = await untilEnded(run.id);
    const events = await stage.events(run.id);
    const late = await until("three late callbacks", 30_000, async () => {
      const all = (await stage.fakes.webhooks()).slice(before);
      const ofMusic = all.filter(({ url }) => url.includes("MusicGen"));
      return ofMusic.length >= 3 ? ofMusic : null;
    });
    expect(late.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await runOf(run.id)).toEqual(ended);
    expect(await stage.events(run.id)).toEqual(events);
  });

  it("is not there to be cancelled by a name that nobody has", async () => {
    const answer = await fetch(`${stage.url}/api/v1/runs/run_01h455vb4pex5vsknk084sn02q/cancel`, {
      method: "POST",
    });
    expect(answer.status).toBe(404);
  });
});
