import { requireInputs } from "../../core/graph/inputs";
import type { RunId } from "../../core/ids";
import { type RevisionDocument, revisionDocumentPath } from "../../core/naming/document-path";
import { settledChoices, withChoices } from "../../core/plan/choices";
import type { ArtifactRecord, HeadState } from "../../core/plan/types";
import { isJobEnded, isJobFulfilled } from "../../core/run/job-state";
import type { RunState } from "../../core/run/run-state";
import type { JobRow, RunRow, VideoRow, VideoStatus } from "../../ports/database";
import { readArtifactText } from "../artifacts/read-content";
import { keepDraftArtifacts } from "../artifacts/write-draft-artifacts";
import { type Context, inTenant } from "../context";
import { putEncoded } from "../documents/documents";
import { planFor } from "../plans/plan-for";
import { frozenChoices } from "../plans/planning-head";
import { loadHead } from "../videos/load-head";
import { statusOfArtifacts } from "../videos/standing-status";
import { writeMetadata } from "../videos/write-metadata";
import { newRun } from "./new-run";
import { requireRun, requireVideo } from "./require-run";
import { artifactsOfRun, commitDocuments } from "./revision-documents";
import { costData, overQuoteOf } from "./to-run-view";
import { traceRun } from "./trace-run";
import { writeRunLog } from "./write-run-log";

export interface FinalizedRun {
  status: RunState;
  /** The export that follows a generation which succeeded; the workflow starts it. */
  exportRunId: RunId | null;
}

/**
 * Last step of a generation (storage.md, Commit order): writes the revision's documents, then moves the pointer in the one transaction
 * that also ends the run, gives back its reservation, reports it and opens the export. Repeating it changes nothing.
 */
export async function finalizeRun(options: { ctx: Context; input: { runId: RunId } }): Promise<FinalizedRun> {
  const { ctx, input } = options;
  const { runId } = input;
  for (let attempt = 0; ; attempt++) {
    const found = await load(ctx, runId);
    if (found.run.finishedAt !== null || (await commit({ ctx, ...found }))) break;
    // Refused by the state table: it was cancelled or ended since it was read. Look again, and decide anew.
    if (attempt === 3)
      throw new Error(`Run ${runId} does not let itself be ended from "${found.run.status}".`);
  }
  const ended = await inTenant(ctx, async (repositories) => ({
    run: await requireRun(repositories, runId),
    film: await repositories.runs.exportAfter(runId),
  }));
  const { run } = ended;
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, run.videoId));
  await writeRunLog({ ctx, run });
  if (Object.values(frozenChoices(run)).some(({ brought }) => brought)) {
    await keepDraftArtifacts({ ctx, videoId: run.videoId });
  }
  await writeMetadata({ ctx, video });
  traceRun(ctx, run);
  const overQuoteMicros = overQuoteOf(run);
  if (overQuoteMicros > 0) {
    ctx.log.warn({ runId, costMicros: run.costMicros, overQuoteMicros }, "run-over-quote");
  }
  ctx.log.info(
    { runId, videoId: run.videoId, status: run.status, costMicros: run.costMicros },
    "run-finished",
  );
  return { status: run.status, exportRunId: ended.film?.id ?? null };
}

async function load(ctx: Context, id: RunId): Promise<{ run: RunRow; video: VideoRow; jobs: JobRow[] }> {
  return await inTenant(ctx, async (repositories) => {
    await repositories.runs.move({ id, event: "wake" });
    const run = await requireRun(repositories, id);
    const jobs = await repositories.jobs.ofRun(id);
    return { run, jobs, video: await requireVideo(repositories, run.videoId) };
  });
}

