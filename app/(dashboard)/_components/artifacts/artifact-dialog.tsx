"use client";

import { artifactLabel } from "../../_lib/labels";
import type { ArtifactView } from "../../_lib/types";
import { contentUrl } from "../../_lib/video-files";
import { Dialog } from "../ui/dialog";
import { AlternatesSection } from "./alternates-section";
import { ContentView } from "./content-view";
import { TakeSection } from "./take-section";
import { WhySection } from "./why-section";

/** Everything about one artifact: itself, why it is as it is, its other takes, and how to get another. */
export function ArtifactDialog({
  videoId,
  artifact,
  isRunActive,
  onClose,
  onStarted,
}: {
  videoId: string;
  artifact: ArtifactView;
  isRunActive: boolean;
  onClose: () => void;
  onStarted: () => void;
}) {
  const { id, links, mediaType, checksum, status } = artifact;
  const label = artifactLabel(id);
  return (
    <Dialog
      title={label}
      aside={<code className="font-mono text-xs break-all text-ink-3">{id}</code>}
      onClose={onClose}
    >
      <div className="grid gap-7 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          {status === "ready" ? (
            <ContentView url={contentUrl(artifact)} mediaType={mediaType} version={checksum} label={label} />
          ) : (
            <p className="rounded-lg border border-bad/50 p-4 text-sm">
              It failed: there is nothing to show.
            </p>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-7">
          <WhySection videoId={videoId} link={links.content} />
          <TakeSection videoId={videoId} artifact={id} isRunActive={isRunActive} onStarted={onStarted} />
        </div>
        <div className="min-w-0 lg:col-span-2">
          <AlternatesSection videoId={videoId} artifact={id} link={links.content} />
        </div>
      </div>
    </Dialog>
  );
}
