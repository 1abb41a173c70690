import { z } from "zod";
import { USAGE_GROUPS } from "../../ports/usage";
import { microsSchema } from "./common";
import { monthSchema } from "./limits";

/** `to` is the day after the last one; both are days in UTC. Without them: the month that is running. */
export const usageQuerySchema = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  by: z.enum(USAGE_GROUPS).default("day"),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

const storageMicrosSchema = microsSchema
  .nullable()
  .meta({ description: "From the month's first day to today; null: nobody has said what storage costs." });

const storageUsageSchema = z.object({
  bytes: z.number().int().meta({
    description: "What the objects of all videos take, as the cleaner has measured it last; without trash.",
  }),
  bytesByDay: z.array(z.object({ day: z.string(), bytes: z.number().int() })).meta({
    description:
      "From the first day that was measured; a day without a measurement has that of the day before.",
  }),
  costMicrosThisMonth: storageMicrosSchema,
  price: z.object({
    state: z.enum(["free", "current", "stale", "undated", "unknown"]),
    microsPerGbMonth: microsSchema.nullable().meta({
      description: "For 10^9 bytes and a month (`REELGRAPH_STORAGE_MICROS_PER_GB_MONTH`).",
    }),
    asOf: z.string().nullable().meta({ description: "When somebody looked." }),
  }),
  /** With `by=video`: the ones that cost most. */
  videos: z
    .array(
      z.object({ videoId: z.string(), bytes: z.number().int(), costMicrosThisMonth: storageMicrosSchema }),
    )
    .optional(),
});

export type StorageUsageView = z.infer<typeof storageUsageSchema>;

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
    month: monthSchema,
    storage: storageUsageSchema,
  })
  .meta({ id: "Usage" });

export type UsageView = z.infer<typeof usageSchema>;
