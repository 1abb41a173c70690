import { z } from "zod";
import { ERROR_CODES } from "../../core/errors";

/** RFC 9457, as every error under /api/v1 answers. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string().optional(),
    code: z.enum(ERROR_CODES),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
    retryAfterSeconds: z.number().optional(),
  })
  .loose()
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problemSchema>;

/** Whole micro-USD (millionths of a dollar). */
export const microsSchema = z.number().int().nonnegative().meta({ description: "micro-USD" });

export const exportSchema = z
  .boolean()
  .optional()
  .meta({ description: "`false`: no MP4 follows by itself; `POST …/exports` makes one when it is wanted." });

export const quoteSchema = z
  .object({
    costMicros: microsSchema.meta({ description: "Upper bound: the most the planned jobs can cost." }),
    expectedMicros: microsSchema.meta({
      description: "Without the jobs that will likely be skipped or adopted.",
    }),
    seconds: z.number().nonnegative().meta({ description: "Typical seconds along the critical path." }),
    items: z.array(
      z.object({
        genId: z.string(),
        provider: z.string(),
        model: z.string(),
        jobs: z.number().int(),
        costMicros: microsSchema,
        /** Absent: the price is current. What nobody knows the price of counts as nothing. */
        price: z.object({ state: z.enum(["stale", "unknown"]), asOf: z.string().optional() }).optional(),
      }),
    ),
  })
  .meta({ id: "Quote" });

export const pageQuerySchema = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
