import type { RunView } from "../../api/contract/runs";
import { runId } from "../../core/ids";
import { isRunEnded } from "../../core/run/run-state";
import { type Context, inTenant } from "../context";
import { requireRun } from "./require-run";
import { toRunView } from "./to-run-view";

const LOOK_EVERY_MS = 250;

/**
 * One run with its jobs. With `waitSeconds` it answers when the run has changed since the call, or when the time is up; a run that has
 * ended is answered at once.
 */
export async function getRun(options: {
  ctx: Context;
  input: { id: string; waitSeconds?: number };
  signal?: AbortSignal;
}): Promise<RunView> {
  const { ctx, input, signal } = options;
  const until = ctx.clock.now().getTime() + (input.waitSeconds ?? 0) * 1000;
  const first = await read(ctx, input.id);
  let current = first;
  while (
    !isRunEnded(current.state) &&
    current.version === first.version &&
    ctx.clock.now().getTime() < until &&
    !signal?.aborted
  ) {
    await ctx.clock.sleep(LOOK_EVERY_MS, signal);
    current = await read(ctx, input.id);
  }
  return current.view;
}

async function read(ctx: Context, id: string) {
  return await inTenant(ctx, async (repositories) => {
    const run = await requireRun(repositories, runId(id));
    const jobs = await repositories.jobs.ofRun(run.id);
    const film = run.type === "export" ? null : await repositories.runs.exportAfter(run.id);
    const view = toRunView(run, jobs, film?.id ?? null);
    return { state: run.status, version: JSON.stringify(view), view };
  });
}
