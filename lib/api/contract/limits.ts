import { z } from "zod";
import { CREDENTIAL_PROVIDERS } from "../../core/credentials";
import { microsSchema } from "./common";

/** How the running month of a workspace stands. */
export const monthSchema = z
  .object({
    month: z.string().meta({ description: "`2026-11`, UTC." }),
    spentMicros: microsSchema,
    reservedMicros: microsSchema.meta({ description: "Set aside for runs that are under way." }),
    ceilingMicros: microsSchema.nullable(),
    ceilingSource: z.enum(["workspace", "deployment", "none"]).meta({
      description: "Who has set the ceiling: `PUT /limits`, `REELGRAPH_CEILING_MICROS`, or nobody.",
    }),
    leftMicros: microsSchema.nullable().meta({
      description:
        "What can still be set aside; null: there is no ceiling. 0 also where a lowered ceiling has been passed.",
    }),
    projectedMicros: microsSchema.nullable().meta({
      description:
        "At the month's end, if it goes on as until now, and never less than what is spent and set aside; null on the first day.",
    }),
    isProjectedOver: z.boolean().meta({ description: "The projection is above the ceiling." }),
  })
  .meta({ id: "Month" });

export type MonthView = z.infer<typeof monthSchema>;

const capSchema = z
  .number()
  .int()
  .min(1)
  .max(1_000)
  .meta({ description: "Requests under way at a time, of all runs of the workspace." });

/** What is left out stays as it is. */
export const putLimitsSchema = z
  .strictObject({
    ceilingMicros: microsSchema.nullable().optional().meta({
      description:
        "What all runs of one month may cost; null: what the deployment says. Below what is spent and set aside already, nothing more is let in.",
    }),
    requestsAtATime: z
      .partialRecord(z.enum(CREDENTIAL_PROVIDERS), capSchema.nullable())
      .optional()
      .meta({ description: "By provider; null: no limit of the workspace's own." }),
  })
  .meta({ id: "PutLimits" });

export const limitsSchema = z
  .object({
    month: monthSchema,
    deploymentCeilingMicros: microsSchema.nullable(),
    /** Providers that this workspace's work is bought from. */
    providers: z.array(
      z.object({
        provider: z.string(),
        requestsAtATime: capSchema.nullable().meta({ description: "The workspace's own limit; null: none." }),
        underWay: z.number().int().meta({ description: "The workspace's own requests." }),
        /** What all who share the key have learnt of the provider (ADR 0021). */
        window: z.object({
          requestsAtATime: z.number().int(),
          mostRequestsAtATime: z.number().int(),
          isBounded: z.boolean().meta({ description: "A refusal has shown that it takes no more." }),
          lanes: z.array(
            z.object({
              lane: z.string().meta({ description: "A model." }),
              requestsPerMinute: z.number().int().nullable(),
              tokensPerMinute: z.number().nullable(),
              pausedUntil: z.string().nullable(),
            }),
          ),
        }),
      }),
    ),
  })
  .meta({ id: "Limits" });

export type LimitsView = z.infer<typeof limitsSchema>;
