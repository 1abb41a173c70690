import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Tells one process from every other, also from a later one that got the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque: equal for the same process, whoever asks. Null where the system does not tell. */
  processStartTime: string | null;
  /** Start times count from the boot: two boots must not be compared. Null outside Linux. */
  bootId: string | null;
}

const run = promisify(execFile);

/** Field 22 of `/proc/<pid>/stat`; the name in field 2 may hold spaces and parentheses, so count from its end. */
async function linuxStartTime(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A zombie answers to its pid and keeps its start time, but holds nothing any more.
  if (fields[0] === "Z" || fields[0] === "X") return null;
  return fields[19] ?? null;
}

async function psStartTime(pid: number): Promise<string | null> {
  const { stdout } = await run("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
    env: { ...process.env, LC_ALL: "C" },
  });
  const [state, ...started] = stdout.trim().split(/\s+/);
  return state === undefined || state.startsWith("Z") ? null : started.join(" ");
}

async function bootId(): Promise<string | null> {
  if (process.platform !== "linux") return null;
  return await readFile("/proc/sys/kernel/random/boot_id", "utf8").then(
    (text) => text.trim(),
    () => null,
  );
}

async function startTime(pid: number): Promise<string | null> {
  try {
    return process.platform === "linux" ? await linuxStartTime(pid) : await psStartTime(pid);
  } catch {
    return null;
  }
}

function answersToSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, as another user's process.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The identity of this process. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  return { pid: process.pid, processStartTime: await startTime(process.pid), bootId: await bootId() };
}

/** True while exactly this process lives: a reused pid, a zombie and a process of an earlier boot are not it. */
export async function isProcessAlive(identity: ProcessIdentity): Promise<boolean> {
  if (!Number.isSafeInteger(identity.pid) || identity.pid <= 0 || !answersToSignals(identity.pid))
    return false;
  if (identity.processStartTime === null) return true;
  if (identity.bootId !== null && identity.bootId !== (await bootId())) return false;
  return (await startTime(identity.pid)) === identity.processStartTime;
}
