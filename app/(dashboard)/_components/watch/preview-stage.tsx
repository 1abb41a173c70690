"use client";

import type { Timeline } from "../../../../lib/core/timeline/types";
import { captionAt, filmSeconds, opacityAt } from "../../_lib/preview-clock";
import type { PreviewPlayer } from "../../_lib/use-preview-player";
import { PlayIcon, ReelIcon } from "../ui/icons";
import { PreviewVisual } from "./preview-visual";

function StageNote({ children }: { children: React.ReactNode }) {
  return (
    <div className="absolute inset-0 flex flex-col items-center justify-center gap-3 p-6 text-center text-white/80">
      {children}
    </div>
  );
}

/** The picture of the preview: visuals of the segment with their moves and crossfades, captions over them. */
export function PreviewStage({
  timeline,
  failed,
  player,
  contentUrl,
  captionsOn,
  runEnded,
  hasPlayable,
}: {
  timeline: Timeline | undefined;
  failed: boolean;
  player: PreviewPlayer;
  contentUrl: (artifact: string) => string;
  captionsOn: boolean;
  runEnded: boolean;
  hasPlayable: boolean;
}) {
  const segment = timeline?.segments[player.position.segment];
  if (!timeline || !segment) {
    return (
      <div data-testid="preview" className="relative size-full bg-[#0b0a0e]">
        <StageNote>
          {failed ? (
            "The preview could not be loaded. It is tried again with the next step of the run."
          ) : (
            <>
              <ReelIcon className="size-8 animate-reel opacity-70" />
              Setting the stage…
            </>
          )}
        </StageNote>
      </div>
    );
  }
  const seconds = filmSeconds(timeline, player.position);
  const frame = seconds * timeline.fps;
  const caption = captionsOn && hasPlayable ? captionAt(timeline, seconds) : [];
  return (
    <div
      data-testid="preview"
      data-segment={segment.index}
      className="@container relative size-full overflow-hidden bg-[#0b0a0e]"
    >
      {segment.visuals.map((visual, index) => (
        <PreviewVisual
          key={`${segment.index}-${visual.startFrame}-${visual.artifact ?? "card"}`}
          visual={visual}
          fps={timeline.fps}
          opacity={index === 0 && frame < visual.startFrame ? 1 : opacityAt(visual, frame)}
          seconds={Math.max(0, frame - visual.startFrame) / timeline.fps}
          playing={player.playing && !player.waiting}
          contentUrl={contentUrl}
        />
      ))}
      {caption.length > 0 && (
        <p className="pointer-events-none absolute inset-x-0 bottom-[max(14%,3.6rem)] px-[8%] text-center text-[clamp(0.85rem,2.6cqw,1.4rem)] leading-snug font-medium text-white [text-shadow:0_1px_3px_#000,0_0_12px_#000]">
          {caption.map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </p>
      )}
      {player.waiting && (
        <p className="absolute inset-x-0 top-4 mx-auto flex w-fit items-center gap-2 rounded-full bg-black/75 px-4 py-2 text-sm text-white">
          <ReelIcon className="animate-reel" /> Segment {segment.index + 1} is still being made
        </p>
      )}
      {!player.playing && hasPlayable && (
        <button
          type="button"
          onClick={player.toggle}
          aria-label={player.over ? "Play the preview again" : "Play the preview"}
          className="group absolute inset-0 grid place-items-center pb-6"
        >
          <span className="grid size-16 sm:size-18 place-items-center rounded-full bg-black/60 text-white ring-1 ring-white/30 backdrop-blur-sm transition-transform group-hover:scale-105">
            <PlayIcon className="ml-1 size-7" />
          </span>
        </button>
      )}
      {!hasPlayable && !runEnded && (
        <p className="absolute inset-x-0 bottom-[max(16%,4rem)] px-6 text-center text-sm text-white/75">
          The first segment plays here as soon as it is there.
        </p>
      )}
    </div>
  );
}
