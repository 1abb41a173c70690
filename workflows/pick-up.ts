import { getPorts } from "../lib/container";
import type { RunRow } from "../lib/ports/database";
import { dueRuns } from "../lib/services/maintenance/due-runs";
import { startRun } from "./start-run";
import { wakeRun } from "./wake-run";

/** The worker's share of what `startRun` and `wakeRun` leave open where no workflows run. One that fails is found again next time. */
export async function pickUp(): Promise<void> {
  const ports = await getPorts();
  const due = await dueRuns({ ports });
  const done = await Promise.allSettled(due.map(takeCareOf));
  for (const failure of done.filter(({ status }) => status === "rejected") as PromiseRejectedResult[]) {
    ports.log.error({ error: String(failure.reason) }, "pick-up-failed");
  }
}

async function takeCareOf({ workspaceId, id: runId, status }: RunRow): Promise<void> {
  if (status === "queued") await startRun({ workspaceId, runId });
  else await wakeRun({ workspaceId, runId, reason: "due" });
}
