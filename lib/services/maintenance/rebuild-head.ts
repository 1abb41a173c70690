import { isReelgraphError } from "../../core/errors";
import { checksumOf, checksumOfJson } from "../../core/fingerprint/checksum";
import { expandGraph } from "../../core/graph/expand";
import { requireInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import type { VideoId } from "../../core/ids";
import {
  HEAD_DOCUMENTS,
  type RevisionDocument,
  revisionDocumentPath,
  revisionFolder,
  videoPrefix,
} from "../../core/naming/document-path";
import type { ArtifactRecord, HeadState, JobSpec, Plan } from "../../core/plan/types";
import type { JobRow, RunRow, VideoRow } from "../../ports/database";
import { objectKey, readAll } from "../../ports/object-store";
import { type Context, inTenant } from "../context";
import { checkDocument } from "../documents/check-document";
import { documentTypeOf, keyIn, readDocument, readLines } from "../documents/documents";
import { DOCUMENT_SCHEMAS, manifestShape, tagShape } from "../documents/schemas";
import {
  artifactsOfRun,
  commitDocuments,
  inputsDocument,
  nodesDocument,
  planDocument,
  promisedObjects,
} from "../runs/revision-documents";

/** Null when the key is none of the documents that the head is read by; outcomes are repaired one by one (repair-videos.ts). */
export function headDocumentOf(
  video: Pick<VideoRow, "id" | "headRevision">,
  key: string | null,
): RevisionDocument | null {
  const prefix = `${videoPrefix(video.id)}/${revisionFolder(video.headRevision)}/`;
  const name = key?.startsWith(prefix) ? key.slice(prefix.length) : null;
  return HEAD_DOCUMENTS.find((document) => document === name) ?? null;
}

/**
 * Writes documents of the head anew that are gone or cannot be read, as the run that made it would: inputs and plan from its rows (the
 * plan's hash says whether it is the same), artifacts from its jobs over the revision before, held against the manifest or against the
 * assets themselves. Returns those that it could not make: where rows and objects do not tell, it writes nothing.
 *
 * `nodes.json` is for people; it gets the models and estimates of today.
 */
export async function rebuildHead(options: {
  ctx: Context;
  video: VideoRow;
  broken: ReadonlySet<RevisionDocument>;
}): Promise<ReadonlySet<RevisionDocument>> {
  const { ctx, video, broken } = options;
  const left = new Set(broken);
  const made = await inTenant(ctx, async ({ runs, jobs }) => {
    const run = await runs.ofRevision({ videoId: video.id, revision: video.headRevision });
    return run && { run, jobs: await jobs.ofRun(run.id) };
  });
  if (made === null || made.jobs.length === 0) return left;
  const isAsked = (...names: RevisionDocument[]) => names.some((name) => broken.has(name));
  const documents: Partial<Record<RevisionDocument, Uint8Array>> = {};
  if (isAsked("inputs.json", "nodes.json", "plan.json")) {
    Object.assign(documents, await planningDocumentsOf({ ctx, ...made }));
  }
  if (isAsked("tags.jsonl", "manifest.json", "timeline.json", "assembly-input.json")) {
    Object.assign(documents, await commitDocumentsOf({ ctx, ...made, video, broken }));
  }
  for (const name of broken) {
    const bytes = documents[name];
    if (bytes === undefined) continue;
    const path = revisionDocumentPath(video.headRevision, name);
    await ctx.objects.put({
      key: keyIn(video.id, path),
      body: bytes,
      mediaType: documentTypeOf(path),
      condition: { kind: "any" },
    });
    left.delete(name);
  }
  return left;
}

interface Made {
  run: RunRow;
  jobs: JobRow[];
}

/** Without the plan when its jobs cannot be brought into the order that its hash was made of. */
async function planningDocumentsOf({ ctx, run, jobs }: Made & { ctx: Context }) {
  const inputs = requireInputs(run.inputs);
  const graph = expandGraph({ blueprint: narratedVideo, inputs });
  const plan = await planOf({ ctx, run, jobs });
  return {
    "inputs.json": inputsDocument(run),
    "nodes.json": nodesDocument({ ctx, graph, inputs }),
    ...(plan === null ? {} : { "plan.json": planDocument(run, plan) }),
  };
}

/** From the jobs' rows, in the order that the run reported. */
async function planOf({ ctx, run, jobs }: Made & { ctx: Context }): Promise<Plan | null> {
  const specs = new Map(jobs.map(({ jobId, spec }) => [jobId, spec]));
  const committed = await inTenant(ctx, async ({ events }) => {
    const first = await events.ofRun({ runId: run.id, after: 0, limit: 20 });
    return first.find(({ type }) => type === "plan-committed")?.data;
  });
  const quote = (committed?.quote ?? run.quote) as Plan["quote"] | null;
  const queueHash = (committed?.queueHash ?? run.queueHash) as Plan["queueHash"] | null;
  const order = (committed?.layers as string[][] | undefined) ?? byLayer(jobs);
  const layers = order.map((layer) => layer.flatMap((jobId): JobSpec | [] => specs.get(jobId) ?? []));
  if (quote === null || queueHash === null || checksumOfJson(layers, ctx.hash) !== queueHash) return null;
  const all = layers.flat();
  return { layers, queueHash, quote, jobs: all.length, artifacts: all.flatMap(({ produces }) => produces) };
}

function byLayer(jobs: readonly JobRow[]): string[][] {
  const layers: string[][] = [];
  for (const { layer, jobId } of jobs) {
    layers[layer] ??= [];
    layers[layer]?.push(jobId);
  }
  return layers.map((layer) => layer ?? []);
}

/** Nothing when it cannot be told for sure what the artifacts were. */
async function commitDocumentsOf(
  options: Made & { ctx: Context; video: VideoRow; broken: ReadonlySet<RevisionDocument> },
) {
  const { ctx, run, jobs, video, broken } = options;
  const common = { ctx, videoId: video.id, revision: run.revision };
  const written = broken.has("tags.jsonl") ? null : await tagsOf(common);
  const artifacts = written ?? artifactsOfRun({ run, jobs, head: await headBefore(common) });
  const manifest = broken.has("manifest.json") ? null : await manifestOf(common);
  const promised = promisedObjects(video.id, [...artifacts.values()]);
  const isSame = manifest
    ? JSON.stringify(manifest.map(pick)) === JSON.stringify(promised.map(pick))
    : await areThere(ctx, promised);
  if (!isSame) return {};
  return await commitDocuments({ ctx, run, artifacts });
}

const pick = ({ key, bytes, sha256 }: { key: string; bytes: number; sha256: string }) => [key, bytes, sha256];

async function areThere(ctx: Context, promised: ReturnType<typeof promisedObjects>): Promise<boolean> {
  for (const { key, sha256 } of promised) {
    const body = await ctx.objects.get(objectKey(key));
    if (body === null || checksumOf(await readAll(body), ctx.hash) !== `sha256:${sha256}`) return false;
  }
  return true;
}

interface Revision {
  ctx: Context;
  videoId: VideoId;
  revision: number;
}

/** The artifacts of the last revision that was committed before; null when there was none. Not by loadHead, which remembers. */
async function headBefore({ ctx, videoId, revision }: Revision): Promise<HeadState | null> {
  for (let earlier = revision - 1; earlier > 0; earlier--) {
    const artifacts = await tagsOf({ ctx, videoId, revision: earlier });
    if (artifacts) return { revision: earlier, artifacts };
  }
  return null;
}

/** As they are written down; null when there are none that can be read. */
async function tagsOf({ ctx, videoId, revision }: Revision): Promise<Map<string, ArtifactRecord> | null> {
  const path = revisionDocumentPath(revision, "tags.jsonl");
  const schema = DOCUMENT_SCHEMAS.tag;
  const tags = await orNull(readLines({ ctx, videoId, path, schema, shape: tagShape }));
  const isWhole = tags !== null && (await isReadable({ ctx, videoId, path }));
  return isWhole ? new Map(tags.map((tag) => [tag.id, tag])) : null;
}

async function manifestOf({ ctx, videoId, revision }: Revision) {
  const path = revisionDocumentPath(revision, "manifest.json");
  const schema = DOCUMENT_SCHEMAS.manifest;
  const manifest = await orNull(readDocument({ ctx, videoId, path, schema, shape: manifestShape }));
  return manifest?.objects ?? null;
}

/** Its last line is not cut short, which a reader of lines does not see. */
async function isReadable(options: { ctx: Context; videoId: VideoId; path: string }): Promise<boolean> {
  const { ctx, videoId, path } = options;
  const body = await ctx.objects.get(keyIn(videoId, path));
  if (body === null) return false;
  const text = new TextDecoder().decode(await readAll(body));
  const check = async () => {
    checkDocument({ path, text });
    return true;
  };
  return (await orNull(check())) === true;
}

/** Null for what cannot be read; a store that is away is no such thing. */
export async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!isReelgraphError(error) || error.retryable) throw error;
    return null;
  }
}
