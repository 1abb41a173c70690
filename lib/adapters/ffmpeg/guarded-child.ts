import { existsSync } from "node:fs";
import { type RunningChild, startChild } from "./child";

const SHELL = "/bin/sh";
/** Address space, of which a decoder uses a part: 1.5 GiB. No picture or clip within our bounds needs more. */
const MOST_KIBIBYTES = 1_536 * 1_024;
/** One block asked for at once: a header may claim any size. */
export const MOST_BLOCK_BYTES = 512 * 1024 * 1024;
const MOST_CPU_SECONDS = 120;
/** Between being told that its time is up and being killed: who is killed says no more why than one killed for want of memory. */
const GRACE_SECONDS = 5;
/** A limit that this system does not have, or has already, is none to fail for. */
const SCRIPT =
  'ulimit -v "$1" 2>/dev/null; ulimit -S -t "$2" 2>/dev/null; ulimit -H -t "$3" 2>/dev/null; shift 3; exec "$@"';

/**
 * `startChild` for a decoder at work on bytes of strangers: on Linux it gets so much memory and processor time and no more, whatever
 * the bytes make of it.
 */
export function startGuardedChild(file: string, args: readonly string[], signal: AbortSignal): RunningChild {
  if (process.platform !== "linux" || !existsSync(SHELL)) return startChild(file, args, signal);
  const limits = [MOST_KIBIBYTES, MOST_CPU_SECONDS, MOST_CPU_SECONDS + GRACE_SECONDS].map(String);
  return startChild(SHELL, ["-c", SCRIPT, "sh", ...limits, file, ...args], signal);
}
