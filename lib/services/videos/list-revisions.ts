import type { RevisionPageView } from "../../api/contract/history";
import { isReelgraphError } from "../../core/errors";
import { type VideoId, videoId } from "../../core/ids";
import { diffArtifacts, diffInputs } from "../../core/plan/diff";
import type { HeadState } from "../../core/plan/types";
import type { RunRow, VideoRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { requireVideo } from "../runs/require-run";
import { toBuildView } from "../runs/to-build-view";
import { loadHead } from "./load-head";

/** The video's history, newest first: every committed revision with what it changed against the one before, its cost and its actor. */
export async function listRevisions(options: {
  ctx: Context;
  input: { id: string; limit: number; cursor?: number };
}): Promise<RevisionPageView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  const { limit, cursor } = input;
  const { video, runs } = await inTenant(ctx, async (repositories) => ({
    video: await requireVideo(repositories, id),
    runs: await repositories.history.builds({
      videoId: id,
      limit: limit + 1,
      isEnded: true,
      ...(cursor === undefined ? {} : { before: cursor }),
    }),
  }));
  const page = runs.slice(0, limit);
  const hasMore = runs.length > limit;
  const entries = await Promise.all(page.map((run) => revisionOf({ ctx, video, run })));
  return {
    data: entries.filter((entry) => entry !== null),
    nextCursor: hasMore ? String(page.at(-1)?.revision) : null,
    hasMore,
  };
}

/** Null for a run that committed nothing. */
async function revisionOf(options: { ctx: Context; video: VideoRow; run: RunRow }) {
  const { ctx, video, run } = options;
  const after = await read(ctx, video.id, run.revision);
  if (after === null) return null;
  let revision = run.revision - 1;
  let before: HeadState | null = null;
  // A number is used up by a run that committed nothing as well.
  while (revision > 0 && before === null) before = await read(ctx, video.id, revision--);
  const beforeRun = before
    ? await inTenant(ctx, ({ runs }) => runs.ofRevision({ videoId: video.id, revision: before.revision }))
    : null;
  return {
    ...toBuildView(run),
    isHead: run.revision === video.headRevision,
    inputRevision: run.inputRevision,
    diff: {
      inputs: beforeRun ? diffInputs(beforeRun.inputs, run.inputs) : [],
      ...diffArtifacts(before?.artifacts ?? new Map(), after.artifacts),
    },
  };
}

async function read(ctx: Context, id: VideoId, revision: number): Promise<HeadState | null> {
  try {
    return await loadHead({ ctx, video: { id, headRevision: revision } });
  } catch (error) {
    if (isReelgraphError(error) && error.code === "integrity") return null;
    throw error;
  }
}
