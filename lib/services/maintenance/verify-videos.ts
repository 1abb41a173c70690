import { videoId } from "../../core/ids";
import type { VideoRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { requireVideo } from "../runs/require-run";
import { type Problem, verifyVideo } from "./verify-video";

const PAGE = 100;

/** Compares database and objects of one video or of all in the workspace, byte by byte; reports, changes nothing. */
export async function verifyVideos(options: {
  ctx: Context;
  input: { id?: string };
}): Promise<{ ok: boolean; videos: number; objects: number; problems: Problem[] }> {
  const { ctx, input } = options;
  const problems: Problem[] = [];
  let videos = 0;
  let objects = 0;
  for await (const video of chosenVideos(ctx, input.id)) {
    const found = await verifyVideo({ ctx, video });
    problems.push(...found.problems);
    objects += found.objects;
    videos++;
  }
  return { ok: problems.length === 0, videos, objects, problems };
}

/** The one that is named, or all of the workspace, page by page. */
export async function* chosenVideos(ctx: Context, id: string | undefined): AsyncGenerator<VideoRow> {
  if (id !== undefined) {
    yield await inTenant(ctx, (repositories) => requireVideo(repositories, videoId(id)));
    return;
  }
  let before: { createdAt: Date; id: string } | undefined;
  for (;;) {
    const page = await inTenant(ctx, (repositories) => repositories.videos.list({ limit: PAGE, before }));
    yield* page;
    before = page.at(-1);
    if (page.length < PAGE) return;
  }
}
