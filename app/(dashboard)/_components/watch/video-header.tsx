import Link from "next/link";
import type { RunView } from "../../../../lib/api/contract/runs";
import type { VideoDetailView } from "../../../../lib/api/contract/videos";
import { formatClock, formatMoney, formatWhen } from "../../_lib/format";
import { saysTheSame, VIDEO_LOOKS } from "../../_lib/labels";
import { isRunEnded } from "../../_lib/run-progress";
import { Button } from "../ui/button";
import { BackIcon, EditIcon } from "../ui/icons";
import { StateGlyph } from "../ui/state-glyph";
import { StatusPill } from "../ui/status-pill";
import { DeleteButton } from "./delete-video";

/** Between the last part and the film: rendering, or about to. A film that follows is there as soon as the video's row has ended. */
function isFilmComing({ video, exportRun }: Pick<HeaderProps, "video" | "exportRun">): boolean {
  return !isRunEnded(exportRun?.status ?? video.run?.status ?? "succeeded");
}

interface HeaderProps {
  video: VideoDetailView;
  title: string | null;
  run: RunView | null;
  exportRun: RunView | null;
  now: number | null;
  onEdit: () => void;
  /** Null: it is being made, and cannot be deleted. */
  onDeleted: (() => void) | null;
}

export function VideoHeader(props: HeaderProps) {
  const { video, title, run, now } = props;
  // The run is fresher than the video's row: its events arrive as they happen.
  const status = run?.status ?? video.status;
  const isRendering = status === "succeeded" && isFilmComing(props);
  const look = isRendering ? ({ label: "Rendering the film", tone: "busy" } as const) : VIDEO_LOOKS[status];
  const facts: [string, string][] = [
    ["Cost", formatMoney(Math.max(video.totalCostMicros, run?.costMicros ?? 0))],
    ["Revision", String(video.headRevision)],
    ...(video.durationSeconds === null
      ? []
      : ([["Length", formatClock(video.durationSeconds)]] as [string, string][])),
  ];
  return (
    <header>
      <Link
        href="/#videos"
        className="-ml-1.5 inline-flex min-h-8 items-center gap-1 rounded-md pr-2 text-sm text-ink-2 hover:text-ink"
      >
        <BackIcon /> All videos
      </Link>
      <h1 className="mt-2 font-display text-4xl leading-[1.05] tracking-tight text-balance break-words sm:text-5xl">
        {title ?? video.prompt}
      </h1>
      {title && !saysTheSame(title, video.prompt) && (
        <p className="mt-2 max-w-3xl text-pretty break-words text-ink-2">{video.prompt}</p>
      )}
      <div className="mt-4 flex min-h-7 flex-wrap items-center gap-x-5 gap-y-2 text-sm text-ink-2">
        <StatusPill look={look} state={status} />
        <dl className="flex flex-wrap gap-x-5 gap-y-1">
          {facts.map(([name, value]) => (
            <div key={name} className="flex gap-1.5">
              <dt className="text-ink-3">{name}</dt>
              <dd className="tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
        {now !== null && <time dateTime={video.createdAt}>{formatWhen(video.createdAt, now)}</time>}
        {video.numDirtyArtifacts > 0 && video.headRevision > 0 && (
          <span className="flex items-center gap-1.5 text-warn">
            <StateGlyph tone="warn" /> {video.numDirtyArtifacts} to renew
          </span>
        )}
        <div className="ml-auto flex items-center gap-1">
          {props.onDeleted && <DeleteButton videoId={video.id} onDeleted={props.onDeleted} />}
          <Button data-testid="edit-video" onClick={props.onEdit}>
            <EditIcon /> Edit
          </Button>
        </div>
      </div>
    </header>
  );
}
