import { hex, lighten, mix } from "../colour";
import { ellipse, polygon } from "../shape";
import { airSpots, groundSpots } from "./ground-spots";
import { landBelow, paintGrass, paintTreeLine, rollingLine } from "./land";
import { paintPeak } from "./peak";
import { paintSky } from "./sky";
import { mentions, type Stage, type StageInput } from "./stage";
import { paintWeather } from "./weather";

export const mountains: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX } = input;
  const horizon = height * random.range(0.56, 0.7);
  paintSky(input, horizon);
  pens.far.inHaze(0.62, () => {
    for (let peak = 0; peak < 5; peak++) {
      paintPeak(
        pens.far,
        [width * (peak / 4 + random.range(-0.08, 0.08)), horizon - unit * random.range(0.16, 0.34)],
        horizon + unit * 0.05,
        unit * random.range(0.26, 0.4),
        env.rock,
        0.34,
      );
    }
  });
  const mainX = heroX < 0.5 ? random.range(0.6, 0.76) : random.range(0.24, 0.4);
  pens.far.inHaze(0.24, () => {
    paintPeak(
      pens.far,
      [width * (mainX + (heroX < 0.5 ? -0.26 : 0.26)), horizon - unit * random.range(0.2, 0.3)],
      horizon + unit * 0.06,
      unit * 0.36,
      env.rock,
      0.28,
    );
    paintPeak(
      pens.far,
      [width * mainX, horizon - unit * random.range(0.4, 0.52)],
      horizon + unit * 0.06,
      unit * 0.56,
      env.rock,
      0.36,
    );
  });
  const pen = pens.middle;
  const ridge = rollingLine(pen, horizon + unit * 0.02, unit * 0.06, 3);
  pen.inHaze(0.2, () => {
    pen.fill(landBelow(pen, ridge), mix(env.foliage, env.grass[1], 0.3), { to: env.grass[1] });
    paintTreeLine(pen, ridge, unit * 0.1, 46, "pine");
  });
  if (random.chance(0.6) || mentions(input, "lake", "river", "reflection")) {
    const y = horizon + (height - horizon) * 0.36;
    pen.fill(
      ellipse(width * random.range(0.4, 0.6), y, width * 0.48, (height - horizon) * 0.2),
      mix(env.water[0], env.sky[2] ?? env.water[0], 0.5),
      { to: env.water[1], ink: 0.5 },
    );
    for (let glint = 0; glint < 20; glint++)
      pen.fill(
        ellipse(
          width * random.range(0.2, 0.8),
          y + random.range(-0.1, 0.1) * (height - horizon),
          unit * random.range(0.02, 0.06),
          unit * 0.0025,
        ),
        hex("#ffffff"),
        { shade: 0, ink: 0, alpha: 0.3 },
      );
  }
  const near = rollingLine(pen, horizon + (height - horizon) * 0.6, unit * 0.05, 1.8);
  pen.fill(landBelow(pen, near), env.grass[1], { to: lighten(env.grass[1], -0.12) });
  return {
    spots: {
      ground: groundSpots(input, horizon + unit * 0.03, 0.9),
      water: groundSpots(input, horizon + unit * 0.02, 0.6),
      air: airSpots(input, horizon * 0.8),
    },
    foreground: () => {
      const front = pens.front;
      const top = (t: number): number => height * (1.01 - 0.1 * Math.abs(t - (heroX < 0.5 ? 0.1 : 0.9)) ** 2);
      front.fill(landBelow(front, top), lighten(mix(env.grass[1], env.foliage, 0.6), -0.12), { shade: 0.2 });
      const trees = heroX < 0.5 ? [0.9, 0.98, 0.82] : [0.1, 0.02, 0.18];
      for (const [index, t] of trees.entries())
        bigPine(input, width * t, height * 1.02, unit * (0.5 - index * 0.11));
      paintGrass(front, top, unit * 0.06, 60, true);
      paintWeather(front);
    },
  };
};

export function bigPine(input: StageInput, x: number, y: number, size: number): void {
  const { pens, env, random } = input;
  const pen = pens.front;
  pen.fill(
    polygon([
      [x - size * 0.025, y],
      [x + size * 0.025, y],
      [x, y - size * 0.9],
    ]),
    env.local("#4c3a2d"),
    {},
  );
  for (let tier = 0; tier < 6; tier++) {
    const t = tier / 6;
    const wide = size * (0.26 - 0.2 * t);
    const base = y - size * (0.12 + 0.72 * t);
    const tall = size * 0.26;
    pen.fill(
      polygon([
        [x, base - tall],
        [x + wide * 0.55, base - tall * 0.3],
        [x + wide, base + random.range(0, 0.03) * size],
        [x + wide * 0.4, base - size * 0.01],
        [x, base + size * 0.025],
        [x - wide * 0.45, base - size * 0.01],
        [x - wide, base + random.range(0, 0.03) * size],
        [x - wide * 0.5, base - tall * 0.3],
      ]),
      lighten(env.foliage, -0.15 + t * 0.05),
      { shade: 0.6, ink: 0.7 },
    );
  }
}
