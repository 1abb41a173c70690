import { hex, lighten, mix, oklch, turnHue } from "../colour";
import { blob, dot, ellipse, type Point, polygon, rect, ribbon, roundRect, smooth } from "../shape";
import { paintSky } from "./outdoors";
import { landBelow, paintFlock, paintStars, paintWeather, rollingLine } from "./scenery";
import { mentions, type Spot, type Stage, type StageInput } from "./stage";

/** A hero and up to three companions around a free middle. */
export function floatingSpots(input: StageInput, heroY: number, size: number): Spot[] {
  const { width, height, unit, heroX, random } = input;
  const other = heroX < 0.5 ? 1 : -1;
  return [
    { x: width * (0.5 + (heroX - 0.5) * 0.75), y: height * heroY, size: unit * size },
    { x: width * (heroX + other * 0.4), y: height * random.range(0.24, 0.4), size: unit * size * 0.42 },
    { x: width * (heroX + other * 0.34), y: height * random.range(0.62, 0.78), size: unit * size * 0.36 },
    {
      x: width * Math.min(0.92, Math.max(0.08, heroX - other * 0.24)),
      y: height * random.range(0.2, 0.3),
      size: unit * size * 0.26,
    },
  ];
}

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

export const underwater: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX, closeness } = input;
  const pen = pens.sky;
  const hue = random.range(-14, 14);
  const deep = env.dark || mentions(input, "deep", "abyss", "dark");
  const colours = (
    deep ? ["#2a6f9e", "#12456f", "#0a2549", "#061633"] : ["#8fe0e0", "#3fb0c9", "#1b7aa3", "#0f4d78"]
  ).map((text) => turnHue(hex(text), hue));
  pen.backdrop(colours);
  const [bright, , , dark] = colours;
  const light = bright ?? hex("#8fe0e0");
  const abyss = dark ?? hex("#0f4d78");
  const sunX = width * (heroX < 0.5 ? 0.66 : 0.34);
  pen.glow(sunX, -height * 0.05, unit * 0.8, mix(light, hex("#ffffff"), 0.5), 0.7);
  for (let ray = 0; ray < 8; ray++) {
    const x = sunX + random.range(-0.35, 0.35) * width;
    const slope = (x - sunX) * 1.1;
    const wide = unit * random.range(0.015, 0.06);
    pen.fill(
      polygon([
        [x - wide, -4],
        [x + wide, -4],
        [x + slope + wide * 3, height * 0.8],
        [x + slope - wide * 2, height * 0.8],
      ]),
      mix(light, hex("#ffffff"), 0.5),
      { shade: 0, ink: 0, alpha: 0.13, soft: 0.01 },
    );
  }
  for (let reef = 0; reef < 2; reef++) {
    const top = rollingLine(pens.far, height * (0.74 + reef * 0.08), unit * 0.13, 4);
    pens.far.fill(landBelow(pens.far, top), mix(abyss, light, 0.34 - reef * 0.14), {
      to: mix(abyss, light, 0.1),
      ink: 0.4,
    });
  }
  for (let fish = 0; fish < 16; fish++) {
    const x = width * (0.5 + (0.5 - heroX) * 0.9) + random.range(-0.16, 0.16) * width;
    const y = height * random.range(0.28, 0.5);
    const s = unit * random.range(0.012, 0.024);
    pens.far.fill(
      smooth(
        [
          [x - s, y],
          [x, y - s * 0.42],
          [x + s * 0.9, y],
          [x + s * 1.5, y - s * 0.4],
          [x + s * 1.4, y + s * 0.4],
          [x + s * 0.9, y],
          [x, y + s * 0.42],
        ],
        4,
      ),
      mix(abyss, light, 0.42),
      { shade: 0.2, ink: 0 },
    );
  }
  const floorTop = rollingLine(pens.middle, height * 0.86, unit * 0.05, 2);
  const sand = mix(env.local("#d8c79a"), abyss, 0.42);
  pens.middle.fill(landBelow(pens.middle, floorTop), sand, { to: mix(sand, abyss, 0.5) });
  for (let plant = 0; plant < 12; plant++)
    seaweed(
      input,
      pens.middle,
      width * random.next(),
      height * random.range(0.87, 0.95),
      unit * random.range(0.1, 0.26),
      abyss,
    );
  const spots = floatingSpots(input, 0.46, 0.5 + 0.25 * closeness);
  return {
    spots: {
      ground: [
        { x: width * heroX, y: height * 0.92, size: unit * (0.4 + 0.2 * closeness) },
        { x: width * (1 - heroX), y: height * 0.93, size: unit * 0.24 },
        { x: width * 0.5, y: height * 0.9, size: unit * 0.16 },
      ],
      water: spots,
      air: spots,
    },
    foreground: () => {
      const front = pens.front;
      const corals = ["#e8655a", "#f2a24f", "#c9559a", "#8f6ad6", "#f0d36a"];
      for (const side of [0.02, 0.1, 0.9, 0.98]) {
        if (random.chance(0.2)) continue;
        coral(
          input,
          width * side,
          height * 1.02,
          unit * random.range(0.16, 0.3),
          mix(hex(random.pick(corals)), abyss, deep ? 0.45 : 0.2),
        );
      }
      for (let plant = 0; plant < 5; plant++)
        seaweed(
          input,
          front,
          width * (random.chance(0.5) ? random.range(0, 0.2) : random.range(0.8, 1)),
          height * 1.02,
          unit * random.range(0.2, 0.4),
          abyss,
        );
      for (let bubble = 0; bubble < 26; bubble++) {
        const x = width * (heroX + random.range(-0.4, 0.4));
        const y = height * random.next();
        const r = unit * random.range(0.003, 0.012);
        front.line(ellipse(x, y, r), hex("#e8fbff"), unit * 0.0016, 0.7);
        front.fill(dot(x - r * 0.3, y - r * 0.3, r * 0.25), hex("#ffffff"), { shade: 0, ink: 0, alpha: 0.8 });
      }
    },
  };
};

