import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CrashFreeRun, crashAt, crashFreeRun, finalState, priced } from "../rigs/crashing-runs";
import type { Fault } from "../rigs/faults";
import { ScriptedGenerator } from "../rigs/scripted-generator";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

const isDeep = process.env.REELGRAPH_DEEP === "1";
const INPUTS = isDeep ? { ...SMALL_INPUTS, Duration: 20, ImagesPerSegment: 1 } : SMALL_INPUTS;

describe.each([
  { name: "a provider whose work can be repeated", policy: "repeatable" as const },
  { name: "a provider where an unknown outcome is bought once more", policy: "resubmit-once" as const },
])("$name", ({ policy }) => {
  async function aWorld(): Promise<World> {
    const world = await World.open();
    if (policy === "resubmit-once") {
      const text = new ScriptedGenerator({ provider: "text", clock: world.clock, unknownOutcome: policy });
      world.generators = world.generators.map((generator) =>
        generator.provider === "text" ? text : generator,
      );
      Object.assign(world, { text });
    }
    priced(world);
    return world;
  }

  let crashFree: CrashFreeRun["state"];
  let writes: string[];
  let types: string[];

  beforeAll(async () => {
    ({ state: crashFree, writes, types } = await crashFreeRun(await aWorld(), INPUTS));
  });

  it("has a crash-free run to compare with", () => {
    expect(crashFree.run?.status).toBe("succeeded");
    expect(crashFree.run?.costMicros).toBe(8_000 + 20_000 + (isDeep ? 2 * 3_999 : 0));
    expect(crashFree.problems).toEqual([]);
    expect(writes.length).toBeGreaterThan(40);
  });

  it("ends as if nothing had happened, wherever the process dies, and buys nothing again", async () => {
    const last: Fault = { at: writes.length, when: "after", kind: "crash" };
    // Of a dead process nothing is left but what it wrote: dying after one write is dying before the next. The deep tests do both.
    const moments = isDeep ? (["before", "after"] as const) : (["before"] as const);
    const faults = moments.flatMap((when) =>
      writes.map((_, index): Fault => ({ at: index + 1, when, kind: "crash" })),
    );
    if (!isDeep) faults.push(last);
    let reached = 0;
    for (const fault of faults) {
      const outcome = await crashAt(await aWorld(), fault, INPUTS);
      if (!outcome.isStarted) continue;
      reached++;
      const { point, state, again, events } = outcome;
      expect([point, again]).toEqual([point, []]);
      if (policy === "repeatable") {
        expect([point, state]).toEqual([point, crashFree]);
        expect([point, events.map((event) => event.type).sort()]).toEqual([point, types]);
      } else {
        expect([point, withoutPrice(state)]).toEqual([point, withoutPrice(crashFree)]);
      }
      expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
      expect([point, events.at(-1)?.type]).toEqual([point, "run-finished"]);
    }
    expect(reached).toBeGreaterThan(faults.length - 4);
  });

  /** An unknown outcome is charged for, because it may have been: the rest is the same. */
  function withoutPrice(state: typeof crashFree) {
    return {
      ...state,
      video: state.video && { ...state.video, totalCostMicros: 0 },
      run: state.run && { ...state.run, costMicros: 0 },
      jobs: state.jobs.map((job) => ({ ...job, costMicros: 0, attempts: 0 })),
    };
  }

  // The repeatable one differs in nothing that a write could meet: quick runs leave it to the deep ones.
  it.runIf(isDeep || policy === "resubmit-once")(
    "ends the same when a single write fails or its answer is lost, and the process lives on",
    async () => {
      const faults = (["before", "after"] as const).flatMap((when) =>
        writes.map((_, index) => ({ at: index + 1, when, kind: "hiccup" as const })),
      );
      // Creating the video is the caller's to repeat.
      for (const fault of faults.filter(({ at }) => at > 1)) {
        const world = await aWorld();
        const process = world.start(fault);
        const run = await createRun(process.ctx, INPUTS);
        await driveRun(process, run.id);
        const point = `${fault.when} ${process.storage.writes[fault.at - 1]}`;
        const state = await finalState(world, run);
        // Not even what was under way is bought twice: it was answered, and the answer is kept until it is written.
        const twice = state.jobs.filter(({ jobId }) => world.submitsOf(jobId) > 1).map(({ jobId }) => jobId);
        expect([point, twice]).toEqual([point, []]);
        expect([point, state]).toEqual([point, crashFree]);
      }
    },
  );
});
