import { requireInputs } from "../../core/graph/inputs";
import { incidentPath, revisionDocumentPath } from "../../core/naming/document-path";
import type { ArtifactRecord } from "../../core/plan/types";
import type { VideoRow } from "../../ports/database";
import { objectKey } from "../../ports/object-store";
import { readArtifactText } from "../artifacts/read-content";
import { type Context, inTenant } from "../context";
import { keyIn, putDocument } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";
import { planEdit } from "../plans/plan-edit";
import { loadHead } from "../videos/load-head";
import { statusOfArtifacts } from "../videos/standing-status";
import { readRevision } from "./reindex/read-revision";
import type { Problem } from "./verify-video";

/**
 * For a head that cannot be read and not be written anew either: the last revision before it that is whole becomes the head, the
 * documents that cannot be read are put away below `trash/`, and what happened is written down below `incidents/`. The number of the
 * head that was given up is not used again (ADR 0009), and what its run bought the next one takes over. False: there is no such
 * revision, or a run has begun meanwhile.
 */
export async function fallBack(options: {
  ctx: Context;
  video: VideoRow;
  problems: readonly Problem[];
}): Promise<boolean> {
  const { ctx, video, problems } = options;
  const good = await lastGood(ctx, video);
  if (good === null) return false;
  const { revision, artifacts } = good;
  const title = artifacts.get("VideoTitle");
  const titleText = title?.key
    ? (await readArtifactText({ ctx, videoId: video.id, record: title })).trim()
    : null;
  // Before the transaction, which waits for no object store.
  await loadHead({ ctx, video: { id: video.id, headRevision: revision } });
  const at = ctx.clock.now();
  const isMoved = await inTenant(ctx, async (repositories) => {
    const { videos, runs } = repositories;
    const now = await videos.lock(video.id);
    if (now?.headRevision !== video.headRevision || (await runs.active(video.id))) return false;
    const { id, epoch, numDirtyArtifacts, totalCostMicros } = now;
    const summary = {
      status: statusOfArtifacts(artifacts),
      title: titleText,
      durationSeconds: artifacts.get("Timeline")?.facts?.durationSeconds ?? null,
      ...{ numDirtyArtifacts, totalCostMicros },
    };
    await videos.moveHead({ id, from: now.headRevision, to: revision, epoch, summary, at });
    const standing = { ...now, headRevision: revision };
    const inputs = requireInputs(now.inputs);
    const planOptions = { mode: "dirty" as const };
    const { plan } = await planEdit({ ctx, repositories, video: standing, inputs, planOptions });
    await videos.setDirty({ id, numDirtyArtifacts: plan.artifacts.length, at });
    return true;
  });
  if (!isMoved) return false;
  const putAway = await putAwayUnreadable({ ctx, problems, at });
  await putDocument({
    ctx,
    videoId: video.id,
    path: incidentPath(at),
    schema: DOCUMENT_SCHEMAS.incident,
    value: {
      at: at.toISOString(),
      headRevision: video.headRevision,
      fellBackTo: revision,
      problems: problems.map(({ kind, key, detail }) => ({ kind, key, detail })),
      putAway,
    },
  });
  ctx.log.error({ videoId: video.id, from: video.headRevision, to: revision, putAway }, "head-fell-back");
  return true;
}

async function lastGood(
  ctx: Context,
  video: VideoRow,
): Promise<{ revision: number; artifacts: ReadonlyMap<string, ArtifactRecord> } | null> {
  for (let revision = video.headRevision - 1; revision > 0; revision--) {
    const manifest = keyIn(video.id, revisionDocumentPath(revision, "manifest.json"));
    if ((await ctx.objects.head(manifest)) === null) continue;
    const found = await readRevision({ ctx, videoId: video.id, revision });
    if (!("tags" in found) || found.tags === null) continue;
    return { revision, artifacts: new Map(found.tags.map((tag) => [tag.id, tag])) };
  }
  return null;
}

/** Copied first, so that people can look at them. */
async function putAwayUnreadable(options: {
  ctx: Context;
  problems: readonly Problem[];
  at: Date;
}): Promise<string[]> {
  const { ctx, problems, at } = options;
  const day = at.toISOString().slice(0, 10);
  const putAway: string[] = [];
  for (const { key } of problems) {
    if (key === null) continue;
    const from = objectKey(key);
    const to = objectKey(`trash/${day}/${key}.${at.getTime()}`);
    if ((await ctx.objects.copy({ from, to })) === null) continue;
    await ctx.objects.delete([from]);
    putAway.push(to);
  }
  return putAway;
}