function seaweed(
  input: StageInput,
  pen: StageInput["pens"]["front"],
  x: number,
  y: number,
  size: number,
  abyss: ReturnType<typeof hex>,
): void {
  const { random } = input;
  const colour = mix(hex(random.pick(["#3f8f5f", "#5a9a4a", "#2f7f70", "#8a9a3f"])), abyss, 0.35);
  const sway = random.range(-0.2, 0.2) * size;
  pen.fill(
    ribbon(
      [
        [x, y],
        [x + sway, y - size * 0.35],
        [x - sway, y - size * 0.7],
        [x + sway * 0.7, y - size],
      ],
      (t) => size * 0.045 * (1 - t) ** 0.6,
    ),
    colour,
    { shade: 0.4, ink: 0.5 },
  );
}

function coral(input: StageInput, x: number, y: number, size: number, colour: ReturnType<typeof hex>): void {
  const { pens, random } = input;
  const grow = (fromX: number, fromY: number, angle: number, length: number, depth: number): void => {
    const toX = fromX + Math.cos(angle) * length;
    const toY = fromY + Math.sin(angle) * length;
    pens.front.fill(
      ribbon(
        [
          [fromX, fromY],
          [(fromX + toX) / 2 + length * 0.06, (fromY + toY) / 2],
          [toX, toY],
        ],
        () => size * 0.018 * depth + 1,
      ),
      colour,
      { shade: 0.5, ink: 0.4 },
    );
    pens.front.fill(dot(toX, toY, size * 0.018 * depth + 1.5), lighten(colour, 0.08), { shade: 0, ink: 0 });
    if (depth > 1)
      for (const turn of [-0.5, 0.45])
        grow(toX, toY, angle + turn + random.range(-0.15, 0.15), length * 0.74, depth - 1);
  };
  for (const lean of [-0.5, 0, 0.5]) grow(x, y, -Math.PI / 2 + lean, size * 0.42, 4);
}

export const city: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX } = input;
  const horizon = height * random.range(0.66, 0.74);
  paintSky(input, horizon);
  const rows: readonly [pen: "far" | "middle", haze: number, low: number, high: number, wide: number][] = [
    ["far", 0.74, 0.16, 0.42, 0.05],
    ["far", 0.5, 0.12, 0.5, 0.075],
    ["middle", 0.2, 0.08, 0.36, 0.1],
  ];
  const walls = ["#8a8f9c", "#a3886f", "#6f7f8f", "#b0a596", "#7a6a72", "#59697d", "#c2a98f"];
  for (const [layer, haze, low, high, wide] of rows) {
    const pen = pens[layer];
    pen.inHaze(haze, () => {
      let x = -unit * 0.05;
      while (x < width * 1.03) {
        const w = unit * wide * random.range(0.7, 1.5);
        const towards = 1 - Math.min(1, Math.abs((x + w / 2) / width - (1 - heroX)) * 1.7);
        const h = unit * (low + (high - low) * random.next() * (0.35 + 0.75 * towards));
        tower(
          input,
          pen,
          x,
          horizon + unit * (layer === "middle" ? 0.05 : 0.02),
          w,
          h,
          env.local(random.pick(walls)),
          haze,
        );
        x += w * random.range(0.92, 1.15);
      }
    });
  }
  const pen = pens.middle;
  const street = env.local("#54565f");
  const curb = horizon + unit * 0.05;
  pen.fill(rect(-width * 0.02, curb, width * 1.04, height), env.local("#8d8a86"), {
    to: env.local("#77757a"),
    ink: 0.6,
  });
  const vanish = width * (1 - heroX) * 0.6 + width * 0.2;
  pen.fill(
    polygon([
      [vanish - unit * 0.05, curb],
      [vanish + unit * 0.05, curb],
      [width * 0.92, height * 1.02],
      [width * 0.02, height * 1.02],
    ]),
    street,
    { to: lighten(street, -0.08) },
  );
  for (let dash = 0; dash < 6; dash++) {
    const t0 = (dash / 6) ** 1.7;
    const t1 = ((dash + 0.5) / 6) ** 1.7;
    const at = (t: number): Point => [vanish + (width * 0.47 - vanish) * t, curb + (height - curb) * t];
    const [a, b] = [at(t0), at(t1)];
    pen.fill(
      polygon([
        [a[0] - unit * 0.012 * t0, a[1]],
        [a[0] + unit * 0.012 * t0, a[1]],
        [b[0] + unit * 0.012 * t1, b[1]],
        [b[0] - unit * 0.012 * t1, b[1]],
      ]),
      env.local("#f1e7c4"),
      { shade: 0, ink: 0 },
    );
  }
  const y = curb + (height - curb) * 0.42;
  const other = heroX < 0.5 ? 1 : -1;
  return {
    spots: {
      ground: [
        { x: width * heroX, y: y + (height - y) * 0.3, size: unit * 0.52 },
        { x: width * (heroX + other * 0.34), y, size: unit * 0.36 },
        { x: width * (heroX + other * 0.18), y: curb + unit * 0.04, size: unit * 0.26 },
      ],
      air: [
        { x: width * heroX, y: height * 0.3, size: unit * 0.34 },
        { x: width * (1 - heroX), y: height * 0.2, size: unit * 0.2 },
      ],
    },
    foreground: () => {
      const front = pens.front;
      for (const side of heroX < 0.5 ? [0.9] : [0.1]) {
        const x = width * side;
        const iron = env.local("#2a2d36");
        front.fill(roundRect(x - unit * 0.009, height * 0.3, unit * 0.018, height * 0.8, 2), iron, {
          shade: 0.6,
        });
        front.fill(
          ribbon(
            [
              [x, height * 0.31],
              [x + (side > 0.5 ? -1 : 1) * unit * 0.05, height * 0.27],
              [x + (side > 0.5 ? -1 : 1) * unit * 0.1, height * 0.29],
            ],
            () => unit * 0.006,
          ),
          iron,
          { shade: 0.4 },
        );
        const lampX = x + (side > 0.5 ? -1 : 1) * unit * 0.1;
        front.fill(
          polygon([
            [lampX - unit * 0.028, height * 0.29],
            [lampX + unit * 0.028, height * 0.29],
            [lampX + unit * 0.018, height * 0.29 + unit * 0.06],
            [lampX - unit * 0.018, height * 0.29 + unit * 0.06],
          ]),
          env.dark ? hex("#ffe4a0") : env.local("#e8e2cf"),
          { shade: 0.2 },
        );
        front.glow(
          lampX,
          height * 0.32,
          unit * 0.3,
          hex("#ffcf7a"),
          env.dark ? 0.7 : env.time === "day" ? 0.1 : 0.4,
        );
      }
      paintFlock(front, [width * 0.5, height * 0.14], unit * 0.014, 4);
      paintWeather(front);
    },
  };
};

