import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { jobs } from "../../../drizzle/schema";
import type { FingerprintFields } from "../../core/fingerprint/types";
import type { RunId, VideoId, WorkspaceId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { ArtifactRecord, JobSpec } from "../../core/plan/types";
import type { JobFailure } from "../../core/run/failure";
import type { JobEvent, JobState } from "../../core/run/job-state";
import { JOB_TRANSITIONS, jobStatesAllowing } from "../../core/run/job-state";
import type { JobRepository, JobRow, SkipReason } from "../../ports/database";
import { rowsOfJson } from "./rows-of-json";
import type { Session } from "./session";

/** Rows per insert: a statement takes at most 65 535 parameters, and a job has about twenty. */
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
    outputs: row.outputs as unknown as ArtifactRecord[] | null,
    failure: row.failure as unknown as JobFailure | null,
    costMicros: row.costMicros as MicroUsd,
  };
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
        const values = rows.slice(start, start + ROWS_PER_INSERT) as unknown as (typeof jobs.$inferInsert)[];
        await session.insert(jobs).values(values).onConflictDoNothing();
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
        .set({ ...(set as unknown as Partial<typeof jobs.$inferInsert>), state: stateAfter(event) })
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
        rows: moves.map(({ jobId, set }) => ({ jobId, ...set })),
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
