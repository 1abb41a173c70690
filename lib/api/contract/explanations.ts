import { z } from "zod";
import { microsSchema } from "./common";

export const whySchema = z
  .object({
    artifact: z.string(),
    state: z
      .enum(["up-to-date", "stale", "missing", "failed", "given", "unused"])
      .meta({ description: "`given`: your own input stands in its place; `unused`: kept, not shown." }),
    summary: z.string().meta({ description: "The steps as one paragraph." }),
    steps: z.array(
      z.object({
        kind: z.enum(["edit", "cause", "effect", "made", "used"]),
        text: z.string(),
        reason: z.string().optional(),
        input: z.string().optional(),
        from: z.unknown().optional(),
        to: z.unknown().optional(),
        artifact: z.string().optional(),
        job: z.string().optional(),
      }),
    ),
    why: z.array(z.string()).meta({ description: "The cause chain of the plan; empty when nothing is due." }),
    record: z
      .object({
        revision: z.number().int(),
        checksum: z.string().nullable(),
        fingerprint: z.string().nullable(),
        producedBy: z.string(),
        /** Everything that entered the fingerprint. */
        madeFrom: z
          .object({ inputs: z.record(z.string(), z.unknown()), upstream: z.record(z.string(), z.string()) })
          .loose()
          .nullable(),
      })
      .nullable(),
    provenance: z
      .object({ at: z.string(), runId: z.string(), costMicros: microsSchema, isAdopted: z.boolean() })
      .nullable(),
  })
  .meta({ id: "Why" });

/** What the service answers: the schema's shape, from the core's own types. */
export type WhyView = z.input<typeof whySchema>;
