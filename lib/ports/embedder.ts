import type { MicroUsd } from "../core/money/micro-usd";

/** Where texts lie in the space of a model: near each other when they mean much the same. */
export interface Embeddings {
  /** One per text, in the order asked; each of `dimensions` numbers and of length 1. */
  vectors: readonly Float32Array[];
  model: string;
  dimensions: number;
  costMicros: MicroUsd;
}

/** Turns texts into vectors. Equal texts of one call are bought once; what was bought before is the caller's to keep. */
export interface Embedder {
  readonly model: string;
  readonly dimensions: number;
  /**
   * Throws a GeneratorFailure with a class: `permanent` for a text that is empty or longer than the model reads, naming which;
   * `retryable`, `budget` and the others as the provider's answer says. An answer that was lost is `retryable` too: asking again costs
   * again, which at these prices is the smaller loss.
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Embeddings>;
}
