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

const ENDING_SIGNALS: readonly (string | null)[] = ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"];
/** How a shell says that it could not start a program. */
const NOT_STARTED: readonly (number | null)[] = [126, 127];
/** How ffmpeg ends that was told to; without words, unless it had not begun. */
const TOLD_TO_END = 255;
const NOT_BEGUN = /^(.*Immediate exit requested.*)?$/s;
/** Below the time that decoders of strangers' bytes are given, of which they are told in the same way. */
const MOST_UNTOLD_MS = 100_000;

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
  const startedAt = performance.now();
  const child = spawned(file, args);
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
    child.once("error", (cause) => reject(notStarted(file, cause)));
    child.once("close", (code, killedBy) => {
      signal?.removeEventListener("abort", kill);
      const words = lastWords.trim() || `ended with ${killedBy ?? `code ${code}`}`;
      const isToldToEnd =
        code === TOLD_TO_END &&
        NOT_BEGUN.test(lastWords.trim()) &&
        performance.now() - startedAt < MOST_UNTOLD_MS;
      const isForeign = ENDING_SIGNALS.includes(killedBy) || NOT_STARTED.includes(code) || isToldToEnd;
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

/** A system without memory, processes or files to spare says so at once or later, and then without pipes. */
function spawned(file: string, args: readonly string[]): Child {
  let child: Child;
  try {
    child = spawn(file, [...args], { stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  } catch (cause) {
    throw notStarted(file, cause);
  }
  if (child.stderr && child.stdout && child.stdin) return child;
  child.once("error", () => {});
  throw notStarted(file, undefined);
}

function notStarted(file: string, cause: unknown): NotOurDoing {
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  return new NotOurDoing(`${file} could not be started${why}`, { cause });
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
