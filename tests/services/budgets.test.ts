import { afterAll, describe, expect, it } from "vitest";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { limitsSchema, putLimitsSchema } from "../../lib/api/contract/limits";
import { usageQuerySchema, usageSchema } from "../../lib/api/contract/usage";
import { patchVideoSchema, videoDetailSchema } from "../../lib/api/contract/videos";
import { toProblem } from "../../lib/api/problem";
import { checkShape } from "../../lib/api/read-json";
import { isReelgraphError, type ReelgraphError } from "../../lib/core/errors";
import { microUsd } from "../../lib/core/money/micro-usd";
import { GeneratorFailure } from "../../lib/core/run/failure";
import type { Database, RunRow } from "../../lib/ports/database";
import { type Context, inTenant } from "../../lib/services/context";
import { getLimits } from "../../lib/services/limits/get-limits";
import { setLimits } from "../../lib/services/limits/set-limits";
import { tellOfBudget } from "../../lib/services/maintenance/budget-alert";
import { checkReadiness } from "../../lib/services/maintenance/check-readiness";
import { cleanWorkspace } from "../../lib/services/maintenance/clean/clean-orphans";
import { quotePlan } from "../../lib/services/plans/quote-plan";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { getRun } from "../../lib/services/runs/get-run";
import { getUsage } from "../../lib/services/usage/get-usage";
import { deleteVideo } from "../../lib/services/videos/delete-video";
import { getVideo } from "../../lib/services/videos/get-video";
import { setVideoCeiling } from "../../lib/services/videos/set-video-ceiling";
import { ScriptedGenerator } from "../rigs/scripted-generator";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

const NO_FILM = { export: false } as const;
const DAY = 24 * 60 * 60_000;

const DATABASES: [string, () => Promise<Database>][] = [
  ["in memory", async () => createMemoryDatabase()],
  ["in Postgres", () => sharedDatabase()],
];

async function paidWorld(database: Database) {
  const world = await World.open(database);
  Object.assign(world.text.script, { costMicros: () => 400 });
  Object.assign(world.media.script, { costMicros: () => 15_000 });
  const { ctx } = world.start();
  const { quote } = await quotePlan({ ctx, input: { inputs: SMALL_INPUTS } });
  return { world, ctx, price: quote.costMicros };
}

