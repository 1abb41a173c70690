import { isReelgraphError } from "../../../core/errors";
import type { RunId, VideoId } from "../../../core/ids";
import { videoPrefix } from "../../../core/naming/document-path";
import { isRunEnded } from "../../../core/run/run-state";
import type { RunStanding } from "../../../ports/cleaning";
import type { ObjectHead } from "../../../ports/object-store";
import { type Context, inTenant } from "../../context";
import { readDocument } from "../../documents/documents";
import { DOCUMENT_SCHEMAS, exportManifestShape, manifestShape } from "../../documents/schemas";
import type { CleaningPolicy } from "./policy";

/** Why a video is left alone this time. */
export type Hindrance =
  /** A run or an export is at work, or has just come. */
  | "active"
  /** There are revisions that the database knows nothing of: `reindex` comes first. */
  | "behind"
  /** A document that says what is needed cannot be read. */
  | "unreadable";

/** What the documents of a video say of reachability, as long as its runs are these. */
export interface Documented {
  runs: readonly RunStanding[];
  /** Runs whose jobs and purchases keep nothing any more: they ended long ago and committed nothing. */
  spent: readonly RunId[];
  /** Their folders below `dag/`. */
  spentFolders: ReadonlySet<string>;
  /** Paths named by the manifests of revisions and of exports. */
  paths: ReadonlySet<string>;
}

/**
 * Reads what the documents of a video name. Every revision that has a manifest counts, whatever the row says of it, and one unreadable
 * manifest is reason enough to leave the whole video alone.
 */
export async function documented(options: {
  ctx: Context;
  videoId: VideoId;
  heads: readonly Pick<ObjectHead, "key">[];
  policy: CleaningPolicy;
}): Promise<Documented | Hindrance> {
  const { ctx, videoId, heads, policy } = options;
  const runs = await inTenant(ctx, ({ references }) => references.runs(videoId));
  if (!areOver(runs)) return "active";
  const paths = heads.map(({ key }) => pathOf(videoId, key));
  const folders = new Set(paths.flatMap((path) => revisionFolderOf(path) ?? []));
  const known = new Set(runs.filter(({ isExport }) => !isExport).map(folderOfRun));
  if ([...folders].some((folder) => !known.has(folder))) return "behind";
  const committed = new Set(paths.filter(isManifest).map((path) => path.replace(/\/manifest\.json$/, "")));
  const endedBefore = new Date(ctx.clock.now().getTime() - policy.failedRunsMs);
  const spent = runs.filter(
    (run) =>
      !run.isExport &&
      (run.status === "failed" || run.status === "cancelled") &&
      !committed.has(folderOfRun(run)) &&
      run.finishedAt !== null &&
      run.finishedAt < endedBefore,
  );
  try {
    return {
      runs,
      spent: spent.map(({ id }) => id),
      spentFolders: new Set(spent.map(folderOfRun)),
      paths: await namedByManifests({ ctx, videoId, paths }),
    };
  } catch (error) {
    if (!isReelgraphError(error) || error.retryable) throw error;
    ctx.log.warn({ videoId, error: error.message }, "cleaner-cannot-read");
    return "unreadable";
  }
}

/** Nothing is at work on the video. */
export function areOver(runs: readonly RunStanding[]): boolean {
  return runs.every(({ status }) => isRunEnded(status));
}

export function pathOf(videoId: VideoId, key: string): string {
  return key.slice(videoPrefix(videoId).length + 1);
}

/** `dag/000003` for whatever lies in it; null elsewhere. */
export function revisionFolderOf(path: string): string | null {
  return /^dag\/\d+(?=\/)/.exec(path)?.[0] ?? null;
}

function folderOfRun({ revision }: RunStanding): string {
  return `dag/${String(revision).padStart(6, "0")}`;
}

const isManifest = (path: string) => /^dag\/\d+\/manifest\.json$/.test(path);
export const isExportManifest = (path: string) => /^assets\/exports\/[^/]+\.manifest\.json$/.test(path);

async function namedByManifests(options: {
  ctx: Context;
  videoId: VideoId;
  paths: readonly string[];
}): Promise<ReadonlySet<string>> {
  const { ctx, videoId, paths } = options;
  const named = new Set<string>();
  for (const path of paths.filter(isManifest)) {
    const schema = DOCUMENT_SCHEMAS.manifest;
    const manifest = await readDocument({ ctx, videoId, path, schema, shape: manifestShape });
    for (const { key } of manifest?.objects ?? []) named.add(pathOf(videoId, key));
  }
  for (const path of paths.filter(isExportManifest)) {
    const schema = DOCUMENT_SCHEMAS.exportManifest;
    const manifest = await readDocument({ ctx, videoId, path, schema, shape: exportManifestShape });
    if (!manifest) continue;
    for (const kept of [manifest.mp4.key, manifest.poster.key, ...manifest.chunks]) named.add(kept);
  }
  return named;
}
