import { describe, expect, it } from "vitest";
import { microUsd } from "../../lib/core/money/micro-usd";
import { GeneratorFailure } from "../../lib/core/run/failure";
import type { JobRow, RunRow } from "../../lib/ports/database";
import type { ProviderCall } from "../../lib/ports/generator";
import { type Context, inTenant } from "../../lib/services/context";
import { cancelRun } from "../../lib/services/runs/cancel-run";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { planRun } from "../../lib/services/runs/plan-run";
import { wakeRun } from "../../lib/services/runs/wake-run";
import { receiveProviderEvent } from "../../lib/services/webhooks/receive-provider-event";
import { ScriptedGenerator } from "../rigs/scripted-generator";
import {
  assertOutcomesEqualRows,
  createRun,
  driveRun,
  SMALL_INPUTS,
  WORKED_EXAMPLE,
  World,
} from "../rigs/studio-world";

const jobsOf = (ctx: Context, run: Pick<RunRow, "id">) => inTenant(ctx, ({ jobs }) => jobs.ofRun(run.id));
const runOf = (ctx: Context, run: Pick<RunRow, "id">) => inTenant(ctx, ({ runs }) => runs.find(run.id));
const job = async (ctx: Context, run: Pick<RunRow, "id">, jobId: string): Promise<JobRow> => {
  const found = (await jobsOf(ctx, run)).find((row) => row.jobId === jobId);
  if (!found) throw new Error(`No ${jobId}.`);
  return found;
};

/** Narration is spoken, then timed. */
function speechCalls(request: { genId: string; produces: readonly string[] }): readonly ProviderCall[] {
  if (request.genId !== "AudioGen") {
    return [{ call: "main", produces: request.produces, maximumMicros: microUsd(500) }];
  }
  const isTiming = (name: string) => name.startsWith("WordTimings");
  return [
    {
      call: "main",
      produces: request.produces.filter((name) => !isTiming(name)),
      maximumMicros: microUsd(2_500),
    },
    { call: "timings", produces: request.produces.filter(isTiming), maximumMicros: microUsd(500) },
  ];
}

async function speaking(): Promise<World> {
  const world = await World.open();
  world.text.script.calls = speechCalls;
  world.text.script.costMicros = ({ genId, call }) =>
    genId !== "AudioGen" ? 100 : call === "main" ? 2_000 : 400;
  return world;
}

