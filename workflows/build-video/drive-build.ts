/** What the loop of a generation does, whoever runs it: Workflow here, a virtual one in the simulator. */
export interface BuildSteps {
  planRun(): Promise<{ live: boolean }>;
  executeBatch(): Promise<{ done: boolean; sleepMs: number }>;
  checkpoint(): Promise<void>;
  finalize(): Promise<{ status: string; exportRunId: string | null }>;
  startExport(exportRunId: string): Promise<void>;
  /** False when the run can still get on by itself, or by being started again. */
  fail(message: string): Promise<{ isEnded: boolean }>;
  sleep(milliseconds: number): Promise<void>;
  /** The next payload of the wake hook. */
  woken(): Promise<unknown>;
}

/**
 * The run of one plan (runner.md, The shape): plan, slices of work with sleep between them, checkpoints, commit. It holds ids and
 * counts, never data; everything else is in the ledger, so that it can be thrown away and started again. A run whose data are wrong ends
 * `failed` with the reason; whatever else fails leaves the run to the reconciler.
 */
export async function driveBuild(steps: BuildSteps): Promise<{ status: string }> {
  try {
    const planned = await steps.planRun();
    if (!planned.live) return { status: "ended" };

    // One pending promise for the whole loop: a fresh one per race would lose payloads.
    let woken = steps.woken().then(() => "woken");
    for (;;) {
      const batch = await steps.executeBatch();
      if (batch.done) break;
      await steps.checkpoint();
      if (batch.sleepMs > 0) {
        const first = await Promise.race([woken, steps.sleep(batch.sleepMs).then(() => "slept")]);
        if (first === "woken") woken = steps.woken().then(() => "woken");
      }
    }
    await steps.checkpoint();
    const finalized = await steps.finalize();
    if (finalized.exportRunId !== null) await steps.startExport(finalized.exportRunId);
    return { status: finalized.status };
  } catch (error) {
    // Not `instanceof Error`: what a step throws comes from another realm.
    const message = String((error as { message?: unknown } | null)?.message ?? error);
    const { isEnded } = await steps.fail(message);
    if (!isEnded) throw error;
    return { status: "failed" };
  }
}
