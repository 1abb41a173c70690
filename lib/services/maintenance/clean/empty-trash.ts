import { videoId as asVideoId, type VideoId, type WorkspaceId } from "../../../core/ids";
import { videoPrefix } from "../../../core/naming/document-path";
import { type ObjectHead, type ObjectKey, objectKey } from "../../../ports/object-store";
import { type Context, inTenant, type Ports } from "../../context";
import { listAll } from "../../documents/list-all";
import type { CleaningPolicy } from "./policy";
import { documented, pathOf } from "./reachable";
import type { CleaningReport } from "./report";

const DAY_MS = 24 * 60 * 60_000;

/** An object in `trash/{date}/…`. */
interface Discarded {
  head: ObjectHead;
  videoId: VideoId;
  /** Where it lay. */
  key: ObjectKey;
}

/**
 * Deletes what has been in the trash long enough, after it has been looked at once more: what something names again is brought back.
 * What belongs to a video that the database does not know, or that is at work, is left for another time.
 */
export async function emptyTrash(options: {
  ports: Ports;
  contextOf(workspaceId: WorkspaceId): Context;
  workspaceId?: WorkspaceId;
  policy: CleaningPolicy;
  report: CleaningReport;
}): Promise<void> {
  const { ports, contextOf, policy, report } = options;
  for (const [videoId, discarded] of await dueTrash(ports, policy)) {
    const found = await ports.database.system(({ videos }) => videos.find(videoId));
    if (!found) continue;
    const { workspaceId } = found.video;
    if (options.workspaceId !== undefined && workspaceId !== options.workspaceId) continue;
    const ctx = contextOf(workspaceId);
    const needed = found.collectedAt === null ? await neededPaths({ ctx, videoId, policy }) : new Set();
    if (needed === null) continue;
    for (const { head, key } of discarded) {
      const isNeeded = needed.has(pathOf(videoId, key));
      if (isNeeded) report.broughtBack++;
      else {
        report.deleted++;
        report.bytes += head.bytes;
      }
      if (report.dryRun) continue;
      if (isNeeded) {
        ctx.log.error({ videoId, key }, "cleaner-brought-back");
        await ctx.objects.copy({ from: head.key, to: key });
      }
      await ctx.objects.delete([head.key]);
    }
  }
}

/** Null: it cannot be told at the moment. */
async function neededPaths(options: {
  ctx: Context;
  videoId: VideoId;
  policy: CleaningPolicy;
}): Promise<ReadonlySet<string> | null> {
  const { ctx, videoId, policy } = options;
  const heads = await listAll(ctx.objects, `${videoPrefix(videoId)}/`);
  const found = await documented({ ctx, videoId, heads, policy });
  if (typeof found === "string") return null;
  const named = await inTenant(ctx, ({ references }) => references.named({ videoId, except: found.spent }));
  return new Set([...found.paths, ...named]);
}

/** By video, oldest first. The dates sort as text, so that the listing ends at the first day that is too young. */
async function dueTrash(ports: Ports, policy: CleaningPolicy): Promise<Map<VideoId, Discarded[]>> {
  // A day's trash may have come in at its end.
  const upTo = new Date(ports.clock.now().getTime() - policy.trashMs - DAY_MS).toISOString().slice(0, 10);
  const due = new Map<VideoId, Discarded[]>();
  let cursor: string | null = null;
  do {
    const page = await ports.objects.list({ prefix: "trash/", ...(cursor === null ? {} : { cursor }) });
    cursor = page.cursor;
    for (const head of page.heads) {
      const parts = /^trash\/(\d{4}-\d\d-\d\d)\/(videos\/([^/]+)\/.+)$/.exec(head.key);
      if (!parts) continue;
      const [, date = "", key = "", owner = ""] = parts;
      if (date > upTo) return due;
      const id = asVideoId(owner);
      due.set(id, [...(due.get(id) ?? []), { head, videoId: id, key: objectKey(key) }]);
    }
  } while (cursor !== null);
  return due;
}
