import { createHash } from "node:crypto";
import type { Timeline, TimelineSegment, TimelineVisual } from "../../core/timeline/types";
import type { Layer } from "./chunk-job";

/** Part of every chunk's key: raise it when the same timeline would give other pictures. */
const RENDERER_VERSION = 1;

/** What a visual is drawn from. `content`: hash of the bytes. */
export type Asset = { content: string; path: string };

export interface ChunkPlan {
  segment: number;
  /** sha256 over everything the chunk is drawn from; the place in the film is not part of it. */
  key: string;
  durationInFrames: number;
  layers: Layer[];
}

/** One chunk per segment: its own visuals, and the last one of the segment before if that lasts into it. */
export function planChunks(
  timeline: Timeline,
  assetOf: (visual: TimelineVisual) => Asset | null,
): ChunkPlan[] {
  return timeline.segments.map((segment, at) => {
    const visuals = [...leftOver(timeline.segments[at - 1], segment), ...segment.visuals];
    const layers = visuals.map((visual) => toLayer(visual, segment.startFrame, assetOf(visual)));
    const drawnFrom = {
      renderer: RENDERER_VERSION,
      size: [timeline.width, timeline.height, timeline.fps],
      durationInFrames: segment.durationInFrames,
      layers: layers.map(({ source, artifact: _name, ...place }, position) => {
        const content = assetOf(visuals[position] as TimelineVisual)?.content ?? null;
        return { ...place, source: { ...source, path: undefined }, content };
      }),
    };
    const key = createHash("sha256").update(JSON.stringify(drawnFrom)).digest("hex");
    return { segment: segment.index, key, durationInFrames: segment.durationInFrames, layers };
  });
}

function leftOver(before: TimelineSegment | undefined, segment: TimelineSegment): TimelineVisual[] {
  const last = before?.visuals.at(-1);
  if (last === undefined || last.startFrame + last.durationInFrames <= segment.startFrame) return [];
  return [last];
}

function toLayer(visual: TimelineVisual, chunkStart: number, asset: Asset | null): Layer {
  return {
    artifact: visual.artifact,
    source: sourceOf(visual, asset),
    startFrame: visual.startFrame - chunkStart,
    durationInFrames: visual.durationInFrames,
    fadeInFrames: visual.transitionIn?.durationInFrames ?? 0,
    keyframes: visual.keyframes,
  };
}

function sourceOf(visual: TimelineVisual, asset: Asset | null): Layer["source"] {
  if (asset === null) return { kind: "card", text: "", purpose: "pending", ...visual.card };
  if (visual.kind !== "video") return { kind: "image", path: asset.path };
  const { playbackRate = 1, loop = false } = visual.clip ?? {};
  return { kind: "video", path: asset.path, playbackRate, loop };
}
