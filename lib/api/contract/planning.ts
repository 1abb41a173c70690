import { z } from "zod";
import { quoteSchema } from "./common";
import { inputsSchema } from "./videos";

const fingerprintFieldsSchema = z.object({
  generator: z.string(),
  generatorVersion: z.number(),
  provider: z.string(),
  model: z.string(),
  modelConfig: z.record(z.string(), z.unknown()),
  promptTemplateVersion: z.string(),
  seed: z.number(),
  take: z.number(),
  inputs: z.record(z.string(), z.unknown()),
  upstream: z.record(z.string(), z.string()),
});

const artifactRecordSchema = z.object({
  id: z.string(),
  revision: z.number().int(),
  status: z.enum(["ready", "failed"]),
  dirtyReason: z.enum(["failed", "validation"]).optional(),
  checksum: z.string().nullable(),
  fingerprint: z.string().nullable(),
  key: z.string().nullable(),
  mediaType: z.string(),
  bytes: z.number().int(),
  producedBy: z.string(),
  madeFrom: fingerprintFieldsSchema.nullable(),
  facts: z.record(z.string(), z.number()).optional(),
  failedAt: z.string().optional(),
  failedTake: z.number().int().optional(),
  lastJobId: z.string().optional(),
});

/**
 * Everything a plan of this moment starts from: whoever has it prices an edit with the planner's own code (`lib/core/plan`) and gets
 * what `POST /quotes` would answer, without asking.
 */
export const planningSchema = z
  .object({
    videoId: z.string(),
    inputRevision: z.number().int(),
    inputs: inputsSchema,
    seed: z.number().int().nonnegative(),
    head: z
      .object({
        revision: z.number().int(),
        artifacts: z.array(artifactRecordSchema),
        takes: z
          .record(z.string(), z.number().int())
          .optional()
          .meta({ description: "Highest take ever bought, by job." }),
      })
      .nullable(),
    headInputs: inputsSchema.nullable().meta({ description: "What the head revision was made with." }),
    earlier: z
      .array(
        z.object({
          jobId: z.string(),
          fingerprint: z.string(),
          checksums: z.record(z.string(), z.string()),
        }),
      )
      .meta({ description: "Results that can be taken over at no cost, oldest first." }),
    models: z
      .record(
        z.string(),
        z.object({
          provider: z.string(),
          model: z.string(),
          modelConfig: z.record(z.string(), z.unknown()),
          generatorVersion: z.number(),
          promptTemplateVersion: z.string(),
          price: z.object({ state: z.enum(["stale", "unknown"]), asOf: z.string().optional() }).optional(),
        }),
      )
      .meta({ description: "Who does each generator's work." }),
    windows: z
      .record(z.string(), z.object({ key: z.string(), limit: z.number() }))
      .meta({ description: "The queue each generator's jobs wait in, and how many are done at once." }),
    plan: z.object({ queueHash: z.string(), quote: quoteSchema }).meta({
      description:
        "The server's own plan of the saved inputs: a caller whose plan differs is of another version.",
    }),
  })
  .meta({ id: "Planning" });

export type PlanningView = z.infer<typeof planningSchema>;
