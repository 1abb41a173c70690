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

const RANK: Record<BoardJob["state"], number> = {
  ready: 0,
  claimed: 1,
  submitted: 2,
  succeeded: 3,
  failed: 3,
  cancelled: 3,
  blocked: 3,
  skipped: 3,
};

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
  return RANK[job.state] === 3;
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
    // Events may have told more than this answer knows.
    const isBehind = before !== undefined && RANK[before.state] > RANK[job.state];
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

/** What an event tells, and whether the run should be asked for because the board can't place it. */
export function applyEvent(board: Board, event: EventView): { board: Board; isStale: boolean } {
  const { data } = event;
  const cost = typeof data.costMicros === "number" && event.type === "cost-updated" ? data.costMicros : 0;
  const next: Board = { ...board, costMicros: Math.max(board.costMicros, cost) };
  if (event.type === "plan-committed") return { board: next, isStale: true };
  const state = STATE_OF_EVENT[event.type];
  if (state === undefined) return { board: next, isStale: false };
  const job = typeof data.jobId === "string" ? board.jobs.get(data.jobId) : undefined;
  if (job === undefined) return { board: next, isStale: true };
  const isNews = RANK[state] >= RANK[job.state];
  if (!isNews) return { board: next, isStale: false };
  const at = Date.parse(event.at);
  const failure = data.failure as { message?: unknown } | undefined;
  const jobs = new Map(board.jobs).set(job.jobId, {
    ...job,
    state,
    startedAt: job.startedAt ?? (RANK[state] < 3 ? at : null),
    finishedAt: RANK[state] === 3 ? (job.finishedAt ?? at) : null,
    progress: typeof data.progress === "number" ? data.progress : job.progress,
    skipReason: typeof data.skipReason === "string" ? data.skipReason : job.skipReason,
    failure: typeof failure?.message === "string" ? failure.message : job.failure,
  });
  return { board: { ...next, jobs }, isStale: false };
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
