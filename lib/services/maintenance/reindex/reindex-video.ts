import { isReelgraphError } from "../../../core/errors";
import { checksumOf } from "../../../core/fingerprint/checksum";
import { requireInputs } from "../../../core/graph/inputs";
import { runId as asRunId, type RunId, type VideoId } from "../../../core/ids";
import { microUsd, ZERO_MICROS } from "../../../core/money/micro-usd";
import { DRAFT_INPUTS_PATH, METADATA_PATH, videoPrefix } from "../../../core/naming/document-path";
import type { ArtifactRecord } from "../../../core/plan/types";
import type { RunRow, TenantRepositories, VideoRow, VideoStatus } from "../../../ports/database";
import { readArtifactText } from "../../artifacts/read-content";
import { type Context, inTenant } from "../../context";
import { keyIn, readDocument } from "../../documents/documents";
import { listAll } from "../../documents/list-all";
import { DOCUMENT_SCHEMAS, draftInputsShape, exportManifestShape } from "../../documents/schemas";
import { planEdit } from "../../plans/plan-edit";
import { newRun } from "../../runs/new-run";
import { loadHead } from "../../videos/load-head";
import { readMetadata } from "../../videos/read-metadata";
import { statusOfArtifacts } from "../../videos/standing-status";
import { encodeMetadata, writeMetadata } from "../../videos/write-metadata";
import { isExportManifest, pathOf, revisionFolderOf } from "../clean/reachable";
import { openOwnArtifacts } from "./open-own-artifacts";
import { paidElsewhere } from "./paid-elsewhere";
import { type RevisionRecord, readRevision } from "./read-revision";
import { emptyRun, type RunRows, rowsOfRevision } from "./rows-of-revision";

export interface Reindexed {
  videoId: string;
  /**
   * - `known`: its row knows all that its documents know;
   * - `rebuilt`: it had no row, or one that was behind;
   * - `elsewhere`: it is another workspace's;
   * - `unreadable`: no inputs that can be read, so there is nothing to make a row of.
   */
  outcome: "known" | "rebuilt" | "elsewhere" | "unreadable";
  headRevision: number;
  /** Revisions that are newer than the head and not whole any more: the last good one is the head. */
  faults: { revision: number; detail: string }[];
}

/**
 * Makes the rows of a video from its documents (storage.md, Commit order): pointer and summary, its runs with their jobs, what was
 * bought and what it cost, its films, and what people brought along that no run has committed. The head is the last revision that is
 * whole. Choices between alternates and what was thrown away are written down nowhere else, and are lost with the database. Repeating it changes nothing.
 */
