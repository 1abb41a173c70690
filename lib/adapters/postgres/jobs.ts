import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { jobs } from "../../../drizzle/schema";
import type { FingerprintFields } from "../../core/fingerprint/types";
import type { RunId, VideoId, WorkspaceId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { ArtifactRecord, JobSpec } from "../../core/plan/types";
import type { JobFailure } from "../../core/run/failure";
import type { JobState } from "../../core/run/job-state";
import { JOB_TRANSITIONS, jobStatesAllowing } from "../../core/run/job-state";
import type { JobRepository, JobRow, SkipReason } from "../../ports/database";
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
      const target = sql.raw(
        `case state ${jobStatesAllowing(event)
          .map((state) => `when '${state}' then '${JOB_TRANSITIONS[state][event]}'`)
          .join(" ")} end`,
      );
      const moved = await session
        .update(jobs)
        .set({ ...(set as unknown as Partial<typeof jobs.$inferInsert>), state: target as unknown as string })
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
  };
}
