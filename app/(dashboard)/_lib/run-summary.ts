import type { RunJobView, RunView } from "../../../lib/api/contract/runs";
import { isJobEnded } from "../../../lib/core/run/job-state";
import { isRunEnded } from "./run-progress";

interface RunSummary {
  total: number;
  done: number;
  running: number;
  failed: number;
  blocked: number;
  skipped: number;
  /** 0…1 over jobs and, when one is expected, the film's export. */
  fraction: number;
}

/** The export is the last stage of a generation: this much of the bar belongs to it. */
const FILM_SHARE = 0.12;

/** Counts and the overall fraction. `exportRun`: the run that renders the film, when it is known. */
export function summarizeRun(run: RunView, exportRun: RunView | null): RunSummary {
  const count = (test: (job: RunJobView) => boolean) => run.jobs.filter(test).length;
  const total = run.jobs.length;
  const done = count((job) => isJobEnded(job.state));
  const jobsFraction = total === 0 ? (isRunEnded(run.status) ? 1 : 0) : done / total;
  return {
    total,
    done,
    running: count((job) => job.state === "claimed" || job.state === "submitted"),
    failed: count((job) => job.state === "failed"),
    blocked: count((job) => job.state === "blocked"),
    skipped: count((job) => job.state === "skipped"),
    fraction: jobsFraction * (1 - FILM_SHARE) + filmFraction(run, exportRun) * FILM_SHARE,
  };
}

function filmFraction(run: RunView, exportRun: RunView | null): number {
  if (exportRun) return isRunEnded(exportRun.status) ? 1 : (exportRun.progress ?? 0);
  // Nothing will be rendered after a run that did not get through.
  return isRunEnded(run.status) && run.status !== "succeeded" ? 1 : 0;
}

/** Jobs by layer, in the plan's order. */
export function groupByLayer(jobs: readonly RunJobView[]): RunJobView[][] {
  const layers: RunJobView[][] = [];
  for (const job of jobs) {
    const layer = layers[job.layer];
    if (layer) layer.push(job);
    else layers[job.layer] = [job];
  }
  return Array.from(layers, (layer) => layer ?? []);
}

/** Seconds between start and end, or until now; null before the start. */
export function elapsedSeconds(
  timed: { startedAt: string | null; finishedAt: string | null },
  nowMs: number,
): number | null {
  if (!timed.startedAt) return null;
  const end = timed.finishedAt ? Date.parse(timed.finishedAt) : nowMs;
  return Math.max(0, (end - Date.parse(timed.startedAt)) / 1000);
}
