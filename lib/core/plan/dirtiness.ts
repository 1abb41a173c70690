import { changedFields, jobFingerprint } from "../fingerprint/job-fingerprint";
import type { Sha256 } from "../fingerprint/sha256";
import type { InputValues } from "../graph/blueprint-types";
import type { Graph, GraphArtifact, GraphJob } from "../graph/expand";
import { fingerprintFieldsOf, type ModelChoices } from "./fingerprint-fields";
import { jobSeed } from "./job-seed";
import { reasonKind, reasonSubject, sortReasons } from "./reasons";
import type { ArtifactRecord, DirtyReason, HeadState, PlanMode } from "./types";

/** What the first phase found, per job by its position in `graph.jobs`. */
export interface Dirtiness {
  /** Why it is dirty, the most binding reason first; empty for a clean job. */
  reasons: readonly (readonly DirtyReason[])[];
  /** What it would make: everything of its bundle but what a person brought along. */
  produces: readonly (readonly string[])[];
  take: Uint32Array;
  seed: Uint32Array;
}

export interface DirtinessOptions {
  graph: Graph;
  inputs: InputValues;
  /** The video's seed. */
  seed: number;
  models: ModelChoices;
  head: HeadState | null;
  mode: PlanMode;
  /** Positions of jobs of which another take is wanted. */
  taken: ReadonlySet<number>;
  /** Positions of jobs kept although they are dirty. */
  pinned: ReadonlySet<number>;
  hash: Sha256;
}

/**
 * Phase 1 of graph.md, Dirtiness: an upper bound of what has to be made again. A job is dirty for a reason of its own (its
 * artifacts against what they would be made from now) or because an artifact it reads is about to be remade. Jobs stand
 * in topological order, so one pass is the closure over reverse edges.
 */
export function markDirty(options: DirtinessOptions): Dirtiness {
  const { graph, head, pinned, mode, taken, hash, seed: videoSeed } = options;
  const checksums = recordedChecksums(head);
  const reasons: DirtyReason[][] = [];
  const produces: (readonly string[])[] = [];
  const take = new Uint32Array(graph.jobs.length);
  const seed = new Uint32Array(graph.jobs.length);

  graph.jobs.forEach((job, position) => {
    const isTaken = taken.has(position);
    const recordedTake = takeOf(job, head);
    take[position] = isTaken ? Math.max(recordedTake, head?.takes?.get(job.jobId) ?? 0) + 1 : recordedTake;
    seed[position] = jobSeed({ videoSeed, jobId: job.jobId, take: take[position] as number, hash });

    // What a person brought along is kept, unless everything or this very thing is asked for again.
    const overwrites = isTaken || mode === "full";
    const made = overwrites
      ? job.produces
      : job.produces.filter((id) => !isBroughtAlong(head?.artifacts.get(id)));
    produces.push(made);
    if (pinned.has(position) || made.length === 0) {
      reasons.push([]);
      return;
    }
    if (mode === "full") {
      reasons.push(isTaken ? ["full-run", "take-requested"] : ["full-run"]);
      return;
    }
    const own = ownReasons({ job, made, take: recordedTake, checksums, options });
    if (isTaken) own.unshift("take-requested");
    // With nothing to be unchanged from, what happens upstream adds nothing.
    if (!own.includes("missing")) {
      for (const id of job.artifacts) {
        const { producer } = graph.artifacts.get(id) as GraphArtifact;
        if ((reasons[producer] as DirtyReason[]).length === 0) continue;
        if ((produces[producer] as readonly string[]).includes(id)) own.push(`upstream:${id}`);
      }
    }
    reasons.push(sortReasons(own));
  });
  return { reasons, produces, take, seed };
}

/**
 * The cause chain of every dirty job, from the first cause to the job: `["input-changed:Audience",
 * "upstream:VideoSummary"]`. Of several chains the shortest is told.
 */
