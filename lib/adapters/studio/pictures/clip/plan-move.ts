import { createRandom, type Random } from "../random";

/** Where the camera is: x and y from -1 to 1 within the room its zoom leaves; zoom 0 the widest, 1 the closest. */
export interface CameraPoint {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The camera at `progress` 0…1 of the clip. */
export type CameraPath = (progress: number) => CameraPoint;

type Route = readonly [from: CameraPoint, to: CameraPoint, arc?: number];

const at = (x: number, y: number, zoom: number): CameraPoint => ({ x, y, zoom });

/** Words of a direction and the way they mean; the one named first wins. */
const MOVES: readonly (readonly [words: RegExp, route: (random: Random) => Route])[] = [
  [
    /\b(glid|mov|travel|push|dolly|dollies|track|fl(?:y|ies)|go|creep)\w*\W+(?:\w+\W+){0,2}?(forward|in\b|into|closer|towards?)|zoom\w*\W+(?:\w+\W+){0,1}in\b|approach|close in/,
    () => [at(0, 0, 0.04), at(0, -0.1, 1)],
  ],
  [
    /\bpull\w*\W+(?:\w+\W+){0,1}(back|out|away)|zoom\w*\W+(?:\w+\W+){0,1}out|dolly\w*\W+(?:out|back)|widen|retreat|recede/,
    () => [at(0, -0.1, 1), at(0, 0, 0.04)],
  ],
  [/\b(right to left|to the left|leftwards?|pans? left)/, () => [at(0.95, 0, 0.72), at(-0.95, 0, 0.72)]],
  [/\b(left to right|to the right|rightwards?|pans? right)/, () => [at(-0.95, 0, 0.72), at(0.95, 0, 0.72)]],
  [
    /\b(circl|orbit|arc|revolv|spin|swirl)\w*/,
    (random) =>
      random.chance(0.5)
        ? [at(-0.85, 0.1, 0.5), at(0.85, 0.1, 0.5), 0.4]
        : [at(0.85, 0.1, 0.5), at(-0.85, 0.1, 0.5), 0.4],
  ],
  [/\b(rise|rises|rising|crane|lift|ascend|climb|soar)\w*/, () => [at(0, 0.95, 0.9), at(0, -0.4, 0.22)]],
  [/\btilt\w*\W+(?:\w+\W+){0,1}up|\bupwards?\b/, () => [at(0, 0.95, 0.75), at(0, -0.95, 0.75)]],
  [
    /\btilt\w*\W+(?:\w+\W+){0,1}down|\bdownwards?\b|\bdescend\w*|\bsink\w*/,
    () => [at(0, -0.95, 0.75), at(0, 0.9, 0.75)],
  ],
  [
    /\b(sideways|drift|truck|slide|slides|sliding|parallax|pan|pans|panning|track|tracks|tracking|sweep)\w*/,
    (random) =>
      random.chance(0.5) ? [at(-0.95, 0.1, 0.6), at(0.95, 0, 0.7)] : [at(0.95, 0.1, 0.6), at(-0.95, 0, 0.7)],
  ],
  [/\b(static|still|locked|fixed|holds?)\b/, () => [at(0, 0, 0.3), at(0, 0, 0.4)]],
];

/**
 * Reads a direction for a camera move. What is said of the camera counts before what is said of the scene; without a
 * word known here the seed chooses. The same options give the same path.
 */
export function planMove({ direction, seed }: { direction: string; seed: number }): CameraPath {
  const random = createRandom(`${seed}|${direction}|camera`);
  const [from, to, arc = 0] = findRoute(direction.toLowerCase(), random);
  const pace = /\b(fast|quick|rapid|sudden)/.test(direction.toLowerCase()) ? 1 : random.range(0.86, 1);
  const phase = random.range(0, 6.28);
  const between = (start: number, end: number, part: number): number => {
    const middle = (start + end) / 2;
    return middle + (start - middle + (end - start) * part) * pace;
  };
  return (progress) => {
    const part = ease(progress);
    // A hand's breath, so that a slow move never looks frozen.
    const breath = 0.035 * Math.sin(progress * 5.1 + phase);
    return {
      x: clamp(between(from.x, to.x, part) + breath, -1, 1),
      y: clamp(between(from.y, to.y, part) + 0.6 * breath, -1, 1),
      zoom: clamp(between(from.zoom, to.zoom, part) + arc * Math.sin(Math.PI * part), 0, 1),
    };
  };
}

function findRoute(direction: string, random: Random): Route {
  const ofCamera = direction
    .split(/(?<=[.!?;])\s+/)
    .filter((sentence) => /camera|shot|lens|\bpan\b|zoom|dolly|tilt/.test(sentence));
  for (const text of [ofCamera.join(" "), direction]) {
    const found = MOVES.map(([words, route]) => ({ route, place: text.search(words) }))
      .filter(({ place }) => place >= 0)
      .sort((left, right) => left.place - right.place)[0];
    if (found) return found.route(random);
  }
  return random.pick(MOVES.slice(0, 4))[1](random);
}

/** Half sine, half straight line: soft ends without standing still at a cut. */
function ease(part: number): number {
  return (part + (1 - Math.cos(Math.PI * part)) / 2) / 2;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
