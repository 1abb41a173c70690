import type { Timeline, TimelineSegment } from "../../../../lib/core/timeline/types";
import { formatSeconds } from "../../_lib/format";
import type { Tone } from "../../_lib/labels";
import { segmentSeconds } from "../../_lib/preview-clock";
import { StateGlyph } from "../ui/state-glyph";
import { SegmentPicture } from "./segment-picture";

function toneOf(segment: TimelineSegment, isPlayable: boolean): Tone {
  if (!isPlayable) return "idle";
  return segment.ready ? "good" : "warn";
}

function describeSegment(segment: TimelineSegment, isPlayable: boolean): string {
  if (!isPlayable) return "being made";
  return segment.ready ? "playable" : "playable, parts are missing";
}

/** Holds the strip's place until there is a timeline. */
export function SegmentStripSkeleton() {
  return (
    <div aria-hidden="true" className="mt-4 flex gap-2 pb-2">
      {["a", "b", "c"].map((key) => (
        <div key={key} className="skeleton h-[6.9rem] max-w-48 flex-1" />
      ))}
    </div>
  );
}

/** The film as a strip: a segment lights up when it can be played; pressing one goes there. */
export function SegmentStrip({
  timeline,
  playable,
  settled,
  current,
  onSeek,
  contentUrl,
}: {
  timeline: Timeline;
  playable: ReadonlySet<number>;
  /** Nothing more will be made: what is missing stays missing. */
  settled: boolean;
  /** The segment on screen. */
  current: number;
  /** Seconds of the film. */
  onSeek: (seconds: number) => void;
  contentUrl: (artifact: string) => string;
}) {
  return (
    <ol aria-label="Segments" className="mt-4 flex gap-2 overflow-x-auto pb-2">
      {timeline.segments.map((segment) => {
        const isPlayable = playable.has(segment.index);
        const isCurrent = current === segment.index;
        return (
          <li key={segment.index} className="min-w-24 flex-1" style={{ maxWidth: "14rem" }}>
            <button
              type="button"
              data-testid="segment"
              data-state={isPlayable ? "playable" : "pending"}
              disabled={!isPlayable}
              aria-current={isCurrent ? "true" : undefined}
              aria-label={`Segment ${segment.index + 1}, ${describeSegment(segment, isPlayable)}`}
              onClick={() => onSeek(segment.startFrame / timeline.fps)}
              className="group block w-full rounded-lg border border-line bg-surface p-1 text-left transition-colors enabled:hover:border-ink-3 aria-current:border-accent"
            >
              <span className="relative block aspect-video overflow-hidden rounded-md bg-sunken">
                <SegmentPicture
                  segment={segment}
                  dimmed={!isPlayable}
                  settled={settled}
                  contentUrl={contentUrl}
                />
              </span>
              <span className="flex items-center gap-1.5 px-1 pt-1.5 pb-0.5 text-xs text-ink-2 tabular-nums">
                <StateGlyph tone={toneOf(segment, isPlayable)} />
                <span className="font-medium text-ink">{segment.index + 1}</span>
                <span className="ml-auto text-ink-3">
                  {formatSeconds(segmentSeconds(timeline, segment.index))}
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
