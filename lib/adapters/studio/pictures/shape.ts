import type { Random } from "./random";

export type Point = readonly [x: number, y: number];

/** Flattened outlines: styles may wobble, hatch or shadow them, which a native path would not allow. */
export interface Shape {
  readonly closed: boolean;
  readonly rings: readonly (readonly Point[])[];
}

const knownOutlines = new Map<string, readonly Point[]>();
const knownTriples = new Map<string, readonly (readonly [number, number, number])[]>();

/** Points from a text such as `0 0, 0.5 -1, 1 0`: outlines are read and compared more easily so than as nested lists. */
export function outline(text: string): readonly Point[] {
  return parseOnce(text, knownOutlines, ([x = 0, y = 0]) => [x, y] as const);
}

/** Like `outline`, three numbers to an entry: a place and a size, mostly. */
export function triples(text: string): readonly (readonly [number, number, number])[] {
  return parseOnce(text, knownTriples, ([x = 0, y = 0, z = 0]) => [x, y, z] as const);
}

function parseOnce<T>(
  text: string,
  known: Map<string, readonly T[]>,
  read: (numbers: readonly number[]) => T,
): readonly T[] {
  const before = known.get(text);
  if (before) return before;
  const entries = text.split(",").map((entry) => read(entry.trim().split(/\s+/).map(Number)));
  known.set(text, entries);
  return entries;
}

export function polygon(points: readonly Point[]): Shape {
  return { closed: true, rings: [points] };
}

export function openLine(points: readonly Point[]): Shape {
  return { closed: false, rings: [points] };
}

export function rect(x: number, y: number, width: number, height: number): Shape {
  return polygon([
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]);
}

