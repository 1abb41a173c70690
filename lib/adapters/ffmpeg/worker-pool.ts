import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import { renderFailed } from "./render-failed";
import type { WorkerAnswer, WorkerTask } from "./worker";

type TaskWithoutPort<Task> = Task extends unknown ? Omit<Task, "port"> : never;
export type RenderTask = TaskWithoutPort<WorkerTask>;

export interface RunOptions {
  task: RenderTask;
  onFrames?: (framesDone: number) => void;
  signal: AbortSignal;
}

export interface WorkerPool {
  /** How many tasks run at the same time. */
  size: number;
  /** Throws `render-failed`, or the signal's reason. Resolves or rejects only when the task's processes are gone. */
  run(options: RunOptions): Promise<void>;
  /** Waits for running tasks; threads also end by themselves when idle. */
  close(): Promise<void>;
}

const MOST_WORKERS = 4;
const IDLE_MILLISECONDS = 5_000;

/**
 * Threads that draw and mix, so that the server's event loop stays free. The entry is TypeScript, read through tsx;
 * both are found below `projectRoot`, because bundling moves this module but not the project's files.
 */
export function createWorkerPool({ projectRoot }: { projectRoot: string }): WorkerPool {
  const size = Math.max(1, Math.min(MOST_WORKERS, os.availableParallelism() + 1));
  const tsx = createRequire(path.join(projectRoot, "package.json")).resolve("tsx");
  const piscina = new Piscina<WorkerTask, WorkerAnswer>({
    filename: path.join(projectRoot, "lib/adapters/ffmpeg/worker.ts"),
    execArgv: ["--import", pathToFileURL(tsx).href],
    minThreads: 0,
    maxThreads: size,
    idleTimeout: IDLE_MILLISECONDS,
    niceIncrement: 5,
  });
  return {
    size,
    run: (options) => runTask(piscina, options),
    close: () => piscina.close(),
  };
}

async function runTask(
  piscina: Piscina<WorkerTask, WorkerAnswer>,
  { task, onFrames, signal }: RunOptions,
): Promise<void> {
  signal.throwIfAborted();
  const { port1, port2 } = new MessageChannel();
  const abort = () => port1.postMessage("abort");
  signal.addEventListener("abort", abort, { once: true });
  port1.on("message", (frames: number) => onFrames?.(frames));
  try {
    const answer = await piscina.run({ ...task, port: port2 } as WorkerTask, { transferList: [port2] });
    signal.throwIfAborted();
    if (!answer.ok) throw renderFailed(answer.artifact, answer.message);
  } finally {
    signal.removeEventListener("abort", abort);
    port1.close();
  }
}
