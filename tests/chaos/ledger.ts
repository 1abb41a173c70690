import { PGlite } from "@electric-sql/pglite";

export interface LedgerRun {
  id: string;
  videoId: string;
  type: string;
  status: string;
  failure: { message?: string } | null;
}

export interface LedgerJob {
  runId: string;
  jobId: string;
  state: string;
  hasFailure: boolean;
  attempts: number;
}

export interface LedgerPurchase {
  id: string;
  runId: string;
  jobId: string;
  call: string;
  state: string;
  provider: string;
  nonce: string;
  providerRequestId: string | null;
}

/** What a database says that no server holds. */
export interface Ledger {
  runs: LedgerRun[];
  jobs: LedgerJob[];
  purchases: LedgerPurchase[];
}

/** Reads a database directory as it lies there; nobody else may have it open. */
export async function readLedger(directory: string): Promise<Ledger> {
  const database = new PGlite(directory);
  try {
    const runs = await database.query<LedgerRun>(
      `select id, video_id as "videoId", type, status, failure from runs order by created_at`,
    );
    const jobs = await database.query<LedgerJob>(
      `select run_id as "runId", job_id as "jobId", state, failure is not null as "hasFailure", attempts from jobs`,
    );
    const purchases = await database.query<LedgerPurchase>(
      `select id, run_id as "runId", job_id as "jobId", call, state, provider, nonce,
              provider_request_id as "providerRequestId" from purchases order by created_at`,
    );
    return { runs: runs.rows, jobs: jobs.rows, purchases: purchases.rows };
  } finally {
    await database.close();
  }
}

const ENDED = new Set(["succeeded", "partial", "failed", "cancelled"]);

export function liveRuns({ runs }: Ledger): LedgerRun[] {
  return runs.filter(({ status }) => !ENDED.has(status));
}

export const JOB_STATES = [
  "ready",
  "claimed",
  "submitted",
  "succeeded",
  "retrying",
  "failed",
  "skipped",
  "blocked",
] as const;
export const RUN_STATES = ["queued", "running", "waiting", "cancelling", "export"] as const;

/** Which states a server died in: those of runs that had not ended, and of these runs' jobs. */
export function statesOf(ledger: Ledger): { jobs: Set<string>; runs: Set<string> } {
  const live = liveRuns(ledger);
  const ids = new Set(live.map(({ id }) => id));
  const jobs = ledger.jobs.filter(({ runId }) => ids.has(runId));
  return {
    // Ready again after a failure is another matter than ready for the first time.
    jobs: new Set(
      jobs.map(({ state, hasFailure }) => (state === "ready" && hasFailure ? "retrying" : state)),
    ),
    runs: new Set(live.map(({ type, status }) => (type === "export" ? "export" : status))),
  };
}