function tower(
  input: StageInput,
  pen: StageInput["pens"]["far"],
  x: number,
  base: number,
  w: number,
  h: number,
  wall: ReturnType<typeof hex>,
  haze: number,
): void {
  const { env, random, unit } = input;
  const top = base - h;
  const cap = random.int(0, 4);
  pen.fill(rect(x, top, w, h + unit * 0.03), wall, { shade: 0.6, ink: 0.8 });
  if (cap === 1)
    pen.fill(rect(x + w * 0.2, top - h * 0.1, w * 0.6, h * 0.1), lighten(wall, -0.03), { shade: 0.6 });
  if (cap === 2)
    pen.fill(
      polygon([
        [x, top],
        [x + w / 2, top - w * 0.6],
        [x + w, top],
      ]),
      lighten(wall, -0.08),
      { shade: 0.7 },
    );
  if (cap === 3)
    pen.fill(rect(x + w * 0.47, top - h * 0.22, w * 0.05, h * 0.22), lighten(wall, -0.1), {
      shade: 0,
      ink: 0.2,
    });
  pen.fill(rect(x + (env.lightFrom[0] > 0 ? 0 : w * 0.62), top, w * 0.38, h), lighten(wall, -0.07), {
    shade: 0,
    ink: 0,
    alpha: 0.55,
  });
  const columns = Math.max(2, Math.round(w / (unit * 0.02)));
  const rows = Math.max(2, Math.round(h / (unit * 0.03)));
  const glass =
    env.dark || env.time === "sunset" ? hex("#ffd88a") : mix(env.sky[2] ?? wall, hex("#ffffff"), 0.2);
  const lit = env.dark ? 0.5 : env.time === "sunset" ? 0.4 : 0.75;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!random.chance(lit)) continue;
      pen.fill(
        rect(
          x + w * ((column + 0.28) / columns),
          top + h * ((row + 0.3) / rows),
          (w / columns) * 0.48,
          (h / rows) * 0.46,
        ),
        glass,
        { shade: 0, ink: 0, alpha: 0.9 - haze * 0.5 },
      );
    }
  }
}

