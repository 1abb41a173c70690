"use client";

import { useState } from "react";
import type { VideoDetailView } from "../../../../lib/api/contract/videos";
import { useArtifacts } from "../../_lib/queries";
import type { OpenArtifact } from "../../_lib/types";
import { groupArtifacts } from "../../_lib/video-files";
import { ErrorPanel } from "../ui/error-panel";
import { ArtifactDialog } from "./artifact-dialog";
import { ArtifactTable } from "./artifact-table";
import { FilesHint } from "./files-hint";
import { FilmArtifacts } from "./film-artifacts";
import { SegmentArtifacts } from "./segment-artifacts";

/** What the video is made of: by segment, with where each part came from. */
export function ArtifactsTab({
  video,
  isRunActive,
  onStarted,
}: {
  video: VideoDetailView;
  isRunActive: boolean;
  onStarted: () => void;
}) {
  const [openedId, setOpenedId] = useState<string | null>(null);
  const artifacts = useArtifacts(video.id, video.links.artifacts);
  if (artifacts.isPending) {
    return (
      <div role="status" className="flex flex-col gap-4">
        <span className="sr-only">Loading artifacts</span>
        {["a", "b", "c"].map((key) => (
          <div key={key} className="skeleton h-44 rounded-2xl" />
        ))}
      </div>
    );
  }
  if (!artifacts.data) {
    return (
      <ErrorPanel
        what="The artifacts could not be loaded"
        error={artifacts.error}
        onRetry={() => void artifacts.refetch()}
      />
    );
  }
  if (artifacts.data.length === 0) {
    return (
      <p className="panel p-8 text-center text-sm text-ink-2">
        Nothing is made yet. Parts appear here as they are.
      </p>
    );
  }
  const opened = artifacts.data.find(({ id }) => id === openedId);
  const open: OpenArtifact = ({ id }) => setOpenedId(id);
  const { film, segments } = groupArtifacts(artifacts.data);
  return (
    <div className="flex flex-col gap-5" data-testid="artifacts">
      {segments.map((segment) => (
        <SegmentArtifacts key={segment.index} segment={segment} onOpen={open} />
      ))}
      <FilmArtifacts artifacts={film} onOpen={open} />
      <details className="panel group">
        <summary className="flex min-h-12 list-none items-center gap-2 rounded-2xl px-5 text-sm font-medium text-ink-2 hover:text-ink">
          All {artifacts.data.length} artifacts, with checksums and makers
        </summary>
        <ArtifactTable artifacts={artifacts.data} onOpen={open} />
      </details>
      <FilesHint videoId={video.id} />
      {opened && (
        <ArtifactDialog
          videoId={video.id}
          artifact={opened}
          isRunActive={isRunActive}
          onClose={() => setOpenedId(null)}
          onStarted={() => {
            setOpenedId(null);
            onStarted();
          }}
        />
      )}
    </div>
  );
}
