import type { ArtifactPageView } from "../../api/contract/videos";
import { invalidInput } from "../../core/errors";
import { requireInputs } from "../../core/graph/inputs";
import { videoId } from "../../core/ids";
import { videoPrefix } from "../../core/naming/document-path";
import { type Context, inTenant } from "../context";
import { planFor } from "../plans/plan-for";
import { requireVideo } from "../runs/require-run";
import { currentArtifacts } from "./current-artifacts";

/** All artifacts of a video as they are now; `stale` and `reason` are derived from fingerprints when asked (graph.md, Dirtiness). */
export async function listArtifacts(options: {
  ctx: Context;
  input: { id: string; limit: number; cursor?: string };
}): Promise<ArtifactPageView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, id));
  const { artifacts } = await currentArtifacts({ ctx, video });
  const { plan } = planFor({
    ctx,
    inputs: requireInputs(video.inputs),
    seed: video.seed,
    head: { revision: video.headRevision, artifacts },
    planOptions: { mode: "dirty" },
  });
  const reasons = new Map(
    plan.layers.flat().flatMap((job) => job.produces.map((name) => [name, job.reason] as const)),
  );
  const start = offsetOf(input.cursor ?? "0");
  const all = [...artifacts.values()];
  const page = all.slice(start, start + input.limit);
  const hasMore = start + input.limit < all.length;
  return {
    data: page.map((record) => {
      const reason = reasons.get(record.id);
      return {
        id: record.id,
        revision: record.revision,
        status: record.status,
        checksum: record.checksum,
        fingerprint: record.fingerprint,
        mediaType: record.mediaType,
        bytes: record.bytes,
        producedBy: record.producedBy,
        stale: reason !== undefined,
        ...(reason ? { reason } : {}),
        ...(record.brought ? { brought: record.brought } : {}),
        key: record.key ? `${videoPrefix(id)}/${record.key}` : null,
        links: { content: `/api/v1/videos/${id}/artifacts/${encodeURIComponent(record.id)}` },
      };
    }),
    nextCursor: hasMore ? String(start + input.limit) : null,
    hasMore,
  };
}

function offsetOf(cursor: string): number {
  if (/^\d{1,6}$/.test(cursor)) return Number(cursor);
  throw invalidInput("/cursor", "cursor: use nextCursor of the page before, unchanged.");
}
