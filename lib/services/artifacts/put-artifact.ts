import type { BroughtView } from "../../api/contract/own-artifacts";
import { ReelgraphError } from "../../core/errors";
import type { Checksum } from "../../core/fingerprint/types";
import { requireInputs } from "../../core/graph/inputs";
import { type VideoId, videoId } from "../../core/ids";
import { mediaTypeOfName } from "../../core/media-type";
import { assetPath } from "../../core/naming/asset-path";
import { freePath } from "../../core/naming/free-path";
import type { ArtifactRecord } from "../../core/plan/types";
import type { StoredAnswer, TenantRepositories, VideoRow } from "../../ports/database";
import type { Intake } from "../../ports/intake";
import { type Context, inTenant } from "../context";
import { keyIn } from "../documents/documents";
import { putChecked } from "../documents/put-immutable";
import { type IdempotentRequest, idempotently } from "../idempotently";
import { dirtyOf } from "../plans/dirty-of";
import { planEdit } from "../plans/plan-edit";
import { requireVideo } from "../runs/require-run";
import { preloadHead } from "../videos/load-head";
import { checkOwnContent, declaredTypeOf, maxBytesOf, type OwnBytes } from "./check-own-content";
import { surroundingsOf, timingsBeside } from "./own-narration";
import { ownSlotOf } from "./own-slot";
import { keepDraftArtifacts } from "./write-draft-artifacts";

/** What the artifact may be before: any of these checksums, or anything at all. */
export type SeenChecksums = readonly string[] | null;

export interface PutArtifactOptions {
  ctx: Context;
  intake: Intake;
  input: {
    id: string;
    name: string;
    /** As the request calls it. */
    mediaType: string | null;
    body: AsyncIterable<Uint8Array>;
    seen: SeenChecksums;
  };
  /** Told apart by what came in. */
  idempotency: (checksum: Checksum) => IdempotentRequest | null;
  render: (view: BroughtView) => StoredAnswer;
}

/** Nothing is buried so often while it is stored. */
const ATTEMPTS = 5;

/**
 * Makes a person's own bytes the artifact: an edit like one of the inputs, shown at once, bought by nothing, and committed by the next
 * run, which makes again what depends on it. It stays, whatever is edited, until another one is asked for or it is taken back. A run at
 * work keeps what it froze. The bytes are durable before anything names them. Throws `invalid-input`, `unsupported-media-type` and
 * `body-too-large` for what cannot be used, `conflict` and `not-found` where it cannot stand, `precondition-failed`.
 */
export async function putArtifact(options: PutArtifactOptions): Promise<StoredAnswer> {
  const { ctx, intake, input } = options;
  const id = videoId(input.id);
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, id));
  // Before a byte of it is read: what cannot stand here need not be sent.
  const slot = ownSlotOf(video, input.name);
  const declared = declaredTypeOf(slot.artifact, slot.content, input.mediaType);
  const around = await surroundingsOf({ ctx, video, slot });
  const receiving = { body: input.body, maxBytes: maxBytesOf(slot.content) };
  const answer = await intake.receive(receiving, async (received) => {
    const own = await checkOwnContent({ ctx, ...slot, ...around, declared, received });
    const parts = [{ artifact: slot.artifact, own }, ...timingsBeside({ ctx, slot, own, ...around })];
    const request = options.idempotency(received.checksum);
    for (let attempt = 0; ; attempt++) {
      const records = await storeParts({ ctx, video, parts });
      const found = await choose({ ...options, id, request, records });
      if (found !== null) return found;
      if (attempt === ATTEMPTS)
        throw new Error(`The places for ${slot.artifact} are taken away as they are found.`);
    }
  });
  await keepDraftArtifacts({ ctx, videoId: id });
  return answer;
}

/** Puts the bytes where nothing was ever put away; whoever dies here leaves an object that nothing names. */
async function storeParts(options: {
  ctx: Context;
  video: VideoRow;
  parts: readonly { artifact: string; own: OwnBytes }[];
}): Promise<ArtifactRecord[]> {
  const { ctx, video, parts } = options;
  const buried = await inTenant(ctx, ({ tombstones }) => tombstones.paths(video.id));
  const records: ArtifactRecord[] = [];
  for (const { artifact, own } of parts) {
    const { checksum, mediaType, bytes, facts } = own;
    const path = freePath(assetPath({ artifact, checksum, mediaType }).path, buried);
    const key = keyIn(video.id, path);
    await putChecked({ ctx, key, body: own.body(), checksum, mediaType: mediaTypeOfName(path) });
    records.push({
      ...{ id: artifact, revision: video.headRevision, status: "ready" },
      ...{ checksum, fingerprint: null, key: path, mediaType, bytes },
      ...{ producedBy: "person", madeFrom: null },
      ...(Object.keys(facts).length > 0 ? { facts } : {}),
      brought: { at: ctx.clock.now().toISOString(), by: ctx.actor },
    });
  }
  return records;
}

/** Null when the cleaner has just put away what lay at one of the paths: they have to be stored elsewhere. */
async function choose(
  options: PutArtifactOptions & {
    id: VideoId;
    request: IdempotentRequest | null;
    records: readonly ArtifactRecord[];
  },
): Promise<StoredAnswer | null> {
  const { ctx, id, input, request, records, render } = options;
  // Before the row is locked, so that the lock waits for no object store.
  await preloadHead({ ctx, id });
  try {
    const { answer } = await idempotently({
      ctx,
      request,
      render,
      work: async (repositories) => {
        const video = await repositories.videos.lock(id);
        if (!video) throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
        // The inputs may be others by now.
        ownSlotOf(video, input.name);
        const buried = await repositories.tombstones.paths(id);
        if (records.some(({ key }) => key !== null && buried.has(key))) throw new Buried();
        return await brought({ ctx, repositories, video, records, seen: input.seen });
      },
    });
    return answer;
  } catch (error) {
    if (error instanceof Buried) return null;
    throw error;
  }
}

/** Leaves the transaction without a trace. */
class Buried extends Error {}

async function brought(options: {
  ctx: Context;
  repositories: TenantRepositories;
  video: VideoRow;
  records: readonly ArtifactRecord[];
  seen: SeenChecksums;
}): Promise<BroughtView> {
  const { ctx, repositories, video, records, seen } = options;
  const inputs = requireInputs(video.inputs);
  const planning = { ctx, repositories, video, inputs, planOptions: { mode: "dirty" as const } };
  const before = await planEdit(planning);
  const [record] = records;
  if (!record?.checksum) throw new Error("Nothing was brought along.");
  const current = before.head?.artifacts.get(record.id);
  if (seen !== null && !seen.includes(current?.checksum ?? "")) {
    throw new ReelgraphError({
      code: "precondition-failed",
      message: `${record.id} is another one than If-Match says. Look at it again, and decide anew.`,
      details: { current: current?.checksum ?? null },
    });
  }
  const { id: artifact, checksum, mediaType, bytes } = record;
  const view = { artifact, checksum, mediaType, bytes };
  if (current?.producedBy === "person" && current.checksum === checksum) {
    return { ...view, isNew: false, brought: [], dirty: dirtyOf(before.plan), quote: before.plan.quote };
  }
  const at = ctx.clock.now();
  await repositories.choices.choose({ videoId: video.id, records, at });
  const { plan } = await planEdit(planning);
  await repositories.videos.setDirty({ id: video.id, numDirtyArtifacts: plan.artifacts.length, at });
  const names = records.map(({ id }) => id);
  return { ...view, isNew: true, brought: names, dirty: dirtyOf(plan), quote: plan.quote };
}
