import { hex, lighten, mix } from "../colour";
import { ellipse, polygon } from "../shape";
import { airSpots, groundSpots } from "./ground-spots";
import { landBelow, paintTreeLine, rollingLine } from "./land";
import { bigPine } from "./mountains";
import { paintPeak } from "./peak";
import { paintSky } from "./sky";
import { mentions, type Stage } from "./stage";
import { paintWaves } from "./waves";
import { paintWeather } from "./weather";

export const snow: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX } = input;
  const horizon = height * random.range(0.5, 0.62);
  paintSky(input, horizon);
  const white = env.local("#eef4fa");
  pens.far.inHaze(0.5, () => {
    for (let peak = 0; peak < 4; peak++)
      paintPeak(
        pens.far,
        [width * (peak / 3 + random.range(-0.1, 0.1)), horizon - unit * random.range(0.12, 0.34)],
        horizon + unit * 0.05,
        unit * random.range(0.26, 0.42),
        mix(env.rock, white, 0.35),
        0.62,
      );
  });
  if (
    mentions(input, "ice", "iceberg", "arctic", "antarctica", "polar", "penguin", "glacier", "ocean", "sea")
  ) {
    const pen = pens.middle;
    pen.fill(
      landBelow(pen, () => horizon + unit * 0.02, 2),
      env.water[0],
      { to: env.water[1], ink: 0.3 },
    );
    paintWaves(pen, horizon + unit * 0.02, height, undefined);
    for (let floe = 0; floe < 9; floe++) {
      const t = (floe + 0.5) / 9;
      const y = horizon + unit * 0.05 + (height - horizon) * t * 0.7;
      const x = width * random.next();
      const wide = unit * (0.05 + 0.2 * t) * random.range(0.7, 1.2);
      pen.fill(
        polygon([
          [x - wide, y],
          [x - wide * 0.6, y - wide * 0.12],
          [x + wide * 0.5, y - wide * 0.14],
          [x + wide, y],
          [x + wide * 0.7, y + wide * 0.1],
          [x - wide * 0.7, y + wide * 0.1],
        ]),
        white,
        { to: mix(white, env.water[0], 0.5), ink: 0.6 },
      );
    }
  }
  const drift = rollingLine(pens.middle, horizon + (height - horizon) * 0.3, unit * 0.05, 2);
  if (!mentions(input, "iceberg", "ocean", "sea")) {
    const first = rollingLine(pens.middle, horizon + unit * 0.03, unit * 0.05, 2.4);
    pens.middle.inHaze(0.25, () => {
      pens.middle.fill(landBelow(pens.middle, first), white, { to: mix(white, env.water[0], 0.25) });
      paintTreeLine(pens.middle, first, unit * 0.1, 18, "pine");
    });
    pens.middle.fill(landBelow(pens.middle, drift), white, { to: mix(white, hex("#8fb0d6"), 0.35) });
  }
  const spots = groundSpots(input, horizon + unit * 0.04, 0.95);
  const floor = spots[0];
  if (floor && mentions(input, "iceberg", "ocean", "sea")) {
    pens.middle.fill(ellipse(floor.x, floor.y + unit * 0.02, unit * 0.36, unit * 0.07), white, {
      to: mix(white, env.water[0], 0.4),
    });
  }
  return {
    spots: { ground: spots, water: spots, air: airSpots(input, horizon) },
    foreground: () => {
      const top = rollingLine(pens.front, height * 0.95, unit * 0.05, 1.5);
      pens.front.fill(landBelow(pens.front, top), lighten(white, 0.01), {
        to: mix(white, hex("#8fb0d6"), 0.3),
        ink: 0.6,
      });
      paintTreeLine(pens.front, () => height * 1.02, unit * 0.4, 0, "pine");
      bigPine(input, width * (heroX < 0.5 ? 0.95 : 0.05), height * 1.02, unit * 0.55);
      paintWeather(pens.front);
    },
  };
};
