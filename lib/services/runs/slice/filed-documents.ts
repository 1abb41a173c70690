import {
  checkpointPath,
  jobOutcomePath,
  revisionFolder,
  videoPrefix,
} from "../../../core/naming/document-path";
import type { Context } from "../../context";
import { keyIn } from "../../documents/documents";
import { listAll } from "../../documents/list-all";
import type { SliceState } from "./slice-state";

/** With fewer jobs ended than that, writing their outcomes again costs no more than asking which are there. */
const WORTH_A_LIST = 3;

/** What earlier slices have written of a revision: outcomes by job, checkpoints by layer. */
export interface FiledDocuments {
  hasOutcome(jobId: string): boolean;
  hasCheckpoint(layer: number): boolean;
}

/**
 * Asks the store once, so that a run of many slices does not send every outcome again in each. Documents are written once and never
 * change: what is there is whole. When the store cannot be asked nothing counts as written, and writing it again changes nothing.
 */
export async function filedDocuments(ctx: Context, { run, jobs }: SliceState): Promise<FiledDocuments> {
  const ended = [...jobs.values()].filter(({ finishedAt }) => finishedAt !== null).length;
  const { videoId, revision } = run;
  const folder = `${videoPrefix(videoId)}/${revisionFolder(revision)}/`;
  const heads = ended < WORTH_A_LIST ? [] : await listAll(ctx.objects, folder).catch(() => []);
  const keys = new Set<string>(heads.map(({ key }) => key));
  return {
    hasOutcome: (jobId) => keys.has(keyIn(videoId, jobOutcomePath(revision, jobId))),
    hasCheckpoint: (layer) => keys.has(keyIn(videoId, checkpointPath(revision, layer))),
  };
}
