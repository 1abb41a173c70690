import { isReelgraphError, ReelgraphError } from "../../core/errors";
import { checksumOf } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";
import { runId as asRunId, isVideoId, type VideoId } from "../../core/ids";
import { type MediaFamily, mediaTypeOfName } from "../../core/media-type";
import { assetPath } from "../../core/naming/asset-path";
import {
  HEAD_DOCUMENTS,
  METADATA_PATH,
  revisionDocumentPath,
  runLogPath,
  videoPrefix,
} from "../../core/naming/document-path";
import {
  documentOfTreePath,
  LEVEL_LOG_PATHS,
  SUBRIP_PATH,
  TREE_INDEX_PATH,
  treePathOfAsset,
} from "../../core/naming/tree-path";
import type { ArtifactRecord } from "../../core/plan/types";
import { objectKey } from "../../ports/object-store";
import type { Context } from "../context";
import { checkDocument } from "../documents/check-document";
import { parseDocument, readDocument, readLines } from "../documents/documents";
import {
  DOCUMENT_SCHEMAS,
  manifestShape,
  metadataShape,
  tagShape,
  treeIndexShape,
} from "../documents/schemas";
import { type RevisionRecord, readRevision } from "../maintenance/reindex/read-revision";
import { stagedObjects } from "./staged-objects";
import type { Sniff, Tree, TreeFiles, TreeObject } from "./tree";

/** Made from others whenever a tree is written, so they belong to no object. */
const DERIVED = new Set<string>([SUBRIP_PATH, ...Object.values(LEVEL_LOG_PATHS)]);
const MOST_FILES = 50_000;

interface IndexedFile {
  path: string;
  bytes: number;
  checksum: Checksum;
}

/**
 * Checks all of a friendly tree before anything is made of it: every file of `tree.json` is there with the bytes it promises, every
 * document can be read, media are what their names say, tags, manifest and files agree, and no path leads anywhere else. Files that
 * `tree.json` does not name are nobody's business. Throws `integrity` or `unknown-schema`, naming the file.
 */
export async function readTree(options: { ctx: Context; files: TreeFiles; sniff: Sniff }): Promise<Tree> {
  try {
    return await checkedTree(options);
  } catch (error) {
    if (!isReelgraphError(error) || error.code === "integrity" || error.code === "unknown-schema")
      throw error;
    if (error.retryable) throw error;
    // An id or a key that is none: here it is no mistake in a request.
    throw integrity(`The tree cannot be taken in: ${error.message}`, error);
  }
}

async function checkedTree(options: { ctx: Context; files: TreeFiles; sniff: Sniff }): Promise<Tree> {
  const { ctx, files, sniff } = options;
  const index = await readIndex(files);
  const { videoId, revision } = index;
  const indexed = new Map<string, IndexedFile>();
  for (const file of index.files) {
    if (indexed.has(file.path)) throw integrity(`${TREE_INDEX_PATH} names ${shown(file.path)} twice.`);
    indexed.set(file.path, await checkedFile({ ctx, files, sniff, file }));
  }
  const objectOf = ({ path, bytes, checksum }: IndexedFile): TreeObject => ({
    ...{ bytes, checksum, mediaType: mediaTypeOfName(path) },
    load: () => sameBytes({ ctx, files, file: { path, checksum } }),
  });

  const objects = new Map<string, TreeObject>();
  const add = (path: string, object: TreeObject, from: string): void => {
    if (objects.has(path)) throw integrity(`${from}: there is another file for ${path}.`);
    objects.set(path, object);
  };
  const assets = new Map<string, IndexedFile>();
  // The log's place is known once the plan is: until then any will do.
  const place = (path: string, runLog: string) => documentOfTreePath({ path, revision, runLog });
  for (const file of indexed.values()) {
    const path = place(file.path, "runs/log.jsonl");
    if (path === "runs/log.jsonl" || DERIVED.has(file.path)) continue;
    if (path === null) assets.set(file.path, file);
    else add(path, { ...objectOf(file), mediaType: mediaTypeOfName(path) }, file.path);
  }
  for (const name of HEAD_DOCUMENTS) {
    if (!objects.has(revisionDocumentPath(revision, name))) throw integrity(`The tree has no ${name}.`);
  }
  await checkDocuments(objects);
  const staged = { ...ctx, objects: stagedObjects({ videoId, objects }) };
  await checkMetadata({ ctx: staged, videoId });
  for (const tag of await tagsOf({ ctx: staged, videoId, revision })) {
    const at = tag.key === null ? null : placeOfAsset(tag);
    if (at === null) continue;
    const file = assets.get(at.from);
    if (!file) throw integrity(`${at.from} is missing: ${TREE_INDEX_PATH} does not name it.`);
    assets.delete(at.from);
    if (file.checksum !== tag.checksum || file.bytes !== tag.bytes) {
      throw integrity(`${file.path} is not the ${tag.id} that dag/tags.jsonl speaks of.`);
    }
    if (isMedia(tag.mediaType) && mediaTypeOfName(file.path) !== tag.mediaType) {
      throw integrity(`${file.path} is no ${tag.mediaType}, which dag/tags.jsonl calls it.`);
    }
    add(at.to, { ...objectOf(file), mediaType: tag.mediaType }, file.path);
  }
  const [strange] = assets.keys();
  if (strange) throw integrity(`${shown(strange)} is no file of a tree, or no artifact of this one.`);
  await checkManifest({ ctx: staged, videoId, revision, objects });

  const records = await recordsOf({ ctx, tree: { videoId, objects }, revision });
  const own = records.find((record) => record.revision === revision);
  const runIds = records.map(({ asked }) => asRunId(asked.runId));
  if (new Set(runIds).size < runIds.length) throw integrity("Two revisions are of the same run.");
  const log = [...indexed.values()].find(({ path }) => place(path, "runs/log.jsonl") === "runs/log.jsonl");
  if (log && own) {
    const path = runLogPath(own.asked.runId);
    add(path, { ...objectOf(log), mediaType: mediaTypeOfName(path) }, log.path);
    checkDocument({ path, text: await textOf(objects.get(path)) });
  }
  return { videoId, revision, objects, runIds };
}

