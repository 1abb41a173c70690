import { randomUUID } from "node:crypto";
import { join, relative, resolve } from "node:path";
import type { RunView } from "../../api/contract/runs";
import { createdVideoSchema, videoDetailSchema } from "../../api/contract/videos";
import { isReelgraphError } from "../../core/errors";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode, usageError } from "../exit";
import { type ApiClient, createApiClient } from "../http/api-client";
import { readInputs } from "../inputs/read-inputs";
import { dollars } from "../run/dollars";
import { followExportOf } from "../run/ensure-export";
import { followRun } from "../run/follow-run";
import { countJobs, type JobCounts } from "../run/run-board";
import { defaultDirectory, saveMp4, saveTree } from "../run/save-video";
import { type ServerSession, withServer } from "../server";
import { count, formatSeconds, oneLine } from "../terminal/format";
import { dryRun } from "./plan";
import { quoteLine } from "./plan-view";

/** What `generate --json` prints (api.md, CLI). */
export interface Generated {
  videoId: string;
  /** Null when there was nothing to do. */
  runId: string | null;
  status: RunView["status"];
  revision: number;
  durationSeconds: number | null;
  totalCostMicros: number;
  /** Absolute path; null without an MP4. */
  mp4: string | null;
  /** Absolute path of the friendly tree. */
  directory: string;
  jobs: JobCounts;
}

export interface GenerateOptions {
  context: CliContext;
  prompt?: string | undefined;
  flags: Readonly<Record<string, unknown>>;
}

/** `generate`: from a prompt to a video with its files, through the API of a server. */
export async function generate(options: GenerateOptions): Promise<ExitCode> {
  const { context, flags } = options;
  if (flags.dryRun) return await dryRun(options);
  const prepared = await prepareGeneration(options);
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const generated = await withServer({ context, url }, (server) =>
    runGeneration({ context, server, ...prepared }),
  );
  if (flags.json) printJson(context, generated);
  else if (generated.mp4 !== null) printSummary(context, generated);
  return exitCodeOfRun(generated);
}

export interface PreparedGeneration {
  inputs: Record<string, unknown>;
  maxCostMicros: number | undefined;
  output: string | undefined;
}

/** Everything that can be wrong with the command line, found before a server is asked. */
export async function prepareGeneration(options: GenerateOptions): Promise<PreparedGeneration> {
  const { context, flags } = options;
  const maxCostMicros = flags.maxCost === undefined ? undefined : microsOfDollars(String(flags.maxCost));
  const { given } = await readInputs(options);
  const output = typeof flags.output === "string" ? resolve(context.cwd, flags.output) : undefined;
  return { inputs: given, maxCostMicros, output };
}

