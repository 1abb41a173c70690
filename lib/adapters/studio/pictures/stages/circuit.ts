import { oklch } from "../colour";
import { dot, type Point, rect, roundRect } from "../shape";
import { floatingSpots, groundFrom } from "./floating-spots";
import type { Stage } from "./stage";

/** Traces, pads and light pulses of a circuit board. */
export const circuit: Stage = (input) => {
  const { pens, random, width, height, unit, closeness } = input;
  const hue = random.pick([165, 230, 265, 195]);
  const pen = pens.sky;
  pen.backdrop([oklch(0.2, 0.06, hue), oklch(0.27, 0.075, hue + 8), oklch(0.16, 0.05, hue - 10)]);
  const cx = width * (0.5 + (input.heroX - 0.5) * 0.75);
  const cy = height * 0.5;
  pen.glow(cx, cy, unit * 0.85, oklch(0.65, 0.13, hue), 0.55);
  const step = unit * 0.05;
  for (let trace = 0; trace < 44; trace++) {
    const target = trace < 26 ? pens.sky : pens.far;
    let x = Math.round((random.next() * width) / step) * step;
    let y = Math.round((random.next() * height) / step) * step;
    const points: Point[] = [[x, y]];
    let direction = random.int(0, 7);
    for (let leg = 0; leg < random.int(2, 5); leg++) {
      const length = step * random.int(1, 5);
      x += Math.cos((direction * Math.PI) / 4) * length;
      y += Math.sin((direction * Math.PI) / 4) * length;
      points.push([x, y]);
      direction += random.pick([-1, 1]);
    }
    const tone =
      trace < 26
        ? oklch(0.4, 0.08, hue)
        : random.chance(0.3)
          ? oklch(0.75, 0.14, 75)
          : oklch(0.62, 0.13, hue);
    target.line({ closed: false, rings: [points] }, tone, unit * (trace < 26 ? 0.004 : 0.006), 0.9);
    for (const end of [points[0], points[points.length - 1]]) {
      if (!end) continue;
      target.fill(dot(end[0], end[1], unit * 0.011), tone, { shade: 0.2, ink: 0.4 });
      target.fill(dot(end[0], end[1], unit * 0.005), oklch(0.16, 0.04, hue), { shade: 0, ink: 0 });
    }
    const pulse = points[1];
    if (trace % 4 === 0 && pulse)
      target.glow(pulse[0], pulse[1], unit * 0.06, oklch(0.85, 0.14, hue - 30), 0.9);
  }
  for (let part = 0; part < 12; part++) {
    const x = width * random.next();
    const y = height * random.next();
    if (Math.hypot(x - cx, y - cy) < unit * 0.36) continue;
    const w = unit * random.range(0.04, 0.1);
    const h = w * random.range(0.5, 1);
    for (let pin = 0; pin < 5; pin++)
      pens.middle.fill(
        rect(x - w / 2 + (pin + 0.3) * (w / 5), y - h / 2 - unit * 0.01, w * 0.08, h + unit * 0.02),
        oklch(0.75, 0.03, 90),
        { shade: 0.2, ink: 0 },
      );
    pens.middle.fill(roundRect(x - w / 2, y - h / 2, w, h, unit * 0.006), oklch(0.24, 0.02, hue), {
      shade: 0.8,
    });
  }
  const spots = floatingSpots(input, 0.5, 0.58 + 0.2 * closeness);
  return { spots: { ground: groundFrom(spots), air: spots } };
};
