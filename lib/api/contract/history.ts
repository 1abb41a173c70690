import { z } from "zod";
import { microsSchema, quoteSchema } from "./common";
import { RUN_STATUSES } from "./runs";

const buildFields = {
  revision: z.number().int(),
  runId: z.string(),
  type: z.enum(["generation", "regeneration"]),
  status: z.enum(RUN_STATUSES),
  /** Who started it. */
  actor: z.string(),
  costMicros: microsSchema,
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
};

/** Newest first; the cursor is a revision. */
export const historyQuerySchema = z.object({
  cursor: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const revisionSchema = z
  .object({
    ...buildFields,
    isHead: z.boolean(),
    inputRevision: z.number().int(),
    /** Against the committed revision before it. */
    diff: z.object({
      inputs: z.array(z.object({ input: z.string(), from: z.unknown(), to: z.unknown() })),
      added: z.array(z.string()),
      changed: z.array(z.string()),
      removed: z.array(z.string()),
    }),
  })
  .meta({ id: "Revision" });

export const revisionPageSchema = z
  .object({ data: z.array(revisionSchema), nextCursor: z.string().nullable(), hasMore: z.boolean() })
  .meta({ id: "RevisionPage" });

export type RevisionPageView = z.input<typeof revisionPageSchema>;

export const executedPlanSchema = z
  .object({
    ...buildFields,
    /** What was asked for: mode, scope, pins, takes, upToLayer. */
    options: z.record(z.string(), z.unknown()),
    causes: z
      .array(z.string())
      .meta({ description: "First causes of its jobs, e.g. `input-changed:ImageStyle`." }),
    queueHash: z.string(),
    jobs: z.number().int(),
    quote: quoteSchema,
    links: z.object({ run: z.string(), plan: z.string() }),
  })
  .meta({ id: "ExecutedPlan" });

export const executedPlanPageSchema = z
  .object({ data: z.array(executedPlanSchema), nextCursor: z.string().nullable(), hasMore: z.boolean() })
  .meta({ id: "ExecutedPlanPage" });

export type ExecutedPlanPageView = z.input<typeof executedPlanPageSchema>;

export const NODE_STATES = [
  "up-to-date",
  "stale",
  "missing",
  "failed",
  "waiting",
  "working",
  "blocked",
] as const;

export const graphSchema = z
  .object({
    revision: z.number().int(),
    /** The run at work, if any: its jobs' states are its own. */
    runId: z.string().nullable(),
    nodes: z.array(
      z.object({
        id: z.string(),
        genId: z.string(),
        layer: z.number().int(),
        provider: z.string(),
        model: z.string(),
        state: z.enum(NODE_STATES),
        reason: z.string().optional(),
        inputs: z.array(z.string()),
        produces: z.array(z.string()),
      }),
    ),
    edges: z.array(z.object({ from: z.string(), to: z.string(), artifact: z.string() })),
  })
  .meta({ id: "Graph" });

export type GraphView = z.input<typeof graphSchema>;
