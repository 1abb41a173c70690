import type { RunId } from "../../core/ids";
import { type Context, inTenant } from "../context";
import { OVERSLEPT_MS } from "../maintenance/due-runs";

/**
 * `wakeRun` for a process that has no workflows: a sleeping run is made one that has overslept, which the worker looks for. A slice at
 * work, in whichever process, finds what happened at its next heartbeat.
 */
export async function askToWake(options: { ctx: Context; input: { runId: RunId } }): Promise<void> {
  const { ctx, input } = options;
  const id = input.runId;
  const wakeAt = new Date(ctx.clock.now().getTime() - OVERSLEPT_MS - 1);
  await inTenant(ctx, async ({ runs }) => {
    // Holds the row, so that a slice that is just closing either sees what happened or has closed.
    const atWork = await runs.move({ id, event: "wake", from: ["running", "cancelling"] });
    // A run that is being cancelled may be asleep as well, and has no state of its own for that.
    const isAsleep = atWork === null || (atWork.status === "cancelling" && atWork.wakeAt !== null);
    if (isAsleep) await runs.move({ id, event: "wait", from: ["waiting", "cancelling"], set: { wakeAt } });
  });
}
