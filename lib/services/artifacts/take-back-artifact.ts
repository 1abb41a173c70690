import type { TakenBackView } from "../../api/contract/own-artifacts";
import { ReelgraphError } from "../../core/errors";
import { requireInputs } from "../../core/graph/inputs";
import { narrationOfTimings, timingsOf } from "../../core/graph/own-artifacts";
import { videoId } from "../../core/ids";
import { vacancy } from "../../core/plan/choices";
import type { ArtifactRecord } from "../../core/plan/types";
import type { TenantRepositories, VideoRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { dirtyOf } from "../plans/dirty-of";
import { planEdit } from "../plans/plan-edit";
import { loadHead, preloadHead } from "../videos/load-head";
import { producersOf } from "./alternates";
import { ownSlotOf } from "./own-slot";
import { keepDraftArtifacts } from "./write-draft-artifacts";

/**
 * Takes back what a person brought along: what was made before stands in its place again, as fresh or stale as it is by now, and nothing
 * is bought for it; what was never made is missing, and the next run makes it. Own narration takes the times of its words with it.
 * Throws `conflict` for what is not a person's own.
 */
export async function takeBackArtifact(options: {
  ctx: Context;
  input: { id: string; name: string };
}): Promise<TakenBackView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  const at = ctx.clock.now();
  // Before the row is locked, so that the lock waits for no object store.
  await preloadHead({ ctx, id });
  const view = await inTenant(ctx, async (repositories): Promise<TakenBackView> => {
    const video = await repositories.videos.lock(id);
    if (!video) throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
    const { artifact } = ownSlotOf(video, input.name);
    const inputs = requireInputs(video.inputs);
    const planning = { ctx, repositories, video, inputs, planOptions: { mode: "dirty" as const } };
    const { head } = await planEdit(planning);
    const own = ownOf(artifact, head?.artifacts ?? new Map());
    await standAgain({ ctx, repositories, video, own, at });
    const { plan } = await planEdit(planning);
    await repositories.videos.setDirty({ id, numDirtyArtifacts: plan.artifacts.length, at });
    return { takenBack: own.map((record) => record.id), dirty: dirtyOf(plan), quote: plan.quote };
  });
  await keepDraftArtifacts({ ctx, videoId: id });
  return view;
}

/** The artifact, and what is only right together with it. */
function ownOf(artifact: string, current: ReadonlyMap<string, ArtifactRecord>): ArtifactRecord[] {
  const isOwn = (record: ArtifactRecord | undefined) => record?.producedBy === "person";
  const record = current.get(artifact);
  if (!record || !isOwn(record)) {
    throw new ReelgraphError({
      code: "conflict",
      message: `${artifact} is not your own: there is nothing to take back.`,
    });
  }
  const narration = narrationOfTimings(artifact);
  if (narration !== null && isOwn(current.get(narration))) {
    throw new ReelgraphError({
      code: "conflict",
      message: `${artifact} belongs to your own narration: bring other times along, or take ${narration} back.`,
    });
  }
  const timings = current.get(timingsOf(artifact) ?? "");
  return timings && isOwn(timings) ? [record, timings] : [record];
}

async function standAgain(options: {
  ctx: Context;
  repositories: TenantRepositories;
  video: VideoRow;
  own: readonly ArtifactRecord[];
  at: Date;
}): Promise<void> {
  const { ctx, repositories, video, own, at } = options;
  const { choices, runs } = repositories;
  const committed = (await loadHead({ ctx, video }))?.artifacts;
  const isUntouched = own.every(({ id }) => {
    const before = committed?.get(id);
    return before !== undefined && before.producedBy !== "person";
  });
  // What a run has taken in is taken back by another choice; what none has is simply forgotten.
  if (isUntouched && (await runs.active(video.id)) === null) {
    return await choices.forget({ videoId: video.id, artifacts: own.map(({ id }) => id) });
  }
  const records = await madeBefore({ ctx, repositories, video, own });
  await choices.choose({ videoId: video.id, records, at });
}

/** The newest results that were made of these artifacts, of one making; where there is none, nothing. */
async function madeBefore(options: {
  ctx: Context;
  repositories: TenantRepositories;
  video: VideoRow;
  own: readonly ArtifactRecord[];
}): Promise<ArtifactRecord[]> {
  const { ctx, repositories, video, own } = options;
  const [first] = own;
  const jobIds = first ? producersOf({ ctx, artifact: first.id }) : [];
  const bought = await repositories.history.bought({ videoId: video.id, jobIds });
  const discarded = await repositories.choices.discarded(video.id);
  const buried = await repositories.tombstones.paths(video.id);
  const made = bought
    .filter(({ id }) => !discarded.has(id))
    .flatMap(({ outcome }) => outcome?.outputs ?? [])
    .filter(({ key }) => key !== null && !buried.has(key))
    .toReversed();
  const newest = made.find(({ id }) => id === first?.id);
  const found = own.map((record) =>
    made.find(({ id, fingerprint }) => id === record.id && fingerprint === newest?.fingerprint),
  );
  const isWhole = found.every((record) => record !== undefined);
  return own.map((record, at) => (isWhole && found[at]) || vacancy(record, jobIds[0] ?? record.producedBy));
}
