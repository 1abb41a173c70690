import { randomUUID } from "node:crypto";
import { extname, join, resolve } from "node:path";
import { runSchema } from "../../api/contract/runs";
import { type VideoView, videoDetailSchema } from "../../api/contract/videos";
import { ReelgraphError } from "../../core/errors";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { type ApiClient, createApiClient } from "../http/api-client";
import { startExport } from "../run/ensure-export";
import { followExport } from "../run/follow-export";
import { runPath } from "../run/follow-run";
import { isRunOver } from "../run/run-board";
import { defaultDirectory, saveMp4, saveTree } from "../run/save-video";
import { withServer } from "../server";
import { count } from "../terminal/format";
import { shownPath } from "./generate";

interface Exported {
  mp4?: string;
  directory?: string;
  files?: number;
}

/** `export`: a video's MP4, or its friendly tree, as files here. */
export async function exportVideo(options: {
  context: CliContext;
  videoId: string;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, videoId, flags } = options;
  const url = typeof flags.url === "string" ? flags.url : undefined;
  const exported = await withServer({ context, url }, async (server): Promise<Exported> => {
    const api = createApiClient(server, context.signal);
    const video = await api.get(`/api/v1/videos/${encodeURIComponent(videoId)}`, videoDetailSchema);
    const result: Exported = {};
    if (typeof flags.tree === "string") {
      result.directory = resolve(context.cwd, flags.tree);
      result.files = await saveTree({ context, api, videoId, directory: result.directory });
    }
    if (flags.mp4 || result.directory === undefined)
      result.mp4 = await exportMp4({ context, api, video, flags });
    return result;
  });
  if (flags.json) printJson(context, exported);
  else {
    if (exported.mp4) context.print(`${shownPath(context, exported.mp4)}\n`);
    if (exported.directory) {
      context.talk(`  ${count(exported.files ?? 0, "file")}`);
      context.print(`${shownPath(context, exported.directory)}/\n`);
    }
  }
  return EXIT.ok;
}

async function exportMp4(options: {
  context: CliContext;
  api: ApiClient;
  video: VideoView;
  flags: Readonly<Record<string, unknown>>;
}): Promise<string> {
  const { context, api, video, flags } = options;
  const output = typeof flags.output === "string" ? resolve(context.cwd, flags.output) : undefined;
  const directory = output ?? defaultDirectory(context.cwd, video);
  const target = output && extname(output) === ".mp4" ? output : join(directory, "video.mp4");
  const before = video.exportRun && (await api.get(runPath(video.exportRun.id), runSchema));
  // An export of the head that is there or under way is good enough; another one would be the same film.
  const isCurrent = before !== null && before.revision === video.headRevision;
  const isUsable = isCurrent && (before.status === "succeeded" || !isRunOver(before.status));
  const runId = isUsable ? before.id : await startExport(api, video.id, randomUUID());
  const isThere = isUsable && before.status === "succeeded";
  const run = isThere ? before : await followExport({ context, api, runId });
  if (run.status !== "succeeded" || run.result === null) {
    throw new ReelgraphError({
      code: "render-failed",
      message: run.failure?.message ?? `The export ended ${run.status}.`,
    });
  }
  const current = await api.get(`/api/v1/videos/${encodeURIComponent(video.id)}`, videoDetailSchema);
  await saveMp4({ context, api, video: current, result: run.result, target });
  return target;
}
