import type { GraphView, NODE_STATES } from "../../api/contract/history";
import type { GraphJob } from "../../core/graph/expand";
import { requireInputs } from "../../core/graph/inputs";
import { videoId } from "../../core/ids";
import type { HeadState } from "../../core/plan/types";
import type { JobState } from "../../core/run/job-state";
import { type Context, inTenant } from "../context";
import { planEdit } from "../plans/plan-edit";
import { requireVideo } from "../runs/require-run";
import { preloadHead } from "./load-head";

type NodeState = (typeof NODE_STATES)[number];

/** What a job of a run at work looks like; one that has ended is judged by what it left. */
const AT_WORK: Partial<Record<JobState, NodeState>> = {
  ready: "waiting",
  claimed: "working",
  submitted: "working",
  failed: "failed",
  blocked: "blocked",
};

/** The video's graph for its inputs of now: a node per job with its state, an edge per artifact that another job reads. */
export async function getGraph(options: { ctx: Context; input: { id: string } }): Promise<GraphView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  await preloadHead({ ctx, id });
  return await inTenant(ctx, async (repositories) => {
    const video = await requireVideo(repositories, id);
    const inputs = requireInputs(video.inputs);
    const planOptions = { mode: "dirty" as const };
    const { graph, plan, head } = await planEdit({ ctx, repositories, video, inputs, planOptions });
    const run = await repositories.runs.active(id);
    const rows = run ? await repositories.jobs.ofRun(run.id) : [];
    const states = new Map(rows.map((row) => [row.jobId, AT_WORK[row.state]]));
    const reasons = new Map(plan.layers.flat().map(({ jobId, reason }) => [jobId, reason]));
    return {
      revision: video.headRevision,
      runId: run?.id ?? null,
      nodes: graph.jobs.map((job) => {
        const reason = reasons.get(job.jobId);
        const model = ctx.models[job.genId];
        return {
          id: job.jobId,
          genId: job.genId,
          layer: job.layer,
          provider: model?.provider ?? "none",
          model: model?.model ?? "none",
          state: states.get(job.jobId) ?? stateOf(job, head, reason !== undefined),
          ...(reason ? { reason } : {}),
          inputs: [...job.inputs],
          produces: [...job.produces],
        };
      }),
      edges: graph.jobs.flatMap((job) =>
        job.artifacts.flatMap((artifact) => {
          const from = graph.jobs[graph.artifacts.get(artifact)?.producer ?? -1];
          return from ? [{ from: from.jobId, to: job.jobId, artifact }] : [];
        }),
      ),
    };
  });
}

function stateOf(job: GraphJob, head: HeadState | null, isDirty: boolean): NodeState {
  const records = job.produces.map((id) => head?.artifacts.get(id));
  if (records.some((record) => record?.status === "failed")) return "failed";
  if (records.some((record) => record === undefined)) return "missing";
  return isDirty ? "stale" : "up-to-date";
}
