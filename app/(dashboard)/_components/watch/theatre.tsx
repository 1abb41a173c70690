"use client";

import { useCallback, useMemo, useRef, useState } from "react";
import type { VideoDetailView } from "../../../../lib/api/contract/videos";
import type { Timeline } from "../../../../lib/core/timeline/types";
import { artifactContentUrl } from "../../_lib/api";
import { positionAt } from "../../_lib/preview-clock";
import { usePreviewPlayer } from "../../_lib/use-preview-player";
import { versionedUrl } from "../../_lib/video-files";
import { Button } from "../ui/button";
import { FilmPlayer } from "./film-player";
import { PreviewControls } from "./preview-controls";
import { PreviewStage } from "./preview-stage";
import { SegmentStrip, SegmentStripSkeleton } from "./segment-strip";

/** The ratio before a timeline says it: what was asked for. */
function askedRatio(inputs: VideoDetailView["inputs"]): number {
  const [width, height] = String(inputs.AspectRatio ?? "16:9")
    .split(":")
    .map(Number);
  return width && height ? width / height : 16 / 9;
}

/** The film when it is there; until then the growing timeline, playable segment by segment. */
export function Theatre({
  video,
  timeline,
  timelineFailed,
  versions,
  playableSegments,
  runEnded,
}: {
  video: VideoDetailView;
  timeline: Timeline | undefined;
  timelineFailed: boolean;
  /** Checksums by artifact, as far as they are known. */
  versions: ReadonlyMap<string, string | null>;
  playableSegments: readonly number[];
  runEnded: boolean;
}) {
  const contentUrl = useCallback(
    (artifact: string) =>
      versionedUrl(artifactContentUrl(video.links.artifacts, artifact), versions.get(artifact)),
    [video.links.artifacts, versions],
  );
  const playable = useMemo(() => {
    const ready = timeline?.segments.filter((segment) => segment.ready).map((segment) => segment.index) ?? [];
    // An event may be ahead of the timeline that was fetched; a segment plays when both know it, or nothing more comes.
    const narrated = playableSegments.filter((index) => timeline?.segments[index]?.narration.artifact);
    return new Set(runEnded ? timeline?.segments.map((segment) => segment.index) : [...ready, ...narrated]);
  }, [playableSegments, runEnded, timeline]);
  const player = usePreviewPlayer({
    timeline,
    isPlayable: (segment) => playable.has(segment),
    narrationUrl: (segment) => {
      const artifact = timeline?.segments[segment]?.narration.artifact;
      return artifact ? contentUrl(artifact) : null;
    },
  });
  const [wantsFilm, setWantsFilm] = useState(false);
  const [captionsOn, setCaptionsOn] = useState(true);
  const film = useRef<HTMLVideoElement>(null);
  const [filmAt, setFilmAt] = useState(0);

  const ratio = timeline ? timeline.width / timeline.height : askedRatio(video.inputs);
  // Whoever is in the middle of the preview is not torn out of it when the film arrives.
  const isWatching =
    player.playing || (!player.over && (player.position.segment > 0 || player.position.seconds > 0));
  const showsFilm = video.links.mp4 !== null && (wantsFilm || !isWatching);

  function seekFilm(seconds: number) {
    if (!film.current) return;
    film.current.currentTime = seconds;
    film.current.play().catch(() => undefined);
  }

  return (
    <section aria-label="Player" className="min-w-0">
      <div className="overflow-hidden rounded-2xl border border-line bg-black shadow-panel">
        <div
          className="@container relative mx-auto max-h-[72vh] w-full"
          style={{ aspectRatio: ratio, maxWidth: `calc(72vh * ${ratio})` }}
        >
          {showsFilm && video.links.mp4 ? (
            <FilmPlayer
              ref={film}
              src={video.links.mp4}
              poster={video.links.thumbnail}
              captions={video.links.captions}
              title={video.title ?? video.prompt}
              onTime={setFilmAt}
            />
          ) : (
            <>
              <PreviewStage
                timeline={timeline}
                failed={timelineFailed}
                player={player}
                contentUrl={contentUrl}
                captionsOn={captionsOn}
                runEnded={runEnded}
                hasPlayable={playable.size > 0}
              />
              {timeline && (
                <PreviewControls
                  timeline={timeline}
                  player={player}
                  enabled={playable.size > 0}
                  captionsOn={captionsOn}
                  onCaptions={() => setCaptionsOn((on) => !on)}
                />
              )}
            </>
          )}
        </div>
      </div>
      {timeline ? (
        <SegmentStrip
          timeline={timeline}
          playable={playable}
          settled={runEnded}
          current={showsFilm ? positionAt(timeline, filmAt).segment : player.position.segment}
          onSeek={showsFilm ? seekFilm : player.seek}
          contentUrl={contentUrl}
        />
      ) : (
        <SegmentStripSkeleton />
      )}
      {video.links.mp4 && !showsFilm && (
        <div role="status" className="mt-4 flex flex-wrap items-center gap-3 text-sm">
          <span>The film is ready.</span>
          <Button
            onClick={() => {
              if (player.playing) player.toggle();
              setWantsFilm(true);
            }}
          >
            Watch the film
          </Button>
        </div>
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: the stage shows the captions of this narration */}
      <audio ref={player.audio} preload="auto" />
    </section>
  );
}
