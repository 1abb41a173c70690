import type { ExecutedPlanPageView } from "../../api/contract/history";
import { videoId } from "../../core/ids";
import { revisionDocumentPath } from "../../core/naming/document-path";
import type { Plan } from "../../core/plan/types";
import type { RunRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { requireVideo } from "../runs/require-run";
import { toBuildView } from "../runs/to-build-view";
import { frozenChoices } from "./planning-head";
import { readPlan } from "./read-plan";

/** Every executed plan, newest first: who asked for what, what caused it, and what it was quoted (inventory B15). */
export async function listPlans(options: {
  ctx: Context;
  input: { id: string; limit: number; cursor?: number };
}): Promise<ExecutedPlanPageView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  const { limit, cursor } = input;
  const runs = await inTenant(ctx, async (repositories) => {
    await requireVideo(repositories, id);
    const before = cursor === undefined ? {} : { before: cursor };
    return await repositories.history.builds({ videoId: id, limit: limit + 1, ...before });
  });
  const page = runs.slice(0, limit);
  const hasMore = runs.length > limit;
  const entries = await Promise.all(page.map((run) => planView({ ctx, run })));
  return {
    data: entries.filter((entry) => entry !== null),
    nextCursor: hasMore ? String(page.at(-1)?.revision) : null,
    hasMore,
  };
}

/** Null for a run that has not planned yet. */
async function planView(options: { ctx: Context; run: RunRow }) {
  const { ctx, run } = options;
  const { revision, videoId: id } = run;
  const plan = await readPlan({ ctx, videoId: id, revision });
  if (plan === null) return null;
  const path = revisionDocumentPath(revision, "plan.json");
  return {
    ...toBuildView(run),
    options: optionsOf(run),
    causes: causesOf(plan),
    queueHash: plan.queueHash,
    jobs: plan.jobs,
    quote: run.quote ?? plan.quote,
    links: {
      run: `/api/v1/runs/${run.id}`,
      plan: `/api/v1/videos/${id}/objects?key=${encodeURIComponent(path)}`,
    },
  };
}

/** As asked; of the choices that were frozen with it the names. */
function optionsOf(run: RunRow): Record<string, unknown> {
  const chosen = Object.keys(frozenChoices(run));
  return chosen.length === 0 ? { ...run.options } : { ...run.options, chosen };
}

function causesOf(plan: Plan): string[] {
  const first = plan.layers.flat().flatMap(({ why, reason }) => why[0] ?? reason);
  return [...new Set(first)].sort();
}
