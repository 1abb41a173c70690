import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { leases, videos } from "../../../drizzle/schema";
import type { VideoId, WorkspaceId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { VideoRepository, VideoRow, VideoStatus } from "../../ports/database";
import type { Session } from "./session";

export function toVideoRow(row: typeof videos.$inferSelect): VideoRow {
  const { lastEventSeq: _seq, deletedAt: _at, collectedAt: _since, sweptAt: _end, ...rest } = row;
  return {
    ...rest,
    id: row.id as VideoId,
    workspaceId: row.workspaceId as WorkspaceId,
    status: row.status as VideoStatus,
    totalCostMicros: row.totalCostMicros as MicroUsd,
    ceilingMicros: row.ceilingMicros as MicroUsd | null,
  };
}

/** `created_at, id` before the cursor: compared as a row, so that the index begins there instead of being read up to it. */
function beforeCursor(before: { createdAt: Date; id: string }) {
  return sql`(${videos.createdAt}, ${videos.id}) < (${before.createdAt.toISOString()}::timestamptz, ${before.id}::text)`;
}

export function createVideoRepository(session: Session, workspaceId: WorkspaceId): VideoRepository {
  const own = eq(videos.workspaceId, workspaceId);
  return {
    async insert(row) {
      await session.insert(videos).values(row);
    },
    async find(id) {
      const rows = await session
        .select()
        .from(videos)
        .where(and(own, eq(videos.id, id), isNull(videos.deletedAt)));
      return rows[0] ? toVideoRow(rows[0]) : null;
    },
    async lock(id) {
      const rows = await session
        .select()
        .from(videos)
        .where(and(own, eq(videos.id, id), isNull(videos.deletedAt)))
        .for("update");
      return rows[0] ? toVideoRow(rows[0]) : null;
    },
    async setInputs({ id, from, to = from + 1, inputs, numDirtyArtifacts, at }) {
      const edited = await session
        .update(videos)
        .set({ inputs, inputRevision: to, numDirtyArtifacts, updatedAt: at })
        .where(and(own, eq(videos.id, id), eq(videos.inputRevision, from)))
        .returning({ id: videos.id });
      return edited.length === 1;
    },
    async setCeiling({ id, ceilingMicros }) {
      const set = await session
        .update(videos)
        .set({ ceilingMicros })
        .where(and(own, eq(videos.id, id), isNull(videos.deletedAt)))
        .returning({ id: videos.id });
      return set.length === 1;
    },
    async setDirty({ id, numDirtyArtifacts, at }) {
      await session
        .update(videos)
        .set({ numDirtyArtifacts, updatedAt: at })
        .where(and(own, eq(videos.id, id)));
    },
    async list({ limit, before, status, dirty }) {
      const rows = await session
        .select()
        .from(videos)
        .where(
          and(
            own,
            isNull(videos.deletedAt),
            before ? beforeCursor(before) : undefined,
            status ? eq(videos.status, status) : undefined,
            dirty === undefined
              ? undefined
              : dirty
                ? gt(videos.numDirtyArtifacts, 0)
                : eq(videos.numDirtyArtifacts, 0),
          ),
        )
        .orderBy(desc(videos.createdAt), desc(videos.id))
        .limit(limit);
      return rows.map(toVideoRow);
    },
    async setStatus({ id, at, ...set }) {
      await session
        .update(videos)
        .set({ ...set, updatedAt: at })
        .where(and(own, eq(videos.id, id)));
    },
    async moveHead({ id, from, to, epoch, summary, at }) {
      const moved = await session
        .update(videos)
        .set({ ...summary, headRevision: to, updatedAt: at })
        .where(and(own, eq(videos.id, id), eq(videos.headRevision, from), eq(videos.epoch, epoch)))
        .returning({ id: videos.id });
      return moved.length === 1;
    },
    async setFilm({ id, mp4Key, thumbnailKey, at }) {
      await session
        .update(videos)
        .set({ mp4Key, thumbnailKey, updatedAt: at })
        .where(and(own, eq(videos.id, id)));
    },
    async remove({ id, at }) {
      const removed = await session
        .update(videos)
        .set({ deletedAt: sql`coalesce(${videos.deletedAt}, ${at.toISOString()}::timestamptz)` })
        .where(and(own, eq(videos.id, id)))
        .returning({ deletedAt: videos.deletedAt });
      return removed[0]?.deletedAt ?? null;
    },
    async restore(id) {
      const restored = await session
        .update(videos)
        .set({ deletedAt: null })
        .where(and(own, eq(videos.id, id), isNull(videos.collectedAt)))
        .returning({ id: videos.id });
      return restored.length === 1;
    },
    async takeLease({ id, runId }) {
      const held = await session.select().from(leases).where(eq(leases.videoId, id)).for("update");
      if (held[0]?.runId === runId) return held[0].epoch;
      const raised = await session
        .update(videos)
        .set({ epoch: sql`${videos.epoch} + 1` })
        .where(and(own, eq(videos.id, id)))
        .returning({ epoch: videos.epoch });
      const epoch = raised[0]?.epoch ?? 1;
      await session
        .insert(leases)
        .values({ videoId: id, workspaceId, runId, epoch })
        .onConflictDoUpdate({ target: leases.videoId, set: { runId, epoch } });
      return epoch;
    },
  };
}
