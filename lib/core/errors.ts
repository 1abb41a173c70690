/**
 * Every failure a caller can meet has a code from this closed list (architecture.md, house style 5).
 * lib/api/problem.ts maps code → HTTP status; workflows map `retryable` → RetryableError or FatalError.
 */
export const ERROR_CODES = [
  "invalid-input",
  "invalid-json",
  "invalid-header",
  "body-too-large",
  "unsupported-media-type",
  "not-found",
  "method-not-allowed",
  "unauthorized",
  "forbidden",
  "forbidden-origin",
  "conflict",
  "run-active",
  "precondition-required",
  "precondition-failed",
  "idempotency-mismatch",
  "ceiling-reached",
  "rate-limited",
  "pin-conflict",
  "unknown-selector",
  "blueprint-invalid",
  "not-canonical",
  "stale-epoch",
  "integrity",
  "unknown-schema",
  "data-dir-locked",
  "configuration",
  "store-unavailable",
  "database-unavailable",
  "decoder-unavailable",
  "provider-failed",
  "render-failed",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** One field at fault. `pointer` is an RFC 6901 JSON pointer into the request body, e.g. `/inputs/Duration`. */
export interface FieldError {
  pointer: string;
  message: string;
}

export interface ReelgraphErrorOptions {
  code: ErrorCode;
  /** For people: what is wrong and what to do about it. */
  message: string;
  errors?: FieldError[];
  retryable?: boolean;
  retryAfterSeconds?: number;
  /** Machine-readable extras that go into the problem document, e.g. the active run of `run-active`. */
  details?: Record<string, unknown>;
  cause?: unknown;
}

const MARKER = "reelgraph.error";

/** An expected failure with a code. Recognise it with `isReelgraphError`, not `instanceof`: workflow steps cross realms. */
export class ReelgraphError extends Error {
  readonly marker = MARKER;
  readonly code: ErrorCode;
  readonly errors: FieldError[];
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(options: ReelgraphErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ReelgraphError";
    this.code = options.code;
    this.errors = options.errors ?? [];
    this.retryable = options.retryable ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.details = options.details;
  }
}

/** True for any ReelgraphError, also one that was created in another realm. */
export function isReelgraphError(value: unknown): value is ReelgraphError {
  return typeof value === "object" && value !== null && (value as { marker?: unknown }).marker === MARKER;
}

/** Shorthand for bad input that names one field. */
export function invalidInput(pointer: string, message: string): ReelgraphError {
  return new ReelgraphError({ code: "invalid-input", message, errors: [{ pointer, message }] });
}
