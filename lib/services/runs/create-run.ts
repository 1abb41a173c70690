import type { z } from "zod";
import type { createRunSchema } from "../../api/contract/regeneration";
import { ReelgraphError } from "../../core/errors";
import { requireInputs } from "../../core/graph/inputs";
import { videoId } from "../../core/ids";
import { microUsd } from "../../core/money/micro-usd";
import type { Plan } from "../../core/plan/types";
import type { RunRow, StoredAnswer } from "../../ports/database";
import type { Context } from "../context";
import { type IdempotentRequest, idempotently } from "../idempotently";
import { assertWithinRunCeiling } from "../plans/assert-within-run-ceiling";
import { planEdit } from "../plans/plan-edit";
import { planOptionsOf } from "../plans/plan-options";
import { preloadHead } from "../videos/load-head";
import { monthOf, newRun } from "./new-run";
import { reserveMoney } from "./reserve-money";

export interface CreatedRun {
  /** Null when there is nothing to do. */
  run: RunRow | null;
  plan: Plan;
}

/**
 * Opens a run of a video: plans it as it stands, reserves the plan's maximum and writes the row, in one transaction that keeps inputs
 * and head in place. The first run of a draft is its generation. Throws `run-active`, `pin-conflict`, `unknown-selector`,
 * `ceiling-reached`; then nothing is written.
 */
export async function createRun(options: {
  ctx: Context;
  input: { id: string } & z.output<typeof createRunSchema>;
  idempotency: IdempotentRequest | null;
  render: (created: CreatedRun) => StoredAnswer;
}): Promise<{ answer: StoredAnswer; fresh: CreatedRun | null }> {
  const { ctx, input, idempotency, render } = options;
  const id = videoId(input.id);
  const { maxCostMicros } = input;
  const planOptions = planOptionsOf(input);
  // Before the row is locked, so that the lock waits for no object store.
  await preloadHead({ ctx, id });
  return await idempotently({
    ctx,
    request: idempotency,
    render,
    work: async (repositories) => {
      const { videos, runs } = repositories;
      const video = await videos.lock(id);
      if (!video) throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
      const active = await runs.active(id);
      if (active) throw runActive(active);

      const inputs = requireInputs(video.inputs);
      const { plan } = await planEdit({ ctx, repositories, video, inputs, planOptions });
      if (plan.jobs === 0) return { run: null, plan };
      assertWithinRunCeiling({ plan, maxCostMicros });
      const at = ctx.clock.now();
      const chosen = await repositories.choices.chosen(id);
      const revision = await runs.nextRevision(id);
      const run = newRun({
        ctx,
        video,
        type: revision === 1 ? "generation" : "regeneration",
        options: {
          ...planOptions,
          ...(Object.keys(chosen).length > 0 ? { chosen } : {}),
          ...(input.scheduling ? { scheduling: input.scheduling } : {}),
          ...(input.export === false ? { export: false as const } : {}),
        },
        revision,
        plan,
        maxCostMicros: maxCostMicros === undefined ? null : microUsd(maxCostMicros),
        at,
      });
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
      await videos.setStatus({ id, status: "queued", at });
      return { run, plan };
    },
  });
}

function runActive({ id, status }: RunRow): ReelgraphError {
  return new ReelgraphError({
    code: "run-active",
    message: "This video has an active run. Wait for it to end or cancel it, then start another.",
    details: { run: { id, status } },
  });
}
