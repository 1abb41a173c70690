import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { jobs } from "../../../drizzle/schema";
import type { FingerprintFields } from "../../core/fingerprint/types";
import type { RunId, VideoId, WorkspaceId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { JobSpec } from "../../core/plan/types";
import type { JobFailure } from "../../core/run/failure";
import type { JobEvent, JobState } from "../../core/run/job-state";
import { JOB_TRANSITIONS, jobStatesAllowing } from "../../core/run/job-state";
import type { JobChange, JobRepository, JobRow, SkipReason } from "../../ports/database";
import { withoutRepeats, withRepeats } from "./repeated-fields";
import { rowsOfJson, wholeRowsOfJson } from "./rows-of-json";
import type { Session } from "./session";

/** Rows per insert: what is to be inserted is one parameter, and should not be endless. */
const ROWS_PER_INSERT = 500;

function toJobRow(row: typeof jobs.$inferSelect): JobRow {
  return {
    ...row,
    runId: row.runId as RunId,
    workspaceId: row.workspaceId as WorkspaceId,
    videoId: row.videoId as VideoId,
    state: row.state as JobState,
    skipReason: row.skipReason as SkipReason | null,
    spec: row.spec as unknown as JobSpec,
    madeFrom: row.madeFrom as unknown as FingerprintFields | null,
    outputs: row.outputs && withRepeats(row.outputs),
    failure: row.failure as unknown as JobFailure | null,
    costMicros: row.costMicros as MicroUsd,
  };
}

/** A change as the columns take it. */
function toColumns<Change extends Partial<JobChange>>(
  set: Change,
): Change & Partial<typeof jobs.$inferInsert> {
  const { outputs } = set;
  return { ...set, ...(outputs ? { outputs: withoutRepeats(outputs) } : {}) } as Change &
    Partial<typeof jobs.$inferInsert>;
}

/** The state that an event leads to, by the state it finds. */
function stateAfter(event: JobEvent) {
  const cases = jobStatesAllowing(event).map(
    (state) => `when '${state}' then '${JOB_TRANSITIONS[state][event]}'`,
  );
  return sql.raw(`case jobs.state ${cases.join(" ")} end`) as unknown as string;
}

export function createJobRepository(session: Session, workspaceId: WorkspaceId): JobRepository {
  return {
    async insertAll(rows) {
      for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
        const part = rows.slice(start, start + ROWS_PER_INSERT).map(toColumns);
        await session
          .insert(jobs)
          .select(wholeRowsOfJson({ table: jobs, alias: "planned", rows: part }))
          .onConflictDoNothing();
      }
    },
    async ofRun(runId) {
      const rows = await session
        .select()
        .from(jobs)
        .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.runId, runId)))
        .orderBy(asc(jobs.layer), asc(jobs.priority));
      return rows.map(toJobRow);
    },
    async move({ runId, jobId, event, set }) {
      const moved = await session
        .update(jobs)
        .set({ ...toColumns(set ?? {}), state: stateAfter(event) })
        .where(
          and(
            eq(jobs.workspaceId, workspaceId),
            eq(jobs.runId, runId),
            eq(jobs.jobId, jobId),
            inArray(jobs.state, jobStatesAllowing(event)),
          ),
        )
        .returning({ jobId: jobs.jobId });
      return moved.length === 1;
    },
    async moveAll({ runId, event, moves }) {
      if (moves.length === 0) return new Set();
      const moving = rowsOfJson({
        table: jobs,
        alias: "moving",
        rows: moves.map(({ jobId, set }) => ({ jobId, ...toColumns(set) })),
      });
      const { jobId, ...set } = moving.columns;
      const moved = await session
        .update(jobs)
        .set({ ...(set as Partial<Record<keyof typeof set, SQL>>), state: stateAfter(event) })
        .from(moving.rows)
        .where(
          and(
            eq(jobs.workspaceId, workspaceId),
            eq(jobs.runId, runId),
            eq(jobs.jobId, jobId),
            inArray(jobs.state, jobStatesAllowing(event)),
          ),
        )
        .returning({ jobId: jobs.jobId });
      return new Set(moved.map((row) => row.jobId));
    },
  };
}
