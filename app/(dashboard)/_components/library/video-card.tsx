import Link from "next/link";
import type { VideoView } from "../../../../lib/api/contract/videos";
import { formatClock, formatMoney, formatWhen } from "../../_lib/format";
import { saysTheSame, VIDEO_LOOKS } from "../../_lib/labels";
import { StateGlyph } from "../ui/state-glyph";
import { StatusPill } from "../ui/status-pill";
import { Thumbnail } from "./thumbnail";

/** `now`: the person's clock in milliseconds, null before the page runs. */
export function VideoCard({ video, now }: { video: VideoView; now: number | null }) {
  const look = VIDEO_LOOKS[video.status];
  const isRendering = video.exportRun?.status === "running" || video.exportRun?.status === "queued";
  const title = video.title ?? video.prompt;
  return (
    <li
      data-testid="video-card"
      data-state={video.status}
      data-video-id={video.id}
      className="group relative"
    >
      <div className="relative aspect-video overflow-hidden rounded-xl border border-line bg-sunken shadow-panel transition-[border-color,translate] duration-200 group-hover:-translate-y-0.5 group-hover:border-line-strong">
        <Thumbnail url={video.links.thumbnail} seed={video.id} />
        <span className="absolute top-2.5 left-2.5">
          <StatusPill
            look={isRendering && look.tone === "good" ? { label: "Rendering", tone: "busy" } : look}
            state={video.status}
          />
        </span>
        {video.durationSeconds !== null && (
          <span className="absolute right-2.5 bottom-2.5 rounded-md bg-black/75 px-1.5 py-0.5 text-xs font-medium text-white tabular-nums">
            <span className="sr-only">Length </span>
            {formatClock(video.durationSeconds)}
          </span>
        )}
      </div>
      <h3 className="mt-3 line-clamp-2 leading-snug font-medium">
        <Link
          href={`/videos/${encodeURIComponent(video.id)}`}
          className="after:absolute after:inset-0 after:rounded-xl"
        >
          {title}
        </Link>
      </h3>
      {video.title && !saysTheSame(video.title, video.prompt) && (
        <p className="mt-0.5 truncate text-sm text-ink-3">{video.prompt}</p>
      )}
      <p className="mt-1 flex items-center gap-1.5 text-xs text-ink-3">
        <time dateTime={video.createdAt}>{now === null ? " " : formatWhen(video.createdAt, now)}</time>
        <span aria-hidden="true">·</span>
        <span className="tabular-nums">{formatMoney(video.totalCostMicros)}</span>
        {video.numDirtyArtifacts > 0 && (
          <>
            <span aria-hidden="true">·</span>
            <StateGlyph tone="warn" /> {video.numDirtyArtifacts} to renew
          </>
        )}
      </p>
    </li>
  );
}
