import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { openPlanner } from "../../app/(dashboard)/_lib/planner";
import { createTimelineAssembler } from "../../lib/adapters/local/timeline-assembler";
import { type PlanningView, planningSchema } from "../../lib/api/contract/planning";
import type { createRunSchema } from "../../lib/api/contract/regeneration";
import { modelChoices } from "../../lib/core/catalogue/model-choices";
import { isReelgraphError } from "../../lib/core/errors";
import { discardAlternate } from "../../lib/services/artifacts/discard-alternate";
import { listAlternates } from "../../lib/services/artifacts/list-alternates";
import { promoteAlternate } from "../../lib/services/artifacts/promote-alternate";
import { getPlanning } from "../../lib/services/plans/get-planning";
import { planOptionsOf } from "../../lib/services/plans/plan-options";
import { quotePlan } from "../../lib/services/plans/quote-plan";
import { EditedVideo, PRICE_MICROS } from "../rigs/edited-video";
import { ScriptedGenerator } from "../rigs/scripted-generator";
import { World } from "../rigs/studio-world";

const INPUTS = { InquiryPrompt: "How tides work", Duration: 20, ImagesPerSegment: 2, "UseVideo[1]": true };
const PAID = { openai: true, replicate: true, today: "2027-03-01" };

type Asked = z.input<typeof createRunSchema> & { patch?: Record<string, unknown> };

/** A world whose models are the catalogue's, with its prices; scripted providers stand behind them. */
async function pricedWorld(): Promise<World> {
  const world = await World.open();
  const script = { costMicros: () => PRICE_MICROS };
  const openai = new ScriptedGenerator({ provider: "openai", clock: world.clock, script });
  const replicate = new ScriptedGenerator({ provider: "replicate", clock: world.clock, limit: 2, script });
  world.generators = [openai, replicate, createTimelineAssembler()];
  const start = world.start.bind(world);
  world.start = (fault) => {
    const process = start(fault);
    process.ctx.models = modelChoices(PAID);
    return process;
  };
  return world;
}

/** What the server sends, as it arrives. */
async function planningOf(video: EditedVideo): Promise<PlanningView> {
  const view = await getPlanning({ ctx: video.ctx, input: { id: video.id } });
  return planningSchema.parse(JSON.parse(JSON.stringify(view)));
}

async function bothPlans(video: EditedVideo, { patch = {}, ...asked }: Asked) {
  const planner = openPlanner(await planningOf(video));
  if (planner === null) throw new Error("The page's planner is not the server's.");
  const priced = planner.price({ patch, options: planOptionsOf(asked) });
  const quoted = await quotePlan({
    ctx: video.ctx,
    input: { videoId: video.id, inputs: patch, ...asked },
  }).catch((error: unknown) => error);
  return { priced, quoted };
}

async function expectSame(video: EditedVideo, asked: Asked): Promise<number> {
  const { priced, quoted } = await bothPlans(video, asked);
  if (!priced.ok) throw new Error(priced.errors.map(({ message }) => message).join(" "));
  expect(JSON.parse(JSON.stringify(priced.plan))).toEqual(JSON.parse(JSON.stringify(quoted)));
  return priced.plan.jobs;
}

const EDITS: [string, Asked, { jobs: number }][] = [
  ["nothing", {}, { jobs: 0 }],
  ["a value set to what it is", { patch: { ImageStyle: "cinematic" } }, { jobs: 0 }],
  ["the style", { patch: { ImageStyle: "noir" } }, { jobs: 4 }],
  ["the voice's mood", { patch: { Emotion: "warm" } }, { jobs: 3 }],
  ["the audience, which everything follows", { patch: { Audience: "Children" } }, { jobs: 11 }],
  [
    "own words for a segment",
    { patch: { "SegmentNarrationInput[0]": "The sea breathes – twice." } },
    { jobs: 5 },
  ],
  [
    "an own description of a picture",
    { patch: { "SegmentImagePromptInput[0][1]": "A lighthouse" } },
    { jobs: 2 },
  ],
  ["a segment's branch", { patch: { "UseVideo[1]": null } }, { jobs: 4 }],
  ["another branch", { patch: { "UseVideo[0]": true, "IsImageToVideo[0]": true } }, { jobs: 4 }],
  ["a longer film", { patch: { Duration: 40 } }, { jobs: 19 }],
  ["no pictures", { patch: { ImagesPerSegment: 0 } }, { jobs: 1 }],
  ["how it is timed, which is free", { patch: { AssemblyStrategy: "fixed-segments" } }, { jobs: 1 }],
  ["everything again", { mode: "full" }, { jobs: 11 }],
  ["another take of one picture", { takes: ["SegmentImageAsset[0][0]"] }, { jobs: 2 }],
  ["only a take, of a wildcard", { mode: "scope", takes: ["SegmentImageAsset[0][*]"] }, { jobs: 3 }],
  [
    "one segment of an edit",
    { patch: { ImageStyle: "noir", Emotion: "warm" }, scope: ["segment=0"] },
    { jobs: 5 },
  ],
  [
    "an edit with something kept",
    { patch: { ImageStyle: "noir" }, pins: ["SegmentImageAsset[0][0]"] },
    { jobs: 3 },
  ],
  ["an edit up to a layer", { patch: { Audience: "Children" }, upToLayer: 1 }, { jobs: 6 }],
];

