import { z } from "zod";
import type { VideoId } from "../../core/ids";
import { revisionDocumentPath } from "../../core/naming/document-path";
import type { Plan } from "../../core/plan/types";
import type { Context } from "../context";
import { readDocument } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";

const planShape = z
  .looseObject({
    layers: z.array(z.array(z.looseObject({ jobId: z.string() }))),
    queueHash: z.string(),
    quote: z.looseObject({ costMicros: z.number() }),
    jobs: z.number(),
    artifacts: z.array(z.string()),
  })
  .transform(
    ({ layers, queueHash, quote, jobs, artifacts }) =>
      ({ layers, queueHash, quote, jobs, artifacts }) as unknown as Plan,
  );

/** The plan a revision was made by, as it was written down; null before. */
export async function readPlan(options: {
  ctx: Context;
  videoId: VideoId;
  revision: number;
}): Promise<Plan | null> {
  const { ctx, videoId, revision } = options;
  const path = revisionDocumentPath(revision, "plan.json");
  return await readDocument({ ctx, videoId, path, schema: DOCUMENT_SCHEMAS.plan, shape: planShape });
}
