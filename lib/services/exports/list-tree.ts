import { invalidInput, ReelgraphError } from "../../core/errors";
import { videoId } from "../../core/ids";
import { assetPath } from "../../core/naming/asset-path";
import { revisionFolder, runLogPath, videoPrefix } from "../../core/naming/document-path";
import { objectKey } from "../../ports/object-store";
import { type Context, inTenant } from "../context";
import { listAll } from "../documents/list-all";
import { requireVideo } from "../runs/require-run";
import { loadHead } from "../videos/load-head";

export interface TreeFile {
  /** Friendly path, e.g. `assets/images/seg0/img0.png` (storage.md, `export --tree`). */
  path: string;
  key: string;
  bytes: number;
  sha256: string | null;
  url: string;
}

/** The friendly tree of one revision: plain names for people and scripts, over the objects that hold them. */
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
    return [{ path: friendlyAsset(plain), key: objectKey(prefix, record.key) }];
  });
  const documents = await listAll(ctx.objects, `${prefix}/${revisionFolder(revision)}/`);
  const run = await inTenant(ctx, ({ runs }) => runs.ofRevision({ videoId: video.id, revision }));
  const committed = run?.createdAt ?? video.updatedAt;
  const renamed = documents.map(({ key }) => ({
    path: friendlyDocument({ name: key.slice(`${prefix}/${revisionFolder(revision)}/`.length), committed }),
    key,
  }));
  const logs = run ? await existing(ctx, `${prefix}/${runLogPath(run.id)}`, "logs/pipeline.log") : [];
  const metadata = await existing(ctx, `${prefix}/metadata.json`, "metadata.json");
  const files = [...assets, ...renamed, ...metadata, ...logs];
  return {
    revision,
    files: await Promise.all(
      files.map(async ({ path, key }) => {
        const found = await ctx.objects.head(key);
        if (!found)
          throw new ReelgraphError({
            code: "integrity",
            message: `${key} is missing from the object store.`,
          });
        return {
          path,
          key,
          bytes: found.bytes,
          sha256: found.checksum?.replace("sha256:", "") ?? null,
          url: `/api/v1/videos/${video.id}/objects?key=${encodeURIComponent(key.slice(prefix.length + 1))}`,
        };
      }),
    ),
  };
}

/** Captions stand at the top, where players look for them. */
function friendlyAsset(plain: string): string {
  return plain === "assets/captions.vtt" ? "captions.vtt" : plain;
}

function friendlyDocument(options: { name: string; committed: Date }): string {
  const { name, committed } = options;
  if (name === "timeline.json" || name === "manifest.json") return name;
  if (name === "plan.json") return `dag/plan-${committed.toISOString().replaceAll(":", "-")}.json`;
  if (name.startsWith("jobs/")) return `dag/jobs-${name.slice("jobs/".length)}`;
  return `dag/${name}`;
}

async function existing(ctx: Context, name: string, path: string) {
  const key = objectKey(name);
  return (await ctx.objects.head(key)) ? [{ path, key }] : [];
}
