import { createHook, sleep } from "workflow";
import { driveBuild } from "./drive-build";
import { checkpoint } from "./steps/checkpoint";
import { executeBatch } from "./steps/execute-batch";
import { fail } from "./steps/fail";
import { finalize } from "./steps/finalize";
import { planRun } from "./steps/plan-run";
import { startExport } from "./steps/start-export";

/** Which run, and the how-manieth start of it: both are in the wake hook's token. */
export interface BuildVideoInput {
  workspaceId: string;
  runId: string;
  start: number;
}

/** The durable run of one plan; what it does is in drive-build.ts. */
export async function buildVideo(input: BuildVideoInput): Promise<{ status: string }> {
  "use workflow";
  const { workspaceId, runId } = input;
  const wake = createHook<{ reason: string }>({ token: `run:${runId}:${input.start}` });
  return await driveBuild({
    planRun: () => planRun(input),
    executeBatch: () => executeBatch(input),
    checkpoint: () => checkpoint(input),
    finalize: () => finalize(input),
    startExport: (exportRunId) => startExport({ workspaceId, runId: exportRunId }),
    fail: (message) => fail({ workspaceId, runId, message }),
    sleep: (milliseconds) => sleep(milliseconds),
    woken: () => wake.then(() => null),
  });
}
