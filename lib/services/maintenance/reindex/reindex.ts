import { isVideoId, type VideoId, videoId } from "../../../core/ids";
import type { Context } from "../../context";
import { type Reindexed, reindexVideo } from "./reindex-video";

/** `reindexVideo` for one video, or for all whose prefixes are there. `ok`: every one has a row, and its newest revision is whole. */
export async function reindex(options: {
  ctx: Context;
  input: { id?: string | undefined };
}): Promise<{ ok: boolean; videos: number; rebuilt: number; results: Reindexed[] }> {
  const { ctx, input } = options;
  const ids = input.id === undefined ? await idsInStore(ctx) : [videoId(input.id)];
  const results: Reindexed[] = [];
  for (const id of ids) results.push(await reindexVideo({ ctx, videoId: id }));
  return {
    ok: results.every(({ outcome, faults }) => outcome !== "unreadable" && faults.length === 0),
    videos: results.length,
    rebuilt: results.filter(({ outcome }) => outcome === "rebuilt").length,
    // What is as it was says nothing.
    results: results.filter(({ outcome }) => outcome !== "known"),
  };
}

async function idsInStore({ objects }: Context): Promise<VideoId[]> {
  const ids = new Set<VideoId>();
  let cursor: string | null = null;
  do {
    const page = await objects.list({ prefix: "videos/", ...(cursor === null ? {} : { cursor }) });
    cursor = page.cursor;
    for (const { key } of page.heads) {
      const name = key.split("/")[1] ?? "";
      if (isVideoId(name)) ids.add(name);
    }
  } while (cursor !== null);
  return [...ids];
}
