/** Paths of a video's documents below its prefix; the only place that spells them (storage.md, One prefix per video). */

export function videoPrefix(videoId: string): string {
  return `videos/${videoId}`;
}

/** Revisions are numbered from 1 and padded, so that a listing sorts as time does. */
export function revisionFolder(revision: number): string {
  return `dag/${String(revision).padStart(6, "0")}`;
}

export const METADATA_PATH = "metadata.json";
export const DRAFT_INPUTS_PATH = "draft/inputs.json";
export const DRAFT_ARTIFACTS_PATH = "draft/artifacts.json";
export const PAID_ELSEWHERE_PATH = "paid-elsewhere.json";

export type RevisionDocument =
  | "inputs.json"
  | "nodes.json"
  | "plan.json"
  | "tags.jsonl"
  | "assembly-input.json"
  | "timeline.json"
  | "manifest.json";

/** Every revision that was committed has all of them. */
export const HEAD_DOCUMENTS: readonly RevisionDocument[] = [
  "inputs.json",
  "nodes.json",
  "plan.json",
  "tags.jsonl",
  "assembly-input.json",
  "timeline.json",
  "manifest.json",
];

export function revisionDocumentPath(revision: number, document: RevisionDocument): string {
  return `${revisionFolder(revision)}/${document}`;
}

export function jobOutcomePath(revision: number, jobId: string): string {
  return `${revisionFolder(revision)}/jobs/${jobId}.json`;
}

export function checkpointPath(revision: number, layer: number): string {
  return `${revisionFolder(revision)}/checkpoints/layer-${layer}-complete.json`;
}

export function runLogPath(runId: string): string {
  return `runs/${runId}/run.jsonl`;
}

export function exportPath(options: { name: string; digest: string; extension: string }): string {
  return `assets/exports/${options.name}.${options.digest.slice(0, 12)}.${options.extension}`;
}

export function exportManifestPath(runId: string): string {
  return `assets/exports/${runId}.manifest.json`;
}

export function exportChunkPath(segmentIndex: number, digest: string): string {
  return `assets/exports/chunks/seg${segmentIndex}.${digest.slice(0, 12)}.mp4`;
}

/** What went wrong with a video's documents, and what was done about it. */
export function incidentPath(at: Date): string {
  return `incidents/${at.toISOString().replaceAll(":", "-")}.json`;
}
