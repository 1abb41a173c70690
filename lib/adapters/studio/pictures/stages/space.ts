import { hex, lighten, oklch } from "../colour";
import { blob, ellipse } from "../shape";
import { floatingSpots } from "./floating-spots";
import { landBelow, rollingLine } from "./land";
import { paintStars } from "./lights";
import { mentions, type Stage } from "./stage";

export const space: Stage = (input) => {
  const { pens, random, width, height, unit, heroX, closeness } = input;
  const pen = pens.sky;
  const hue = random.pick([265, 290, 220, 190, 330]);
  pen.backdrop([oklch(0.1, 0.04, hue), oklch(0.15, 0.06, hue + 15), oklch(0.12, 0.05, hue - 20)]);
  const angle = random.range(-0.5, 0.5);
  for (let cloud = 0; cloud < 15; cloud++) {
    const along = random.range(-0.65, 0.65);
    const x = width * 0.5 + Math.cos(angle) * along * width + random.range(-0.1, 0.1) * unit;
    const y = height * 0.5 + Math.sin(angle) * along * width + random.range(-0.2, 0.2) * unit;
    pen.glow(
      x,
      y,
      unit * random.range(0.2, 0.46),
      oklch(random.range(0.38, 0.6), 0.16, hue + random.range(-50, 70)),
      random.range(0.14, 0.34),
    );
  }
  paintStars(pen, height, 330);
  for (let spark = 0; spark < 5; spark++) {
    const x = random.next() * width;
    const y = random.next() * height;
    const size = unit * random.range(0.012, 0.024);
    pen.glow(x, y, size * 2.4, hex("#dfe9ff"), 0.7);
    for (const turn of [0, Math.PI / 2])
      pen.at(
        x,
        y,
        size,
        () => pen.fill(ellipse(0, 0, 1, 0.04), hex("#ffffff"), { shade: 0, ink: 0, alpha: 0.85 }),
        { turn },
      );
  }
  const ground =
    random.chance(0.4) ||
    mentions(input, "surface", "landing", "astronaut", "rover", "telescope", "observatory", "crater");
  const horizon = height * 0.8;
  if (ground) {
    const soil = oklch(0.42, 0.035, hue + 30);
    const far = rollingLine(pens.far, horizon - unit * 0.02, unit * 0.06, 5);
    pens.far.fill(landBelow(pens.far, far), lighten(soil, -0.12), { shade: 0.4 });
    const top = rollingLine(pens.middle, horizon + unit * 0.04, unit * 0.03, 2.5);
    pens.middle.fill(landBelow(pens.middle, top), soil, { to: lighten(soil, -0.2) });
    for (let crater = 0; crater < 9; crater++) {
      const t = random.next();
      const y = horizon + unit * 0.07 + (height - horizon) * t * 0.9;
      const wide = unit * (0.03 + 0.1 * t);
      const x = width * random.next();
      pens.middle.fill(ellipse(x, y, wide, wide * 0.26), lighten(soil, -0.16), { shade: 0.3, ink: 0.4 });
      pens.middle.fill(ellipse(x, y + wide * 0.06, wide * 0.88, wide * 0.19), lighten(soil, -0.07), {
        shade: 0.3,
        ink: 0,
      });
    }
  }
  const size = 0.46 + 0.3 * closeness;
  const spots = floatingSpots(input, ground ? 0.38 : 0.48, size);
  return {
    spots: {
      ground: ground
        ? [
            { x: width * heroX, y: horizon + unit * 0.1, size: unit * 0.5 },
            { x: width * (1 - heroX), y: horizon + unit * 0.08, size: unit * 0.34 },
          ]
        : spots,
      air: spots,
    },
    foreground: () => {
      if (ground) return;
      for (let rock = 0; rock < 7; rock++) {
        const x = width * random.next();
        const y = height * (random.chance(0.5) ? random.range(0.9, 1.02) : random.range(-0.02, 0.12));
        pens.front.fill(
          blob(random, x, y, unit * random.range(0.012, 0.06), undefined, 0.25),
          oklch(0.34, 0.025, hue + 40),
          { shade: 0.9, form: "round" },
        );
      }
    },
  };
};
