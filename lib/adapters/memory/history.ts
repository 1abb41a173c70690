import type { VideoId } from "../../core/ids";
import type { PurchaseRow } from "../../ports/database";
import type { HistoryRepository } from "../../ports/history";
import { copiesOf, ownRows, type Session } from "./session";

export function createHistoryRepository(session: Session): HistoryRepository {
  const { runs, jobs, purchases } = session.tables;
  const runsOf = (videoId: VideoId) => ownRows(session, runs.by("video", videoId));
  return {
    async takes(videoId) {
      const takes = new Map<string, number>();
      for (const run of runsOf(videoId)) {
        for (const { jobId, claimKey, spec } of ownRows(session, jobs.by("run", run.id))) {
          const { take } = spec.metadata;
          // A claim was opened: the take was bought, or may have been.
          if (claimKey !== null && take > (takes.get(jobId) ?? 0)) takes.set(jobId, take);
        }
      }
      return takes;
    },
    async bought({ videoId, jobIds }) {
      const found = runsOf(videoId)
        .flatMap((run) => ownRows(session, purchases.by("run", run.id)))
        .filter(({ jobId, state }) => state === "succeeded" && jobIds.includes(jobId));
      return copiesOf(found.sort(byEnd));
    },
    async builds({ videoId, limit, before, isEnded }) {
      const found = runsOf(videoId)
        .filter(
          ({ type, revision, finishedAt }) =>
            type !== "export" &&
            (before === undefined || revision < before) &&
            (isEnded !== true || finishedAt !== null),
        )
        .sort((one, other) => other.revision - one.revision);
      return copiesOf(found.slice(0, limit));
    },
  };
}

/** The oldest first; what has no end, last. */
function byEnd(one: PurchaseRow, other: PurchaseRow): number {
  const end = ({ finishedAt }: PurchaseRow) => finishedAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return end(one) - end(other) || (one.id < other.id ? -1 : 1);
}
