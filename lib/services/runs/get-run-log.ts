import { runId } from "../../core/ids";
import { type Context, inTenant } from "../context";
import { requireRun } from "./require-run";
import { type LogLevel, type LogLine, runLogLines } from "./run-log-lines";

/** The log of a run, also of one that is still at work. */
export async function getRunLog(options: {
  ctx: Context;
  input: { id: string; level: LogLevel };
}): Promise<LogLine[]> {
  const { ctx, input } = options;
  const run = await inTenant(ctx, (repositories) => requireRun(repositories, runId(input.id)));
  return await runLogLines({ ctx, run, atLeast: input.level });
}
