import { runSchema } from "../../api/contract/runs";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { createApiClient } from "../http/api-client";
import { runPath } from "../run/follow-run";
import { withServer } from "../server";

const WAIT_SECONDS = 30;

/** `cancel`: ends a run before its time, and waits until it has ended. What was finished is kept. */
export async function cancel(options: {
  context: CliContext;
  runId: string;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, runId, flags } = options;
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const run = await withServer({ context, url }, async (server) => {
    const api = createApiClient(server, context.signal);
    const path = `${runPath(runId)}/cancel`;
    // Repeating it changes nothing, so that any key will do.
    const idempotencyKey = `cancel-${runId}`;
    let { value: current } = await api.post({ path, body: {}, schema: runSchema, idempotencyKey });
    if (current.finishedAt === null) {
      context.talk("  cancelling: what a provider still works on is called off, what is finished is kept");
    }
    while (current.finishedAt === null) current = await api.get(runPath(runId, WAIT_SECONDS), runSchema);
    return current;
  });
  if (flags.json) printJson(context, run);
  else context.talk(`  ${context.talkStyle.dim("the run has ended:")} ${run.status}`);
  return EXIT.ok;
}
