import type { EventView, RunJobView, RunView } from "../../../lib/api/contract/runs";
import { isJobEnded, type JobState } from "../../../lib/core/run/job-state";

/** What the page knows of a run: the last snapshot, moved on by the events that came after it. */
export interface RunProgress {
  run: RunView;
  /** Newest event taken in; older ones are repeats of a reconnect. */
  lastSeq: number;
  /** Zero-based segments that can be played, in order. */
  playableSegments: readonly number[];
  /** Newest last, bounded; the log shows them. */
  events: readonly EventView[];
  /** The event that ended the run was seen: the stream has nothing more to say. */
  finished: boolean;
}

const MAX_EVENTS = 2000;

/** How far a job has come. A snapshot and a replayed log may disagree for a moment; a job never moves back. */
const RANK: Record<JobState, number> = {
  ready: 0,
  claimed: 1,
  submitted: 2,
  succeeded: 3,
  failed: 3,
  cancelled: 3,
  blocked: 3,
  skipped: 3,
};

export function startProgress(run: RunView): RunProgress {
  return { run, lastSeq: 0, playableSegments: [], events: [], finished: false };
}

/** A newer answer of GET /runs/{id}. Jobs that the events already moved further stay where they are. */
export function applySnapshot(progress: RunProgress, snapshot: RunView): RunProgress {
  if (snapshot.id !== progress.run.id) return startProgress(snapshot);
  const known = new Map(progress.run.jobs.map((job) => [job.jobId, job]));
  const jobs = snapshot.jobs.map((job) => {
    const mine = known.get(job.jobId);
    return mine && mine.attempts >= job.attempts && RANK[mine.state] > RANK[job.state] ? mine : job;
  });
  const status =
    isRunEnded(progress.run.status) && !isRunEnded(snapshot.status) ? progress.run.status : snapshot.status;
  return {
    ...progress,
    run: {
      ...snapshot,
      jobs,
      status,
      costMicros: Math.max(snapshot.costMicros, progress.run.costMicros),
      progress: furthest(snapshot.progress, progress.run.progress),
    },
  };
}

/** One event of the run's stream, pure. A repeated or older event changes nothing. */
export function applyEvent(progress: RunProgress, event: EventView): RunProgress {
  if (event.seq <= progress.lastSeq) return progress;
  const seen: RunProgress = {
    ...progress,
    lastSeq: event.seq,
    events: [...progress.events, event].slice(-MAX_EVENTS),
  };
  switch (event.type) {
    case "run-started":
      return isRunEnded(seen.run.status)
        ? seen
        : withRun(seen, { status: "running", startedAt: seen.run.startedAt ?? event.at });
    case "job-claimed":
      return moveJob(seen, event, "claimed", (job) => ({
        startedAt: job.startedAt ?? event.at,
        attempts: Math.max(job.attempts, readNumber(event.data.attempt) ?? 1),
      }));
    case "job-submitted":
      return moveJob(seen, event, "submitted", (job) => ({ startedAt: job.startedAt ?? event.at }));
    case "job-succeeded":
      return moveJob(seen, event, "succeeded", (job) => ({
        finishedAt: event.at,
        costMicros: readNumber(event.data.costMicros) ?? job.costMicros,
      }));
    case "job-failed":
      return moveJob(seen, event, "failed", (job) => ({
        finishedAt: event.at,
        failure: readFailure(event.data) ?? job.failure,
        costMicros: readNumber(event.data.costMicros) ?? job.costMicros,
      }));
    case "job-skipped":
      return moveJob(seen, event, "skipped", (job) => ({
        finishedAt: event.at,
        skipReason: readSkipReason(event.data.skipReason ?? event.data.reason) ?? job.skipReason,
      }));
    case "job-blocked":
      return moveJob(seen, event, "blocked", (job) => ({ failure: readFailure(event.data) ?? job.failure }));
    case "job-progress":
      return event.data.retrying === true
        ? retryJob(seen, event)
        : withRun(seen, { progress: furthest(readNumber(event.data.progress) ?? null, seen.run.progress) });
    case "segment-playable":
      return withPlayable(seen, readNumber(event.data.segment) ?? readNumber(event.data.index));
    case "run-finished":
      return {
        ...withRun(seen, {
          status: readRunStatus(event.data.status) ?? seen.run.status,
          finishedAt: seen.run.finishedAt ?? event.at,
        }),
        finished: true,
      };
    default:
      // The rest (plan-committed, layer-started, cost-updated, …) matters to the log and to what is fetched again.
      return seen;
  }
}

export function isRunEnded(status: RunView["status"]): boolean {
  return status !== "queued" && status !== "running";
}

function withRun(progress: RunProgress, change: Partial<RunView>): RunProgress {
  return { ...progress, run: { ...progress.run, ...change } };
}

function withPlayable(progress: RunProgress, segment: number | undefined): RunProgress {
  if (segment === undefined || progress.playableSegments.includes(segment)) return progress;
  return { ...progress, playableSegments: [...progress.playableSegments, segment].sort((a, b) => a - b) };
}

function moveJob(
  progress: RunProgress,
  event: EventView,
  state: JobState,
  change: (job: RunJobView) => Partial<RunJobView>,
): RunProgress {
  const jobId = event.data.jobId;
  const index = progress.run.jobs.findIndex((job) => job.jobId === jobId);
  const job = progress.run.jobs[index];
  if (!job) return progress;
  if (RANK[state] <= RANK[job.state]) return progress;
  return withJob(progress, index, { ...job, ...change(job), state });
}

/** A purchase failed and another one follows: the one way back, unless a newer attempt is known already. */
function retryJob(progress: RunProgress, event: EventView): RunProgress {
  const index = progress.run.jobs.findIndex((job) => job.jobId === event.data.jobId);
  const job = progress.run.jobs[index];
  const attempt = readNumber(event.data.attempt) ?? 0;
  if (!job || isJobEnded(job.state) || attempt < job.attempts) return progress;
  return withJob(progress, index, { ...job, attempts: attempt, state: "ready" });
}

function withJob(progress: RunProgress, index: number, job: RunJobView): RunProgress {
  const jobs = progress.run.jobs.slice();
  jobs[index] = job;
  // A run costs what its jobs cost; a snapshot may know more than the events seen so far.
  const costMicros = jobs.reduce((sum, each) => sum + each.costMicros, 0);
  return withRun(progress, { jobs, costMicros: Math.max(costMicros, progress.run.costMicros) });
}

function furthest(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}

function readNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function readFailure(data: EventView["data"]): RunJobView["failure"] {
  const source = (typeof data.failure === "object" && data.failure !== null ? data.failure : data) as Record<
    string,
    unknown
  >;
  if (typeof source.message !== "string" && !Array.isArray(source.dependencyChain)) return undefined;
  return {
    code: typeof source.code === "string" ? source.code : "permanent",
    retryable: source.retryable === true,
    message: typeof source.message === "string" ? source.message : "",
    ...(typeof source.providerErrorCode === "string" ? { providerErrorCode: source.providerErrorCode } : {}),
    ...(Array.isArray(source.dependencyChain) ? { dependencyChain: source.dependencyChain.map(String) } : {}),
  };
}

function readSkipReason(value: unknown): RunJobView["skipReason"] {
  return value === "unchanged" || value === "cached" || value === "pinned" ? value : undefined;
}

function readRunStatus(value: unknown): RunView["status"] | undefined {
  return value === "succeeded" || value === "partial" || value === "failed" || value === "cancelled"
    ? value
    : undefined;
}
