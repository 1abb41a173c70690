import { runSeed } from "./run-seed";

/** A process of the simulator's own: runs the seeds it is sent, one after another, and answers each with its outcome. */
process.on("message", (seed: number) => {
  void runSeed(seed).then((outcome) => process.send?.(outcome));
});
// The one that sends them stops, and says what there was.
process.on("SIGINT", () => {});
Error.stackTraceLimit = 0;