/** Warm interior: a wall, a window with the outside in it, a table in front. */
export const room: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX, closeness } = input;
  const wallHue = random.pick(["#c9a27e", "#8fa391", "#b98f7c", "#7f93a6", "#c4ad83", "#a5868f"]);
  const wall = env.local(wallHue);
  const pen = pens.sky;
  pen.backdrop([lighten(wall, -0.1), wall, lighten(wall, 0.03)]);
  for (let stripe = 0; stripe < 22; stripe++) {
    pen.fill(rect((width * stripe) / 22, -4, width / 60, height), lighten(wall, 0.025), {
      shade: 0,
      ink: 0,
      alpha: 0.5,
    });
  }
  const tableY = height * random.range(0.66, 0.74);
  const wx = width * (heroX < 0.5 ? 0.72 : 0.28);
  const ww = unit * 0.42;
  const wh = Math.min(tableY * 0.72, unit * 0.5);
  const wy = tableY * 0.1;
  const frame = env.local("#f0e6d4");
  pen.glow(wx, wy + wh / 2, unit * 0.75, env.sun, env.dark ? 0.22 : 0.55);
  pen.fill(rect(wx - ww / 2 - unit * 0.02, wy - unit * 0.02, ww + unit * 0.04, wh + unit * 0.05), frame, {
    shade: 0.4,
  });
  const pane = rect(wx - ww / 2, wy, ww, wh);
  pen.fill(pane, env.sky[0] ?? wall, { to: env.sky[3] ?? wall, ink: 0.6 });
  pen.within(pane, () => {
    if (env.dark) paintStarsIn(input, wx - ww / 2, wy, ww, wh);
    pen.fill(ellipse(wx + ww * 0.2, wy + wh * 0.3, unit * 0.035), env.sun, { shade: 0, ink: 0.3 });
    pen.glow(wx + ww * 0.2, wy + wh * 0.3, unit * 0.16, env.sun, 0.7);
    pen.inHaze(0.5, () =>
      pen.fill(
        smooth(
          [
            [wx - ww, wy + wh * 1.2],
            [wx - ww * 0.4, wy + wh * 0.66],
            [wx, wy + wh * 0.78],
            [wx + ww * 0.4, wy + wh * 0.62],
            [wx + ww, wy + wh * 1.2],
          ],
          6,
        ),
        env.foliage,
        {},
      ),
    );
    pen.fill(
      smooth(
        [
          [wx - ww, wy + wh * 1.3],
          [wx - ww * 0.5, wy + wh * 0.86],
          [wx + ww * 0.1, wy + wh * 0.82],
          [wx + ww, wy + wh * 1.3],
        ],
        6,
      ),
      env.grass[1],
      {},
    );
  });
  pen.fill(rect(wx - unit * 0.008, wy, unit * 0.016, wh), frame, { shade: 0.3, ink: 0.5 });
  pen.fill(rect(wx - ww / 2, wy + wh * 0.45, ww, unit * 0.014), frame, { shade: 0.3, ink: 0.5 });
  const cloth = env.accent;
  for (const side of [-1, 1]) {
    const edge = wx + side * (ww / 2 + unit * 0.03);
    pen.fill(
      polygon([
        [edge + side * unit * 0.06, wy - unit * 0.05],
        [edge - side * unit * 0.09, wy - unit * 0.05],
        [edge - side * unit * 0.05, wy + wh * 0.55],
        [edge - side * unit * 0.01, wy + wh * 1.12],
        [edge + side * unit * 0.08, wy + wh * 1.12],
      ]),
      cloth,
      { shade: 0.8 },
    );
    for (let fold = 0; fold < 4; fold++)
      pen.fill(
        rect(edge + side * (fold - 1.2) * unit * 0.025, wy - unit * 0.03, unit * 0.006, wh * 1.1),
        lighten(cloth, -0.09),
        { shade: 0, ink: 0, alpha: 0.6 },
      );
  }
  const shelfX = width * (heroX < 0.5 ? 0.2 : 0.8);
  pens.far.fill(rect(shelfX - unit * 0.22, tableY * 0.36, unit * 0.44, unit * 0.016), env.local("#7a5638"), {
    shade: 0.3,
  });
  let bx = shelfX - unit * 0.19;
  while (bx < shelfX + unit * 0.12) {
    const bw = unit * random.range(0.016, 0.032);
    const bh = unit * random.range(0.08, 0.13);
    pens.far.fill(
      rect(bx, tableY * 0.36 - bh, bw, bh),
      env.local(random.pick(["#a8503f", "#4f6f8a", "#d9b35a", "#6a8a5a", "#7d5a80", "#e0d2b8"])),
      { shade: 0.5, ink: 0.6 },
    );
    bx += bw * 1.04;
  }
  const mx = shelfX + unit * 0.17;
  pens.far.fill(
    polygon([
      [mx - unit * 0.025, tableY * 0.36 - unit * 0.05],
      [mx + unit * 0.025, tableY * 0.36 - unit * 0.05],
      [mx + unit * 0.018, tableY * 0.36],
      [mx - unit * 0.018, tableY * 0.36],
    ]),
    env.local("#c9744d"),
    { shade: 0.6 },
  );
  for (let sprig = 0; sprig < 7; sprig++) {
    const a = -Math.PI / 2 + (sprig - 3) * 0.35;
    pens.far.fill(
      ribbon(
        [
          [mx, tableY * 0.36 - unit * 0.05],
          [mx + Math.cos(a) * unit * 0.05, tableY * 0.36 - unit * 0.05 + Math.sin(a) * unit * 0.06],
          [mx + Math.cos(a) * unit * 0.085, tableY * 0.36 - unit * 0.04 + Math.sin(a) * unit * 0.075],
        ],
        (t) => unit * 0.009 * Math.sin(Math.PI * t * 0.9 + 0.2),
      ),
      env.foliage,
      { ink: 0.5 },
    );
  }
  const wood = env.local(random.pick(["#9a6b42", "#7f5a40", "#b58556"]));
  const middle = pens.middle;
  middle.fill(rect(-width * 0.02, tableY, width * 1.04, height), wood, {
    to: lighten(wood, -0.14),
    ink: 0.8,
  });
  for (let plank = 0; plank < 26; plank++) {
    const y = tableY + (height - tableY) * random.next();
    const x = width * random.next();
    const length = width * random.range(0.08, 0.3);
    middle.fill(
      ribbon(
        [
          [x - length, y],
          [x, y + random.range(-0.004, 0.004) * height],
          [x + length, y],
        ],
        (t) => height * 0.0018 * Math.sin(Math.PI * t),
      ),
      lighten(wood, random.chance(0.6) ? -0.08 : 0.07),
      { shade: 0, ink: 0, alpha: 0.7 },
    );
  }
  middle.fill(
    polygon([
      [wx - ww * 0.4, tableY],
      [wx + ww * 0.4, tableY],
      [wx + ww * (heroX < 0.5 ? 0 : 1), height],
      [wx - ww * (heroX < 0.5 ? 1 : 0), height],
    ]),
    env.sun,
    { shade: 0, ink: 0, alpha: env.dark ? 0.06 : 0.2, soft: 0.01 },
  );
  const seat = tableY + (height - tableY) * 0.46;
  const other = heroX < 0.5 ? 1 : -1;
  return {
    spots: {
      ground: [
        { x: width * heroX, y: seat, size: unit * (0.5 + 0.24 * closeness) },
        { x: width * (heroX + other * 0.34), y: seat - unit * 0.03, size: unit * 0.3 },
        { x: width * (heroX + other * 0.54), y: seat - unit * 0.05, size: unit * 0.22 },
      ],
      air: [
        { x: width * heroX, y: tableY * 0.52, size: unit * (0.42 + 0.2 * closeness) },
        { x: width * (heroX + other * 0.3), y: tableY * 0.3, size: unit * 0.18 },
      ],
    },
    foreground: () => {
      for (let mote = 0; mote < 24; mote++)
        pens.front.fill(
          dot(
            wx + random.range(-0.6, 0.6) * ww * 1.4,
            height * random.range(0.1, 0.8),
            unit * random.range(0.001, 0.003),
          ),
          hex("#fff4d0"),
          { shade: 0, ink: 0, alpha: 0.5 },
        );
    },
  };
};

function paintStarsIn({ pens, random, unit }: StageInput, x: number, y: number, w: number, h: number): void {
  for (let star = 0; star < 24; star++)
    pens.sky.fill(dot(x + random.next() * w, y + random.next() * h, unit * 0.0018), hex("#ffffff"), {
      shade: 0,
      ink: 0,
      alpha: 0.8,
    });
}

