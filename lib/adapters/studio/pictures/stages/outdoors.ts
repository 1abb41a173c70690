import { hex, lighten, mix } from "../colour";
import { ellipse, leaf, type Point, polygon, ribbon, roundRect, smooth } from "../shape";
import {
  landBelow,
  paintBolt,
  paintCloud,
  paintFlock,
  paintGrass,
  paintLight,
  paintPeak,
  paintRocks,
  paintStars,
  paintStreaks,
  paintTreeLine,
  paintWaves,
  paintWeather,
  rollingLine,
} from "./scenery";
import { mentions, type Stage, type StageInput } from "./stage";

/** Sky, light, stars and clouds; returns where the light stands across, in pixels. */
export function paintSky(input: StageInput, horizon: number): number {
  const { pens, env, random, width, height, unit, heroX } = input;
  const pen = pens.sky;
  pen.backdrop(env.sky, horizon * 1.06);
  if (env.dark && env.weather !== "fog") paintStars(pen, horizon, 130);
  const away = heroX < 0.5 ? random.range(0.58, 0.84) : random.range(0.16, 0.42);
  const low = env.time === "sunset" || env.time === "dawn";
  const lightX = away * width;
  const bigMoon = mentions(input, "moon");
  const lightY = horizon * (low ? random.range(0.7, 0.9) : random.range(0.22, 0.42));
  const radius =
    unit * (bigMoon && input.light !== "sun" ? random.range(0.085, 0.13) : random.range(0.035, 0.06));
  if (input.light !== "none" && env.weather !== "storm") {
    paintLight(pen, [lightX, Math.max(radius * 1.4, lightY)], radius, input.light);
  }
  if (env.weather === "clear") paintStreaks(pen, horizon * 0.12, horizon * 0.85, random.int(3, 7));
  const clouds = { clear: 3, cloudy: 8, rain: 9, storm: 11, snow: 5, fog: 2 }[env.weather];
  for (let cloud = 0; cloud < clouds; cloud++) {
    const t = clouds === 1 ? 0.5 : cloud / (clouds - 1);
    const size =
      width * random.range(0.14, 0.34) * (0.45 + 0.75 * (1 - t)) * (env.weather === "storm" ? 1.5 : 1);
    const y = horizon * (0.86 - 0.72 * (1 - t) * random.range(0.7, 1.15));
    pen.inHaze(0.3 * t, () =>
      paintCloud(pen, random.range(-0.05, 1.05) * width, y, size, env.dark ? 0.4 : 0.82),
    );
  }
  if (env.weather === "storm") {
    paintBolt(pen, away * width, horizon * 0.2, horizon * 1.02);
    if (random.chance(0.6))
      paintBolt(pen, (away + random.range(-0.3, 0.3)) * width, horizon * 0.3, horizon * 1.02);
  }
  if (mentions(input, "rainbow")) paintRainbow(input, horizon);
  if (!env.dark && env.weather !== "storm" && random.chance(0.55)) {
    paintFlock(
      pens.far,
      [width * random.range(0.3, 0.7), height * random.range(0.12, 0.3)],
      unit * 0.022,
      random.int(3, 7),
    );
  }
  return lightX;
}

function paintRainbow({ pens, width, height }: StageInput, horizon: number): void {
  const colours = ["#d9483b", "#ec8b3a", "#f2d24b", "#5fae5a", "#4a86c9", "#6a55a8"];
  colours.forEach((colour, index) => {
    const radius = width * (0.44 - index * 0.014);
    const points: Point[] = [];
    for (let step = 0; step <= 30; step++) {
      const angle = Math.PI + (Math.PI * step) / 30;
      points.push([
        width * 0.5 + Math.cos(angle) * radius,
        horizon + Math.sin(angle) * Math.min(radius, height * (0.5 - index * 0.016)),
      ]);
    }
    pens.sky.fill(
      ribbon(points, () => width * 0.0075, 1),
      hex(colour),
      { shade: 0, ink: 0, alpha: 0.55, soft: 0.002 },
    );
  });
}

/** Depth of the ground: a spot at 0 lies on the horizon, at 1 at the bottom edge. */
function groundSpots(
  input: StageInput,
  horizon: number,
  scale: number,
): { x: number; y: number; size: number }[] {
  const { width, height, unit, heroX, closeness, random } = input;
  const at = (x: number, depth: number, size: number): { x: number; y: number; size: number } => ({
    x: x * width,
    y: horizon + (height - horizon) * depth,
    size: unit * size * scale,
  });
  const size = 0.5 + 0.42 * closeness;
  const other = heroX < 0.5 ? 1 : -1;
  return [
    at(heroX, 0.5 + 0.3 * closeness, size),
    at(heroX + other * random.range(0.3, 0.38), 0.34 + 0.2 * closeness, size * 0.72),
    at(heroX + other * random.range(0.16, 0.22), 0.22, size * 0.45),
    at(Math.min(0.94, Math.max(0.06, heroX - other * 0.24)), 0.3, size * 0.55),
  ];
}

