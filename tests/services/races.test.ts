import { afterAll, describe, expect, it } from "vitest";
import { createProcessSignals } from "../../lib/adapters/node/process-signals";
import { microUsd } from "../../lib/core/money/micro-usd";
import { GeneratorFailure } from "../../lib/core/run/failure";
import type { JobRow, PurchaseRepository, RunRow, TenantRepositories } from "../../lib/ports/database";
import { type Context, inTenant } from "../../lib/services/context";
import { cancelRun } from "../../lib/services/runs/cancel-run";
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
  sharedDatabase,
  World,
} from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

/** What music may cost at most, by the plan. */
const MUSIC_MAXIMUM = 20_000;
const MUSIC_COST = 1_000;

const runOf = (ctx: Context, run: Pick<RunRow, "id">) => inTenant(ctx, ({ runs }) => runs.find(run.id));
const liveOf = (ctx: Context, run: Pick<RunRow, "id">) =>
  inTenant(ctx, ({ purchases }) => purchases.live(run.id));

async function music(ctx: Context, run: Pick<RunRow, "id">): Promise<JobRow> {
  const rows = await inTenant(ctx, ({ jobs }) => jobs.ofRun(run.id));
  const found = rows.find(({ jobId }) => jobId === "MusicGen");
  if (!found) throw new Error("There is no MusicGen.");
  return found;
}

async function musicPurchases(ctx: Context, run: Pick<RunRow, "id">) {
  const { claimKey } = await music(ctx, run);
  return await inTenant(ctx, ({ purchases }) =>
    purchases.ofClaim({ claimKey: claimKey ?? "", call: "main" }),
  );
}

/** Music is made by a provider that can be asked what it has. */
async function adopting(latencyMs = 3_000): Promise<World> {
  const world = await World.open();
  const media = new ScriptedGenerator({
    provider: "media",
    clock: world.clock,
    unknownOutcome: "adopt",
    limit: 2,
    deadlineMs: 30_000,
    script: { isAsync: () => true, latencyMs: () => latencyMs, costMicros: () => MUSIC_COST },
  });
  return Object.assign(world, { media, generators: [world.text, media, world.generators[2]] });
}

/** A run whose music is accepted and takes ten minutes; its first slice has returned. */
async function waiting() {
  const world = await adopting(600_000);
  const process = world.start();
  const { ctx } = process;
  const run = await createRun(ctx, SMALL_INPUTS);
  const input = { runId: run.id };
  await planRun({ ctx, input });
  await executeBatch({ ctx, input });
  return { world, process, ctx, run, input };
}

async function callback(ctx: Context, run: Pick<RunRow, "id">, providerRequestId?: string): Promise<void> {
  const [purchase] = await liveOf(ctx, run);
  if (!purchase) throw new Error("Nothing is under way.");
  await receiveProviderEvent({
    ports: ctx,
    input: {
      provider: "media",
      deliveryId: `callback-${purchase.id}`,
      jobId: purchase.jobId,
      nonce: purchase.nonce,
      event: {
        providerRequestId: providerRequestId ?? purchase.providerRequestId ?? "",
        status: "succeeded",
        isFinal: true,
      },
    },
  });
}

/** Calls `then` after each transaction of this process in which that method of purchases was called. */
function afterPurchases(
  ctx: Context,
  method: keyof PurchaseRepository,
  then: (given: unknown) => Promise<void>,
): void {
  const { database } = ctx;
  ctx.database = {
    ...database,
    tenant: async (workspaceId, work) => {
      let called: unknown[] | null = null;
      const result = await database.tenant(workspaceId, (repositories: TenantRepositories) => {
        const inner = repositories.purchases[method] as (given: never) => Promise<never>;
        const noting = async (given: never) => {
          called = [given];
          return await inner(given);
        };
        return work({ ...repositories, purchases: { ...repositories.purchases, [method]: noting } });
      });
      if (called !== null) await then(called[0]);
      return result;
    },
  };
}

describe("a slice that is closing", () => {
  it("does not sleep through a cancel that came from another process just before it closed", async () => {
    const world = await adopting(600_000);
    const { ctx } = world.start();
    const other: Context = { ...world.start().ctx, signals: createProcessSignals() };
    const run = await createRun(ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx, input });
    afterPurchases(ctx, "nextCheck", async () => {
      await cancelRun({ ctx: other, input: { id: run.id } });
      // What the route does: a slice is at work, so that no workflow is woken.
      expect((await wakeRun({ ctx: other, input })).woken).toBe(false);
    });
    const batch = await executeBatch({ ctx, input });
    expect(batch.done).toBe(false);
    expect(Date.parse(batch.wakeAt ?? "") - world.clock.now().getTime()).toBeLessThan(2_000);
  });

  it("rests while a long call ends, although something else could be tried again by now", async () => {
    const world = await World.open();
    const text = new ScriptedGenerator({
      provider: "text",
      clock: world.clock,
      deadlineMs: 240_000,
      script: {
        latencyMs: ({ genId }) => (genId === "AudioGen" ? 150_000 : 10),
        onSubmit: ({ genId }, nth) => {
          if (genId !== "TextToMusicPromptGen" || nth > 1) return;
          throw new GeneratorFailure({ failureClass: "retryable", message: "429", retryAfterMs: 62_000 });
        },
      },
    });
    const { ctx } = Object.assign(world, { generators: [text, ...world.generators.slice(1)] }).start();
    const run = await createRun(ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx, input });
    let sleeps = 0;
    const sleep = world.clock.sleep.bind(world.clock);
    world.clock.sleep = (milliseconds, signal) => {
      sleeps += 1;
      return sleep(milliseconds, signal);
    };
    await executeBatch({ ctx, input });
    expect(text.submitsOf("AudioGen[0]")).toBe(1);
    expect(sleeps).toBeLessThan(1_000);
  });
});

