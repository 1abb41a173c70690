import type { z } from "zod";
import type { patchVideoSchema, VideoDetailView } from "../../api/contract/videos";
import { ReelgraphError } from "../../core/errors";
import { videoId } from "../../core/ids";
import { microUsd } from "../../core/money/micro-usd";
import { type Context, inTenant } from "../context";
import { getVideo } from "./get-video";

/**
 * What all runs of a video together may cost, from now on. It may be less than is spent and set aside already: runs under way go on
 * with what they have, and nothing more is let in. `not-found` for an absent, foreign or deleted video.
 */
export async function setVideoCeiling(options: {
  ctx: Context;
  input: { id: string } & z.output<typeof patchVideoSchema>;
}): Promise<VideoDetailView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  const { maxTotalCostMicros: amount } = input;
  const ceilingMicros = amount === null ? null : microUsd(amount);
  if (!(await inTenant(ctx, ({ videos }) => videos.setCeiling({ id, ceilingMicros })))) {
    throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
  }
  return await getVideo({ ctx, input });
}
