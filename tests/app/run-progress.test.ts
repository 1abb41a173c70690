import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyEvent,
  applySnapshot,
  type RunProgress,
  startProgress,
} from "../../app/(dashboard)/_lib/run-progress";
import { elapsedSeconds, groupByLayer, summarizeRun } from "../../app/(dashboard)/_lib/run-summary";
import type { EventView, RunJobView, RunView } from "../../lib/api/contract/runs";

function job(jobId: string, layer: number, change: Partial<RunJobView> = {}): RunJobView {
  return {
    jobId,
    genId: jobId.split("[")[0] ?? jobId,
    provider: "studio",
    model: "studio",
    layer,
    state: "ready",
    reason: "missing",
    dependencies: [],
    produces: [],
    costMicros: 0,
    attempts: 0,
    startedAt: null,
    finishedAt: null,
    ...change,
  };
}

function run(change: Partial<RunView> = {}): RunView {
  return {
    id: "run_1",
    videoId: "video_1",
    type: "generation",
    status: "queued",
    revision: 1,
    costMicros: 0,
    quote: null,
    overQuoteMicros: 0,
    workflowRunId: null,
    createdAt: "2026-01-01T00:00:00.000Z",
    startedAt: null,
    finishedAt: null,
    failure: null,
    result: null,
    progress: null,
    exportRunId: null,
    jobs: [job("ScriptGen", 0), job("AudioGen[0]", 1), job("AudioGen[1]", 1)],
    links: { self: "", video: "", events: "" },
    ...change,
  };
}

function event(seq: number, type: EventView["type"], data: EventView["data"] = {}): EventView {
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, seq)).toISOString();
  return { seq, videoId: "video_1", runId: "run_1", type, at, data };
}

/** A whole run: one job done, one skipped, one failed. */
const STORY: EventView[] = [
  event(1, "run-started"),
  event(2, "plan-committed"),
  event(3, "layer-started", { layer: 0 }),
  event(4, "job-claimed", { jobId: "ScriptGen", attempt: 1 }),
  event(5, "job-submitted", { jobId: "ScriptGen" }),
  event(6, "job-succeeded", { jobId: "ScriptGen", costMicros: 1200 }),
  event(7, "cost-updated", { jobId: "ScriptGen", costMicros: 1200 }),
  event(8, "job-skipped", { jobId: "AudioGen[0]", skipReason: "cached" }),
  event(9, "segment-playable", { segment: 0 }),
  event(10, "job-claimed", { jobId: "AudioGen[1]", attempt: 1 }),
  event(11, "job-failed", {
    jobId: "AudioGen[1]",
    failure: { code: "policy", retryable: false, message: "Refused.", dependencyChain: ["AudioGen[1]"] },
  }),
  event(12, "run-finished", { status: "partial" }),
];

const play = (events: EventView[], from: RunProgress = startProgress(run())) =>
  events.reduce(applyEvent, from);
const stateOf = (progress: RunProgress, jobId: string) =>
  progress.run.jobs.find((each) => each.jobId === jobId);