async function nextRun(ctx: Context, run: RunRow, mode: "dirty" | "full" = "dirty"): Promise<RunRow> {
  const created = await createNextRun({
    ctx,
    input: { id: run.videoId, mode },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  if (!created.fresh?.run) throw new Error("There was nothing to do.");
  return created.fresh.run;
}

const away = () => {
  throw new GeneratorFailure({ failureClass: "retryable", message: "503" });
};

describe("a job of two calls", () => {
  it("buys both once, and commits what they made together", async () => {
    const world = await speaking();
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.text.submits.filter((name) => name.startsWith("AudioGen"))).toEqual([
      "AudioGen[0]",
      "AudioGen[0] timings",
    ]);
    const audio = await job(process.ctx, run, "AudioGen[0]");
    expect(audio).toMatchObject({ state: "succeeded", costMicros: 2_400, attempts: 1 });
    expect(audio.outputs?.map(({ id }) => id)).toEqual(audio.spec.produces);
    await assertOutcomesEqualRows(process.ctx, run);
    // As a whole it is an earlier result like any other: the same inputs again cost nothing.
    const again = await nextRun(process.ctx, run, "full").then((row) => row.id);
    expect((await driveRun(process, again)).status).toBe("succeeded");
    expect(world.text.submitsOf("AudioGen[0]")).toBe(2);
    expect(world.text.submitsOf("AudioGen[0] timings")).toBe(2);
  });

  it("is not spoken again when it cannot be timed at first", async () => {
    const world = await speaking();
    world.text.script.onSubmit = ({ call }, nth) => {
      if (call === "timings" && nth < 3) away();
    };
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.text.submitsOf("AudioGen[0]")).toBe(1);
    expect(world.text.submitsOf("AudioGen[0] timings")).toBe(3);
    expect(await job(process.ctx, run, "AudioGen[0]")).toMatchObject({ costMicros: 2_400 });
  });

  it("goes on with the timing in the next run when this one gave it up, and starts anew when asked to", async () => {
    const world = await speaking();
    world.text.script.onSubmit = ({ call }) => {
      if (call === "timings") throw new GeneratorFailure({ failureClass: "permanent", message: "400" });
    };
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("partial");
    world.text.script.onSubmit = () => {};
    const second = await nextRun(process.ctx, run);
    expect((await driveRun(process, second.id)).status).toBe("succeeded");
    expect(world.text.submitsOf("AudioGen[0]")).toBe(1);
    expect(await job(process.ctx, second, "AudioGen[0]")).toMatchObject({
      state: "succeeded",
      costMicros: 400,
    });
    const third = await nextRun(process.ctx, run, "full");
    expect((await driveRun(process, third.id)).status).toBe("succeeded");
    expect(world.text.submitsOf("AudioGen[0]")).toBe(2);
  });

  it("survives a crash at every write between and around its calls, and buys neither twice", async () => {
    const whole = await speaking();
    const { ctx, storage } = whole.start();
    const reference = await createRun(ctx, SMALL_INPUTS);
    await driveRun({ ctx, storage }, reference.id);
    // The quick tests die around the two purchases, the deep ones everywhere.
    const isWanted = (name: string) =>
      process.env.REELGRAPH_DEEP === "1" || /purchases\.|narration/.test(name);
    const points = storage.writes.flatMap((name, index) => (isWanted(name) ? [index + 1] : []));
    expect(points.length).toBeGreaterThan(5);
    for (const at of points) {
      const world = await speaking();
      const first = world.start({ at, when: "before", kind: "crash" });
      let run: RunRow | null = null;
      try {
        run = await createRun(first.ctx, SMALL_INPUTS);
        await driveRun(first, run.id);
      } catch (error) {
        if (!first.storage.isDead) throw error;
      }
      if (!run) continue;
      world.clock.advance(200_000);
      const second = world.start();
      if ((await runOf(second.ctx, run))?.finishedAt === null) await driveRun(second, run.id);
      expect([at, (await runOf(second.ctx, run))?.status]).toEqual([at, "succeeded"]);
      // The provider is `repeatable`: an intent that died before the request is sent again, a result never is bought again.
      for (const name of ["AudioGen[0]", "AudioGen[0] timings"]) {
        const paid = await inTenant(second.ctx, async ({ purchases, jobs }) => {
          const row = (await jobs.ofRun(run.id)).find(({ jobId }) => jobId === "AudioGen[0]");
          const call = name.endsWith("timings") ? "timings" : "main";
          return await purchases.ofClaim({ claimKey: row?.claimKey ?? "", call });
        });
        expect([at, name, paid.filter(({ state }) => state === "succeeded").length]).toEqual([at, name, 1]);
      }
    }
  });
});

/** Music is made by a provider that can be asked what it has. */
async function adopting(): Promise<World> {
  const world = await World.open();
  const media = new ScriptedGenerator({
    provider: "media",
    clock: world.clock,
    unknownOutcome: "adopt",
    limit: 2,
    deadlineMs: 30_000,
    script: { isAsync: () => true, latencyMs: () => 3_000, costMicros: () => 1_000 },
  });
  return Object.assign(world, { media, generators: [world.text, media, world.generators[2]] });
}

