import { hex, lighten, mix } from "../colour";
import { type Point, polygon, rect, ribbon, roundRect } from "../shape";
import { paintFlock } from "./clouds";
import { paintSky } from "./sky";
import type { Stage, StageInput } from "./stage";
import { paintWeather } from "./weather";

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