function airSpots(input: StageInput, horizon: number): { x: number; y: number; size: number }[] {
  const { width, unit, heroX, closeness, random } = input;
  const other = heroX < 0.5 ? 1 : -1;
  return [
    { x: width * heroX, y: horizon * random.range(0.42, 0.56), size: unit * (0.36 + 0.24 * closeness) },
    { x: width * (heroX + other * 0.34), y: horizon * random.range(0.3, 0.6), size: unit * 0.26 },
    { x: width * (heroX + other * 0.17), y: horizon * random.range(0.2, 0.3), size: unit * 0.16 },
  ];
}

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

function paintBeach(input: StageInput, shoreY: number): void {
  const { pens, env, random, width, height } = input;
  const pen = pens.middle;
  const line = rollingLine(pen, shoreY, height * 0.02, 2.5);
  const sand = env.local("#d9bd8b");
  pen.fill(
    landBelow(pen, (t) => line(t) - height * 0.02),
    mix(env.water[0], hex("#ffffff"), 0.55),
    { shade: 0, alpha: 0.85, ink: 0.2 },
  );
  pen.fill(landBelow(pen, line), mix(sand, env.water[1], 0.3), { to: sand, ink: 0.2 });
  pen.fill(
    landBelow(pen, (t) => line(t) + height * 0.05),
    sand,
    { to: lighten(sand, 0.05), ink: 0 },
  );
  for (let ripple = 0; ripple < 34; ripple++) {
    const y = random.range(shoreY + height * 0.05, height);
    const t = (y - shoreY) / (height - shoreY);
    const length = width * random.range(0.02, 0.09) * (0.5 + t);
    const x = random.next() * width;
    pen.fill(
      ribbon(
        [
          [x - length, y],
          [x, y - height * 0.004],
          [x + length, y],
        ],
        (s) => height * 0.0028 * Math.sin(Math.PI * s),
      ),
      lighten(sand, random.chance(0.5) ? -0.07 : 0.06),
      { shade: 0, ink: 0, alpha: 0.7 },
    );
  }
  if (!mentions(input, "pool", "low", "ebb", "tide")) return;
  for (let pool = 0; pool < 8; pool++) {
    const t = (pool + 0.6) / 8;
    const y = shoreY + (height - shoreY) * (0.14 + 0.8 * t);
    const x = width * random.range(0.04, 0.96);
    const wide = width * random.range(0.04, 0.1) * (0.5 + t);
    const tall = wide * 0.26;
    const edge: Point[] = [];
    for (let knot = 0; knot < 10; knot++) {
      const angle = (knot / 10) * Math.PI * 2;
      const reach = random.range(0.75, 1.15);
      edge.push([x + Math.cos(angle) * wide * reach, y + Math.sin(angle) * tall * reach]);
    }
    pen.fill(
      smooth(
        edge.map(([px, py]) => [px + (px - x) * 0.1, py + (py - y) * 0.22 + tall * 0.08] as const),
        5,
      ),
      lighten(sand, -0.16),
      { shade: 0, ink: 0.2 },
    );
    pen.fill(smooth(edge, 5), mix(env.sky[2] ?? env.water[0], env.water[1], 0.35), {
      to: mix(env.sky[3] ?? env.water[0], env.water[0], 0.25),
      ink: 0.2,
    });
    pen.fill(ellipse(x - wide * 0.2, y - tall * 0.3, wide * 0.35, tall * 0.12), hex("#ffffff"), {
      shade: 0,
      ink: 0,
      alpha: 0.5,
    });
    if (t > 0.35) paintRocks(pen, x + wide * 0.8, y + tall * 0.4, wide * 0.7, 3);
  }
}

