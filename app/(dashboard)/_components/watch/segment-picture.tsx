import type { TimelineSegment } from "../../../../lib/core/timeline/types";

/** What stands for a segment in the strip: its first picture, a frame of its clip, or the words of its title card. */
export function SegmentPicture({
  segment,
  dimmed,
  settled,
  contentUrl,
}: {
  segment: TimelineSegment;
  dimmed: boolean;
  /** Nothing more will be made: no shimmer. */
  settled: boolean;
  contentUrl: (artifact: string) => string;
}) {
  const visual = segment.visuals.find((each) => each.artifact !== null);
  const look = `size-full object-cover transition-[filter,opacity] duration-700 ${dimmed ? "opacity-50 grayscale" : ""}`;
  if (visual?.artifact && visual.kind === "video") {
    return (
      <video
        src={`${contentUrl(visual.artifact)}#t=0.5`}
        muted
        playsInline
        preload="metadata"
        className={look}
      />
    );
  }
  if (visual?.artifact) {
    // biome-ignore lint/performance/noImgElement: a frame of the film, shown as it is
    return <img src={contentUrl(visual.artifact)} alt="" className={look} />;
  }
  const card = segment.visuals.find((each) => each.card?.purpose === "title")?.card;
  if (card) {
    return (
      <span className="flex size-full items-center justify-center bg-[#1b1820] px-2 text-center font-display text-xs leading-tight text-white/85">
        <span className="line-clamp-3">{card.text}</span>
      </span>
    );
  }
  return <span className={`block size-full rounded-none ${settled ? "" : "skeleton"}`} />;
}
