import type { VideoId } from "../../core/ids";
import { adoptingJobs, type BoughtResult, earlierLookup } from "../../core/plan/earlier-lookup";
import type { EarlierLookup } from "../../core/plan/quote";
import type { Plan } from "../../core/plan/types";
import type { TenantRepositories } from "../../ports/database";

type Repositories = Pick<TenantRepositories, "history" | "choices" | "tombstones">;

/**
 * What jobs of this plan could take over from earlier purchases instead of buying, for the quote's expected cost; null when no
 * job could. The dispatch decides again, claim by claim (graph.md, Dirtiness).
 */
export async function earlierResults(options: {
  repositories: Repositories;
  videoId: VideoId;
  plan: Plan;
}): Promise<EarlierLookup | null> {
  const { repositories, videoId, plan } = options;
  const results = await boughtResults({ repositories, videoId, jobIds: adoptingJobs(plan) });
  return earlierLookup({ plan, results });
}

/** What was bought for these jobs and neither thrown away nor put away by the cleaner, oldest first. */
export async function boughtResults(options: {
  repositories: Repositories;
  videoId: VideoId;
  jobIds: readonly string[];
}): Promise<BoughtResult[]> {
  const { repositories, videoId, jobIds } = options;
  const bought = await repositories.history.bought({ videoId, jobIds });
  const discarded = await repositories.choices.discarded(videoId);
  const buried = await repositories.tombstones.paths(videoId);
  return bought
    .filter(({ id }) => !discarded.has(id))
    .flatMap(({ jobId, outcome }) => {
      const outputs = outcome?.outputs ?? [];
      const fingerprint = outputs[0]?.fingerprint;
      if (!fingerprint || outputs.some(({ key }) => key !== null && buried.has(key))) return [];
      return [{ jobId, fingerprint, checksums: checksumsOf(outputs) }];
    });
}

function checksumsOf(outputs: readonly { id: string; checksum: string | null }[]): Record<string, string> {
  return Object.fromEntries(outputs.map(({ id, checksum }) => [id, checksum ?? ""]));
}
