import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Names the process that made a temp file or holds a lock: `{machine}-{pid}-{start}-{nonce}`. A pid alone is reused, and
 * means another process in another container; the start time and the machine's boot and pid namespace settle both.
 */
export function newHolderName(): string {
  return `${machine}-${process.pid}-${ownStart}-${randomBytes(6).toString("hex")}`;
}

/** `unknown`: a process of another machine or container, which nobody here can ask about. */
type HolderState = "alive" | "gone" | "unknown";

export function holderState(name: string): HolderState {
  const match = /^([0-9a-f]{8})-(\d+)-([0-9a-z]+)-[0-9a-f]{12}$/.exec(name);
  if (!match || match[1] !== machine) return "unknown";
  const pid = Number(match[2]);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if ((error as { code?: string }).code === "ESRCH") return "gone";
  }
  return startedAt(pid) === match[3] ? "alive" : "gone";
}

const NO_START = "x";

/** Start of a process in clock ticks since boot (Linux). Elsewhere a constant: the pid alone must do. Zombies have ended. */
function startedAt(pid: number): string {
  try {
    // The name in parentheses may hold spaces; fields are counted from behind it: state is the first, start the 20th.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? "ended" : (fields[19] ?? NO_START);
  } catch {
    return NO_START;
  }
}

const machine = createHash("sha256")
  .update(hostname())
  .update(tryRead(() => readFileSync("/proc/sys/kernel/random/boot_id", "latin1")))
  .update(tryRead(() => readlinkSync("/proc/self/ns/pid")))
  .digest("hex")
  .slice(0, 8);

const ownStart = startedAt(process.pid);

function tryRead(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