/** Columns, arches and shafts of light: history, learning, law. */
export const hall: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX, closeness } = input;
  const stone = env.local(random.pick(["#d6c3a0", "#c9b79c", "#b9ada0", "#cdb08a"]));
  const books = mentions(
    input,
    "library",
    "book",
    "books",
    "knowledge",
    "learning",
    "school",
    "university",
    "history",
    "study",
    "read",
  );
  const floorY = height * 0.76;
  const pen = pens.sky;
  pen.backdrop([lighten(stone, -0.28), lighten(stone, -0.14), lighten(stone, -0.06)], floorY);
  const gates = 5;
  for (let gate = 0; gate < gates; gate++) {
    const x = width * ((gate + 0.5) / gates);
    const w = (width / gates) * 0.62;
    const spring = floorY * 0.4;
    const opening: Point[] = [
      [x - w / 2, floorY],
      [x - w / 2, spring],
    ];
    for (let step = 0; step <= 14; step++) {
      const a = Math.PI + (Math.PI * step) / 14;
      opening.push([x + (Math.cos(a) * w) / 2, spring + Math.sin(a) * w * 0.52]);
    }
    opening.push([x + w / 2, floorY]);
    const open = polygon(opening);
    pens.far.fill(open, books && gate % 2 === 0 ? lighten(stone, -0.3) : (env.sky[1] ?? stone), {
      to: books && gate % 2 === 0 ? lighten(stone, -0.24) : (env.sky[3] ?? stone),
      ink: 0.8,
    });
    if (books && gate % 2 === 0) {
      pens.far.within(open, () => {
        for (let shelf = 0; shelf < 7; shelf++) {
          const y = floorY - shelf * unit * 0.1;
          let bx = x - w / 2;
          while (bx < x + w / 2) {
            const bw = unit * random.range(0.01, 0.024);
            const bh = unit * random.range(0.055, 0.08);
            pens.far.fill(
              rect(bx, y - bh - unit * 0.01, bw, bh),
              env.local(random.pick(["#8a4a3a", "#3f5a70", "#b8933f", "#55704a", "#6a4a66", "#c9b896"])),
              { shade: 0.3, ink: 0.3 },
            );
            bx += bw * 1.05;
          }
          pens.far.fill(rect(x - w / 2, y - unit * 0.012, w, unit * 0.014), env.local("#5f4630"), {
            shade: 0.2,
            ink: 0.3,
          });
        }
      });
    } else {
      pens.far.within(open, () => {
        pens.far.inHaze(0.4, () =>
          pens.far.fill(
            smooth(
              [
                [x - w, floorY + 9],
                [x - w * 0.4, floorY * 0.8],
                [x + w * 0.2, floorY * 0.86],
                [x + w, floorY * 0.76],
                [x + w, floorY + 9],
              ],
              5,
            ),
            env.foliage,
            { ink: 0.4 },
          ),
        );
      });
    }
  }
  for (let column = 0; column <= gates; column++) {
    const x = width * (column / gates);
    const w = unit * 0.05;
    const tone = lighten(stone, -0.02);
    pens.middle.fill(rect(x - w / 2, floorY * 0.1, w, floorY * 0.9), tone, { shade: 1 });
    for (let flute = 0; flute < 4; flute++)
      pens.middle.fill(
        rect(x - w * 0.36 + flute * w * 0.21, floorY * 0.16, w * 0.06, floorY * 0.78),
        lighten(tone, -0.12),
        { shade: 0, ink: 0, alpha: 0.6 },
      );
    pens.middle.fill(rect(x - w * 0.8, floorY * 0.1, w * 1.6, unit * 0.03), lighten(tone, 0.03), {
      shade: 0.4,
    });
    pens.middle.fill(rect(x - w * 0.65, floorY * 0.1 + unit * 0.03, w * 1.3, unit * 0.02), tone, {
      shade: 0.4,
    });
    pens.middle.fill(rect(x - w * 0.8, floorY - unit * 0.035, w * 1.6, unit * 0.04), lighten(tone, 0.02), {
      shade: 0.4,
    });
  }
  pens.middle.fill(rect(-width * 0.02, -4, width * 1.04, floorY * 0.1 + 4), lighten(stone, -0.05), {
    shade: 0.3,
  });
  pens.middle.fill(rect(-width * 0.02, floorY * 0.085, width * 1.04, unit * 0.014), lighten(stone, 0.05), {
    shade: 0,
  });
  pens.middle.fill(rect(-width * 0.02, floorY, width * 1.04, height), lighten(stone, -0.08), {
    to: lighten(stone, -0.22),
  });
  const vanish: Point = [width * 0.5, floorY - unit * 0.2];
  for (let tile = -12; tile <= 12; tile++) {
    const x = width * 0.5 + tile * width * 0.1;
    pens.middle.line(
      polygon([
        [vanish[0] + (x - vanish[0]) * 0.45, floorY],
        [x * 1 + (x - vanish[0]) * 0.2, height * 1.02],
      ]),
      lighten(stone, -0.26),
      unit * 0.002,
      0.5,
    );
  }
  for (let row = 1; row < 4; row++) {
    const y = floorY + (height - floorY) * (row / 4) ** 1.5;
    pens.middle.line(
      polygon([
        [0, y],
        [width, y],
      ]),
      lighten(stone, -0.26),
      unit * 0.002,
      0.45,
    );
  }
  for (let shaft = 0; shaft < 4; shaft++) {
    const x = width * (0.15 + shaft * 0.24);
    const lean = -env.lightFrom[0] * unit * 0.5;
    pens.middle.fill(
      polygon([
        [x, floorY * 0.1],
        [x + unit * 0.1, floorY * 0.1],
        [x + unit * 0.2 + lean, height],
        [x + lean, height],
      ]),
      env.sun,
      { shade: 0, ink: 0, alpha: 0.14, soft: 0.014 },
    );
  }
  const y = floorY + (height - floorY) * 0.42;
  const other = heroX < 0.5 ? 1 : -1;
  pens.middle.fill(
    polygon([
      [width * heroX - unit * 0.24, y + unit * 0.06],
      [width * heroX + unit * 0.24, y + unit * 0.06],
      [width * heroX + unit * 0.2, y - unit * 0.01],
      [width * heroX - unit * 0.2, y - unit * 0.01],
    ]),
    lighten(stone, 0.02),
    { shade: 0.5 },
  );
  return {
    spots: {
      ground: [
        { x: width * heroX, y: y + unit * 0.01, size: unit * (0.5 + 0.16 * closeness) },
        { x: width * (heroX + other * 0.36), y: y + unit * 0.02, size: unit * 0.34 },
        { x: width * (heroX + other * 0.18), y: floorY + unit * 0.02, size: unit * 0.26 },
      ],
      air: [
        { x: width * heroX, y: floorY * 0.55, size: unit * (0.44 + 0.15 * closeness) },
        { x: width * (heroX + other * 0.32), y: floorY * 0.4, size: unit * 0.2 },
      ],
    },
  };
};