describe("an answer that was lost", () => {
  it("is looked for, found and collected: nothing is submitted again", async () => {
    const world = await adopting();
    world.media.script.losesAnswer = () => true;
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen"]);
    expect(await job(process.ctx, run, "MusicGen")).toMatchObject({ state: "succeeded", costMicros: 1_000 });
  });

  it("is submitted again, at no loss, when the provider surely has none of it", async () => {
    const world = await adopting();
    world.media.script.onSubmit = (_request, nth) => {
      if (nth === 1) throw new Error("socket hang up");
    };
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen", "MusicGen"]);
    // Once at once, and once when no straggler can get in any more.
    expect(world.media.finds).toEqual(["MusicGen", "MusicGen"]);
    expect(await job(process.ctx, run, "MusicGen")).toMatchObject({ costMicros: 1_000 });
  });

  it("is waited for while the provider cannot be asked", async () => {
    const world = await adopting();
    world.media.script.losesAnswer = () => true;
    const until = world.clock.now().getTime() + 20 * 60_000;
    world.media.script.onFind = () => {
      if (world.clock.now().getTime() < until) throw new Error("ECONNREFUSED");
    };
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen"]);
    expect(world.media.finds.length).toBeGreaterThan(2);
    // With growing pauses: twenty minutes are no reason for a hundred questions.
    expect(world.media.finds.length).toBeLessThan(40);
  });

  it("of two equal requests is given to one purchase each", async () => {
    const world = await adopting();
    world.media.script.losesAnswer = () => true;
    const process = world.start();
    const run = await createRun(process.ctx, WORKED_EXAMPLE);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(new Set(world.media.submits).size).toBe(world.media.submits.length);
  });

  it("is counted at its full price and bought once more where nobody can be asked", async () => {
    const world = await World.open();
    const text = new ScriptedGenerator({
      provider: "text",
      clock: world.clock,
      unknownOutcome: "resubmit-once",
      script: { losesAnswer: ({ genId }, nth) => genId === "ScriptGen" && nth === 1, costMicros: () => 50 },
    });
    const process = Object.assign(world, { text, generators: [text, ...world.generators.slice(1)] }).start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(text.submitsOf("ScriptGen")).toBe(2);
    const script = await job(process.ctx, run, "ScriptGen");
    expect(script.costMicros).toBe(script.spec.estimate.costMicros + 50);
  });
});

describe("a call whose answer may take long", () => {
  it("is left to the next slice when this one would have to return before the answer is overdue", async () => {
    const world = await World.open();
    const text = new ScriptedGenerator({
      provider: "text",
      clock: world.clock,
      unknownOutcome: "resubmit-once",
      deadlineMs: 240_000,
      script: {
        latencyMs: ({ genId }) => (genId === "ScriptGen" ? 40_000 : 10),
        outputs: ({ genId }, nth) => {
          if (genId === "ScriptGen" && nth === 1) away();
          return null;
        },
      },
    });
    const process = Object.assign(world, { text, generators: [text, ...world.generators.slice(1)] }).start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    const { claimKey } = await job(process.ctx, run, "ScriptGen");
    const bought = await inTenant(process.ctx, ({ purchases }) =>
      purchases.ofClaim({ claimKey: claimKey ?? "", call: "main" }),
    );
    expect(bought.map(({ state, sliceEpoch }) => [state, sliceEpoch])).toEqual([
      ["failed", 1],
      ["succeeded", 2],
    ]);
  });
});

