import { isVideoId, type VideoId } from "../../../core/ids";
import { videoPrefix } from "../../../core/naming/document-path";
import { type ObjectHead, type ObjectKey, objectKey } from "../../../ports/object-store";
import { type Context, inTenant, type Ports } from "../../context";
import { listAll } from "../../documents/list-all";
import { deleteAll } from "./delete-all";
import type { CleaningPolicy } from "./policy";
import { isHindrance, namedByManifests, namedIfUnchanged, pathOf, spentRuns, standingOf } from "./reachable";
import type { CleaningReport } from "./report";

const DAY_MS = 24 * 60 * 60_000;

/** An object in `trash/{date}/…`. */
interface Discarded {
  head: ObjectHead;
  /** Where it lay. */
  key: ObjectKey;
}

/**
 * Deletes what has been in the trash long enough, after it has been looked at once more: what something names again is brought back.
 * What belongs to a video that the database does not know, or that is at work, is left for another time. False: it was stopped before
 * its end.
 */
export async function emptyTrash(options: {
  ports: Ports;
  /** Null: not one whose trash is to be looked at. */
  contextOf(videoId: VideoId): Promise<{ ctx: Context; isCollected: boolean } | null>;
  policy: CleaningPolicy;
  report: CleaningReport;
  goOn(): Promise<boolean>;
}): Promise<boolean> {
  const { ports, contextOf, policy, report, goOn } = options;
  for await (const [videoId, discarded] of dueTrash(ports, policy)) {
    try {
      const found = await contextOf(videoId);
      if (found) await emptyOne({ ...found, videoId, discarded, policy, report });
    } catch (error) {
      ports.log.error({ videoId, error: String(error) }, "cleaning-failed");
      report.left.failed++;
    }
    if (!(await goOn())) return false;
  }
  return true;
}

async function emptyOne(options: {
  ctx: Context;
  isCollected: boolean;
  videoId: VideoId;
  discarded: readonly Discarded[];
  policy: CleaningPolicy;
  report: CleaningReport;
}): Promise<void> {
  const { ctx, isCollected, videoId, discarded, policy, report } = options;
  const needed = isCollected ? new Set<string>() : await neededPaths({ ctx, videoId, policy });
  if (needed === null) return;
  const isNeeded = ({ key }: Discarded) => needed.has(pathOf(videoId, key));
  const [back, gone] = [discarded.filter(isNeeded), discarded.filter((object) => !isNeeded(object))];
  if (!report.dryRun) {
    for (const { head, key } of back) {
      ctx.log.error({ videoId, key }, "cleaner-brought-back");
      await ctx.objects.copy({ from: head.key, to: key });
    }
    await deleteAll(
      ctx.objects,
      discarded.map(({ head }) => head),
    );
  }
  report.broughtBack += back.length;
  report.deleted += gone.length;
  report.bytes += gone.reduce((total, { head }) => total + head.bytes, 0);
}

/** Null: it cannot be told at the moment. */
async function neededPaths(options: {
  ctx: Context;
  videoId: VideoId;
  policy: CleaningPolicy;
}): Promise<ReadonlySet<string> | null> {
  const { ctx, videoId, policy } = options;
  const standing = await standingOf(ctx, videoId);
  if (isHindrance(standing)) return null;
  const heads = await listAll(ctx.objects, `${videoPrefix(videoId)}/`);
  const paths = heads.map(({ key }) => pathOf(videoId, key));
  const spent = spentRuns({ standing, paths, policy, at: ctx.clock.now() });
  const documented = isHindrance(spent) ? spent : await namedByManifests({ ctx, videoId, paths });
  if (isHindrance(spent) || isHindrance(documented)) return null;
  const common = { videoId, before: standing, spent: spent.runs };
  const named = await inTenant(ctx, (repositories) => namedIfUnchanged({ ...common, repositories }));
  return named && new Set([...documented, ...named]);
}

/** Page by page, oldest first, each with what it holds of one video. The dates sort as text: it ends at the first day too young. */
async function* dueTrash(
  { objects, clock }: Ports,
  policy: CleaningPolicy,
): AsyncGenerator<[VideoId, Discarded[]]> {
  // A day's trash may have come in at its end.
  const upTo = new Date(clock.now().getTime() - policy.trashMs - DAY_MS).toISOString().slice(0, 10);
  let cursor: string | null = null;
  do {
    const page = await objects.list({ prefix: "trash/", ...(cursor === null ? {} : { cursor }) });
    cursor = page.cursor;
    const due = new Map<VideoId, Discarded[]>();
    for (const head of page.heads) {
      const parts = /^trash\/(\d{4}-\d\d-\d\d)\/(videos\/([^/]+)\/.+)$/.exec(head.key);
      if (!parts) continue;
      const [, date = "", key = "", owner = ""] = parts;
      if (date > upTo) cursor = null;
      if (date > upTo || !isVideoId(owner)) continue;
      const known = due.get(owner);
      const discarded = { head, key: objectKey(key) };
      if (known) known.push(discarded);
      else due.set(owner, [discarded]);
    }
    yield* due;
  } while (cursor !== null);
}
