/** How long what is not needed is kept; operators set it (docs/how-to/clean.md). */
export interface CleaningPolicy {
  /** An object that nothing names is left alone until it is this old: longer than any run takes. */
  graceMs: number;
  /** From there on trash is deleted, and so are the objects of a deleted video. */
  trashMs: number;
  /** What a run made that failed or was cancelled before its commit is kept this long for the next run. */
  failedRunsMs: number;
}
