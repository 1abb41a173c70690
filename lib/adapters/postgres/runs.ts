import { and, asc, desc, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import { leases, runs } from "../../../drizzle/schema";
import { ReelgraphError } from "../../core/errors";
import type { RunId, VideoId, WorkspaceId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { Quote } from "../../core/plan/types";
import type { JobFailure } from "../../core/run/failure";
import type { RunState } from "../../core/run/run-state";
import { isRunEnded, RUN_STATES, RUN_TRANSITIONS, statesAllowing } from "../../core/run/run-state";
import type { Fence, RunRepository, RunRow, RunType, SystemRunRepository } from "../../ports/database";
import type { Session } from "./session";

const LIVE_STATES = RUN_STATES.filter((state) => !isRunEnded(state));

export function toRunRow(row: typeof runs.$inferSelect): RunRow {
  return {
    ...row,
    id: row.id as RunId,
    workspaceId: row.workspaceId as WorkspaceId,
    videoId: row.videoId as VideoId,
    type: row.type as RunType,
    status: row.status as RunState,
    options: row.options as unknown as RunRow["options"],
    quote: row.quote as Quote | null,
    failure: row.failure as JobFailure | null,
    reservedMicros: row.reservedMicros as MicroUsd,
    costMicros: row.costMicros as MicroUsd,
    maxCostMicros: row.maxCostMicros as MicroUsd | null,
  };
}

function stale(): ReelgraphError {
  return new ReelgraphError({
    code: "stale-epoch",
    message: "Another executor of this run, or another run, has taken over. Nothing was written.",
  });
}

function toColumns(row: Partial<RunRow>): Partial<typeof runs.$inferInsert> {
  return row as Partial<typeof runs.$inferInsert>;
}

export function createRunRepository(session: Session, workspaceId: WorkspaceId): RunRepository {
  const own = (id: RunId) => and(eq(runs.workspaceId, workspaceId), eq(runs.id, id));
  const ofSlice = ({ runId, epoch, sliceEpoch }: Fence) =>
    and(own(runId), eq(runs.epoch, epoch), eq(runs.sliceEpoch, sliceEpoch));

  /** Locks run and lease until the transaction ends; throws unless the run lives and holds its video under that epoch. */
  async function lockLease(lease: Pick<Fence, "runId" | "epoch">) {
    const rows = await session
      .select({ status: runs.status, epoch: runs.epoch, sliceEpoch: runs.sliceEpoch, lease: leases.epoch })
      .from(runs)
      .innerJoin(leases, eq(leases.videoId, runs.videoId))
      .where(own(lease.runId))
      .for("update");
    const row = rows[0];
    const status = row?.status as RunState | undefined;
    if (!row || !status || isRunEnded(status) || row.epoch !== lease.epoch || row.lease !== lease.epoch)
      throw stale();
    return { status, sliceEpoch: row.sliceEpoch };
  }

  const repository: RunRepository = {
    async insert(row) {
      const inserted = await session
        .insert(runs)
        .values(toColumns(row) as typeof runs.$inferInsert)
        .onConflictDoNothing({
          target: runs.videoId,
          where: sql`type in ('generation','regeneration') and status in ('queued','running','waiting','cancelling')`,
        })
        .returning({ id: runs.id });
      if (inserted.length === 1) return;
      const active = await repository.active(row.videoId);
      throw new ReelgraphError({
        code: "run-active",
        message: "This video has an active run. Wait for it to end or cancel it, then start another.",
        details: active ? { run: { id: active.id, status: active.status } } : {},
      });
    },
    async find(id) {
      const rows = await session.select().from(runs).where(own(id));
      return rows[0] ? toRunRow(rows[0]) : null;
    },
    async ofVideo({ videoId, limit }) {
      const rows = await session
        .select()
        .from(runs)
        .where(and(eq(runs.workspaceId, workspaceId), eq(runs.videoId, videoId)))
        .orderBy(desc(runs.createdAt), desc(runs.id))
        .limit(limit);
      return rows.map(toRunRow);
    },
    async newestOf(videoIds) {
      if (videoIds.length === 0) return [];
      const isExport = sql`(${runs.type} = 'export')`;
      const rows = await session
        .selectDistinctOn([runs.videoId, isExport])
        .from(runs)
        .where(and(eq(runs.workspaceId, workspaceId), inArray(runs.videoId, [...videoIds])))
        .orderBy(runs.videoId, isExport, desc(runs.createdAt), desc(runs.id));
      return rows.map(toRunRow);
    },
    async active(videoId) {
      const rows = await session
        .select()
        .from(runs)
        .where(
          and(
            eq(runs.workspaceId, workspaceId),
            eq(runs.videoId, videoId),
            inArray(runs.type, ["generation", "regeneration"]),
            inArray(runs.status, LIVE_STATES),
          ),
        );
      return rows[0] ? toRunRow(rows[0]) : null;
    },
    async nextRevision(videoId) {
      const rows = await session
        .select({ last: sql<number>`coalesce(max(${runs.revision}), 0)` })
        .from(runs)
        .where(
          and(
            eq(runs.workspaceId, workspaceId),
            eq(runs.videoId, videoId),
            inArray(runs.type, ["generation", "regeneration"]),
          ),
        );
      return Number(rows[0]?.last ?? 0) + 1;
    },
    async ofRevision({ videoId, revision }) {
      const rows = await session
        .select()
        .from(runs)
        .where(
          and(
            eq(runs.workspaceId, workspaceId),
            eq(runs.videoId, videoId),
            eq(runs.revision, revision),
            inArray(runs.type, ["generation", "regeneration"]),
          ),
        );
      return rows[0] ? toRunRow(rows[0]) : null;
    },
    async exportAfter(id) {
      const rows = await session
        .select()
        .from(runs)
        .where(
          and(
            eq(runs.workspaceId, workspaceId),
            eq(runs.type, "export"),
            sql`${runs.options} ->> 'afterRunId' = ${id}`,
          ),
        )
        .limit(1);
      return rows[0] ? toRunRow(rows[0]) : null;
    },
    async move({ id, event, from, set }) {
      const states = statesAllowing(event).filter((state) => from?.includes(state) ?? true);
      const target = sql.raw(
        `case status ${statesAllowing(event)
          .map((state) => `when '${state}' then '${RUN_TRANSITIONS[state][event]}'`)
          .join(" ")} end`,
      );
      const moved = await session
        .update(runs)
        .set({ ...toColumns(set ?? {}), status: target as unknown as string })
        .where(and(own(id), inArray(runs.status, states)))
        .returning();
      return moved[0] ? toRunRow(moved[0]) : null;
    },
    async countStart({ id, from, at }) {
      const counted = await session
        .update(runs)
        .set({ starts: from + 1, heartbeatAt: at })
        .where(and(own(id), eq(runs.starts, from), inArray(runs.status, LIVE_STATES)))
        .returning({ starts: runs.starts });
      return counted[0]?.starts ?? null;
    },
    async setWorkflowRun({ id, workflowRunId }) {
      await session.update(runs).set({ workflowRunId }).where(own(id));
    },
    async takeSlice({ id, at, until }) {
      const taken = await session
        .update(runs)
        .set({ sliceEpoch: sql`${runs.sliceEpoch} + 1`, heartbeatAt: at, sliceUntil: until })
        .where(
          and(
            own(id),
            inArray(runs.status, ["running", "cancelling"]),
            or(isNull(runs.sliceUntil), lte(runs.sliceUntil, at)),
          ),
        )
        .returning();
      return taken[0] ? toRunRow(taken[0]) : null;
    },
    async heartbeat({ fence, at, until }) {
      const beaten = await session
        .update(runs)
        .set({ heartbeatAt: at, sliceUntil: until })
        .where(and(ofSlice(fence), inArray(runs.status, LIVE_STATES)))
        .returning({ id: runs.id });
      return beaten.length === 1;
    },
    async closeSlice(fence) {
      await session.update(runs).set({ sliceUntil: null }).where(ofSlice(fence));
    },
    async assertFence(fence) {
      const row = await lockLease(fence);
      if (row.sliceEpoch !== fence.sliceEpoch) throw stale();
      return row.status;
    },
    async assertLease(lease) {
      return (await lockLease(lease)).status;
    },
    async setProgress({ id, progress, at }) {
      const set = await session
        .update(runs)
        .set({
          result: sql`coalesce(${runs.result}, '{}'::jsonb) || jsonb_build_object('progress', ${progress}::float8)`,
          heartbeatAt: at,
        })
        .where(and(own(id), inArray(runs.status, LIVE_STATES)))
        .returning({ id: runs.id });
      return set.length === 1;
    },
    async totalCost(videoId) {
      const rows = await session
        .select({ total: sql<string>`coalesce(sum(${runs.costMicros}), 0)` })
        .from(runs)
        .where(and(eq(runs.workspaceId, workspaceId), eq(runs.videoId, videoId)));
      return Number(rows[0]?.total ?? 0) as MicroUsd;
    },
  };
  return repository;
}

export function createSystemRunRepository(session: Session): SystemRunRepository {
  return {
    async stalled({ before, limit }) {
      const rows = await session
        .select()
        .from(runs)
        .where(
          and(
            inArray(runs.status, LIVE_STATES),
            lt(runs.createdAt, before),
            or(isNull(runs.heartbeatAt), lt(runs.heartbeatAt, before)),
            or(isNull(runs.wakeAt), lt(runs.wakeAt, before)),
          ),
        )
        .orderBy(asc(runs.createdAt))
        .limit(limit);
      return rows.map(toRunRow);
    },
    async due({ before, limit }) {
      const neverStarted = and(eq(runs.status, "queued"), eq(runs.starts, 0));
      const overslept = and(inArray(runs.status, ["waiting", "cancelling"]), lt(runs.wakeAt, before));
      const rows = await session
        .select()
        .from(runs)
        .where(or(neverStarted, overslept))
        .orderBy(asc(runs.createdAt))
        .limit(limit);
      return rows.map(toRunRow);
    },
    async find(id) {
      const rows = await session.select().from(runs).where(eq(runs.id, id));
      return rows[0] ? toRunRow(rows[0]) : null;
    },
  };
}