export async function reindexVideo(options: {
  ctx: Context;
  videoId: VideoId;
  /**
   * It has just come from another installation: its pointer is taken over as `metadata.json` has it, with its times, and what its
   * documents name and nobody has brought along is a path that is never used again.
   */
  isArriving?: boolean;
}): Promise<Reindexed> {
  const { ctx, videoId, isArriving = false } = options;
  const known = await ctx.database.system(({ videos }) => videos.find(videoId));
  const nothing = { videoId, headRevision: known?.video.headRevision ?? 0, faults: [] };
  if (known && known.video.workspaceId !== ctx.workspaceId) return { ...nothing, outcome: "elsewhere" };
  const paths = (await listAll(ctx.objects, `${videoPrefix(videoId)}/`)).map(({ key }) =>
    pathOf(videoId, key),
  );
  const revisions = revisionsIn(paths);
  const rowsThere = known ? await inTenant(ctx, ({ references }) => references.runs(videoId)) : [];
  const counted = new Set(rowsThere.filter(({ isExport }) => !isExport).map(({ revision }) => revision));
  const draft = await draftOf(ctx, videoId);
  const isEditKnown = (draft?.inputRevision ?? 0) <= (known?.video.inputRevision ?? 0);
  if (known && isEditKnown && revisions.every((revision) => counted.has(revision))) {
    return { ...nothing, outcome: "known" };
  }

  const read = [];
  for (const revision of revisions) read.push(await readRevision({ ctx, videoId, revision }));
  const records = read.filter((record): record is RevisionRecord => "plan" in record);
  const head = records.findLast(({ tags }) => tags !== null) ?? null;
  const newest = head ?? records.at(-1);
  if (!newest) return { ...nothing, outcome: "unreadable", faults: read.map(faultOf) };
  const faults = read
    .filter((record) => record.fault !== null && record.revision > (head?.revision ?? 0))
    .map(faultOf);

  // Edits that no run has taken up.
  const edits = draft && draft.inputRevision > newest.inputs.inputRevision ? draft : null;
  const { inputs, inputRevision, seed } = { ...newest.inputs, ...edits };
  const like = { inputs, inputRevision, seed };
  const video = await rowOf({ ctx, videoId, head, like, records, isArriving });
  const rows = records.map((record) => rowsOfRevision({ ctx, videoId, record }));
  const readable = new Set(records.map(({ revision }) => revision));
  const lost = revisions
    .filter((revision) => !readable.has(revision))
    .map((revision): RunRows => {
      const run = emptyRun({ ctx, videoId, revision, like });
      return { run, jobs: [], purchases: [] };
    });
  const films = await filmsOf({ ctx, video, paths, records });
  const own = known ? [] : await openOwnArtifacts({ ctx, videoId, paths, records });
  const paid = await paidElsewhere(ctx, videoId);
  const missing = [...rows, ...lost]
    .filter(({ run }) => !counted.has(run.revision))
    .map((made) => ({ ...made, isPaidElsewhere: paid.has(made.run.id) }));
  const gone = isArriving ? goneFrom(missing, new Set(paths)) : [];
  // Before the transaction, which waits for no object store.
  await loadHead({ ctx, video });
  const isDone = await inTenant(ctx, (repositories) =>
    writeRows({ ctx, repositories, video, isNew: known === null, rows: missing, films, gone, own }),
  );
  if (!isDone) return await reindexVideo(options);
  const written = await inTenant(ctx, ({ videos }) => videos.find(videoId));
  if (written && isArriving) await overwriteMetadata(ctx, written);
  else if (written) await writeMetadata({ ctx, video: written });
  for (const { revision, detail } of faults) {
    ctx.log.error({ videoId, revision, detail }, "revision-not-whole");
  }
  ctx.log.warn({ videoId, headRevision: video.headRevision }, "video-reindexed");
  return { videoId, outcome: "rebuilt", headRevision: video.headRevision, faults };
}

/** What came along may say the same head, and another sum: here the row is the authority. */
async function overwriteMetadata(ctx: Context, video: VideoRow): Promise<void> {
  const key = keyIn(video.id, METADATA_PATH);
  const body = encodeMetadata(video);
  const current = await ctx.objects.head(key);
  if (current?.checksum === checksumOf(body, ctx.hash)) return;
  await ctx.objects.put({ key, body, mediaType: "application/json", condition: { kind: "any" } });
}

function faultOf(record: { revision: number; fault: string | null }): Reindexed["faults"][number] {
  return { revision: record.revision, detail: record.fault ?? "" };
}

function revisionsIn(paths: readonly string[]): number[] {
  const folders = new Set(paths.flatMap((path) => revisionFolderOf(path) ?? []));
  return [...folders].map((folder) => Number(folder.slice("dag/".length))).sort((one, other) => one - other);
}

/** The newest edit that was written down; an unreadable draft is no reason to lose the rest. */
async function draftOf(
  ctx: Context,
  videoId: VideoId,
): Promise<Pick<VideoRow, "inputs" | "inputRevision"> | null> {
  try {
    const draft = await readDocument({
      ctx,
      videoId,
      path: DRAFT_INPUTS_PATH,
      schema: DOCUMENT_SCHEMAS.draftInputs,
      shape: draftInputsShape,
    });
    if (draft === null) return null;
    requireInputs(draft.inputs);
    return { inputs: draft.inputs, inputRevision: draft.inputRevision };
  } catch (error) {
    if (!isReelgraphError(error) || error.retryable) throw error;
    ctx.log.warn({ videoId, error: error.message }, "draft-not-readable");
    return null;
  }
}

