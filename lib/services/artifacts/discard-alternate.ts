import { ReelgraphError } from "../../core/errors";
import { videoId } from "../../core/ids";
import { type Context, inTenant } from "../context";
import { requireAlternate } from "./alternates";

/**
 * Throws an alternate away, with all of its bundle: not listed and never taken over any more. What was paid for it stays on record,
 * and so do the revisions that show it. Throws `conflict` while it is chosen to be shown.
 */
export async function discardAlternate(options: {
  ctx: Context;
  input: { id: string; name: string; n: number };
}): Promise<void> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  await inTenant(ctx, async (repositories) => {
    const video = await repositories.videos.lock(id);
    if (!video) throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
    const { name: artifact, n } = input;
    const { purchase } = await requireAlternate({ ctx, repositories, video, artifact, n });
    const chosen = Object.values(await repositories.choices.chosen(id));
    const outputs = purchase.outcome?.outputs ?? [];
    if (outputs.some((output) => chosen.some(({ checksum }) => checksum === output.checksum))) {
      throw new ReelgraphError({
        code: "conflict",
        message: `Alternate ${n} of ${artifact} is chosen to be shown. Choose another one first.`,
      });
    }
    await repositories.choices.discard({ videoId: id, purchaseId: purchase.id, at: ctx.clock.now() });
  });
}