/** A bench in a laboratory or works: shelves, glass, pipes, warm lamp. */
export const workshop: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX, closeness } = input;
  const industry = mentions(
    input,
    "steam",
    "engine",
    "factory",
    "machine",
    "industrial",
    "gear",
    "gears",
    "forge",
    "iron",
    "mechanical",
    "industry",
    "locomotive",
    "coal",
    "robot",
    "inventor",
  );
  const wall = env.local(
    industry
      ? random.pick(["#6d4f42", "#5a5750", "#705a48"])
      : random.pick(["#4f7480", "#5f7f78", "#56688a"]),
  );
  const benchY = height * random.range(0.7, 0.77);
  const pen = pens.sky;
  pen.backdrop([lighten(wall, -0.16), wall, lighten(wall, 0.04)], benchY);
  if (industry) {
    const brickH = unit * 0.042;
    for (let row = 0; row * brickH < benchY; row++) {
      for (let column = -1; column * unit * 0.1 < width; column++) {
        if (random.chance(0.62)) continue;
        pen.fill(
          rect(column * unit * 0.1 + (row % 2) * unit * 0.05, row * brickH, unit * 0.094, brickH * 0.86),
          lighten(wall, random.range(-0.05, 0.05)),
          { shade: 0, ink: 0.2, alpha: 0.7 },
        );
      }
    }
    const wx = width * (heroX < 0.5 ? 0.76 : 0.24);
    const r = unit * 0.22;
    const arch: Point[] = [
      [wx - r, benchY * 0.86],
      [wx - r, benchY * 0.42],
    ];
    for (let step = 0; step <= 12; step++)
      arch.push([
        wx + Math.cos(Math.PI + (Math.PI * step) / 12) * r,
        benchY * 0.42 + Math.sin(Math.PI + (Math.PI * step) / 12) * r * 0.7,
      ]);
    arch.push([wx + r, benchY * 0.86]);
    pen.fill(polygon(arch), env.sky[1] ?? wall, { to: env.sky[3] ?? wall });
    pen.glow(wx, benchY * 0.5, unit * 0.6, env.sun, 0.5);
    for (const bar of [-0.5, 0, 0.5])
      pen.fill(
        rect(wx + bar * r - unit * 0.004, benchY * 0.2, unit * 0.008, benchY * 0.66),
        lighten(wall, -0.2),
        { shade: 0, ink: 0 },
      );
    for (const bar of [0.42, 0.64])
      pen.fill(rect(wx - r, benchY * bar, r * 2, unit * 0.008), lighten(wall, -0.2), { shade: 0, ink: 0 });
    for (let pipe = 0; pipe < 3; pipe++) {
      const y = benchY * (0.08 + pipe * 0.07);
      pens.far.fill(rect(-9, y, width * 1.02, unit * 0.024), env.local(pipe === 1 ? "#b5733f" : "#5d5f63"), {
        shade: 0.9,
      });
    }
    for (let wheel = 0; wheel < 3; wheel++)
      gearOn(
        input,
        width * (heroX < 0.5 ? 0.1 + wheel * 0.15 : 0.9 - wheel * 0.15),
        benchY * (0.34 + 0.16 * (wheel % 2)),
        unit * (0.13 - wheel * 0.03),
      );
  } else {
    for (let tile = 0; tile < 12; tile++)
      pen.line(
        polygon([
          [0, benchY * (tile / 12)],
          [width, benchY * (tile / 12)],
        ]),
        lighten(wall, 0.06),
        unit * 0.0016,
        0.4,
      );
    const sx = width * (heroX < 0.5 ? 0.72 : 0.28);
    for (let shelf = 0; shelf < 2; shelf++) {
      const y = benchY * (0.36 + shelf * 0.3);
      pens.far.fill(rect(sx - unit * 0.34, y, unit * 0.68, unit * 0.018), env.local("#8a6a4a"), {
        shade: 0.3,
      });
      for (let jar = 0; jar < 7; jar++) {
        const x = sx - unit * 0.29 + jar * unit * 0.095;
        const tall = unit * random.range(0.06, 0.12);
        const liquid = env.local(
          random.pick(["#59b7a8", "#e0a33f", "#cf5f6f", "#6f8fd6", "#8fc45a", "#b97fd0"]),
        );
        pens.far.fill(
          roundRect(x - unit * 0.027, y - tall, unit * 0.054, tall, unit * 0.012),
          mix(env.local("#d9ecee"), wall, 0.35),
          { shade: 0.3 },
        );
        pens.far.fill(
          roundRect(
            x - unit * 0.022,
            y - tall * random.range(0.45, 0.75),
            unit * 0.044,
            tall * 0.44,
            unit * 0.008,
          ),
          liquid,
          { shade: 0.5, ink: 0 },
        );
        pens.far.fill(
          rect(x - unit * 0.016, y - tall - unit * 0.012, unit * 0.032, unit * 0.016),
          env.local("#7a5a40"),
          { shade: 0.2, ink: 0.5 },
        );
      }
    }
  }
  const lampX = width * heroX;
  pens.middle.glow(lampX, -unit * 0.02, unit * 0.95, hex("#ffdca0"), 0.45);
  pens.middle.fill(
    polygon([
      [lampX - unit * 0.05, unit * 0.02],
      [lampX + unit * 0.05, unit * 0.02],
      [lampX + unit * 0.11, unit * 0.085],
      [lampX - unit * 0.11, unit * 0.085],
    ]),
    env.local("#38404a"),
    { shade: 0.7 },
  );
  pens.middle.fill(ellipse(lampX, unit * 0.087, unit * 0.07, unit * 0.014), hex("#fff0c0"), {
    shade: 0,
    ink: 0,
  });
  const wood = env.local(industry ? "#5a4332" : "#c9b9a2");
  pens.middle.fill(rect(-width * 0.02, benchY, width * 1.04, height), wood, { to: lighten(wood, -0.16) });
  pens.middle.fill(rect(-width * 0.02, benchY, width * 1.04, unit * 0.012), lighten(wood, 0.1), {
    shade: 0,
    ink: 0,
  });
  for (let grain = 0; grain < 18; grain++) {
    const y = benchY + (height - benchY) * random.next();
    const x = width * random.next();
    pens.middle.fill(
      ribbon(
        [
          [x, y],
          [x + unit * 0.1, y + 1],
          [x + unit * 0.24, y],
        ],
        (t) => unit * 0.002 * Math.sin(Math.PI * t),
      ),
      lighten(wood, -0.08),
      { shade: 0, ink: 0, alpha: 0.6 },
    );
  }
  const seat = benchY + (height - benchY) * 0.42;
  const other = heroX < 0.5 ? 1 : -1;
  return {
    spots: {
      ground: [
        { x: width * heroX, y: seat, size: unit * (0.52 + 0.2 * closeness) },
        { x: width * (heroX + other * 0.36), y: seat - unit * 0.02, size: unit * 0.32 },
        { x: width * (heroX + other * 0.56), y: seat, size: unit * 0.24 },
      ],
      air: [
        { x: width * heroX, y: benchY * 0.56, size: unit * (0.46 + 0.18 * closeness) },
        { x: width * (heroX + other * 0.32), y: benchY * 0.4, size: unit * 0.2 },
      ],
    },
  };
};

