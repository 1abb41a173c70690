import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import {
  createdRunSchema,
  type EditedInputsView,
  editedInputsSchema,
  planSchema,
} from "../../api/contract/regeneration";
import { runSchema } from "../../api/contract/runs";
import { type VideoDetailView, videoDetailSchema } from "../../api/contract/videos";
import { isReelgraphError } from "../../core/errors";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { type ApiClient, createApiClient } from "../http/api-client";
import { patchOf } from "../inputs/input-patch";
import { type Selection, selectionOf } from "../inputs/selection";
import { followRun, runPath } from "../run/follow-run";
import { countJobs } from "../run/run-board";
import { defaultDirectory, saveMp4, saveTree } from "../run/save-video";
import { type ServerSession, withServer } from "../server";
import { count } from "../terminal/format";
import {
  collect,
  exitCodeOfRun,
  type Generated,
  microsOfDollars,
  printSummary,
  sayHowToGoOn,
} from "./generate";
import { planView, quoteLine } from "./plan-view";

type Flags = Readonly<Record<string, unknown>>;

interface Regeneration {
  context: CliContext;
  api: ApiClient;
  server: ServerSession;
  videoId: string;
  selection: Selection;
  /** What --set and --unset say, as a merge patch; null: no edit. */
  patch: Record<string, unknown> | null;
  maxCostMicros: number | undefined;
  output: string | undefined;
}

/** `regen`: edits a video's inputs, if asked to, and makes again what that or the selection calls for. */
export async function regen(options: {
  context: CliContext;
  videoId: string;
  flags: Flags;
}): Promise<ExitCode> {
  const { context, videoId, flags } = options;
  const prepared = {
    selection: selectionOf(flags),
    patch: patchOf(flags),
    maxCostMicros: flags.maxCost === undefined ? undefined : microsOfDollars(String(flags.maxCost)),
    output: typeof flags.output === "string" ? resolve(context.cwd, flags.output) : undefined,
  };
  const url = typeof flags.url === "string" ? flags.url : undefined;
  return await withServer({ context, url }, async (server) => {
    const api = createApiClient(server, context.signal);
    const regeneration = { context, api, server, videoId, ...prepared };
    if (flags.dryRun) return await showPlan(regeneration, flags);
    const generated = await regenerate(regeneration);
    if (flags.json) printJson(context, generated);
    else if (generated.runId !== null && generated.mp4 !== null) printSummary(context, generated);
    return generated.runId === null ? EXIT.ok : exitCodeOfRun(generated);
  });
}

async function showPlan(regeneration: Regeneration, flags: Flags): Promise<ExitCode> {
  const { context, api, videoId, selection, patch } = regeneration;
  const { value: plan } = await api.post({
    path: "/api/v1/quotes",
    body: { videoId, ...(patch ? { inputs: patch } : {}), ...selection },
    schema: planSchema,
    idempotencyKey: randomUUID(),
  });
  if (flags.json) {
    printJson(context, plan);
    return EXIT.ok;
  }
  const { prompt } = await api.get(pathOf(videoId), videoDetailSchema);
  context.print(`${planView(plan, { InquiryPrompt: prompt }, context.printStyle)}\n`);
  return EXIT.ok;
}

async function regenerate(regeneration: Regeneration): Promise<Generated> {
  const { context, api, server, videoId, selection, patch, maxCostMicros } = regeneration;
  const style = context.talkStyle;
  if (patch !== null) sayWhatIsDirty(context, await edit(regeneration, patch));
  const { status, value: created } = await api.post({
    path: `${pathOf(videoId)}/runs`,
    body: { ...selection, maxCostMicros },
    schema: createdRunSchema,
    idempotencyKey: randomUUID(),
  });
  if (created.run === null) return await nothingToDo(regeneration);
  const runId = created.run.id;
  const jobs = created.quote.items.reduce((sum, item) => sum + item.jobs, 0);
  context.talk("");
  context.talk(`  ${style.good(`${status} Accepted`)}  POST ${server.url}${pathOf(videoId)}/runs`);
  context.talk(`  ${style.dim("Run")}           ${runId}`);
  context.talk(`  ${style.dim("Plan")}          ${quoteLine({ quote: created.quote, jobs }, style)}`);
  try {
    const run = await followRun({ context, api, runId });
    return await collect({ context, api, run, output: regeneration.output });
  } catch (error) {
    if (context.signal.aborted) sayHowToGoOn(context, server, runId);
    throw error;
  }
}

/** Saves the edit on the newest inputs. Should somebody else be faster, it is repeated on theirs once, and said so. */
async function edit(
  { context, api, videoId }: Regeneration,
  patch: Record<string, unknown>,
): Promise<EditedInputsView> {
  const attempt = async () => {
    const { inputRevision } = await api.get(pathOf(videoId), videoDetailSchema);
    const path = `${pathOf(videoId)}/inputs`;
    return await api.patch({ path, patch, schema: editedInputsSchema, ifMatch: `"${inputRevision}"` });
  };
  try {
    return await attempt();
  } catch (error) {
    if (!isReelgraphError(error) || error.code !== "precondition-failed") throw error;
    context.talk("  Somebody edited the inputs at the same moment; your edit goes on top of theirs.");
    return await attempt();
  }
}

function sayWhatIsDirty(context: CliContext, { dirty, inputRevision }: EditedInputsView): void {
  const style = context.talkStyle;
  const what =
    dirty.length === 0 ? "nothing to make again" : `${count(dirty.length, "artifact")} out of date`;
  context.talk(`  ${style.dim("Edited")}        version ${inputRevision}: ${what}`);
}

/** Its files as they are: a script that wants them has them, whether or not there was anything to make. */
async function nothingToDo(regeneration: Regeneration): Promise<Generated> {
  const { context, api, videoId, selection } = regeneration;
  const chosen = selection.scope?.join(", ");
  context.talk(
    chosen === undefined
      ? "  Everything is up to date: nothing to do."
      : `  Nothing in ${chosen} is out of date. Add --take for another version of it.`,
  );
  const video = await api.get(pathOf(videoId), videoDetailSchema);
  const directory = regeneration.output ?? defaultDirectory(context.cwd, video);
  const mp4 = await saveFilm(regeneration, video, directory);
  if (video.headRevision > 0)
    await saveTree({ context, api, videoId, directory, revision: video.headRevision });
  return {
    videoId: video.id,
    runId: null,
    status: "succeeded",
    revision: video.headRevision,
    durationSeconds: video.durationSeconds,
    totalCostMicros: video.totalCostMicros,
    mp4,
    directory,
    jobs: countJobs([]),
  };
}

async function saveFilm(
  { context, api }: Regeneration,
  video: VideoDetailView,
  directory: string,
): Promise<string | null> {
  if (video.exportRun === null || video.links.mp4 === null) return null;
  const { result } = await api.get(runPath(video.exportRun.id), runSchema);
  if (result === null) return null;
  const target = resolve(directory, "video.mp4");
  await saveMp4({ context, api, video, result, target });
  return target;
}

function pathOf(videoId: string): string {
  return `/api/v1/videos/${encodeURIComponent(videoId)}`;
}
