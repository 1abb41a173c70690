import { ReelgraphError } from "../../core/errors";

/** A request that S3 refused or that never got an answer. Stays inside this adapter; `storeErrorOf` makes ours of it. */
export class S3Failure extends Error {
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** S3's error code, or the name of the client's error. */
  readonly code: string;
  /** How often the client sent the request. Fewer than allowed when its shared quota of retries was used up. */
  readonly attempts: number;

  constructor(error: unknown) {
    super("S3 request failed", { cause: summaryOf(error) });
    const known = error as ClientError | null;
    this.status = known?.$metadata?.httpStatusCode ?? null;
    const code = this.status === null ? (known?.code ?? known?.name) : known?.name;
    this.code = typeof code === "string" ? code : "UnknownError";
    this.attempts = known?.$metadata?.attempts ?? 1;
  }

  /** 404, except that of a bucket that is not there, which must not look like an absent object. */
  get isAbsent(): boolean {
    return this.status === 404 && this.code !== "NoSuchBucket";
  }

  /** The request may have been carried out although nobody said so. */
  get isAmbiguous(): boolean {
    return (this.status === null && !CONFIGURATION_CODES.has(this.code)) || (this.status ?? 0) >= 500;
  }
}

interface ClientError {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number };
}

/** What a log needs. The client's own error drags the whole response and its socket along. */
function summaryOf(error: unknown): Error {
  const { name, message, code, $metadata } = (error ?? {}) as ClientError;
  const summary = new Error(String(message ?? error));
  return Object.assign(summary, { name: String(name ?? "Error"), code, ...$metadata });
}

const CONFIGURATION_CODES = new Set(["CredentialsProviderError", "TokenProviderError", "ERR_INVALID_URL"]);

/** Runs one request of the client; whatever it throws becomes an `S3Failure`, so that it is never mixed up with a body's error. */
export async function request<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw new S3Failure(error);
  }
}

/** An `S3Failure` → `store-unavailable` in words; any other error as it is. Names keys and S3's codes, no addresses. */
export function storeErrorOf(error: unknown, doing: string): unknown {
  if (!(error instanceof S3Failure)) return error;
  const { reason, retryable } = reasonOf(error);
  return new ReelgraphError({
    code: "store-unavailable",
    message: `Cannot ${doing}: ${reason} (${error.code}).`,
    retryable,
    cause: error.cause,
  });
}

/** Runs `work` and turns S3's refusals into ours. */
export async function guarded<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeErrorOf(error, doing);
  }
}

function reasonOf({ status, code }: S3Failure): { reason: string; retryable: boolean } {
  if (CONFIGURATION_CODES.has(code)) {
    return { reason: "there are no usable credentials or endpoint for the object store", retryable: false };
  }
  if (status === null) return { reason: "the object store does not answer", retryable: true };
  if (code === "NoSuchBucket") return { reason: "the bucket does not exist", retryable: false };
  if (status === 401 || status === 403) {
    return {
      reason: "the object store denies access; check the credentials and the bucket's policy",
      retryable: false,
    };
  }
  if (status === 301 || status === 307)
    return { reason: "the bucket lives in another region", retryable: false };
  if (status === 409) return { reason: "another write to the same object is under way", retryable: true };
  if (status === 429 || status >= 500)
    return { reason: `the object store is overloaded or failing, status ${status}`, retryable: true };
  return { reason: `the object store refuses the request, status ${status}`, retryable: false };
}