function gearOn({ pens, env, random }: StageInput, x: number, y: number, r: number): void {
  const teeth = 12;
  const points: Point[] = [];
  const turn = random.next();
  for (let tooth = 0; tooth < teeth * 4; tooth++) {
    const a = ((tooth + turn) / (teeth * 4)) * Math.PI * 2;
    const reach = tooth % 4 < 2 ? r : r * 0.84;
    points.push([x + Math.cos(a) * reach, y + Math.sin(a) * reach]);
  }
  const iron = env.local("#4a4644");
  pens.far.fill(polygon(points), iron, { shade: 0.8 });
  pens.far.fill(ellipse(x, y, r * 0.56), lighten(iron, -0.06), { shade: 0.5 });
  pens.far.fill(ellipse(x, y, r * 0.2), lighten(iron, 0.08), { shade: 0.8 });
}

/** Inside a living thing: warm tissue, branching vessels, drifting cells. */
export const body: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX, closeness } = input;
  const cool = mentions(
    input,
    "cell",
    "cells",
    "dna",
    "virus",
    "bacteria",
    "gene",
    "brain",
    "neuron",
    "mind",
    "memory",
    "immune",
    "protein",
  );
  const base = cool ? random.pick([250, 285, 200]) : random.pick([18, 8, 28]);
  const pen = pens.sky;
  pen.backdrop([oklch(0.3, 0.1, base), oklch(0.42, 0.13, base + 10), oklch(0.26, 0.09, base - 15)]);
  const cx = width * (0.5 + (heroX - 0.5) * 0.75);
  pen.glow(cx, height * 0.48, unit * 0.9, oklch(0.72, 0.15, base + 25), 0.6);
  const vessel = (
    target: typeof pen,
    fromX: number,
    fromY: number,
    angle: number,
    length: number,
    thick: number,
    depth: number,
    tone: ReturnType<typeof oklch>,
  ): void => {
    const bend = random.range(-0.5, 0.5);
    const midX = fromX + Math.cos(angle + bend) * length * 0.5;
    const midY = fromY + Math.sin(angle + bend) * length * 0.5;
    const toX = fromX + Math.cos(angle) * length;
    const toY = fromY + Math.sin(angle) * length;
    target.fill(
      ribbon(
        [
          [fromX, fromY],
          [midX, midY],
          [toX, toY],
        ],
        (t) => thick * (1 - 0.35 * t),
      ),
      tone,
      { shade: 0.6, ink: 0.35 },
    );
    if (depth > 0)
      for (const turn of [-0.55, 0.5])
        vessel(
          target,
          toX,
          toY,
          angle + turn + random.range(-0.2, 0.2),
          length * 0.68,
          thick * 0.62,
          depth - 1,
          tone,
        );
  };
  for (let tree = 0; tree < 7; tree++) {
    const a = (tree / 7) * Math.PI * 2 + random.next();
    vessel(
      tree < 4 ? pens.sky : pens.far,
      width * 0.5 + Math.cos(a) * width * 0.62,
      height * 0.5 + Math.sin(a) * height * 0.7,
      a + Math.PI + random.range(-0.3, 0.3),
      unit * random.range(0.2, 0.32),
      unit * random.range(0.014, 0.034),
      3,
      oklch(tree < 4 ? 0.4 : 0.5, 0.15, base + random.range(-20, 30)),
    );
  }
  const drift = (
    target: typeof pen,
    count: number,
    low: number,
    high: number,
    tone: ReturnType<typeof oklch>,
  ): void => {
    for (let cell = 0; cell < count; cell++) {
      const x = width * random.next();
      const y = height * random.next();
      if (
        target === pens.middle &&
        Math.abs(x - cx) < unit * 0.32 &&
        Math.abs(y - height * 0.5) < unit * 0.32
      )
        continue;
      const r = unit * random.range(low, high);
      target.at(
        x,
        y,
        r,
        () => {
          target.fill(ellipse(0, 0, 1, 0.72), tone, { shade: 0.8, form: "round", ink: 0.5 });
          target.fill(ellipse(0.05, 0.04, 0.48, 0.3), lighten(tone, -0.08), {
            shade: 0.2,
            form: "round",
            ink: 0,
          });
        },
        { turn: random.range(0, 3) },
      );
    }
  };
  drift(pens.far, 16, 0.012, 0.026, oklch(0.5, 0.15, base + 5));
  drift(pens.middle, 14, 0.024, 0.046, oklch(0.58, 0.18, base + 10));
  return {
    spots: {
      ground: groundFrom(floatingSpots(input, 0.5, 0.66 + 0.16 * closeness)),
      air: floatingSpots(input, 0.5, 0.66 + 0.16 * closeness),
    },
    foreground: () => {
      const tone = oklch(0.46, 0.17, base + 5);
      for (const [x, y, r] of [
        [0.04, 0.92, 0.12],
        [0.95, 0.08, 0.1],
        [0.9, 0.94, 0.07],
      ] as const) {
        pens.front.at(
          width * x,
          height * y,
          unit * r,
          () => {
            pens.front.fill(ellipse(0, 0, 1, 0.74), tone, { shade: 0.9, form: "round" });
            pens.front.fill(ellipse(0.05, 0.05, 0.5, 0.32), lighten(tone, -0.09), {
              shade: 0.2,
              form: "round",
              ink: 0,
            });
          },
          { turn: random.range(0, 3) },
        );
      }
      void env;
    },
  };
};

