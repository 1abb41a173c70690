import { and, asc, eq, gt, isNotNull, lt, sql } from "drizzle-orm";
import { runs, tombstones, videos } from "../../../drizzle/schema";
import type { RunId, WorkspaceId } from "../../core/ids";
import type { RunState } from "../../core/run/run-state";
import type {
  CleanableVideo,
  ReferenceRepository,
  SystemVideoRepository,
  TombstoneRepository,
} from "../../ports/cleaning";
import type { Session } from "./session";
import { toVideoRow } from "./videos";

export function createTombstoneRepository(session: Session, workspaceId: WorkspaceId): TombstoneRepository {
  const of = (videoId: string) =>
    and(eq(tombstones.workspaceId, workspaceId), eq(tombstones.videoId, videoId));
  return {
    async paths(videoId) {
      const rows = await session.select({ path: tombstones.path }).from(tombstones).where(of(videoId));
      return new Set(rows.map(({ path }) => path));
    },
    async bury({ videoId, objects, at }) {
      if (objects.length === 0) return;
      const rows = JSON.stringify(objects);
      await session.execute(sql`
        insert into tombstones (video_id, path, workspace_id, bytes, buried_at)
        select ${videoId}, path, ${workspaceId}, bytes, ${at.toISOString()}::timestamptz
        from jsonb_to_recordset(${rows}::jsonb) as buried(path text, bytes bigint)
        on conflict do nothing`);
    },
  };
}

export function createReferenceRepository(session: Session, workspaceId: WorkspaceId): ReferenceRepository {
  return {
    async lock(videoId) {
      const rows = await session
        .select()
        .from(videos)
        .where(and(eq(videos.workspaceId, workspaceId), eq(videos.id, videoId)))
        .for("update");
      return rows[0] ? toCleanable(rows[0]) : null;
    },
    async runs(videoId) {
      const { id, status, revision, type, finishedAt } = runs;
      const rows = await session
        .select({ id, status, revision, type, finishedAt })
        .from(runs)
        .where(and(eq(runs.workspaceId, workspaceId), eq(runs.videoId, videoId)))
        .orderBy(asc(runs.createdAt), asc(runs.id));
      return rows.map((row) => ({
        id: row.id as RunId,
        status: row.status as RunState,
        revision: row.revision,
        isExport: row.type === "export",
        finishedAt: row.finishedAt,
      }));
    },
    async named({ videoId, except }) {
      const rows = await session.select({ key: sql<string | null>`named.key` }).from(sql`(
          with counted as (
            select id from runs
            where workspace_id = ${workspaceId} and video_id = ${videoId}
              and not (id = any (array(select jsonb_array_elements_text(${JSON.stringify(except)}::jsonb))))
          )
          select output ->> 'key' as key
          from jobs join counted on counted.id = jobs.run_id, jsonb_array_elements(jobs.outputs) as output
          where jobs.outputs is not null
          union
          select output ->> 'key'
          from purchases join counted on counted.id = purchases.run_id,
            jsonb_array_elements(purchases.outcome -> 'outputs') as output
          where purchases.state = 'succeeded'
            and not exists (
              select 1 from discarded_results
              where discarded_results.video_id = ${videoId} and discarded_results.purchase_id = purchases.id
            )
          union
          select record ->> 'key' from chosen_artifacts
          where workspace_id = ${workspaceId} and video_id = ${videoId}
          union
          select film.key from runs, lateral (values (result ->> 'mp4'), (result ->> 'thumbnail')) as film(key)
          where workspace_id = ${workspaceId} and video_id = ${videoId} and type = 'export'
          union
          select shown.key from videos, lateral (values (mp4_key), (thumbnail_key)) as shown(key)
          where workspace_id = ${workspaceId} and id = ${videoId}
        ) as named`);
      return new Set(rows.flatMap(({ key }) => key ?? []));
    },
    async collect({ videoId, before, at }) {
      const collected = await session
        .update(videos)
        .set({ collectedAt: sql`coalesce(${videos.collectedAt}, ${at.toISOString()}::timestamptz)` })
        .where(and(eq(videos.workspaceId, workspaceId), eq(videos.id, videoId), lt(videos.deletedAt, before)))
        .returning({ id: videos.id });
      return collected.length === 1;
    },
    async swept({ videoId, at }) {
      await session
        .update(videos)
        .set({ sweptAt: at })
        .where(
          and(eq(videos.workspaceId, workspaceId), eq(videos.id, videoId), isNotNull(videos.collectedAt)),
        );
    },
  };
}

export function createSystemVideoRepository(session: Session): SystemVideoRepository {
  return {
    async page({ after, limit, workspaceId }) {
      const rows = await session
        .select()
        .from(videos)
        .where(
          and(
            after === undefined ? undefined : gt(videos.id, after),
            workspaceId === undefined ? undefined : eq(videos.workspaceId, workspaceId),
          ),
        )
        .orderBy(asc(videos.id))
        .limit(limit);
      return rows.map(toCleanable);
    },
    async find(id) {
      const rows = await session.select().from(videos).where(eq(videos.id, id));
      return rows[0] ? toCleanable(rows[0]) : null;
    },
  };
}

function toCleanable(row: typeof videos.$inferSelect): CleanableVideo {
  return {
    video: toVideoRow(row),
    ...{ deletedAt: row.deletedAt, collectedAt: row.collectedAt, sweptAt: row.sweptAt },
  };
}
