import { invalidInput, ReelgraphError } from "../../core/errors";
import { type VideoId, videoId } from "../../core/ids";
import { assetPath } from "../../core/naming/asset-path";
import {
  DRAFT_INPUTS_PATH,
  METADATA_PATH,
  revisionDocumentPath,
  revisionFolder,
  runLogPath,
  videoPrefix,
} from "../../core/naming/document-path";
import {
  PIPELINE_LOG_PATH,
  SUBRIP_PATH,
  TREE_DRAFT_PATH,
  treePathOfAsset,
  treePathOfDocument,
  treePathOfHistory,
} from "../../core/naming/tree-path";
import { type ObjectKey, objectKey } from "../../ports/object-store";
import { type Context, inTenant } from "../context";
import { listAll } from "../documents/list-all";
import { requireVideo } from "../runs/require-run";
import { loadHead } from "../videos/load-head";
import { captionsAsSrt } from "./captions-as-srt";

export interface TreeFile {
  /** Friendly path, e.g. `assets/images/seg0/img0.png` (storage.md, `export --tree`). */
  path: string;
  key: string;
  bytes: number;
  sha256: string | null;
  url: string;
}

/**
 * The friendly tree of one revision: plain names for people and scripts, over the objects that hold them. Of other revisions it has the
 * documents, so that what they were asked for and cost is not lost with a tree; their assets are in the video's prefix only.
 */
export async function listTree(options: {
  ctx: Context;
  input: { id: string; revision?: number };
}): Promise<{ revision: number; files: TreeFile[] }> {
  const { ctx, input } = options;
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, videoId(input.id)));
  const revision = input.revision ?? video.headRevision;
  if (revision < 1 || revision > video.headRevision) {
    throw video.headRevision === 0
      ? new ReelgraphError({ code: "not-found", message: `Video ${video.id} has no committed revision yet.` })
      : invalidInput("/revision", `revision: use 1 to ${video.headRevision}.`);
  }
  const head = await loadHead({ ctx, video: { id: video.id, headRevision: revision } });
  const prefix = videoPrefix(video.id);
  const assets = [...(head?.artifacts.values() ?? [])].flatMap((record) => {
    if (!record.key || !record.checksum) return [];
    const { plain } = assetPath({
      artifact: record.id,
      checksum: record.checksum,
      mediaType: record.mediaType,
    });
    return [{ path: treePathOfAsset(plain), key: objectKey(prefix, record.key) }];
  });
  const own = `${prefix}/${revisionFolder(revision)}/`;
  const documents = await listAll(ctx.objects, `${prefix}/dag/`);
  const { run, active } = await inTenant(ctx, async ({ runs }) => ({
    run: await runs.ofRevision({ videoId: video.id, revision }),
    active: await runs.active(video.id),
  }));
  const planned = run?.createdAt ?? video.updatedAt;
  const isHead = revision === video.headRevision;
  const isPast = (key: string) => key < own || (isHead && active === null && key.slice(0, own.length) > own);
  const renamed = documents.flatMap(({ key }) => {
    if (key.startsWith(own)) {
      return [{ path: treePathOfDocument({ name: key.slice(own.length), planned }), key }];
    }
    return isPast(key) ? [{ path: treePathOfHistory(key.slice(prefix.length + 1)), key }] : [];
  });
  const logs = run ? await existing(ctx, `${prefix}/${runLogPath(run.id)}`, PIPELINE_LOG_PATH) : [];
  const metadata = await existing(ctx, `${prefix}/${METADATA_PATH}`, METADATA_PATH);
  const draft = isHead ? await existing(ctx, `${prefix}/${DRAFT_INPUTS_PATH}`, TREE_DRAFT_PATH) : [];
  const stored = await Promise.all(
    [...assets, ...renamed, ...draft, ...metadata, ...logs].map(({ path, key }) =>
      fileOf({ ctx, id: video.id, path, key }),
    ),
  );
  const subtitles = head?.artifacts.has("Captions") ? [await srtFile({ ctx, id: video.id, revision })] : [];
  return { revision, files: [...stored, ...subtitles] };
}

async function fileOf(options: {
  ctx: Context;
  id: VideoId;
  path: string;
  key: ObjectKey;
}): Promise<TreeFile> {
  const { ctx, id, path, key } = options;
  const found = await ctx.objects.head(key);
  if (!found) {
    throw new ReelgraphError({ code: "integrity", message: `${key} is missing from the object store.` });
  }
  // A projection may change between this list and its download, so it promises no checksum.
  const isProjection = path === METADATA_PATH || path === TREE_DRAFT_PATH;
  return {
    path,
    key,
    bytes: found.bytes,
    sha256: isProjection ? null : (found.checksum?.replace("sha256:", "") ?? null),
    url: `/api/v1/videos/${id}/objects?key=${encodeURIComponent(key.slice(videoPrefix(id).length + 1))}`,
  };
}

/** Not an object: made from the timeline whenever it is asked for. */
async function srtFile(options: { ctx: Context; id: VideoId; revision: number }): Promise<TreeFile> {
  const { ctx, id, revision } = options;
  const text = new TextEncoder().encode(await captionsAsSrt({ ctx, input: { id, revision } }));
  return {
    path: SUBRIP_PATH,
    key: `${videoPrefix(id)}/${revisionDocumentPath(revision, "timeline.json")}`,
    bytes: text.length,
    sha256: ctx.hash(text),
    url: `/api/v1/videos/${id}/captions?format=srt&revision=${revision}`,
  };
}

async function existing(ctx: Context, name: string, path: string) {
  const key = objectKey(name);
  return (await ctx.objects.head(key)) ? [{ path, key }] : [];
}
