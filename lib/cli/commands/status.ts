import {
  type VideoPageView,
  type VideoView,
  videoDetailSchema,
  videoPageSchema,
} from "../../api/contract/videos";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { type ApiClient, createApiClient } from "../http/api-client";
import { dollars } from "../run/dollars";
import { withServer } from "../server";
import { fitWidth, formatSeconds, oneLine } from "../terminal/format";
import type { Style } from "../terminal/style";
import { formatTable } from "../terminal/table";

const SHOWN = 20;

/** `status`: the videos of the workspace, or one of them. */
export async function status(options: {
  context: CliContext;
  videoId?: string | undefined;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, videoId, flags } = options;
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const isDirtyOnly = flags.dirty === true;
  const videos = await withServer({ context, url }, async (server) => {
    const api = createApiClient(server, context.signal);
    if (videoId === undefined) return await listVideos(api, isDirtyOnly, flags.json ? undefined : SHOWN + 1);
    const video = await api.get(`/api/v1/videos/${encodeURIComponent(videoId)}`, videoDetailSchema);
    return isDirtyOnly && video.numDirtyArtifacts === 0 ? [] : [video];
  });
  if (flags.json) printJson(context, { data: videos });
  else context.print(statusView(videos, context.printStyle));
  return EXIT.ok;
}

async function listVideos(api: ApiClient, isDirtyOnly: boolean, limit?: number): Promise<VideoView[]> {
  const videos: VideoView[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: String(limit ?? 200) });
    if (isDirtyOnly) query.set("dirty", "true");
    if (cursor !== null) query.set("cursor", cursor);
    const page: VideoPageView = await api.get(`/api/v1/videos?${query}`, videoPageSchema);
    videos.push(...page.data);
    cursor = page.hasMore ? page.nextCursor : null;
  } while (cursor !== null && (limit === undefined || videos.length < limit));
  return videos;
}

function paintStatus(video: VideoView, style: Style): string {
  if (video.status === "succeeded") return style.good(video.status);
  if (video.status === "failed" || video.status === "partial") return style.bad(video.status);
  return video.status === "running" || video.status === "queued"
    ? style.accent(video.status)
    : style.dim(video.status);
}

function statusView(videos: readonly VideoView[], style: Style): string {
  if (videos.length === 0) return 'No videos yet. Make one: reelgraph generate "How tides work"\n';
  const rows = videos
    .slice(0, SHOWN)
    .map((video) => [
      video.id,
      paintStatus(video, style),
      String(video.headRevision),
      video.numDirtyArtifacts > 0 ? style.warn(String(video.numDirtyArtifacts)) : style.dim("0"),
      video.durationSeconds === null ? "" : formatSeconds(video.durationSeconds),
      dollars(video.totalCostMicros),
      fitWidth(oneLine(video.title ?? video.prompt), 44),
    ]);
  const lines = formatTable({
    columns: [
      { header: "video" },
      { header: "status" },
      { header: "rev", align: "right" },
      { header: "dirty", align: "right" },
      { header: "length", align: "right" },
      { header: "cost", align: "right" },
      { header: "title" },
    ],
    rows,
    header: style.dim,
  });
  if (videos.length > SHOWN) lines.push(style.dim(`… and more: reelgraph status --json`));
  return `${lines.join("\n")}\n`;
}
