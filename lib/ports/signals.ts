/**
 * Tells whoever works on a run in this process that something has happened to it: a webhook, a cancel. Only to be quick: what is told
 * is in the database first, and who misses it finds it there at the next heartbeat.
 */
export interface Signals {
  /** This process has been asked to end: what is under way is brought to its end, and nothing new is begun. */
  readonly isClosing: boolean;
  close(): void;
  /** Calls back when it is asked to, until the returned function is called. */
  onClose(onSignal: () => void): () => void;
  tell(runId: string): void;
  /** Calls back at each signal until the returned function is called. */
  listen(runId: string, onSignal: () => void): () => void;
}
