import { isReelgraphError, ReelgraphError } from "../../core/errors";

/**
 * SQLSTATE classes and codes of what passes: connections, shutdowns, a server that has become a standby (25006), a want of disk, memory
 * or clients (53), failing disks (58030), transactions that got in each other's way, and statements and locks that took too long.
 */
const PASSING_STATE = /^(08|57P0[1235]|53|58030|25006|40001|40P01|57014|55P03|25P0[34])/;
/** The connection is of no use any more. */
const LOST_STATE = /^(08|57P0[1235]|25006|25P0[34])/;
const PASSING_NETWORK =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What drivers say without a code; the last ones over WebSocket. */
const PASSING_WORDS =
  /^(PGlite is clos|Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Cannot use a pool after|WebSocket (is not open|was closed)|Unexpected server response)/;
/** `DETAIL` of Postgres's own errors, `code` of Node's. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

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

/** The server's code for what went wrong, e.g. `40P01`; undefined when it was not the server that said so. */
export function sqlStateOf(error: unknown): string | undefined {
  return causesOf(error)
    .map(({ code }) => code)
    .find((code): code is string => typeof code === "string" && SQLSTATE.test(code) && !isNetwork(code));
}

/** Whether the connection itself failed, so that nothing more can be asked on it. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === undefined ? isPassing(error) : LOST_STATE.test(state);
}

function isPassing(error: unknown): boolean {
  return causesOf(error).some(
    ({ code, message }) =>
      (typeof code === "string" && (PASSING_STATE.test(code) || isNetwork(code))) ||
      PASSING_WORDS.test(String(message)),
  );
}

function isNetwork(code: string): boolean {
  return PASSING_NETWORK.test(code);
}

/** Drizzle wraps what the driver threw, and a WebSocket's failure comes inside an event; several addresses fail with several errors. */
function causesOf(error: unknown): { code?: unknown; message?: unknown }[] {
  if (typeof error !== "object" || error === null) return [];
  const { cause, error: event, errors } = error as { cause?: unknown; error?: unknown; errors?: unknown };
  const deeper = [cause, event, ...(Array.isArray(errors) ? errors : [])];
  return [error, ...deeper.flatMap(causesOf)];
}
