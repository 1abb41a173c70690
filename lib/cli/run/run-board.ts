import type { EventView, RunJobView, RunView } from "../../api/contract/runs";

/** One job as the command knows it by now. */
export interface BoardJob {
  jobId: string;
  genId: string;
  provider: string;
  layer: number;
  state: RunJobView["state"];
  skipReason?: string;
  failure?: string;
  /** 0…1 while a provider tells. */
  progress: number | null;
  /** Epoch milliseconds. */
  startedAt: number | null;
  finishedAt: number | null;
}

export interface Board {
  jobs: ReadonlyMap<string, BoardJob>;
  costMicros: number;
  status: RunView["status"];
}

export const EMPTY_BOARD: Board = { jobs: new Map(), costMicros: 0, status: "queued" };

const OVER: ReadonlySet<BoardJob["state"]> = new Set([
  "succeeded",
  "failed",
  "cancelled",
  "blocked",
  "skipped",
]);

const STATE_OF_EVENT: Partial<Record<EventView["type"], BoardJob["state"]>> = {
  "job-claimed": "claimed",
  "job-submitted": "submitted",
  "job-progress": "submitted",
  "job-succeeded": "succeeded",
  "job-failed": "failed",
  "job-skipped": "skipped",
  "job-blocked": "blocked",
};

export function isJobOver(job: BoardJob): boolean {
  return OVER.has(job.state);
}

export function isRunOver(status: RunView["status"]): boolean {
  return status !== "queued" && status !== "running";
}

function time(text: string | null): number | null {
  const value = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(value) ? null : value;
}

/** Takes a run as the server answers it: the whole truth of one moment. */
export function applyRun(board: Board, run: RunView): Board {
  const jobs = new Map<string, BoardJob>();
  for (const job of run.jobs) {
    const before = board.jobs.get(job.jobId);
    // What is over stays over: an event may have told more than an answer that was written before it.
    const isBehind = before !== undefined && OVER.has(before.state) && !OVER.has(job.state);
    jobs.set(job.jobId, {
      jobId: job.jobId,
      genId: job.genId,
      provider: job.provider,
      layer: job.layer,
      state: isBehind ? before.state : job.state,
      skipReason: job.skipReason ?? before?.skipReason,
      failure: job.failure?.message ?? before?.failure,
      progress: before?.progress ?? null,
      startedAt: time(job.startedAt) ?? before?.startedAt ?? null,
      finishedAt: time(job.finishedAt) ?? before?.finishedAt ?? null,
    });
  }
  return { jobs, costMicros: Math.max(board.costMicros, run.costMicros), status: run.status };
}

/** What an event tells, and whether the run should be asked for because the event doesn't tell all. */
export function applyEvent(board: Board, event: EventView): { board: Board; isStale: boolean } {
  const { data } = event;
  if (event.type === "plan-committed" || event.type === "cost-updated") return { board, isStale: true };
  const state = STATE_OF_EVENT[event.type];
  if (state === undefined || typeof data.jobId !== "string") return { board, isStale: false };
  const job = board.jobs.get(data.jobId);
  if (job === undefined) return { board, isStale: true };
  if (isJobOver(job)) return { board, isStale: false };
  const at = Date.parse(event.at);
  const failure = data.failure as { message?: unknown } | undefined;
  const isOver = OVER.has(state);
  const jobs = new Map(board.jobs).set(job.jobId, {
    ...job,
    state: data.retrying === true ? "ready" : state,
    startedAt: job.startedAt ?? (isOver ? null : at),
    finishedAt: isOver ? at : null,
    progress: typeof data.progress === "number" ? data.progress : job.progress,
    skipReason: typeof data.skipReason === "string" ? data.skipReason : job.skipReason,
    failure: typeof failure?.message === "string" ? failure.message : job.failure,
  });
  return { board: { ...board, jobs }, isStale: false };
}

export interface JobCounts {
  succeeded: number;
  failed: number;
  skipped: number;
  blocked: number;
}

/** How the jobs of a run ended. */
export function countJobs(jobs: Iterable<{ state: RunJobView["state"] }>): JobCounts {
  const counts = { succeeded: 0, failed: 0, skipped: 0, blocked: 0 };
  for (const { state } of jobs) if (state in counts) counts[state as keyof JobCounts] += 1;
  return counts;
}
