"use client";

import { type Ref, useState } from "react";
import { reloadMedia } from "../../_lib/reload-media";
import { AlertIcon } from "../ui/icons";

export function FilmPlayer({
  src,
  poster,
  captions,
  title,
  ref,
  onTime,
}: {
  src: string;
  poster: string | null;
  captions: string | null;
  title: string;
  ref: Ref<HTMLVideoElement>;
  /** Seconds of the film, as it plays. */
  onTime: (seconds: number) => void;
}) {
  const [broken, setBroken] = useState(false);
  if (broken) {
    return (
      <div
        role="alert"
        className="flex size-full flex-col items-center justify-center gap-2 p-6 text-center text-white"
      >
        <AlertIcon className="size-6" />
        <p>This browser could not play the film.</p>
        <a href={src} download className="underline">
          Download the MP4 instead
        </a>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: the track is there whenever the film has captions
    <video
      ref={ref}
      key={src}
      onTimeUpdate={(event) => onTime(event.currentTarget.currentTime)}
      data-testid="player"
      aria-label={title}
      className="block size-full bg-black"
      controls
      playsInline
      preload="metadata"
      src={src}
      poster={poster ?? undefined}
      onError={(event) => {
        if (!reloadMedia(event.currentTarget)) setBroken(true);
      }}
    >
      {captions && <track kind="captions" src={captions} srcLang="en" label="Captions" default />}
    </video>
  );
}
