import type { RunView } from "../../../../lib/api/contract/runs";
import { formatBytes, formatSeconds } from "../../_lib/format";
import type { StateLook } from "../../_lib/labels";
import { isRunEnded } from "../../_lib/run-progress";
import { elapsedSeconds } from "../../_lib/run-summary";
import { ProgressBar } from "../ui/progress-bar";
import { StateGlyph, TONE_TEXT } from "../ui/state-glyph";

function lookOf(run: RunView, exportRun: RunView | null): StateLook {
  if (!exportRun) {
    return isRunEnded(run.status) && run.status !== "succeeded"
      ? { label: "Not rendered: parts are missing", tone: "warn" }
      : { label: "Waiting for the parts", tone: "idle" };
  }
  switch (exportRun.status) {
    case "succeeded":
      return { label: "Done", tone: "good" };
    case "queued":
      return { label: "Queued", tone: "idle" };
    case "running":
      return { label: "Rendering", tone: "busy" };
    case "cancelled":
      return { label: "Cancelled", tone: "muted" };
    default:
      return { label: "Failed", tone: "bad" };
  }
}

/** The export as the last stage of the board. */
export function FilmColumn({
  run,
  exportRun,
  now,
}: {
  run: RunView;
  exportRun: RunView | null;
  now: number | null;
}) {
  const look = lookOf(run, exportRun);
  const isDone = exportRun?.status === "succeeded";
  const elapsed = exportRun ? elapsedSeconds(exportRun, now ?? Date.parse(exportRun.createdAt)) : null;
  return (
    <li
      data-testid="film-stage"
      data-state={exportRun?.status ?? "waiting"}
      className="min-w-0 rounded-xl border border-accent/40 bg-surface"
    >
      <div className="px-4 pt-3.5 pb-3">
        <div className="mb-2.5 flex items-baseline justify-between">
          <h3 className="text-sm font-semibold">Film</h3>
          {elapsed !== null && (
            <span className="text-xs text-ink-3 tabular-nums">{formatSeconds(elapsed)}</span>
          )}
        </div>
        <ProgressBar slim fraction={isDone ? 1 : (exportRun?.progress ?? 0)} label="Film progress" />
      </div>
      <div className="m-2 mt-0 rounded-lg bg-raised/70 px-3 py-2.5 text-sm">
        <p className="flex items-center gap-2 font-medium">
          <StateGlyph tone={look.tone} /> MP4
        </p>
        <p className={`mt-1 pl-5.5 text-xs ${TONE_TEXT[look.tone]}`}>
          {look.label}
          {exportRun?.status === "running" &&
            exportRun.progress !== null &&
            `, ${Math.round(exportRun.progress * 100)}%`}
          {exportRun?.result &&
            ` · ${formatSeconds(exportRun.result.durationSeconds)} · ${formatBytes(exportRun.result.bytes)}`}
        </p>
        {exportRun?.failure && (
          <p className="mt-1.5 pl-5.5 text-xs break-words">{exportRun.failure.message}</p>
        )}
      </div>
    </li>
  );
}
