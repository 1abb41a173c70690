import { changedFields } from "../fingerprint/job-fingerprint";
import type { Sha256 } from "../fingerprint/sha256";
import type { InputValues } from "../graph/blueprint-types";
import type { GraphJob } from "../graph/expand";
import { recordedChecksums } from "./dirtiness";
import { fingerprintFieldsOf, type ModelChoices } from "./fingerprint-fields";
import { jobSeed } from "./job-seed";
import type { ArtifactRecord, HeadState } from "./types";

/**
 * What an earlier result was made from that its job would not read now, as `changedFields` names it; empty for another take of the
 * same inputs. Its own take counts as wanted.
 */
export function differsFromNow(options: {
  job: GraphJob;
  record: ArtifactRecord;
  inputs: InputValues;
  /** The video's seed. */
  seed: number;
  models: ModelChoices;
  head: HeadState | null;
  hash: Sha256;
}): string[] {
  const { job, record, inputs, seed: videoSeed, models, head, hash } = options;
  if (record.madeFrom === null) return ["unknown"];
  const checksums = recordedChecksums(head);
  const absent = job.artifacts.filter((id) => !checksums.has(id)).map((id) => [id, ""] as const);
  const { take } = record.madeFrom;
  const seed = jobSeed({ videoSeed, jobId: job.jobId, take, hash });
  const upstreamChecksums = new Map([...checksums, ...absent]);
  return changedFields(
    record.madeFrom,
    fingerprintFieldsOf({ job, inputs, seed, models, upstreamChecksums, take }),
  );
}
