"use client";

import Link from "next/link";
import { useEffect, useMemo, useRef, useState } from "react";
import type { RunView } from "../../../../lib/api/contract/runs";
import type { VideoDetailView } from "../../../../lib/api/contract/videos";
import { artifactContentUrl, isNotFound } from "../../_lib/api";
import { useArtifacts, useArtifactText, useTimeline, useVideo } from "../../_lib/queries";
import { isRunEnded, type RunProgress } from "../../_lib/run-progress";
import { useNow } from "../../_lib/use-now";
import { useRunProgress } from "../../_lib/use-run-progress";
import { ArtifactsTab } from "../artifacts/artifacts-tab";
import { EditTab } from "../edit/edit-tab";
import { ProgressAnnouncer } from "../run/progress-announcer";
import { RunBoard } from "../run/run-board";
import { RunPanel } from "../run/run-panel";
import { buttonClass } from "../ui/button";
import { ErrorPanel } from "../ui/error-panel";
import { Tabs } from "../ui/tabs";
import { AskedPanel } from "./asked-panel";
import { DeletedNotice } from "./delete-video";
import { Theatre } from "./theatre";
import { VideoHeader } from "./video-header";
import { VideoScreenSkeleton } from "./video-screen-skeleton";

export function VideoScreen({ id }: { id: string }) {
  const video = useVideo(id);
  const [deleted, setDeleted] = useState<VideoDetailView | null>(null);
  if (deleted) return <DeletedNotice video={deleted} onRestored={() => setDeleted(null)} />;
  if (video.data) {
    const { data } = video;
    return <LoadedVideo video={data} onDeleted={() => setDeleted(data)} />;
  }
  if (isNotFound(video.error)) return <NoSuchVideo />;
  if (video.isError) {
    return (
      <div className="pt-12">
        <ErrorPanel
          what="The video could not be loaded"
          error={video.error}
          onRetry={() => void video.refetch()}
        />
      </div>
    );
  }
  return <VideoScreenSkeleton />;
}

/** The newest film; while a newer run is at work an older film is not its last stage. */
function exportRunOf(video: VideoDetailView, run: RunView | null): string | null {
  if (run && !isRunEnded(run.status)) return null;
  // Ids are in the order of time. What is known of the run may be newer than what is known of the video, and the other way round.
  const known = [run?.exportRunId, video.exportRun?.id].filter((id) => id != null);
  return known.sort().at(-1) ?? null;
}

const TITLE = "VideoTitle";

/** The video's row learns its title with the commit; the script has it long before. Null while nobody knows it. */
function useTitle(video: VideoDetailView, progress: RunProgress | null): string | null {
  const isWritten = progress?.events.some(
    (event) => event.type === "artifact-committed" && event.data.artifact === TITLE,
  );
  const early = useArtifactText(
    video.title === null && isWritten ? artifactContentUrl(video.links.artifacts, TITLE) : null,
    progress?.run.id ?? null,
  );
  return video.title ?? early.data?.trim() ?? null;
}

function LoadedVideo({ video, onDeleted }: { video: VideoDetailView; onDeleted: () => void }) {
  const { progress, connection } = useRunProgress(video.id, video.run?.id ?? null);
  const run = progress?.run ?? null;
  const film = useRunProgress(video.id, exportRunOf(video, run));
  const exportRun = film.progress?.run ?? null;
  const busy = [run, exportRun].some((each) => each !== null && !isRunEnded(each.status));
  const timeline = useTimeline(video.id, video.run ? video.links.timeline : null, busy);
  // What is made again keeps its name; only then do names need their checksums.
  const artifacts = useArtifacts(video.id, video.links.artifacts, video.headRevision > 0).data;
  const versions = useMemo(
    () => new Map(artifacts?.map(({ id, checksum }) => [id, checksum] as const)),
    [artifacts],
  );
  const now = useNow(true, busy ? 1000 : 10_000);
  const title = useTitle(video, progress);

  const [tab, setTab] = useState("progress");
  const tabs = useRef<HTMLDivElement>(null);
  const isRunActive = video.run !== null && !isRunEnded(run?.status ?? video.run.status);

  function open(id: string) {
    setTab(id);
    tabs.current?.scrollIntoView({ block: "start" });
    tabs.current?.querySelector<HTMLElement>(`[data-tab="${id}"]`)?.focus({ preventScroll: true });
  }

  function showProgress() {
    setTab("progress");
    window.scrollTo({ top: 0 });
  }

  useEffect(() => {
    document.title = `${title ?? video.prompt} · Reelgraph`;
  }, [title, video.prompt]);

  return (
    <div className="pt-6 sm:pt-8">
      <VideoHeader
        video={video}
        title={title}
        run={run}
        exportRun={exportRun}
        now={now}
        onEdit={() => open("edit")}
        onDeleted={isRunActive ? null : onDeleted}
      />
      <div className="mt-7 grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_21rem] xl:gap-8">
        <Theatre
          video={video}
          timeline={timeline.data}
          timelineFailed={timeline.isError}
          versions={versions}
          playableSegments={progress?.playableSegments ?? []}
          runEnded={run ? isRunEnded(run.status) : video.run === null || isRunEnded(video.run.status)}
        />
        <div className="flex flex-col gap-4">
          <RunPanel
            video={video}
            run={run}
            exportRun={exportRun}
            now={now}
            connection={run && isRunEnded(run.status) ? film.connection : connection}
          />
          <div className="hidden lg:block">
            <AskedPanel video={video} />
          </div>
        </div>
      </div>
      <ProgressAnnouncer run={run} exportRun={exportRun} />
      <div ref={tabs} className="mt-12 scroll-mt-20">
        <Tabs
          label="About this video"
          active={tab}
          onActive={setTab}
          tabs={[
            {
              id: "progress",
              label: "How it is made",
              content: (
                <RunBoard
                  run={run}
                  isExpected={video.run !== null}
                  exportRun={exportRun}
                  events={progress?.events ?? []}
                  now={now}
                />
              ),
            },
            {
              id: "edit",
              label: "Edit",
              isKept: true,
              content: <EditTab videoId={video.id} isRunActive={isRunActive} onStarted={showProgress} />,
            },
            {
              id: "artifacts",
              label: "Artifacts",
              content: <ArtifactsTab video={video} isRunActive={isRunActive} onStarted={showProgress} />,
            },
          ]}
        />
      </div>
      <div className="mt-8 lg:hidden">
        <AskedPanel video={video} />
      </div>
    </div>
  );
}

function NoSuchVideo() {
  return (
    <div className="mx-auto max-w-md py-24 text-center">
      <h1 className="font-display text-4xl">No such video</h1>
      <p className="mt-3 text-ink-2">It may have been deleted, or the address is not complete.</p>
      <Link href="/" className={`${buttonClass("quiet")} mt-6`}>
        All videos
      </Link>
    </div>
  );
}
