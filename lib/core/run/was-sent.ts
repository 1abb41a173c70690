/** Codes of connections that were never made: no request can have left on one. */
const NEVER_MADE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/**
 * Whether a request whose connection failed may have reached the provider. Only what surely did not may be tried again as if nothing
 * had happened (runner.md, Job ledger); the rest is an unknown outcome.
 */
export function mayHaveBeenSent(error: unknown): boolean {
  let at = error;
  for (let depth = 0; depth < 8 && typeof at === "object" && at !== null; depth++) {
    const { code, cause, errors } = at as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === "string" && NEVER_MADE.has(code)) return false;
    // Tried at several addresses: all of them have to have failed in that way.
    if (Array.isArray(errors) && errors.length > 0) return errors.some(mayHaveBeenSent);
    at = cause;
  }
  return true;
}
