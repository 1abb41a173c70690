import { bar, spinner } from "../terminal/bar";
import { fitWidth, formatSeconds, oneLine, padEnd, padStart } from "../terminal/format";
import type { Style } from "../terminal/style";
import { dollars } from "./dollars";
import { describeGenerators } from "./generator-words";
import { type Board, type BoardJob, isJobOver } from "./run-board";

export const BAR_WIDTH = 20;
/** Wide enough for a layer of the blueprint: bars of all layers, and of the export below them, start in one column. */
export const LABEL_WIDTH = 20;
const LONGEST_SECONDS = 24 * 3600;

export interface LayerView {
  layer: number;
  label: string;
  jobs: BoardJob[];
}

/** The board's jobs by layer, in planning order. */
export function layersOfBoard(board: Board): LayerView[] {
  const layers = new Map<number, BoardJob[]>();
  for (const job of board.jobs.values()) layers.set(job.layer, [...(layers.get(job.layer) ?? []), job]);
  return [...layers]
    .sort(([left], [right]) => left - right)
    .map(([layer, jobs]) => ({ layer, jobs, label: describeGenerators(jobs.map((job) => job.genId)) }));
}

function secondsOf(jobs: readonly BoardJob[], now: number): number | null {
  const starts = jobs.flatMap((job) => job.startedAt ?? []);
  if (starts.length === 0) return null;
  const isOver = jobs.every(isJobOver);
  const end = isOver ? Math.max(...jobs.map((job) => job.finishedAt ?? job.startedAt ?? 0)) : now;
  const seconds = Math.max(0, end - Math.min(...starts)) / 1000;
  // Starts are of the server's clock, `now` is of this one: better nothing than nonsense when they are far apart.
  return seconds > LONGEST_SECONDS ? null : seconds;
}

function noteOf(jobs: readonly BoardJob[], style: Style): string {
  const failed = jobs.filter((job) => job.state === "failed");
  const blocked = jobs.filter((job) => job.state === "blocked").length;
  const working = jobs.filter((job) => job.state === "claimed" || job.state === "submitted");
  const notes: string[] = [];
  if (failed.length > 0) notes.push(style.bad(`${failed.length} failed`));
  if (blocked > 0) notes.push(style.warn(`${blocked} blocked`));
  if (working.length > 0) notes.push(style.dim(working.map((job) => job.jobId).join(" ")));
  return notes.join("  ");
}

/** One line per layer with its bar, and one for the whole. `now` in epoch milliseconds. */
export function boardLines(board: Board, style: Style, now: number, beganAt: number): string[] {
  const layers = layersOfBoard(board);
  if (layers.length === 0) return [`  ${style.accent(spinner(now))} ${style.dim("planning")}`];
  const lines = layers.map(({ label, jobs }, position) => {
    const over = jobs.filter(isJobOver).length;
    const isOver = over === jobs.length;
    const isGood = jobs.every((job) => job.state !== "failed" && job.state !== "blocked");
    const isUnder = jobs.some((job) => job.state !== "ready");
    const running = jobs.reduce((sum, job) => sum + (isJobOver(job) ? 1 : (job.progress ?? 0)), 0);
    const name = padEnd(fitWidth(label, LABEL_WIDTH), LABEL_WIDTH);
    const paint = isOver ? (isGood ? style.good : style.bad) : style.accent;
    const seconds = secondsOf(jobs, now);
    return [
      "  ",
      style.dim(String(position + 1)),
      isUnder ? name : style.dim(name),
      bar(running / jobs.length, BAR_WIDTH, style, paint),
      padStart(`${over}/${jobs.length}`, 7),
      padStart(seconds === null ? "" : formatSeconds(seconds), 8),
      noteOf(jobs, style),
    ].join(" ");
  });
  const jobs = [...board.jobs.values()];
  const over = jobs.filter(isJobOver).length;
  const total = `${over} of ${jobs.length} jobs, ${dollars(board.costMicros)}, ${formatSeconds((now - beganAt) / 1000)}`;
  return [...lines, `     ${style.dim(total)}`];
}

/** One line for a job that ended, for where lines can't be drawn again. */
export function jobLine(job: BoardJob, style: Style): string | null {
  const seconds = secondsOf([job], job.finishedAt ?? 0);
  const took = seconds === null ? "" : ` ${style.dim(formatSeconds(seconds))}`;
  switch (job.state) {
    case "succeeded":
      return `  ${style.good("done")}     ${job.jobId}${took}`;
    case "skipped":
      return `  ${style.dim("skipped")}  ${job.jobId} ${style.dim(job.skipReason ?? "")}`.trimEnd();
    case "failed":
      return `  ${style.bad("failed")}   ${job.jobId}${job.failure ? `: ${oneLine(job.failure)}` : ""}`;
    case "blocked":
      return `  ${style.warn("blocked")}  ${job.jobId}`;
    case "cancelled":
      return `  ${style.dim("cancelled")} ${job.jobId}`;
    default:
      return null;
  }
}
