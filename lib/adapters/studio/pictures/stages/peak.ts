import { type Colour, hex, lighten, mix } from "../colour";
import type { Pen } from "../pen";
import { type Point, polygon } from "../shape";

/** One peak: lit and shaded faces split by a ragged ridge, snow on top when it is high. */
export function paintPeak(
  pen: Pen,
  apex: Point,
  base: number,
  spread: number,
  colour: Colour,
  snow: number,
): void {
  const { random, env } = pen;
  const [ax, ay] = apex;
  const tall = base - ay;
  const jag = (fromX: number, fromY: number, toX: number, toY: number, rough: number): Point[] => {
    const points: Point[] = [];
    for (let step = 1; step < 9; step++) {
      const t = step / 9;
      points.push([
        fromX + (toX - fromX) * t + random.range(-rough, rough) * tall,
        fromY + (toY - fromY) * t + random.range(-rough, rough) * tall * 0.7,
      ]);
    }
    return points;
  };
  const left: Point = [ax - spread * random.range(0.8, 1.1), base];
  const right: Point = [ax + spread * random.range(0.8, 1.1), base];
  const leftEdge = jag(ax, ay, left[0], base, 0.03);
  const rightEdge = jag(ax, ay, right[0], base, 0.03);
  const whole = polygon([apex, ...rightEdge, right, left, ...[...leftEdge].reverse()]);
  pen.fill(whole, lighten(colour, 0.05), { to: mix(colour, env.grass[0], 0.35), ink: 0.8 });
  const dark = env.lightFrom[0] > 0 ? -1 : 1;
  const spine = jag(ax, ay, ax + spread * 0.16 * random.range(-1, 1), base, 0.045);
  const shadeEdge = dark < 0 ? leftEdge : rightEdge;
  const shadeFoot = dark < 0 ? left : right;
  const shadowSide = polygon([apex, ...spine, [ax, base], shadeFoot, ...[...shadeEdge].reverse()]);
  pen.within(whole, () => {
    pen.fill(shadowSide, lighten(colour, -0.09), {
      to: mix(lighten(colour, -0.05), env.grass[0], 0.3),
      ink: 0,
      alpha: 0.9,
    });
    for (let crease = 0; crease < 6; crease++) {
      const t = random.range(0.15, 0.8);
      const side = random.chance(0.5) ? 1 : -1;
      const startX = ax + side * spread * t * random.range(0, 0.8);
      const startY = ay + tall * t;
      const length = tall * random.range(0.12, 0.3);
      pen.fill(
        polygon([
          [startX, startY],
          [startX + side * length * 0.35, startY + length],
          [startX + side * length * 0.1, startY + length * 0.8],
        ]),
        lighten(colour, side === dark ? -0.15 : 0.1),
        { ink: 0, alpha: 0.5, shade: 0 },
      );
    }
    if (snow > 0) {
      const line = ay + tall * snow;
      const zig: Point[] = [];
      const teeth = 9;
      for (let tooth = 0; tooth <= teeth; tooth++) {
        const t = tooth / teeth;
        const x = ax + (t - 0.5) * spread * 2.2 * snow;
        zig.push([x, line + (tooth % 2 === 0 ? -1 : 1) * tall * random.range(0.02, 0.09)]);
      }
      const snowColour = env.local("#f6f8fb");
      const cap = polygon([
        [ax - spread * 2, ay - tall * 0.1],
        [ax + spread * 2, ay - tall * 0.1],
        [ax + spread * 2, line - tall * 0.1],
        ...zig.reverse(),
        [ax - spread * 2, line - tall * 0.1],
      ]);
      pen.fill(cap, snowColour, { ink: 0, shade: 0 });
      pen.within(cap, () =>
        pen.fill(shadowSide, mix(snowColour, hex("#5f7fae"), 0.42), { ink: 0, alpha: 0.75, shade: 0 }),
      );
    }
  });
}
