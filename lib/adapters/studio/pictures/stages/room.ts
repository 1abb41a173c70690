import { hex, lighten } from "../colour";
import { dot, ellipse, polygon, rect, ribbon, smooth } from "../shape";
import type { Stage, StageInput } from "./stage";

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
