import type { RunId } from "../../core/ids";
import { type Context, inTenant } from "../context";
import { requireRun } from "./require-run";
import { SliceState } from "./slice/slice-state";
import { writeCheckpoints } from "./write-checkpoints";

/** Writes every checkpoint of the run's layers that is due and not there yet; those that are cost nothing. */
export async function closeCheckpoints(options: { ctx: Context; input: { runId: RunId } }): Promise<void> {
  const { ctx, input } = options;
  const { run, jobs, reported } = await inTenant(ctx, async (repositories) => {
    const found = await requireRun(repositories, input.runId);
    const rows = await repositories.jobs.ofRun(found.id);
    const layers = [...new Set(rows.map((job) => job.layer))];
    const known = new Set<number>();
    for (const layer of layers) {
      const isKnown = await repositories.events.has({
        runId: found.id,
        type: "checkpoint-written",
        data: { layer },
      });
      if (isKnown) known.add(layer);
    }
    return { run: found, jobs: rows, reported: known };
  });
  if (run.finishedAt !== null) return;
  const state = new SliceState(run, jobs, null, new Set());
  const layers = state.layersToRecord().filter((layer) => !reported.has(layer));
  if (layers.length > 0) await writeCheckpoints({ ctx, input: { state, layers } });
}