export function causeChains({
  graph,
  reasons,
}: {
  graph: Graph;
  reasons: Dirtiness["reasons"];
}): DirtyReason[][] {
  const chains: DirtyReason[][] = [];
  for (const list of reasons) {
    let best: DirtyReason[] | null = null;
    for (const reason of list) {
      if (reasonKind(reason) !== "upstream") {
        best = [reason];
        break;
      }
      const producer = graph.artifacts.get(reasonSubject(reason) ?? "")?.producer;
      const before = producer === undefined ? [] : (chains[producer] ?? []);
      if (best === null || before.length + 1 < best.length) best = [...before, reason];
    }
    chains.push(best ?? []);
  }
  return chains;
}

/** Artifact id → checksum of the bytes that are there. */
export function recordedChecksums(head: HeadState | null): Map<string, string> {
  const checksums = new Map<string, string>();
  for (const [id, record] of head?.artifacts ?? []) if (isUsable(record)) checksums.set(id, record.checksum);
  return checksums;
}

/** True when there are bytes to read. */
export function isUsable(
  record: ArtifactRecord | undefined,
): record is ArtifactRecord & { checksum: NonNullable<ArtifactRecord["checksum"]> } {
  return record !== undefined && record.status === "ready" && record.checksum !== null;
}

function isBroughtAlong(record: ArtifactRecord | undefined): boolean {
  if (!isUsable(record) || isTakeOwed(record)) return false;
  return record.producedBy === "person" && record.dirtyReason === undefined;
}

/** Another take was asked for, and could not be made yet. */
function isTakeOwed({ failedTake = 0, madeFrom }: ArtifactRecord): boolean {
  return failedTake > (madeFrom?.take ?? 0);
}

/** The take its artifacts were made with, or a later one that was asked for and failed or was blocked. */
function takeOf(job: GraphJob, head: HeadState | null): number {
  return job.produces.reduce((take, id) => {
    const record = head?.artifacts.get(id);
    return Math.max(take, record?.madeFrom?.take ?? 0, record?.failedTake ?? 0);
  }, 0);
}

/** Reasons that don't depend on what else is dirty. */
function ownReasons({
  job,
  made,
  take,
  checksums,
  options,
}: {
  job: GraphJob;
  made: readonly string[];
  take: number;
  checksums: ReadonlyMap<string, string>;
  options: DirtinessOptions;
}): DirtyReason[] {
  const { head, inputs, models, hash, seed: videoSeed } = options;
  const found: DirtyReason[] = [];
  const comparable: ArtifactRecord[] = [];
  for (const id of made) {
    const record = head?.artifacts.get(id);
    if (record?.status === "failed") found.push(record.dirtyReason ?? "failed");
    else if (!isUsable(record)) found.push("missing");
    else if (record.dirtyReason !== undefined) found.push(record.dirtyReason);
    else if (isTakeOwed(record)) found.push("take-requested");
    else comparable.push(record);
  }
  if (comparable.length === 0) return found;

  const seed = jobSeed({ videoSeed, jobId: job.jobId, take, hash });
  // Something read that isn't there counts as changed; its producer is dirty and gives the same reason.
  const absent = job.artifacts.filter((id) => !checksums.has(id)).map((id) => [id, ""] as const);
  const known = absent.length === 0 ? checksums : new Map([...checksums, ...absent]);
  const fields = fingerprintFieldsOf({ job, inputs, seed, models, upstreamChecksums: known, take });
  const fingerprint = jobFingerprint({ fields, hash });
  const changed = new Set<string>();
  for (const record of comparable) {
    if (record.fingerprint === fingerprint) continue;
    const names = record.madeFrom === null ? [] : changedFields(record.madeFrom, fields);
    for (const name of names.length > 0 ? names : ["unknown"]) changed.add(name);
  }
  const noLongerRead: DirtyReason[] = [];
  for (const name of changed) {
    const reason = reasonOfField(name);
    const subject = reasonSubject(reason) ?? "";
    const isStale = reasonKind(reason) === "upstream" && !job.artifacts.includes(subject);
    (isStale ? noLongerRead : found).push(reason);
  }
  // That something is no longer read only explains a change when nothing else does.
  return found.length > 0 ? found : noLongerRead;
}

function reasonOfField(name: string): DirtyReason {
  if (name.startsWith("inputs.")) return `input-changed:${name.slice("inputs.".length)}`;
  if (name.startsWith("upstream.")) return `upstream:${name.slice("upstream.".length)}`;
  return `fingerprint-changed:${name}`;
}
