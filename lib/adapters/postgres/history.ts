import { and, asc, desc, eq, inArray, isNotNull, lt, sql } from "drizzle-orm";
import { jobs, purchases, runs } from "../../../drizzle/schema";
import type { WorkspaceId } from "../../core/ids";
import type { HistoryRepository } from "../../ports/history";
import { toPurchaseRow } from "./purchases";
import { toRunRow } from "./runs";
import type { Session } from "./session";

export function createHistoryRepository(session: Session, workspaceId: WorkspaceId): HistoryRepository {
  /** The video's runs by their own index: jobs and purchases have one by run. */
  const runsOf = (videoId: string) =>
    session
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.videoId, videoId)));
  return {
    async takes(videoId) {
      const take = sql<number>`max((${jobs.spec} #>> '{metadata,take}')::int)`;
      const rows = await session
        .select({ jobId: jobs.jobId, take })
        .from(jobs)
        .where(
          and(
            eq(jobs.workspaceId, workspaceId),
            inArray(jobs.runId, runsOf(videoId)),
            // A claim was opened: the take was bought, or may have been.
            isNotNull(jobs.claimKey),
          ),
        )
        .groupBy(jobs.jobId);
      return new Map(
        rows.map((row) => [row.jobId, Number(row.take)] as const).filter(([, highest]) => highest > 0),
      );
    },
    async bought({ videoId, jobIds }) {
      if (jobIds.length === 0) return [];
      const rows = await session
        .select()
        .from(purchases)
        .where(
          and(
            eq(purchases.workspaceId, workspaceId),
            inArray(purchases.runId, runsOf(videoId)),
            inArray(purchases.jobId, [...jobIds]),
            eq(purchases.state, "succeeded"),
          ),
        )
        .orderBy(asc(purchases.finishedAt), asc(purchases.id));
      return rows.map(toPurchaseRow);
    },
    async builds({ videoId, limit, before, isEnded }) {
      const rows = await session
        .select()
        .from(runs)
        .where(
          and(
            eq(runs.workspaceId, workspaceId),
            eq(runs.videoId, videoId),
            inArray(runs.type, ["generation", "regeneration"]),
            before === undefined ? undefined : lt(runs.revision, before),
            isEnded ? isNotNull(runs.finishedAt) : undefined,
          ),
        )
        .orderBy(desc(runs.revision))
        .limit(limit);
      return rows.map(toRunRow);
    },
  };
}
