import { runId } from "../lib/core/ids";
import type { RunType } from "../lib/ports/database";
import { launchRun } from "../lib/services/runs/launch-run";
import { stepContext } from "./step-context";

export interface RunToStart {
  workspaceId: string;
  runId: string;
}

/** `launchRun` in the run's own workspace. */
export async function launch(
  input: RunToStart,
  startWorkflow: (counted: { starts: number; type: RunType }) => Promise<{ runId: string }>,
): Promise<string | null> {
  const ctx = await stepContext(input);
  return await launchRun({ ctx, input: { runId: runId(input.runId) }, startWorkflow });
}
