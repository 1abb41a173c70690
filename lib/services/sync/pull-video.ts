import { ReelgraphError } from "../../core/errors";
import { videoId as asVideoId, type VideoId } from "../../core/ids";
import { METADATA_PATH, revisionDocumentPath } from "../../core/naming/document-path";
import { type Context, inTenant } from "../context";
import { encodeDocument, keyIn } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";
import { addPaidElsewhere } from "../maintenance/reindex/paid-elsewhere";
import { reindexVideo } from "../maintenance/reindex/reindex-video";
import { writeMetadata } from "../videos/write-metadata";
import { type Moved, movedOf } from "./moved";
import { planMove } from "./plan-move";
import { runsOfMove } from "./runs-of-move";
import { type Place, readSide, type Side } from "./side";
import { storeDraft, storeObjects } from "./store-objects";

/**
 * Brings this installation to where a bucket is: first all objects it has not, then rows and pointer, in the one transaction of
 * `reindex`. What the runs cost counts in no month's spending here. After a crash anywhere in between, the video here is as it was; the
 * same again completes it.
 */
export async function pullVideo(options: {
  ctx: Context;
  input: { id: string; from: Place; dryRun: boolean };
}): Promise<Moved> {
  const { ctx, input } = options;
  const videoId = asVideoId(input.id);
  const row = await standing(ctx, videoId);
  const here = { name: "this installation", objects: ctx.objects };
  const source = await readSide({ ctx, videoId, place: input.from });
  const target = await readSide({ ctx, videoId, place: here, head: row?.headRevision ?? 0 });
  const move = await planMove({ ctx, source, target });
  assertNumbersFree({ source, taken: row?.runs ?? new Set(), head: target.head });
  const isNewer = source.head > target.head || (move.draft && isDraftNewer(source, row?.inputRevision ?? 0));
  const moved = movedOf({ move, source, target, pointer: isNewer, dryRun: input.dryRun });
  if (input.dryRun) return moved;

  // First: once a plan is here, nobody could tell that its run was paid elsewhere.
  const runs = await runsOfMove({ ctx, source, move });
  if (runs.length > 0) await addPaidElsewhere({ ctx, objects: ctx.objects, videoId, runs });
  await storeObjects({ ctx, source, target, objects: move.objects });
  if (target.metadata === null && source.metadata) {
    const body = encodeDocument(DOCUMENT_SCHEMAS.metadata, { ...source.metadata.document });
    const key = keyIn(videoId, METADATA_PATH);
    await ctx.objects.put({ key, body, mediaType: "application/json", condition: { kind: "create" } });
  }
  if (move.draft && isDraftNewer(source, row?.inputRevision ?? 0)) await storeDraft({ source, target });
  const { headRevision } = await reindexVideo({ ctx, videoId, isArriving: true });
  if (headRevision !== source.head) {
    throw new ReelgraphError({
      code: "integrity",
      message: `Revision ${source.head} of ${videoId} is not whole; here it stands at revision ${headRevision}.`,
    });
  }
  // An earlier pull may have come no further than the rows.
  const known = await inTenant(ctx, ({ videos }) => videos.find(videoId));
  if (known) await writeMetadata({ ctx, video: known });
  ctx.log.info({ videoId, from: source.name, objects: moved.objects.length }, "video-pulled");
  return moved;
}

/** Null when there is no such video here. Throws when it cannot be brought anywhere: it was deleted, is another's, or is being made. */
async function standing(
  ctx: Context,
  videoId: VideoId,
): Promise<{ headRevision: number; inputRevision: number; runs: ReadonlySet<number> } | null> {
  const found = await ctx.database.system(({ videos }) => videos.find(videoId));
  if (found === null) return null;
  if (found.video.workspaceId !== ctx.workspaceId) {
    throw new ReelgraphError({ code: "not-found", message: `There is no video ${videoId}.` });
  }
  if (found.deletedAt !== null) {
    throw new ReelgraphError({
      code: "conflict",
      message: `${videoId} was deleted here. Restore it first (POST /api/v1/videos/${videoId}/restore).`,
    });
  }
  const { active, runs } = await inTenant(ctx, async (repositories) => ({
    active: await repositories.runs.active(videoId),
    runs: await repositories.references.runs(videoId),
  }));
  if (active !== null) {
    throw new ReelgraphError({
      code: "run-active",
      message: `Run ${active.id} of ${videoId} is ${active.status} here. Let it end, or cancel it.`,
      details: { run: { id: active.id, status: active.status } },
    });
  }
  const builds = runs.filter(({ isExport }) => !isExport).map(({ revision }) => revision);
  const { headRevision, inputRevision } = found.video;
  return { headRevision, inputRevision, runs: new Set(builds) };
}

/** A run here that came to nothing, and left no document, has a number all the same. */
function assertNumbersFree(options: { source: Side; taken: ReadonlySet<number>; head: number }): void {
  const { source, taken, head } = options;
  const both = [...taken].find(
    (revision) =>
      revision > head &&
      revision <= source.head &&
      source.heads.has(revisionDocumentPath(revision, "manifest.json")),
  );
  if (both === undefined) return;
  throw new ReelgraphError({
    code: "conflict",
    message: `A run here and one in ${source.name} have both made revision ${both} of ${source.videoId}: they have gone different ways. Nothing was moved.`,
  });
}

function isDraftNewer({ draft }: Side, inputRevision: number): boolean {
  return draft !== null && draft.inputRevision > inputRevision;
}
