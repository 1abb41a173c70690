import type { CSSProperties } from "react";
import type { Timeline } from "../../../../lib/core/timeline/types";
import { formatClock } from "../../_lib/format";
import { filmSeconds } from "../../_lib/preview-clock";
import type { PreviewPlayer } from "../../_lib/use-preview-player";
import { CaptionsIcon, PauseIcon, PlayIcon } from "../ui/icons";

const BUTTON = "grid size-10 place-items-center rounded-full hover:bg-white/10 disabled:opacity-40";

export function PreviewControls({
  timeline,
  player,
  enabled,
  captionsOn,
  onCaptions,
}: {
  timeline: Timeline;
  player: PreviewPlayer;
  enabled: boolean;
  captionsOn: boolean;
  onCaptions: () => void;
}) {
  const total = timeline.durationInFrames / timeline.fps;
  const seconds = filmSeconds(timeline, player.position);
  return (
    <div className="absolute inset-x-0 bottom-0 flex items-center gap-1 bg-linear-to-t from-black/85 via-black/50 to-transparent px-1.5 pt-6 pb-1 text-white sm:gap-3 sm:px-3 sm:pt-8 sm:pb-2">
      <button
        type="button"
        className={BUTTON}
        onClick={player.toggle}
        disabled={!enabled}
        aria-label={player.playing ? "Pause the preview" : "Play the preview"}
      >
        {player.playing ? <PauseIcon /> : <PlayIcon />}
      </button>
      <input
        type="range"
        aria-label="Place in the film"
        aria-valuetext={`${formatClock(seconds)} of ${formatClock(total)}`}
        min={0}
        max={total}
        step={0.1}
        value={seconds}
        disabled={!enabled}
        onChange={(event) => player.seek(Number(event.target.value))}
        style={{ "--fill": `${(100 * seconds) / total}%`, "--rail": "oklch(1 0 0 / 0.3)" } as CSSProperties}
        className="slider h-8 rounded-md min-w-0 grow"
      />
      <span className="text-xs whitespace-nowrap text-white/75 tabular-nums">
        {formatClock(seconds)} / {formatClock(total)}
      </span>
      <button
        type="button"
        className={`${BUTTON} ${captionsOn ? "text-accent" : "text-white/60"}`}
        aria-pressed={captionsOn}
        aria-label="Captions"
        onClick={onCaptions}
      >
        <CaptionsIcon />
      </button>
      <span className="hidden rounded-full border border-white/25 px-2.5 py-0.5 text-[0.7rem] font-medium tracking-wide text-white/80 uppercase @lg:inline">
        Preview
      </span>
    </div>
  );
}
