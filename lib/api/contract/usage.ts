import { z } from "zod";
import { USAGE_GROUPS } from "../../ports/usage";
import { microsSchema } from "./common";

/** `to` is the day after the last one; both are days in UTC. Without them: the month that is running. */
export const usageQuerySchema = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  by: z.enum(USAGE_GROUPS).default("day"),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

export const usageSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    by: z.enum(USAGE_GROUPS),
    data: z.array(
      z.object({
        key: z.string().meta({ description: "A day, a provider, a model or a video, as `by` says." }),
        costMicros: microsSchema,
        lostMicros: microsSchema.meta({
          description: "Of that, for attempts that failed or whose outcome nobody knows.",
        }),
        purchases: z.number().int(),
        failed: z.number().int(),
        resubmitted: z.number().int().meta({
          description: "Sent once more, because nobody could know whether the first was done.",
        }),
      }),
    ),
    month: z.object({
      month: z.string(),
      spentMicros: microsSchema,
      reservedMicros: microsSchema.meta({ description: "Set aside for runs that are under way." }),
      ceilingMicros: microsSchema.nullable(),
    }),
  })
  .meta({ id: "Usage" });

export type UsageView = z.infer<typeof usageSchema>;
