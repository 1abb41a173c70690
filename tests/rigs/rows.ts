import { randomIds } from "../../lib/adapters/node/random-ids";
import type { WorkspaceId } from "../../lib/core/ids";
import { microUsd, ZERO_MICROS } from "../../lib/core/money/micro-usd";
import type { JobSpec } from "../../lib/core/plan/types";
import type { JobRow, PurchaseRow, RunRow, VideoRow } from "../../lib/ports/database";

/** Rows as the services write them, with what a test does not care about filled in. */

export const AT = new Date("2026-03-04T05:06:07.089Z");

export function freshWorkspaceId(): WorkspaceId {
  return randomIds.videoId().replace("vid_", "ws_") as WorkspaceId;
}

export function videoRow(change: Partial<VideoRow> & Pick<VideoRow, "workspaceId">): VideoRow {
  const id = change.id ?? randomIds.videoId();
  return {
    id,
    dagPrefix: `videos/${id}`,
    headRevision: 0,
    epoch: 0,
    status: "queued",
    inputs: { InquiryPrompt: "How tides work" },
    inputRevision: 1,
    seed: 4_294_967_295,
    title: null,
    durationSeconds: null,
    numDirtyArtifacts: 0,
    totalCostMicros: ZERO_MICROS,
    ceilingMicros: null,
    thumbnailKey: null,
    mp4Key: null,
    createdAt: AT,
    updatedAt: AT,
    ...change,
  };
}

export function runRow(change: Partial<RunRow> & Pick<RunRow, "workspaceId" | "videoId">): RunRow {
  return {
    id: randomIds.runId(),
    type: "generation",
    status: "queued",
    options: { mode: "dirty" },
    inputs: { InquiryPrompt: "How tides work" },
    inputRevision: 1,
    seed: 7,
    revision: 1,
    queueHash: null,
    quote: null,
    result: null,
    workflowRunId: null,
    starts: 0,
    epoch: 0,
    sliceEpoch: 0,
    sliceUntil: null,
    wakeAt: null,
    heartbeatAt: null,
    month: "2026-03",
    reservedMicros: ZERO_MICROS,
    costMicros: ZERO_MICROS,
    maxCostMicros: null,
    failure: null,
    actor: "test",
    createdAt: AT,
    startedAt: null,
    finishedAt: null,
    ...change,
  };
}

export function jobSpec(jobId: string): JobSpec {
  return {
    jobId,
    genId: jobId.split("[")[0] ?? jobId,
    provider: "openai",
    model: "model-1",
    dependencies: ["InquiryPrompt"],
    produces: [`${jobId}.out`],
    metadata: { cardinalityIndex: [], prompts: {}, modelConfig: {}, seed: 1, take: 0 },
    reason: "missing",
    reasons: ["missing"],
    why: ["missing"],
    mayCutOff: false,
    estimate: { costMicros: microUsd(1_000), seconds: 1.5 },
  };
}

export function jobRow(
  change: Partial<JobRow> & Pick<JobRow, "workspaceId" | "videoId" | "runId" | "jobId">,
): JobRow {
  const spec = jobSpec(change.jobId);
  return {
    genId: spec.genId,
    provider: spec.provider,
    model: spec.model,
    layer: 0,
    priority: 0,
    state: "ready",
    skipReason: change.state === "skipped" ? "unchanged" : null,
    spec,
    fingerprint: null,
    madeFrom: null,
    claimKey: null,
    providerRequestId: null,
    outputs: null,
    costMicros: ZERO_MICROS,
    attempts: 0,
    failure: null,
    startedAt: null,
    finishedAt: null,
    ...change,
  };
}

export function purchaseRow(
  change: Partial<PurchaseRow> & Pick<PurchaseRow, "workspaceId" | "videoId" | "runId">,
): PurchaseRow {
  return {
    id: randomIds.purchaseId(),
    jobId: "ScriptGen",
    claimKey: randomIds.nonce(),
    call: "main",
    purchaseNumber: 1,
    state: "claimed",
    provider: "openai",
    model: "model-1",
    nonce: randomIds.nonce(),
    providerRequestId: null,
    slotKey: "openai",
    sliceEpoch: 1,
    attempts: 1,
    deadlineAt: AT,
    nextCheckAt: null,
    maximumMicros: microUsd(1_000),
    costMicros: ZERO_MICROS,
    outcome: null,
    failure: null,
    createdAt: AT,
    submittedAt: null,
    finishedAt: null,
    ...change,
  };
}
