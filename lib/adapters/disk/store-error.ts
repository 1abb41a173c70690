import { isReelgraphError, ReelgraphError } from "../../core/errors";

interface SystemError extends Error {
  code: string;
}

/** What the operating system refused, in words, and whether trying again later can help. */
const REASONS: Record<string, { reason: string; retryable: boolean }> = {
  ENOSPC: { reason: "the disk is full; free some space", retryable: true },
  EDQUOT: { reason: "the disk quota is used up", retryable: true },
  EFBIG: { reason: "the file would exceed the size the system allows", retryable: false },
  EACCES: { reason: "permission denied; the server's user must own the data folder", retryable: false },
  EPERM: { reason: "the operation is not permitted on the data folder", retryable: false },
  EROFS: { reason: "the file system is read-only", retryable: false },
  EIO: { reason: "the disk reports an input/output error", retryable: true },
  EMFILE: { reason: "too many files are open", retryable: true },
  ENFILE: { reason: "too many files are open on this machine", retryable: true },
  ENOMEM: { reason: "the system is out of memory", retryable: true },
  EBUSY: { reason: "the file is in use", retryable: true },
  ESTALE: { reason: "the network file system lost the file", retryable: true },
};

/** Narrow test for an errno, across realms. */
export function hasCode(error: unknown, ...codes: string[]): error is SystemError {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && codes.includes(code);
}

/**
 * A failed system call → `store-unavailable`. Speaks of the object's key and never of a path of the machine; the
 * original error stays in `cause` for the log. Errors of ours pass through.
 */
export function storeError(error: unknown, doing: string): unknown {
  if (isReelgraphError(error)) return error;
  if (!(error instanceof Error) || !("code" in error)) return error;
  if (hasCode(error, "ENOTDIR", "EISDIR", "EEXIST", "ENOTEMPTY")) {
    return new ReelgraphError({
      code: "invalid-input",
      message: `Cannot ${doing}: the key is the folder of other objects, or an object stands where its folder should be.`,
      cause: error,
    });
  }
  const known = REASONS[String(error.code)];
  return new ReelgraphError({
    code: "store-unavailable",
    message: `Cannot ${doing}: ${known?.reason ?? `the system answers ${String(error.code)}`}.`,
    retryable: known?.retryable ?? true,
    cause: error,
  });
}

/** Runs `work` and turns the system's refusals into ours. */
export async function guarded<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error, doing);
  }
}

/** For `.catch` of calls that ask for something that need not be there. */
export function nullIfAbsent(error: unknown): null {
  if (hasCode(error, "ENOENT", "ENOTDIR")) return null;
  throw error;
}
