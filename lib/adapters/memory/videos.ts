import type { VideoId } from "../../core/ids";
import type { VideoRepository, VideoRow } from "../../ports/database";
import { assertOwn, ownRow, type Session } from "./session";
import type { StoredVideo } from "./tables";

export function toVideoRow(stored: StoredVideo): VideoRow {
  const { lastEventSeq: _seq, deletedAt: _at, collectedAt: _since, sweptAt: _end, ...row } = stored;
  return row;
}

/** Newest first, and of one moment by id. */
export function byNewest(
  one: { createdAt: Date; id: string },
  other: { createdAt: Date; id: string },
): number {
  const later = other.createdAt.getTime() - one.createdAt.getTime();
  if (later !== 0 || one.id === other.id) return later;
  return one.id < other.id ? 1 : -1;
}

export function createVideoRepository(session: Session): VideoRepository {
  const { tables, workspaceId } = session;
  const { videos, leases } = tables;
  const own = (id: VideoId) => ownRow(session, videos.find(id));
  const update = (id: VideoId, set: Partial<VideoRow>) => {
    const row = own(id);
    if (row) videos.update(row, set);
  };
  const find = async (id: VideoId) => {
    const row = own(id);
    return row?.deletedAt === null ? toVideoRow(row) : null;
  };
  return {
    find,
    lock: find,
    async insert(row) {
      assertOwn(session, row);
      videos.insert({ ...row, lastEventSeq: 0, deletedAt: null, collectedAt: null, sweptAt: null });
    },
    async setInputs({ id, from, to = from + 1, inputs, numDirtyArtifacts, at }) {
      const row = own(id);
      if (row?.inputRevision !== from) return false;
      videos.update(row, { inputs, inputRevision: to, numDirtyArtifacts, updatedAt: at });
      return true;
    },
    async setCeiling({ id, ceilingMicros }) {
      const row = own(id);
      if (row?.deletedAt !== null) return false;
      videos.update(row, { ceilingMicros });
      return true;
    },
    async setDirty({ id, numDirtyArtifacts, at }) {
      update(id, { numDirtyArtifacts, updatedAt: at });
    },
    async list({ limit, before, status, dirty }) {
      return videos
        .by("workspace", workspaceId)
        .filter(
          (row) =>
            row.deletedAt === null &&
            (before === undefined || byNewest(before, row) < 0) &&
            (status === undefined || row.status === status) &&
            (dirty === undefined || row.numDirtyArtifacts > 0 === dirty),
        )
        .sort(byNewest)
        .slice(0, limit)
        .map(toVideoRow);
    },
    async setStatus({ id, at, ...set }) {
      update(id, { ...set, updatedAt: at });
    },
    async moveHead({ id, from, to, epoch, summary, at }) {
      const row = own(id);
      if (row?.headRevision !== from || row.epoch !== epoch) return false;
      videos.update(row, { ...summary, headRevision: to, updatedAt: at });
      return true;
    },
    async setFilm({ id, mp4Key, thumbnailKey, at }) {
      update(id, { mp4Key, thumbnailKey, updatedAt: at });
    },
    async remove({ id, at }) {
      const row = own(id);
      return row && videos.update(row, { deletedAt: row.deletedAt ?? at }).deletedAt;
    },
    async restore(id) {
      const row = own(id);
      if (row?.collectedAt !== null) return false;
      videos.update(row, { deletedAt: null });
      return true;
    },
    async takeLease({ id, runId }) {
      const lease = ownRow(session, leases.find(id));
      if (lease?.runId === runId) return lease.epoch;
      const row = own(id);
      const epoch = row ? videos.update(row, { epoch: row.epoch + 1 }).epoch : 1;
      if (lease) leases.update(lease, { runId, epoch });
      else leases.insert({ videoId: id, workspaceId, runId, epoch });
      return epoch;
    },
  };
}
