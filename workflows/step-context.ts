import { FatalError, RetryableError } from "workflow";
import { contextFor } from "../lib/container";
import { isReelgraphError } from "../lib/core/errors";
import { workspaceId } from "../lib/core/ids";
import type { Context } from "../lib/services/context";

/** The context of a run's own workspace. */
export async function stepContext(input: { workspaceId: string }): Promise<Context> {
  return await contextFor({ workspaceId: workspaceId(input.workspaceId), actor: "workflow" });
}

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

/** Whether a step's error message, which is all a workflow gets to see of it, is of the kind that trying again cannot help. */
export function isFatalMessage(message: string): boolean {
  return [...FATAL].some((code) => message.startsWith(`${code}: `));
}

/** Runs a service for a step and turns its failure into the workflow's kind. */
export async function asStep<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    const message = `${error.code}: ${error.message}`;
    if (FATAL.has(error.code)) throw new FatalError(message);
    throw new RetryableError(message, { retryAfter: 2_000 });
  }
}
