import type { VideoDetailView, VideoView } from "../../api/contract/videos";
import { publicRunStatus } from "../../core/run/run-state";
import type { RunRow, VideoRow } from "../../ports/database";

/** The pointer and summary row as callers see it. `runs` are the video's newest runs, newest first. */
export function toVideoView(video: VideoRow, runs: readonly RunRow[]): VideoView {
  const self = `/api/v1/videos/${video.id}`;
  const of = (run: RunRow | undefined) => (run ? { id: run.id, status: publicRunStatus(run.status) } : null);
  return {
    id: video.id,
    status: video.status,
    title: video.title,
    prompt: String(video.inputs.InquiryPrompt ?? ""),
    headRevision: video.headRevision,
    inputRevision: video.inputRevision,
    durationSeconds: video.durationSeconds,
    numDirtyArtifacts: video.numDirtyArtifacts,
    totalCostMicros: video.totalCostMicros,
    maxTotalCostMicros: video.ceilingMicros,
    createdAt: video.createdAt.toISOString(),
    updatedAt: video.updatedAt.toISOString(),
    run: of(runs.find((run) => run.type !== "export")),
    exportRun: of(runs.find((run) => run.type === "export")),
    links: {
      self,
      artifacts: `${self}/artifacts`,
      timeline: `${self}/timeline`,
      mp4: video.mp4Key ? `${self}/film${version(video.mp4Key)}` : null,
      thumbnail: video.thumbnailKey ? `${self}/thumbnail${version(video.thumbnailKey)}` : null,
      captions:
        video.headRevision > 0 && video.durationSeconds !== null
          ? `${self}/captions?revision=${video.headRevision}`
          : null,
    },
  };
}

/** Keys carry the beginning of their bytes' checksum: an address with it may be kept for ever. */
function version(key: string): string {
  const digits = /\.([0-9a-f]{12})(?:-\d+)?\.\w+$/.exec(key)?.[1];
  return digits === undefined ? "" : `?v=${digits}`;
}

export function toVideoDetailView(video: VideoRow, runs: readonly RunRow[]): VideoDetailView {
  return { ...toVideoView(video, runs), inputs: video.inputs };
}