describe("a run that is cancelled", () => {
  it("keeps what the provider had finished when it was called off", async () => {
    const world = await adopting();
    world.media.script.latencyMs = () => 600_000;
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    await planRun({ ctx, input: { runId: run.id } });
    expect((await executeBatch({ ctx, input: { runId: run.id } })).done).toBe(false);
    world.media.finishAll();
    await cancelRun({ ctx, input: { id: run.id } });
    expect((await driveRun(process, run.id)).status).toBe("cancelled");
    expect(await job(ctx, run, "MusicGen")).toMatchObject({ state: "succeeded", costMicros: 1_000 });
    expect(world.media.cancelled).toHaveLength(1);
    // And the next run goes on from it.
    const second = await nextRun(ctx, run);
    expect((await driveRun(process, second.id)).status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen"]);
  });

  it("looks for a request whose answer was lost, and calls that off too", async () => {
    const world = await adopting();
    world.media.script.latencyMs = () => 600_000;
    world.media.script.losesAnswer = () => true;
    world.media.script.onFind = () => {
      throw new Error("ECONNREFUSED");
    };
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    await planRun({ ctx, input: { runId: run.id } });
    await executeBatch({ ctx, input: { runId: run.id } });
    await cancelRun({ ctx, input: { id: run.id } });
    world.media.script.onFind = () => {};
    expect((await driveRun(process, run.id)).status).toBe("cancelled");
    expect(world.media.cancelled).toEqual([expect.stringMatching(/-MusicGen-1$/)]);
    expect(await runOf(ctx, run)).toMatchObject({
      status: "cancelled",
      reservedMicros: 0,
      costMicros: 0,
    });
  });

  it("before it began ends at once, and gives back what it reserved", async () => {
    const world = await World.open();
    const { ctx } = world.start();
    const run = await createRun(ctx, SMALL_INPUTS);
    expect(await cancelRun({ ctx, input: { id: run.id } })).toMatchObject({
      status: "cancelled",
      reservedMicros: 0,
    });
    expect(await planRun({ ctx, input: { runId: run.id } })).toEqual({ live: false });
    // Again, it stays as it is.
    expect(await cancelRun({ ctx, input: { id: run.id } })).toMatchObject({ status: "cancelled" });
    const types = (
      await inTenant(ctx, ({ events }) => events.ofRun({ runId: run.id, after: 0, limit: 9 }))
    ).map(({ type }) => type);
    expect(types).toEqual(["run-cancelling", "run-finished"]);
    expect(await inTenant(ctx, ({ videos }) => videos.find(run.videoId))).toMatchObject({
      status: "cancelled",
    });
  });

  it("leaves a video that was complete what it was", async () => {
    const world = await World.open();
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    await driveRun(process, run.id);
    const second = await nextRun(ctx, run, "full");
    await cancelRun({ ctx, input: { id: second.id } });
    const video = () => inTenant(ctx, ({ videos }) => videos.find(run.videoId));
    expect(await video()).toMatchObject({ status: "succeeded", headRevision: 1 });
    world.text.script.latencyMs = () => 5_000;
    const third = await nextRun(ctx, run, "full");
    const driven = driveRun(process, third.id);
    await world.clock.sleep(6_000);
    await cancelRun({ ctx, input: { id: third.id } });
    expect((await driven).status).toBe("cancelled");
    expect(await video()).toMatchObject({ status: "succeeded" });
  });
});

describe("a window", () => {
  it("is shared by all runs: two videos at once have no more in flight than one", async () => {
    const world = await World.open();
    world.text.script.latencyMs = () => 1_000;
    let inFlight = 0;
    let most = 0;
    const { media } = world;
    const submit = media.submit.bind(media);
    const check = media.check.bind(media);
    media.submit = async (...given) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      return await submit(...given);
    };
    media.check = async (given) => {
      const answer = await check(given);
      if (answer.kind === "finished") inFlight -= 1;
      return answer;
    };
    const processes = [world.start(), world.start()];
    const runs = await Promise.all(processes.map(({ ctx }) => createRun(ctx, WORKED_EXAMPLE)));
    const ended = await Promise.all(
      processes.map((process, index) => driveRun(process, (runs[index] as RunRow).id)),
    );
    expect(ended.map(({ status }) => status)).toEqual(["succeeded", "succeeded"]);
    expect(most).toBe(2);
  });
});

describe("layered scheduling", () => {
  it("starts no job before the layer below its own has ended", async () => {
    const world = await World.open();
    world.text.script.latencyMs = ({ jobId }) => (jobId === "AudioGen[0]" ? 9_000 : 1_000);
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, WORKED_EXAMPLE);
    await driveRun(process, run.id);
    const second = await createNextRun({
      ctx,
      input: { id: run.videoId, mode: "full", scheduling: "layered" },
      idempotency: null,
      render: () => ({ status: 202, headers: {}, body: "" }),
    });
    const id = second.fresh?.run?.id as RunRow["id"];
    await driveRun(process, id);
    const overlaps = async (runId: RunRow["id"]) => {
      const rows = await jobsOf(ctx, { id: runId });
      return rows.filter((row) =>
        rows.some(
          (lower) =>
            lower.layer < row.layer && (lower.finishedAt?.getTime() ?? 0) > (row.startedAt?.getTime() ?? 0),
        ),
      ).length;
    };
    expect(await overlaps(run.id)).toBeGreaterThan(0);
    expect(await overlaps(id)).toBe(0);
  });
});

