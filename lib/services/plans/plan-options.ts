import type { z } from "zod";
import type { createRunSchema } from "../../api/contract/regeneration";
import type { PlanOptions } from "../../core/plan/types";

/** A request's words as the planner's options: without a mode a scope asks for `scope`, and nothing for `dirty`. */
export function planOptionsOf(
  request: Omit<z.output<typeof createRunSchema>, "maxCostMicros" | "scheduling" | "export">,
): PlanOptions {
  const { mode, scope, pins, takes, upToLayer } = request;
  return {
    mode: mode ?? (scope === undefined ? "dirty" : "scope"),
    ...(scope ? { scope } : {}),
    ...(pins ? { pins } : {}),
    ...(takes ? { takes } : {}),
    ...(upToLayer === undefined ? {} : { upToLayer }),
  };
}
