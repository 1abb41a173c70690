import type { ShownLimits } from "../limits/learn";
import type { MicroUsd } from "../money/micro-usd";

/** How a provider error is answered (runner.md, Failure). */
export type FailureClass = "retryable" | "permanent" | "policy" | "budget" | "validation";

/** Why a job failed, as rows, outcomes and the API say it. */
export interface JobFailure {
  code: FailureClass;
  retryable: boolean;
  providerErrorCode?: string;
  /** For a creator: what went wrong and what to change. */
  message: string;
  /** The provider did not look at the request, because there were too many: it counts as no attempt. */
  turnedAway?: true;
  /** From the job that failed to the one blocked by it. */
  dependencyChain?: string[];
}

const MARKER = "reelgraph.generator-failure";

/** Thrown by generators; `retryAfterMs` is what the provider asked for. */
export class GeneratorFailure extends Error {
  readonly marker = MARKER;
  readonly failureClass: FailureClass;
  readonly providerErrorCode: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** What the failed attempt cost all the same; nothing unless given. */
  readonly costMicros: MicroUsd | undefined;
  /** The provider refused it because there were too many requests (429), with what it said of its limits. */
  readonly tooMany: ShownLimits | undefined;
  /** What has to be asked before the provider is asked had too many requests: no attempt either, and nothing is known of its limits. */
  readonly tooEarly: boolean;

  constructor(options: {
    failureClass: FailureClass;
    message: string;
    providerErrorCode?: string;
    retryAfterMs?: number;
    costMicros?: MicroUsd;
    tooMany?: ShownLimits;
    tooEarly?: boolean;
    cause?: unknown;
  }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "GeneratorFailure";
    this.failureClass = options.failureClass;
    this.providerErrorCode = options.providerErrorCode;
    this.retryAfterMs = options.retryAfterMs;
    this.costMicros = options.costMicros;
    this.tooMany = options.tooMany;
    this.tooEarly = options.tooEarly ?? false;
  }
}

export function isGeneratorFailure(value: unknown): value is GeneratorFailure {
  return typeof value === "object" && value !== null && (value as { marker?: unknown }).marker === MARKER;
}

const MAX_MESSAGE = 2_000;
const MAX_CODE = 200;

/** Providers answer with anything, and neither a database nor canonical JSON holds NUL characters and halves of characters. */
function printable(text: string, length: number): string {
  const short = text.length > length ? `${text.slice(0, length)}…` : text;
  return short.replace(/\p{Surrogate}/gu, "\ufffd").replaceAll("\0", "\ufffd");
}

/** Any thrown value as the failure a job row stores; what is not a generator's own failure counts as retryable. */
export function toJobFailure(error: unknown): JobFailure {
  if (isGeneratorFailure(error)) {
    return {
      code: error.failureClass,
      retryable: error.failureClass === "retryable" || error.failureClass === "validation",
      message: printable(error.message, MAX_MESSAGE),
      ...(error.tooMany || error.tooEarly ? { turnedAway: true as const } : {}),
      ...(error.providerErrorCode ? { providerErrorCode: printable(error.providerErrorCode, MAX_CODE) } : {}),
    };
  }
  return {
    code: "retryable",
    retryable: true,
    message: printable(error instanceof Error ? error.message : String(error), MAX_MESSAGE),
  };
}
