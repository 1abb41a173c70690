import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CliContext } from "../context";
import { dataDirOf } from "../context";
import { originOf } from "./ports";

const STOP_WITH_PARENT = pathToFileURL(
  fileURLToPath(new URL("./stop-with-parent.mjs", import.meta.url)),
).href;
const LONGEST_LOG_BYTES = 10_000_000;
const GRACE_MS = 10_000;
/** A person who pressed Ctrl-C isn't kept waiting for a step that is under way: runs are durable. */
const GRACE_WHEN_INTERRUPTED_MS = 2_000;

/** A server process that this command started. */
export interface StartedServer {
  readonly url: string;
  readonly pid: number;
  /** How it ended; null while it runs. */
  readonly ended: { code: number | null; signal: NodeJS.Signals | null } | null;
  readonly exited: Promise<void>;
  /** SIGTERM, and SIGKILL when it takes longer than 10 s; after Ctrl-C, than 2 s. */
  stop(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** The last lines of its log; empty when it writes to the terminal. */
  lastWords(): string[];
  readonly logPath: string | null;
}

export interface StartServerOptions {
  context: CliContext;
  host: string;
  port: number;
  /** `log`: into `<data dir>/logs/server.log`. `terminal`: where this command's output goes. */
  output: "log" | "terminal";
  /** Over the command's own environment. */
  env?: Readonly<Record<string, string>>;
}

function openLog(dataDir: string): { path: string; descriptor: number; start: number } {
  mkdirSync(join(dataDir, "logs"), { recursive: true });
  const path = join(dataDir, "logs", "server.log");
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LONGEST_LOG_BYTES) renameSync(path, `${path}.1`);
  const descriptor = openSync(path, "a");
  return { path, descriptor, start: statSync(path).size };
}

/** Starts `next start` on a finished build, in a process group of its own: Ctrl-C reaches it only through this command. */
export function startServer({ context, host, port, output, env }: StartServerOptions): StartedServer {
  const dataDir = dataDirOf(context);
  const log = output === "log" ? openLog(dataDir) : null;
  const child: ChildProcess = spawn(
    process.execPath,
    [
      "--import",
      STOP_WITH_PARENT,
      join("node_modules", "next", "dist", "bin", "next"),
      "start",
      "-H",
      host,
      "-p",
      String(port),
    ],
    {
      cwd: context.root,
      env: {
        ...process.env,
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        // What the server tells of itself in the lock of its data dir.
        HOSTNAME_BOUND: host,
        PORT: String(port),
        REELGRAPH_DATA_DIR: dataDir,
        ...env,
      },
      stdio: log
        ? ["ignore", log.descriptor, log.descriptor, "ipc"]
        : ["ignore", "inherit", "inherit", "ipc"],
      detached: true,
    },
  );
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  let ended: StartedServer["ended"] = null;
  const exited = new Promise<void>((resolve) => {
    const finish = (code: number | null, signal: NodeJS.Signals | null): void => {
      ended = { code, signal };
      process.removeListener("exit", kill);
      resolve();
    };
    child.once("error", () => finish(1, null));
    child.once("exit", finish);
  });
  child.channel?.unref();
  return {
    url: originOf(host, port),
    pid: child.pid ?? 0,
    get ended() {
      return ended;
    },
    exited,
    async stop() {
      if (ended !== null) return;
      child.kill("SIGTERM");
      const timer = new AbortController();
      const graceMs = context.signal.aborted ? GRACE_WHEN_INTERRUPTED_MS : GRACE_MS;
      const grace = sleep(graceMs, "late", { signal: timer.signal }).catch(() => "stopped");
      if ((await Promise.race([exited, grace])) === "late") child.kill("SIGKILL");
      timer.abort();
      await exited;
    },
    signal(name) {
      if (ended === null) child.kill(name);
    },
    lastWords() {
      if (log === null) return [];
      const text = readFileSync(log.path).subarray(log.start).toString();
      return text.trimEnd().split("\n").slice(-12);
    },
    logPath: log?.path ?? null,
  };
}
