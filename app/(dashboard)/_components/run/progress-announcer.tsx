import type { RunView } from "../../../../lib/api/contract/runs";
import { isRunEnded } from "../../_lib/run-progress";
import { summarizeRun } from "../../_lib/run-summary";

const STEPS = 5;

/** The run in one sentence. It changes a handful of times, so that a screen reader is told and not flooded. */
function sentence(run: RunView, exportRun: RunView | null): string {
  const { total, done, failed } = summarizeRun(run, exportRun);
  if (exportRun?.status === "succeeded") return "The film is ready.";
  if (exportRun?.status === "failed") return "The parts are made, but the film could not be rendered.";
  if (exportRun && !isRunEnded(exportRun.status)) return "All parts are made. The film is being rendered.";
  if (run.status === "succeeded") return "All parts are made.";
  if (isRunEnded(run.status)) return `The run ended ${run.status}: ${failed} of ${total} jobs failed.`;
  if (total === 0) return "The run is being planned.";
  const step = Math.floor((done / total) * STEPS);
  return `About ${Math.round((step / STEPS) * 100)} percent of ${total} jobs are done.`;
}

export function ProgressAnnouncer({ run, exportRun }: { run: RunView | null; exportRun: RunView | null }) {
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {run ? sentence(run, exportRun) : ""}
    </p>
  );
}
