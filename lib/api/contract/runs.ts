import { z } from "zod";
import { microsSchema, quoteSchema } from "./common";

export const RUN_STATUSES = ["queued", "running", "succeeded", "partial", "failed", "cancelled"] as const;

export const JOB_STATES = [
  "ready",
  "claimed",
  "submitted",
  "succeeded",
  "failed",
  "cancelled",
  "blocked",
  "skipped",
] as const;

export const failureSchema = z
  .object({
    code: z.string(),
    retryable: z.boolean(),
    providerErrorCode: z.string().optional(),
    /** The provider did not look at the request, because there were too many: it is no attempt. */
    turnedAway: z.literal(true).optional(),
    message: z.string(),
    dependencyChain: z.array(z.string()).optional(),
  })
  .meta({ id: "Failure" });

export const runJobSchema = z
  .object({
    jobId: z.string(),
    genId: z.string(),
    provider: z.string(),
    model: z.string(),
    layer: z.number().int(),
    state: z.enum(JOB_STATES),
    skipReason: z.enum(["unchanged", "cached", "pinned"]).optional(),
    reason: z.string(),
    dependencies: z.array(z.string()),
    produces: z.array(z.string()),
    costMicros: microsSchema,
    attempts: z.number().int(),
    failure: failureSchema.optional(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: "RunJob" });

export const runSchema = z
  .object({
    id: z.string(),
    videoId: z.string(),
    type: z.enum(["generation", "regeneration", "export"]),
    status: z.enum(RUN_STATUSES),
    revision: z.number().int(),
    costMicros: microsSchema,
    quote: quoteSchema.nullable(),
    overQuoteMicros: microsSchema.meta({
      description:
        "By how much it has cost more than its quote said it could: attempts that failed after they had been paid for, prices that had changed or were unknown.",
    }),
    workflowRunId: z.string().nullable(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    failure: failureSchema.nullable(),
    /** What an export made. */
    result: z
      .object({ mp4: z.string(), bytes: z.number().int(), durationSeconds: z.number(), sha256: z.string() })
      .nullable(),
    /** Progress of an export, 0…1. */
    progress: z.number().nullable(),
    /** The export run that a finished generation started by itself. */
    exportRunId: z.string().nullable(),
    jobs: z.array(runJobSchema),
    links: z.object({ self: z.string(), video: z.string(), events: z.string() }),
  })
  .meta({ id: "Run" });

export type RunView = z.infer<typeof runSchema>;
export type RunJobView = z.infer<typeof runJobSchema>;

export const runQuerySchema = z.object({
  /** Long poll: answer when the run changed since the request came, or after this many seconds. */
  wait: z.coerce.number().int().min(0).max(60).default(0),
});

export const EVENT_TYPES = [
  "run-started",
  "plan-committed",
  "layer-started",
  "job-claimed",
  "job-submitted",
  "job-progress",
  "job-succeeded",
  "job-failed",
  "job-skipped",
  "job-blocked",
  "artifact-committed",
  "segment-playable",
  "checkpoint-written",
  "cost-updated",
  "budget-threshold",
  "run-cancelling",
  "run-finished",
] as const;

export const eventSchema = z
  .object({
    seq: z.number().int(),
    videoId: z.string(),
    runId: z.string().nullable(),
    type: z.enum(EVENT_TYPES),
    at: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "Event" });

export type EventView = z.infer<typeof eventSchema>;

export const eventQuerySchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

export const runLogQuerySchema = z.object({
  /** Lines of this level and of more serious ones. */
  level: z.enum(["info", "warn", "error"]).default("info"),
});
