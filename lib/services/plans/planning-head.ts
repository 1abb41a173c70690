import { type Choices, withChoices } from "../../core/plan/choices";
import type { HeadState } from "../../core/plan/types";
import { isJobFulfilled } from "../../core/run/job-state";
import type { RunRow, TenantRepositories, VideoRow } from "../../ports/database";
import type { Context } from "../context";
import { loadHead } from "../videos/load-head";

type Repositories = Pick<TenantRepositories, "runs" | "jobs" | "history" | "choices">;

/**
 * What a plan of this moment starts from: the head revision, over it what an active run has finished, over that a person's choices;
 * and the highest take ever bought of each job, so that another take is never one that was thrown away. Null when there is nothing.
 */
export async function planningHead(options: {
  ctx: Context;
  repositories: Repositories;
  video: VideoRow;
}): Promise<HeadState | null> {
  const { repositories, video } = options;
  const active = await repositories.runs.active(video.id);
  // What a run froze is what it works with, although it has not committed it yet.
  const frozen = frozenChoices(active);
  const head = withChoices(await headWithTakes(options), frozen);
  const jobs = active ? await repositories.jobs.ofRun(active.id) : [];
  const made = jobs.filter((job) => isJobFulfilled(job.state)).flatMap((job) => job.outputs ?? []);
  const choices = await repositories.choices.chosen(video.id);
  const records = made.map((record) => [record.id, record] as const);
  const artifacts = new Map([...(head?.artifacts ?? []), ...records]);
  const current = made.length === 0 ? head : { revision: video.headRevision, ...head, artifacts };
  return withChoices(current, choices, frozen);
}

/** The choices a run froze with its inputs. */
export function frozenChoices(run: RunRow | null): Choices {
  return (run && "chosen" in run.options && run.options.chosen) || {};
}

/** The head revision and the takes, as the run itself plans with: nothing of any other run. */
export async function headWithTakes(options: {
  ctx: Context;
  repositories: Pick<Repositories, "history">;
  video: Pick<VideoRow, "id" | "headRevision">;
}): Promise<HeadState | null> {
  const { ctx, repositories, video } = options;
  const head = await loadHead({ ctx, video });
  const takes = await repositories.history.takes(video.id);
  if (takes.size === 0) return head;
  return { revision: video.headRevision, artifacts: new Map(), ...head, takes };
}
