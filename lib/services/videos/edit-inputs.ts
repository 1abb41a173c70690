import type { EditedInputsView } from "../../api/contract/regeneration";
import { isReelgraphError, ReelgraphError } from "../../core/errors";
import { canonicalJson } from "../../core/fingerprint/canonical-json";
import type { VideoInputs } from "../../core/graph/inputs";
import { mergeInputs } from "../../core/graph/merge-inputs";
import { videoId } from "../../core/ids";
import type { VideoRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { dirtyOf } from "../plans/dirty-of";
import { planEdit } from "../plans/plan-edit";
import { checkedInputs } from "./checked-inputs";
import { preloadHead } from "./load-head";
import { writeDraftInputs } from "./write-draft-inputs";

/**
 * An edit (RFC 7396 merge patch) against the input revision the editor saw: saved as a whole or refused with both revisions, so that
 * nobody's edit is lost. Answers what became dirty and why. An active run keeps the inputs it froze.
 * `seen` null = any revision will do (`If-Match: *`).
 */
export async function editInputs(options: {
  ctx: Context;
  input: { id: string; patch: Record<string, unknown>; seen: readonly number[] | null };
}): Promise<EditedInputsView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  const at = ctx.clock.now();
  // Before the row is locked, so that the lock waits for no object store.
  await preloadHead({ ctx, id });
  const edited = await inTenant(ctx, async (repositories) => {
    const video = await repositories.videos.lock(id);
    if (!video) throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
    if (input.seen !== null && !input.seen.includes(video.inputRevision)) throw conflict(video, input.seen);
    const inputs = patched(ctx, video, input.patch);
    const planOptions = { mode: "dirty" as const };
    const { plan } = await planEdit({ ctx, repositories, video, inputs, planOptions });
    // An edit that changes nothing is no edit: whoever read the inputs before still has the newest.
    if (canonicalJson(inputs) === canonicalJson(video.inputs)) {
      return { inputs, plan, inputRevision: video.inputRevision, isNew: false };
    }
    await repositories.videos.setInputs({
      id,
      from: video.inputRevision,
      inputs,
      numDirtyArtifacts: plan.artifacts.length,
      at,
    });
    return { inputs, plan, inputRevision: video.inputRevision + 1, isNew: true };
  });
  const { inputs, plan, inputRevision } = edited;
  if (edited.isNew) await keepDraft({ ctx, videoId: id, inputRevision, inputs, at });
  return { inputs, inputRevision, dirty: dirtyOf(plan), quote: plan.quote };
}

/** The edit is saved; its projection is for people, and the store may be what does not work: the next edit writes it. */
async function keepDraft(options: Parameters<typeof writeDraftInputs>[0]): Promise<void> {
  const { ctx, videoId: id, inputRevision } = options;
  try {
    await writeDraftInputs(options);
  } catch (error) {
    if (!isReelgraphError(error) || error.code !== "store-unavailable") throw error;
    ctx.log.warn({ videoId: id, inputRevision, error: String(error) }, "draft-inputs-not-kept");
  }
}

/** The body is the patch itself, so its pointers begin at the input's name. */
function patched(ctx: Context, video: VideoRow, patch: Record<string, unknown>): VideoInputs {
  try {
    return checkedInputs({ ctx, raw: mergeInputs(video.inputs, patch) });
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    const { code, message, details } = error;
    const errors = error.errors.map((field) => ({
      ...field,
      pointer: field.pointer.replace(/^\/inputs/, ""),
    }));
    throw new ReelgraphError({ code, message, errors, ...(details ? { details } : {}), cause: error });
  }
}

function conflict(video: VideoRow, seen: readonly number[]): ReelgraphError {
  const { inputRevision, inputs } = video;
  const yours = seen.length === 0 ? "an unknown version" : `version ${seen.join(", ")}`;
  return new ReelgraphError({
    code: "precondition-failed",
    message: `The inputs were edited meanwhile: your edit is based on ${yours}, they are at version ${inputRevision}. Read them again, and repeat your edit on them.`,
    details: {
      versions: { expected: seen[0] ?? null, current: inputRevision },
      current: { inputRevision, inputs },
    },
  });
}