async function nextRun(ctx: Context, id: string): Promise<RunRow> {
  const { fresh } = await createNextRun({
    ctx,
    input: { id, mode: "full", ...NO_FILM },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  if (!fresh?.run) throw new Error("There was nothing to do.");
  return fresh.run;
}

async function refusalOf(work: Promise<unknown>): Promise<ReelgraphError> {
  try {
    await work;
  } catch (error) {
    if (isReelgraphError(error)) return error;
    throw error;
  }
  throw new Error("It was let in.");
}

const runsOf = (ctx: Context, videoId: RunRow["videoId"]) =>
  inTenant(ctx, ({ runs }) => runs.ofVideo({ videoId, limit: 100 }));

const committedTo = (rows: readonly RunRow[]) =>
  rows.reduce((sum, { costMicros, reservedMicros }) => sum + costMicros + reservedMicros, 0);

describe.each(DATABASES)("the ceiling of a video %s", (_, open) => {
  it("holds over all its runs, at every moment and through crashes, and says what is left when it refuses", async () => {
    const { world, ctx, price } = await paidWorld(await open());
    // The scripts of every first run fail once after they have been paid, so that money is also set aside in the middle.
    Object.assign(world.text.script, {
      onSubmit: ({ jobId }: { jobId: string }, nth: number) => {
        if (jobId !== "ScriptGen" || nth % 2 === 0) return;
        throw new GeneratorFailure({
          failureClass: "retryable",
          message: "It broke after it had been paid for.",
          costMicros: microUsd(250),
        });
      },
    });
    const first = await createRun(ctx, SMALL_INPUTS, NO_FILM);
    const { videoId } = first;
    const ceiling = 3 * price;
    await setVideoCeiling({ ctx, input: { id: videoId, maxTotalCostMicros: ceiling } });
    let most = 0;
    const look = async () => {
      most = Math.max(most, committedTo(await runsOf(ctx, videoId)));
    };
    let refusal: ReelgraphError | null = null;
    let run: RunRow | null = first;
    let died = 0;
    for (let nth = 0; run !== null; nth++) {
      expect(nth).toBeLessThan(20);
      const dying = world.start({ at: 4 + 3 * nth, when: nth % 2 === 0 ? "before" : "after", kind: "crash" });
      await driveRun(dying, run.id).catch(() => {});
      if (dying.storage.isDead) died++;
      await look();
      if (!dying.storage.isDead || (await getRun({ ctx, input: { id: run.id } })).finishedAt === null) {
        const process = world.start();
        await driveRun(process, run.id).catch(() => {});
      }
      await look();
      const videoRuns = await runsOf(ctx, videoId);
      expect(videoRuns.every(({ reservedMicros }) => reservedMicros === 0)).toBe(true);
      // Many start at once: one of them is let in, or none.
      const starts = await Promise.allSettled(Array.from({ length: 5 }, () => nextRun(ctx, videoId)));
      await look();
      const started = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
      const codes = starts.flatMap((start) =>
        start.status === "rejected" && isReelgraphError(start.reason) ? [start.reason] : [],
      );
      expect(started.length + codes.length).toBe(5);
      expect(started.length).toBeLessThanOrEqual(1);
      run = started[0] ?? null;
      if (run === null) refusal = codes[0] ?? null;
    }
    expect(died).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(ceiling);
    const spent = committedTo(await runsOf(ctx, videoId));
    expect(spent + price).toBeGreaterThan(ceiling);
    expect(spent).toBeGreaterThan(ceiling / 3);
    const problem = refusal && toProblem(refusal, "/api/v1/videos");
    expect(problem).toMatchObject({
      status: 402,
      code: "ceiling-reached",
      scope: "video",
      ceilingMicros: ceiling,
      committedMicros: spent,
      neededMicros: price,
      leftMicros: ceiling - spent,
    });
    expect(problem?.detail).toContain("maxTotalCostMicros");
    // What was spent is the same wherever it is asked for.
    const { month } = await getLimits({ ctx });
    expect(month).toMatchObject({ spentMicros: spent, reservedMicros: 0 });

    await setVideoCeiling({ ctx, input: { id: videoId, maxTotalCostMicros: spent + price } });
    expect((await nextRun(ctx, videoId)).id).toMatch(/^run_/);
  });

  it("is given at creation, refuses before anything is written, and lets what runs go on when it is lowered", async () => {
    const { world, ctx, price } = await paidWorld(await open());
    const refusal = await refusalOf(
      createRun(ctx, SMALL_INPUTS, { ...NO_FILM, maxTotalCostMicros: price - 1 }),
    );
    expect(refusal.details).toMatchObject({ scope: "video", leftMicros: price - 1, neededMicros: price });
    expect(await inTenant(ctx, ({ videos }) => videos.list({ limit: 9 }))).toEqual([]);
    const run = await createRun(ctx, SMALL_INPUTS, { ...NO_FILM, maxTotalCostMicros: price });
    const { videoId } = run;
    const video = await getVideo({ ctx, input: { id: videoId } });
    expect(videoDetailSchema.parse(video).maxTotalCostMicros).toBe(price);
    const lowered = await setVideoCeiling({ ctx, input: { id: videoId, maxTotalCostMicros: 1 } });
    expect([lowered.maxTotalCostMicros, lowered.inputRevision]).toEqual([1, video.inputRevision]);
    const process = world.start();
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect((await refusalOf(nextRun(ctx, videoId))).details).toMatchObject({ scope: "video", leftMicros: 0 });
    const free = await setVideoCeiling({ ctx, input: { id: videoId, maxTotalCostMicros: null } });
    expect(free.maxTotalCostMicros).toBeNull();
    expect((await nextRun(ctx, videoId)).id).toMatch(/^run_/);
  });

  it("is not for a stranger, nor of a video that is gone", async () => {
    const { world, ctx } = await paidWorld(await open());
    const { videoId } = await createRun(ctx, SMALL_INPUTS, NO_FILM);
    const stranger = (await World.open(world.database)).start().ctx;
    const set = (as: Context, id: string = videoId) =>
      setVideoCeiling({ ctx: as, input: { id, maxTotalCostMicros: 5 } });
    expect((await refusalOf(set(stranger))).code).toBe("not-found");
    expect((await refusalOf(set(ctx, "vid_nobody"))).code).toBe("not-found");
    expect((await getVideo({ ctx, input: { id: videoId } })).maxTotalCostMicros).toBeNull();
  });
});

describe.each(DATABASES)("limits %s", (_, open) => {
  it("say how the month stands, whose ceiling it is, and what is left", async () => {
    const { world, ctx, price } = await paidWorld(await open());
    const month = async () => limitsSchema.parse(await getLimits({ ctx })).month;
    expect(await month()).toMatchObject({ ceilingMicros: null, ceilingSource: "none", leftMicros: null });
    ctx.settings = { ...ctx.settings, defaultCeilingMicros: microUsd(10 * price) };
    const run = await createRun(ctx, SMALL_INPUTS, NO_FILM);
    expect(await month()).toMatchObject({
      ...{ spentMicros: 0, reservedMicros: price, ceilingMicros: 10 * price },
      ...{ ceilingSource: "deployment", leftMicros: 9 * price },
    });
    const set = await setLimits({ ctx, input: { ceilingMicros: price } });
    expect(set.deploymentCeilingMicros).toBe(10 * price);
    expect(set.month).toMatchObject({ ceilingSource: "workspace", leftMicros: 0 });
    expect((await refusalOf(createRun(ctx, SMALL_INPUTS))).details).toMatchObject({
      ...{ scope: "month", ceilingMicros: price, committedMicros: price },
      ...{ neededMicros: price, leftMicros: 0 },
    });
    // Lowered under what is set aside: what runs goes on, and is what is left to see.
    await setLimits({ ctx, input: { ceilingMicros: 1 } });
    expect((await driveRun({ ...world.start(), ctx }, run.id)).status).toBe("succeeded");
    const { costMicros } = await getRun({ ctx, input: { id: run.id } });
    expect(await month()).toMatchObject({ spentMicros: costMicros, reservedMicros: 0, leftMicros: 0 });
    expect((await setLimits({ ctx, input: {} })).month.ceilingMicros).toBe(1);
    expect((await setLimits({ ctx, input: { ceilingMicros: null } })).month).toMatchObject({
      ...{ ceilingMicros: 10 * price, ceilingSource: "deployment" },
    });
  });

  it("tell what the month will come to at this pace", async () => {
    const { world, ctx } = await paidWorld(await open());
    const month = async () =>
      usageSchema.parse(await getUsage({ ctx, input: usageQuerySchema.parse({}) })).month;
    const now = world.clock.now();
    const firstOfNext = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 12));
    world.clock.advance(firstOfNext.getTime() - now.getTime());
    const run = await createRun(ctx, SMALL_INPUTS, NO_FILM);
    await driveRun({ ...world.start(), ctx }, run.id);
    const { spentMicros, projectedMicros } = await month();
    expect(spentMicros).toBeGreaterThan(0);
    expect(projectedMicros).toBeNull();
    world.clock.advance(2 * DAY);
    await setLimits({ ctx, input: { ceilingMicros: 5 * spentMicros } });
    const later = await month();
    expect(later.projectedMicros).toBeGreaterThan(10 * spentMicros);
    expect(later.projectedMicros).toBeLessThan(13 * spentMicros);
    expect(later.isProjectedOver).toBe(true);
    await setLimits({ ctx, input: { ceilingMicros: 13 * spentMicros } });
    expect((await month()).isProjectedOver).toBe(false);
  });

  it("keep a workspace's requests to a provider under way to as many as it wants, of all its runs", async () => {
    const world = await World.open(await open());
    const media = new ScriptedGenerator({
      ...{ provider: "media", clock: world.clock, unknownOutcome: "resubmit-once", limit: 8, most: 16 },
      script: { costMicros: () => 1_000, latencyMs: () => 2_000 },
    });
    Object.assign(world, { media, generators: [world.generators[0], media, ...world.generators.slice(2)] });
    const process = world.start();
    const { ctx } = process;
    await inTenant(ctx, ({ limits }) => limits.set({ requestsAtATime: { media: 2 } }));
    const inputs = { ...SMALL_INPUTS, Duration: 30, ImagesPerSegment: 3 };
    const [one, two] = [await createRun(ctx, inputs, NO_FILM), await createRun(ctx, inputs, NO_FILM)];
    const done = await Promise.all([driveRun(process, one.id), driveRun(world.start(), two.id)]);
    expect(done.map(({ status }) => status)).toEqual(["succeeded", "succeeded"]);
    expect(media.mostInFlight).toBe(2);
    const [shown] = limitsSchema.parse(await getLimits({ ctx })).providers;
    expect(shown).toMatchObject({
      ...{ provider: "media", requestsAtATime: 2, underWay: 0 },
      window: { mostRequestsAtATime: 16, isBounded: false },
    });
    // Without it the provider's own window is what counts.
    await inTenant(ctx, ({ limits }) => limits.set({ requestsAtATime: { media: null } }));
    const three = await createRun(ctx, inputs, NO_FILM);
    await driveRun(process, three.id);
    expect(media.mostInFlight).toBeGreaterThan(2);
  });
});

