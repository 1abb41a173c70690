import type { VideoId } from "../../core/ids";
import type { EarlierLookup } from "../../core/plan/quote";
import { mayAdopt } from "../../core/plan/reasons";
import type { ArtifactRecord, Plan } from "../../core/plan/types";
import type { TenantRepositories } from "../../ports/database";

/**
 * What jobs of this plan could take over from earlier purchases instead of buying, for the quote's expected cost; null when no
 * job could. The dispatch decides again, claim by claim (graph.md, Dirtiness).
 */
export async function earlierResults(options: {
  repositories: Pick<TenantRepositories, "history" | "choices">;
  videoId: VideoId;
  plan: Plan;
}): Promise<EarlierLookup | null> {
  const { repositories, videoId, plan } = options;
  const jobIds = plan.layers
    .flat()
    .filter((job) => mayAdopt(job.reasons))
    .map((job) => job.jobId);
  const bought = await repositories.history.bought({ videoId, jobIds });
  const discarded = await repositories.choices.discarded(videoId);
  const purchases = bought.filter(({ id }) => !discarded.has(id));
  if (purchases.length === 0) return null;
  // The newest of equal fingerprints wins, as at the dispatch.
  const results = new Map<string, ArtifactRecord[]>();
  for (const { outcome } of purchases) {
    const fingerprint = outcome?.outputs[0]?.fingerprint;
    if (outcome && fingerprint) results.set(fingerprint, outcome.outputs);
  }
  return (fingerprint, produces) => {
    const records = (results.get(fingerprint) ?? []).filter(({ id }) => produces.includes(id));
    if (records.length < produces.length) return null;
    return { checksums: Object.fromEntries(records.map(({ id, checksum }) => [id, checksum ?? ""])) };
  };
}