/** Results that jobs speak of and that nobody has brought along. */
function goneFrom(rows: readonly RunRows[], there: ReadonlySet<string>): { path: string; bytes: number }[] {
  const outputs = rows.flatMap(({ jobs }) => jobs.flatMap((job) => job.outputs ?? []));
  const gone = new Map(
    outputs.flatMap(({ key, bytes }) => (key !== null && !there.has(key) ? [[key, bytes] as const] : [])),
  );
  return [...gone].map(([path, bytes]) => ({ path, bytes }));
}

/** A status in which nothing is being done to a video. */
const RESTING = new Set<string>(["succeeded", "partial", "failed", "cancelled"]);

async function rowOf(options: {
  ctx: Context;
  videoId: VideoId;
  head: RevisionRecord | null;
  like: Pick<VideoRow, "inputs" | "inputRevision" | "seed">;
  records: readonly RevisionRecord[];
  isArriving: boolean;
}): Promise<VideoRow> {
  const { ctx, videoId, head, like, records, isArriving } = options;
  const artifacts = head?.tags ? new Map(head.tags.map((tag) => [tag.id, tag])) : null;
  const title = artifacts?.get("VideoTitle");
  const metadata = await readMetadata({ ctx, videoId });
  const created = metadata?.createdAt ?? records[0]?.asked.createdAt;
  const createdAt = created ? new Date(created) : ctx.clock.now();
  const said = isArriving && head !== null && metadata?.headRevision === head.revision ? metadata : null;
  const status = said && RESTING.has(said.status) ? (said.status as VideoStatus) : null;
  return {
    id: videoId,
    workspaceId: ctx.workspaceId,
    dagPrefix: videoPrefix(videoId),
    headRevision: head?.revision ?? 0,
    // What an older writer still holds must not fit any more.
    epoch: said?.epoch ?? Math.max(metadata?.epoch ?? 0, records.at(-1)?.revision ?? 0) + 1,
    status: status ?? statusOfArtifacts(artifacts),
    ...like,
    title: title?.key ? (await readArtifactText({ ctx, videoId, record: title })).trim() : null,
    durationSeconds: artifacts?.get("Timeline")?.facts?.durationSeconds ?? null,
    numDirtyArtifacts: 0,
    totalCostMicros: ZERO_MICROS,
    // Written down in no document.
    ceilingMicros: null,
    thumbnailKey: null,
    mp4Key: null,
    createdAt,
    updatedAt: said ? new Date(said.updatedAt) : ctx.clock.now(),
  };
}

/** An export that came to a film, from its manifest. */
interface Film {
  run: RunRow;
  mp4: string;
  thumbnail: string;
}

async function filmsOf(options: {
  ctx: Context;
  video: VideoRow;
  paths: readonly string[];
  records: readonly RevisionRecord[];
}): Promise<Film[]> {
  const { ctx, video, paths, records } = options;
  const there = new Set(paths);
  const films: Film[] = [];
  for (const path of paths.filter(isExportManifest)) {
    const manifest = await readDocument({
      ctx,
      videoId: video.id,
      path,
      schema: DOCUMENT_SCHEMAS.exportManifest,
      shape: exportManifestShape,
    }).catch(() => null);
    if (!manifest || !there.has(manifest.mp4.key)) continue;
    const head = await ctx.objects.head(keyIn(video.id, path));
    const at = head?.modifiedAt ?? ctx.clock.now();
    const { mp4, poster, revision } = manifest;
    // A film is as long as its timeline, to one frame.
    const tags = records.find((record) => record.revision === revision)?.tags;
    const timeline = tags?.find(({ id }) => id === "Timeline");
    const durationSeconds = manifest.durationSeconds ?? timeline?.facts?.durationSeconds ?? 0;
    const run: RunRow = {
      ...newRun({
        ...{ ctx, video, type: "export", revision, plan: null, maxCostMicros: null, at },
        options: { format: "mp4" },
      }),
      id: asRunId(manifest.runId) as RunId,
      status: "succeeded",
      result: {
        ...{ mp4: mp4.key, bytes: mp4.bytes, sha256: mp4.sha256, thumbnail: poster.key },
        durationSeconds,
      },
      startedAt: at,
      finishedAt: at,
    };
    films.push({ run, mp4: mp4.key, thumbnail: poster.key });
  }
  return films.sort((one, other) => one.run.createdAt.getTime() - other.run.createdAt.getTime());
}

