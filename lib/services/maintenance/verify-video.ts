import { isReelgraphError } from "../../core/errors";
import { canonicalJson } from "../../core/fingerprint/canonical-json";
import { checksumOf } from "../../core/fingerprint/checksum";
import {
  DRAFT_ARTIFACTS_PATH,
  DRAFT_INPUTS_PATH,
  HEAD_DOCUMENTS,
  jobOutcomePath,
  METADATA_PATH,
  revisionDocumentPath,
  revisionFolder,
  videoPrefix,
} from "../../core/naming/document-path";
import type { ArtifactRecord } from "../../core/plan/types";
import type { VideoRow } from "../../ports/database";
import { type ObjectHead, objectKey, readAll } from "../../ports/object-store";
import { type Context, inTenant } from "../context";
import { checkDocument } from "../documents/check-document";
import { keyIn, readDocument, readLines } from "../documents/documents";
import { listAll } from "../documents/list-all";
import { DOCUMENT_SCHEMAS, manifestShape, metadataShape, tagShape } from "../documents/schemas";
import { outcomeOf } from "../runs/slice/write-outcome";

export interface Problem {
  kind:
    | "missing"
    | "corrupt"
    | "orphan"
    | "stale-pointer"
    | "wrong-cost"
    | "wrong-status"
    | "unknown-schema"
    | "invalid-json";
  videoId: string;
  key: string | null;
  detail: string;
  /** Whether it can be rebuilt from what is left, or made again by the next run. */
  repairable: boolean;
}

/**
 * One video: every object of its head's manifest is there with the bytes it promises, every document can be read, the outcomes of the
 * head's run say what the ledger says, `metadata.json` equals the row, and the cost is the sum of its runs. Objects that nothing names
 * count as orphans only while no run is at work.
 */
export async function verifyVideo(options: {
  ctx: Context;
  video: VideoRow;
}): Promise<{ problems: Problem[]; objects: number }> {
  const { ctx, video } = options;
  const problems: Problem[] = [];
  const report: Report = (kind, key, detail, repairable) => {
    // Seen from two sides, it is still one problem.
    if (problems.some((known) => known.key === key && key !== null)) return;
    problems.push({ kind, videoId: video.id, key, detail, repairable });
  };
  const { active, cost, chosen, inLedger } = await inTenant(ctx, async ({ runs, choices, references }) => ({
    active: await runs.active(video.id),
    cost: await runs.totalCost(video.id),
    chosen: await choices.chosen(video.id),
    inLedger: await references.named({ videoId: video.id, except: [] }),
  }));

  const named = new Set<string>();
  const given = Object.values(chosen).filter(({ status }) => status === "failed");
  const lost = new Set(given.map(({ id }) => id));
  await verifyChosen({ ctx, video, chosen: Object.values(chosen), report, named });
  if (video.headRevision > 0) await verifyRevision({ ctx, video, report, named, lost });
  if (active === null) {
    if (cost !== video.totalCostMicros) {
      report("wrong-cost", null, `The row says ${video.totalCostMicros}, the runs add up to ${cost}.`, true);
    }
    if (video.headRevision > 0) await verifyMetadata({ ctx, video, report });
  }
  if (video.headRevision > 0) await verifyOutcomes({ ctx, video, report });
  const heads = await listAll(ctx.objects, `${videoPrefix(video.id)}/`);
  if (video.headRevision > 0) verifyPresence({ video, heads, report });
  await verifyDocuments({ ctx, video, heads, report });
  if (active === null) {
    const earlier = await namedByEarlierRevisions({ ctx, video });
    for (const head of heads) {
      if (!isAsset(video, head.key) || named.has(head.key) || earlier.has(head.key)) continue;
      // Of a run that came to nothing, or a head that was given up: the next run takes it over.
      if (inLedger.has(head.key.slice(videoPrefix(video.id).length + 1))) continue;
      report("orphan", head.key, "Nothing names this object. It does no harm, and takes up room.", false);
    }
  }
  return { problems, objects: heads.length };
}

/** What people chose or brought along is shown already, and the next run commits it. */
async function verifyChosen(options: {
  ctx: Context;
  video: VideoRow;
  chosen: readonly ArtifactRecord[];
  report: Report;
  named: Set<string>;
}): Promise<void> {
  const { ctx, video, chosen, report, named } = options;
  for (const { id, key: path, checksum } of chosen) {
    if (path === null) continue;
    const key = keyIn(video.id, path);
    named.add(key);
    const body = await ctx.objects.get(key);
    if (body === null) {
      report("missing", key, `It was chosen to be ${id}, and the store has it not.`, true);
      continue;
    }
    const found = checksumOf(await readAll(body), ctx.hash);
    if (found !== checksum) report("corrupt", key, `Its bytes hash to ${found}, not to ${checksum}.`, true);
  }
}

