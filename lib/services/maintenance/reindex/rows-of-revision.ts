import type { Checksum, Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import { runId as asRunId, type VideoId } from "../../../core/ids";
import { type MicroUsd, microUsd, ZERO_MICROS } from "../../../core/money/micro-usd";
import type { ArtifactRecord, JobSpec } from "../../../core/plan/types";
import { claimKey } from "../../../core/run/claim-key";
import type { JobFailure } from "../../../core/run/failure";
import type { JobRow, PurchaseRow, RunRow } from "../../../ports/database";
import type { Context } from "../../context";
import { newRun } from "../../runs/new-run";
import { callsOf } from "../../runs/slice/provider-calls";
import type { Outcome, RevisionRecord } from "./read-revision";

const LOST: JobFailure = {
  code: "permanent",
  retryable: true,
  message: "Its rows were lost before it ended, and rebuilt from its documents.",
};

/** What the ledger would hold of a run, as far as its documents tell. */
export interface RunRows {
  run: RunRow;
  jobs: JobRow[];
  purchases: PurchaseRow[];
}

/** A run that has ended, from the documents of its revision. */
export function rowsOfRevision(options: { ctx: Context; videoId: VideoId; record: RevisionRecord }): RunRows {
  const { ctx, videoId, record } = options;
  const { revision, inputs, plan, asked, outcomes, tags, fault } = record;
  const createdAt = new Date(asked.createdAt);
  const ended = [...outcomes.values()].flatMap(({ finishedAt }) => finishedAt ?? []);
  const began = [...outcomes.values()].flatMap(({ startedAt }) => startedAt ?? []);
  const finishedAt = new Date(ended.sort().at(-1) ?? asked.createdAt);
  const isCommitted = tags !== null || fault !== null;
  const status = statusOf(record, isCommitted);
  const run: RunRow = {
    ...pastRun({ ctx, videoId, revision, like: inputs, at: createdAt }),
    id: asRunId(asked.runId),
    status,
    options: asked.options as unknown as RunRow["options"],
    queueHash: plan.queueHash,
    quote: plan.quote,
    failure: status === "failed" && !isCommitted ? LOST : null,
    actor: asked.actor,
    startedAt: new Date(began.sort()[0] ?? asked.createdAt),
    finishedAt,
  };
  const rows = plan.layers.flatMap((layer, depth) =>
    layer.map((spec, rank) => {
      const outcome = outcomes.get(spec.jobId) ?? null;
      return jobRows({ ctx, run, spec, layer: depth, priority: rank, outcome, tags });
    }),
  );
  return {
    run,
    jobs: rows.map(({ job }) => job),
    purchases: rows.flatMap(({ purchases }) => purchases),
  };
}

/** For a folder without a plan: its number is taken, and nothing came of it. */
export function emptyRun(options: Omit<Parameters<typeof pastRun>[0], "at">): RunRow {
  return pastRun({ ...options, at: options.ctx.clock.now() });
}

/** A run that was started once, and has ended. */
function pastRun(options: {
  ctx: Context;
  videoId: VideoId;
  revision: number;
  like: Pick<RunRow, "inputs" | "inputRevision" | "seed">;
  at: Date;
}): RunRow {
  const { ctx, videoId, revision, like, at } = options;
  const run = newRun({
    ...{ ctx, revision, at, plan: null, maxCostMicros: null },
    video: { id: videoId, ...like },
    type: revision === 1 ? "generation" : "regeneration",
    options: { mode: "dirty" },
  });
  return { ...run, status: "failed", starts: 1, epoch: revision, failure: LOST, finishedAt: at };
}

function statusOf({ plan, outcomes }: RevisionRecord, isCommitted: boolean): RunRow["status"] {
  if (!isCommitted) return "failed";
  const all = plan.layers.flat().map(({ jobId }) => outcomes.get(jobId)?.status ?? "cancelled");
  if (all.some((status) => status === "cancelled")) return "cancelled";
  const isGood = (status: string) => status === "succeeded" || status === "skipped";
  if (all.every(isGood)) return "succeeded";
  return all.some(isGood) ? "partial" : "failed";
}

function jobRows(options: {
  ctx: Context;
  run: RunRow;
  spec: JobSpec;
  layer: number;
  priority: number;
  outcome: Outcome | null;
  tags: readonly ArtifactRecord[] | null;
}): { job: JobRow; purchases: PurchaseRow[] } {
  const { ctx, run, spec, layer, priority, outcome, tags } = options;
  const { workspaceId, videoId } = run;
  const fields = outcome?.specUsed as FingerprintFields | null | undefined;
  const fingerprint = (outcome?.fingerprint ?? null) as Fingerprint | null;
  const outputs = outcome ? outputsOf({ outcome, run, fields: fields ?? null, fingerprint, tags }) : [];
  const isBought = outcome !== null && (outcome.attempts > 0 || outcome.costMicros > 0);
  const { take } = spec.metadata;
  const key =
    fingerprint && isBought
      ? claimKey({ workspaceId, videoId, jobId: spec.jobId, fingerprint, take, hash: ctx.hash })
      : null;
  const job: JobRow = {
    runId: run.id,
    jobId: spec.jobId,
    workspaceId,
    videoId,
    genId: spec.genId,
    provider: spec.provider,
    model: spec.model,
    layer,
    priority,
    state: outcome?.status ?? "cancelled",
    skipReason: outcome?.skipReason ?? null,
    spec,
    fingerprint,
    madeFrom: fields ?? null,
    claimKey: key,
    providerRequestId: outcome?.providerRequestId ?? null,
    outputs: outputs.length > 0 ? outputs : null,
    costMicros: microUsd(outcome?.costMicros ?? 0),
    attempts: outcome?.attempts ?? 0,
    failure: (outcome?.failure ?? null) as JobFailure | null,
    startedAt: dateOf(outcome?.startedAt),
    finishedAt: dateOf(outcome?.finishedAt) ?? run.finishedAt,
  };
  return { job, purchases: key === null ? [] : purchasesOf({ ctx, run, job, key }) };
}

/** Documents say less than records do: what was measured of the bytes is in the tags of the revision that made them. */
function outputsOf(options: {
  outcome: Outcome;
  run: RunRow;
  fields: FingerprintFields | null;
  fingerprint: Fingerprint | null;
  tags: readonly ArtifactRecord[] | null;
}): ArtifactRecord[] {
  const { outcome, run, fields, fingerprint, tags } = options;
  return outcome.outputs.map(({ artifact, key, checksum, bytes, mediaType }) => {
    const tag = tags?.find((candidate) => candidate.id === artifact && candidate.checksum === checksum);
    if (tag) return tag;
    return {
      ...{ id: artifact, revision: run.revision, status: "ready" as const },
      ...{ checksum: checksum as Checksum | null, fingerprint, key, mediaType, bytes },
      ...{ producedBy: outcome.jobId, madeFrom: fields, lastJobId: outcome.jobId },
    };
  });
}

/** So that later runs take over what was bought before, and nothing is bought twice for a lost database. */
function purchasesOf(options: { ctx: Context; run: RunRow; job: JobRow; key: string }): PurchaseRow[] {
  const { ctx, run, job, key } = options;
  const generator = ctx.generators.get(job.provider);
  const calls = generator
    ? callsOf({ generator, job, inputs: run.inputs })
    : [{ call: "main", produces: job.spec.produces, maximumMicros: microUsd(0) }];
  const isMade = job.state === "succeeded";
  const at = job.finishedAt ?? run.createdAt;
  return calls.map(({ call, produces, maximumMicros }, index): PurchaseRow => {
    const isLast = index === calls.length - 1;
    const outputs = (job.outputs ?? []).filter(({ id }) => produces.includes(id));
    return {
      id: ctx.ids.purchaseId(),
      workspaceId: run.workspaceId,
      videoId: run.videoId,
      runId: run.id,
      jobId: job.jobId,
      claimKey: key,
      call,
      purchaseNumber: 1,
      state: isMade ? "succeeded" : "failed",
      provider: job.provider,
      model: job.model,
      nonce: ctx.ids.nonce(),
      providerRequestId: isLast ? job.providerRequestId : null,
      slotKey: "",
      sliceEpoch: 0,
      attempts: job.attempts,
      deadlineAt: at,
      nextCheckAt: null,
      maximumMicros,
      // Documents know the job's price, not what each of its calls had of it.
      costMicros: isLast ? job.costMicros : (ZERO_MICROS as MicroUsd),
      outcome: isMade ? { outputs } : null,
      failure: isMade ? null : job.failure,
      createdAt: job.startedAt ?? run.createdAt,
      submittedAt: job.startedAt,
      finishedAt: at,
    };
  });
}

function dateOf(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}
