import os from "node:os";
import path from "node:path";
import { Piscina } from "piscina";
import type { StudioResult, StudioTask } from "./worker";

export interface StudioPool {
  size: number;
  run(task: StudioTask, signal: AbortSignal): Promise<StudioResult>;
  close(): Promise<void>;
}

const IDLE_MILLISECONDS = 10_000;

/** One thread a core: drawing and speaking are pure computation. The entry is found below `projectRoot`, because bundling moves modules. */
export function createStudioPool({ projectRoot }: { projectRoot: string }): StudioPool {
  const size = Math.max(1, Math.min(4, os.availableParallelism()));
  const piscina = new Piscina<StudioTask, StudioResult>({
    filename: path.join(projectRoot, "lib/adapters/studio/worker-entry.mjs"),
    minThreads: 0,
    maxThreads: size,
    idleTimeout: IDLE_MILLISECONDS,
    niceIncrement: 5,
  });
  return {
    size,
    run: async (task, signal) => await piscina.run(task, { signal }),
    close: () => piscina.close(),
  };
}
