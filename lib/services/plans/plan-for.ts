import { expandGraph, type Graph } from "../../core/graph/expand";
import type { VideoInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import { withChoices } from "../../core/plan/choices";
import { planVideo } from "../../core/plan/plan";
import type { EarlierLookup, SlotWindows } from "../../core/plan/quote";
import type { HeadState, Plan } from "../../core/plan/types";
import type { BuildOptions } from "../../ports/database";
import type { Context } from "../context";

/** The graph and the plan of one video: the same pure code for a quote, a start and the run itself. */
export function planFor(options: {
  ctx: Pick<Context, "models" | "hash" | "generators">;
  inputs: VideoInputs;
  seed: number;
  head: HeadState | null;
  /** `chosen` stands over the head. */
  planOptions: BuildOptions;
  /** Results that can be adopted: they lower the quote's expected cost, never the plan. */
  earlier?: EarlierLookup;
}): { graph: Graph; plan: Plan } {
  const { ctx, inputs, seed, head, earlier } = options;
  const { chosen, ...planOptions } = options.planOptions;
  const graph = expandGraph({ blueprint: narratedVideo, inputs });
  const plan = planVideo({
    graph,
    blueprint: narratedVideo,
    inputs,
    seed,
    models: ctx.models,
    head: withChoices(head, chosen),
    options: planOptions,
    hash: ctx.hash,
    windows: windowsOf(ctx),
    ...(earlier ? { earlier } : {}),
  });
  return { graph, plan };
}

/** The queue every generator's jobs wait in, for the quote's seconds. */
export function windowsOf({ models, generators }: Pick<Context, "models" | "generators">): SlotWindows {
  return Object.fromEntries(
    Object.entries(models).flatMap(([genId, { provider }]) => {
      const window = generators.get(provider)?.window(genId);
      return window ? [[genId, window]] : [];
    }),
  );
}