/** Standing spots from hanging ones: the foot of what would hang there. */
export function groundFrom(spots: readonly Spot[]): Spot[] {
  return spots.map((spot) => ({ ...spot, y: spot.y + spot.size * 0.5 }));
}

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

/** A lit floor before a coloured ground: any single thing looks its best here. */
export const spotlight: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX, closeness } = input;
  const warm = mix(env.accent, env.sky[1] ?? env.accent, 0.35);
  const floorY = height * random.range(0.68, 0.76);
  const pen = pens.sky;
  pen.backdrop([lighten(warm, -0.3), lighten(warm, -0.12), lighten(warm, 0.02)], floorY);
  const cx = width * heroX;
  const concert = mentions(
    input,
    "music",
    "concert",
    "song",
    "band",
    "dance",
    "stage",
    "theatre",
    "theater",
    "guitar",
    "jazz",
  );
  const discs = random.chance(0.5);
  if (discs && !concert) {
    pen.fill(ellipse(cx, floorY * 0.56, unit * 0.46), lighten(env.second, 0.02), { shade: 0.3, ink: 0.4 });
    pen.line(ellipse(cx, floorY * 0.56, unit * 0.52), lighten(env.second, 0.12), unit * 0.004, 0.6);
  } else if (!concert) {
    for (let band = 0; band < 4; band++) {
      const r = unit * (0.62 - band * 0.13);
      const points: Point[] = [[cx - r, floorY]];
      for (let step = 0; step <= 18; step++)
        points.push([
          cx + Math.cos(Math.PI + (Math.PI * step) / 18) * r,
          floorY * 0.92 + Math.sin(Math.PI + (Math.PI * step) / 18) * r,
        ]);
      points.push([cx + r, floorY]);
      pen.fill(polygon(points), mix(lighten(env.second, 0.04 * band), warm, 0.5 - band * 0.14), {
        shade: 0,
        ink: 0.4,
      });
    }
  }
  pen.glow(cx, floorY * 0.5, unit * 0.8, mix(env.sun, hex("#ffffff"), 0.2), 0.5);
  const beams = concert ? 6 : 2;
  for (let beam = 0; beam < beams; beam++) {
    const x = width * (concert ? (beam + 0.5) / beams : beam === 0 ? heroX - 0.16 : heroX + 0.16);
    const tone = concert ? ([env.accent, env.second, env.sun][beam % 3] ?? env.sun) : env.sun;
    pens.far.fill(
      polygon([
        [x - unit * 0.012, -4],
        [x + unit * 0.012, -4],
        [cx + (x - cx) * 0.5 + unit * 0.15, floorY + unit * 0.06],
        [cx + (x - cx) * 0.5 - unit * 0.15, floorY + unit * 0.06],
      ]),
      lighten(tone, 0.12),
      { shade: 0, ink: 0, alpha: concert ? 0.26 : 0.13, soft: 0.012 },
    );
  }
  const floor = lighten(mix(warm, env.second, 0.25), -0.16);
  pens.middle.fill(rect(-width * 0.02, floorY, width * 1.04, height), floor, {
    to: lighten(floor, -0.14),
    ink: 0.6,
  });
  pens.middle.fill(
    ellipse(cx, floorY + (height - floorY) * 0.42, unit * 0.46, unit * 0.09),
    lighten(floor, 0.12),
    { shade: 0.1, ink: 0.2 },
  );
  for (let speck = 0; speck < 36; speck++) {
    const r = unit * random.range(0.004, 0.02);
    pens.far.fill(
      dot(width * random.next(), floorY * random.next(), r),
      lighten(random.chance(0.5) ? env.second : env.sun, 0.1),
      { shade: 0, ink: 0, alpha: random.range(0.12, 0.4) },
    );
  }
  const y = floorY + (height - floorY) * 0.44;
  const other = heroX < 0.5 ? 1 : -1;
  return {
    spots: {
      ground: [
        { x: cx, y, size: unit * (0.52 + 0.2 * closeness) },
        { x: cx + other * width * 0.34, y: y + unit * 0.01, size: unit * 0.34 },
        { x: cx + other * width * 0.53, y: y - unit * 0.02, size: unit * 0.26 },
        {
          x: Math.max(width * 0.08, Math.min(width * 0.92, cx - other * width * 0.24)),
          y: y - unit * 0.03,
          size: unit * 0.24,
        },
      ],
      air: [
        { x: cx, y: floorY * 0.52, size: unit * (0.5 + 0.16 * closeness) },
        { x: cx + other * width * 0.32, y: floorY * 0.34, size: unit * 0.22 },
        { x: cx + other * width * 0.5, y: floorY * 0.6, size: unit * 0.18 },
      ],
    },
    foreground: () => {
      for (const side of [0, 1]) {
        if (random.chance(0.4)) continue;
        const x = side * width;
        for (let frond = 0; frond < 5; frond++) {
          const a = -Math.PI / 2 + (side === 0 ? 1 : -1) * (0.1 + frond * 0.26);
          const length = unit * random.range(0.2, 0.34);
          pens.front.fill(
            ribbon(
              [
                [x, height * 1.03],
                [x + Math.cos(a) * length * 0.6, height * 1.03 + Math.sin(a) * length * 0.7],
                [x + Math.cos(a) * length, height * 1.03 + Math.sin(a) * length * 0.86],
              ],
              (t) => unit * 0.03 * Math.sin(Math.PI * (0.12 + t * 0.88)),
            ),
            lighten(mix(env.foliage, warm, 0.35), -0.16 + frond * 0.02),
            { shade: 0.5, ink: 0.6 },
          );
        }
      }
    },
  };
};
