import { DRAFT_INPUTS_PATH, jobOutcomePath, METADATA_PATH } from "../../core/naming/document-path";
import type { VideoRow } from "../../ports/database";
import type { ObjectKey } from "../../ports/object-store";
import { type Context, inTenant } from "../context";
import { encodeDocument, keyIn } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";
import { outcomeOf } from "../runs/slice/write-outcome";
import { encodeDraftInputs } from "../videos/write-draft-inputs";
import { encodeMetadata } from "../videos/write-metadata";
import { type Problem, verifyVideo } from "./verify-video";
import { chosenVideos } from "./verify-videos";

export interface Repair {
  /** Nothing is wrong any more. */
  ok: boolean;
  videos: number;
  objects: number;
  /** What is left. */
  problems: Problem[];
  repaired: Problem[];
}

/**
 * Verifies, and writes anew what the database knows all of: `metadata.json`, the summary's cost, outcomes of the head's run, edits not
 * yet run. A video with a run at work is only verified: its run writes these things itself. Nothing that a plan reads is changed, and
 * nothing is removed.
 */
export async function repairVideos(options: { ctx: Context; input: { id?: string } }): Promise<Repair> {
  const { ctx, input } = options;
  const total: Repair = { ok: true, videos: 0, objects: 0, problems: [], repaired: [] };
  for await (const video of chosenVideos(ctx, input.id)) {
    const before = await verifyVideo({ ctx, video });
    const fixed = await repairVideo({ ctx, video, problems: before.problems });
    const now = fixed ? await inTenant(ctx, ({ videos }) => videos.find(video.id)) : null;
    const after = now ? await verifyVideo({ ctx, video: now }) : before;
    const isLeft = ({ key, kind }: Problem) =>
      after.problems.some((problem) => problem.key === key && problem.kind === kind);
    total.problems.push(...after.problems);
    total.repaired.push(...before.problems.filter((problem) => !isLeft(problem)));
    total.objects += after.objects;
    total.videos++;
  }
  for (const { kind, videoId, key } of total.repaired) ctx.log.warn({ videoId, kind, key }, "repaired");
  return { ...total, ok: total.problems.length === 0 };
}

/** True when anything was written. */
async function repairVideo(options: {
  ctx: Context;
  video: VideoRow;
  problems: readonly Problem[];
}): Promise<boolean> {
  const { ctx, video, problems } = options;
  const broken = problems.filter(({ repairable }) => repairable);
  if (broken.length === 0) return false;
  const active = await inTenant(ctx, ({ runs }) => runs.active(video.id));
  if (active !== null) return false;
  const row = await withRightCost(ctx, video);
  const keys = new Set(broken.map(({ key }) => key));
  await repairOutcomes(ctx, row, keys);
  const draft = keyIn(video.id, DRAFT_INPUTS_PATH);
  if (keys.has(draft)) await overwrite(ctx, draft, encodeDraftInputs(row));
  const metadata = keyIn(video.id, METADATA_PATH);
  if (keys.has(metadata) || row !== video) await overwrite(ctx, metadata, encodeMetadata(row));
  return true;
}

/** The summary's cost is the sum of the runs'. By compare-and-set on the head: a run that has begun meanwhile sets it itself. */
async function withRightCost(ctx: Context, video: VideoRow): Promise<VideoRow> {
  const at = ctx.clock.now();
  return await inTenant(ctx, async ({ runs, videos }) => {
    const totalCostMicros = await runs.totalCost(video.id);
    if (totalCostMicros === video.totalCostMicros) return video;
    const { id, headRevision, epoch, status, title, durationSeconds, numDirtyArtifacts } = video;
    const summary = { status, title, durationSeconds, numDirtyArtifacts, totalCostMicros };
    const isSet = await videos.moveHead({ id, from: headRevision, to: headRevision, epoch, summary, at });
    return isSet ? { ...video, totalCostMicros, updatedAt: at } : video;
  });
}

async function repairOutcomes(
  ctx: Context,
  video: VideoRow,
  keys: ReadonlySet<string | null>,
): Promise<void> {
  const jobs = await inTenant(ctx, async ({ runs, jobs: rows }) => {
    const run = await runs.ofRevision({ videoId: video.id, revision: video.headRevision });
    return run === null ? [] : await rows.ofRun(run.id);
  });
  for (const job of jobs) {
    const key = keyIn(video.id, jobOutcomePath(video.headRevision, job.jobId));
    if (!keys.has(key) || job.finishedAt === null) continue;
    await overwrite(ctx, key, encodeDocument(DOCUMENT_SCHEMAS.outcome, outcomeOf(job)));
  }
}

async function overwrite(ctx: Context, key: ObjectKey, body: Uint8Array): Promise<void> {
  await ctx.objects.put({ key, body, mediaType: "application/json", condition: { kind: "any" } });
}
