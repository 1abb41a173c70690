import { type ChildProcess, spawn } from "node:child_process";
import type { Dirent } from "node:fs";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tryLockFile } from "../../adapters/node/lock-file";
import { type CliContext, dataDirOf } from "../context";
import { CliFailure, EXIT } from "../exit";
import { withActivity } from "../terminal/activity";
import { count } from "../terminal/format";

const SOURCES = ["app", "lib", "workflows", "drizzle", "next.config.ts", "package-lock.json"];
// Not part of the server: this command itself, and what the build writes into `app`.
const NOT_SOURCES = new Set([join("lib", "cli"), join("app", ".well-known")]);
const LOG_LINES_SHOWN = 15;

async function modifiedAt(path: string): Promise<number | null> {
  return await stat(path).then(
    (found) => found.mtimeMs,
    () => null,
  );
}

/** The first source found that is newer than `built`, relative to the checkout. */
async function findNewer(root: string, path: string, built: number): Promise<string | null> {
  if (NOT_SOURCES.has(path)) return null;
  let entries: Dirent[];
  try {
    entries = await readdir(join(root, path), { withFileTypes: true });
  } catch {
    const modified = await modifiedAt(join(root, path));
    return modified !== null && modified > built ? path : null;
  }
  for (const entry of entries) {
    const child = join(path, entry.name);
    if (entry.isDirectory() || entry.isFile()) {
      const newer = await findNewer(root, child, built);
      if (newer !== null) return newer;
    }
  }
  return null;
}

/** Why the server has to be built, or null when the build is up to date. */
export async function whyBuild(root: string): Promise<string | null> {
  const built = await modifiedAt(join(root, ".next", "BUILD_ID"));
  if (built === null) return "it was not built yet";
  for (const source of SOURCES) {
    const newer = await findNewer(root, source, built);
    if (newer !== null) return `${newer} changed since the last build`;
  }
  return null;
}

/** Builds the server if need be, one command at a time. The build's own words go to `.next/build.log`. */
export async function ensureBuilt(context: CliContext): Promise<void> {
  if ((await whyBuild(context.root)) === null) return;
  // In `cache`, the one folder that a build leaves alone.
  const lockPath = join(context.root, ".next", "cache", "reelgraph-build.lock");
  let hasSaidWaiting = false;
  while (true) {
    const attempt = await tryLockFile(lockPath, {});
    if ("held" in attempt) {
      try {
        const reason = await whyBuild(context.root);
        if (reason !== null) await build(context, reason);
        return;
      } finally {
        await attempt.held.release();
      }
    }
    if (!hasSaidWaiting) context.talk(`Waiting for process ${attempt.holder.pid}, which builds the server.`);
    hasSaidWaiting = true;
    await sleep(500, undefined, { signal: context.signal });
  }
}

async function build(context: CliContext, reason: string): Promise<void> {
  await withActivity(context, `Building the server (${reason})`, async () => {
    const child = spawn(process.execPath, [join("node_modules", "next", "dist", "bin", "next"), "build"], {
      cwd: context.root,
      env: {
        ...process.env,
        NODE_ENV: "production",
        NO_COLOR: "1",
        NEXT_TELEMETRY_DISABLED: "1",
        REELGRAPH_DATA_DIR: dataDirOf(context),
      },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own: Ctrl-C ends it through us, together with its workers.
      detached: true,
    });
    const killGroup = (): void => void signalGroup(child, "SIGKILL");
    process.once("exit", killGroup);
    context.signal.addEventListener("abort", killGroup, { once: true });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    }).finally(() => {
      process.removeListener("exit", killGroup);
      context.signal.removeEventListener("abort", killGroup);
    });
    context.signal.throwIfAborted();
    const logPath = join(context.root, ".next", "build.log");
    await mkdir(join(context.root, ".next"), { recursive: true });
    await writeFile(logPath, output);
    if (code !== 0) throw buildFailed(output, logPath);
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function buildFailed(output: string, logPath: string): CliFailure {
  const lines = output.trimEnd().split("\n");
  const shown = lines.slice(-LOG_LINES_SHOWN);
  return new CliFailure({
    exitCode: EXIT.failed,
    message: `The server could not be built. Its last ${count(shown.length, "line")}:\n\n${shown.join("\n")}\n`,
    hint: `All of it: ${logPath}`,
  });
}
