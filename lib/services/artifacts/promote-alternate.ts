import type { PromotedView } from "../../api/contract/alternates";
import { ReelgraphError } from "../../core/errors";
import { requireInputs } from "../../core/graph/inputs";
import { videoId } from "../../core/ids";
import type { ArtifactRecord } from "../../core/plan/types";
import { type Context, inTenant } from "../context";
import { dirtyOf } from "../plans/dirty-of";
import { planEdit } from "../plans/plan-edit";
import { requireVideo } from "../runs/require-run";
import { loadHead } from "../videos/load-head";
import { type Alternate, requireAlternate } from "./alternates";

/**
 * Chooses an alternate, with all of its bundle, in place of what the video has: an edit like one of the inputs, shown at once, paid
 * by nothing, and committed by the next run, which makes again what depends on it. Another take of the same inputs goes on as if
 * it had been the newest; a result of other inputs counts as brought along and stays until it is asked for again.
 */
export async function promoteAlternate(options: {
  ctx: Context;
  input: { id: string; name: string; n: number };
}): Promise<PromotedView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  const at = ctx.clock.now();
  // Before the row is locked, so that the lock waits for no object store.
  await loadHead({ ctx, video: await inTenant(ctx, (repositories) => requireVideo(repositories, id)) });
  return await inTenant(ctx, async (repositories) => {
    const { videos, choices } = repositories;
    const video = await videos.lock(id);
    if (!video) throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
    const { name: artifact, n } = input;
    const alternate = await requireAlternate({ ctx, repositories, video, artifact, n });
    const records = recordsOf(alternate, artifact);
    await choices.choose({ videoId: id, records, at });
    const inputs = requireInputs(video.inputs);
    const planOptions = { mode: "dirty" as const };
    const { plan } = await planEdit({ ctx, repositories, video, inputs, planOptions });
    await videos.setDirty({ id, numDirtyArtifacts: plan.artifacts.length, at });
    return {
      promoted: records.map((record) => record.id),
      dirty: dirtyOf(plan),
      quote: plan.quote,
    };
  });
}

function recordsOf({ purchase, job, differences }: Alternate, artifact: string): ArtifactRecord[] {
  if (job === null || !job.produces.includes(artifact)) {
    throw new ReelgraphError({
      code: "conflict",
      message: `The video does not use ${artifact} with its inputs. Change the inputs first.`,
    });
  }
  const outputs = (purchase.outcome?.outputs ?? []).filter(({ id }) => job.produces.includes(id));
  return differences.length === 0 ? outputs : outputs.map((record) => ({ ...record, producedBy: "person" }));
}
