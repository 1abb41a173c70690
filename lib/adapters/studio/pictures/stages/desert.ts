import { lighten } from "../colour";
import { polygon, ribbon, smooth } from "../shape";
import { airSpots, groundSpots } from "./ground-spots";
import { landBelow, paintRocks } from "./land";
import { paintSky } from "./sky";
import type { Stage } from "./stage";
import { paintWeather } from "./weather";

export const desert: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX } = input;
  const horizon = height * random.range(0.5, 0.62);
  paintSky(input, horizon);
  const sand = env.local(random.pick(["#d9a25f", "#d8b27a", "#c98a58"]));
  pens.far.inHaze(0.6, () => {
    for (let mesa = 0; mesa < 3; mesa++) {
      const x = width * random.range(0, 1);
      const wide = unit * random.range(0.1, 0.24);
      const tall = unit * random.range(0.06, 0.16);
      pens.far.fill(
        polygon([
          [x - wide, horizon + 4],
          [x - wide * 0.7, horizon - tall * 0.75],
          [x - wide * 0.62, horizon - tall],
          [x + wide * 0.5, horizon - tall * 1.02],
          [x + wide * 0.62, horizon - tall * 0.6],
          [x + wide, horizon + 4],
        ]),
        env.local("#a8613f"),
        { shade: 0.8 },
      );
    }
  });
  for (let dune = 0; dune < 4; dune++) {
    const pen = dune < 2 ? pens.far : pens.middle;
    const crestX = random.range(0.15, 0.85);
    const base = horizon + (height - horizon) * (0.02 + dune * 0.2);
    const tall = unit * (0.05 + dune * 0.03);
    const top = (t: number): number =>
      base - tall * Math.exp(-(((t - crestX) / 0.26) ** 2)) - tall * 0.2 * Math.sin(t * 6 + dune * 2);
    const tone = lighten(sand, 0.05 - dune * 0.025);
    pen.inHaze(0.45 - dune * 0.14, () => {
      pen.fill(landBelow(pen, top), tone, { to: lighten(tone, -0.07) });
      const lee = env.lightFrom[0] > 0 ? -1 : 1;
      pen.fill(
        smooth(
          [
            [crestX * width, top(crestX)],
            [(crestX + lee * 0.07) * width, base + tall * 0.5],
            [(crestX + lee * 0.02) * width, base + tall * 1.4],
            [(crestX + lee * 0.3) * width, base + tall * 1.5],
            [(crestX + lee * 0.24) * width, top(Math.min(1, Math.max(0, crestX + lee * 0.24))) + 2],
            [(crestX + lee * 0.1) * width, top(Math.min(1, Math.max(0, crestX + lee * 0.1))) + 1],
          ],
          6,
        ),
        lighten(tone, -0.12),
        { shade: 0.2, ink: 0.2, alpha: 0.8 },
      );
    });
  }
  for (let ripple = 0; ripple < 40; ripple++) {
    const y = random.range(horizon + (height - horizon) * 0.55, height);
    const x = random.next() * width;
    const length = unit * random.range(0.05, 0.16);
    pens.middle.fill(
      ribbon(
        [
          [x - length, y],
          [x, y - unit * 0.012],
          [x + length, y],
        ],
        (s) => unit * 0.002 * Math.sin(Math.PI * s),
      ),
      lighten(sand, -0.14),
      { shade: 0, ink: 0, alpha: 0.6 },
    );
  }
  return {
    spots: { ground: groundSpots(input, horizon + unit * 0.02, 1), air: airSpots(input, horizon) },
    foreground: () => {
      paintRocks(pens.front, width * (heroX < 0.5 ? 0.9 : 0.1), height * 1.0, unit * 0.4, 4);
      paintWeather(pens.front);
    },
  };
};