describe("a provider's callback", () => {
  it("that comes while the provider is being asked is not taken for answered", async () => {
    const world = await adopting(5_000);
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    const { media } = world;
    const check = media.check.bind(media);
    let isAsked = false;
    let toldAt = 0;
    media.check = async (given) => {
      if (isAsked) return await check(given);
      isAsked = true;
      // The provider looked, and was done a moment after.
      await world.clock.sleep(100);
      toldAt = world.clock.now().getTime();
      media.finishAll();
      await callback(ctx, run);
      await wakeRun({ ctx, input: { runId: run.id } });
      await world.clock.sleep(500);
      return { kind: "pending", checkAfterMs: 14_000 };
    };
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.clock.now().getTime() - toldAt).toBeLessThan(5_000);
  });

  it("that names the work while it is looked for is believed, whatever the list shows", async () => {
    const world = await adopting();
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    const { media } = world;
    media.script.losesAnswer = () => true;
    const find = media.find.bind(media);
    media.find = async (given) => {
      const found = await find(given);
      if (found) await callback(ctx, run, found.providerRequestId);
      // Shown without its nonce, and by now it is known: somebody's.
      return null;
    };
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(media.submits).toEqual(["MusicGen"]);
  });
});

describe("a request whose outcome is unknown", () => {
  it("is not sent after its deadline by a process that slept: somebody else has bought it by then", async () => {
    const world = await adopting();
    const [one, two] = [world.start(), world.start()];
    const run = await createRun(one.ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx: one.ctx, input });
    const { database } = one.ctx;
    one.ctx.database = {
      ...database,
      tenant: (workspaceId, work) =>
        database.tenant(workspaceId, (repositories) =>
          work({ ...repositories, runs: { ...repositories.runs, heartbeat: async () => true } }),
        ),
    };
    afterPurchases(one.ctx, "insert", async (given) => {
      if ((given as { jobId: string }).jobId === "MusicGen") await world.clock.sleep(60_000);
    });
    const first = executeBatch({ ctx: one.ctx, input }).catch((error: unknown) => error);
    await world.clock.sleep(10_000);
    expect((await driveRun(two, run.id)).status).toBe("succeeded");
    await first;
    expect(world.media.submits).toEqual(["MusicGen"]);
  });

  it("may show a little after its deadline: one look right then proves nothing", async () => {
    const world = await adopting();
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    const { media } = world;
    const submit = media.submit.bind(media);
    let nth = 0;
    media.submit = async (request, signal) => {
      nth += 1;
      // It hung at the provider's door, and got in after all.
      if (nth === 1) await world.clock.sleep(33_000);
      return await submit(request, signal);
    };
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(media.submits).toEqual(["MusicGen"]);
  });

  it("counts at its full price when it is looked for only after the provider has forgotten", async () => {
    const world = await adopting();
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    const { media } = world;
    media.script.losesAnswer = (_request, nth) => nth === 1;
    media.script.onFind = () => {
      throw new Error("ECONNREFUSED");
    };
    await planRun({ ctx, input: { runId: run.id } });
    await executeBatch({ ctx, input: { runId: run.id } });
    world.clock.advance(2 * 3_600_000);
    media.find = async () => null;
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect((await musicPurchases(ctx, run)).map(({ state }) => state)).toEqual(["lost", "succeeded"]);
    expect(await music(ctx, run)).toMatchObject({ costMicros: MUSIC_MAXIMUM + MUSIC_COST });
  });

  it("counts at its full price when it was accepted and cannot be asked for any more", async () => {
    const world = await adopting();
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    world.media.script.onCheck = () => {
      if (world.media.submits.length === 1) throw new Error("ECONNRESET");
    };
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(await music(process.ctx, run)).toMatchObject({ costMicros: MUSIC_MAXIMUM + MUSIC_COST });
  });
});

