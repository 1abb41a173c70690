import { resumeHook } from "workflow/api";
import { getConfig } from "../lib/container";
import { runId } from "../lib/core/ids";
import { askToWake } from "../lib/services/runs/ask-to-wake";
import { wakeRun as wake } from "../lib/services/runs/wake-run";
import { stepContext } from "./step-context";

/** Tells a run that something has happened to it. A workflow that does not listen is normal: its sleep ends by itself. */
export async function wakeRun(input: { workspaceId: string; runId: string; reason: string }): Promise<void> {
  const ctx = await stepContext(input);
  if (getConfig().role === "web") return await askToWake({ ctx, input: { runId: runId(input.runId) } });
  const { woken, starts } = await wake({ ctx, input: { runId: runId(input.runId) } });
  if (!woken) return;
  try {
    await resumeHook(`run:${input.runId}:${starts}`, { reason: input.reason });
  } catch (error) {
    ctx.log.info({ runId: input.runId, reason: input.reason, error: String(error) }, "wake-not-heard");
  }
}
