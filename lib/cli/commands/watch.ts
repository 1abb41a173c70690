import { type RunView, runSchema } from "../../api/contract/runs";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { createApiClient } from "../http/api-client";
import { followExportOf } from "../run/ensure-export";
import { followExport } from "../run/follow-export";
import { followRun, runPath } from "../run/follow-run";
import { withServer } from "../server";
import { sayHowToGoOn } from "./generate";

/** `watch`: follows a run, and the export of a generation, to the end. */
export async function watch(options: {
  context: CliContext;
  runId: string;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, runId, flags } = options;
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const run = await withServer({ context, url }, async (server): Promise<RunView> => {
    const api = createApiClient(server, context.signal);
    try {
      const found = await api.get(runPath(runId), runSchema);
      if (found.type === "export") return await followExport({ context, api, runId });
      const ended = await followRun({ context, api, runId });
      if (ended.status === "succeeded" && ended.exportRunId !== null) {
        await followExportOf({ context, api, run: ended });
      }
      return ended;
    } catch (error) {
      if (context.signal.aborted) sayHowToGoOn(context, server, runId);
      throw error;
    }
  });
  const style = context.talkStyle;
  if (flags.json) printJson(context, run);
  else if (run.status === "succeeded") {
    context.talk(`  ${style.good("succeeded")}  ${style.dim("its files:")} reelgraph export ${run.videoId}`);
  } else context.talk(`  ${style.bad(run.status)}`);
  return run.status === "succeeded" ? EXIT.ok : EXIT.failed;
}
