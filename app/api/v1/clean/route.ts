import { z } from "zod";
import { checkShape } from "../../../../lib/api/read-json";
import { json, route } from "../../../../lib/api/route";
import { getConfig } from "../../../../lib/container";
import { cleanWorkspace } from "../../../../lib/services/maintenance/clean/clean-orphans";

export const dynamic = "force-dynamic";

/** A function lasts a minute; `next` says where the next call goes on. */
const BUDGET_MS = 45_000;

const querySchema = z.object({ dryRun: z.enum(["0", "1"]).default("0"), after: z.string().optional() });

/** Cleans the videos of the workspace, and answers what was put away and what was deleted. */
export const POST = route(async ({ ctx, query }) => {
  const { dryRun, after } = checkShape(querySchema, query);
  const input = { dryRun: dryRun === "1", after };
  return json(await cleanWorkspace({ ctx, policy: getConfig().cleaning, input, budgetMs: BUDGET_MS }));
});
