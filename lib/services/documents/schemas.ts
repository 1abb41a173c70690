import { z } from "zod";
import type { ArtifactRecord } from "../../core/plan/types";

/** Names and versions of the documents below `dag/` (storage.md): raised when a reader of the old shape would misread the new. */
export const DOCUMENT_SCHEMAS = {
  inputs: "inputs@1",
  draftInputs: "draft-inputs@1",
  draftArtifacts: "draft-artifacts@1",
  nodes: "nodes@1",
  plan: "plan@1",
  outcome: "job-outcome@1",
  checkpoint: "checkpoint@1",
  tag: "tag@1",
  manifest: "manifest@1",
  metadata: "metadata@1",
  exportManifest: "export-manifest@1",
  logLine: "log@1",
  tree: "tree@1",
  paidElsewhere: "paid-elsewhere@1",
  incident: "incident@1",
} as const;

const fingerprintFieldsShape = z.object({
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

/** A line of `tags.jsonl`. */
export const tagShape = z
  .object({
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
    madeFrom: fingerprintFieldsShape.nullable(),
    facts: z.record(z.string(), z.number()).optional(),
    failedAt: z.string().optional(),
    failedTake: z.number().int().optional(),
    lastJobId: z.string().optional(),
    brought: z.object({ at: z.string(), by: z.string() }).optional(),
  })
  .transform((tag) => tag as unknown as ArtifactRecord);

export const manifestShape = z.object({
  objects: z.array(z.object({ key: z.string(), bytes: z.number().int(), sha256: z.string() })),
});

const keptFile = z.object({ key: z.string(), bytes: z.number().int(), sha256: z.string() });

/** `assets/exports/{runId}.manifest.json`; keys are paths below the video's prefix. */
export const exportManifestShape = z.object({
  runId: z.string(),
  revision: z.number().int(),
  format: z.string(),
  /** Absent in those of the first versions. */
  durationSeconds: z.number().optional(),
  mp4: keptFile,
  poster: keptFile,
  chunks: z.array(z.string()),
});

/** `draft/inputs.json`; what a run froze has these fields as well. */
export const draftInputsShape = z.object({
  inputRevision: z.number().int(),
  inputs: z.record(z.string(), z.unknown()),
});

/** `draft/artifacts.json`: what people brought along and no run has committed yet. */
export const draftArtifactsShape = z.object({ artifacts: z.array(tagShape) });

export const metadataShape = z.object({
  videoId: z.string(),
  headRevision: z.number().int(),
  epoch: z.number().int(),
  status: z.string(),
  dagPrefix: z.string(),
  totalCostMicros: z.number().int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** `tree.json` of a friendly tree: every other file of it. */
export const treeIndexShape = z.object({
  videoId: z.string(),
  revision: z.number().int().min(1),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int().nonnegative(), sha256: z.string() })),
});

/** Runs that came with a video from another installation, whose ledger has counted what they cost. */
export const paidElsewhereShape = z.object({ runs: z.array(z.string()) });