/** `0.50` → 500000; digits beyond a millionth of a dollar are refused rather than rounded. */
export function microsOfDollars(text: string, flag = "--max-cost"): number {
  const match = /^\$?(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (match === null) throw usageError(`${flag} takes dollars, such as 0.50, not ${JSON.stringify(text)}.`);
  return Number(match[1]) * 1_000_000 + Number((match[2] ?? "").padEnd(6, "0"));
}

export function exitCodeOfRun(generated: Pick<Generated, "status" | "mp4">): ExitCode {
  return generated.status === "succeeded" && generated.mp4 !== null ? EXIT.ok : EXIT.failed;
}

/** Creates the video, follows run and export, and brings the files here. */
export async function runGeneration(
  options: PreparedGeneration & { context: CliContext; server: ServerSession },
): Promise<Generated> {
  const { context, server } = options;
  const api = createApiClient(server, context.signal);
  const style = context.talkStyle;
  const { status, value: created } = await api.post({
    path: "/api/v1/videos",
    body: { inputs: options.inputs, maxCostMicros: options.maxCostMicros },
    schema: createdVideoSchema,
    idempotencyKey: randomUUID(),
  });
  const runId = created.run?.id;
  if (runId === undefined) throw new Error(`The server created ${created.id} without starting it.`);
  const jobs = created.quote.items.reduce((sum, item) => sum + item.jobs, 0);
  context.talk("");
  context.talk(`  ${style.good(`${status} Accepted`)}  POST ${server.url}/api/v1/videos`);
  context.talk(`  ${style.dim("Video")}         ${created.id}`);
  context.talk(`  ${style.dim("Run")}           ${runId}`);
  context.talk(`  ${style.dim("Plan")}          ${quoteLine({ quote: created.quote, jobs }, style)}`);
  try {
    const run = await followRun({ context, api, runId });
    return await collect({ ...options, api, run });
  } catch (error) {
    if (context.signal.aborted) sayHowToGoOn(context, server, runId);
    throw error;
  }
}

/** Brings a run's film and files here, and sums it up. */
export async function collect(options: {
  context: CliContext;
  api: ApiClient;
  run: RunView;
  output: string | undefined;
}): Promise<Generated> {
  const { context, api, run } = options;
  if (run.status !== "succeeded") sayWhatFailed(context, run);
  const exported = run.status === "succeeded" ? await followExportOf({ context, api, run }) : null;
  if (exported !== null && exported.status !== "succeeded") sayWhatFailed(context, exported);
  const video = await api.get(`/api/v1/videos/${encodeURIComponent(run.videoId)}`, videoDetailSchema);
  const directory = options.output ?? defaultDirectory(context.cwd, video);
  await saveTreeIfAny({ context, api, run, directory });
  const mp4 = exported?.result ? join(directory, "video.mp4") : null;
  if (exported?.result && mp4 !== null) {
    await saveMp4({ context, api, video, result: exported.result, target: mp4 });
  }
  return {
    videoId: video.id,
    runId: run.id,
    status: run.status,
    revision: run.revision,
    durationSeconds: exported?.result?.durationSeconds ?? video.durationSeconds,
    totalCostMicros: video.totalCostMicros,
    mp4,
    directory,
    jobs: countJobs(run.jobs),
  };
}

/** A run that failed early has no files to bring, which is no second failure. */
async function saveTreeIfAny(options: {
  context: CliContext;
  api: ApiClient;
  run: RunView;
  directory: string;
}): Promise<void> {
  const { run, ...rest } = options;
  try {
    await saveTree({ ...rest, videoId: run.videoId, revision: run.revision });
  } catch (error) {
    const isAbsent =
      isReelgraphError(error) && (error.code === "not-found" || error.code === "invalid-input");
    if (run.status === "succeeded" || !isAbsent) throw error;
  }
}

function sayWhatFailed(context: CliContext, run: RunView): void {
  const style = context.talkStyle;
  context.talk("");
  context.talk(
    `  ${style.bad(run.type === "export" ? "The export failed." : `The run ended ${run.status}.`)}`,
  );
  if (run.failure) context.talk(`  ${oneLine(run.failure.message)}`);
  const failed = run.jobs.filter((job) => job.state === "failed");
  for (const job of failed.slice(0, 10)) {
    context.talk(`  ${style.bad(job.jobId)}  ${oneLine(job.failure?.message ?? "failed")}`);
  }
  const blocked = run.jobs.filter((job) => job.state === "blocked").length;
  if (blocked > 0) context.talk(`  ${count(blocked, "job")} could not start because of that.`);
}

/** What a person who pressed Ctrl-C needs to know: nothing is lost. */
export function sayHowToGoOn(context: CliContext, server: ServerSession, runId: string): void {
  const style = context.talkStyle;
  const what =
    server.origin === "started"
      ? "Stopped, and its server with it. The run waits; it goes on where it was with"
      : "Stopped following. The run goes on; watch it with";
  context.talk("");
  context.talk(`  ${what}  ${style.bold(`reelgraph watch ${runId}`)}`);
}

/** Relative inside the working directory, where it is shorter; absolute elsewhere. */
export function shownPath(context: CliContext, path: string): string {
  const inside = relative(context.cwd, path);
  return inside.startsWith("..") ? path : inside || ".";
}

export function printSummary(context: CliContext, generated: Generated): void {
  const style = context.printStyle;
  const seconds = generated.durationSeconds === null ? "" : formatSeconds(generated.durationSeconds);
  const lines = [
    "",
    `  ${style.dim("video")}  ${style.bold(shownPath(context, generated.mp4 ?? ""))}  ${style.dim(seconds)}`,
    `  ${style.dim("files")}  ${shownPath(context, generated.directory)}/`,
    `  ${style.dim("cost")}   ${dollars(generated.totalCostMicros)}`,
    "",
  ];
  context.print(`${lines.join("\n")}\n`);
}
