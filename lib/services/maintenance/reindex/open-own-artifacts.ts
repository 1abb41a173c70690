import { isReelgraphError } from "../../../core/errors";
import type { VideoId } from "../../../core/ids";
import { DRAFT_ARTIFACTS_PATH } from "../../../core/naming/document-path";
import { type Choices, settledChoices } from "../../../core/plan/choices";
import type { ArtifactRecord } from "../../../core/plan/types";
import type { Context } from "../../context";
import { readDocument } from "../../documents/documents";
import { DOCUMENT_SCHEMAS, draftArtifactsShape } from "../../documents/schemas";
import type { RevisionRecord } from "./read-revision";

/**
 * What people brought along, as `draft/artifacts.json` has it, that no revision has committed since and whose bytes are there. An
 * unreadable document is no reason to lose the rest.
 */
export async function openOwnArtifacts(options: {
  ctx: Context;
  videoId: VideoId;
  paths: readonly string[];
  records: readonly RevisionRecord[];
}): Promise<ArtifactRecord[]> {
  const { ctx, videoId, paths, records } = options;
  const there = new Set(paths);
  return (await draftOf(ctx, videoId)).filter(
    (own) => own.key !== null && there.has(own.key) && !records.some((record) => isCommittedBy(record, own)),
  );
}

/** A run took it in after it had come: whatever became of it there, it is no open choice any more. */
function isCommittedBy({ tags, asked }: RevisionRecord, own: ArtifactRecord): boolean {
  if (tags === null || asked.createdAt < (own.brought?.at ?? "")) return false;
  const frozen = asked.options.chosen as Choices | undefined;
  return settledChoices({ [own.id]: own }, frozen).length > 0;
}

async function draftOf(ctx: Context, videoId: VideoId): Promise<ArtifactRecord[]> {
  try {
    const draft = await readDocument({
      ...{ ctx, videoId, path: DRAFT_ARTIFACTS_PATH },
      ...{ schema: DOCUMENT_SCHEMAS.draftArtifacts, shape: draftArtifactsShape },
    });
    return (draft?.artifacts ?? []).filter(({ brought }) => brought !== undefined);
  } catch (error) {
    if (!isReelgraphError(error) || error.retryable) throw error;
    ctx.log.warn({ videoId, error: error.message }, "draft-not-readable");
    return [];
  }
}
