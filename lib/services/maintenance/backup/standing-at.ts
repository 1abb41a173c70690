import { z } from "zod";
import { revisionFolder } from "../../../core/naming/document-path";
import { isRunEnded, type RunState } from "../../../core/run/run-state";
import type { VideoRow } from "../../../ports/database";
import type { RowLine } from "../../../ports/row-dump";
import type { metadataShape } from "../../documents/schemas";

/** How far the clocks of processes, database and object store may be apart. */
const SKEW_MS = 10 * 60_000;

const videoLine = z.object({
  id: z.string(),
  head_revision: z.number(),
  epoch: z.number(),
  status: z.string(),
  dag_prefix: z.string(),
  total_cost_micros: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});

const runLine = z.object({
  id: z.string(),
  video_id: z.string(),
  type: z.string(),
  status: z.string(),
  revision: z.number(),
  queue_hash: z.string().nullable(),
});

const jobLine = z.object({
  run_id: z.string(),
  job_id: z.string(),
  layer: z.number(),
  finished_at: z.string().nullable(),
});

/** What `metadata.json` is made of, and the newest revision that a run of the video has used. */
type Standing = Pick<
  VideoRow,
  "headRevision" | "epoch" | "status" | "dagPrefix" | "totalCostMicros" | "createdAt" | "updatedAt"
> & { lastRevision: number };

interface LiveRun {
  isPlanned: boolean;
  finished: Set<string>;
  /** The first layer in which not all is done. */
  openLayer: number;
}

/**
 * What the rows of a backup know, so that nothing gets into it that was written after they were read: a run that is under way in them
 * goes on from there, and must not meet what it has done in the meantime.
 */
export class StandingAt {
  private readonly videos = new Map<string, Standing>();
  /** Live runs that make revisions, by video and folder. */
  private readonly builds = new Map<string, LiveRun>();
  private readonly liveRuns = new Map<string, LiveRun>();
  /** `at`: when the rows began to be read. */
  constructor(private readonly at: Date) {}

  get activeRuns(): number {
    return this.liveRuns.size;
  }

  /** To be told of every row, videos before runs and these before jobs. */
  note(table: string, lines: readonly RowLine[]): void {
    if (table === "videos") for (const line of lines) this.noteVideo(videoLine.parse(JSON.parse(line)));
    if (table === "runs") for (const line of lines) this.noteRun(runLine.parse(JSON.parse(line)));
    if (table === "jobs" && this.liveRuns.size > 0) {
      for (const line of lines) {
        const { run_id, job_id, layer, finished_at } = jobLine.parse(JSON.parse(line));
        const run = this.liveRuns.get(run_id);
        if (run && finished_at === null) run.openLayer = Math.min(run.openLayer, layer);
        else run?.finished.add(job_id);
      }
    }
  }

  /** Whether the rows know of an object that lies there now, or it is older than they are and unknown to them. */
  isKnown(options: { videoId: string; path: string; modifiedAt: Date }): boolean {
    const { videoId, path, modifiedAt } = options;
    const video = this.videos.get(videoId);
    const isNewer = modifiedAt.getTime() >= this.at.getTime() - SKEW_MS;
    if (!video) return !isNewer;
    const revision = Number(/^dag\/(\d+)\//.exec(path)?.[1] ?? 0);
    if (revision > video.lastRevision) return !isNewer;
    const build = revision > 0 ? this.builds.get(`${videoId}/${revision}`) : undefined;
    if (build) return isOfLiveBuild(build, path.slice(revisionFolder(revision).length + 1));
    const runId = /^(?:runs|assets\/exports)\/([^/.]+)[/.]/.exec(path)?.[1];
    return runId === undefined || !this.liveRuns.has(runId);
  }

  /** The row behind a `metadata.json` that is ahead of it, because it was written after the rows were read; null: it is well as it is. */
  behind(videoId: string, metadata: z.infer<typeof metadataShape>): Standing | null {
    const video = this.videos.get(videoId);
    const updatedAt = new Date(metadata.updatedAt).getTime();
    const isNewer = updatedAt >= this.at.getTime() - SKEW_MS;
    return video && isNewer && updatedAt > video.updatedAt.getTime() ? video : null;
  }

  private noteVideo(line: z.output<typeof videoLine>): void {
    this.videos.set(line.id, {
      headRevision: line.head_revision,
      epoch: line.epoch,
      status: line.status as VideoRow["status"],
      dagPrefix: line.dag_prefix,
      totalCostMicros: line.total_cost_micros as VideoRow["totalCostMicros"],
      createdAt: new Date(line.created_at),
      updatedAt: new Date(line.updated_at),
      lastRevision: line.head_revision,
    });
  }

  private noteRun(line: z.output<typeof runLine>): void {
    const isBuild = line.type !== "export";
    const video = this.videos.get(line.video_id);
    if (video && isBuild) video.lastRevision = Math.max(video.lastRevision, line.revision);
    if (isRunEnded(line.status as RunState)) return;
    const run: LiveRun = {
      isPlanned: line.queue_hash !== null,
      finished: new Set(),
      openLayer: Number.POSITIVE_INFINITY,
    };
    this.liveRuns.set(line.id, run);
    if (isBuild) this.builds.set(`${line.video_id}/${line.revision}`, run);
  }
}

/** Outcomes and checkpoints come after their rows; whatever else such a run writes below its revision, it writes once more. */
function isOfLiveBuild({ isPlanned, finished, openLayer }: LiveRun, name: string): boolean {
  const jobId = /^jobs\/(.+)\.json$/.exec(name)?.[1];
  if (jobId !== undefined) return finished.has(jobId);
  const layer = /^checkpoints\/layer-(\d+)-complete\.json$/.exec(name)?.[1];
  if (layer !== undefined) return finished.size > 0 && Number(layer) < openLayer;
  return isPlanned && (name === "inputs.json" || name === "nodes.json" || name === "plan.json");
}
