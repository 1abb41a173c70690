/**
 * Tells whoever works on a run in this process that something has happened to it: a webhook, a cancel. Only to be quick: what is told
 * is in the database first, and who misses it finds it there at the next heartbeat.
 */
export interface Signals {
  tell(runId: string): void;
  /** Calls back at each signal until the returned function is called. */
  listen(runId: string, onSignal: () => void): () => void;
}
