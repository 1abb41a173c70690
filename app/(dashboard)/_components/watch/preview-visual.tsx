"use client";

import { useEffect, useRef } from "react";
import { cameraAt } from "../../../../lib/core/timeline/camera";
import type { TimelineVisual } from "../../../../lib/core/timeline/types";
import { reloadMedia } from "../../_lib/reload-media";

interface VisualProps {
  visual: TimelineVisual;
  fps: number;
  opacity: number;
  /** Since the visual's start. */
  seconds: number;
  playing: boolean;
  contentUrl: (artifact: string) => string;
}

/** Enough samples that straight lines between them look like the eased move. */
const SAMPLES = 12;
const CATCH_UP_SECONDS = 0.25;

/** The camera as CSS: the picture covers the frame; x and y say where the view sits in the room that enlarging leaves. */
function cameraKeyframes(visual: TimelineVisual): Keyframe[] {
  return Array.from({ length: SAMPLES + 1 }, (_, index) => {
    const { x, y, scale } = cameraAt(visual.keyframes, index / SAMPLES);
    const shift = (at: number) => `${((0.5 - at) * (scale - 1) * 100).toFixed(3)}%`;
    return {
      transform: `translate(${shift(x)}, ${shift(y)}) scale(${scale})`,
      objectPosition: `${x * 100}% ${y * 100}%`,
    };
  });
}

/** Runs the move as an animation of the browser's own, held to the clock of the film. */
function useCamera(
  element: React.RefObject<HTMLElement | null>,
  { visual, fps, seconds, playing }: VisualProps,
): void {
  const animation = useRef<Animation | null>(null);
  const moves = visual.keyframes !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a visual keeps its key, and so its move, while it is shown
  useEffect(() => {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!element.current || !moves || calm) return;
    const created = element.current.animate(cameraKeyframes(visual), {
      duration: (visual.durationInFrames / fps) * 1000,
      fill: "both",
    });
    created.pause();
    animation.current = created;
    return () => {
      created.cancel();
      animation.current = null;
    };
  }, [moves]);

  useEffect(() => {
    const current = animation.current;
    if (!current) return;
    const at = Number(current.currentTime ?? 0) / 1000;
    if (Math.abs(at - seconds) > CATCH_UP_SECONDS) current.currentTime = seconds * 1000;
    if (playing && seconds > 0) current.play();
    else current.pause();
  }, [playing, seconds]);
}

function Picture(props: VisualProps & { artifact: string }) {
  const ref = useRef<HTMLImageElement>(null);
  useCamera(ref, props);
  return (
    // biome-ignore lint/performance/noImgElement: a frame of the film, shown as it is
    <img
      ref={ref}
      src={props.contentUrl(props.artifact)}
      alt=""
      className="size-full object-cover will-change-transform"
    />
  );
}

function Clip({ visual, artifact, playing, seconds, contentUrl }: VisualProps & { artifact: string }) {
  const ref = useRef<HTMLVideoElement>(null);
  const shown = seconds > 0;
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    element.playbackRate = visual.clip?.playbackRate ?? 1;
    if (playing && shown) element.play().catch(() => undefined);
    else element.pause();
  }, [playing, shown, visual.clip?.playbackRate]);
  return (
    <video
      ref={ref}
      src={contentUrl(artifact)}
      onError={(event) => reloadMedia(event.currentTarget)}
      muted
      playsInline
      loop={visual.clip?.loop ?? true}
      preload="auto"
      className="size-full object-cover"
    />
  );
}

function Card({ visual }: { visual: TimelineVisual }) {
  const isTitle = visual.card?.purpose === "title";
  // A stand-in leaves the middle to the play button that lies over it.
  const place = isTitle ? "items-center" : "items-start pt-[9%]";
  return (
    <div
      className={`flex size-full justify-center bg-[radial-gradient(90%_120%_at_50%_0%,#2b2431,#0b0a0e)] px-[10%] text-center ${place}`}
    >
      <p
        className={`font-display text-[clamp(1.1rem,3.6cqw,2.25rem)] leading-tight text-balance text-white ${isTitle ? "line-clamp-5" : "line-clamp-3 animate-pulse-soft opacity-70"}`}
      >
        {visual.card?.text ?? ""}
      </p>
    </div>
  );
}

/** One picture, clip or card of a segment. All of a segment's are mounted: the next one is loaded before its moment. */
export function PreviewVisual(props: VisualProps) {
  const { visual, opacity } = props;
  return (
    <div
      data-kind={visual.kind}
      aria-hidden={opacity === 0 || undefined}
      className="absolute inset-0 overflow-hidden transition-opacity duration-100 ease-linear"
      style={{ opacity }}
    >
      {visual.kind === "image" && visual.artifact ? (
        <Picture {...props} artifact={visual.artifact} />
      ) : visual.kind === "video" && visual.artifact ? (
        <Clip {...props} artifact={visual.artifact} />
      ) : (
        <Card visual={visual} />
      )}
    </div>
  );
}
