/**
 * Codes for which trying again cannot help: the data are wrong, not the moment. Everything else a step throws is tried again with a
 * pause (one table maps codes to FatalError or RetryableError, house style 5).
 */
const FATAL = new Set([
  "integrity",
  "unknown-schema",
  "blueprint-invalid",
  "invalid-input",
  "configuration",
  "not-found",
]);

export function isFatalCode(code: string): boolean {
  return FATAL.has(code);
}

/** Whether a step's error message, which is all a workflow gets to see of it, is of the kind that trying again cannot help. */
export function isFatalMessage(message: string): boolean {
  return [...FATAL].some((code) => message.startsWith(`${code}: `));
}
