import { type ChildProcessByStdio, spawn } from "node:child_process";
import os from "node:os";
import type { Readable, Writable } from "node:stream";

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export interface RunningChild {
  child: Child;
  /** Resolves when the process ended well; else rejects with its last words, or with the signal's reason. */
  finished: Promise<void>;
  /** Ends the process at once; `finished` then rejects. */
  kill: () => void;
}

/** The process was ended by somebody else (a system out of memory), or could not be started: what it was at work on is not to blame. */
export class NotOurDoing extends Error {}

/** How a shell says that it could not start a program. */
const NOT_STARTED = [126, 127];

/** Enough for ffmpeg's reason of failure, bounded whatever it says. */
const LAST_WORDS = 2_000;
/** Below the server, which has to answer while films are made. */
const NICENESS = 5;

/**
 * Starts ffmpeg or ffprobe with pipes. Aborting kills it with SIGKILL: there is nothing to save in a temporary file.
 * stdin errors are left to `finished`: a process that dies early closes its pipe, and its own words say why.
 */
export function startChild(file: string, args: readonly string[], signal?: AbortSignal): RunningChild {
  signal?.throwIfAborted();
  const child = spawn(file, [...args], { stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  let isKilledByUs = false;
  const kill = () => {
    isKilledByUs = true;
    child.kill("SIGKILL");
    // Output that nobody reads any more would keep the pipe, and with it `finished`, open for ever.
    child.stdout.destroy();
  };
  let lastWords = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  child.stdin.on("error", () => {});
  signal?.addEventListener("abort", kill, { once: true });
  lowerPriority(child.pid);
  const finished = new Promise<void>((resolve, reject) => {
    child.once("error", (cause) => reject(new NotOurDoing(`${file} could not be started`, { cause })));
    child.once("close", (code, killedBy) => {
      signal?.removeEventListener("abort", kill);
      const words = lastWords.trim() || `ended with ${killedBy ?? `code ${code}`}`;
      const isForeign = killedBy === "SIGKILL" || killedBy === "SIGTERM" || NOT_STARTED.includes(code ?? 0);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else if (isForeign && !isKilledByUs) reject(new NotOurDoing(words));
      else reject(new Error(words));
    });
  });
  // Callers await `finished` after feeding the pipes; a failure before that is not an unhandled one.
  finished.catch(() => {});
  return { child, finished, kill };
}

/** Runs to the end and gives the whole of stdout. */
export async function runChild(file: string, args: readonly string[], signal?: AbortSignal): Promise<Buffer> {
  const { child, finished } = startChild(file, args, signal);
  child.stdin.end();
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  await finished;
  return Buffer.concat(parts);
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) os.setPriority(pid, NICENESS);
  } catch {
    // A process that has ended already, or a system that does not allow it.
  }
}