describe("a provider's callback", () => {
  async function waiting() {
    const world = await adopting();
    world.media.script.latencyMs = () => 600_000;
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx, input });
    await executeBatch({ ctx, input });
    const [purchase] = await inTenant(ctx, ({ purchases }) => purchases.live(run.id));
    if (!purchase) throw new Error("Nothing is under way.");
    let deliveries = 0;
    const deliver = (
      change: Partial<{
        deliveryId: string;
        jobId: string;
        nonce: string;
        id: string;
        isFinal: boolean;
      }> = {},
    ) =>
      receiveProviderEvent({
        ports: ctx,
        input: {
          provider: "media",
          deliveryId: change.deliveryId ?? `msg-${++deliveries}-${purchase.id}`,
          jobId: change.jobId ?? purchase.jobId,
          nonce: change.nonce ?? purchase.nonce,
          event: {
            providerRequestId: change.id ?? purchase.providerRequestId ?? "",
            status: change.isFinal === false ? "processing" : "succeeded",
            isFinal: change.isFinal ?? true,
          },
        },
      });
    return { world, process, ctx, run, input, purchase, deliver };
  }

  it("ends the waiting: the run is woken once, however often it comes", async () => {
    const { world, process, ctx, run, input, deliver } = await waiting();
    world.media.finishAll();
    const first = await deliver({ deliveryId: `one-${run.id}` });
    expect(first).toMatchObject({ runId: run.id, isNew: true });
    const repeats = await Promise.all(
      Array.from({ length: 4 }, () => deliver({ deliveryId: `one-${run.id}` })),
    );
    expect(repeats.map(({ isNew }) => isNew)).toEqual([false, false, false, false]);
    const woken = await Promise.all(Array.from({ length: 5 }, () => wakeRun({ ctx, input })));
    expect(woken.filter((wake) => wake.woken)).toHaveLength(1);
    const began = world.clock.now().getTime();
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.clock.now().getTime() - began).toBeLessThan(10_000);
    expect(world.media.submits).toEqual(["MusicGen"]);
  });

  it("that is lost costs time and nothing else, and one out of order changes nothing", async () => {
    const { world, process, run, deliver } = await waiting();
    await deliver({ isFinal: false });
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    await deliver({ isFinal: false });
    await deliver();
    expect(world.media.submits).toEqual(["MusicGen"]);
  });

  it("for another job, another tenant's nonce or another prediction is refused, and changes nothing", async () => {
    const { ctx, purchase, deliver, run } = await waiting();
    const foreign = [{ jobId: "ImageGen[0][0]" }, { nonce: "made-up" }, { id: "somebody-elses" }];
    for (const change of foreign) await expect(deliver(change)).rejects.toMatchObject({ code: "not-found" });
    const [after] = await inTenant(ctx, ({ purchases }) => purchases.live(run.id));
    expect(after).toEqual(purchase);
  });

  it("before the answer to the submit names the work: a crash in between loses nothing", async () => {
    const world = await adopting();
    world.media.script.latencyMs = () => 5_000;
    const first = world.start();
    const { ctx } = first;
    const run = await createRun(ctx, SMALL_INPUTS);
    const submit = world.media.submit.bind(world.media);
    world.media.submit = async (request, signal) => {
      const answer = await submit(request, signal);
      if (answer.kind !== "accepted") return answer;
      await receiveProviderEvent({
        ports: ctx,
        input: {
          provider: "media",
          deliveryId: `early-${run.id}`,
          jobId: request.jobId,
          nonce: request.nonce,
          event: { providerRequestId: answer.providerRequestId, status: "starting", isFinal: false },
        },
      });
      return { kind: "unknown", message: "cut" };
    };
    world.media.script.onFind = () => {
      throw new Error("It need not be looked for: the callback named it.");
    };
    expect((await driveRun(first, run.id)).status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen"]);
    expect(world.media.finds).toEqual([]);
  });

  it("is heard by a slice at work, which asks at once", async () => {
    const world = await adopting();
    world.media.script.latencyMs = () => 12_000;
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    const driven = driveRun(process, run.id);
    await world.clock.sleep(2_000);
    const [purchase] = await inTenant(ctx, ({ purchases }) => purchases.live(run.id));
    if (!purchase) throw new Error("Nothing is under way.");
    world.media.finishAll();
    const began = world.clock.now().getTime();
    await receiveProviderEvent({
      ports: ctx,
      input: {
        provider: "media",
        deliveryId: `quick-${run.id}`,
        jobId: purchase.jobId,
        nonce: purchase.nonce,
        event: { providerRequestId: purchase.providerRequestId ?? "", status: "succeeded", isFinal: true },
      },
    });
    await wakeRun({ ctx, input: { runId: run.id } });
    expect((await driven).status).toBe("succeeded");
    expect(world.clock.now().getTime() - began).toBeLessThan(1_000);
  });
});
