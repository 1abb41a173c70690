import { isReelgraphError, ReelgraphError } from "../../core/errors";

/** SQLSTATE classes and codes of what passes: connections, shutdowns, too many clients, and transactions that got in each other's way. */
const PASSING_STATE = /^(08|57P0[123]|53300|40001|40P01)/;
const PASSING_NETWORK =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What drivers say without a code. */
const PASSING_WORDS =
  /^(PGlite is clos|Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/**
 * A database that is away for the moment as `database-unavailable`, which callers may try again; anything else as it is. The statement
 * and its values stay out of the message: they are a customer's.
 */
export function asPassingFailure(error: unknown): unknown {
  if (isReelgraphError(error) || !isPassing(error)) return error;
  return new ReelgraphError({
    code: "database-unavailable",
    message: "The database does not answer at the moment.",
    retryable: true,
    cause: error,
  });
}

/** Drizzle wraps what the driver threw, so the causes are looked at as well. */
function isPassing(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  const isCode = typeof code === "string" && (PASSING_STATE.test(code) || PASSING_NETWORK.test(code));
  return isCode || PASSING_WORDS.test(String(message)) || isPassing(cause);
}