function paintQuay(input: StageInput, horizon: number, side: number): void {
  const { pens, env, random, width, height, unit } = input;
  const pen = pens.middle;
  const quay = horizon + (height - horizon) * 0.1;
  const length = width * random.range(0.5, 0.62);
  const x0 = side === 1 ? width * 1.02 - length : -width * 0.02;
  const walls = ["#e8d6b8", "#d98f6b", "#c9d3c4", "#e3b55f", "#b9c9d6", "#d77a63", "#efe6d4"];
  const roofs = ["#a84b36", "#7a4a3c", "#5f6672", "#8d5a44"];
  let x = x0 + unit * 0.01;
  while (x < x0 + length - unit * 0.05) {
    const wide = unit * random.range(0.07, 0.12);
    const tall = unit * random.range(0.1, 0.22);
    const wall = env.local(random.pick(walls));
    pen.fill(
      polygon([
        [x, quay],
        [x, quay - tall],
        [x + wide, quay - tall],
        [x + wide, quay],
      ]),
      wall,
      { shade: 0.5 },
    );
    pen.fill(
      polygon([
        [x - wide * 0.06, quay - tall],
        [x + wide * 0.5, quay - tall - wide * random.range(0.35, 0.6)],
        [x + wide * 1.06, quay - tall],
      ]),
      env.local(random.pick(roofs)),
      { shade: 0.6 },
    );
    const columns = wide > unit * 0.095 ? 3 : 2;
    const rows = Math.max(1, Math.floor(tall / (unit * 0.055)));
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const lit = env.dark ? random.chance(0.65) : false;
        const wx = x + wide * ((column + 0.5) / columns) - wide * 0.08;
        const wy = quay - tall + unit * 0.016 + row * unit * 0.052;
        pen.fill(
          roundRect(wx, wy, wide * 0.16, unit * 0.028, 2),
          lit ? hex("#ffd98a") : env.local("#41505f"),
          { shade: 0, ink: 0.3 },
        );
      }
    }
    x += wide;
  }
  pen.fill(
    polygon([
      [x0, quay],
      [x0 + length, quay],
      [x0 + length, quay + unit * 0.055],
      [x0, quay + unit * 0.055],
    ]),
    lighten(env.rock, 0.04),
    { shade: 0.4 },
  );
  for (let mirror = 0; mirror < 30; mirror++) {
    const mx = x0 + random.next() * length;
    const my = quay + unit * random.range(0.06, 0.22);
    pen.fill(
      ellipse(mx, my, unit * random.range(0.012, 0.04), unit * 0.0028),
      env.local(random.pick(walls)),
      { shade: 0, ink: 0, alpha: 0.4 },
    );
  }
  for (let post = 0; post < 5; post++) {
    const px = side === 1 ? x0 - unit * 0.03 * (post - 1) : x0 + length + unit * 0.03 * (post - 1);
    pen.fill(roundRect(px, quay - unit * 0.02, unit * 0.012, unit * 0.1, 2), env.local("#5b4636"), {
      shade: 0.6,
    });
  }
}

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

