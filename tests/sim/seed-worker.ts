import { WORLDS, type Worlds } from "./run-seeds";

const live = WORLDS[process.argv[2] as keyof Worlds];

/** A process of the simulator's own: lives the seeds it is sent, one after another, and answers each with its outcome. */
process.on("message", async (seed: number) => {
  process.send?.(await live(seed));
});
// The one that sends them stops, and says what there was.
process.on("SIGINT", () => {});
Error.stackTraceLimit = 0;
