import { createHook, sleep } from "workflow";
import { checkpoint } from "./steps/checkpoint";
import { executeBatch } from "./steps/execute-batch";
import { fail } from "./steps/fail";
import { finalize } from "./steps/finalize";
import { planRun } from "./steps/plan-run";
import { startExport } from "./steps/start-export";

/** Which run, and the how-manieth start of it: both are in the wake hook's token. */
export interface BuildVideoInput {
  workspaceId: string;
  runId: string;
  start: number;
}

/**
 * The durable run of one plan (runner.md, The shape): plan, slices of work with sleep between them, checkpoints, commit. It holds ids and
 * counts, never data; everything else is in the ledger, so that it can be thrown away and started again. A run whose data are wrong ends
 * `failed` with the reason; whatever else fails leaves the run to the reconciler.
 */
export async function buildVideo(input: BuildVideoInput): Promise<{ status: string }> {
  "use workflow";
  const wake = createHook<{ reason: string }>({ token: `run:${input.runId}:${input.start}` });
  try {
    const planned = await planRun(input);
    if (!planned.live) return { status: "ended" };

    // One pending promise for the whole loop: a fresh one per race would lose payloads.
    let woken = wake.then(() => "woken");
    for (;;) {
      const batch = await executeBatch(input);
      if (batch.done) break;
      await checkpoint(input);
      if (batch.sleepMs > 0) {
        const first = await Promise.race([woken, sleep(batch.sleepMs).then(() => "slept")]);
        if (first === "woken") woken = wake.then(() => "woken");
      }
    }
    await checkpoint(input);
    const finalized = await finalize(input);
    if (finalized.exportRunId !== null) {
      await startExport({ workspaceId: input.workspaceId, runId: finalized.exportRunId });
    }
    return { status: finalized.status };
  } catch (error) {
    // Not `instanceof Error`: what a step throws comes from another realm.
    const message = String((error as { message?: unknown } | null)?.message ?? error);
    const { isEnded } = await fail({ workspaceId: input.workspaceId, runId: input.runId, message });
    if (!isEnded) throw error;
    return { status: "failed" };
  }
}
