import { z } from "zod";
import { exportSchema, microsSchema, quoteSchema } from "./common";
import { runSchema } from "./runs";
import { inputsSchema } from "./videos";

const selectorsSchema = z
  .array(z.string().min(1).max(200))
  .max(500)
  .meta({ description: "`segment=1`, `generator=ImageGen`, `artifact=SegmentImageAsset[1][*]`, or a name." });

/** What to plan (graph.md, Planning). Without a mode: `scope` where a scope is given, else `dirty`. */
const planFields = {
  mode: z.enum(["dirty", "full", "scope"]).optional(),
  scope: selectorsSchema.optional(),
  pins: selectorsSchema.optional().meta({ description: "Keep these although they are dirty." }),
  takes: selectorsSchema.optional().meta({ description: "Make another one of these." }),
  upToLayer: z.number().int().min(0).max(10_000).optional(),
};

export const createRunSchema = z
  .strictObject({
    ...planFields,
    maxCostMicros: microsSchema.optional(),
    export: exportSchema,
    scheduling: z.enum(["dataflow", "layered"]).optional().meta({
      description:
        "`dataflow` (default): each job as soon as it can; `layered`: one layer after the other, for comparison.",
    }),
  })
  .meta({ id: "CreateRun" });

export const createdRunSchema = z
  .object({
    /** Null when there is nothing to do. */
    run: runSchema.nullable(),
    quote: quoteSchema,
    /** What the run makes at most; early cutoff may leave some of it as it is. */
    artifacts: z.array(z.string()),
  })
  .meta({ id: "CreatedRun" });

export type CreatedRunView = z.infer<typeof createdRunSchema>;

/** With both, `inputs` are a merge patch over the video's, priced without being saved. */
export const createQuoteSchema = z
  .strictObject({ inputs: inputsSchema.optional(), videoId: z.string().optional(), ...planFields })
  .refine(({ inputs, videoId }) => inputs !== undefined || videoId !== undefined, {
    message: "inputs or videoId is required",
  })
  .meta({ id: "CreateQuote" });

const reasonSchema = z
  .string()
  .meta({ description: "Such as `missing`, `input-changed:ImageStyle`, `upstream:VideoSummary`." });

const jobSpecSchema = z
  .object({
    jobId: z.string(),
    genId: z.string(),
    provider: z.string(),
    model: z.string(),
    dependencies: z.array(z.string()),
    produces: z.array(z.string()),
    metadata: z.object({
      cardinalityIndex: z.array(z.number().int()),
      prompts: z.record(z.string(), z.string()),
      modelConfig: z.record(z.string(), z.unknown()),
      seed: z.number().int(),
      take: z.number().int(),
    }),
    reason: reasonSchema,
    reasons: z.array(reasonSchema),
    why: z.array(reasonSchema).meta({ description: "From the first cause to this job." }),
    mayCutOff: z
      .boolean()
      .meta({ description: "It is skipped at no cost should nothing have changed for it." }),
    estimate: z.object({ costMicros: microsSchema, seconds: z.number() }),
  })
  .meta({ id: "JobSpec" });

export const planSchema = z
  .object({
    layers: z.array(z.array(jobSpecSchema)),
    queueHash: z.string(),
    quote: quoteSchema,
    jobs: z.number().int(),
    artifacts: z.array(z.string()),
  })
  .meta({ id: "Plan" });

export type PlanView = z.infer<typeof planSchema>;

export const editedInputsSchema = z
  .object({
    inputs: inputsSchema,
    inputRevision: z.number().int(),
    dirty: z.array(z.object({ artifact: z.string(), reason: reasonSchema, why: z.array(reasonSchema) })),
    quote: quoteSchema,
  })
  .meta({ id: "EditedInputs" });

export type EditedInputsView = z.infer<typeof editedInputsSchema>;
