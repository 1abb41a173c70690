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

type Move = readonly [words: RegExp, route: (random: Random) => Route];

const FORWARD: Route = [at(0, 0, 0.04), at(0, -0.1, 1)];
const BACK: Route = [at(0, -0.1, 1), at(0, 0, 0.04)];
const LEFTWARDS: Route = [at(0.95, 0, 0.72), at(-0.95, 0, 0.72)];
const RIGHTWARDS: Route = [at(-0.95, 0, 0.72), at(0.95, 0, 0.72)];

/** Words that say which way; of several the one named first wins. */
const PARTICULAR: readonly Move[] = [
  [
    /\b(?:glid|mov|travel|push|doll|track|fl[yi]|go|creep)\w*\W+(?:\w+\W+){0,2}?(?:forwards?|in|into|closer|towards?)\b/,
    () => FORWARD,
  ],
  [/\bzoom\w*\W+(?:\w+\W+)?in\b|\bapproach|\bclose in\b/, () => FORWARD],
  [/\b(?:pull|zoom|doll)\w*\W+(?:\w+\W+)?(?:back|out|away)\b|\bwiden|\bretreat|\brecede/, () => BACK],
  [/\bright to left\b|\bto the left\b|\bleftwards?\b|\bpans? left\b/, () => LEFTWARDS],
  [/\bleft to right\b|\bto the right\b|\brightwards?\b|\bpans? right\b/, () => RIGHTWARDS],
  [
    /\bcircl\w*|\borbit\w*|\barcs?\b|\brevolv\w*|\bspin\w*/,
    (random) =>
      random.chance(0.5)
        ? [at(-0.85, 0.1, 0.5), at(0.85, 0.1, 0.5), 0.4]
        : [at(0.85, 0.1, 0.5), at(-0.85, 0.1, 0.5), 0.4],
  ],
  [
    /\bris(?:e|es|ing)\b|\bcrane|\blifts?\b|\bascend|\bclimb|\bsoar/,
    () => [at(0, 0.95, 0.9), at(0, -0.4, 0.22)],
  ],
  [/\btilt\w*\W+(?:\w+\W+)?up\b|\bupwards?\b/, () => [at(0, 0.95, 0.75), at(0, -0.95, 0.75)]],
  [
    /\btilt\w*\W+(?:\w+\W+)?down\b|\bdownwards?\b|\bdescend|\bsinks?\b/,
    () => [at(0, -0.95, 0.75), at(0, 0.9, 0.75)],
  ],
];

/** Words that name a kind of move but no way. */
const GENERAL: readonly Move[] = [
  [
    /\bsideways\b|\bdrift|\btruck|\bslid(?:e|es|ing)\b|\bparallax|\bpan(?:s|ning)?\b|\btrack|\bsweep/,
    (random) => (random.chance(0.5) ? RIGHTWARDS : LEFTWARDS),
  ],
  [/\bstatic\b|\bstill\b|\blocked\b|\bfixed\b|\bholds?\b/, () => [at(0, 0, 0.3), at(0, 0, 0.4)]],
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
    for (const moves of [PARTICULAR, GENERAL]) {
      const found = moves
        .map(([words, route]) => ({ route, place: text.search(words) }))
        .filter(({ place }) => place >= 0)
        .sort((left, right) => left.place - right.place)[0];
      if (found) return found.route(random);
    }
  }
  return random.pick([FORWARD, BACK, LEFTWARDS, RIGHTWARDS]);
}

/** Half sine, half straight line: soft ends without standing still at a cut. */
function ease(part: number): number {
  return (part + (1 - Math.cos(Math.PI * part)) / 2) / 2;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
