import { expandGraph, type Graph } from "../../core/graph/expand";
import type { VideoInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import { planVideo } from "../../core/plan/plan";
import type { HeadState, Plan, PlanOptions } from "../../core/plan/types";
import type { Context } from "../context";

/** The graph and the plan of one video: the same pure code for a quote, a start and the run itself. */
export function planFor(options: {
  ctx: Pick<Context, "models" | "hash">;
  inputs: VideoInputs;
  seed: number;
  head: HeadState | null;
  planOptions: PlanOptions;
}): { graph: Graph; plan: Plan } {
  const { ctx, inputs, seed, head, planOptions } = options;
  const graph = expandGraph({ blueprint: narratedVideo, inputs });
  const plan = planVideo({
    graph,
    blueprint: narratedVideo,
    inputs,
    seed,
    models: ctx.models,
    head,
    options: planOptions,
    hash: ctx.hash,
  });
  return { graph, plan };
}
