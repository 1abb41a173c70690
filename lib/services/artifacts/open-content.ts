import { ReelgraphError } from "../../core/errors";
import { videoId } from "../../core/ids";
import { mediaTypeOfName } from "../../core/media-type";
import type { ObjectHead, ObjectKey } from "../../ports/object-store";
import { type Context, inTenant } from "../context";
import { keyIn } from "../documents/documents";
import { requireVideo } from "../runs/require-run";
import { loadHead } from "../videos/load-head";
import { currentArtifacts } from "./current-artifacts";

/** What a route needs to answer with an object: its key, size and name. */
export interface OpenContent {
  key: ObjectKey;
  head: ObjectHead;
  mediaType: string;
  downloadName: string;
}

async function open(options: { ctx: Context; key: ObjectKey; mediaType: string }): Promise<OpenContent> {
  const { ctx, key, mediaType } = options;
  const head = await ctx.objects.head(key);
  if (head) return { key, head, mediaType, downloadName: key.split("/").at(-1) ?? "asset" };
  throw new ReelgraphError({
    code: "integrity",
    message: `${key} is missing from the object store. Run "reelgraph verify" to see what is left.`,
    details: { key },
  });
}

/** An artifact's content by its name, e.g. `SegmentImageAsset[1][0]`. */
export async function openArtifact(options: {
  ctx: Context;
  input: { id: string; name: string };
}): Promise<OpenContent> {
  const { ctx, input } = options;
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, videoId(input.id)));
  const { artifacts } = await currentArtifacts({ ctx, video });
  const record = artifacts.get(input.name);
  if (!record?.key) {
    throw new ReelgraphError({
      code: "not-found",
      message: `Video ${video.id} has no artifact ${input.name} yet.`,
    });
  }
  return await open({ ctx, key: keyIn(video.id, record.key), mediaType: record.mediaType });
}

/** The newest film, its poster, or its captions. */
export async function openFilm(options: {
  ctx: Context;
  input: { id: string; part: "film" | "thumbnail" | "captions" };
}): Promise<OpenContent> {
  const { ctx, input } = options;
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, videoId(input.id)));
  if (input.part === "captions") {
    const head = await loadHead({ ctx, video });
    const captions = head?.artifacts.get("Captions");
    if (captions?.key) {
      return await open({ ctx, key: keyIn(video.id, captions.key), mediaType: "text/vtt; charset=utf-8" });
    }
  }
  const path = input.part === "film" ? video.mp4Key : input.part === "thumbnail" ? video.thumbnailKey : null;
  if (path === null) {
    throw new ReelgraphError({ code: "not-found", message: `Video ${video.id} has no ${input.part} yet.` });
  }
  const mediaType = input.part === "film" ? "video/mp4" : "image/png";
  return await open({ ctx, key: keyIn(video.id, path), mediaType });
}

/** An object by its key below the video's prefix; a path that leaves it is no valid key, and an absent one is `not-found`. */
export async function openObject(options: {
  ctx: Context;
  input: { id: string; path: string };
}): Promise<OpenContent> {
  const { ctx, input } = options;
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, videoId(input.id)));
  const key = keyIn(video.id, input.path);
  const head = await ctx.objects.head(key);
  if (!head)
    throw new ReelgraphError({
      code: "not-found",
      message: `Video ${video.id} has no object ${input.path}.`,
    });
  return await open({ ctx, key, mediaType: mediaTypeOfName(key) });
}