async function readIndex(files: TreeFiles) {
  if (!files.paths.has(TREE_INDEX_PATH)) {
    throw integrity(
      `${TREE_INDEX_PATH} is missing: this is no tree of "reelgraph export --tree", or it was not brought to its end.`,
    );
  }
  const index = parseDocument({
    text: new TextDecoder().decode(await files.read(TREE_INDEX_PATH)),
    path: TREE_INDEX_PATH,
    schema: DOCUMENT_SCHEMAS.tree,
    shape: treeIndexShape,
  });
  const { videoId } = index;
  if (!isVideoId(videoId)) throw integrity(`${TREE_INDEX_PATH}: ${shown(videoId)} is no video's id.`);
  if (index.files.length > MOST_FILES) throw integrity(`${TREE_INDEX_PATH} names too many files.`);
  return { ...index, videoId };
}

async function checkedFile(options: {
  ctx: Context;
  files: TreeFiles;
  sniff: Sniff;
  file: { path: string; bytes: number; sha256: string };
}): Promise<IndexedFile> {
  const { ctx, files, sniff, file } = options;
  const { path } = file;
  if (!isPlainPath(path))
    throw integrity(`${TREE_INDEX_PATH} names ${shown(path)}, which is no path in a tree.`);
  if (!files.paths.has(path)) throw integrity(`${path} is missing.`);
  const checksum = `sha256:${file.sha256}` as Checksum;
  const bytes = await sameBytes({ ctx, files, file: { path, checksum } });
  if (bytes.length !== file.bytes) throw integrity(`${path} has ${bytes.length} bytes, not ${file.bytes}.`);
  const mediaType = mediaTypeOfName(path);
  if (isMedia(mediaType)) {
    const found = await sniff(bytes, mediaType.split("/")[0] as MediaFamily);
    if ("reason" in found) throw integrity(`${path} is not what its name says: ${found.reason}.`);
    if (found.mediaType !== mediaType) throw integrity(`${path} is ${found.mediaType}, not ${mediaType}.`);
  } else {
    assertText(path, bytes);
  }
  return { path, bytes: file.bytes, checksum };
}

/** The file's bytes, which are those that were promised, also when it is read a second time. */
async function sameBytes(options: {
  ctx: Context;
  files: TreeFiles;
  file: { path: string; checksum: Checksum };
}): Promise<Uint8Array> {
  const { ctx, files, file } = options;
  const bytes = await files.read(file.path);
  const found = checksumOf(bytes, ctx.hash);
  if (found === file.checksum) return bytes;
  throw integrity(`${file.path} was altered: its bytes hash to ${found}, not to ${file.checksum}.`);
}

function isMedia(mediaType: string): boolean {
  return /^(?:image|audio|video)\//.test(mediaType);
}

function isPlainPath(path: string): boolean {
  try {
    return objectKey("videos", path) === `videos/${path}`;
  } catch {
    return false;
  }
}

function assertText(path: string, bytes: Uint8Array): void {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (path.startsWith("assets/") && path.endsWith(".json")) JSON.parse(text);
  } catch (cause) {
    throw integrity(`${path} is no readable text.`, cause);
  }
}

async function textOf(object: TreeObject | undefined): Promise<string> {
  return object ? new TextDecoder().decode(await object.load()) : "";
}

async function checkDocuments(objects: ReadonlyMap<string, TreeObject>): Promise<void> {
  for (const [path, object] of objects) checkDocument({ path, text: await textOf(object) });
}