describe("a provider that asks for patience", () => {
  it("beyond all measure does not stop a run for ever", async () => {
    const world = await World.open();
    world.text.script.onSubmit = ({ genId }, nth) => {
      if (genId !== "ScriptGen" || nth > 1) return;
      throw new GeneratorFailure({
        failureClass: "retryable",
        message: "429",
        retryAfterMs: 365 * 86_400_000,
      });
    };
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    const began = world.clock.now().getTime();
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.clock.now().getTime() - began).toBeLessThan(24 * 3_600_000);
  });
});

describe("a run that is cancelled", () => {
  it("has an outcome document for what it kept", async () => {
    const { world, process, ctx, run } = await waiting();
    world.media.finishAll();
    await cancelRun({ ctx, input: { id: run.id } });
    expect((await driveRun(process, run.id)).status).toBe("cancelled");
    expect(await music(ctx, run)).toMatchObject({ state: "succeeded" });
    await assertOutcomesEqualRows(ctx, run);
  });

  it("keeps what is finished although its slice had to return before the provider heard of the cancel", async () => {
    const { world, process, ctx, run } = await waiting();
    world.settings.sliceHardStopMs = 10_000;
    world.media.finishAll();
    const cancel = world.media.cancel.bind(world.media);
    let nth = 0;
    world.media.cancel = async (id) => {
      nth += 1;
      if (nth === 1) await world.clock.sleep(25_000);
      await cancel(id);
    };
    await cancelRun({ ctx, input: { id: run.id } });
    expect((await driveRun(process, run.id)).status).toBe("cancelled");
    expect(await music(ctx, run)).toMatchObject({ state: "succeeded", costMicros: MUSIC_COST });
  });

  it("keeps what is finished although the provider did not answer for a moment", async () => {
    const { world, process, ctx, run } = await waiting();
    world.media.finishAll();
    world.media.script.onCheck = (_request, nth) => {
      if (nth <= 2) throw new Error("ECONNRESET");
    };
    await cancelRun({ ctx, input: { id: run.id } });
    expect((await driveRun(process, run.id)).status).toBe("cancelled");
    expect(await music(ctx, run)).toMatchObject({ state: "succeeded", costMicros: MUSIC_COST });
  });

  it("tells a provider again that did not hear of it", async () => {
    const { world, process, ctx, run } = await waiting();
    const cancel = world.media.cancel.bind(world.media);
    let told = 0;
    world.media.cancel = async (id) => {
      told += 1;
      if (told <= 2) throw new Error("ECONNRESET");
      await cancel(id);
    };
    await cancelRun({ ctx, input: { id: run.id } });
    expect((await driveRun(process, run.id)).status).toBe("cancelled");
    expect(told).toBe(3);
    expect(await runOf(ctx, run)).toMatchObject({ costMicros: 0, reservedMicros: 0 });
  });

  it("leaves a video whole when it had nothing left to make", async () => {
    const world = await World.open();
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx, input });
    while (!(await executeBatch({ ctx, input })).done);
    await cancelRun({ ctx, input: { id: run.id } });
    expect((await driveRun(process, run.id)).status).toBe("cancelled");
    const video = await inTenant(ctx, ({ videos }) => videos.find(run.videoId));
    expect(video).toMatchObject({ status: "succeeded", numDirtyArtifacts: 0 });
  });

  it("pays for what turned out to be made and of no use", async () => {
    const { world, process, ctx, run } = await waiting();
    world.media.script.onCheck = () => {
      const costMicros = microUsd(700);
      throw new GeneratorFailure({ failureClass: "retryable", message: "expired", costMicros });
    };
    await cancelRun({ ctx, input: { id: run.id } });
    expect((await driveRun(process, run.id)).status).toBe("cancelled");
    expect(await music(ctx, run)).toMatchObject({ state: "cancelled", costMicros: 700 });
    expect(await runOf(ctx, run)).toMatchObject({ costMicros: 700, reservedMicros: 0 });
  });

  it("counts what nobody could call off or ask for at its full price", async () => {
    const { world, process, ctx, run } = await waiting();
    world.media.cancel = () => Promise.reject(new Error("ECONNREFUSED"));
    world.media.script.onCheck = () => {
      throw new Error("ECONNREFUSED");
    };
    await cancelRun({ ctx, input: { id: run.id } });
    expect((await driveRun(process, run.id)).status).toBe("cancelled");
    expect(await runOf(ctx, run)).toMatchObject({ costMicros: MUSIC_MAXIMUM, reservedMicros: 0 });
  });

  it("ends although a provider it bought from is not configured any more", async () => {
    const { world, run, ctx } = await waiting();
    await cancelRun({ ctx, input: { id: run.id } });
    world.generators = world.generators.filter(({ provider }) => provider !== "media");
    expect((await driveRun(world.start(), run.id)).status).toBe("cancelled");
    expect(await liveOf(ctx, run)).toEqual([]);
    expect(await runOf(ctx, run)).toMatchObject({ costMicros: MUSIC_MAXIMUM, reservedMicros: 0 });
  });
});