type Report = (kind: Problem["kind"], key: string | null, detail: string, repairable: boolean) => void;

async function verifyRevision(options: {
  ctx: Context;
  video: VideoRow;
  report: Report;
  named: Set<string>;
  /** Artifacts that are known to be lost: the next run makes them again. */
  lost: ReadonlySet<string>;
}): Promise<void> {
  const { ctx, video, report, named, lost } = options;
  const path = revisionDocumentPath(video.headRevision, "manifest.json");
  const key = `${videoPrefix(video.id)}/${path}`;
  try {
    // Not by loadHead, which remembers what it has read.
    const tagsPath = revisionDocumentPath(video.headRevision, "tags.jsonl");
    const common = { ctx, videoId: video.id };
    const tags = await readLines({
      ...common,
      path: tagsPath,
      schema: DOCUMENT_SCHEMAS.tag,
      shape: tagShape,
    });
    if (tags === null) report("missing", keyIn(video.id, tagsPath), "The head's tags are missing.", true);
    const manifest = await readDocument({
      ctx,
      videoId: video.id,
      path,
      schema: DOCUMENT_SCHEMAS.manifest,
      shape: manifestShape,
    });
    if (manifest === null) return void report("missing", key, "The head's manifest is missing.", true);
    const promised = new Map(manifest.objects.map((entry) => [entry.key, `sha256:${entry.sha256}`]));
    for (const tag of tags ?? []) {
      if (tag.key === null || promised.get(keyIn(video.id, tag.key)) === tag.checksum) continue;
      const detail = `It says ${tag.checksum} of ${tag.id}, and the manifest something else.`;
      report("corrupt", keyIn(video.id, tagsPath), detail, true);
    }
    const holders = new Map((tags ?? []).map(({ id, key: at }) => [at && keyIn(video.id, at), id]));
    for (const entry of manifest.objects) {
      named.add(entry.key);
      const holder = holders.get(objectKey(entry.key));
      if (holder !== undefined && lost.has(holder)) continue;
      const canBeMarked = holder !== undefined;
      const body = await ctx.objects.get(objectKey(entry.key));
      if (body === null) {
        report("missing", entry.key, "The manifest names it and the store has it not.", canBeMarked);
        continue;
      }
      const found = checksumOf(await readAll(body), ctx.hash).replace("sha256:", "");
      if (found !== entry.sha256) {
        report("corrupt", entry.key, `Its bytes hash to ${found}, not to ${entry.sha256}.`, canBeMarked);
      }
    }
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    const kind = error.code === "unknown-schema" ? "unknown-schema" : "invalid-json";
    const found = error.details?.path;
    const at = typeof found === "string" ? keyIn(video.id, found) : key;
    report(kind, at, error.message, kind !== "unknown-schema");
  }
}

/** The others are needed by whoever reads the head. */
function verifyPresence(options: { video: VideoRow; heads: readonly ObjectHead[]; report: Report }): void {
  const { video, heads, report } = options;
  const there = new Set<string>(heads.map(({ key }) => key));
  for (const name of HEAD_DOCUMENTS) {
    const key = keyIn(video.id, revisionDocumentPath(video.headRevision, name));
    if (!there.has(key)) report("missing", key, `The head's ${name} is missing.`, true);
  }
}

async function verifyMetadata(options: { ctx: Context; video: VideoRow; report: Report }): Promise<void> {
  const { ctx, video, report } = options;
  const key = `${videoPrefix(video.id)}/${METADATA_PATH}`;
  try {
    const metadata = await readDocument({
      ctx,
      videoId: video.id,
      path: METADATA_PATH,
      schema: DOCUMENT_SCHEMAS.metadata,
      shape: metadataShape,
    });
    if (metadata === null) return void report("missing", key, "metadata.json is missing.", true);
    if (metadata.headRevision !== video.headRevision) {
      const detail = `It says revision ${metadata.headRevision}, the row ${video.headRevision}.`;
      // A row that is behind may be an old database's: the documents know more, and nothing is written over them.
      report("stale-pointer", key, detail, metadata.headRevision < video.headRevision);
    }
    if (metadata.totalCostMicros !== video.totalCostMicros) {
      report(
        "wrong-cost",
        key,
        `It says ${metadata.totalCostMicros}, the row ${video.totalCostMicros}.`,
        true,
      );
    }
    if (metadata.status !== video.status) {
      report("wrong-status", key, `It says ${metadata.status}, the row ${video.status}.`, true);
    }
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    // What a newer Reelgraph wrote is not written over by an older one.
    const isNewer = error.code === "unknown-schema";
    report(isNewer ? "unknown-schema" : "invalid-json", key, error.message, !isNewer);
  }
}

