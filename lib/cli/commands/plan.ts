import { randomUUID } from "node:crypto";
import { type PlanView, planSchema } from "../../api/contract/regeneration";
import { videoDetailSchema } from "../../api/contract/videos";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode, usageError } from "../exit";
import { createApiClient } from "../http/api-client";
import type { Connection } from "../http/connection";
import { inputsOfFlags } from "../inputs/input-flags";
import { patchOf } from "../inputs/input-patch";
import { readInputs } from "../inputs/read-inputs";
import { selectionOf } from "../inputs/selection";
import { modelsOf } from "../models";
import { withRunningServer, withServer } from "../server";
import { planInputs } from "./plan-inputs";
import { planLines } from "./plan-lines";
import { planView } from "./plan-view";

export interface PlanCommand {
  context: CliContext;
  prompt?: string | undefined;
  flags: Readonly<Record<string, unknown>>;
}

/** `plan`: what a generation would do and cost. No server, and nothing is written; with `--video` the server's answer about that video. */
export async function plan(options: PlanCommand): Promise<ExitCode> {
  const { context, flags } = options;
  if (flags.inputsJsonl !== undefined || flags.jsonLines) return await planLines(options);
  if (typeof flags.video === "string") return await planVideo({ ...options, videoId: flags.video });
  const selection = selectionOf(flags);
  if (selection.mode !== "dirty" || selection.pins) {
    throw usageError("A selection is about a video that exists: add --video ID.");
  }
  const { inputs } = await readInputs(options);
  return print(options, planInputs({ inputs, models: modelsOf(context) }), inputs);
}

/** `generate --dry-run`: the way of a real start up to the first purchase where a server runs, else the same plan without one. */
export async function dryRun(options: PlanCommand): Promise<ExitCode> {
  const { context, flags } = options;
  const { inputs, given } = await readInputs(options);
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const quoted = await withRunningServer({ context, url }, (server) =>
    askForPlan(context, server, { inputs: given }),
  );
  return print(options, quoted ?? planInputs({ inputs, models: modelsOf(context) }), inputs);
}

async function planVideo(options: PlanCommand & { videoId: string }): Promise<ExitCode> {
  const { context, prompt, flags, videoId } = options;
  const edited = { ...inputsOfFlags(flags, prompt), ...patchOf(flags) };
  const url = typeof flags.url === "string" ? flags.url : undefined;
  return await withServer({ context, url }, async (server) => {
    const inputs = Object.keys(edited).length > 0 ? { inputs: edited } : {};
    const planned = await askForPlan(context, server, { videoId, ...inputs, ...selectionOf(flags) });
    const path = `/api/v1/videos/${encodeURIComponent(videoId)}`;
    const video = await createApiClient(server, context.signal).get(path, videoDetailSchema);
    return print(options, planned, { InquiryPrompt: video.prompt });
  });
}

async function askForPlan(context: CliContext, server: Connection, body: object): Promise<PlanView> {
  const { value } = await createApiClient(server, context.signal).post({
    path: "/api/v1/quotes",
    body,
    schema: planSchema,
    idempotencyKey: randomUUID(),
  });
  return value;
}

function print(
  { context, flags }: PlanCommand,
  planned: PlanView,
  inputs: { InquiryPrompt: string },
): ExitCode {
  if (flags.json) printJson(context, planned);
  else context.print(`${planView(planned, inputs, context.printStyle)}\n`);
  return EXIT.ok;
}
