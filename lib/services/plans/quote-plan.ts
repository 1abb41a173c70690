import type { z } from "zod";
import type { createQuoteSchema } from "../../api/contract/regeneration";
import { mergeInputs } from "../../core/graph/merge-inputs";
import { videoId } from "../../core/ids";
import type { Plan } from "../../core/plan/types";
import { type Context, inTenant } from "../context";
import { requireVideo } from "../runs/require-run";
import { checkedInputs } from "../videos/checked-inputs";
import { preloadHead } from "../videos/load-head";
import { planEdit, pointedPlan } from "./plan-edit";
import { planOptionsOf } from "./plan-options";

/** New videos have no seed before they exist; a fixed one makes their quotes comparable. */
const NO_SEED = 0;

/** A plan with reasons and price by the code that a start goes through; buys nothing and stores nothing. */
export async function quotePlan(options: {
  ctx: Context;
  input: z.output<typeof createQuoteSchema>;
}): Promise<Plan> {
  const { ctx, input } = options;
  const planOptions = planOptionsOf(input);
  if (input.videoId === undefined) {
    const inputs = checkedInputs({ ctx, raw: input.inputs });
    return pointedPlan({ ctx, inputs, seed: NO_SEED, head: null, planOptions }).plan;
  }
  const id = videoId(input.videoId);
  await preloadHead({ ctx, id });
  return await inTenant(ctx, async (repositories) => {
    const video = await requireVideo(repositories, id);
    const inputs = checkedInputs({ ctx, raw: mergeInputs(video.inputs, input.inputs ?? {}) });
    return (await planEdit({ ctx, repositories, video, inputs, planOptions })).plan;
  });
}
