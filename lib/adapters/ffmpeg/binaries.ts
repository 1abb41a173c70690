import { execFile } from "node:child_process";
import { accessSync, chmodSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { ReelgraphError } from "../../core/errors";

export interface FfmpegBinaries {
  ffmpeg: string;
  ffprobe: string;
}

export interface ResolveBinariesOptions {
  env: Record<string, string | undefined>;
  /** The folder that holds node_modules. Not derived from this module's URL, which bundling moves. */
  projectRoot: string;
}

type Tool = keyof FfmpegBinaries;

const VARIABLES: Record<Tool, string> = { ffmpeg: "FFMPEG_PATH", ffprobe: "FFPROBE_PATH" };

/**
 * FFMPEG_PATH → PATH → the build inside @ffmpeg-installer (ffprobe likewise). One on the PATH is only taken when it
 * can encode H.264. Throws `configuration`, naming the variable and the fix.
 */
export async function resolveBinaries(options: ResolveBinariesOptions): Promise<FfmpegBinaries> {
  const [ffmpeg, ffprobe] = await Promise.all([
    resolveTool("ffmpeg", options),
    resolveTool("ffprobe", options),
  ]);
  return { ffmpeg, ffprobe };
}

async function resolveTool(tool: Tool, { env, projectRoot }: ResolveBinariesOptions): Promise<string> {
  const variable = VARIABLES[tool];
  const configured = env[variable];
  if (configured) {
    const problem = await whyUnusable(tool, configured);
    if (problem === null) return configured;
    throw unusable(variable, `${variable} names ${configured}, which ${problem}.`);
  }
  for (const candidate of [onPath(tool, env.PATH), installed(tool, projectRoot)]) {
    if (candidate !== null && (await whyUnusable(tool, candidate)) === null) return candidate;
  }
  throw unusable(
    variable,
    `No usable ${tool} was found on the PATH or in node_modules for ${process.platform}-${process.arch}.`,
  );
}

function unusable(variable: string, what: string): ReelgraphError {
  const message = `${what} Set ${variable} to an executable with libx264 and AAC, or install the npm dependencies again.`;
  return new ReelgraphError({ code: "configuration", message });
}

function onPath(tool: Tool, pathVariable: string | undefined): string | null {
  const folders = (pathVariable ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const files = folders.map((folder) => path.join(folder, fileName(tool)));
  return files.find((file) => existsSync(file)) ?? null;
}

function installed(tool: Tool, projectRoot: string): string | null {
  try {
    const fromProject = createRequire(path.join(projectRoot, "package.json"));
    const fromInstaller = createRequire(fromProject.resolve(`@${tool}-installer/${tool}/package.json`));
    const folder = `@${tool}-installer/${process.platform}-${process.arch}`;
    return path.join(path.dirname(fromInstaller.resolve(`${folder}/package.json`)), fileName(tool));
  } catch {
    return null;
  }
}

function fileName(tool: Tool): string {
  return process.platform === "win32" ? `${tool}.exe` : tool;
}

/** null when the file runs and can do what the renderer needs. */
async function whyUnusable(tool: Tool, file: string): Promise<string | null> {
  if (!existsSync(file)) return "does not exist";
  if (!isExecutable(file)) return "is not executable";
  const output = await outputOf(file, tool === "ffmpeg" ? "-encoders" : "-version");
  if (output === null) return "does not run";
  if (tool === "ffmpeg" && !(output.includes("libx264") && /\baac\b/.test(output)))
    return "lacks libx264 or AAC";
  return null;
}

/** Packages unpacked without modes (ffprobe's, by another user) become executable where we may do that. */
function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    try {
      chmodSync(file, 0o755);
      return true;
    } catch {
      return false;
    }
  }
}

function outputOf(file: string, argument: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(file, ["-hide_banner", argument], { timeout: 20_000, maxBuffer: 4_000_000 }, (error, stdout) => {
      resolve(error === null ? stdout : null);
    });
  });
}
