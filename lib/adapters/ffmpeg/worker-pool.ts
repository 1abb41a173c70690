import os from "node:os";
import path from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { Piscina } from "piscina";
import { renderFailed } from "./render-failed";
import type { WorkerAnswer, WorkerTask } from "./worker";

type TaskWithoutPort<Task> = Task extends unknown ? Omit<Task, "port"> : never;
type RenderTask = TaskWithoutPort<WorkerTask>;

interface RunOptions {
  task: RenderTask;
  onFrames?: (framesDone: number) => void;
  signal: AbortSignal;
}

export interface WorkerPool {
  /** Throws `render-failed`, or the signal's reason. Resolves or rejects only when the task's processes are gone. */
  run(options: RunOptions): Promise<void>;
  /** Waits for running tasks; threads also end by themselves when idle. */
  close(): Promise<void>;
}

/** One more than cores, because workers wait for their encoders; beyond four the memory is worth more. */
const MOST_WORKERS = 4;
const IDLE_MILLISECONDS = 5_000;

/**
 * Threads that draw and mix, so that the server's event loop stays free. The entry is found
 * below `projectRoot`, because bundling moves this module but not the project's files.
 */
export function createWorkerPool({ projectRoot }: { projectRoot: string }): WorkerPool {
  const size = Math.min(MOST_WORKERS, os.availableParallelism() + 1);
  let threads: Piscina<WorkerTask, WorkerAnswer> | null = null;
  return {
    async run(options) {
      threads ??= startThreads(projectRoot, size);
      await runTask(threads, options);
    },
    async close() {
      await threads?.close();
      threads = null;
    },
  };
}

function startThreads(projectRoot: string, size: number): Piscina<WorkerTask, WorkerAnswer> {
  return new Piscina<WorkerTask, WorkerAnswer>({
    filename: path.join(projectRoot, "lib/adapters/ffmpeg/worker-entry.mjs"),
    minThreads: 0,
    maxThreads: size,
    idleTimeout: IDLE_MILLISECONDS,
    niceIncrement: 5,
  });
}

async function runTask(
  threads: Piscina<WorkerTask, WorkerAnswer>,
  { task, onFrames, signal }: RunOptions,
): Promise<void> {
  signal.throwIfAborted();
  const { port1, port2 } = new MessageChannel();
  const abort = () => port1.postMessage("abort");
  signal.addEventListener("abort", abort, { once: true });
  port1.on("message", (frames: number) => onFrames?.(frames));
  try {
    const answer = await answerOf(threads, task, port2);
    signal.throwIfAborted();
    if (!answer.ok) throw renderFailed(answer.artifact, answer.message);
  } finally {
    signal.removeEventListener("abort", abort);
    port1.close();
  }
}

/** A thread that dies (out of memory, say) is an answer too. */
async function answerOf(
  threads: Piscina<WorkerTask, WorkerAnswer>,
  task: RenderTask,
  port: MessagePort,
): Promise<WorkerAnswer> {
  try {
    return await threads.run({ ...task, port }, { transferList: [port] });
  } catch (error) {
    return { ok: false, artifact: null, message: error instanceof Error ? error.message : String(error) };
  }
}
