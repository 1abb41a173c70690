import { isReelgraphError } from "../../../core/errors";
import { isGeneratorFailure } from "../../../core/run/failure";
import type { Context } from "../../context";

const TRIES = 4;
/** Of a process that is asked to end: what it does not write down is gone with it. */
const TRIES_AT_THE_END = 30;
const FIRST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 2_000;

/**
 * Tries to keep what was paid for: a database or store that fails for a moment must not cost a second purchase. Not for refusals,
 * which stay refusals. `work` has to be repeatable, also when it was done and only its answer was lost.
 */
export async function insist<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const most = ctx.signals.isClosing ? TRIES_AT_THE_END : TRIES;
      if (attempt >= most || !mayPass(error)) throw error;
      ctx.log.warn({ attempt, error: String(error) }, "write-tried-again");
      await ctx.clock.sleep(Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt));
    }
  }
}

function mayPass(error: unknown): boolean {
  if (isGeneratorFailure(error)) return false;
  return isReelgraphError(error) ? error.retryable : true;
}
