import { hex, lighten, mix } from "../colour";
import { ellipse, leaf, type Point, polygon, ribbon } from "../shape";
import { airSpots, groundSpots } from "./ground-spots";
import { landBelow, paintGrass, paintTreeLine, rollingLine } from "./land";
import { paintSky } from "./sky";
import { mentions, type Stage, type StageInput } from "./stage";
import { paintWeather } from "./weather";

export const meadow: Stage = (input) => {
  const { pens, env, random, height, unit, heroX } = input;
  const horizon = height * random.range(0.46, 0.62);
  paintSky(input, horizon);
  pens.far.inHaze(0.66, () =>
    pens.far.fill(landBelow(pens.far, rollingLine(pens.far, horizon, unit * 0.1, 3)), env.foliage, {
      shade: 0.2,
    }),
  );
  const second = rollingLine(pens.far, horizon + unit * 0.03, unit * 0.06, 2.6);
  pens.far.inHaze(0.42, () => {
    pens.far.fill(landBelow(pens.far, second), env.grass[0], { shade: 0.2 });
    paintTreeLine(pens.far, second, unit * 0.06, 26, random.chance(0.4) ? "pine" : "round");
  });
  const pen = pens.middle;
  const third = rollingLine(pen, horizon + unit * 0.09, unit * 0.045, 2.2);
  pen.inHaze(0.18, () =>
    pen.fill(landBelow(pen, third), mix(env.grass[0], env.grass[1], 0.5), { to: env.grass[1] }),
  );
  if (mentions(input, "field", "wheat", "farm", "crop", "agriculture", "harvest", "plough", "farmer"))
    paintFurrows(input, horizon);
  if (mentions(input, "river", "stream", "creek", "water", "lake") || random.chance(0.25))
    paintRiver(input, horizon + unit * 0.1);
  else if (random.chance(0.5) || mentions(input, "road", "path", "journey", "travel"))
    paintPath(input, horizon + unit * 0.1);
  const near = rollingLine(pen, horizon + (height - horizon) * 0.62, unit * 0.035, 1.6);
  if (!mentions(input, "road", "river")) {
    pen.fill(landBelow(pen, near), env.grass[1], { to: lighten(env.grass[1], -0.12) });
    paintGrass(pen, near, unit * 0.04, 90, false);
  }
  return {
    spots: { ground: groundSpots(input, horizon + unit * 0.04, 1), air: airSpots(input, horizon) },
    foreground: () => {
      const front = pens.front;
      const top = rollingLine(front, height * 0.965, unit * 0.03, 2);
      front.fill(landBelow(front, top), lighten(env.grass[1], -0.14), { shade: 0.3, ink: 0.5 });
      paintGrass(front, top, unit * 0.12, 130, true);
      if (random.chance(0.45)) paintBranch(input, heroX < 0.5 ? 1 : 0);
      paintWeather(front);
    },
  };
};

function paintFurrows(input: StageInput, horizon: number): void {
  const { pens, env, random, width, height, unit } = input;
  const pen = pens.middle;
  const vanish = width * random.range(0.3, 0.7);
  const top = horizon + unit * 0.1;
  const gold = env.local("#d9a93e");
  pen.fill(
    polygon([
      [-width * 0.02, top + unit * 0.02],
      [width * 1.02, top],
      [width * 1.02, height],
      [-width * 0.02, height],
    ]),
    gold,
    { to: lighten(gold, -0.08) },
  );
  for (let row = -16; row <= 16; row++) {
    const bottomX = vanish + row * width * 0.11;
    const topX = vanish + row * width * 0.022;
    pen.fill(
      polygon([
        [topX, top + unit * 0.01],
        [topX + width * 0.006, top + unit * 0.01],
        [bottomX + width * 0.035, height],
        [bottomX, height],
      ]),
      lighten(gold, row % 2 === 0 ? -0.1 : 0.06),
      { shade: 0, ink: 0, alpha: 0.7 },
    );
  }
}

function paintRiver(input: StageInput, top: number): void {
  const { pens, env, random, width, height, unit } = input;
  const pen = pens.middle;
  const x = width * random.range(0.35, 0.65);
  const bend = width * random.range(0.1, 0.22) * (random.chance(0.5) ? 1 : -1);
  const spine: Point[] = [
    [x, top],
    [x + bend * 0.5, top + (height - top) * 0.15],
    [x - bend * 0.4, top + (height - top) * 0.4],
    [x + bend * 0.4, height * 1.05],
  ];
  pen.fill(
    ribbon(spine, (t) => unit * (0.008 + 0.24 * t * t)),
    lighten(env.grass[1], -0.1),
    { shade: 0, ink: 0.4 },
  );
  pen.fill(
    ribbon(spine, (t) => unit * (0.006 + 0.225 * t * t)),
    mix(env.water[0], env.sky[3] ?? env.water[0], 0.4),
    { to: env.water[1], ink: 0 },
  );
  for (let glint = 0; glint < 24; glint++) {
    const t = random.next();
    const y = top + (height - top) * (0.2 + 0.8 * t);
    pen.fill(
      ellipse(x + bend * 0.1 * random.range(-1, 1), y, unit * 0.03 * t + 2, unit * 0.003),
      hex("#ffffff"),
      { shade: 0, ink: 0, alpha: 0.35 },
    );
  }
}

function paintPath(input: StageInput, top: number): void {
  const { pens, env, random, width, height, unit } = input;
  const x = width * random.range(0.4, 0.6);
  const bend = width * random.range(0.08, 0.2) * (random.chance(0.5) ? 1 : -1);
  pens.middle.fill(
    ribbon(
      [
        [x, top],
        [x - bend * 0.5, top + (height - top) * 0.18],
        [x + bend * 0.6, top + (height - top) * 0.5],
        [x - bend * 0.2, height * 1.05],
      ],
      (t) => unit * (0.004 + 0.1 * t * t),
    ),
    env.local("#d8bf94"),
    { shade: 0.2, ink: 0.4 },
  );
}

/** A leafy branch hanging in from an upper corner. */
function paintBranch(input: StageInput, side: number): void {
  const { pens, env, random, width, height, unit } = input;
  const pen = pens.front;
  const x0 = side === 1 ? width * 1.02 : -width * 0.02;
  const away = side === 1 ? -1 : 1;
  const colour = lighten(env.foliage, -0.1);
  for (let twig = 0; twig < 3; twig++) {
    const y0 = height * (0.02 + 0.07 * twig);
    const reach = unit * random.range(0.25, 0.5);
    const points: Point[] = [
      [x0, y0],
      [x0 + away * reach * 0.5, y0 + unit * 0.03],
      [x0 + away * reach, y0 + unit * random.range(0.06, 0.13)],
    ];
    pen.fill(
      ribbon(points, (t) => unit * 0.007 * (1 - t * 0.8)),
      env.local("#4a3a2e"),
      { shade: 0.3 },
    );
    for (let index = 0; index < 16; index++) {
      const t = index / 16;
      const x = x0 + away * reach * t;
      const y = y0 + unit * 0.09 * t * t;
      pen.fill(
        leaf(x, y, unit * random.range(0.045, 0.075), unit * 0.026, Math.PI / 2 + random.range(-1.2, 1.2)),
        lighten(colour, random.range(-0.06, 0.08)),
        { ink: 0.5 },
      );
    }
  }
}