describe("the page's planner", () => {
  let video: EditedVideo;
  beforeAll(async () => {
    video = await EditedVideo.make(INPUTS, { world: await pricedWorld() });
  });

  it.each(EDITS)(
    "prices %s as POST /quotes does: same jobs, reasons, seconds and micros",
    async (_, asked, { jobs }) => {
      expect(await expectSame(video, asked)).toBe(jobs);
    },
  );

  it("prices with real prices: the style's pictures cost, and the upper bound is above what is likely after a revert", async () => {
    const { priced } = await bothPlans(video, { patch: { ImageStyle: "noir" } });
    if (!priced.ok) throw new Error("refused");
    expect(priced.plan.quote.costMicros).toBeGreaterThan(0);
    expect(priced.plan.quote.items.map(({ genId }) => genId)).toEqual([
      "TextToImagePromptGen",
      "ImageGen",
      "TimelineAssembler",
    ]);
  });

  it.each<[string, Asked, string]>([
    ["a value out of its range", { patch: { Duration: 500 } }, "/inputs/Duration"],
    ["a duration of no whole segments", { patch: { Duration: 25 } }, "/inputs/Duration"],
    ["an override of a segment there is not", { patch: { "UseVideo[7]": true } }, "/inputs/UseVideo[7]"],
    ["a selector that means nothing", { takes: ["Musik"] }, ""],
    ["a pin that contradicts a take", { takes: ["Music"], pins: ["Music"] }, "/pins"],
  ])("refuses %s in the server's words", async (_, asked, pointer) => {
    const { priced, quoted } = await bothPlans(video, asked);
    if (priced.ok || !isReelgraphError(quoted)) throw new Error("One of them did not refuse.");
    expect(priced.errors[0]?.pointer).toBe(pointer);
    expect(quoted.message).toBe(priced.errors[0]?.message);
  });

  it("is not used where its code is of another version than the server's", async () => {
    const view = await planningOf(video);
    expect(openPlanner(view)).not.toBeNull();
    const { queueHash, quote } = view.plan;
    expect(
      openPlanner({ ...view, plan: { queueHash, quote: { ...quote, seconds: quote.seconds + 1 } } }),
    ).toBeNull();
    expect(openPlanner({ ...view, plan: { quote, queueHash: queueHash.replace(/.$/, "x") } })).toBeNull();
    const writer = { ...view.models.ScriptGen, provider: "someone-new" };
    expect(openPlanner({ ...view, models: { ...view.models, ScriptGen: writer } as never })).toBeNull();
  });
});

describe("through the life of a video the page's planner stays the server's", () => {
  it("before its first run, between edit, run and revert, over takes, promoted and discarded alternates", async () => {
    const video = await EditedVideo.make(INPUTS, { world: await pricedWorld(), start: false });
    await expectSame(video, {});
    await expectSame(video, { patch: { ImagesPerSegment: 1 } });
    await video.regenerate();
    await video.edit({ ImageStyle: "noir" });
    await expectSame(video, {});
    await expectSame(video, { patch: { ImageStyle: null } });
    await video.regenerate();

    // Taken back after a run: likely free, by results of the revision before.
    const back = await bothPlans(video, { patch: { ImageStyle: null } });
    if (!back.priced.ok) throw new Error("refused");
    expect(back.priced.plan.quote.costMicros).toBeGreaterThan(0);
    expect(back.priced.plan.quote.expectedMicros).toBe(0);
    await expectSame(video, { patch: { ImageStyle: null } });

    const name = "SegmentImageAsset[0][0]";
    await video.regenerate({ mode: "scope", takes: [name] });
    await expectSame(video, { takes: [name] });
    const listed = await listAlternates({ ctx: video.ctx, input: { id: video.id, name } });
    const [first, second] = listed.data.filter(({ isCurrent }) => !isCurrent);
    if (!first || !second) throw new Error("There are no alternates.");
    await promoteAlternate({ ctx: video.ctx, input: { id: video.id, name, n: first.n } });
    await expectSame(video, {});
    await expectSame(video, { patch: { ImageStyle: null } });
    await discardAlternate({ ctx: video.ctx, input: { id: video.id, name, n: second.n } });
    await expectSame(video, { takes: [name] });
  });
});
