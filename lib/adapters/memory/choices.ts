import type { PurchaseId, VideoId } from "../../core/ids";
import type { ArtifactRecord } from "../../core/plan/types";
import type { ChoiceRepository } from "../../ports/choices";
import { ownRow, ownRows, type Session } from "./session";
import { keyOf } from "./tables";

export function createChoiceRepository(session: Session): ChoiceRepository {
  const { tables, workspaceId } = session;
  const { chosen, discarded } = tables;
  const own = (videoId: VideoId, artifact: string) => ownRow(session, chosen.find(keyOf(videoId, artifact)));
  return {
    async chosen(videoId) {
      const rows = ownRows(session, chosen.by("video", videoId));
      return Object.fromEntries(
        rows
          .sort((one, other) => (one.artifact < other.artifact ? -1 : 1))
          .map((row) => [row.artifact, row.record as unknown as ArtifactRecord] as const),
      );
    },
    async choose({ videoId, records, at }) {
      for (const record of records) {
        const row = own(videoId, record.id);
        const set = { record: record as unknown as Record<string, unknown>, chosenAt: at };
        if (row) chosen.update(row, set);
        else chosen.insert({ videoId, artifact: record.id, workspaceId, ...set });
      }
    },
    async forget({ videoId, artifacts }) {
      for (const artifact of artifacts) {
        const row = own(videoId, artifact);
        if (row) chosen.remove(row);
      }
    },
    async discard({ videoId, purchaseId, at }) {
      discarded.insertNew({ videoId, purchaseId, workspaceId, discardedAt: at });
    },
    async discarded(videoId) {
      const rows = ownRows(session, discarded.by("video", videoId));
      return new Set(rows.map(({ purchaseId }) => purchaseId as PurchaseId));
    },
  };
}
