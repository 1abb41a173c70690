import { expandGraph } from "../../core/graph/expand";
import { requireInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import { withChoices } from "../../core/plan/choices";
import type { ArtifactRecord, HeadState } from "../../core/plan/types";
import { isJobFulfilled } from "../../core/run/job-state";
import type { JobRow, RunRow, VideoRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { frozenChoices } from "../plans/planning-head";
import { loadHead } from "../videos/load-head";

export interface CurrentArtifacts {
  /** The inputs these artifacts belong to: the active run's, else the video's. */
  inputs: Record<string, unknown>;
  run: RunRow | null;
  /** By artifact name, in graph order: the head's, and over them what the active run has finished. */
  artifacts: ReadonlyMap<string, ArtifactRecord>;
  head: HeadState | null;
}

/** What a video consists of right now, also while a run is at work. */
export async function currentArtifacts(options: {
  ctx: Context;
  video: VideoRow;
}): Promise<CurrentArtifacts> {
  const { ctx, video } = options;
  const { run, jobs, choices } = await inTenant(ctx, async (repositories) => {
    const active = await repositories.runs.active(video.id);
    return {
      run: active,
      jobs: active ? await repositories.jobs.ofRun(active.id) : [],
      choices: await repositories.choices.chosen(video.id),
    };
  });
  const head = await loadHead({ ctx, video });
  const inputs = run?.inputs ?? video.inputs;
  const frozen = frozenChoices(run);
  const merged = mergeArtifacts({ inputs, head: withChoices(head, frozen), jobs });
  // Chosen since the run began, or without one: shown at once, committed by the next run.
  const current = withChoices({ revision: video.headRevision, artifacts: merged }, choices, frozen);
  const artifacts = inGraph(inputs, current?.artifacts ?? merged);
  return { inputs, run, head, artifacts };
}

/** Those that the graph of `inputs` has, in its order. */
function inGraph(
  inputs: Record<string, unknown>,
  records: ReadonlyMap<string, ArtifactRecord>,
): Map<string, ArtifactRecord> {
  const graph = expandGraph({ blueprint: narratedVideo, inputs: requireInputs(inputs) });
  const shown = new Map<string, ArtifactRecord>();
  for (const id of graph.artifacts.keys()) {
    const record = records.get(id);
    if (record) shown.set(id, record);
  }
  return shown;
}

/** The head's artifacts that the graph of `inputs` still has, and over them the outputs of fulfilled jobs. */
export function mergeArtifacts(options: {
  inputs: Record<string, unknown>;
  head: HeadState | null;
  jobs: readonly JobRow[];
}): Map<string, ArtifactRecord> {
  const { inputs, head, jobs } = options;
  const graph = expandGraph({ blueprint: narratedVideo, inputs: requireInputs(inputs) });
  const made = new Map(
    jobs
      .filter((job) => isJobFulfilled(job.state))
      .flatMap((job) => (job.outputs ?? []).map((output) => [output.id, output] as const)),
  );
  const merged = new Map<string, ArtifactRecord>();
  for (const id of graph.artifacts.keys()) {
    const record = made.get(id) ?? head?.artifacts.get(id);
    if (record) merged.set(id, record);
  }
  return merged;
}
