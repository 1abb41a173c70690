import type { Graph } from "../../core/graph/expand";
import { requireInputs, type VideoInputs } from "../../core/graph/inputs";
import type { RunId } from "../../core/ids";
import { ZERO_MICROS } from "../../core/money/micro-usd";
import { type RevisionDocument, revisionDocumentPath } from "../../core/naming/document-path";
import { plannedModels } from "../../core/plan/planned-models";
import type { JobSpec, Plan } from "../../core/plan/types";
import { priorities } from "../../core/run/priority";
import type { BuildOptions, JobRow, RunRow, TenantRepositories, VideoRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { putEncoded } from "../documents/documents";
import { planFor } from "../plans/plan-for";
import { headWithTakes } from "../plans/planning-head";
import { readPlan } from "../plans/read-plan";
import { loadHead } from "../videos/load-head";
import { requireRun, requireVideo } from "./require-run";
import { inputsDocument, nodesDocument, planDocument } from "./revision-documents";

/**
 * First step of a generation: takes the video's lease, freezes inputs, registry and plan as documents of the new revision, and writes
 * one ledger row per job. Repeating it writes the same and adds nothing. Returns false when the run has ended meanwhile.
 */
export async function planRun(options: {
  ctx: Context;
  input: { runId: RunId };
}): Promise<{ live: boolean }> {
  const { input } = options;
  const opened = await inTenant(options.ctx, (repositories) =>
    openRun(options.ctx, repositories, input.runId),
  );
  if (!opened) return { live: false };
  const { run, video } = opened;
  const ctx = withPlanned(options.ctx, run);

  const inputs = requireInputs(run.inputs);
  // First without a transaction: the head is kept, and none waits for the object store.
  await loadHead({ ctx, video });
  const head = await inTenant(ctx, (repositories) => headWithTakes({ ctx, repositories, video }));
  const committed = await readPlan({ ctx, videoId: run.videoId, revision: run.revision });
  const fresh = planFor({ ctx, inputs, seed: run.seed, head, planOptions: run.options as BuildOptions });
  const plan = committed ?? fresh.plan;
  if (!committed) {
    await putRevisionDocuments({ ctx, run, plan, inputs, graph: fresh.graph });
  }

  const ranks = priorities(plan);
  const rows = plan.layers.flatMap((layer, index) =>
    layer.map((job) => jobRow({ run, job, layer: index, rank: ranks.get(job.jobId) ?? 0 })),
  );
  await inTenant(ctx, async ({ runs, jobs, videos, events }) => {
    // Locks the run: of two executors that plan at once, the second finds what the first has written.
    const current = await runs.move({ id: run.id, event: "start" });
    if (!current || current.epoch !== run.epoch) return;
    if (await events.has({ runId: run.id, type: "plan-committed", data: {} })) return;
    const at = ctx.clock.now();
    await jobs.insertAll(rows);
    await videos.setStatus({ id: run.videoId, status: "running", at });
    const common = { videoId: run.videoId, runId: run.id, at };
    await events.append([
      { ...common, type: "run-started", data: { type: run.type, revision: run.revision } },
      {
        ...common,
        type: "plan-committed",
        data: {
          jobs: plan.jobs,
          layers: plan.layers.map((layer) => layer.map((job) => job.jobId)),
          queueHash: plan.queueHash,
          quote: plan.quote,
        },
      },
    ]);
  });
  ctx.log.info(
    { runId: run.id, videoId: run.videoId, jobs: plan.jobs, queueHash: plan.queueHash },
    "run-planned",
  );
  return { live: true };
}

/** What was quoted and reserved for is planned, also when a provider's key has come or gone since. */
function withPlanned(ctx: Context, { quote }: RunRow): Context {
  const models = plannedModels({ models: ctx.models, others: ctx.otherModels, planned: quote?.items ?? [] });
  return { ...ctx, models };
}

/** Starts the run and takes its video. The state first: a run that has ended must not take the lease from the one that came after it. */
async function openRun(
  ctx: Context,
  repositories: TenantRepositories,
  id: RunId,
): Promise<{ run: RunRow; video: VideoRow } | null> {
  const { runs, videos } = repositories;
  const found = await requireRun(repositories, id);
  const at = ctx.clock.now();
  const set = { startedAt: found.startedAt ?? at, heartbeatAt: at, wakeAt: null };
  const started = await runs.move({ id, event: "start", set });
  if (!started) return null;
  const epoch = await videos.takeLease({ id: started.videoId, runId: id });
  const run = epoch === started.epoch ? started : await runs.move({ id, event: "start", set: { epoch } });
  return run && { run, video: await requireVideo(repositories, run.videoId) };
}

async function putRevisionDocuments(options: {
  ctx: Context;
  run: RunRow;
  plan: Plan;
  graph: Graph;
  inputs: VideoInputs;
}): Promise<void> {
  const { ctx, run, plan, graph, inputs } = options;
  const put = (name: RevisionDocument, bytes: Uint8Array) => {
    const path = revisionDocumentPath(run.revision, name);
    return putEncoded({ ctx, videoId: run.videoId, path, bytes });
  };
  await put("inputs.json", inputsDocument(run));
  await put("nodes.json", nodesDocument({ ctx, graph, inputs }));
  // Last: a plan that is there is used as it is by whoever resumes, so everything before it must be durable.
  await put("plan.json", planDocument(run, plan));
}

function jobRow(options: { run: RunRow; job: JobSpec; layer: number; rank: number }): JobRow {
  const { run, job, layer, rank } = options;
  return {
    runId: run.id,
    jobId: job.jobId,
    workspaceId: run.workspaceId,
    videoId: run.videoId,
    genId: job.genId,
    provider: job.provider,
    model: job.model,
    layer,
    priority: rank,
    state: "ready",
    skipReason: null,
    spec: job,
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
  };
}
