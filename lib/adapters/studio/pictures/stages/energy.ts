import { oklch } from "../colour";
import { dot, ellipse, type Point, polygon } from "../shape";
import { floatingSpots, groundFrom } from "./floating-spots";
import type { Stage } from "./stage";

/** Abstract physics: a dark field with lines of force, waves and particles around the middle. */
export const energy: Stage = (input) => {
  const { pens, random, width, height, unit, closeness } = input;
  const hue = random.pick([255, 285, 205, 320, 180]);
  const pen = pens.sky;
  pen.backdrop([oklch(0.16, 0.06, hue), oklch(0.27, 0.1, hue + 20), oklch(0.14, 0.06, hue - 15)]);
  const cx = width * (0.5 + (input.heroX - 0.5) * 0.75);
  const cy = height * 0.5;
  const variant = random.int(0, 2);
  pen.glow(cx, cy, unit * 0.95, oklch(0.66, 0.17, hue + 30), 0.7);
  for (let line = 0; line < 22; line++) {
    const tone = oklch(0.62 + 0.1 * random.next(), 0.13, hue + random.range(-25, 60));
    const t = line / 21;
    if (variant === 0) {
      const r = unit * (0.2 + 0.75 * t);
      pens.sky.line(ellipse(cx, cy, r * 1.3, r * 0.62, 0.3), tone, unit * 0.0022, 0.55 * (1 - t * 0.7));
    } else if (variant === 1) {
      const points: Point[] = [];
      for (let step = 0; step <= 40; step++) {
        const x = width * (step / 40) * 1.04 - width * 0.02;
        const swell = Math.exp(-(((x - cx) / (unit * 0.7)) ** 2));
        points.push([
          x,
          height * (0.06 + 0.88 * t) +
            Math.sin(step * 0.55 + line * 0.35) * unit * 0.025 +
            (cy - height * (0.06 + 0.88 * t)) * swell * 0.35,
        ]);
      }
      pens.sky.line({ closed: false, rings: [points] }, tone, unit * 0.0024, 0.5);
    } else {
      const a = t * Math.PI * 2;
      const far = unit * random.range(0.75, 1.25);
      pens.sky.fill(
        polygon([
          [cx + Math.cos(a) * unit * 0.18, cy + Math.sin(a) * unit * 0.18],
          [cx + Math.cos(a + 0.03) * far, cy + Math.sin(a + 0.03) * far],
          [cx + Math.cos(a - 0.03) * far, cy + Math.sin(a - 0.03) * far],
        ]),
        tone,
        { shade: 0, ink: 0, alpha: 0.2 },
      );
    }
  }
  for (let particle = 0; particle < 70; particle++) {
    const a = random.range(0, Math.PI * 2);
    const r = unit * random.range(0.3, 1.1);
    const x = cx + Math.cos(a) * r * 1.3;
    const y = cy + Math.sin(a) * r * 0.75;
    const size = unit * random.range(0.002, 0.008);
    const tone = oklch(0.84, 0.12, hue + random.range(-40, 80));
    const target = particle % 3 === 0 ? pens.middle : pens.far;
    target.fill(dot(x, y, size), tone, { shade: 0, ink: 0, alpha: 0.9 });
    if (particle % 5 === 0) target.glow(x, y, size * 7, tone, 0.6);
  }
  const spots = floatingSpots(input, 0.5, 0.6 + 0.2 * closeness);
  return { spots: { ground: groundFrom(spots), air: spots } };
};
