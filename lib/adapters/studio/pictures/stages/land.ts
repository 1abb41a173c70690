import { lighten, mix } from "../colour";
import { createNoise, fractal } from "../noise";
import type { Pen } from "../pen";
import { dot, type Point, polygon, ribbon, type Shape, smooth } from "../shape";

/** A full-width silhouette whose top edge is `top(t)` pixels, t 0…1 across. */
export function landBelow(pen: Pen, top: (t: number) => number, steps = 60): Shape {
  const points: Point[] = [];
  for (let step = 0; step <= steps; step++) {
    const t = step / steps;
    points.push([(t * 1.04 - 0.02) * pen.width, top(t)]);
  }
  points.push([pen.width * 1.02, pen.height * 1.03], [-pen.width * 0.02, pen.height * 1.03]);
  return polygon(points);
}

/** Rolling line: a low fractal noise around `base` (both pixels). */
export function rollingLine(
  pen: Pen,
  base: number,
  amplitude: number,
  frequency: number,
): (t: number) => number {
  const noise = createNoise(pen.random.int(1, 2 ** 30));
  return (t) => base - amplitude * (0.6 + 1.2 * fractal(noise, t * frequency, 0, 3));
}

/** Blades of grass along a line of ground, some bearing flowers. */
export function paintGrass(
  pen: Pen,
  top: (t: number) => number,
  tall: number,
  count: number,
  flowers: boolean,
): void {
  const { random, env, width } = pen;
  const petals = [env.accent, env.second, env.local("#fff4d8")];
  for (let blade = 0; blade < count; blade++) {
    const t = random.next();
    const x = t * width;
    const y = top(t) + random.range(0.05, 0.5) * tall;
    const height = tall * random.range(0.5, 1.3);
    const lean = random.range(-0.35, 0.35) * height;
    const colour = lighten(mix(env.grass[1], env.foliage, random.next()), random.range(-0.1, 0.06));
    pen.fill(
      ribbon(
        [
          [x, y],
          [x + lean * 0.3, y - height * 0.6],
          [x + lean, y - height],
        ],
        (s) => tall * 0.035 * (1 - s),
      ),
      colour,
      { shade: 0, ink: 0.12 },
    );
    if (flowers && random.chance(0.2)) {
      const petal = random.pick(petals);
      const size = tall * random.range(0.06, 0.13);
      for (let index = 0; index < 5; index++) {
        const angle = (index / 5) * Math.PI * 2;
        pen.fill(
          dot(x + lean + Math.cos(angle) * size * 0.7, y - height + Math.sin(angle) * size * 0.6, size * 0.6),
          petal,
          { shade: 0.2, ink: 0.2 },
        );
      }
      pen.fill(dot(x + lean, y - height, size * 0.4), env.local("#f4c63d"), { shade: 0, ink: 0 });
    }
  }
}

/** A heap of boulders around (x, y), `size` pixels wide. */
export function paintRocks(pen: Pen, x: number, y: number, size: number, count: number): void {
  const { random, env } = pen;
  for (let rock = 0; rock < count; rock++) {
    const wide = size * random.range(0.16, 0.42);
    const tall = wide * random.range(0.5, 0.9);
    const rx = x + random.range(-0.5, 0.5) * size;
    const ry = y + random.range(-0.04, 0.1) * size;
    const colour = lighten(env.rock, random.range(-0.1, 0.04));
    const outline: Point[] = [
      [rx - wide * 0.5, ry],
      [rx - wide * random.range(0.36, 0.46), ry - tall * random.range(0.5, 0.8)],
      [rx - wide * random.range(0, 0.2), ry - tall],
      [rx + wide * random.range(0.15, 0.3), ry - tall * random.range(0.8, 0.98)],
      [rx + wide * random.range(0.4, 0.5), ry - tall * random.range(0.3, 0.6)],
      [rx + wide * 0.55, ry],
      [rx, ry + tall * 0.08],
    ];
    pen.fill(polygon(outline), colour, { shade: 0.7 });
    const ridge = outline[2] ?? [rx, ry];
    const side = env.lightFrom[0] > 0 ? 1 : -1;
    pen.within(polygon(outline), () => {
      pen.fill(
        polygon([
          ridge,
          [rx - side * wide * 0.05, ry - tall * 0.35],
          [rx - side * wide * 0.15, ry + tall * 0.1],
          [rx - side * wide, ry + tall * 0.1],
          [rx - side * wide, ry - tall],
        ]),
        lighten(colour, -0.12),
        { shade: 0.2, ink: 0, alpha: 0.8 },
      );
    });
  }
}

/** A line of small trees on a ridge; `kind` decides their outline. */
export function paintTreeLine(
  pen: Pen,
  top: (t: number) => number,
  tall: number,
  count: number,
  kind: "pine" | "round",
): void {
  const { random, env, width } = pen;
  const places = Array.from({ length: count }, () => random.next()).sort((a, b) => a - b);
  for (const t of places) {
    const x = t * width;
    const y = top((t + 0.02) / 1.04) + tall * 0.08;
    const size = tall * random.range(0.6, 1.25);
    const colour = lighten(env.foliage, random.range(-0.08, 0.05));
    if (kind === "pine") {
      pen.fill(
        polygon([
          [x, y - size],
          [x + size * 0.12, y - size * 0.62],
          [x + size * 0.08, y - size * 0.62],
          [x + size * 0.19, y - size * 0.3],
          [x + size * 0.13, y - size * 0.3],
          [x + size * 0.25, y],
          [x - size * 0.25, y],
          [x - size * 0.13, y - size * 0.3],
          [x - size * 0.19, y - size * 0.3],
          [x - size * 0.08, y - size * 0.62],
          [x - size * 0.12, y - size * 0.62],
        ]),
        colour,
        { ink: 0.5 },
      );
    } else {
      pen.fill(
        smooth(
          [
            [x - size * 0.34, y],
            [x - size * 0.42, y - size * 0.4],
            [x - size * 0.2, y - size * 0.8],
            [x + size * 0.15, y - size * 0.85],
            [x + size * 0.4, y - size * 0.45],
            [x + size * 0.36, y],
          ],
          5,
        ),
        colour,
        { ink: 0.5 },
      );
    }
  }
}
