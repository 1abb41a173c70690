import { isReelgraphError } from "../../../core/errors";
import type { RunId, VideoId } from "../../../core/ids";
import { revisionFolder, videoPrefix } from "../../../core/naming/document-path";
import { isRunEnded } from "../../../core/run/run-state";
import type { CleanableVideo, RunStanding } from "../../../ports/cleaning";
import type { TenantRepositories } from "../../../ports/database";
import { type Context, inTenant } from "../../context";
import { readDocument } from "../../documents/documents";
import { DOCUMENT_SCHEMAS, exportManifestShape, manifestShape } from "../../documents/schemas";
import type { CleaningPolicy } from "./policy";

/** Why a video is left alone this time. */
export type Hindrance =
  /** A run or an export is at work, or has come meanwhile. */
  | "active"
  /** There are revisions that the database knows nothing of: `reindex` comes first. */
  | "behind"
  /** A document that says what is needed is gone or cannot be read. */
  | "unreadable";

/** The video and its runs as they were before its objects were listed: what is decided holds while they are the same. */
export interface Standing {
  found: CleanableVideo;
  runs: readonly RunStanding[];
}

export function isHindrance<T extends object>(value: T | Hindrance): value is Hindrance {
  return typeof value === "string";
}

/** To be asked for before the listing: a run that begins and ends behind it has documents that are not in it. */
export async function standingOf(ctx: Context, videoId: VideoId): Promise<Standing | Hindrance> {
  return await inTenant(
    ctx,
    async (repositories) => (await lockedStanding(repositories, videoId)) ?? "active",
  );
}

/** Null while something is at work. With the video's row locked, nothing begins until the transaction ends. */
async function lockedStanding(
  { references }: TenantRepositories,
  videoId: VideoId,
): Promise<Standing | null> {
  const found = await references.lock(videoId);
  if (found === null || found.collectedAt !== null) return null;
  const runs = await references.runs(videoId);
  return runs.every(({ status }) => isRunEnded(status)) ? { found, runs } : null;
}

/** What the ledger names now, in a transaction that keeps it so; null when the video is not as it was. */
export async function namedIfUnchanged(options: {
  repositories: TenantRepositories;
  videoId: VideoId;
  before: Standing;
  spent: readonly RunId[];
}): Promise<ReadonlySet<string> | null> {
  const { repositories, videoId, before, spent } = options;
  const now = await lockedStanding(repositories, videoId);
  const isSame =
    now?.runs.length === before.runs.length && now.runs.every(({ id }, at) => id === before.runs[at]?.id);
  return isSame ? await repositories.references.named({ videoId, except: spent }) : null;
}

/** Runs that came to nothing and whose time is over. */
export interface Spent {
  runs: readonly RunId[];
  /** Their folders below `dag/`. */
  folders: ReadonlySet<string>;
}

/** `behind` and `unreadable` when what is there does not fit together: then nothing of it is taken. */
export function spentRuns(options: {
  standing: Standing;
  paths: readonly string[];
  policy: CleaningPolicy;
  at: Date;
}): Spent | Hindrance {
  const { standing, paths, policy, at } = options;
  const builds = standing.runs.filter(({ isExport }) => !isExport);
  const known = new Set(builds.map(folderOf));
  const folders = new Set(paths.flatMap((path) => revisionFolderOf(path) ?? []));
  if ([...folders].some((folder) => !known.has(folder))) return "behind";
  const there = new Set(paths);
  const { headRevision } = standing.found.video;
  // Its tags are written in the moment of the commit, and so is its manifest.
  const isCommitted = (run: RunStanding) =>
    run.status === "succeeded" ||
    run.status === "partial" ||
    run.revision === headRevision ||
    there.has(`${folderOf(run)}/tags.jsonl`) ||
    there.has(`${folderOf(run)}/manifest.json`);
  if (builds.some((run) => isCommitted(run) && !there.has(`${folderOf(run)}/manifest.json`))) {
    return "unreadable";
  }
  const endedBefore = at.getTime() - policy.failedRunsMs;
  const spent = builds.filter(
    (run) => !isCommitted(run) && run.finishedAt !== null && run.finishedAt.getTime() < endedBefore,
  );
  return { runs: spent.map(({ id }) => id), folders: new Set(spent.map(folderOf)) };
}

/** Paths that the manifests of revisions and exports name. One that cannot be read is reason enough to leave the whole video alone. */
export async function namedByManifests(options: {
  ctx: Context;
  videoId: VideoId;
  paths: readonly string[];
}): Promise<ReadonlySet<string> | Hindrance> {
  const { ctx, videoId, paths } = options;
  const named = new Set<string>();
  try {
    for (const path of paths.filter((candidate) => /^dag\/\d+\/manifest\.json$/.test(candidate))) {
      const schema = DOCUMENT_SCHEMAS.manifest;
      const manifest = await readDocument({ ctx, videoId, path, schema, shape: manifestShape });
      if (manifest === null) return "unreadable";
      for (const { key } of manifest.objects) named.add(pathOf(videoId, key));
    }
    for (const path of paths.filter(isExportManifest)) {
      const schema = DOCUMENT_SCHEMAS.exportManifest;
      const manifest = await readDocument({ ctx, videoId, path, schema, shape: exportManifestShape });
      if (manifest === null) return "unreadable";
      for (const kept of [manifest.mp4.key, manifest.poster.key, ...manifest.chunks]) named.add(kept);
    }
    return named;
  } catch (error) {
    if (!isReelgraphError(error) || error.retryable) throw error;
    ctx.log.warn({ videoId, error: error.message }, "cleaner-cannot-read");
    return "unreadable";
  }
}

export function pathOf(videoId: VideoId, key: string): string {
  return key.slice(videoPrefix(videoId).length + 1);
}

/** `dag/000003` for whatever lies in it; null elsewhere. */
export function revisionFolderOf(path: string): string | null {
  return /^dag\/\d+(?=\/)/.exec(path)?.[0] ?? null;
}

export function isExportManifest(path: string): boolean {
  return /^assets\/exports\/[^/]+\.manifest\.json$/.test(path);
}

function folderOf({ revision }: RunStanding): string {
  return revisionFolder(revision);
}
