import { z } from "zod";
import { microsSchema, quoteSchema } from "./common";

export const alternateNumberSchema = z.coerce.number().int().min(1).max(1_000_000);

export const alternatesSchema = z
  .object({
    data: z.array(
      z.object({
        n: z.number().int().meta({ description: "Stays the same whatever else is made or discarded." }),
        checksum: z.string(),
        mediaType: z.string(),
        bytes: z.number().int(),
        take: z.number().int(),
        revision: z.number().int(),
        runId: z.string(),
        producedBy: z.string(),
        madeAt: z.string().nullable(),
        costMicros: microsSchema,
        isCurrent: z
          .boolean()
          .meta({ description: "The video shows it, although its inputs ask for another by now." }),
        differences: z
          .array(z.string())
          .meta({ description: "What it was made from that differs now; empty for another take." }),
        links: z.object({ content: z.string(), promote: z.string() }),
      }),
    ),
  })
  .meta({ id: "Alternates" });

export type AlternatesView = z.input<typeof alternatesSchema>;

export const promotedSchema = z
  .object({
    promoted: z.array(z.string()).meta({ description: "The artifact, and the others of its bundle." }),
    dirty: z.array(z.object({ artifact: z.string(), reason: z.string(), why: z.array(z.string()) })),
    quote: quoteSchema,
  })
  .meta({ id: "Promoted" });

export type PromotedView = z.input<typeof promotedSchema>;
