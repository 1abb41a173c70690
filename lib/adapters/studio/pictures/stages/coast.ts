import { lighten, mix } from "../colour";
import { ellipse, type Point, polygon, smooth } from "../shape";
import { airSpots, groundSpots } from "./ground-spots";
import { landBelow, paintGrass, paintRocks } from "./land";
import { paintBeach, paintQuay } from "./shore";
import { paintSky } from "./sky";
import { mentions, type Stage, type StageInput } from "./stage";
import { paintWaves } from "./waves";
import { paintWeather } from "./weather";

export const coast: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX } = input;
  const rocky = mentions(input, "lighthouse", "castle", "cliff");
  const low =
    mentions(input, "low", "beach", "shore", "pool", "sand", "crab", "ebb", "shell") ||
    (input.heroPlace === "ground" && !rocky);
  const harbour = mentions(
    input,
    "harbour",
    "harbor",
    "port",
    "dock",
    "quay",
    "pier",
    "town",
    "village",
    "venice",
  );
  const horizon = height * (low ? random.range(0.32, 0.44) : random.range(0.42, 0.6));
  const lightX = paintSky(input, horizon);
  const side = heroX < 0.5 ? 1 : 0;
  for (let headland = 0; headland < 2; headland++) {
    const from = headland === 0 ? side : 1 - side;
    const reach = random.range(0.25, 0.5) * (headland === 0 ? 1 : 0.6);
    const tall = unit * random.range(0.05, 0.15) * (headland === 0 ? 1 : 0.5);
    const points: Point[] = [[from * width * 1.04 - (1 - from) * width * 0.04, horizon + 2]];
    const steps = 12;
    for (let step = 0; step <= steps; step++) {
      const t = step / steps;
      const x = from === 1 ? 1.04 - reach * t : -0.04 + reach * t;
      points.push([x * width, horizon - tall * (1 - t) ** 0.7 * random.range(0.75, 1.1)]);
    }
    points.push([(from === 1 ? 1 - reach : reach) * width, horizon + 2]);
    pens.far.inHaze(headland === 0 ? 0.5 : 0.72, () =>
      pens.far.fill(polygon(points), mix(env.rock, env.foliage, 0.6), { shade: 0.4 }),
    );
  }
  const sea = pens.middle;
  sea.fill(
    landBelow(sea, () => horizon, 2),
    env.water[0],
    { to: env.water[1], ink: 0.3 },
  );
  const shoreY = low ? horizon + (height - horizon) * random.range(0.3, 0.45) : height * 1.02;
  paintWaves(
    sea,
    horizon,
    low ? shoreY + height * 0.03 : height,
    env.weather === "storm" || input.light === "none" ? undefined : lightX,
    env.weather === "storm" ? 2.2 : 1,
  );
  if (low) paintBeach(input, shoreY);
  if (harbour) paintQuay(input, horizon, side);
  const spots = groundSpots(input, low ? shoreY - height * 0.08 : horizon, 0.86);
  const boats = low
    ? spots.map((spot, index) => ({
        x: spot.x,
        y: horizon + (shoreY - horizon) * (index === 0 ? 0.55 : 0.25),
        size: spot.size * 0.7,
      }))
    : spots.map((spot, index) =>
        index === 0
          ? { ...spot, y: horizon + (height - horizon) * 0.46 }
          : { ...spot, y: spot.y - (height - horizon) * 0.12 },
      );
  return {
    spots: {
      ground: low ? spots : promontorySpots(input, horizon, side),
      water: boats,
      air: airSpots(input, horizon),
    },
    foreground: () => {
      const pen = pens.front;
      if (low) {
        paintRocks(pen, width * (side === 1 ? 0.92 : 0.08), height * 0.98, unit * 0.42, 5);
      } else if (random.chance(0.5)) {
        paintRocks(pen, width * (side === 1 ? 0.95 : 0.05), height * 1.0, unit * 0.5, 6);
      } else {
        const top = (t: number): number => height * (1.06 - 0.2 * (side === 1 ? t ** 3 : (1 - t) ** 3));
        pen.fill(landBelow(pen, top), mix(env.grass[1], env.local("#c9b07a"), 0.5), { shade: 0.4 });
        paintGrass(pen, top, unit * 0.09, 70, true);
      }
      paintWeather(pen);
    },
  };
};

/** A rocky point in the sea for things that need ground under them. */
function promontorySpots(
  input: StageInput,
  horizon: number,
  side: number,
): { x: number; y: number; size: number }[] {
  const { pens, env, width, height, unit, heroX, random, closeness } = input;
  const spots = groundSpots(input, horizon, 0.92);
  const first = spots[0];
  if (
    !first ||
    !mentions(
      input,
      "lighthouse",
      "castle",
      "house",
      "people",
      "person",
      "man",
      "woman",
      "child",
      "tree",
      "palm",
      "windmill",
      "cottage",
    )
  )
    return spots;
  const y = horizon + (height - horizon) * (0.26 + 0.2 * closeness);
  const away = side === 1 ? -1 : 1;
  const x = heroX * width;
  const points: Point[] = [
    [x - unit * 0.16, y],
    [x + unit * 0.14, y - unit * 0.01],
    [x - away * unit * 0.32, y + unit * 0.1],
    [x - away * unit * 0.42, y + unit * 0.2],
    [x + away * width * 0.5, y + unit * 0.28],
    [x + away * width * 0.55, y + unit * 0.02],
    [x + away * unit * 0.5, y - unit * 0.035],
    [x + away * unit * 0.3, y + unit * 0.012],
  ];
  const ordered = [...points].sort(
    (a, b) => Math.atan2(a[1] - y - unit * 0.08, a[0] - x) - Math.atan2(b[1] - y - unit * 0.08, b[0] - x),
  );
  pens.middle.fill(smooth(ordered, 5), lighten(env.rock, -0.02), { shade: 0.7 });
  paintRocks(pens.middle, x - away * unit * 0.2, y + unit * 0.13, unit * 0.42, 7);
  paintRocks(pens.middle, x + away * unit * 0.25, y + unit * 0.16, unit * 0.5, 7);
  pens.middle.fill(ellipse(x, y + unit * 0.004, unit * 0.17, unit * 0.02), mix(env.grass[1], env.rock, 0.3), {
    shade: 0.2,
    ink: 0.3,
  });
  void random;
  return spots.map((spot, index) => (index === 0 ? { ...spot, y: y + unit * 0.01 } : spot));
}
