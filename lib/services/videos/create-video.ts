import type { z } from "zod";
import { createVideoSchema } from "../../api/contract/videos";
import { type MicroUsd, microUsd, ZERO_MICROS } from "../../core/money/micro-usd";
import { videoPrefix } from "../../core/naming/document-path";
import type { Plan } from "../../core/plan/types";
import type { RunRow, StoredAnswer, VideoRow } from "../../ports/database";
import type { Context } from "../context";
import { type IdempotentRequest, idempotently } from "../idempotently";
import { assertWithinRunCeiling } from "../plans/assert-within-run-ceiling";
import { planFor } from "../plans/plan-for";
import { monthOf, newRun } from "../runs/new-run";
import { reserveMoney } from "../runs/reserve-money";
import { checkedInputs } from "./checked-inputs";

export interface CreatedVideo {
  video: VideoRow;
  run: RunRow | null;
  plan: Plan;
}

/**
 * Checks the inputs, prices the plan, reserves its maximum and writes video, run and the request's answer in one transaction; nothing is
 * written when any of that fails. The caller starts the run afterwards: a row that never got started is found by the reconciler.
 */
export async function createVideo(options: {
  ctx: Context;
  input: z.input<typeof createVideoSchema>;
  idempotency: IdempotentRequest | null;
  render: (created: CreatedVideo) => StoredAnswer;
}): Promise<{ answer: StoredAnswer; fresh: CreatedVideo | null }> {
  const { ctx, input, idempotency, render } = options;
  const request = createVideoSchema.parse(input);
  const inputs = checkedInputs({ ctx, raw: request.inputs });

  const at = ctx.clock.now();
  const id = ctx.ids.videoId();
  const seed = ctx.ids.seed();
  const { plan } = planFor({ ctx, inputs, seed, head: null, planOptions: { mode: "dirty" } });
  assertWithinRunCeiling({ plan, maxCostMicros: request.maxCostMicros });

  const video: VideoRow = {
    id,
    workspaceId: ctx.workspaceId,
    dagPrefix: videoPrefix(id),
    headRevision: 0,
    epoch: 0,
    status: request.start ? "queued" : "draft",
    inputs,
    inputRevision: 1,
    seed,
    title: null,
    durationSeconds: null,
    numDirtyArtifacts: plan.artifacts.length,
    totalCostMicros: ZERO_MICROS,
    ceilingMicros: microsOrNull(request.maxTotalCostMicros),
    thumbnailKey: null,
    mp4Key: null,
    createdAt: at,
    updatedAt: at,
  };
  const run = request.start
    ? newRun({
        ctx,
        video,
        type: "generation",
        options: { mode: "dirty", ...(request.export === false ? { export: false } : {}) },
        revision: 1,
        plan,
        maxCostMicros: microsOrNull(request.maxCostMicros),
        at,
      })
    : null;

  return await idempotently({
    ctx,
    request: idempotency,
    render,
    work: async (repositories) => {
      const { videos, runs } = repositories;
      await videos.insert(video);
      if (run) {
        await runs.insert(run);
        await reserveMoney({
          repositories,
          runId: run.id,
          videoId: id,
          month: monthOf(at),
          amount: plan.quote.costMicros,
          defaultCeiling: ctx.settings.defaultCeilingMicros,
          at,
        });
      }
      return { video, run, plan };
    },
  });
}

function microsOrNull(amount: number | undefined): MicroUsd | null {
  return amount === undefined ? null : microUsd(amount);
}