/** True when the run has ended in the same transaction that moved the pointer; false when its state refused. */
async function commit(options: {
  ctx: Context;
  run: RunRow;
  video: VideoRow;
  jobs: JobRow[];
}): Promise<boolean> {
  const { ctx, run, video, jobs } = options;
  const open = jobs.find((job) => !isJobEnded(job.state));
  if (open) throw new Error(`${open.jobId} of run ${run.id} is "${open.state}": it is too early to commit.`);
  const frozen = frozenChoices(run);
  const artifacts = artifactsOfRun({ run, jobs, head: await loadHead({ ctx, video }) });
  await putRevision({ ctx, run, artifacts });

  const next: HeadState = { revision: run.revision, artifacts };
  const title = artifacts.get("VideoTitle");
  const summary = {
    title: title?.key
      ? (await readArtifactText({ ctx, videoId: video.id, record: title })).trim()
      : video.title,
    durationSeconds: artifacts.get("Timeline")?.facts?.durationSeconds ?? null,
  };
  const outcome = outcomeOf(run, jobs);
  const at = ctx.clock.now();
  return await inTenant(ctx, async ({ runs, videos, money, events, choices }) => {
    const ended = await runs.move({
      id: run.id,
      event: outcome.event,
      set: { finishedAt: at, failure: outcome.failure },
    });
    if (!ended) return false;
    // The inputs may have been edited while the documents were written: what is dirty is counted by the newest.
    const { inputs } = (await videos.lock(video.id)) ?? video;
    const chosen = await choices.chosen(video.id);
    await choices.forget({ videoId: video.id, artifacts: settledChoices(chosen, frozen) });
    const isCommitted = await videos.moveHead({
      id: video.id,
      from: video.headRevision,
      to: run.revision,
      epoch: run.epoch,
      summary: {
        ...summary,
        status: videoStatus(outcome.status, artifacts, video.headRevision > 0),
        numDirtyArtifacts: dirtyCount({ ctx, video, inputs, head: withChoices(next, chosen, frozen) }),
        totalCostMicros: await runs.totalCost(video.id),
      },
      at,
    });
    if (!isCommitted)
      throw new Error(`The head of ${video.id} moved under run ${run.id}; its step is run again.`);
    await money.release({ runId: run.id, videoId: video.id, month: run.month, at });
    await events.append([
      {
        videoId: video.id,
        runId: run.id,
        type: "run-finished",
        at,
        data: { status: outcome.status, ...costData(ended) },
      },
    ]);
    if (outcome.status !== "succeeded" || !isFilmWanted(run, jobs)) return true;
    await runs.insert(
      newRun({
        ctx,
        video: { ...video, inputs: run.inputs, inputRevision: run.inputRevision },
        type: "export",
        options: { format: "mp4", afterRunId: run.id },
        revision: run.revision,
        plan: null,
        maxCostMicros: null,
        at,
      }),
    );
    return true;
  });
}

function dirtyCount(options: {
  ctx: Context;
  video: VideoRow;
  inputs: VideoRow["inputs"];
  head: HeadState | null;
}): number {
  const { ctx, video, inputs, head } = options;
  const common = { ctx, seed: video.seed, head, planOptions: { mode: "dirty" as const } };
  return planFor({ ...common, inputs: requireInputs(inputs) }).plan.artifacts.length;
}

/**
 * Not where it was asked for none. A run that stopped before the assembler (`upToLayer`, a pinned timeline) has no other film to show
 * than the one before.
 */
function isFilmWanted({ options }: RunRow, jobs: readonly JobRow[]): boolean {
  if ("export" in options && options.export === false) return false;
  return jobs.some((job) => isJobFulfilled(job.state) && job.spec.produces.includes("Timeline"));
}

/** A run speaks of its own jobs; the video also has what earlier runs made of it, or failed to make. */
function videoStatus(
  run: ReturnType<typeof outcomeOf>["status"],
  artifacts: ReadonlyMap<string, ArtifactRecord>,
  hadHead: boolean,
): VideoStatus {
  // A cancel that came after the last job leaves nothing to be made.
  const isWhole = artifacts.get("Timeline")?.status === "ready";
  if (run === "cancelled") return statusOfArtifacts(hadHead || isWhole ? artifacts : null);
  const isAny = (status: ArtifactRecord["status"]) =>
    [...artifacts.values()].some((record) => record.status === status);
  if (run === "failed" && isAny("ready")) return "partial";
  return run === "succeeded" && isAny("failed") ? "partial" : run;
}

async function putRevision(options: {
  ctx: Context;
  run: RunRow;
  artifacts: ReadonlyMap<string, ArtifactRecord>;
}): Promise<void> {
  const { ctx, run } = options;
  const { "manifest.json": manifest, ...others } = await commitDocuments(options);
  const put = (name: RevisionDocument, bytes: Uint8Array) => {
    const path = revisionDocumentPath(run.revision, name);
    return putEncoded({ ctx, videoId: run.videoId, path, bytes });
  };
  await Promise.all(Object.entries(others).map(([name, bytes]) => put(name as RevisionDocument, bytes)));
  await put("manifest.json", manifest);
}

function outcomeOf(run: RunRow, jobs: readonly JobRow[]) {
  if (run.status === "cancelling") {
    return { event: "end-cancelled" as const, status: "cancelled" as const, failure: null };
  }
  const failures = jobs.filter((job) => job.state === "failed" || job.state === "blocked");
  if (failures.length === 0)
    return { event: "succeed" as const, status: "succeeded" as const, failure: null };
  const first = jobs.find((job) => job.state === "failed")?.failure ?? null;
  const isAnythingMade = jobs.some((job) => isJobFulfilled(job.state));
  return isAnythingMade
    ? { event: "end-partial" as const, status: "partial" as const, failure: first }
    : { event: "fail" as const, status: "failed" as const, failure: first };
}
