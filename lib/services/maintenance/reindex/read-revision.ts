import { z } from "zod";
import { isReelgraphError } from "../../../core/errors";
import { requireInputs } from "../../../core/graph/inputs";
import type { VideoId } from "../../../core/ids";
import { jobOutcomePath, revisionDocumentPath } from "../../../core/naming/document-path";
import type { ArtifactRecord, Plan } from "../../../core/plan/types";
import { objectKey } from "../../../ports/object-store";
import type { Context } from "../../context";
import { keyIn, readDocument, readLines } from "../../documents/documents";
import { DOCUMENT_SCHEMAS, manifestShape, tagShape } from "../../documents/schemas";
import { readPlan } from "../../plans/read-plan";

const failureShape = z.looseObject({ code: z.string(), message: z.string(), retryable: z.boolean() });

const outcomeShape = z.object({
  jobId: z.string(),
  runId: z.string(),
  status: z.enum(["succeeded", "failed", "cancelled", "blocked", "skipped"]),
  skipReason: z.enum(["unchanged", "cached", "pinned"]).optional(),
  fingerprint: z.string().nullable(),
  specUsed: z.record(z.string(), z.unknown()).nullable(),
  outputs: z.array(
    z.object({
      artifact: z.string(),
      key: z.string().nullable(),
      checksum: z.string().nullable(),
      bytes: z.number().int(),
      mediaType: z.string(),
    }),
  ),
  costMicros: z.number().int(),
  attempts: z.number().int(),
  providerRequestId: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  failure: failureShape.optional(),
});

export type Outcome = z.output<typeof outcomeShape>;

const inputsShape = z.object({
  revision: z.number().int().optional(),
  inputRevision: z.number().int(),
  seed: z.number().int(),
  inputs: z.record(z.string(), z.unknown()),
});

const planHeadShape = z.looseObject({
  runId: z.string(),
  actor: z.string(),
  createdAt: z.iso.datetime(),
  options: z.record(z.string(), z.unknown()),
});

/** What one folder below `dag/` says of the run that wrote it. */
export interface RevisionRecord {
  revision: number;
  inputs: z.output<typeof inputsShape>;
  plan: Plan;
  asked: z.output<typeof planHeadShape>;
  outcomes: ReadonlyMap<string, Outcome>;
  /** The artifacts it left; null for one that was never committed, or whose documents or assets are not whole any more. */
  tags: readonly ArtifactRecord[] | null;
  /** Why `tags` is null although something of it is there. */
  fault: string | null;
}

/**
 * Reads what a revision wrote down. Null when it did not get as far as a plan, or it cannot be read. It is whole when tags and manifest
 * can be read and every object of the manifest is there, with as many bytes as it says.
 */
export async function readRevision(options: {
  ctx: Context;
  videoId: VideoId;
  revision: number;
}): Promise<RevisionRecord | { revision: number; fault: string }> {
  const { revision } = options;
  try {
    return (await readParts(options)) ?? { revision, fault: "It has no plan: its run died before." };
  } catch (error) {
    if (!isReelgraphError(error) || error.retryable) throw error;
    return { revision, fault: error.message };
  }
}

async function readParts(options: {
  ctx: Context;
  videoId: VideoId;
  revision: number;
}): Promise<RevisionRecord | null> {
  const { ctx, videoId, revision } = options;
  const common = { ctx, videoId };
  const document = (name: Parameters<typeof revisionDocumentPath>[1]) => revisionDocumentPath(revision, name);
  const inputs = await readDocument({
    ...common,
    path: document("inputs.json"),
    schema: DOCUMENT_SCHEMAS.inputs,
    shape: inputsShape,
  });
  const plan = await readPlan({ ...common, revision });
  const asked = await readDocument({
    ...common,
    path: document("plan.json"),
    schema: DOCUMENT_SCHEMAS.plan,
    shape: planHeadShape,
  });
  if (!inputs || !plan || !asked) return null;
  requireInputs(inputs.inputs);
  const outcomes = new Map<string, Outcome>();
  for (const { jobId } of plan.layers.flat()) {
    const path = jobOutcomePath(revision, jobId);
    const shape = outcomeShape;
    const outcome = await readDocument({ ...common, path, schema: DOCUMENT_SCHEMAS.outcome, shape });
    if (outcome) outcomes.set(jobId, outcome);
  }
  const committed = await readCommitted({ ...common, revision });
  return { revision, inputs, plan, asked, outcomes, ...committed };
}

async function readCommitted(options: {
  ctx: Context;
  videoId: VideoId;
  revision: number;
}): Promise<Pick<RevisionRecord, "tags" | "fault">> {
  const { ctx, videoId, revision } = options;
  try {
    const tags = await readLines({
      ctx,
      videoId,
      path: revisionDocumentPath(revision, "tags.jsonl"),
      schema: DOCUMENT_SCHEMAS.tag,
      shape: tagShape,
    });
    const manifest = await readDocument({
      ctx,
      videoId,
      path: revisionDocumentPath(revision, "manifest.json"),
      schema: DOCUMENT_SCHEMAS.manifest,
      shape: manifestShape,
    });
    if (!tags || !manifest) return { tags: null, fault: tags || manifest ? "It is not whole." : null };
    for (const { key, bytes } of manifest.objects) {
      const head = await ctx.objects.head(objectKey(key));
      if (head?.bytes !== bytes) return { tags: null, fault: `${key} is not there as its manifest says.` };
    }
    const named = new Set(manifest.objects.map(({ key }) => key));
    const strange = tags.find(({ key }) => key !== null && !named.has(keyIn(videoId, key)));
    if (strange) return { tags: null, fault: `Its manifest does not name ${strange.id}.` };
    return { tags, fault: null };
  } catch (error) {
    if (!isReelgraphError(error) || error.retryable) throw error;
    return { tags: null, fault: error.message };
  }
}
