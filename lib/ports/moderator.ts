/** Asks whether texts may be made into a video, before anything is bought. */
export interface Moderator {
  /**
   * Returns when nothing speaks against the texts, or when nobody can be asked. Throws a GeneratorFailure: `policy` naming what they
   * were refused for, `permanent` for a key that is refused, `retryable` when it could not be asked just now.
   */
  check(texts: readonly string[], signal: AbortSignal): Promise<void>;
}