function splinePoints(points: readonly Point[], closed: boolean, detail: number): Point[] {
  const count = points.length;
  const at = (index: number): Point =>
    (closed
      ? points[((index % count) + count) % count]
      : points[Math.min(count - 1, Math.max(0, index))]) ?? [0, 0];
  const out: Point[] = [];
  const spans = closed ? count : count - 1;
  for (let span = 0; span < spans; span++) {
    const [p0, p1, p2, p3] = [at(span - 1), at(span), at(span + 1), at(span + 2)];
    for (let step = 0; step < detail; step++) {
      const t = step / detail;
      const along = (axis: 0 | 1): number =>
        0.5 *
        (2 * p1[axis] +
          (p2[axis] - p0[axis]) * t +
          (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t * t +
          (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t * t * t);
      out.push([along(0), along(1)]);
    }
  }
  if (!closed) out.push(at(count - 1));
  return out;
}

/** A closed Catmull–Rom curve through the points. */
export function smooth(points: readonly Point[], detail = 7): Shape {
  return { closed: true, rings: [splinePoints(points, true, detail)] };
}

/** An open Catmull–Rom curve through the points. */
export function curve(points: readonly Point[], detail = 8): Shape {
  return { closed: false, rings: [splinePoints(points, false, detail)] };
}

export function ellipse(cx: number, cy: number, rx: number, ry = rx, turn = 0): Shape {
  const points: Point[] = [];
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  for (let step = 0; step < 40; step++) {
    const angle = (step / 40) * Math.PI * 2;
    const x = Math.cos(angle) * rx;
    const y = Math.sin(angle) * ry;
    points.push([cx + x * cos - y * sin, cy + x * sin + y * cos]);
  }
  return polygon(points);
}

/** An open arc; angles in radians, 0 to the right, growing clockwise on screen. */
export function arc(cx: number, cy: number, rx: number, ry: number, from: number, to: number): Shape {
  const points: Point[] = [];
  for (let step = 0; step <= 28; step++) {
    const angle = from + ((to - from) * step) / 28;
    points.push([cx + Math.cos(angle) * rx, cy + Math.sin(angle) * ry]);
  }
  return openLine(points);
}

export function roundRect(x: number, y: number, width: number, height: number, radius: number): Shape {
  const r = Math.min(radius, width / 2, height / 2);
  const points: Point[] = [];
  const corner = (cx: number, cy: number, start: number): void => {
    for (let step = 0; step <= 6; step++) {
      const angle = start + (step / 6) * (Math.PI / 2);
      points.push([cx + Math.cos(angle) * r, cy + Math.sin(angle) * r]);
    }
  };
  corner(x + width - r, y + height - r, 0);
  corner(x + r, y + height - r, Math.PI / 2);
  corner(x + r, y + r, Math.PI);
  corner(x + width - r, y + r, Math.PI * 1.5);
  return polygon(points);
}

/** One shape of many: filled together, so overlapping parts melt into one silhouette. */
export function together(...shapes: readonly Shape[]): Shape {
  return { closed: true, rings: shapes.flatMap((shape) => shape.rings) };
}

/** A band along a curve whose half width is `width(t)`, t from 0 at its start to 1 at its end. */
export function ribbon(points: readonly Point[], width: (t: number) => number, detail = 8): Shape {
  const spine = points.length > 2 ? splinePoints(points, false, detail) : [...points];
  const left: Point[] = [];
  const right: Point[] = [];
  spine.forEach(([x, y], index) => {
    const before = spine[Math.max(0, index - 1)] ?? [x, y];
    const after = spine[Math.min(spine.length - 1, index + 1)] ?? [x, y];
    const dx = after[0] - before[0];
    const dy = after[1] - before[1];
    const length = Math.hypot(dx, dy) || 1;
    const half = width(index / Math.max(1, spine.length - 1));
    left.push([x - (dy / length) * half, y + (dx / length) * half]);
    right.push([x + (dy / length) * half, y - (dx / length) * half]);
  });
  return polygon([...left, ...right.reverse()]);
}

/** A closed lump around a point; `wobble` 0 is a circle, 0.4 is a cloud of dough. */
export function blob(
  random: Random,
  cx: number,
  cy: number,
  rx: number,
  ry = rx,
  wobble = 0.2,
  knots = 9,
): Shape {
  const points: Point[] = [];
  for (let knot = 0; knot < knots; knot++) {
    const angle = (knot / knots) * Math.PI * 2;
    const reach = 1 + random.range(-wobble, wobble);
    points.push([cx + Math.cos(angle) * rx * reach, cy + Math.sin(angle) * ry * reach]);
  }
  return smooth(points, 5);
}

export function star(
  cx: number,
  cy: number,
  outer: number,
  inner: number,
  tips: number,
  turn = -Math.PI / 2,
): Shape {
  const points: Point[] = [];
  for (let index = 0; index < tips * 2; index++) {
    const reach = index % 2 === 0 ? outer : inner;
    const angle = turn + (index * Math.PI) / tips;
    points.push([cx + Math.cos(angle) * reach, cy + Math.sin(angle) * reach]);
  }
  return polygon(points);
}

/** A pointed leaf or petal from its stalk at (x, y). */
export function leaf(x: number, y: number, length: number, width: number, angle: number): Shape {
  return ribbon(
    [
      [x, y],
      [x + (Math.cos(angle) * length) / 2, y + (Math.sin(angle) * length) / 2],
      [x + Math.cos(angle) * length, y + Math.sin(angle) * length],
    ],
    (t) => (width / 2) * Math.sin(Math.PI * t ** 0.8),
  );
}

/** A ring (annulus) or any shape with holes: the inner outline runs the other way round. */
export function withHole(outer: Shape, inner: Shape): Shape {
  return { closed: true, rings: [...outer.rings, ...inner.rings.map((ring) => [...ring].reverse())] };
}

/** A small round mark with few corners, cheap to draw by the hundred. */
export function dot(cx: number, cy: number, radius: number): Shape {
  const points: Point[] = [];
  for (let step = 0; step < 8; step++) {
    const angle = (step / 8) * Math.PI * 2;
    points.push([cx + Math.cos(angle) * radius, cy + Math.sin(angle) * radius]);
  }
  return polygon(points);
}
