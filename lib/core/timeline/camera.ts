import type { Keyframe } from "./types";

/** Where the camera is: see `keyframeSchema` for the coordinates. */
export interface CameraView {
  x: number;
  y: number;
  scale: number;
}

/** Enlargement per second of screen time: slow enough to be felt rather than seen. */
const ZOOM_PER_SECOND = 0.02;
const LEAST_ZOOM = 0.03;
const MOST_ZOOM = 0.14;

/** One camera move: from and to, with scales given as a share of the allowed zoom. */
type Move = readonly [
  from: readonly [x: number, y: number, zoom: number],
  to: readonly [number, number, number],
];

/** Seven moves; the step below never gives two neighbours the same one while a segment has at most six visuals. */
const MOVES: readonly Move[] = [
  [
    [0.5, 0.5, 0.05],
    [0.5, 0.45, 1],
  ],
  [
    [0.1, 0.5, 0.8],
    [0.9, 0.5, 0.8],
  ],
  [
    [0.5, 0.4, 1],
    [0.5, 0.5, 0.05],
  ],
  [
    [0.5, 0.9, 0.8],
    [0.5, 0.1, 0.8],
  ],
  [
    [0.4, 0.5, 0.05],
    [0.8, 0.3, 1],
  ],
  [
    [0.9, 0.45, 0.8],
    [0.1, 0.55, 0.8],
  ],
  [
    [0.2, 0.35, 1],
    [0.55, 0.5, 0.05],
  ],
];
const MOVES_PER_SEGMENT = 5;

/**
 * The gentle move of one picture. It depends on the visual's own place and length only, so that a change in one
 * segment never moves the camera in another.
 */
export function planCamera(segment: number, visual: number, durationSeconds: number): Keyframe[] {
  const move = MOVES[(segment * MOVES_PER_SEGMENT + visual) % MOVES.length] as Move;
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, durationSeconds * ZOOM_PER_SECOND));
  return move.map(([x, y, share], end) => ({
    at: end,
    x,
    y,
    scale: Math.round((1 + zoom * share) * 10_000) / 10_000,
    easing: "ease-in-out",
  }));
}

/** The view at `progress` (0…1 of the visual's duration): used alike by the renderer and by the preview. */
export function cameraAt(keyframes: readonly Keyframe[] | undefined, progress: number): CameraView {
  const first = keyframes?.[0];
  if (keyframes === undefined || first === undefined) return { x: 0.5, y: 0.5, scale: 1 };
  let from = first;
  for (const to of keyframes) {
    if (to.at > progress) {
      const span = to.at - from.at;
      const part = span <= 0 ? 1 : Math.max(0, (progress - from.at) / span);
      const eased = from.easing === "linear" ? part : easeInOut(part);
      return {
        x: between(from.x, to.x, eased),
        y: between(from.y, to.y, eased),
        scale: between(from.scale, to.scale, eased),
      };
    }
    from = to;
  }
  return { x: from.x, y: from.y, scale: from.scale };
}

/** Half sine, half straight line: soft ends without the stand-still that a full ease has at a cut. */
function easeInOut(part: number): number {
  return (part + (1 - Math.cos(Math.PI * part)) / 2) / 2;
}

function between(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}
