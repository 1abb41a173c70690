import type { Sha256 } from "../fingerprint/sha256";

/**
 * The seed a job sends to its model, a uint32: hash(video seed, job, take) (graph.md, Planning). Stable for a job until
 * another take of it is asked for; different for every job, so that two images of one prompt differ.
 */
export function jobSeed({
  videoSeed,
  jobId,
  take,
  hash,
}: {
  videoSeed: number;
  jobId: string;
  take: number;
  hash: Sha256;
}): number {
  return Number.parseInt(hash(`seed\0${videoSeed}\0${jobId}\0${take}`).slice(0, 8), 16);
}
