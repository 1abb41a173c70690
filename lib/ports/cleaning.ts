import type { RunId, VideoId, WorkspaceId } from "../core/ids";
import type { RunState } from "../core/run/run-state";
import type { VideoRow } from "./database";

/** Paths that nothing is ever stored under again, because the cleaner may still be about to delete what lies there. */
export interface TombstoneRepository {
  paths(videoId: VideoId): Promise<ReadonlySet<string>>;
  /** What is buried already keeps its moment. */
  bury(options: {
    videoId: VideoId;
    objects: readonly { path: string; bytes: number }[];
    at: Date;
  }): Promise<void>;
}

/** What the cleaner needs to know of a video, whether it was deleted or not. */
export interface CleanableVideo {
  video: VideoRow;
  deletedAt: Date | null;
  /** Its objects are being deleted since then. */
  collectedAt: Date | null;
  /** None of them is left, and none comes any more. */
  sweptAt: Date | null;
}

/** The ledger's side of reachability. */
export interface ReferenceRepository {
  /** Locks the video's row, deleted or not, so that no run begins until the transaction ends; null: there is no such video. */
  lock(videoId: VideoId): Promise<CleanableVideo | null>;
  /** Every run of the video, exports too, in the order they came. */
  runs(videoId: VideoId): Promise<RunStanding[]>;
  /**
   * Paths below the video's prefix that the ledger names: outputs of jobs, results of purchases that were not thrown away, choices of
   * people, films. `except`: runs whose jobs and purchases do not count.
   */
  named(options: { videoId: VideoId; except: readonly RunId[] }): Promise<ReadonlySet<string>>;
  /** Takes a video that was deleted before `before` for good: from then on `restore` does not find it. False: it is not so. */
  collect(options: { videoId: VideoId; before: Date; at: Date }): Promise<boolean>;
  /** The collected video has no objects any more, and is not looked at again. */
  swept(options: { videoId: VideoId; at: Date }): Promise<void>;
}

export interface RunStanding {
  id: RunId;
  status: RunState;
  revision: number;
  isExport: boolean;
  finishedAt: Date | null;
}

/** What is known of work that one process at a time does for all workspaces. */
export interface Duty {
  /** Where an unfinished round goes on; null = from the beginning. */
  progress: Record<string, unknown> | null;
  finishedAt: Date | null;
  report: Record<string, unknown> | null;
}

export interface DutyRepository {
  find(name: string): Promise<Duty | null>;
  /** Null: somebody else is at it, and alive. */
  take(options: { name: string; holder: string; at: Date; until: Date }): Promise<Duty | null>;
  /** Goes on for longer, and says how far it has come. False: somebody else has taken it. */
  keep(options: {
    name: string;
    holder: string;
    until: Date;
    progress: Record<string, unknown> | null;
  }): Promise<boolean>;
  /** Leaves it to others where it stands. */
  leave(options: { name: string; holder: string }): Promise<void>;
  /** The round is over: the next one begins from the beginning. False: somebody else has taken it. */
  finish(options: {
    name: string;
    holder: string;
    at: Date;
    report: Record<string, unknown>;
  }): Promise<boolean>;
}

export interface SystemVideoRepository {
  /** Videos of all workspaces or of one, deleted ones too, by id. */
  page(options: { after?: string; limit: number; workspaceId?: WorkspaceId }): Promise<CleanableVideo[]>;
  find(id: string): Promise<CleanableVideo | null>;
}
