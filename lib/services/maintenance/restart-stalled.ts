import type { RunRow } from "../../ports/database";
import type { Context, Ports } from "../context";
import { failExport } from "../exports/render-export";
import { failRun } from "../runs/fail-run";
import { stalledRuns } from "./stalled-runs";

/** More than an hour of starting again, at last every eight graces: what is still in the way then will not go away by itself. */
const MOST_STARTS = 25;

/**
 * Starts the workflow of every live run that nobody moves: never started because the process died after the commit, or without a
 * heartbeat for longer than the grace. The run goes on from the ledger; nothing done is done again. One that was started over and over
 * and got nowhere is ended: no run stays "running" for ever.
 */
export async function restartStalled(options: {
  ports: Ports;
  /** A fresh process has just begun to resume workflows by itself: runs that have one get this long to show a heartbeat. */
  resumingSince: Date | null;
  contextOf(run: RunRow): Promise<Context>;
  /** Null when the run has ended or somebody else starts it. */
  start(run: RunRow): Promise<string | null>;
}): Promise<{ restarted: string[] }> {
  const { ports, resumingSince, contextOf, start } = options;
  const restarted: string[] = [];
  for (const run of await stalledRuns({ ports, resumingSince })) {
    if (run.starts >= MOST_STARTS) {
      const message = `Given up: started ${run.starts} times, and never got to its end. The server's log says what was in the way.`;
      const end = { ctx: await contextOf(run), input: { runId: run.id, message } };
      await (run.type === "export" ? failExport(end) : failRun(end));
      continue;
    }
    const workflowRunId = await start(run);
    if (workflowRunId === null) continue;
    restarted.push(run.id);
    ports.log.warn({ runId: run.id, workflowRunId }, "run-restarted");
  }
  return { restarted };
}
