import type { AlternatesView } from "../../api/contract/alternates";
import { videoId } from "../../core/ids";
import { type Context, inTenant } from "../context";
import { requireVideo } from "../runs/require-run";
import { preloadHead } from "../videos/load-head";
import { alternatesOf } from "./alternates";

/** The other results of an artifact: earlier takes, and results of edits made meanwhile. */
export async function listAlternates(options: {
  ctx: Context;
  input: { id: string; name: string };
}): Promise<AlternatesView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  await preloadHead({ ctx, id });
  return await inTenant(ctx, async (repositories) => {
    const video = await requireVideo(repositories, id);
    const alternates = await alternatesOf({ ctx, repositories, video, artifact: input.name });
    const self = `/api/v1/videos/${id}`;
    return {
      data: alternates.map(({ n, purchase, record, isCurrent, differences }) => ({
        n,
        checksum: record.checksum ?? "",
        mediaType: record.mediaType,
        bytes: record.bytes,
        take: record.madeFrom?.take ?? 0,
        revision: record.revision,
        runId: purchase.runId,
        producedBy: purchase.jobId,
        madeAt: purchase.finishedAt?.toISOString() ?? null,
        costMicros: purchase.costMicros,
        isCurrent,
        differences,
        links: {
          content: `${self}/objects?key=${encodeURIComponent(record.key ?? "")}`,
          promote: `${self}/artifacts/${encodeURIComponent(input.name)}/alternates/${n}/promote`,
        },
      })),
    };
  });
}