describe("what a caller may send", () => {
  const pointersOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      if (isReelgraphError(error)) return error.errors.map(({ pointer }) => pointer);
    }
    return null;
  };

  it.each([
    [{ ceilingMicros: -1 }, "/ceilingMicros"],
    [{ ceilingMicros: 1.5 }, "/ceilingMicros"],
    [{ ceilingMicros: "20" }, "/ceilingMicros"],
    [{ ceilingMicros: 2 ** 60 }, "/ceilingMicros"],
    [{ ceiling: 5 }, "/ceiling"],
    [{ requestsAtATime: { openai: 0 } }, "/requestsAtATime/openai"],
    [{ requestsAtATime: { openai: 1_001 } }, "/requestsAtATime/openai"],
    [{ requestsAtATime: { studio: 1 } }, "/requestsAtATime"],
    [{ requestsAtATime: 4 }, "/requestsAtATime"],
  ])("as limits: %j is refused, naming the field", (body, pointer) => {
    const pointers = pointersOf(() => checkShape(putLimitsSchema, body));
    expect(pointers?.some((found) => found.startsWith(pointer))).toBe(true);
  });

  it.each([[{}], [{ maxTotalCostMicros: -1 }], [{ maxTotalCostMicros: "5" }], [{ title: "x" }]])(
    "of a video: %j is refused",
    (body) => {
      expect(pointersOf(() => checkShape(patchVideoSchema, body))).not.toBeNull();
    },
  );

  it.each([
    [{}],
    [{ ceilingMicros: null }],
    [{ ceilingMicros: 0, requestsAtATime: { openai: 4, replicate: null } }],
  ])("as limits: %j is taken", (body) => {
    expect(checkShape(putLimitsSchema, body)).toEqual(body);
  });
});