/** All of it or nothing. False: somebody has written rows of the video meanwhile. */
async function writeRows(options: {
  ctx: Context;
  repositories: TenantRepositories;
  video: VideoRow;
  isNew: boolean;
  rows: readonly (RunRows & { isPaidElsewhere: boolean })[];
  films: readonly Film[];
  gone: readonly { path: string; bytes: number }[];
  own: readonly ArtifactRecord[];
}): Promise<boolean> {
  const { ctx, repositories, video, isNew, rows, films, gone, own } = options;
  const { videos, runs, jobs, purchases, money, references, tombstones, choices } = repositories;
  const { id } = video;
  const found = await references.lock(id);
  if ((found === null) !== isNew) return false;
  const there = await references.runs(id);
  const counted = new Set(there.filter(({ isExport }) => !isExport).map(({ revision }) => revision));
  if (rows.some(({ run }) => counted.has(run.revision))) return false;
  if (found === null) await videos.insert(video);
  for (const { run, jobs: made, purchases: bought, isPaidElsewhere } of rows) {
    const costMicros = microUsd(bought.reduce((sum, purchase) => sum + purchase.costMicros, 0));
    await runs.insert(isPaidElsewhere ? { ...run, costMicros } : run);
    await jobs.insertAll(made);
    await purchases.insertAll(bought);
    // What another ledger has counted is no spending of this month, nor of any.
    if (isPaidElsewhere) continue;
    await money.settleAll({
      runId: run.id,
      videoId: id,
      month: run.month,
      settlements: bought.map(({ id: purchaseId, costMicros: amount }) => ({ purchaseId, amount })),
      at: run.finishedAt ?? video.updatedAt,
    });
  }
  const exported = new Set(there.map(({ id: runId }) => runId));
  for (const { run } of films) if (!exported.has(run.id)) await runs.insert(run);
  const now = found?.video ?? video;
  const { title, durationSeconds, status, headRevision } = video;
  const at = video.updatedAt;
  const totalCostMicros = await runs.totalCost(id);
  const summary = { title, durationSeconds, status, totalCostMicros, numDirtyArtifacts: 0 };
  // A row that is behind goes on to what the documents have; it never goes back.
  const to = Math.max(headRevision, now.headRevision);
  if (to === headRevision) {
    await videos.moveHead({ id, from: now.headRevision, to, epoch: now.epoch, summary, at });
  }
  if (video.inputRevision > now.inputRevision) {
    const { inputs, inputRevision } = video;
    await videos.setInputs({
      id,
      from: now.inputRevision,
      to: inputRevision,
      inputs,
      numDirtyArtifacts: 0,
      at,
    });
  }
  const film = films.findLast(({ run }) => run.revision === to);
  await choices.choose({ videoId: id, records: own, at });
  if (gone.length > 0) await tombstones.bury({ videoId: id, objects: gone, at });
  if (film) await videos.setFilm({ id, mp4Key: film.mp4, thumbnailKey: film.thumbnail, at });
  const standing = await videos.find(id);
  if (standing === null) return true;
  const inputs = requireInputs(standing.inputs);
  const planOptions = { mode: "dirty" as const };
  const { plan } = await planEdit({ ctx, repositories, video: standing, inputs, planOptions });
  await videos.setDirty({ id, numDirtyArtifacts: plan.artifacts.length, at });
  return true;
}
