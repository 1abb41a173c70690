import { expandGraph, type Graph } from "../../core/graph/expand";
import type { VideoInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import { planVideo } from "../../core/plan/plan";
import type { EarlierLookup, SlotWindows } from "../../core/plan/quote";
import type { HeadState, Plan, PlanOptions } from "../../core/plan/types";
import type { Context } from "../context";

/** The graph and the plan of one video: the same pure code for a quote, a start and the run itself. */
export function planFor(options: {
  ctx: Pick<Context, "models" | "hash" | "generators">;
  inputs: VideoInputs;
  seed: number;
  head: HeadState | null;
  planOptions: PlanOptions;
  /** Results that can be adopted: they lower the quote's expected cost, never the plan. */
  earlier?: EarlierLookup;
}): { graph: Graph; plan: Plan } {
  const { ctx, inputs, seed, head, planOptions, earlier } = options;
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
    windows: windowsOf(ctx),
    ...(earlier ? { earlier } : {}),
  });
  return { graph, plan };
}

/** The queue every generator's jobs wait in, for the quote's seconds. */
function windowsOf({ models, generators }: Pick<Context, "models" | "generators">): SlotWindows {
  return Object.fromEntries(
    Object.entries(models).flatMap(([genId, { provider }]) => {
      const window = generators.get(provider)?.window(genId);
      return window ? [[genId, window]] : [];
    }),
  );
}
