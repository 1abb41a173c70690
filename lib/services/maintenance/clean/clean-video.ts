import type { VideoId } from "../../../core/ids";
import { videoPrefix } from "../../../core/naming/document-path";
import { type ObjectHead, objectKey } from "../../../ports/object-store";
import { type Context, inTenant } from "../../context";
import { keyIn } from "../../documents/documents";
import { listAll } from "../../documents/list-all";
import { measureVideo } from "./measure-video";
import type { CleaningPolicy } from "./policy";
import {
  type Hindrance,
  isExportManifest,
  isHindrance,
  namedByManifests,
  namedIfUnchanged,
  pathOf,
  revisionFolderOf,
  type Standing,
  spentRuns,
  standingOf,
} from "./reachable";
import type { CleaningReport } from "./report";

/** Below the video's prefix, with its bytes. */
interface Orphan {
  path: string;
  bytes: number;
}

/**
 * Puts away what nothing of a video names (storage.md, Cleaning), in this order: see which runs there are; list and read; with the
 * video's row locked, and no run alive or new, look at what the ledger names, and bury the paths of the orphans; then move their bytes
 * to `trash/`. A run that begins later reads the tombstones before it stores anything, and uses none of these paths: so it does not
 * matter when, or how often, the bytes are moved. After a crash anywhere in between, the next round does the same again.
 */
export async function cleanVideo(options: {
  ctx: Context;
  videoId: VideoId;
  policy: CleaningPolicy;
  report: CleaningReport;
}): Promise<void> {
  const { ctx, videoId, report } = options;
  report.videos++;
  const standing = await standingOf(ctx, videoId);
  if (isHindrance(standing)) return void report.left[standing]++;
  const orphans = await orphansOf({ ...options, standing });
  if (isHindrance(orphans)) return void report.left[orphans]++;
  for (const { path, bytes } of orphans) {
    if (!report.dryRun) await moveToTrash({ ctx, videoId, path });
    report.quarantined++;
    report.quarantinedBytes += bytes;
  }
}

/** Finds them, and buries them unless it is a dry run. */
async function orphansOf(options: {
  ctx: Context;
  videoId: VideoId;
  policy: CleaningPolicy;
  report: CleaningReport;
  standing: Standing;
}): Promise<readonly Orphan[] | Hindrance> {
  const { ctx, videoId, policy, report, standing } = options;
  const at = ctx.clock.now();
  const heads = await listAll(ctx.objects, `${videoPrefix(videoId)}/`);
  report.scanned += heads.length;
  if (!report.dryRun) await measureVideo({ ctx, videoId, heads });
  const paths = heads.map(({ key }) => pathOf(videoId, key));
  const spent = spentRuns({ standing, paths, policy, at });
  if (isHindrance(spent)) return spent;
  const isOld = ({ modifiedAt }: ObjectHead) => modifiedAt.getTime() < at.getTime() - policy.graceMs;
  const candidates = heads
    .filter(isOld)
    .map(({ key, bytes }) => ({ path: pathOf(videoId, key), bytes }))
    .filter(({ path }) => isOfAKindToClean(path, spent.folders));
  const unnamed = async (): Promise<Orphan[] | "active"> =>
    await inTenant(ctx, async (repositories) => {
      const common = { repositories, videoId, before: standing, spent: spent.runs };
      const named = await namedIfUnchanged(common);
      return named === null ? "active" : candidates.filter(({ path }) => !named.has(path));
    });
  const suspects = await unnamed();
  if (isHindrance(suspects) || suspects.length === 0) return suspects;
  // Most videos never come so far: of these nothing is read.
  const documented = await namedByManifests({ ctx, videoId, paths });
  if (isHindrance(documented)) return documented;
  return await inTenant(ctx, async (repositories) => {
    const common = { repositories, videoId, before: standing, spent: spent.runs };
    const named = await namedIfUnchanged(common);
    if (named === null) return "active";
    const orphans = suspects.filter(({ path }) => !documented.has(path) && !named.has(path));
    if (!report.dryRun) await repositories.tombstones.bury({ videoId, objects: orphans, at });
    return orphans;
  });
}

/** Only assets, and folders of runs that are spent: whatever else lies there is a projection, a record, or not ours. */
function isOfAKindToClean(path: string, spentFolders: ReadonlySet<string>): boolean {
  const folder = revisionFolderOf(path);
  if (folder !== null) return spentFolders.has(folder);
  return path.startsWith("assets/") && !isExportManifest(path);
}

async function moveToTrash(options: { ctx: Context; videoId: VideoId; path: string }): Promise<void> {
  const { ctx, videoId, path } = options;
  const key = keyIn(videoId, path);
  const to = objectKey("trash", ctx.clock.now().toISOString().slice(0, 10), key);
  await ctx.objects.copy({ from: key, to });
  await ctx.objects.delete([key]);
  ctx.log.info({ videoId, key, to }, "orphan-put-away");
}