describe("a run and its quote", () => {
  it("agree on what was set aside; what it costs beyond is said in its view and its last event", async () => {
    const { world, ctx, price } = await paidWorld(createMemoryDatabase());
    const within = await createRun(ctx, SMALL_INPUTS, NO_FILM);
    const row = await inTenant(ctx, ({ runs }) => runs.find(within.id));
    expect([row?.reservedMicros, row?.quote?.costMicros]).toEqual([price, price]);
    await driveRun({ ...world.start(), ctx }, within.id);
    expect((await getRun({ ctx, input: { id: within.id } })).overQuoteMicros).toBe(0);
    const warned: string[] = [];
    ctx.log = { ...ctx.log, warn: (_: unknown, message?: string) => void warned.push(message ?? "") };
    Object.assign(world.media.script, { costMicros: () => 2 * price });
    const over = await createRun(ctx, SMALL_INPUTS, NO_FILM);
    await driveRun({ ...world.start(), ctx }, over.id);
    const view = await getRun({ ctx, input: { id: over.id } });
    expect(view.costMicros).toBeGreaterThan(2 * price);
    expect(view.overQuoteMicros).toBe(view.costMicros - price);
    const events = await inTenant(ctx, (all) => all.events.ofRun({ runId: over.id, after: 0, limit: 500 }));
    expect(events.at(-1)).toMatchObject({
      type: "run-finished",
      data: { costMicros: view.costMicros, overQuoteMicros: view.overQuoteMicros },
    });
    expect(warned).toContain("run-over-quote");
    expect(warned).toContain("purchase-over-maximum");
  });
});

