import { afterAll, expect, it } from "vitest";
import { newWindow } from "../../lib/core/limits/window";
import { microUsd } from "../../lib/core/money/micro-usd";
import { GeneratorFailure } from "../../lib/core/run/failure";
import { inTenant } from "../../lib/services/context";
import { getRun } from "../../lib/services/runs/get-run";
import { ScriptedGenerator } from "../rigs/scripted-generator";
import {
  createRun,
  driveRun,
  SMALL_INPUTS,
  sharedDatabase,
  WORKED_EXAMPLE,
  World,
} from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

const NO_FILM = { export: false } as const;
const MANY_PICTURES = { ...SMALL_INPUTS, Duration: 60, SegmentDuration: 10, ImagesPerSegment: 4 };

/** A world whose pictures come from a provider of two at a time to begin with, and as many as sixteen. */
async function worldWith(
  refuse: (asked: { media: ScriptedGenerator; nth: number; jobId: string; now: number }) => void,
) {
  const world = await World.open();
  const media: ScriptedGenerator = new ScriptedGenerator({
    provider: "media",
    clock: world.clock,
    unknownOutcome: "resubmit-once",
    limit: 2,
    most: 16,
    script: {
      costMicros: () => 1_000,
      latencyMs: () => 2_000,
      onSubmit: ({ jobId }, nth) => refuse({ media, nth, jobId, now: world.clock.now().getTime() }),
    },
  });
  Object.assign(world, { media, generators: [world.generators[0], media, ...world.generators.slice(2)] });
  return { world, media, process: world.start() };
}

function tooMany(retryAfterMs?: number): GeneratorFailure {
  return new GeneratorFailure({
    failureClass: "retryable",
    providerErrorCode: "http-429",
    message: "Too many requests.",
    tooMany: {},
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

it("grows while nothing is refused, and stops at what the provider takes at a time", async () => {
  let refused = 0;
  const { media, process } = await worldWith((asked) => {
    if (asked.media.inFlight < 6) return;
    refused++;
    throw tooMany();
  });
  const run = await createRun(process.ctx, MANY_PICTURES, NO_FILM);
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
  expect(media.mostInFlight).toBe(6);
  expect(refused).toBeGreaterThan(0);
  const { key } = media.window();
  const window = await inTenant(process.ctx, ({ windows }) => windows.read(key));
  expect(window).toMatchObject({ slots: 6, isBounded: true });
  // What was turned away was not bought: no money, and no attempt of the three that a job has.
  const view = await getRun({ ctx: process.ctx, input: { id: run.id } });
  expect(view.costMicros).toBe(1_000 * (media.submits.length - refused));
});

it("leaves a provider alone for as long as it says, and buys all the same", async () => {
  const wait = 20_000;
  let until = 0;
  let early = 0;
  const { media, process } = await worldWith(({ nth, jobId, now }) => {
    if (now < until) early++;
    if (jobId.endsWith("[1][2]") && nth === 1) {
      until = now + wait;
      throw tooMany(wait);
    }
  });
  const run = await createRun(process.ctx, MANY_PICTURES, NO_FILM);
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
  // Of the sixteen that may be on their way at most those that were.
  expect(early).toBeLessThan(16);
  expect(until).toBeGreaterThan(0);
  const { key } = media.window();
  const window = await inTenant(process.ctx, ({ windows }) => windows.read(key));
  expect(window?.lanes.all?.perMinute).not.toBeNull();
});

it("a job that is turned away ten times is made all the same; one that fails three times is not", async () => {
  const { process, media } = await worldWith(({ nth, jobId }) => {
    if (jobId.endsWith("[0][0]") && nth <= 10) throw tooMany();
    if (jobId.endsWith("[1][0]")) {
      throw new GeneratorFailure({ failureClass: "retryable", message: "An error of the server." });
    }
  });
  const run = await createRun(process.ctx, WORKED_EXAMPLE, NO_FILM);
  expect((await driveRun(process, run.id)).status).toBe("partial");
  const counts = (suffix: string) => media.submits.filter((jobId) => jobId.endsWith(suffix)).length;
  expect([counts("[0][0]"), counts("[1][0]")]).toEqual([11, 3]);
});

it("collects all that is under way, however many a new slice has heard that the provider takes", async () => {
  const { media, process } = await worldWith(() => {});
  Object.assign(media.script, {
    isAsync: () => true,
    latencyMs: ({ jobId }: { jobId: string }) => (/\[0\]\[[01]\]$/.test(jobId) ? 600_000 : 40_000),
  });
  const { key } = media.window();
  const known = { ...newWindow({ slots: 2, mostSlots: 16 }), slots: 16 };
  await inTenant(process.ctx, ({ windows }) => windows.keep(key, known));
  const run = await createRun(process.ctx, MANY_PICTURES, NO_FILM);
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
  const jobs = await inTenant(process.ctx, (repositories) => repositories.jobs.ofRun(run.id));
  const pictures = jobs.filter(({ genId }) => genId === "ImageGen");
  const took = (slow: boolean) =>
    pictures
      .filter(({ jobId }) => /\[0\]\[[01]\]$/.test(jobId) === slow)
      .map(({ startedAt, finishedAt }) => (finishedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0));
  expect(took(true).length).toBe(2);
  expect(Math.min(...took(true))).toBeGreaterThanOrEqual(600_000);
  // The others wait for none of these.
  expect(Math.max(...took(false))).toBeLessThan(120_000);
});

it("sleeps through a pause between the two calls of a job, instead of waking at once again and again", async () => {
  const { world, process } = await worldWith(() => {});
  let turnedAway = 0;
  const text = new ScriptedGenerator({
    provider: "text",
    clock: world.clock,
    unknownOutcome: "resubmit-once",
    limit: 5,
    most: 16,
    script: {
      costMicros: () => 100,
      calls: ({ genId, produces, maximumMicros }) =>
        genId === "AudioGen"
          ? [
              { call: "main", produces: produces.slice(0, 1), maximumMicros: microUsd(maximumMicros - 100) },
              { call: "timings", produces: produces.slice(1), maximumMicros: microUsd(100) },
            ]
          : [{ call: "main", produces, maximumMicros }],
      latencyMs: ({ call }) => (call === "main" ? 2_000 : 500),
      // The first of them is turned away, and the others wait between their two calls.
      onSubmit: ({ call }) => {
        if (call !== "timings" || turnedAway > 0) return;
        turnedAway++;
        throw tooMany(60_000);
      },
    },
  });
  process.ctx.generators = new Map([...process.ctx.generators, ["text", text]]);
  const run = await createRun(process.ctx, MANY_PICTURES, NO_FILM);
  // Gives up after 400 slices.
  expect((await driveRun(process, run.id)).status).toBe("succeeded");
  expect(turnedAway).toBeGreaterThan(0);
});
