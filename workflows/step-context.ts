import { FatalError, RetryableError } from "workflow";
import { contextFor } from "../lib/container";
import { isReelgraphError } from "../lib/core/errors";
import { workspaceId } from "../lib/core/ids";
import type { Context } from "../lib/services/context";
import { isFatalCode } from "./fatal-codes";

/** The context of a run's own workspace. */
export async function stepContext(input: { workspaceId: string }): Promise<Context> {
  return await contextFor({ workspaceId: workspaceId(input.workspaceId), actor: "workflow" });
}

/** Runs a service for a step and turns its failure into the workflow's kind. */
export async function asStep<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    const message = `${error.code}: ${error.message}`;
    if (isFatalCode(error.code)) throw new FatalError(message);
    throw new RetryableError(message, { retryAfter: 2_000 });
  }
}