function bigPine(input: StageInput, x: number, y: number, size: number): void {
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

export const forest: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX } = input;
  const horizon = height * random.range(0.6, 0.7);
  const sky = pens.sky;
  const misty = mix(env.sky[3] ?? env.cloud, env.grass[0], 0.35);
  sky.backdrop(
    [mix(env.foliage, env.sky[1] ?? env.foliage, 0.4), mix(env.grass[0], misty, 0.4), misty],
    horizon,
  );
  const glowX = width * (heroX < 0.5 ? 0.66 : 0.34);
  sky.glow(glowX, height * 0.36, unit * 0.8, env.sun, env.dark ? 0.45 : 0.85);
  if (input.light === "moon" || input.light === "crescent")
    paintLight(sky, [glowX, height * 0.24], unit * 0.06, input.light);
  const rows: readonly [layer: "far" | "middle", haze: number, count: number, wide: number][] = [
    ["far", 0.72, 16, 0.018],
    ["far", 0.5, 11, 0.028],
    ["middle", 0.24, 7, 0.042],
  ];
  for (const [layer, haze, count, wide] of rows) {
    const pen = pens[layer];
    pen.inHaze(haze, () => {
      for (let trunk = 0; trunk < count; trunk++) {
        const x = width * ((trunk + random.range(0.1, 0.9)) / count);
        if (layer === "middle" && Math.abs(x / width - heroX) < 0.13) continue;
        const half = unit * wide * random.range(0.7, 1.2) * 0.5;
        const base = horizon + unit * (0.3 - haze * 0.4);
        const lean = random.range(-0.02, 0.02) * width;
        pen.fill(
          ribbon(
            [
              [x, base + unit * 0.03],
              [x + lean * 0.5, height * 0.3],
              [x + lean, -height * 0.04],
            ],
            (t) => half * (1.15 - 0.4 * t),
          ),
          env.local("#5a4636"),
          { shade: 0.7, ink: 0.6 },
        );
        for (let branch = 0; branch < 3; branch++) {
          const by = height * random.range(0.05, 0.4);
          const dir = random.chance(0.5) ? 1 : -1;
          pen.fill(
            ribbon(
              [
                [x + lean * 0.6, by],
                [x + dir * half * 4, by - unit * 0.05],
                [x + dir * half * 8, by - unit * 0.07],
              ],
              (t) => half * 0.3 * (1 - t),
            ),
            env.local("#5a4636"),
            { shade: 0.3, ink: 0.4 },
          );
        }
      }
      for (let crown = 0; crown < count * 2; crown++) {
        const x = random.range(-0.05, 1.05) * width;
        const r = unit * random.range(0.06, 0.13);
        pen.fill(
          leafCluster(input, x, random.range(-0.04, 0.1 + 0.12 * haze) * height, r),
          lighten(env.foliage, random.range(-0.08, 0.08)),
          { ink: 0.5 },
        );
      }
      const ground = rollingLine(pen, horizon + unit * (0.27 - haze * 0.36), unit * 0.02, 4);
      pen.fill(landBelow(pen, ground), mix(env.grass[0], env.foliage, 0.4), {
        to: lighten(env.grass[1], -0.06),
        ink: 0.5,
      });
    });
  }
  for (let ray = 0; ray < 6; ray++) {
    const x = glowX + random.range(-0.3, 0.3) * width;
    const slope = (glowX - width / 2) * -0.35;
    pens.middle.fill(
      polygon([
        [x, -4],
        [x + unit * random.range(0.02, 0.07), -4],
        [x + slope + unit * 0.16, height * 0.86],
        [x + slope, height * 0.86],
      ]),
      mix(env.sun, hex("#ffffff"), 0.2),
      { shade: 0, ink: 0, alpha: env.dark ? 0.06 : 0.12, soft: 0.012 },
    );
  }
  return {
    spots: { ground: groundSpots(input, horizon, 0.95), air: airSpots(input, horizon) },
    foreground: () => {
      const pen = pens.front;
      const top = rollingLine(pen, height * 0.95, unit * 0.03, 3);
      const side = heroX < 0.5 ? 1 : 0;
      const x = width * (side === 1 ? 0.97 : 0.03);
      pen.fill(
        ribbon(
          [
            [x, height * 1.05],
            [x + unit * 0.02, height * 0.5],
            [x - unit * 0.02, -unit * 0.05],
          ],
          (t) => unit * (0.075 - 0.025 * t + 0.05 * Math.max(0, 0.15 - t) * 6),
        ),
        lighten(env.local("#3f3027"), -0.06),
        { shade: 0.8 },
      );
      pen.fill(landBelow(pen, top), lighten(env.foliage, -0.17), { shade: 0.3 });
      paintGrass(pen, top, unit * 0.12, 90, mentions(input, "flower", "spring", "magic", "mushroom"));
      for (let fern = 0; fern < 5; fern++)
        paintFern(input, width * random.next(), height * 1.0, unit * random.range(0.14, 0.24));
      paintWeather(pen);
    },
  };
};

function leafCluster(input: StageInput, x: number, y: number, r: number): ReturnType<typeof smooth> {
  const points: Point[] = [];
  for (let knot = 0; knot < 12; knot++) {
    const angle = (knot / 12) * Math.PI * 2;
    const reach = r * (knot % 2 === 0 ? 1 : 0.8) * input.random.range(0.85, 1.15);
    points.push([x + Math.cos(angle) * reach * 1.3, y + Math.sin(angle) * reach]);
  }
  return smooth(points, 4);
}

function paintFern(input: StageInput, x: number, y: number, size: number): void {
  const { pens, env, random } = input;
  for (let frond = 0; frond < 5; frond++) {
    const angle = -Math.PI / 2 + (frond - 2) * 0.42 + random.range(-0.1, 0.1);
    for (let leaflet = 1; leaflet < 9; leaflet++) {
      const t = leaflet / 9;
      const px = x + Math.cos(angle) * size * t;
      const py = y + Math.sin(angle) * size * t + size * 0.25 * t * t;
      for (const sign of [-1, 1])
        pens.front.fill(
          leaf(px, py, size * 0.22 * (1.1 - t), size * 0.06, angle + sign * 0.9),
          lighten(env.foliage, -0.1 + 0.06 * t),
          { shade: 0.2, ink: 0.25 },
        );
    }
  }
}

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
