import { checksumOf } from "../../core/fingerprint/checksum";
import { requireInputs } from "../../core/graph/inputs";
import {
  DRAFT_ARTIFACTS_PATH,
  DRAFT_INPUTS_PATH,
  jobOutcomePath,
  METADATA_PATH,
} from "../../core/naming/document-path";
import type { ArtifactRecord } from "../../core/plan/types";
import type { VideoRow } from "../../ports/database";
import { type ObjectKey, objectKey, readAll } from "../../ports/object-store";
import { keepDraftArtifacts } from "../artifacts/write-draft-artifacts";
import { type Context, inTenant } from "../context";
import { encodeDocument, keyIn } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";
import { planEdit } from "../plans/plan-edit";
import { outcomeOf } from "../runs/slice/write-outcome";
import { loadHead } from "../videos/load-head";
import { encodeDraftInputs } from "../videos/write-draft-inputs";
import { encodeMetadata } from "../videos/write-metadata";
import { fallBack } from "./fall-back";
import { headDocumentOf, rebuildHead } from "./rebuild-head";
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
 * Verifies, and writes anew what the database knows all of: `metadata.json`, the summary's cost, the head's documents and outcomes, edits
 * not yet run. A head that cannot be written anew is given up for the last revision that is whole. Assets of the head that are gone or corrupt are marked, and the next run makes them again; corrupt bytes are put away below
 * `trash/`. A video with a run at work is only verified: its run writes these things itself.
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
  const isFallenBack = await repairHead(ctx, video, broken);
  await forgetLost(ctx, video, broken);
  // Of the head that was given up nothing is missed any more.
  if (!isFallenBack) await markLost(ctx, video, broken);
  const marked = (await inTenant(ctx, ({ videos }) => videos.find(video.id))) ?? video;
  const row = await withRightCost(ctx, marked);
  const keys = new Set(broken.map(({ key }) => key));
  await repairOutcomes(ctx, row, keys);
  const draft = keyIn(video.id, DRAFT_INPUTS_PATH);
  if (keys.has(draft)) await overwrite(ctx, draft, encodeDraftInputs(row));
  // Whatever was wrong, the row may have changed just now; but a projection that knows more than the row is nobody's to write over.
  if (keys.has(keyIn(video.id, DRAFT_ARTIFACTS_PATH))) {
    await ctx.objects.delete([keyIn(video.id, DRAFT_ARTIFACTS_PATH)]);
    await keepDraftArtifacts({ ctx, videoId: video.id });
  }
  const metadata = keyIn(video.id, METADATA_PATH);
  const knowsMore = problems.some(({ key, repairable }) => key === metadata && !repairable);
  if (!knowsMore) await overwrite(ctx, metadata, encodeMetadata(row));
  return true;
}

/** Writes the head's documents anew, or gives it up for the last one that is whole: then true. */
async function repairHead(ctx: Context, video: VideoRow, problems: readonly Problem[]): Promise<boolean> {
  const documents = new Map(
    problems.flatMap((problem) => {
      const name = headDocumentOf(video, problem.key);
      return name ? [[name, problem] as const] : [];
    }),
  );
  if (documents.size === 0) return false;
  // Tags and manifest that contradict each other: either may be the wrong one.
  if (documents.get("tags.jsonl")?.kind === "corrupt") {
    const manifest = documents.get("manifest.json") ?? documents.get("tags.jsonl");
    if (manifest) documents.set("manifest.json", manifest);
  }
  const left = await rebuildHead({ ctx, video, broken: new Set(documents.keys()) });
  // The head is read by these two; without another one it still plays and can be made anew.
  if (!left.has("tags.jsonl") && !left.has("manifest.json")) return false;
  const unreadable = [...documents].flatMap(([name, problem]) => (left.has(name) ? [problem] : []));
  return await fallBack({ ctx, video, problems: unreadable });
}

/** What was chosen or brought along, and is lost before a run has committed it: what is committed stands again. */
async function forgetLost(ctx: Context, video: VideoRow, problems: readonly Problem[]): Promise<void> {
  const keys = new Set(problems.map(({ key }) => key));
  const at = ctx.clock.now();
  const chosen = await inTenant(ctx, ({ choices }) => choices.chosen(video.id));
  const lost: string[] = [];
  for (const { id, key: path, checksum, status } of Object.values(chosen)) {
    const key = path && keyIn(video.id, path);
    if (status !== "ready" || !key || !keys.has(key)) continue;
    if (await isPutAway({ ctx, key, promised: checksum, at })) lost.push(id);
  }
  if (lost.length === 0) return;
  await inTenant(ctx, async (repositories) => {
    const { videos, choices, runs } = repositories;
    const now = await videos.lock(video.id);
    if (!now || (await runs.active(video.id))) return;
    await choices.forget({ videoId: video.id, artifacts: lost });
    const inputs = requireInputs(now.inputs);
    const planOptions = { mode: "dirty" as const };
    const { plan } = await planEdit({ ctx, repositories, video: now, inputs, planOptions });
    await videos.setDirty({ id: video.id, numDirtyArtifacts: plan.artifacts.length, at });
  });
  await keepDraftArtifacts({ ctx, videoId: video.id });
}

/** What an artifact of the head was made from stays known; only that it is there no longer holds. */
async function markLost(ctx: Context, video: VideoRow, problems: readonly Problem[]): Promise<void> {
  const head = await loadHead({ ctx, video }).catch(() => null);
  const keys = new Set(
    problems.filter(({ kind }) => kind === "missing" || kind === "corrupt").map(({ key }) => key),
  );
  const at = ctx.clock.now();
  const lost: ArtifactRecord[] = [];
  for (const record of head?.artifacts.values() ?? []) {
    const key = record.key && keyIn(video.id, record.key);
    if (key && keys.has(key) && (await isPutAway({ ctx, key, promised: record.checksum, at })))
      lost.push(record);
  }
  if (lost.length === 0) return;
  const records = lost.map(
    (record): ArtifactRecord => ({
      ...record,
      status: "failed",
      dirtyReason: "failed",
      checksum: null,
      fingerprint: null,
      key: null,
      bytes: 0,
      failedAt: at.toISOString(),
    }),
  );
  await inTenant(ctx, async (repositories) => {
    const { videos, choices, runs } = repositories;
    const now = await videos.lock(video.id);
    if (now?.headRevision !== video.headRevision || (await runs.active(video.id))) return;
    await choices.choose({ videoId: video.id, records, at });
    const inputs = requireInputs(now.inputs);
    const planOptions = { mode: "dirty" as const };
    const { plan } = await planEdit({ ctx, repositories, video: now, inputs, planOptions });
    await videos.setDirty({ id: video.id, numDirtyArtifacts: plan.artifacts.length, at });
    await videos.setStatus({ id: video.id, status: "partial", at });
  });
}

/**
 * Out of the way of what is made again, which may have the same name; kept for people to look at. False: somebody has put the right
 * bytes back since it was verified.
 */
async function isPutAway(options: {
  ctx: Context;
  key: ObjectKey;
  promised: string | null;
  at: Date;
}): Promise<boolean> {
  const { ctx, key, promised, at } = options;
  const body = await ctx.objects.get(key);
  if (body === null) return true;
  const found = checksumOf(await readAll(body), ctx.hash);
  if (found === promised) return false;
  // Named by what it is: the same asset may come to grief twice a day.
  const to = objectKey(`trash/${at.toISOString().slice(0, 10)}/${key}.${found.slice(-12)}`);
  if (await ctx.objects.copy({ from: key, to })) await ctx.objects.delete([key]);
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
