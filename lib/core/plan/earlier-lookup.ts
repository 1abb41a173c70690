import type { EarlierLookup } from "./quote";
import { mayAdopt } from "./reasons";
import type { Plan } from "./types";

/** What a purchase of the past made, as far as a plan can use it. */
export interface BoughtResult {
  jobId: string;
  fingerprint: string;
  /** Artifact name → checksum, of everything it made. */
  checksums: Readonly<Record<string, string>>;
}

/** Jobs of a plan that would take over an equal result made earlier instead of buying (graph.md, Dirtiness). */
export function adoptingJobs(plan: Plan): string[] {
  return plan.layers
    .flat()
    .filter((job) => mayAdopt(job.reasons))
    .map((job) => job.jobId);
}

/**
 * What jobs of this plan could take over, for the quote's expected cost; null when no job could. `results` stand oldest first: the
 * newest of equal fingerprints wins, as at the dispatch. The dispatch decides again, claim by claim.
 */
export function earlierLookup(options: {
  plan: Plan;
  results: readonly BoughtResult[];
}): EarlierLookup | null {
  const adopting = new Set(adoptingJobs(options.plan));
  const usable = options.results.filter(({ jobId }) => adopting.has(jobId));
  if (usable.length === 0) return null;
  const newest = new Map(usable.map(({ fingerprint, checksums }) => [fingerprint, checksums]));
  return (fingerprint, produces) => {
    const made = newest.get(fingerprint);
    if (made === undefined || !produces.every((id) => Object.hasOwn(made, id))) return null;
    return { checksums: Object.fromEntries(produces.map((id) => [id, made[id] ?? ""])) };
  };
}
