import pino from "pino";
import type { Logger } from "../../ports/logger";

/** Where a secret could hide in a field's name; the values never reach the log. */
const SECRETS = [
  "*.authorization",
  "*.token",
  "*.secret",
  "*.apiKey",
  "authorization",
  "token",
  "secret",
  "apiKey",
];

/** JSON lines on stdout. No transport threads: bundlers cannot follow them (stack.md). */
export function createLogger(options: { level: "debug" | "info" | "warn" | "error" | "silent" }): Logger {
  const log = pino({
    level: options.level,
    base: { service: "reelgraph" },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS, censor: "[redacted]" },
    formatters: { level: (label) => ({ level: label }) },
  });
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}
