import { ReelgraphError } from "../../core/errors";
import { videoId as asVideoId, type VideoId } from "../../core/ids";
import { METADATA_PATH } from "../../core/naming/document-path";
import type { VideoRow } from "../../ports/database";
import { readAll } from "../../ports/object-store";
import { type Context, inTenant } from "../context";
import { keyIn } from "../documents/documents";
import { addPaidElsewhere } from "../maintenance/reindex/paid-elsewhere";
import { requireVideo } from "../runs/require-run";
import { encodeMetadata } from "../videos/write-metadata";
import { type Moved, movedOf } from "./moved";
import { planMove } from "./plan-move";
import { runsOfMove } from "./runs-of-move";
import { type Place, readSide, type Side } from "./side";
import { storeDraft, storeObjects } from "./store-objects";

/**
 * Brings a bucket to where this installation is: first all objects it has not, then its pointer, `metadata.json`, by compare-and-set on
 * what it was when the two were compared. Whoever was faster keeps it (`conflict`). After a crash anywhere in between, the bucket is as
 * it was, with some objects more; the same again completes it.
 */
export async function pushVideo(options: {
  ctx: Context;
  input: { id: string; to: Place; dryRun: boolean; mayDiscardEdits?: boolean };
}): Promise<Moved> {
  const { ctx, input } = options;
  const videoId = asVideoId(input.id);
  const video = await inTenant(ctx, async (repositories) => {
    const found = await requireVideo(repositories, videoId);
    await assertNoRun(repositories.runs, videoId);
    return found;
  });
  const here = { name: "this installation", objects: ctx.objects };
  const source = await readSide({ ctx, videoId, place: here, head: video.headRevision });
  const target = await readSide({ ctx, videoId, place: input.to });
  const move = await planMove({ ctx, source, target, mayDiscardEdits: input.mayDiscardEdits });
  const pointer = pointerOf(video, target);
  const moved = movedOf({ move, source, target, pointer: pointer !== null, dryRun: input.dryRun });
  if (input.dryRun) return moved;

  // First, so that whoever makes rows of these documents finds it.
  const runs = await runsOfMove({ ctx, source, move });
  if (runs.length > 0) await addPaidElsewhere({ ctx, objects: target.objects, videoId, runs });
  await storeObjects({ ctx, source, target, objects: move.objects });
  if (move.draft) await storeDraft({ source, target });
  if (pointer !== null) await movePointer({ target, pointer });
  ctx.log.info({ videoId, to: target.name, objects: moved.objects.length }, "video-pushed");
  return moved;
}

async function assertNoRun(
  runs: { active(id: VideoId): Promise<{ id: string; status: string } | null> },
  videoId: VideoId,
): Promise<void> {
  const active = await runs.active(videoId);
  if (active === null) return;
  throw new ReelgraphError({
    code: "run-active",
    message: `Run ${active.id} of ${videoId} is ${active.status} here. Let it end, or cancel it.`,
    details: { run: { id: active.id, status: active.status } },
  });
}

/** The pointer as the target is to have it; null when it has it. Its epoch never goes back, whoever of the two counted further. */
function pointerOf(video: VideoRow, target: Side): Uint8Array | null {
  const there = target.metadata?.document;
  const isThere =
    there !== undefined &&
    there.headRevision === video.headRevision &&
    there.status === video.status &&
    there.totalCostMicros === video.totalCostMicros;
  return isThere ? null : encodeMetadata({ ...video, epoch: Math.max(video.epoch, there?.epoch ?? 0) });
}

async function movePointer({ target, pointer }: { target: Side; pointer: Uint8Array }): Promise<void> {
  const key = keyIn(target.videoId, METADATA_PATH);
  const { metadata, objects } = target;
  const result = await objects.put({
    ...{ key, body: pointer, mediaType: "application/json" },
    condition: metadata ? { kind: "replace", ifMatch: metadata.etag } : { kind: "create" },
  });
  if (result.outcome === "stored") return;
  const body = await objects.get(key);
  const now = body && new TextDecoder().decode(await readAll(body));
  // Our own attempt whose answer was lost.
  if (now === new TextDecoder().decode(pointer)) return;
  throw new ReelgraphError({
    code: "conflict",
    message: `The pointer of ${target.videoId} in ${target.name} has moved meanwhile. It was left as it is; compare again with --dry-run.`,
  });
}