describe.each(DATABASES)("storage %s", (_, open) => {
  const policy = { graceMs: DAY, trashMs: 7 * DAY, failedRunsMs: 30 * DAY };

  it("is measured by the cleaner, by day and video, priced as the operator says, and gone with what was deleted", async () => {
    const { world, ctx } = await paidWorld(await open());
    const process = { ...world.start(), ctx };
    const clean = (dryRun = false) => cleanWorkspace({ ctx, policy, input: { dryRun } });
    const storage = async (query: Record<string, string> = {}) => {
      const usage = await getUsage({ ctx, input: usageQuerySchema.parse({ by: "video", ...query }) });
      return usageSchema.parse(usage).storage;
    };
    const bytesOf = async (prefix: string) => {
      const { heads } = await ctx.objects.list({ prefix });
      return heads.reduce((sum, { bytes }) => sum + bytes, 0);
    };
    const now = world.clock.now();
    world.clock.advance(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 3) - now.getTime());
    const runs = [await createRun(ctx, SMALL_INPUTS, NO_FILM), await createRun(ctx, SMALL_INPUTS, NO_FILM)];
    for (const run of runs) await driveRun(process, run.id);
    await clean(true);
    expect(await storage()).toMatchObject({ bytes: 0, bytesByDay: [], costMicrosThisMonth: null });
    await clean();
    const sizes = await Promise.all(runs.map(({ videoId }) => bytesOf(`videos/${videoId}/`)));
    const all = sizes.reduce((sum, bytes) => sum + bytes, 0);
    expect(Math.min(...sizes)).toBeGreaterThan(1_000);
    world.clock.advance(2 * DAY);
    const day = (back: number) =>
      new Date(world.clock.now().getTime() - back * DAY).toISOString().slice(0, 10);
    const unpriced = await storage();
    expect(unpriced.bytes).toBe(all);
    expect(unpriced.bytesByDay).toEqual([2, 1, 0].map((back) => ({ day: day(back), bytes: all })));
    expect(unpriced.price).toEqual({ state: "unknown", microsPerGbMonth: null, asOf: null });
    expect(unpriced.videos?.map(({ costMicrosThisMonth }) => costMicrosThisMonth)).toEqual([null, null]);

    const microsPerGbMonth = 900_000_000;
    ctx.settings = { ...ctx.settings, storagePrice: { microsPerGbMonth, asOf: "2020-01-01" } };
    const priced = await storage();
    expect(priced.price.state).toBe("stale");
    const days = new Date(
      Date.UTC(world.clock.now().getUTCFullYear(), world.clock.now().getUTCMonth() + 1, 0),
    );
    const costs = sizes.map((bytes) => Math.ceil((3 * bytes * microsPerGbMonth) / 1e9 / days.getUTCDate()));
    const shown = new Map(priced.videos?.map((video) => [video.videoId, video]));
    expect(runs.map(({ videoId }) => shown.get(videoId))).toEqual(
      runs.map(({ videoId }, at) => ({ videoId, bytes: sizes[at], costMicrosThisMonth: costs[at] })),
    );
    expect(priced.costMicrosThisMonth).toBe((costs[0] ?? 0) + (costs[1] ?? 0));
    expect((await storage({ by: "day" })).videos).toBeUndefined();
    expect(await storage({ limit: "1" })).toMatchObject({ costMicrosThisMonth: priced.costMicrosThisMonth });

    // In its grace a deleted video still takes its bytes; once they are deleted it takes none, and what it cost stays.
    await deleteVideo({ ctx, input: { id: runs[0]?.videoId ?? "" } });
    await clean();
    expect((await storage()).bytes).toBe(all);
    world.clock.advance(8 * DAY);
    await clean();
    const after = await storage();
    expect(after.bytes).toBe(sizes[1]);
    expect(after.bytesByDay.at(-1)).toEqual({ day: day(0), bytes: sizes[1] });
    expect(after.bytesByDay.at(-2)).toEqual({ day: day(1), bytes: all });
    expect(after.videos?.find(({ videoId }) => videoId === runs[0]?.videoId)?.bytes).toBe(0);
    expect(after.costMicrosThisMonth).toBeGreaterThan(priced.costMicrosThisMonth ?? 0);
  });
});

