import { describe, expect, it } from "vitest";
import type { EventView, RunView } from "../../lib/api/contract/runs";
import { boardLines } from "../../lib/cli/run/board-view";
import { applyEvent, applyRun, type Board, countJobs, EMPTY_BOARD } from "../../lib/cli/run/run-board";
import { createStyle } from "../../lib/cli/terminal/style";

const AT = "2026-01-02T03:04:05.000Z";
const NOW = Date.parse(AT) + 4000;

function run(states: Record<string, RunView["jobs"][number]["state"]>, costMicros = 0): RunView {
  return {
    id: "run_1",
    videoId: "vid_1",
    type: "generation",
    status: "running",
    revision: 1,
    costMicros,
    quote: null,
    overQuoteMicros: 0,
    workflowRunId: null,
    createdAt: AT,
    startedAt: AT,
    finishedAt: null,
    failure: null,
    result: null,
    progress: null,
    exportRunId: null,
    links: { self: "", video: "", events: "" },
    jobs: Object.entries(states).map(([jobId, state]) => ({
      jobId,
      genId: jobId.split("[")[0] ?? "",
      provider: "studio",
      model: "m",
      layer: jobId.startsWith("ScriptGen") ? 0 : 1,
      state,
      reason: "missing",
      dependencies: [],
      produces: [],
      costMicros: 0,
      attempts: 0,
      startedAt: null,
      finishedAt: null,
    })),
  };
}

function event(type: EventView["type"], data: Record<string, unknown>): EventView {
  return { seq: 1, videoId: "vid_1", runId: "run_1", type, at: AT, data };
}

const told = (board: Board, ...events: EventView[]): Board =>
  events.reduce((now, next) => applyEvent(now, next).board, board);
const planned = applyRun(
  EMPTY_BOARD,
  run({ ScriptGen: "ready", "AudioGen[0]": "ready", "AudioGen[1]": "ready" }),
);

describe("what is known of a run", () => {
  it("grows with its events", () => {
    const board = told(
      planned,
      event("job-claimed", { jobId: "ScriptGen" }),
      event("job-succeeded", { jobId: "ScriptGen" }),
      event("job-failed", { jobId: "AudioGen[0]", failure: { message: "no voice" } }),
      event("job-blocked", { jobId: "AudioGen[1]" }),
    );
    expect(countJobs(board.jobs.values())).toEqual({ succeeded: 1, failed: 1, skipped: 0, blocked: 1 });
    expect(board.jobs.get("AudioGen[0]")).toMatchObject({ state: "failed", failure: "no voice" });
  });

  it("lets nothing that is over come back, neither by a late event nor by an old answer", () => {
    const done = told(planned, event("job-succeeded", { jobId: "ScriptGen" }));
    expect(told(done, event("job-claimed", { jobId: "ScriptGen" })).jobs.get("ScriptGen")?.state).toBe(
      "succeeded",
    );
    const old = run({ ScriptGen: "claimed", "AudioGen[0]": "claimed" });
    const board = applyRun(done, old);
    expect(board.jobs.get("ScriptGen")?.state).toBe("succeeded");
    expect(board.jobs.get("AudioGen[0]")?.state).toBe("claimed");
  });

  it("puts a job that is tried again back in line", () => {
    const board = told(
      planned,
      event("job-claimed", { jobId: "ScriptGen" }),
      event("job-progress", { jobId: "ScriptGen", retrying: true, failure: { message: "busy" } }),
    );
    expect(board.jobs.get("ScriptGen")?.state).toBe("ready");
  });

  it("asks for the run when an event doesn't tell all", () => {
    expect(applyEvent(EMPTY_BOARD, event("plan-committed", {})).isStale).toBe(true);
    expect(applyEvent(planned, event("job-claimed", { jobId: "MusicGen" })).isStale).toBe(true);
    expect(applyEvent(planned, event("cost-updated", { costMicros: 5 })).isStale).toBe(true);
    expect(applyEvent(planned, event("job-claimed", { jobId: "ScriptGen" })).isStale).toBe(false);
    expect(applyEvent(planned, event("artifact-committed", {})).isStale).toBe(false);
  });
});

describe("the bars of a run", () => {
  it("stand by layer, with what works, what failed and what it cost", () => {
    const board = told(
      applyRun(planned, run({ ScriptGen: "ready", "AudioGen[0]": "ready", "AudioGen[1]": "ready" }, 20_000)),
      event("job-claimed", { jobId: "ScriptGen" }),
      event("job-succeeded", { jobId: "ScriptGen" }),
      event("job-failed", { jobId: "AudioGen[0]", failure: { message: "no voice" } }),
      event("job-claimed", { jobId: "AudioGen[1]" }),
    );
    expect(boardLines(board, createStyle(false), NOW, NOW - 4000).map((line) => line.trimEnd())).toEqual([
      "   1 script               ████████████████████     1/1    0.0 s",
      "   2 voice                ██████████░░░░░░░░░░     1/2    4.0 s 1 failed  AudioGen[1]",
      "     2 of 3 jobs, $0.02, 4.0 s",
    ]);
  });

  it("say that planning is under way while there are no jobs", () => {
    expect(boardLines(EMPTY_BOARD, createStyle(false), 0, 0)).toEqual(["  ⠋ planning"]);
  });
});
