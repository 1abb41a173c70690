import { hex, mix } from "../colour";
import type { Pen } from "../pen";
import { curve, ellipse, type Point, polygon, ribbon, type Shape, together } from "../shape";

/** A heaped cloud with a flat base, `size` pixels wide. */
export function paintCloud(pen: Pen, x: number, y: number, size: number, alpha: number): void {
  const { random, env } = pen;
  const puffs: Shape[] = [];
  const count = random.int(6, 9);
  for (let puff = 0; puff < count; puff++) {
    const t = puff / (count - 1);
    const rise = Math.sin(Math.PI * (0.12 + 0.76 * t)) ** 1.2;
    const radius = size * (0.07 + 0.11 * rise) * random.range(0.85, 1.25);
    puffs.push(
      ellipse(
        x + (t - 0.5) * size * 0.85,
        y - radius * 0.55 - size * 0.05 * rise * random.next(),
        radius * 1.12,
        radius,
      ),
    );
  }
  puffs.push(ellipse(x, y, size * 0.5, size * 0.045));
  const shadow = mix(env.cloud, env.sky[1] ?? env.cloud, 0.5);
  pen.fill(together(...puffs), shadow, { shade: 0, alpha: alpha * 0.9, soft: 0.006, ink: 0.35 });
  pen.at(x, y - size * 0.02, 0.9, () =>
    pen.at(-x + pen.env.lightFrom[0] * size * 0.02, -y - size * 0.012, 1, () =>
      pen.fill(together(...puffs), env.cloud, {
        shade: 0.12,
        to: mix(env.cloud, shadow, 0.55),
        alpha: alpha * 0.95,
        soft: 0.004,
        ink: 0,
      }),
    ),
  );
}

/** Thin streaks of high cloud. */
export function paintStreaks(pen: Pen, top: number, bottom: number, count: number): void {
  const { random, width, env } = pen;
  for (let streak = 0; streak < count; streak++) {
    const y = random.range(top, bottom);
    const x = random.range(-0.1, 0.9) * width;
    const length = random.range(0.2, 0.55) * width;
    const lift = random.range(-0.02, 0.02) * pen.height;
    const thick = pen.height * random.range(0.003, 0.011);
    const glowing = env.time === "sunset" || env.time === "dawn";
    const colour = mix(env.cloud, glowing ? hex("#ff9f7a") : env.cloud, glowing ? random.range(0.2, 0.8) : 0);
    pen.fill(
      ribbon(
        [
          [x, y],
          [x + length * 0.5, y + lift],
          [x + length, y - lift * 0.4],
        ],
        (t) => thick * Math.sin(Math.PI * t) ** 0.7,
      ),
      colour,
      { shade: 0, alpha: random.range(0.25, 0.55), soft: 0.005, ink: 0 },
    );
  }
}

/** Gulls or swallows as two strokes each. */
export function paintFlock(pen: Pen, centre: Point, size: number, count: number): void {
  const { random, env } = pen;
  const colour = env.dark ? env.local("#8893b5") : env.local("#2b3140");
  for (let bird = 0; bird < count; bird++) {
    const x = centre[0] + random.range(-6, 6) * size;
    const y = centre[1] + random.range(-2.4, 2.4) * size;
    const span = size * random.range(0.5, 1.1);
    const lift = random.range(0.25, 0.5);
    const body = polygon([
      ...curvePoints([
        [x - span, y - span * lift],
        [x - span * 0.4, y - span * lift * 1.1],
        [x, y],
      ]),
      ...curvePoints([
        [x, y],
        [x + span * 0.45, y - span * lift * 1.15],
        [x + span, y - span * lift * 0.8],
      ]),
      [x + span * 0.4, y - span * lift * 0.72],
      [x, y + span * 0.12],
      [x - span * 0.4, y - span * lift * 0.72],
    ]);
    pen.fill(body, colour, { shade: 0, ink: 0 });
  }
}

function curvePoints(points: readonly Point[]): readonly Point[] {
  return curve(points, 4).rings[0] ?? [];
}