async function checkMetadata({ ctx, videoId }: { ctx: Context; videoId: VideoId }): Promise<void> {
  const metadata = await readDocument({
    ...{ ctx, videoId, path: METADATA_PATH },
    schema: DOCUMENT_SCHEMAS.metadata,
    shape: metadataShape,
  });
  if (metadata === null) throw integrity(`${METADATA_PATH} is missing.`);
  if (metadata.videoId !== videoId || metadata.dagPrefix !== videoPrefix(videoId)) {
    throw integrity(`${METADATA_PATH} is of another video than ${TREE_INDEX_PATH}.`);
  }
}

async function tagsOf(options: {
  ctx: Context;
  videoId: VideoId;
  revision: number;
}): Promise<ArtifactRecord[]> {
  const { ctx, videoId, revision } = options;
  const path = revisionDocumentPath(revision, "tags.jsonl");
  const tags = await readLines({ ctx, videoId, path, schema: DOCUMENT_SCHEMAS.tag, shape: tagShape });
  return tags ?? [];
}

/** Where a tag's asset lies in the tree, and where it belongs below the video's prefix. */
function placeOfAsset({ id, key, checksum, mediaType }: ArtifactRecord): { from: string; to: string } {
  if (key === null || checksum === null || !isAssetPath(key)) {
    throw integrity(`dag/tags.jsonl: ${shown(key ?? "")} is no place for ${id}.`);
  }
  return { from: treePathOfAsset(assetPath({ artifact: id, checksum, mediaType }).plain), to: key };
}

function isAssetPath(path: string): boolean {
  return isPlainPath(path) && path.startsWith("assets/") && !path.startsWith("assets/exports/");
}

/** Every asset of the manifest is one that the tags name, with the same bytes, and the other way round. */
async function checkManifest(options: {
  ctx: Context;
  videoId: VideoId;
  revision: number;
  objects: ReadonlyMap<string, TreeObject>;
}): Promise<void> {
  const { ctx, videoId, revision, objects } = options;
  const path = revisionDocumentPath(revision, "manifest.json");
  const schema = DOCUMENT_SCHEMAS.manifest;
  const manifest = await readDocument({ ctx, videoId, path, schema, shape: manifestShape });
  const promised = new Map(manifest?.objects.map((entry) => [entry.key, entry]));
  for (const [path, { bytes, checksum }] of objects) {
    if (!path.startsWith("assets/")) continue;
    const key = `${videoPrefix(videoId)}/${path}`;
    const entry = promised.get(key);
    if (!entry || entry.bytes !== bytes || `sha256:${entry.sha256}` !== checksum) {
      throw integrity(`manifest.json says something else of ${path} than the file and its tag.`);
    }
    promised.delete(key);
  }
  const [missing] = promised.keys();
  if (missing) throw integrity(`manifest.json names ${shown(missing)}, which no tag of the tree does.`);
}

/** As `reindex` will read them. The tree's own revision has to be whole; others are a record, without their assets. */
async function recordsOf(options: {
  ctx: Context;
  tree: Pick<Tree, "videoId" | "objects">;
  revision: number;
}): Promise<RevisionRecord[]> {
  const { tree, revision } = options;
  const ctx = { ...options.ctx, objects: stagedObjects(tree) };
  const revisions = new Set(
    [...tree.objects.keys()].flatMap((path) => /^dag\/(\d+)\//.exec(path)?.[1] ?? []),
  );
  const records: RevisionRecord[] = [];
  for (const folder of revisions) {
    const number = Number(folder);
    const record = await readRevision({ ctx, videoId: tree.videoId, revision: number });
    const isOwn = number === revision;
    if ("plan" in record) {
      checkRecord(record);
      records.push(record);
    }
    if (isOwn && (!("plan" in record) || record.tags === null)) {
      throw integrity(`Revision ${revision} is not whole: ${record.fault ?? "it was never committed"}`);
    }
  }
  return records;
}

function checkRecord({ revision, inputs, asked, outcomes }: RevisionRecord): void {
  const said = inputs.revision ?? revision;
  if (said !== revision) throw integrity(`inputs.json of revision ${revision} is of revision ${said}.`);
  for (const outcome of outcomes.values()) {
    if (outcome.runId !== asked.runId) {
      throw integrity(`The outcome of ${shown(outcome.jobId)} is of another run than the plan.`);
    }
    const strange = outcome.outputs.find(({ key }) => key !== null && !isAssetPath(key));
    if (strange) {
      throw integrity(
        `The outcome of ${shown(outcome.jobId)} names ${shown(strange.key ?? "")}, which is no asset.`,
      );
    }
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}

function integrity(message: string, cause?: unknown): ReelgraphError {
  return new ReelgraphError({ code: "integrity", message, cause });
}
