import { jobFingerprint } from "../fingerprint/job-fingerprint";
import type { Sha256 } from "../fingerprint/sha256";
import type { Fingerprint, FingerprintFields } from "../fingerprint/types";
import { mayAdopt, mayCutOff } from "./reasons";
import type { ArtifactRecord, JobSpec } from "./types";

/** What to do with a job whose turn has come. `from` is what `earlier` found. */
export type DispatchDecision<Candidate> =
  | { action: "buy"; fingerprint: Fingerprint }
  | { action: "skip-unchanged"; fingerprint: Fingerprint }
  | { action: "adopt"; fingerprint: Fingerprint; from: Candidate };

/**
 * Phase 2 of graph.md, Dirtiness, just before a job is bought: `fields` hold the actual upstream checksums.
 * - All reasons `input-changed`, `fingerprint-changed` or `upstream`, and every artifact it makes is in the head and was
 *   made from equal fields: `skip-unchanged`, cost 0, and the wave stops here.
 * - Those or `missing`, and `earlier` knows an equal result (of an earlier revision of the video, or of the workspace's
 *   cache): `adopt`, cost 0.
 * - Otherwise `buy`; always for `full-run`, `failed`, `validation` and `take-requested`.
 */
export function dispatchDecision<Candidate>({
  job,
  fields,
  recorded,
  earlier,
  hash,
}: {
  job: Pick<JobSpec, "produces" | "reasons">;
  fields: FingerprintFields;
  /** The head's records; those of other jobs' artifacts are ignored. */
  recorded: readonly ArtifactRecord[];
  /** An equal result made earlier that has every artifact of `produces`; null when there is none. */
  earlier: (fingerprint: Fingerprint, produces: readonly string[]) => Candidate | null;
  hash: Sha256;
}): DispatchDecision<Candidate> {
  const fingerprint = jobFingerprint({ fields, hash });
  if (mayCutOff(job.reasons)) {
    const upToDate = new Set(
      recorded.filter((record) => isMadeFrom(record, fingerprint)).map(({ id }) => id),
    );
    if (job.produces.every((id) => upToDate.has(id))) return { action: "skip-unchanged", fingerprint };
  }
  if (mayAdopt(job.reasons)) {
    const from = earlier(fingerprint, job.produces);
    if (from !== null) return { action: "adopt", fingerprint, from };
  }
  return { action: "buy", fingerprint };
}

function isMadeFrom(record: ArtifactRecord, fingerprint: Fingerprint): boolean {
  return record.status === "ready" && record.checksum !== null && record.fingerprint === fingerprint;
}
