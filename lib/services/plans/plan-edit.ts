import { isReelgraphError, ReelgraphError } from "../../core/errors";
import type { Graph } from "../../core/graph/expand";
import type { VideoInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import { selectJobs } from "../../core/plan/selectors";
import type { HeadState, Plan, PlanOptions } from "../../core/plan/types";
import type { TenantRepositories, VideoRow } from "../../ports/database";
import type { Context } from "../context";
import { earlierResults } from "./earlier-results";
import { planFor } from "./plan-for";
import { planningHead } from "./planning-head";

export interface PlannedEdit {
  graph: Graph;
  plan: Plan;
  head: HeadState | null;
}

/**
 * Plans an existing video with the given inputs, saved or not: what is dirty and why, what it can cost, and what it will likely
 * cost with early cutoff and earlier results. Errors of selectors point at the field and the position: `/scope/0`.
 */
export async function planEdit(options: {
  ctx: Context;
  repositories: TenantRepositories;
  video: VideoRow;
  inputs: VideoInputs;
  planOptions: PlanOptions;
}): Promise<PlannedEdit> {
  const { ctx, repositories, video, inputs, planOptions } = options;
  const head = await planningHead({ ctx, repositories, video });
  const common = { ctx, inputs, seed: video.seed, head, planOptions };
  const { graph, plan } = pointedPlan(common);
  const earlier = await earlierResults({ repositories, videoId: video.id, plan });
  return earlier === null ? { graph, plan, head } : { ...planFor({ ...common, earlier }), head };
}

/** `planFor` whose refusals of a selector say which one. */
export function pointedPlan(options: Parameters<typeof planFor>[0]): { graph: Graph; plan: Plan } {
  try {
    return planFor(options);
  } catch (error) {
    if (!isReelgraphError(error) || error.code !== "unknown-selector") throw error;
    throw pointed(error, options);
  }
}

function pointed(
  error: ReelgraphError,
  { ctx, inputs, seed, head, planOptions }: Parameters<typeof planFor>[0],
): ReelgraphError {
  const { graph } = planFor({ ctx, inputs, seed, head, planOptions: { mode: "dirty" } });
  for (const field of ["scope", "pins", "takes"] as const) {
    for (const [at, selector] of (planOptions[field] ?? []).entries()) {
      try {
        selectJobs({ graph, blueprint: narratedVideo, selectors: [selector] });
      } catch (cause) {
        if (!isReelgraphError(cause)) throw cause;
        const { code, message } = cause;
        const errors = [{ pointer: `/${field}/${at}`, message }];
        return new ReelgraphError({ code, message, errors, cause });
      }
    }
  }
  return error;
}
