import { paintCloud } from "./clouds";
import { airSpots, groundSpots } from "./ground-spots";
import { landBelow, rollingLine } from "./land";
import { paintSky } from "./sky";
import type { Stage } from "./stage";
import { paintWeather } from "./weather";

/** High among the clouds: for things that fly. */
export const heavens: Stage = (input) => {
  const { pens, env, random, width, height, unit } = input;
  const horizon = height * random.range(0.78, 0.92);
  paintSky(input, horizon);
  pens.far.inHaze(0.6, () => {
    const line = rollingLine(pens.far, horizon, unit * 0.06, 3);
    pens.far.fill(landBelow(pens.far, line), env.foliage, { to: env.grass[1] });
  });
  pens.middle.inHaze(0.15, () => {
    for (let cloud = 0; cloud < 5; cloud++)
      paintCloud(
        pens.middle,
        width * random.next(),
        height * random.range(0.62, 0.9),
        unit * random.range(0.4, 0.8),
        0.9,
      );
  });
  return {
    spots: {
      ground: groundSpots(input, horizon, 0.7),
      air: airSpots(input, height * 0.86).map((spot) => ({ ...spot, size: spot.size * 1.3 })),
    },
    foreground: () => {
      for (let cloud = 0; cloud < 3; cloud++)
        paintCloud(
          pens.front,
          width * (cloud / 2 + random.range(-0.1, 0.1)),
          height * random.range(1, 1.06),
          unit * random.range(0.6, 1),
          0.95,
        );
      paintWeather(pens.front);
    },
  };
};
