import type { VideoId } from "../../core/ids";
import type {
  CleanableVideo,
  ReferenceRepository,
  SystemVideoRepository,
  TombstoneRepository,
} from "../../ports/cleaning";
import { ownRow, ownRows, type Session } from "./session";
import { keyOf, type StoredVideo, type Tables } from "./tables";
import { toVideoRow } from "./videos";

export function createTombstoneRepository(session: Session): TombstoneRepository {
  const { tables, workspaceId } = session;
  const of = (videoId: VideoId) => ownRows(session, tables.tombstones.by("video", videoId));
  return {
    async paths(videoId) {
      return new Set(of(videoId).map(({ path }) => path));
    },
    async bury({ videoId, objects, at }) {
      for (const { path, bytes } of objects) {
        tables.tombstones.insertNew({ videoId, path, workspaceId, bytes, buriedAt: at });
      }
    },
  };
}

export function createReferenceRepository(session: Session): ReferenceRepository {
  const { tables } = session;
  const { videos, runs, jobs, purchases, discarded, chosen } = tables;
  const own = (id: VideoId) => ownRow(session, videos.find(id));
  const runsOf = (videoId: VideoId) => ownRows(session, runs.by("video", videoId));
  return {
    async lock(videoId) {
      const row = own(videoId);
      return row && toCleanable(row);
    },
    async runs(videoId) {
      return runsOf(videoId)
        .map(({ id, status, revision, type, finishedAt, createdAt }) => ({
          standing: { id, status, revision, isExport: type === "export", finishedAt },
          createdAt,
        }))
        .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
        .map(({ standing }) => standing);
    },
    async named({ videoId, except }) {
      const paths = new Set<string>();
      const add = (key: unknown) => {
        if (typeof key === "string") paths.add(key);
      };
      const video = own(videoId);
      add(video?.mp4Key);
      add(video?.thumbnailKey);
      for (const { record } of ownRows(session, chosen.by("video", videoId))) add(record.key);
      for (const run of runsOf(videoId)) {
        if (run.type === "export") {
          add(run.result?.mp4);
          add(run.result?.thumbnail);
        }
        if (except.includes(run.id)) continue;
        for (const { outputs } of jobs.by("run", run.id)) for (const { key } of outputs ?? []) add(key);
        for (const { id, state, outcome } of purchases.by("run", run.id)) {
          if (state !== "succeeded" || discarded.has(keyOf(videoId, id))) continue;
          for (const { key } of outcome?.outputs ?? []) add(key);
        }
      }
      return paths;
    },
    async collect({ videoId, before, at }) {
      const row = own(videoId);
      if (!row?.deletedAt || row.deletedAt >= before) return false;
      videos.update(row, { collectedAt: row.collectedAt ?? at });
      return true;
    },
    async swept({ videoId, at }) {
      const row = own(videoId);
      if (row?.collectedAt) videos.update(row, { sweptAt: at });
    },
  };
}

export function systemVideosOf(tables: Tables): SystemVideoRepository {
  return {
    async page({ after, limit, workspaceId }) {
      return tables.videos
        .all()
        .filter(
          (row) =>
            (after === undefined || row.id > after) &&
            (workspaceId === undefined || row.workspaceId === workspaceId),
        )
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .slice(0, limit)
        .map(toCleanable);
    },
    async find(id) {
      const row = tables.videos.find(id);
      return row && toCleanable(row);
    },
  };
}

function toCleanable(row: StoredVideo): CleanableVideo {
  return {
    video: toVideoRow(row),
    ...{ deletedAt: row.deletedAt, collectedAt: row.collectedAt, sweptAt: row.sweptAt },
  };
}
