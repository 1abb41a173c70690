import type { Hindrance } from "./reachable";

/** What a round of cleaning saw and did; in a dry run, what it would have done. */
export interface CleaningReport {
  dryRun: boolean;
  videos: number;
  /** Objects looked at. */
  scanned: number;
  /** Orphans moved to `trash/`. */
  quarantined: number;
  quarantinedBytes: number;
  /** Objects deleted for good, and their bytes. */
  deleted: number;
  bytes: number;
  /** Objects brought back from `trash/`, because something names them again. */
  broughtBack: number;
  /** Deleted videos whose time was over. */
  collected: number;
  /** Videos left alone, by reason; `failed`: the store or the database was in the way. */
  left: Record<Hindrance | "failed", number>;
}

export function emptyReport(dryRun: boolean): CleaningReport {
  return {
    dryRun,
    videos: 0,
    scanned: 0,
    quarantined: 0,
    quarantinedBytes: 0,
    deleted: 0,
    bytes: 0,
    broughtBack: 0,
    collected: 0,
    left: { active: 0, behind: 0, unreadable: 0, failed: 0 },
  };
}
