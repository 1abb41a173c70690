import { type ErrorCode, isReelgraphError } from "../core/errors";

/** What the process answers to its caller (api.md, CLI). */
export const EXIT = { ok: 0, failed: 1, usage: 2, integrity: 3, refused: 4, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const EXIT_OF_CODE: Record<ErrorCode, ExitCode> = {
  "invalid-input": EXIT.usage,
  "invalid-json": EXIT.usage,
  "invalid-header": EXIT.usage,
  "body-too-large": EXIT.usage,
  "unsupported-media-type": EXIT.usage,
  "not-found": EXIT.usage,
  "method-not-allowed": EXIT.usage,
  unauthorized: EXIT.refused,
  forbidden: EXIT.refused,
  "forbidden-origin": EXIT.refused,
  conflict: EXIT.refused,
  "run-active": EXIT.refused,
  "precondition-required": EXIT.refused,
  "precondition-failed": EXIT.refused,
  "idempotency-mismatch": EXIT.refused,
  "ceiling-reached": EXIT.refused,
  "rate-limited": EXIT.refused,
  "pin-conflict": EXIT.usage,
  "unknown-selector": EXIT.usage,
  "blueprint-invalid": EXIT.failed,
  "not-canonical": EXIT.usage,
  "stale-epoch": EXIT.refused,
  integrity: EXIT.integrity,
  "unknown-schema": EXIT.integrity,
  "data-dir-locked": EXIT.refused,
  configuration: EXIT.usage,
  "store-unavailable": EXIT.failed,
  "database-unavailable": EXIT.failed,
  "decoder-unavailable": EXIT.failed,
  "provider-failed": EXIT.failed,
  "render-failed": EXIT.failed,
  internal: EXIT.failed,
};

/** A failure of the command itself, told in one or more lines; `hint` says what to do next. */
export class CliFailure extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(options: { exitCode: ExitCode; message: string; hint?: string; cause?: unknown }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "CliFailure";
    this.exitCode = options.exitCode;
    this.hint = options.hint;
  }
}

/** A mistake in the arguments, found before anything was started. */
export function usageError(message: string, hint?: string): CliFailure {
  return new CliFailure({ exitCode: EXIT.usage, message, hint });
}

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CliFailure) return error.exitCode;
  return isReelgraphError(error) ? (EXIT_OF_CODE[error.code] ?? EXIT.failed) : EXIT.failed;
}
