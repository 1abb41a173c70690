import { z } from "zod";
import { revisionDocumentPath } from "../../core/naming/document-path";
import type { Context } from "../context";
import { readDocument } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";
import type { Move } from "./plan-move";
import type { Side } from "./side";

const planShape = z.looseObject({ runId: z.string() });

/** The runs whose plans the target has not yet: its ledger has not counted what they cost. */
export async function runsOfMove(options: { ctx: Context; source: Side; move: Move }): Promise<string[]> {
  const { ctx, source, move } = options;
  const revisions = move.objects.flatMap(({ path }) => {
    const found = /^dag\/(\d+)\/plan\.json$/.exec(path);
    return found ? [Number(found[1])] : [];
  });
  const runs: string[] = [];
  for (const revision of revisions) {
    const plan = await readDocument({
      ctx: { ...ctx, objects: source.objects },
      videoId: source.videoId,
      path: revisionDocumentPath(revision, "plan.json"),
      schema: DOCUMENT_SCHEMAS.plan,
      shape: planShape,
    });
    if (plan) runs.push(plan.runId);
  }
  return runs;
}
