import { describe, expect, it } from "vitest";
import type { JobRow, PurchaseRow, RunRow } from "../../lib/ports/database";
import type { Generator, SlotWindow } from "../../lib/ports/generator";
import { type Context, inTenant } from "../../lib/services/context";
import { cancelRun } from "../../lib/services/runs/cancel-run";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { planRun } from "../../lib/services/runs/plan-run";
import { ScriptedGenerator } from "../rigs/scripted-generator";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";

/** One provider and two accounts of it: `mine` made the purchase, `other` is what there is a key of now. */
async function twoAccounts() {
  const world = await World.open();
  const account = () =>
    new ScriptedGenerator({
      provider: "media",
      clock: world.clock,
      unknownOutcome: "adopt",
      deadlineMs: 30_000,
      script: { isAsync: () => true, latencyMs: () => 120_000, costMicros: () => 3_000 },
    });
  const [mine, other] = [account(), account()];
  const withAccount = (media: Generator) =>
    Object.assign(world, { generators: [world.text, media, world.generators[2]] }).start();
  return { world, mine, other, withAccount };
}

/** The account's predictions under another key of it. */
function rotated(account: ScriptedGenerator): Generator {
  const window: SlotWindow = { key: `${account.window().key}-rotated`, limit: 2 };
  return {
    provider: account.provider,
    unknownOutcome: account.unknownOutcome,
    window: () => window,
    deadlineMs: () => account.deadlineMs(),
    submit: (request, signal) => account.submit(request, signal),
    check: (options) => account.check(options),
    find: (options) => account.find(options),
    cancel: (id) => account.cancel(id),
  };
}

/** Says of everything that it does not have it, as an account does of what is another's. */
function knowingNothing(account: ScriptedGenerator): Generator {
  const unknown = async (): Promise<never> => {
    throw new Error("Replicate refused the request (404). Prediction not found.");
  };
  return { ...rotated(account), check: unknown, find: async () => null, cancel: async () => {} };
}

const rowsOf = (ctx: Context, run: RunRow) =>
  inTenant(ctx, async ({ runs, jobs, purchases }) => {
    const all = await jobs.ofRun(run.id);
    const music = all.find(({ genId }) => genId === "MusicGen") as JobRow;
    const bought = music.claimKey ? await purchases.ofClaims([music.claimKey]) : [];
    return { run: await runs.find(run.id), music, bought: bought as PurchaseRow[] };
  });

/** Until the provider has the music. */
async function untilAccepted(ctx: Context, run: RunRow): Promise<void> {
  await planRun({ ctx, input: { runId: run.id } });
  for (let slice = 0; slice < 20; slice++) {
    await executeBatch({ ctx, input: { runId: run.id } });
    const { music } = await rowsOf(ctx, run);
    if (music.state === "submitted" || music.state === "claimed") return;
    await ctx.clock.sleep(1_000);
  }
  throw new Error("The music was never asked for.");
}

describe("work that was accepted under a key that has changed since", () => {
  it("is collected with another key of the same account", async () => {
    const { mine, withAccount } = await twoAccounts();
    const process = withAccount(mine);
    const run = await createRun(process.ctx, SMALL_INPUTS);
    await untilAccepted(process.ctx, run);
    const after = withAccount(rotated(mine));
    expect((await driveRun(after, run.id)).status).toBe("succeeded");
    expect(mine.submitsOf("MusicGen")).toBe(1);
    expect((await rowsOf(after.ctx, run)).bought.map(({ state }) => state)).toEqual(["succeeded"]);
  });

  it("is asked for as long as it is kept, counts at its full price then, and is not bought again by itself", async () => {
    const { world, mine, other, withAccount } = await twoAccounts();
    const process = withAccount(mine);
    const run = await createRun(process.ctx, SMALL_INPUTS);
    await untilAccepted(process.ctx, run);
    const began = world.clock.now().getTime();
    const after = withAccount(knowingNothing(other));
    const ended = await driveRun(after, run.id);
    expect(ended.status).toBe("partial");
    expect(world.clock.now().getTime() - began).toBeGreaterThan(59 * 60_000);
    const { music, bought, run: row } = await rowsOf(after.ctx, run);
    expect(music).toMatchObject({
      state: "failed",
      costMicros: 20_000,
      failure: { code: "permanent", retryable: false, providerErrorCode: "credential-changed" },
    });
    expect(music.failure?.message).toMatch(/another key.*404.*full price/s);
    expect(bought).toHaveLength(1);
    expect(other.submitsOf("MusicGen")).toBe(0);
    expect(row?.costMicros).toBe(20_000);
    expect(row?.reservedMicros).toBe(0);
  });

  it("is collected all the same when the key comes back in time", async () => {
    const { world, mine, other, withAccount } = await twoAccounts();
    const process = withAccount(mine);
    const run = await createRun(process.ctx, SMALL_INPUTS);
    await untilAccepted(process.ctx, run);
    const wrong = withAccount(knowingNothing(other));
    for (let slice = 0; slice < 4; slice++) {
      await executeBatch({ ctx: wrong.ctx, input: { runId: run.id } });
      await world.clock.sleep(60_000);
    }
    expect((await driveRun(withAccount(mine), run.id)).status).toBe("succeeded");
    expect(mine.submitsOf("MusicGen") + other.submitsOf("MusicGen")).toBe(1);
  });

  it("counts at its full price when its run is cancelled, for nobody can call it off", async () => {
    const { mine, other, withAccount } = await twoAccounts();
    const process = withAccount(mine);
    const run = await createRun(process.ctx, SMALL_INPUTS);
    await untilAccepted(process.ctx, run);
    const after = withAccount(knowingNothing(other));
    await cancelRun({ ctx: after.ctx, input: { id: run.id } });
    expect((await driveRun(after, run.id)).status).toBe("cancelled");
    expect((await rowsOf(after.ctx, run)).run?.costMicros).toBe(20_000);
  });
});

describe("a request whose answer was lost before the key changed", () => {
  /** A run whose music was accepted, which nobody has heard, by a provider that does not show its list. */
  async function lostMusic() {
    const accounts = await twoAccounts();
    const { mine, withAccount } = accounts;
    mine.script.losesAnswer = ({ genId }) => genId === "MusicGen";
    mine.script.onFind = () => {
      throw new Error("The list cannot be read.");
    };
    const process = withAccount(mine);
    const run = await createRun(process.ctx, SMALL_INPUTS);
    await untilAccepted(process.ctx, run);
    return { ...accounts, run };
  }

  it("is not taken for one that never arrived: it counts at its full price, and is asked for once more", async () => {
    const { other, mine, run, withAccount } = await lostMusic();
    const after = withAccount(other);
    expect((await driveRun(after, run.id)).status).toBe("succeeded");
    const { bought } = await rowsOf(after.ctx, run);
    expect(bought.map(({ state, costMicros }) => [state, costMicros])).toEqual([
      ["lost", 20_000],
      ["succeeded", 3_000],
    ]);
    expect([mine.submitsOf("MusicGen"), other.submitsOf("MusicGen")]).toEqual([1, 1]);
  });

  it("is found with another key of the same account, and bought once", async () => {
    const { mine, run, withAccount } = await lostMusic();
    mine.script.onFind = () => {};
    expect((await driveRun(withAccount(rotated(mine)), run.id)).status).toBe("succeeded");
    expect(mine.submitsOf("MusicGen")).toBe(1);
  });
});
