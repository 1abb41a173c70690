import type { PromotedView } from "../../api/contract/alternates";
import { ReelgraphError } from "../../core/errors";
import { requireInputs } from "../../core/graph/inputs";
import { narrationOfTimings, timingsOf } from "../../core/graph/own-artifacts";
import { videoId } from "../../core/ids";
import type { ArtifactRecord } from "../../core/plan/types";
import type { TenantRepositories, VideoRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { dirtyOf } from "../plans/dirty-of";
import { planEdit } from "../plans/plan-edit";
import { preloadHead } from "../videos/load-head";
import { type Alternate, requireAlternate } from "./alternates";
import { keepDraftArtifacts } from "./write-draft-artifacts";

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
  await preloadHead({ ctx, id });
  const promoted = await inTenant(ctx, async (repositories) => {
    const { videos, choices } = repositories;
    const video = await videos.lock(id);
    if (!video) throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
    const { name: artifact, n } = input;
    const alternate = await requireAlternate({ ctx, repositories, video, artifact, n });
    const records = [
      ...recordsOf(alternate, artifact),
      ...(await othersOfBundle({ repositories, video, alternate })),
    ];
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
  await keepDraftArtifacts({ ctx, videoId: id });
  return promoted;
}

/**
 * What other calls of the same job made of the same: a narration is spoken by one and timed by another. Without them it would stand
 * beside the times of another narration.
 */
async function othersOfBundle(options: {
  repositories: TenantRepositories;
  video: VideoRow;
  alternate: Alternate;
}): Promise<ArtifactRecord[]> {
  const { repositories, video, alternate } = options;
  const { purchase, job, record } = alternate;
  const own = new Set((purchase.outcome?.outputs ?? []).map(({ id }) => id));
  const missing = (job?.produces ?? []).filter((id) => !own.has(id) && isOfNarration(id));
  if (job === null || missing.length === 0) return [];
  const bought = await repositories.history.bought({ videoId: video.id, jobIds: [job.jobId] });
  const discarded = await repositories.choices.discarded(video.id);
  const buried = await repositories.tombstones.paths(video.id);
  const made = bought
    .filter(({ id }) => !discarded.has(id))
    .flatMap(({ outcome }) => outcome?.outputs ?? [])
    .filter(({ key, fingerprint }) => fingerprint === record.fingerprint && key !== null && !buried.has(key))
    .toReversed();
  const others = missing.flatMap((id) => made.find((output) => output.id === id) ?? []);
  return alternate.differences.length === 0 ? others : others.map(broughtAlong);
}

function isOfNarration(artifact: string): boolean {
  return timingsOf(artifact) !== null || narrationOfTimings(artifact) !== null;
}

function broughtAlong(record: ArtifactRecord): ArtifactRecord {
  return { ...record, producedBy: "person" };
}

function recordsOf({ purchase, job, differences }: Alternate, artifact: string): ArtifactRecord[] {
  if (job === null || !job.produces.includes(artifact)) {
    throw new ReelgraphError({
      code: "conflict",
      message: `The video does not use ${artifact} with its inputs. Change the inputs first.`,
    });
  }
  const outputs = (purchase.outcome?.outputs ?? []).filter(({ id }) => job.produces.includes(id));
  return differences.length === 0 ? outputs : outputs.map(broughtAlong);
}
