import { ReelgraphError } from "../../core/errors";
import type { GraphJob } from "../../core/graph/expand";
import { requireInputs } from "../../core/graph/inputs";
import { narratedVideo } from "../../core/graph/narrated-video";
import { concreteName, parseConcrete } from "../../core/graph/notation";
import { differsFromNow } from "../../core/plan/differs-from-now";
import type { ArtifactRecord } from "../../core/plan/types";
import type { PurchaseRow, TenantRepositories, VideoRow } from "../../ports/database";
import type { Context } from "../context";
import { planEdit } from "../plans/plan-edit";

/** One result that was bought for an artifact and is not simply what the video shows. */
export interface Alternate {
  /** Its number among all results ever bought for the artifact, from 1; never given again. */
  n: number;
  purchase: PurchaseRow;
  record: ArtifactRecord;
  /** The job that would make it now; null when the inputs use another branch. */
  job: GraphJob | null;
  /** The video has these bytes although its inputs ask for others: an edit made meanwhile. */
  isCurrent: boolean;
  /** What it was made from that would be read differently now; empty for another take of the same. */
  differences: string[];
}

/**
 * Earlier takes, results of earlier inputs, and results that came in after an edit, oldest first. An up-to-date result is no
 * alternate of itself; what is assembled here at no cost has none. Throws `not-found` for what is no artifact.
 */
export async function alternatesOf(options: {
  ctx: Context;
  repositories: TenantRepositories;
  video: VideoRow;
  artifact: string;
}): Promise<Alternate[]> {
  const { ctx, repositories, video, artifact } = options;
  const jobIds = producersOf({ ctx, artifact });
  const inputs = requireInputs(video.inputs);
  const planOptions = { mode: "dirty" as const };
  const { graph, plan, head } = await planEdit({ ctx, repositories, video, inputs, planOptions });
  const bought = await repositories.history.bought({ videoId: video.id, jobIds });
  const discarded = await repositories.choices.discarded(video.id);
  const buried = await repositories.tombstones.paths(video.id);
  // What a branch not in use has is kept, but nothing shows it.
  const current = graph.artifacts.has(artifact) ? head?.artifacts.get(artifact) : undefined;
  const isDirty = plan.artifacts.includes(artifact);
  const seen = new Set<string | null>();
  const alternates: Alternate[] = [];
  for (const [at, purchase] of bought.entries()) {
    const outputs = purchase.outcome?.outputs ?? [];
    const record = outputs.find(({ id }) => id === artifact);
    // The same bytes bought again are the same alternate.
    if (!record || discarded.has(purchase.id) || seen.has(record.checksum)) continue;
    // With it comes all of its bundle, which has to be there.
    if (outputs.some(({ key }) => key !== null && buried.has(key))) continue;
    seen.add(record.checksum);
    const isCurrent = current?.status === "ready" && current.checksum === record.checksum;
    if (isCurrent && !isDirty) continue;
    const position = graph.positions.get(purchase.jobId);
    const job = position === undefined ? null : (graph.jobs[position] ?? null);
    const { models, hash } = ctx;
    const differences =
      job === null ? [] : differsFromNow({ job, record, inputs, seed: video.seed, models, head, hash });
    alternates.push({ n: at + 1, purchase, record, job, isCurrent, differences });
  }
  return alternates;
}

export async function requireAlternate(
  options: Parameters<typeof alternatesOf>[0] & { n: number },
): Promise<Alternate> {
  const found = (await alternatesOf(options)).find(({ n }) => n === options.n);
  if (found) return found;
  throw new ReelgraphError({
    code: "not-found",
    message: `${options.artifact} has no alternate ${options.n}. Its list says which there are.`,
  });
}

/** The jobs that make an artifact, in whichever branch. Throws `not-found` for what is no artifact. */
export function producersOf({ ctx, artifact }: { ctx: Pick<Context, "models">; artifact: string }): string[] {
  const parsed = parseConcrete(artifact);
  const declared = parsed && narratedVideo.artifacts.get(parsed.family);
  if (!declared || declared.dimensions.length !== parsed.index.length) {
    throw new ReelgraphError({
      code: "not-found",
      message: `There is no artifact ${artifact.slice(0, 80)}.`,
    });
  }
  return narratedVideo.generators
    .filter(({ id }) => declared.producers.includes(id) && ctx.models[id]?.provider !== "local")
    .map(({ id, dimensions }) => concreteName(id, parsed.index.slice(0, dimensions.length)));
}
