import type { z } from "zod";
import type { listVideosQuerySchema, VideoPageView } from "../../api/contract/videos";
import { invalidInput } from "../../core/errors";
import { type Context, inTenant } from "../context";
import { toVideoView } from "./to-video-view";

/** A page of the workspace's videos, newest first; one row each, and one query for their runs. */
export async function listVideos(options: {
  ctx: Context;
  input: z.output<typeof listVideosQuerySchema>;
}): Promise<VideoPageView> {
  const { ctx, input } = options;
  const before = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  return await inTenant(ctx, async ({ videos, runs }) => {
    const rows = await videos.list({
      limit: input.limit + 1,
      before,
      status: input.status,
      dirty: input.dirty === undefined ? undefined : input.dirty === "true",
    });
    const page = rows.slice(0, input.limit);
    const newest = await runs.newestOf(page.map((video) => video.id));
    const last = page.at(-1);
    const hasMore = rows.length > input.limit;
    return {
      data: page.map((video) =>
        toVideoView(
          video,
          newest.filter((run) => run.videoId === video.id),
        ),
      ),
      nextCursor: hasMore && last ? encodeCursor(last) : null,
      hasMore,
    };
  });
}

function encodeCursor(video: { createdAt: Date; id: string }): string {
  return Buffer.from(`${video.createdAt.toISOString()} ${video.id}`).toString("base64url");
}

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (vid_[0-9a-z]{26})$/;

/** Only what `encodeCursor` writes: anything else would be the database's to refuse. */
function decodeCursor(cursor: string): { createdAt: Date; id: string } {
  const [, at = "", id = ""] = CURSOR.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  const createdAt = new Date(at);
  if (Number.isNaN(createdAt.getTime())) {
    throw invalidInput("/cursor", "cursor: use nextCursor of the page before, unchanged.");
  }
  return { createdAt, id };
}
