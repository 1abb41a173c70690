import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { makeDataDir, postVideo, startProduct, untilEnded } from "../rigs/product-server";

interface Event {
  seq: number;
  type: string;
  data: { jobId?: string };
}

async function eventsOf(url: string, runId: string): Promise<Event[]> {
  const answer = await fetch(`${url}/api/v1/runs/${runId}/events?limit=1000`);
  return ((await answer.json()) as { data: Event[] }).data;
}

it("finishes by itself after a kill -9 in the middle, and executes nothing twice that had succeeded", async () => {
  const { dataDir, remove } = await makeDataDir();
  // Slow enough that the kill falls between the first pictures and the last.
  const env = { REELGRAPH_TIME_SCALE: "0.05" };
  const first = await startProduct({ dataDir, env });
  const { body } = await postVideo(first.url, {
    InquiryPrompt: "Why cats purr",
    Duration: 12,
    SegmentDuration: 4,
    Size: "480p",
  });
  const runId = body.run.id;
  let before: Event[] = [];
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    before = await eventsOf(first.url, runId);
    if (before.some((event) => event.type === "job-succeeded" && event.data.jobId?.startsWith("ImageGen")))
      break;
    await sleep(100);
  }
  await first.crash();
  const done = before.filter((event) => event.type === "job-succeeded").map((event) => event.data.jobId);
  expect(done.length).toBeGreaterThan(4);
  expect(before.some((event) => event.type === "run-finished")).toBe(false);

  const second = await startProduct({ dataDir, env });
  try {
    const run = await untilEnded({ url: second.url, runId });
    expect(run.status).toBe("succeeded");
    const after = await eventsOf(second.url, runId);
    for (const jobId of done) {
      const claims = after.filter((event) => event.type === "job-claimed" && event.data.jobId === jobId);
      const successes = after.filter((event) => event.type === "job-succeeded" && event.data.jobId === jobId);
      expect({ jobId, claims: claims.length, successes: successes.length }).toEqual({
        jobId,
        claims: 1,
        successes: 1,
      });
    }
    expect(run.jobs.every((job) => job.state === "succeeded")).toBe(true);
    expect(after.map((event) => event.seq)).toEqual(after.map((_, index) => index + 1));
    const film = await untilEnded({ url: second.url, runId: run.exportRunId ?? "" });
    expect(film.status).toBe("succeeded");
  } finally {
    await second.stop();
    await remove();
  }
});

it("refuses a second server on the same data directory by name, and takes over from a dead one", async () => {
  const { dataDir, remove } = await makeDataDir();
  const first = await startProduct({ dataDir });
  await expect(startProduct({ dataDir })).rejects.toThrow(new RegExp(`held by process ${first.pid}`));
  await first.crash();
  const third = await startProduct({ dataDir });
  await third.stop();
  await remove();
});
