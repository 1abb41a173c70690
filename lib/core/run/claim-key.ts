import { canonicalJson } from "../fingerprint/canonical-json";
import type { Sha256 } from "../fingerprint/sha256";

/**
 * Who may buy: one claim per workspace, video, job, fingerprint and take (runner.md, Job ledger). Two executors of the same job
 * compute the same key, and the database lets one of them in.
 */
export function claimKey(options: {
  workspaceId: string;
  videoId: string;
  jobId: string;
  fingerprint: string;
  take: number;
  hash: Sha256;
}): string {
  const { workspaceId, videoId, jobId, fingerprint, take, hash } = options;
  return hash(`claim\0${canonicalJson({ workspaceId, videoId, jobId, fingerprint, take })}`);
}
