import { fork } from "node:child_process";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { runSeed, type SeedOutcome } from "./run-seed";

/** Below that many a process costs more than it takes over. */
const WORTH_A_PROCESS = 20;

/** Runs `count` seeds from `first` on, on all processors; `onOutcome` hears of each as it ends, in no certain order. */
export async function runSeeds(options: {
  first: number;
  count: number;
  onOutcome: (outcome: SeedOutcome) => void;
  /** Begins no further seed once it aborts. */
  signal: AbortSignal;
}): Promise<void> {
  const { first, count, onOutcome, signal } = options;
  const behind = first + count;
  const processes = Math.min(os.availableParallelism(), Math.floor(count / WORTH_A_PROCESS));
  let next = first;
  if (processes < 2) {
    while (next < behind && !signal.aborted) onOutcome(await runSeed(next++));
    return;
  }
  const serve = () =>
    new Promise<void>((resolve, reject) => {
      const worker = fork(fileURLToPath(new URL("./seed-worker.ts", import.meta.url)));
      const giveNext = () => {
        if (next < behind && !signal.aborted) worker.send(next++);
        else worker.disconnect();
      };
      worker.on("message", (outcome: SeedOutcome) => {
        onOutcome(outcome);
        giveNext();
      });
      worker.on("error", reject);
      worker.on("exit", (code) =>
        code === 0 ? resolve() : reject(new Error(`A process ended with ${code}.`)),
      );
      giveNext();
    });
  await Promise.all(Array.from({ length: processes }, serve));
}
