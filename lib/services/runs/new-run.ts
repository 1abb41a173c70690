import { type MicroUsd, ZERO_MICROS } from "../../core/money/micro-usd";
import type { Plan } from "../../core/plan/types";
import type { RunRow, VideoRow } from "../../ports/database";
import type { Context } from "../context";

/** The month a start is charged to, UTC: `2026-11`. */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7);
}

/** The row of a run that has not started. Its inputs are frozen here: later edits of the video never reach it. */
export function newRun(options: {
  ctx: Context;
  video: Pick<VideoRow, "id" | "inputs" | "inputRevision" | "seed">;
  type: RunRow["type"];
  options: RunRow["options"];
  revision: number;
  plan: Plan | null;
  maxCostMicros: MicroUsd | null;
  at: Date;
}): RunRow {
  const { ctx, video, type, revision, plan, maxCostMicros, at } = options;
  return {
    id: ctx.ids.runId(),
    workspaceId: ctx.workspaceId,
    videoId: video.id,
    type,
    status: "queued",
    options: options.options,
    inputs: video.inputs,
    inputRevision: video.inputRevision,
    seed: video.seed,
    revision,
    queueHash: plan?.queueHash ?? null,
    quote: plan?.quote ?? null,
    result: null,
    workflowRunId: null,
    starts: 0,
    epoch: 0,
    sliceEpoch: 0,
    sliceUntil: null,
    wakeAt: null,
    heartbeatAt: null,
    month: monthOf(at),
    reservedMicros: ZERO_MICROS,
    costMicros: ZERO_MICROS,
    maxCostMicros,
    failure: null,
    actor: ctx.actor,
    createdAt: at,
    startedAt: null,
    finishedAt: null,
  };
}
