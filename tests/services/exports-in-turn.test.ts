import { afterAll, expect, it } from "vitest";
import type { RunRow } from "../../lib/ports/database";
import { type Context, inTenant } from "../../lib/services/context";
import { createExport } from "../../lib/services/exports/create-export";
import { beginExport, renderExport } from "../../lib/services/exports/render-export";
import { createRenderTurns } from "../../lib/services/exports/render-turns";
import { stalledRuns } from "../../lib/services/maintenance/stalled-runs";
import { cancelRun } from "../../lib/services/runs/cancel-run";
import { countStart } from "../../lib/services/runs/count-start";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

/** A video that is whole, and an export of it that has begun; what its renderer does is counted and never ends well. */
async function worldWithExport(): Promise<{ world: World; ctx: Context; film: RunRow; drawn: () => number }> {
  const world = await World.open();
  const process = world.start();
  const run = await createRun(process.ctx, SMALL_INPUTS);
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
  let drawn = 0;
  const renderMp4 = () => Promise.reject(new Error(`No film is rendered here: ${++drawn}.`));
  const ctx = { ...process.ctx, renderer: { ...process.ctx.renderer, renderMp4 } };
  const film = await createExport({ ctx, input: { id: run.videoId } });
  await beginExport({ ctx, input: { runId: film.id } });
  return { world, ctx, film, drawn: () => drawn };
}

const rowOf = (ctx: Context, { id }: RunRow) => inTenant(ctx, ({ runs }) => runs.find(id));
const isStalled = async (ctx: Context, { id }: RunRow) =>
  (await stalledRuns({ ports: ctx, resumingSince: null })).some((run) => run.id === id);

it("an export that waits for its turn is alive all the while, and is drawn when it comes", async () => {
  const { world, ctx, film, drawn } = await worldWithExport();
  const rendering = renderExport({
    ctx,
    input: { runId: film.id },
    inTurn: async (work) => {
      for (let minute = 0; minute < 10; minute++) {
        await world.clock.sleep(60_000);
        expect(await isStalled(ctx, film)).toBe(false);
      }
      expect(drawn()).toBe(0);
      await work();
    },
  });
  await expect(rendering).rejects.toThrow("No film is rendered here: 1.");
  expect((await rowOf(ctx, film))?.heartbeatAt?.getTime()).toBeGreaterThan(
    world.clock.now().getTime() - 6_000,
  );
});

it("an export that is cancelled before its turn draws nothing", async () => {
  const { world, ctx, film, drawn } = await worldWithExport();
  let turns = 0;
  await renderExport({
    ctx,
    input: { runId: film.id },
    inTurn: async (work) => {
      await world.clock.sleep(60_000);
      await cancelRun({ ctx, input: { id: film.id } });
      await world.clock.sleep(60_000);
      turns++;
      await work();
    },
  });
  expect([turns, drawn()]).toEqual([1, 0]);
  expect((await rowOf(ctx, film))?.status).toBe("cancelled");
});

it("a run that is started in vain is started again at ever longer intervals, so that it fills no queue", async () => {
  const { world, ctx, film } = await worldWithExport();
  const pauses: number[] = [];
  let last = world.clock.now().getTime();
  while (pauses.length < 6) {
    world.clock.advance(5_000);
    if (!(await isStalled(ctx, film))) continue;
    expect(await countStart({ ctx, input: { runId: film.id } })).toMatchObject({ starts: pauses.length + 1 });
    pauses.push(world.clock.now().getTime() - last);
    last = world.clock.now().getTime();
  }
  expect(pauses).toEqual([35_000, 35_000, 60_000, 120_000, 240_000, 240_000]);
});

it("films are drawn two at a time, in the order in which they came, and each once however many ask", async () => {
  const { inTurn, once } = createRenderTurns(2);
  const [order, most]: [string[], number[]] = [[], []];
  let drawing = 0;
  const draw = (film: string) =>
    once(film, () =>
      inTurn(async () => {
        order.push(film);
        most.push(++drawing);
        await new Promise((resolve) => setTimeout(resolve, 5));
        drawing--;
        if (film === "b") throw new Error("b will not decode");
      }),
    );
  const ends = await Promise.allSettled(["a", "b", "a", "c", "b", "d", "e"].map(draw));
  expect(order).toEqual(["a", "b", "c", "d", "e"]);
  expect(Math.max(...most)).toBe(2);
  // Whoever waited with the first one hears what it came to; afterwards it may be tried again.
  expect(ends.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
  ]);
  await draw("a");
  expect(order.at(-1)).toBe("a");
});

it("an export that goes on after a crash says no less than before", async () => {
  const { world, ctx, film } = await worldWithExport();
  const at = world.clock.now();
  await inTenant(ctx, ({ runs }) => runs.setProgress({ id: film.id, progress: 0.6, at }));
  const rendering = renderExport({
    ctx,
    input: { runId: film.id },
    inTurn: async (work) => {
      await world.clock.sleep(20_000);
      await work();
    },
  });
  await expect(rendering).rejects.toThrow("No film is rendered here");
  expect((await rowOf(ctx, film))?.result).toMatchObject({ progress: 0.6 });
});