describe("the operator's budget", () => {
  it("is told of at each share once a month, also by another process, and when the pace is too high", async () => {
    const { world, ctx } = await paidWorld(createMemoryDatabase());
    const now = world.clock.now();
    world.clock.advance(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) - now.getTime());
    const lines: { level: string; message: string; percent: unknown; detail: string }[] = [];
    const listen = (level: string) => (fields: object, message?: string) => {
      const { percent, detail } = fields as { percent?: unknown; detail?: string };
      lines.push({ level, message: message ?? "", percent, detail: detail ?? "" });
    };
    const hear = (as: Context) => ({
      ...as,
      log: { ...as.log, warn: listen("warn"), error: listen("error") },
    });
    const spend = async () => {
      const run = await createRun(ctx, SMALL_INPUTS, NO_FILM);
      await driveRun({ ...world.start(), ctx }, run.id);
      return (await getRun({ ctx, input: { id: run.id } })).costMicros;
    };
    const check = async (budgetMicros: number) => {
      const backups = { isExpected: false, upSince: new Date(0) };
      const { status, checks } = await checkReadiness({ ctx, backups, budgetMicros });
      expect(status).toBe("ready");
      return checks.find(({ name }) => name === "budget") ?? null;
    };
    const each = await spend();
    const budgetMicros = 3 * each;
    const tell = () => tellOfBudget({ ports: hear(world.start().ctx), budgetMicros });
    expect(await check(budgetMicros)).toBeNull();
    expect(await tell()).toBe(false);
    expect(await check(budgetMicros)).toEqual({
      ...{ name: "budget", ok: true },
      detail: expect.stringMatching(/^Less than half of the budget of \d{4}-\d\d is reached\.$/),
    });
    await spend();
    const told = await Promise.all([tell(), tell(), tell()]);
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(lines).toEqual([
      {
        level: "warn",
        message: "budget-reached",
        percent: 50,
        detail: expect.stringContaining("50 % reached"),
      },
    ]);
    world.clock.advance(3 * DAY);
    expect([await tell(), await tell()]).toEqual([true, false]);
    expect(lines.at(-1)).toMatchObject({ level: "warn", message: "budget-projected-over" });
    expect(await check(budgetMicros)).toMatchObject({ ok: false, detail: expect.stringContaining("pace") });
    await spend();
    expect([await tell(), await tell()]).toEqual([true, false]);
    expect(lines.at(-1)).toMatchObject({ level: "error", message: "budget-reached", percent: 100 });
    // Without a sum: anybody may ask whether the server is well.
    expect((await check(budgetMicros))?.detail).not.toMatch(/\$/);

    // Another month, and another budget, begin anew.
    world.clock.advance(31 * DAY);
    expect(await tell()).toBe(false);
    expect(await check(budgetMicros)).toMatchObject({ ok: true });
    expect(lines).toHaveLength(3);
  });

  it("counts what storage costs, where that is priced", async () => {
    const { world, ctx } = await paidWorld(createMemoryDatabase());
    const { videoId } = await createRun(ctx, SMALL_INPUTS, NO_FILM);
    const day = world.clock.now().toISOString().slice(0, 10);
    await inTenant(ctx, ({ storage }) => storage.measured({ videoId, day, bytes: 10 ** 12 }));
    const tell = (microsPerGbMonth: number | null) =>
      tellOfBudget({
        ports: { ...ctx, settings: { ...ctx.settings, storagePrice: { microsPerGbMonth, asOf: null } } },
        budgetMicros: 1_000_000,
      });
    expect(await tell(null)).toBe(false);
    expect(await tell(30_000)).toBe(true);
  });
});
