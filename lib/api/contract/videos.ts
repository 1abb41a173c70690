import { z } from "zod";
import { INPUT_KINDS } from "../../core/graph/input-table";
import { exportSchema, microsSchema, pageQuerySchema, quoteSchema } from "./common";
import { RUN_STATUSES } from "./runs";

export const VIDEO_STATUSES = [
  "draft",
  "queued",
  "running",
  "succeeded",
  "partial",
  "failed",
  "cancelled",
] as const;

/** Inputs are checked by lib/core/graph/inputs.ts, the one source of their rules. */
export const inputsSchema = z.record(z.string(), z.unknown()).meta({ id: "Inputs" });

export const createVideoSchema = z
  .strictObject({
    inputs: inputsSchema,
    maxCostMicros: microsSchema.optional(),
    maxTotalCostMicros: microsSchema
      .optional()
      .meta({ description: "What all runs of the video together may cost; absent: no ceiling of its own." }),
    start: z.boolean().default(true),
    export: exportSchema,
  })
  .meta({ id: "CreateVideo" });

/** What can be changed of a video beside its inputs. */
export const patchVideoSchema = z
  .strictObject({
    maxTotalCostMicros: microsSchema.nullable().meta({
      description:
        "What all runs of the video together may cost; null: no ceiling of its own. What is spent and set aside already stays.",
    }),
  })
  .meta({ id: "PatchVideo" });

export const videoSchema = z
  .object({
    id: z.string(),
    status: z.enum(VIDEO_STATUSES),
    title: z.string().nullable(),
    prompt: z.string(),
    headRevision: z.number().int(),
    inputRevision: z.number().int(),
    durationSeconds: z.number().nullable(),
    numDirtyArtifacts: z.number().int(),
    totalCostMicros: microsSchema,
    maxTotalCostMicros: microsSchema.nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    /** The newest generation or regeneration run, active or ended. */
    run: z.object({ id: z.string(), status: z.enum(RUN_STATUSES) }).nullable(),
    /** The newest export run. */
    exportRun: z.object({ id: z.string(), status: z.enum(RUN_STATUSES) }).nullable(),
    links: z.object({
      self: z.string(),
      artifacts: z.string(),
      timeline: z.string(),
      /** Null until an MP4 is there. */
      mp4: z.string().nullable(),
      thumbnail: z.string().nullable(),
      captions: z.string().nullable(),
    }),
  })
  .meta({ id: "Video" });

export type VideoView = z.infer<typeof videoSchema>;

export const videoDetailSchema = videoSchema.extend({ inputs: inputsSchema }).meta({ id: "VideoDetail" });
export type VideoDetailView = z.infer<typeof videoDetailSchema>;

export const createdVideoSchema = z
  .object({
    id: z.string(),
    status: z.enum(VIDEO_STATUSES),
    headRevision: z.number().int(),
    run: z.object({ id: z.string(), status: z.enum(RUN_STATUSES) }).nullable(),
    quote: quoteSchema,
    links: z.object({ self: z.string(), run: z.string().nullable(), events: z.string().nullable() }),
  })
  .meta({ id: "CreatedVideo" });

export type CreatedVideoView = z.infer<typeof createdVideoSchema>;

export const listVideosQuerySchema = pageQuerySchema.extend({
  status: z.enum(VIDEO_STATUSES).optional(),
  dirty: z.enum(["true", "false"]).optional(),
});

export const videoPageSchema = z
  .object({ data: z.array(videoSchema), nextCursor: z.string().nullable(), hasMore: z.boolean() })
  .meta({ id: "VideoPage" });

export type VideoPageView = z.infer<typeof videoPageSchema>;

export const artifactSchema = z
  .object({
    id: z.string(),
    revision: z.number().int(),
    status: z.enum(["ready", "failed"]),
    checksum: z.string().nullable(),
    fingerprint: z.string().nullable(),
    mediaType: z.string(),
    bytes: z.number().int(),
    producedBy: z.string(),
    stale: z.boolean(),
    reason: z.string().optional(),
    brought: z
      .object({ at: z.string(), by: z.string() })
      .optional()
      .meta({ description: "A person brought these bytes along: when, and who." }),
    key: z.string().nullable(),
    links: z.object({ content: z.string() }),
  })
  .meta({ id: "Artifact" });

export const artifactPageSchema = z
  .object({ data: z.array(artifactSchema), nextCursor: z.string().nullable(), hasMore: z.boolean() })
  .meta({ id: "ArtifactPage" });

export type ArtifactPageView = z.infer<typeof artifactPageSchema>;

export const createExportSchema = z
  .strictObject({ format: z.literal("mp4").default("mp4") })
  .meta({ id: "CreateExport" });

const catalogInputSchema = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string(),
  kind: z.enum(INPUT_KINDS),
  /** Null: there is none. */
  default: z.unknown(),
  options: z.array(z.object({ value: z.unknown(), label: z.string() })).optional(),
  /** Completes "`Name` …" when a value is refused. */
  rule: z.string(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().int().optional(),
});

const modelPriceSchema = z.object({
  /** `free`: made on this machine; `stale`: looked up more than a year ago; `unknown`: it counts as nothing in quotes. */
  state: z.enum(["free", "current", "stale", "unknown"]),
  /** For people, e.g. `$0.0030 each`. */
  text: z.string(),
  /** When somebody looked. */
  asOf: z.string().optional(),
});

export const catalogSchema = z
  .object({
    /** Who does each generator's work here, and what else of the catalogue could (`REELGRAPH_MODELS`). */
    models: z.array(
      z.object({
        genId: z.string(),
        provider: z.string(),
        model: z.string(),
        price: modelPriceSchema,
        alternatives: z.array(z.object({ model: z.string(), label: z.string(), price: modelPriceSchema })),
      }),
    ),
    /** Where generations are bought: `studio` = offline, free of charge. */
    providers: z.array(z.object({ id: z.string(), label: z.string(), offline: z.boolean() })),
    inputs: z.array(catalogInputSchema),
    /** What can be set for one segment or one of its images; the key carries the position: `UseVideo[1]`. */
    overrides: z.array(catalogInputSchema.extend({ indices: z.array(z.enum(["segment", "image"])) })),
    voices: z.array(z.object({ id: z.string(), label: z.string(), description: z.string() })),
    styles: z.array(z.object({ id: z.string(), label: z.string(), description: z.string() })),
    languages: z.array(z.object({ id: z.string(), label: z.string() })),
  })
  .meta({ id: "Catalog" });

export type CatalogView = z.infer<typeof catalogSchema>;

export const readinessSchema = z
  .object({
    status: z.enum(["ready", "unready"]),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
    /** `local`: loopback, one workspace, no login. */
    mode: z.enum(["local", "keys"]),
    version: z.string(),
  })
  .meta({ id: "Readiness" });
