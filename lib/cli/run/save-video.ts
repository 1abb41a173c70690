import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import pLimit from "p-limit";
import type { RunView } from "../../api/contract/runs";
import type { VideoView } from "../../api/contract/videos";
import { ReelgraphError } from "../../core/errors";
import { PIPELINE_LOG_PATH, TREE_INDEX_PATH } from "../../core/naming/tree-path";
import { encodeTreeIndex, levelLogs } from "../../services/exports/tree-index";
import type { CliContext } from "../context";
import type { ApiClient } from "../http/api-client";
import { download, sha256OfFile } from "../http/download";
import { treeSchema } from "../http/tree-schema";

const DOWNLOADS_AT_ONCE = 4;

/** Where a video's files go unless told: `reelgraph-video/<slug>-<id>` below the working directory. */
export function defaultDirectory(cwd: string, video: { id: string; prompt: string }): string {
  const slug = video.prompt
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return join(cwd, "reelgraph-video", [slug, video.id].filter(Boolean).join("-"));
}

/** Resolves a friendly path inside `directory`; throws `integrity` for one that leads out of it. */
export function pathInside(directory: string, path: string): string {
  const target = resolve(directory, path);
  const inside = relative(directory, target);
  const isHostile = path.includes("\\") || path.includes("\u0000") || isAbsolute(path);
  if (isHostile || inside === "" || inside.startsWith("..") || isAbsolute(inside)) {
    const message = `The server named a file outside of the directory: ${JSON.stringify(path)}.`;
    throw new ReelgraphError({ code: "integrity", message });
  }
  return target;
}

/**
 * Downloads and verifies the friendly tree of a video, and at last writes `tree.json`, which makes it whole. Files that are there already
 * are not fetched again. Returns how many files it has, `tree.json` apart.
 */
export async function saveTree(options: {
  context: CliContext;
  api: ApiClient;
  videoId: string;
  directory: string;
  revision?: number;
}): Promise<number> {
  const { context, api, videoId, directory, revision: wanted } = options;
  const query = wanted === undefined ? "" : `?revision=${wanted}`;
  const path = `/api/v1/videos/${encodeURIComponent(videoId)}/tree${query}`;
  const { revision, files } = await api.get(path, treeSchema);
  const downloads = files.map((file) => ({ ...file, target: pathInside(directory, file.path) }));
  await mkdir(directory, { recursive: true });
  const limit = pLimit(DOWNLOADS_AT_ONCE);
  await Promise.all(downloads.map((file) => limit(() => download(api, file, context.signal))));

  const log = downloads.find(({ path }) => path === PIPELINE_LOG_PATH);
  const derived = log ? levelLogs(await readFile(log.target, "utf8")) : [];
  for (const { path, text } of derived) await replaceFile(pathInside(directory, path), text);
  const paths = [...files, ...derived].map(({ path }) => path);
  const saved = await Promise.all(
    paths.map((path) =>
      limit(() => sha256OfFile(pathInside(directory, path)).then((sum) => ({ path, ...sum }))),
    ),
  );
  const index = encodeTreeIndex({ videoId, revision, files: saved });
  await replaceFile(join(directory, TREE_INDEX_PATH), index);
  return paths.length;
}

/** All of it or the file that was there before. */
async function replaceFile(target: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const temporary = `${target}.part-${process.pid}`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Downloads and verifies the MP4 of a finished export. */
export async function saveMp4(options: {
  context: CliContext;
  api: ApiClient;
  video: VideoView;
  result: NonNullable<RunView["result"]>;
  target: string;
}): Promise<void> {
  const { context, api, video, result, target } = options;
  const url = video.links.mp4;
  if (url === null) {
    const message = `The export of ${video.id} ended, but the server has no MP4 of it.`;
    throw new ReelgraphError({ code: "integrity", message });
  }
  await download(api, { url, target, bytes: result.bytes, sha256: result.sha256 }, context.signal);
}
