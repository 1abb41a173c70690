import type { EventRow, RunRow } from "../../ports/database";
import { type Context, inTenant } from "../context";

const PAGE = 1_000;

export const LOG_LEVELS = ["info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LEVELS: Record<string, LogLevel> = { "job-failed": "error", "job-blocked": "warn" };

export interface LogLine {
  at: string;
  level: LogLevel;
  event: string;
  seq: number;
  runId: string;
  [detail: string]: unknown;
}

/** A run's log: its events, in order, each with a level. The same lines while it runs and for ever after. */
export async function runLogLines(options: {
  ctx: Context;
  run: Pick<RunRow, "id">;
  /** Only lines of this level or a more serious one. */
  atLeast?: LogLevel;
}): Promise<LogLine[]> {
  const { ctx, run, atLeast = "info" } = options;
  const events: EventRow[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const page = await inTenant(ctx, (repositories) =>
      repositories.events.ofRun({ runId: run.id, after, limit: PAGE }),
    );
    events.push(...page);
    if (page.length < PAGE) break;
  }
  const least = LOG_LEVELS.indexOf(atLeast);
  return events
    .map((event) => ({
      at: event.at.toISOString(),
      level: levelOf(event),
      event: event.type,
      seq: event.seq,
      runId: run.id,
      ...event.data,
    }))
    .filter(({ level }) => LOG_LEVELS.indexOf(level) >= least);
}

/** An attempt that failed and is tried again is a warning; what ended badly for good is an error. */
function levelOf({ type, data }: EventRow): LogLevel {
  if (type === "job-progress" && data.retrying === true) return "warn";
  if (type === "run-finished" && data.status === "failed") return "error";
  return LEVELS[type] ?? "info";
}
