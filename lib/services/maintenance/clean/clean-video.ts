import type { VideoId } from "../../../core/ids";
import { videoPrefix } from "../../../core/naming/document-path";
import type { Tombstone } from "../../../ports/cleaning";
import { type ObjectHead, objectKey } from "../../../ports/object-store";
import { type Context, inTenant } from "../../context";
import { keyIn } from "../../documents/documents";
import { listAll } from "../../documents/list-all";
import type { CleaningPolicy } from "./policy";
import {
  areOver,
  type Documented,
  documented,
  type Hindrance,
  isExportManifest,
  pathOf,
  revisionFolderOf,
} from "./reachable";
import type { CleaningReport } from "./report";

/**
 * Puts away what nothing of a video names (storage.md, Cleaning), in this order: list and read; with the video's row locked, and no run
 * alive or new, look once more at what the ledger names, and bury the paths of the orphans; then move their bytes to `trash/`. A run that
 * begins later reads the tombstones before it stores anything, and uses none of these paths: so it does not matter when, or how often, the
 * bytes are moved. After a crash anywhere in between, the next round does the same again.
 */
export async function cleanVideo(options: {
  ctx: Context;
  videoId: VideoId;
  policy: CleaningPolicy;
  report: CleaningReport;
}): Promise<void> {
  const { ctx, videoId, policy, report } = options;
  const heads = await listAll(ctx.objects, `${videoPrefix(videoId)}/`);
  report.videos++;
  report.scanned += heads.length;
  const found = await documented({ ctx, videoId, heads, policy });
  if (typeof found === "string") return void report.left[found]++;
  const orphans = await buryOrphans({ ctx, videoId, heads, found, policy, dryRun: report.dryRun });
  if (typeof orphans === "string") return void report.left[orphans]++;
  for (const { path, bytes, buriedAt } of orphans) {
    if (!report.dryRun) await moveToTrash({ ctx, videoId, path, buriedAt });
    report.quarantined++;
    report.quarantinedBytes += bytes;
  }
}

async function buryOrphans(options: {
  ctx: Context;
  videoId: VideoId;
  heads: readonly ObjectHead[];
  found: Documented;
  policy: CleaningPolicy;
  dryRun: boolean;
}): Promise<readonly Tombstone[] | Hindrance> {
  const { ctx, videoId, heads, found, policy, dryRun } = options;
  const at = ctx.clock.now();
  const isOld = ({ modifiedAt }: ObjectHead) => modifiedAt.getTime() < at.getTime() - policy.graceMs;
  const candidates = heads.filter(isOld).map(({ key, bytes }) => ({ path: pathOf(videoId, key), bytes }));
  return await inTenant(ctx, async ({ references, tombstones }) => {
    const video = await references.lock(videoId);
    if (video === null || video.collectedAt !== null) return "active";
    const runs = await references.runs(videoId);
    if (!areOver(runs) || !areTheSame(runs, found.runs)) return "active";
    const named = await references.named({ videoId, except: found.spent });
    const orphans = candidates.filter(({ path }) => isOrphan(path, found, named));
    if (orphans.length === 0) return [];
    if (dryRun) return orphans.map((orphan) => ({ ...orphan, buriedAt: at }));
    await tombstones.bury({ videoId, objects: orphans, at });
    const buried = new Map((await tombstones.of(videoId)).map((tombstone) => [tombstone.path, tombstone]));
    return orphans.map((orphan) => buried.get(orphan.path) ?? { ...orphan, buriedAt: at });
  });
}

function areTheSame(now: Documented["runs"], before: Documented["runs"]): boolean {
  return now.length === before.length && now.every(({ id }, index) => id === before[index]?.id);
}

/** Only assets, and folders of runs that are spent: whatever else lies there is a projection, a record, or not ours. */
function isOrphan(path: string, found: Documented, named: ReadonlySet<string>): boolean {
  const folder = revisionFolderOf(path);
  if (folder !== null) return found.spentFolders.has(folder);
  if (!path.startsWith("assets/") || isExportManifest(path)) return false;
  return !found.paths.has(path) && !named.has(path);
}

async function moveToTrash(options: {
  ctx: Context;
  videoId: VideoId;
  path: string;
  buriedAt: Date;
}): Promise<void> {
  const { ctx, videoId, path, buriedAt } = options;
  const key = keyIn(videoId, path);
  // Dated by its tombstone, so that a round that is repeated moves it to the same place.
  const to = objectKey("trash", buriedAt.toISOString().slice(0, 10), key);
  await ctx.objects.copy({ from: key, to });
  await ctx.objects.delete([key]);
  ctx.log.info({ videoId, key, to }, "orphan-put-away");
}
