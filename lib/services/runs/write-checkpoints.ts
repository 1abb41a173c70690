import { checkpointPath } from "../../core/naming/document-path";
import { isJobFulfilled } from "../../core/run/job-state";
import { type Context, inTenant } from "../context";
import { putDocument } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";
import type { SliceState } from "./slice/slice-state";

/**
 * Writes what is complete at the end of each layer given: an export derived from job outcomes, for people and tools, never read back
 * as truth (glossary, checkpoint). Repeating it writes the same bytes and reports nothing twice.
 */
export async function writeCheckpoints(options: {
  ctx: Context;
  input: { state: SliceState; layers: readonly number[] };
}): Promise<void> {
  const { ctx, input } = options;
  const { state, layers } = input;
  const jobs = [...state.jobs.values()];
  const last = Math.max(...jobs.map((job) => job.layer));
  for (const layer of layers) {
    const upTo = jobs.filter((job) => job.layer <= layer && isJobFulfilled(job.state));
    const versions = upTo.flatMap((job) =>
      (job.outputs ?? []).map(
        (output) => [output.id, { revision: output.revision, checksum: output.checksum }] as const,
      ),
    );
    const path = checkpointPath(state.run.revision, layer);
    await putDocument({
      ctx,
      videoId: state.run.videoId,
      path,
      schema: DOCUMENT_SCHEMAS.checkpoint,
      value: {
        layer,
        completedJobs: upTo.map((job) => job.jobId).sort(),
        artifactVersions: Object.fromEntries(versions.sort(([a], [b]) => (a < b ? -1 : 1))),
        nextLayer: layer < last ? layer + 1 : null,
        planHash: state.run.queueHash,
      },
    });
    await reportOnce({ ctx, state, layer });
  }
}

async function reportOnce(options: { ctx: Context; state: SliceState; layer: number }): Promise<void> {
  const { ctx, state, layer } = options;
  await inTenant(ctx, async ({ runs, events }) => {
    await runs.assertFence(state.fence);
    if (await events.has({ runId: state.run.id, type: "checkpoint-written", data: { layer } })) return;
    await events.append([
      {
        videoId: state.run.videoId,
        runId: state.run.id,
        type: "checkpoint-written",
        at: ctx.clock.now(),
        data: { layer },
      },
    ]);
  });
}
