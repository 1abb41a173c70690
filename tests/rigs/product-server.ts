import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { findFreePort } from "../../lib/cli/server/ports";
import { copyCluster } from "./engine";

const READY_WITHIN_MS = 60_000;

/** The built product as an operator starts it, in a process of its own, on a data directory of its own. */
export interface ProductServer {
  url: string;
  pid: number;
  /** What it has written so far: its log. */
  log(): string;
  /** When its process was started, in milliseconds since the epoch. */
  startedAt: number;
  /** SIGKILL to its whole process group, as a power cut does; resolves when it is gone. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** `isEmpty`: without the cluster of an embedded database, for servers that use another one. */
export async function makeDataDir({ isEmpty = false } = {}): Promise<{
  dataDir: string;
  remove: () => Promise<void>;
}> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "reelgraph-e2e-"));
  if (!isEmpty) await copyCluster(path.join(dataDir, "postgres"));
  return { dataDir, remove: async () => await rm(dataDir, { recursive: true, force: true }) };
}

export async function startProduct(options: {
  dataDir: string;
  env?: Record<string, string>;
  /** The same as before a crash, where a provider was told the address; any free one unless given. */
  port?: number;
}): Promise<ProductServer> {
  const port = options.port ?? (await findFreePort("127.0.0.1"));
  const next = path.join("node_modules", "next", "dist", "bin", "next");
  const startedAt = Date.now();
  const stopWithParent = pathToFileURL(path.resolve("lib/cli/server/stop-with-parent.mjs")).href;
  const args = ["--import", stopWithParent, next, "start", "-H", "127.0.0.1", "-p", String(port)];
  const child = spawn(process.execPath, args, {
    env: {
      ...withoutTestVariables(),
      // Also over a developer's .env: no test ever spends money.
      OPENAI_API_KEY: "",
      REPLICATE_API_TOKEN: "",
      NODE_ENV: "production",
      PORT: String(port),
      REELGRAPH_DATA_DIR: options.dataDir,
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A group of its own, so that a crash takes its encoders along.
    detached: true,
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.channel?.unref();
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await untilReady({ url, child, output: () => output });
  return {
    url,
    pid: child.pid ?? 0,
    startedAt,
    log: () => output,
    async crash() {
      signalGroup(child, "SIGKILL");
      await exited;
    },
    async stop() {
      if (child.exitCode === null) child.kill("SIGTERM");
      await exited;
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Vitest's own variables would turn the product's server into a test. */
function withoutTestVariables(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|WORKFLOW_|TEST$|REELGRAPH_|OPENAI_|REPLICATE_|PUBLIC_URL$)/.test(name),
  );
  return Object.fromEntries(kept) as NodeJS.ProcessEnv;
}

async function untilReady(options: {
  url: string;
  child: ChildProcess;
  output: () => string;
}): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    if (options.child.exitCode !== null) break;
    const answer = await fetch(`${options.url}/api/v1/readyz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(150);
  }
  signalGroup(options.child, "SIGKILL");
  throw new Error(`The server did not get ready:\n${options.output()}`);
}

/** Waits until a run has ended and gives it back; throws with the run when that takes too long. */
export async function untilEnded(options: {
  url: string;
  runId: string;
  withinMs?: number;
}): Promise<RunAnswer> {
  const until = Date.now() + (options.withinMs ?? 120_000);
  for (;;) {
    const answer = await fetch(`${options.url}/api/v1/runs/${options.runId}?wait=5`);
    const run = (await answer.json()) as RunAnswer;
    if (run.finishedAt) return run;
    if (Date.now() > until) throw new Error(`Run ${options.runId} did not end: ${JSON.stringify(run)}`);
  }
}

export interface RunAnswer {
  id: string;
  videoId: string;
  status: string;
  finishedAt: string | null;
  workflowRunId: string | null;
  exportRunId: string | null;
  jobs: { jobId: string; genId: string; state: string; attempts: number }[];
  result: { durationSeconds: number } | null;
}

/** Without an export no film follows, which takes longer than all the rest. */
export const NO_EXPORT = { export: false };

export async function postVideo(
  url: string,
  inputs: Record<string, unknown>,
  headers: Record<string, string> = {},
  more: { export?: boolean } = {},
): Promise<{ status: number; headers: Headers; text: string; body: { id: string; run: { id: string } } }> {
  const answer = await fetch(`${url}/api/v1/videos`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ inputs, ...more }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) };
}