describe("progress of a run from its events", () => {
  it("follows jobs to their ends, with cost, reasons and failures", () => {
    const end = play(STORY);
    expect(end.run.status).toBe("partial");
    expect(end.finished).toBe(true);
    expect(end.run.costMicros).toBe(1200);
    expect(end.playableSegments).toEqual([0]);
    expect(stateOf(end, "ScriptGen")).toMatchObject({ state: "succeeded", costMicros: 1200, attempts: 1 });
    expect(stateOf(end, "AudioGen[0]")).toMatchObject({ state: "skipped", skipReason: "cached" });
    expect(stateOf(end, "AudioGen[1]")).toMatchObject({ state: "failed", failure: { message: "Refused." } });
  });

  it("ends the same however often a reconnect repeats what was already sent", () => {
    const expected = play(STORY);
    fc.assert(
      fc.property(fc.array(fc.nat(STORY.length - 1), { maxLength: 6 }), (reconnects) => {
        // Each reconnect rewinds to some earlier event and sends everything from there again.
        const stream = STORY.flatMap((each, index) =>
          reconnects.includes(index) ? [each, ...STORY.slice(0, index + 1)] : [each],
        );
        expect(play(stream)).toEqual(expected);
      }),
    );
  });

  it("never moves a job back when a log is replayed over a newer snapshot", () => {
    const finished = run({
      status: "succeeded",
      jobs: [job("ScriptGen", 0, { state: "succeeded", attempts: 1, costMicros: 1200 })],
    });
    let progress = startProgress(finished);
    for (const each of STORY.slice(0, 7)) {
      progress = applyEvent(progress, each);
      expect(stateOf(progress, "ScriptGen")?.state).toBe("succeeded");
      expect(progress.run.status).toBe("succeeded");
    }
  });

  it("keeps what events said when a snapshot that is older arrives late", () => {
    const progress = applySnapshot(play(STORY.slice(0, 6)), run({ status: "running" }));
    expect(stateOf(progress, "ScriptGen")?.state).toBe("succeeded");
    expect(progress.lastSeq).toBe(6);
  });

  it("takes the jobs of a plan that was committed after the first snapshot", () => {
    const early = play(STORY.slice(0, 2), startProgress(run({ jobs: [] })));
    const planned = applySnapshot(early, run({ status: "running" }));
    expect(planned.run.jobs).toHaveLength(3);
    expect(stateOf(play(STORY.slice(2, 6), planned), "ScriptGen")?.state).toBe("succeeded");
  });

  it("starts over when the snapshot is of another run", () => {
    expect(applySnapshot(play(STORY), run({ id: "run_2" }))).toEqual(startProgress(run({ id: "run_2" })));
  });

  it("takes a job back to waiting when it is tried again, and counts the attempt", () => {
    const again = event(6, "job-progress", { jobId: "ScriptGen", retrying: true, attempt: 1 });
    const waiting = play([...STORY.slice(0, 5), again]);
    expect(stateOf(waiting, "ScriptGen")).toMatchObject({ state: "ready", attempts: 1 });
    const claimed = applyEvent(waiting, event(7, "job-claimed", { jobId: "ScriptGen", attempt: 2 }));
    expect(stateOf(claimed, "ScriptGen")).toMatchObject({ state: "claimed", attempts: 2 });
  });

  it("does not take back a job whose newer attempt the snapshot already shows", () => {
    const later = startProgress(run({ jobs: [job("ScriptGen", 0, { state: "submitted", attempts: 2 })] }));
    const replayed = applyEvent(
      later,
      event(1, "job-progress", { jobId: "ScriptGen", retrying: true, attempt: 1 }),
    );
    expect(stateOf(replayed, "ScriptGen")).toMatchObject({ state: "submitted", attempts: 2 });
  });

  it("follows the film's rendering and never backwards", () => {
    const rendering = play([
      event(1, "job-progress", { stage: "film", progress: 0.5 }),
      event(2, "job-progress", { stage: "film", progress: 0.4 }),
    ]);
    expect(rendering.run.progress).toBe(0.5);
  });

  it("ignores events of jobs it does not know and data it can't read", () => {
    const odd = play([
      event(1, "job-succeeded", { jobId: "Nobody" }),
      event(2, "segment-playable", { segment: "one" }),
      event(3, "job-failed", { jobId: "ScriptGen", failure: 7 }),
    ]);
    expect(odd.playableSegments).toEqual([]);
    expect(stateOf(odd, "ScriptGen")?.state).toBe("failed");
  });
});

describe("the summary of a run", () => {
  it("only reaches the end when jobs and film are through", () => {
    const done = run({ status: "succeeded", jobs: [job("ScriptGen", 0, { state: "succeeded" })] });
    expect(summarizeRun(done, null).fraction).toBeLessThan(1);
    expect(
      summarizeRun(done, run({ type: "export", status: "running", progress: 0.5 })).fraction,
    ).toBeLessThan(1);
    expect(summarizeRun(done, run({ type: "export", status: "succeeded" })).fraction).toBe(1);
  });

  it("never goes down while events come in", () => {
    let progress = startProgress(run());
    let before = 0;
    for (const each of STORY) {
      progress = applyEvent(progress, each);
      const { fraction } = summarizeRun(progress.run, null);
      expect(fraction).toBeGreaterThanOrEqual(before);
      before = fraction;
    }
    expect(before).toBe(1);
  });

  it("groups jobs by layer and keeps an empty layer's place", () => {
    const layers = groupByLayer([job("A", 0), job("C", 2), job("D", 2)]);
    expect(layers.map((layer) => layer.map((each) => each.jobId))).toEqual([["A"], [], ["C", "D"]]);
  });

  it("measures time up to now while running, and to the end afterwards", () => {
    const start = "2026-01-01T00:00:00.000Z";
    const now = Date.parse(start) + 5000;
    expect(elapsedSeconds({ startedAt: null, finishedAt: null }, now)).toBeNull();
    expect(elapsedSeconds({ startedAt: start, finishedAt: null }, now)).toBe(5);
    expect(elapsedSeconds({ startedAt: start, finishedAt: "2026-01-01T00:00:02.000Z" }, now)).toBe(2);
  });
});