/** Outcomes are rendered from the ledger, which is the authority: one that is gone or says something else is written again. */
async function verifyOutcomes(options: { ctx: Context; video: VideoRow; report: Report }): Promise<void> {
  const { ctx, video, report } = options;
  const jobs = await inTenant(ctx, async ({ runs, jobs: rows }) => {
    const run = await runs.ofRevision({ videoId: video.id, revision: video.headRevision });
    return run === null ? [] : await rows.ofRun(run.id);
  });
  for (const job of jobs.filter(({ finishedAt }) => finishedAt !== null)) {
    const path = jobOutcomePath(video.headRevision, job.jobId);
    const key = keyIn(video.id, path);
    const body = await ctx.objects.get(key);
    if (body === null) {
      report("missing", key, `The outcome of ${job.jobId} is missing.`, true);
      continue;
    }
    const text = new TextDecoder().decode(await readAll(body));
    // Those that cannot be read are reported with all other documents.
    if (readingFault(path, text) !== null) continue;
    const { schema, ...said } = JSON.parse(text) as Record<string, unknown>;
    if (schema !== DOCUMENT_SCHEMAS.outcome) continue;
    const known = outcomeOf(job);
    // An earlier version may have said less, never something else.
    if (canonicalJson({ ...known, ...said }) === canonicalJson(known)) continue;
    if (said.costMicros !== job.costMicros) {
      report("wrong-cost", key, `It says ${said.costMicros}, the ledger ${job.costMicros}.`, true);
    } else {
      report("corrupt", key, `It does not say what the ledger says of ${job.jobId}.`, true);
    }
  }
}

/** Every document below the prefix can be read, of earlier revisions as well: they can be gone back to. */
async function verifyDocuments(options: {
  ctx: Context;
  video: VideoRow;
  heads: readonly ObjectHead[];
  report: Report;
}): Promise<void> {
  const { ctx, video, heads, report } = options;
  const prefix = `${videoPrefix(video.id)}/`;
  for (const { key } of heads) {
    const path = key.slice(prefix.length);
    if (!/\.jsonl?$/.test(path) || !/^(?:dag|draft|runs|incidents|assets\/exports)\//.test(path)) continue;
    const body = await ctx.objects.get(key);
    // Removed since it was listed.
    if (body === null) continue;
    const fault = readingFault(path, new TextDecoder().decode(await readAll(body)));
    if (!fault) continue;
    // What a newer Reelgraph wrote is not written over by an older one.
    const isRepairable = fault.kind !== "unknown-schema" && isRendered({ path, video });
    report(fault.kind, key, fault.detail, isRepairable);
  }
}

function readingFault(path: string, text: string): { kind: Problem["kind"]; detail: string } | null {
  try {
    checkDocument({ path, text });
    return null;
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    return {
      kind: error.code === "unknown-schema" ? "unknown-schema" : "invalid-json",
      detail: error.message,
    };
  }
}

/** Documents that can be written again: edits not yet run, the head's, and the outcomes of its run. */
function isRendered({ path, video }: { path: string; video: VideoRow }): boolean {
  const head = revisionFolder(video.headRevision);
  const isOfHead = HEAD_DOCUMENTS.some((name) => path === `${head}/${name}`);
  const isDraft = path === DRAFT_INPUTS_PATH || path === DRAFT_ARTIFACTS_PATH;
  return isDraft || isOfHead || path.startsWith(`${head}/jobs/`);
}

/** Earlier revisions keep what they name: they can be gone back to. */
async function namedByEarlierRevisions(options: { ctx: Context; video: VideoRow }): Promise<Set<string>> {
  const { ctx, video } = options;
  const named = new Set<string>();
  for (let revision = 1; revision < video.headRevision; revision++) {
    const manifest = await readDocument({
      ctx,
      videoId: video.id,
      path: revisionDocumentPath(revision, "manifest.json"),
      schema: DOCUMENT_SCHEMAS.manifest,
      shape: manifestShape,
    }).catch(() => null);
    for (const entry of manifest?.objects ?? []) named.add(entry.key);
  }
  return named;
}

/** Assets of revisions; exports have manifests of their own and are roots, like revisions. */
function isAsset(video: VideoRow, key: string): boolean {
  const prefix = `${videoPrefix(video.id)}/assets/`;
  return key.startsWith(prefix) && !key.startsWith(`${prefix}exports/`);
}
