import type { PlanningView } from "../../api/contract/planning";
import { everyJobId } from "../../core/graph/every-job-id";
import { limitsOf } from "../../core/graph/input-limits";
import { INPUT_TABLE } from "../../core/graph/input-table";
import { requireInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import { videoId } from "../../core/ids";
import type { BoughtResult } from "../../core/plan/earlier-lookup";
import type { HeadState, ModelChoice } from "../../core/plan/types";
import { type Context, inTenant } from "../context";
import { requireVideo } from "../runs/require-run";
import { preloadHead } from "../videos/load-head";
import { boughtResults } from "./earlier-results";
import { planEdit } from "./plan-edit";
import { windowsOf } from "./plan-for";

/** What a plan of this moment starts from, so that a caller prices edits with the same code as `quotePlan`. */
export async function getPlanning(options: { ctx: Context; input: { id: string } }): Promise<PlanningView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  await preloadHead({ ctx, id });
  return await inTenant(ctx, async (repositories) => {
    const video = await requireVideo(repositories, id);
    const inputs = requireInputs(video.inputs);
    const planOptions = { mode: "dirty" as const };
    const { plan, head } = await planEdit({ ctx, repositories, video, inputs, planOptions });
    const headRun = await repositories.runs.ofRevision({ videoId: id, revision: video.headRevision });
    const results = await boughtResults({ repositories, videoId: id, jobIds: ANY_JOB });
    return {
      videoId: id,
      inputRevision: video.inputRevision,
      inputs,
      seed: video.seed,
      head: head && headView(head),
      headInputs: headRun?.inputs ?? null,
      earlier: newest(results),
      models: Object.fromEntries(
        Object.entries(ctx.models).map(([genId, choice]) => [genId, choiceView(choice)]),
      ),
      windows: { ...windowsOf(ctx) },
      plan: { queueHash: plan.queueHash, quote: plan.quote },
    };
  });
}

/** An edit may ask for jobs the video has not now and had before: a longer film, another branch. */
const ANY_JOB = everyJobId(narratedVideo, {
  i: Math.floor(most("Duration") / (limitsOf(INPUT_TABLE.SegmentDuration).minimum ?? 1)),
  j: most("ImagesPerSegment"),
});

function most(name: "Duration" | "ImagesPerSegment"): number {
  return limitsOf(INPUT_TABLE[name]).maximum ?? 0;
}

/** Of equal results the newest counts alone; order kept. */
function newest(results: readonly BoughtResult[]): BoughtResult[] {
  const last = new Map(results.map((result) => [`${result.jobId} ${result.fingerprint}`, result]));
  return results.filter((result) => last.get(`${result.jobId} ${result.fingerprint}`) === result);
}

function headView({ revision, artifacts, takes }: HeadState): NonNullable<PlanningView["head"]> {
  return {
    revision,
    artifacts: [...artifacts.values()].map((record) => ({
      ...record,
      madeFrom: record.madeFrom && { ...record.madeFrom },
    })),
    ...(takes ? { takes: Object.fromEntries(takes) } : {}),
  };
}

/** All but the function that estimates: it follows from the rest by `modelChoices`. */
function choiceView({ estimate: _code, ...choice }: ModelChoice): PlanningView["models"][string] {
  return choice;
}
