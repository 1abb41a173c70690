import { fork } from "node:child_process";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { LARGE_NURSERY } from "../checks/large-nursery";
import { runLimitSeed } from "./limit-worlds";
import { runSeed } from "./run-seed";

/** Below that many a process costs more than it takes over. */
const WORTH_A_PROCESS = 20;

/** What is lived by seed. */
export const WORLDS = { runs: (seed: number) => runSeed(seed), limits: runLimitSeed };
export type Worlds = typeof WORLDS;
type OutcomeOf<Kind extends keyof Worlds> = Awaited<ReturnType<Worlds[Kind]>>;

/** Runs `count` seeds from `first` on, on all processors; `onOutcome` hears of each as it ends, in no certain order. */
export async function runSeeds<Kind extends keyof Worlds>(options: {
  of: Kind;
  first: number;
  count: number;
  onOutcome: (outcome: OutcomeOf<Kind>) => void;
  /** Begins no further seed once it aborts. */
  signal: AbortSignal;
}): Promise<void> {
  const { of, first, count, onOutcome, signal } = options;
  const behind = first + count;
  const processes = Math.min(os.availableParallelism(), Math.floor(count / WORTH_A_PROCESS));
  let next = first;
  if (processes < 2) {
    while (next < behind && !signal.aborted) onOutcome((await WORLDS[of](next++)) as OutcomeOf<Kind>);
    return;
  }
  const serve = () =>
    new Promise<void>((resolve, reject) => {
      const worker = fork(fileURLToPath(new URL("./seed-worker.ts", import.meta.url)), [of], {
        execArgv: [...process.execArgv, ...LARGE_NURSERY],
      });
      const giveNext = () => {
        if (next < behind && !signal.aborted) worker.send(next++);
        else worker.disconnect();
      };
      worker.on("message", (outcome: OutcomeOf<Kind>) => {
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
