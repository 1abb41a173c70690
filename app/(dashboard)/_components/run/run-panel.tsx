import type { RunView } from "../../../../lib/api/contract/runs";
import type { VideoDetailView } from "../../../../lib/api/contract/videos";
import { formatBytes, formatMoney, formatSeconds } from "../../_lib/format";
import { isRunEnded } from "../../_lib/run-progress";
import { elapsedSeconds, summarizeRun } from "../../_lib/run-summary";
import type { Connection } from "../../_lib/use-run-progress";
import { buttonClass } from "../ui/button";
import { DownloadIcon } from "../ui/icons";
import { ProgressBar } from "../ui/progress-bar";
import { FailureNote } from "./failure-note";
import { RenderButton } from "./render-button";

interface RunPanelProps {
  video: VideoDetailView;
  run: RunView | null;
  exportRun: RunView | null;
  now: number | null;
  connection: Connection;
}

/** Whether all parts are there, and no film has been made of them as they are now. */
function isUnfilmed({ status, headRevision }: VideoDetailView, exportRun: RunView | null): boolean {
  if (status !== "succeeded") return false;
  if (exportRun === null) return true;
  if (!isRunEnded(exportRun.status)) return false;
  return exportRun.status !== "succeeded" || exportRun.revision !== headRevision;
}

function headline(run: RunView, exportRun: RunView | null, isFilmed: boolean): string {
  if (exportRun && !isRunEnded(exportRun.status)) return "Rendering the film";
  if (isFilmed && run.status === "succeeded") return "The film is ready";
  switch (run.status) {
    case "queued":
      return "Waiting to start";
    case "running":
      return run.jobs.length === 0 ? "Planning" : "Making the parts";
    case "succeeded":
      return exportRun?.status === "failed" ? "The film could not be rendered" : "All parts are made";
    case "partial":
      return "Made in part";
    case "failed":
      return "The run failed";
    case "cancelled":
      return "Cancelled";
  }
}

/** From the run's start to the film's end, and what was expected. */
function times(run: RunView, exportRun: RunView | null, now: number | null): [string, string][] {
  const end = exportRun?.finishedAt ?? (exportRun && !isRunEnded(exportRun.status) ? null : run.finishedAt);
  const elapsed = elapsedSeconds(
    { startedAt: run.startedAt, finishedAt: end },
    now ?? Date.parse(run.createdAt),
  );
  const expected = run.quote?.seconds;
  return [
    [end ? "Took" : "Elapsed", elapsed === null ? "–" : formatSeconds(Math.floor(elapsed))],
    ["Expected", expected === undefined ? "–" : `about ${formatSeconds(Math.ceil(expected))}`],
  ];
}

const CONNECTIONS: Record<Connection, [label: string, className: string]> = {
  connecting: ["Connecting…", "text-ink-3"],
  live: ["Live", "text-good"],
  reconnecting: ["Reconnecting…", "text-warn"],
};

function ConnectionMark({ connection }: { connection: Connection }) {
  const [label, className] = CONNECTIONS[connection];
  return (
    <span className={`flex items-center gap-1.5 text-xs ${className}`}>
      <span className="size-1.5 rounded-full bg-current" aria-hidden="true" />
      {label}
    </span>
  );
}

/** What the run is at, in one card. */
export function RunPanel({ video, run, exportRun, now, connection }: RunPanelProps) {
  if (!run) {
    return video.run ? (
      <div className="skeleton h-72 rounded-2xl" aria-hidden="true" />
    ) : (
      <aside className="panel p-6 text-sm text-ink-2">
        This video is a draft. Nothing has been made yet.
      </aside>
    );
  }
  const unfilmed = isUnfilmed(video, exportRun);
  const summary = summarizeRun(run, exportRun);
  // Where no film is to follow, the parts are all there is to it.
  const fraction = unfilmed && isRunEnded(run.status) ? 1 : summary.fraction;
  const isBusy = !isRunEnded(run.status) || (exportRun !== null && !isRunEnded(exportRun.status));
  const facts: [string, string][] = [
    ...times(run, exportRun, now),
    ["Jobs", `${summary.done} of ${summary.total}`],
    ["Cost", formatMoney(run.costMicros)],
    ...(run.quote && run.quote.costMicros > 0
      ? ([["At most", formatMoney(run.quote.costMicros)]] as [string, string][])
      : []),
  ];
  return (
    <aside
      aria-label="Run"
      data-testid="run-panel"
      data-state={run.status}
      className="panel p-6 shadow-panel"
    >
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-lg font-semibold">
          {headline(run, exportRun, video.links.mp4 !== null && !unfilmed)}
        </h2>
        {isBusy && <ConnectionMark connection={connection} />}
      </div>
      <div className="mt-4 flex items-center gap-3">
        <div className="grow">
          <ProgressBar fraction={fraction} label="Overall progress" testId="progress" />
        </div>
        <span className="w-10 text-right text-sm tabular-nums">{Math.round(fraction * 100)}%</span>
      </div>
      <dl className="mt-5 grid grid-cols-2 gap-x-4 gap-y-3 text-sm">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-ink-3">{name}</dt>
            <dd className="mt-0.5 font-medium tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <FailureNote run={run} exportRun={exportRun} />
      {video.links.mp4 && (
        <a
          href={video.links.mp4}
          download={`${video.id}.mp4`}
          data-testid="download-mp4"
          className={`${buttonClass("primary")} mt-6 min-h-11 w-full`}
        >
          <DownloadIcon /> Download MP4
          {exportRun?.result && (
            <span className="font-normal opacity-80">{formatBytes(exportRun.result.bytes)}</span>
          )}
        </a>
      )}
      {unfilmed && isRunEnded(run.status) && <RenderButton videoId={video.id} />}
    </aside>
  );
}
