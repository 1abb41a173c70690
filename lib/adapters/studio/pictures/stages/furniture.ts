import { type Colour, hex, lighten } from "../colour";
import { ellipse, outline, polygon, rect, ribbon, roundRect, smooth } from "../shape";
import type { StageInput } from "./stage";

/** Books and a pot plant on a board around `x`, its top at `y`. */
export function paintBookshelf({ pens, env, random, unit }: StageInput, x: number, y: number): void {
  const pen = pens.far;
  pen.fill(rect(x - unit * 0.22, y, unit * 0.44, unit * 0.016), env.local("#7a5638"), { shade: 0.3 });
  let left = x - unit * 0.19;
  while (left < x + unit * 0.12) {
    const wide = unit * random.range(0.016, 0.032);
    const tall = unit * random.range(0.08, 0.13);
    const tone = random.pick(["#a8503f", "#4f6f8a", "#d9b35a", "#6a8a5a", "#7d5a80", "#e0d2b8"]);
    pen.fill(rect(left, y - tall, wide, tall), env.local(tone), { shade: 0.5, ink: 0.6 });
    left += wide * 1.04;
  }
  pen.at(x + unit * 0.17, y, unit * 0.05, () => {
    pen.fill(polygon(outline("-0.5 -1, 0.5 -1, 0.36 0, -0.36 0")), env.local("#c9744d"), { shade: 0.6 });
    for (let sprig = 0; sprig < 7; sprig++) {
      const angle = -Math.PI / 2 + (sprig - 3) * 0.35;
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      const blade = ribbon(
        [
          [0, -1],
          [dx, dy * 1.2 - 1],
          [dx * 1.7, dy * 1.5 - 0.8],
        ],
        (t) => 0.18 * Math.sin(Math.PI * t * 0.9 + 0.2),
      );
      pen.fill(blade, env.foliage, { ink: 0.5 });
    }
  });
}

/** Jars, bowls and a jug on a board around `x`. */
export function paintJars({ pens, env, random, unit }: StageInput, x: number, y: number): void {
  const pen = pens.far;
  pen.fill(rect(x - unit * 0.32, y, unit * 0.64, unit * 0.018), env.local("#8a5f3c"), { shade: 0.4 });
  for (let place = 0; place < 6; place++) {
    const at = x + unit * (-0.26 + place * 0.105);
    const tall = unit * random.range(0.07, 0.13);
    const wide = unit * random.range(0.05, 0.075);
    const tone = env.local(random.pick(["#e8dcc4", "#c9744d", "#7f9aa8", "#d9b35a", "#8f9f6a", "#b55a4a"]));
    if (random.chance(0.3)) {
      pen.fill(
        smooth(
          [
            [at - wide * 0.7, y - tall * 0.5],
            [at + wide * 0.7, y - tall * 0.5],
            [at + wide * 0.35, y],
            [at - wide * 0.35, y],
          ],
          5,
        ),
        tone,
        { shade: 0.8 },
      );
      continue;
    }
    pen.fill(roundRect(at - wide / 2, y - tall, wide, tall, wide * 0.2), tone, { shade: 0.9 });
    pen.fill(
      rect(at - wide * 0.42, y - tall - unit * 0.012, wide * 0.84, unit * 0.016),
      env.local("#6b4a34"),
      { shade: 0.4, ink: 0.6 },
    );
  }
  for (let hook = 0; hook < 4; hook++) {
    const at = x + unit * (-0.24 + hook * 0.16);
    pen.fill(rect(at, y + unit * 0.018, unit * 0.006, unit * 0.07), env.local("#6f7278"), {
      shade: 0.3,
      ink: 0.4,
    });
    pen.fill(ellipse(at + unit * 0.003, y + unit * 0.1, unit * 0.018, unit * 0.024), env.local("#8f949c"), {
      shade: 0.8,
      form: "round",
    });
  }
}

/** Rows of glazed tiles above the worktop. */
export function paintTiles({ pens, random, width, unit }: StageInput, tableY: number, wall: Colour): void {
  const edge = unit * 0.075;
  const from = tableY * 0.42;
  for (let row = 0; from + row * edge < tableY; row++) {
    for (let column = -1; column * edge < width; column++) {
      const x = column * edge + (row % 2) * edge * 0.5;
      const tile = rect(x + edge * 0.03, from + row * edge, edge * 0.94, edge * 0.94);
      pens.sky.fill(tile, lighten(wall, random.range(0.03, 0.09)), { shade: 0.3, ink: 0.25 });
    }
  }
}

/** A fireplace with its mantel, alight. */
export function paintHearth({ pens, env, random, unit }: StageInput, x: number, tableY: number): void {
  const pen = pens.far;
  const stone = env.local("#a3907c");
  pen.at(x, tableY, unit, () => {
    pen.fill(polygon(outline("-0.3 0, -0.3 -0.42, 0.3 -0.42, 0.3 0")), stone, { shade: 0.6 });
    for (let block = 0; block < 22; block++) {
      pen.fill(
        roundRect(random.range(-0.29, 0.2), random.range(-0.41, -0.04), 0.08, 0.035, 0.01),
        lighten(stone, random.range(-0.1, 0.06)),
        { shade: 0.3, ink: 0.3 },
      );
    }
    pen.fill(
      polygon(outline("-0.2 0, -0.2 -0.22, -0.12 -0.31, 0 -0.34, 0.12 -0.31, 0.2 -0.22, 0.2 0")),
      hex("#2a1a16"),
      { shade: 0.2 },
    );
    for (const [size, tone] of [
      [1, "#e8502a"],
      [0.72, "#f7902e"],
      [0.45, "#ffd35a"],
    ] as const) {
      pen.at(0, -0.02, size, () =>
        pen.fill(
          smooth(
            outline(
              "-0.13 0, -0.14 -0.1, -0.07 -0.2, -0.03 -0.13, 0.02 -0.26, 0.08 -0.14, 0.13 -0.12, 0.13 0",
            ),
            5,
          ),
          hex(tone),
          { shade: 0, ink: 0.2 },
        ),
      );
    }
    pen.fill(rect(-0.36, -0.46, 0.72, 0.05), env.local("#7a5236"), { shade: 0.5 });
    pen.fill(roundRect(-0.26, -0.56, 0.06, 0.1, 0.015), env.second, { shade: 0.8 });
    pen.fill(rect(0.14, -0.58, 0.12, 0.12), env.local("#c99a45"), { shade: 0.6 });
  });
  pen.glow(x, tableY - unit * 0.1, unit * 0.7, hex("#ff9f4a"), env.dark ? 0.8 : 0.5);
}

/** A woven rug under the hero. */
export function paintRug({ pens, env, unit }: StageInput, x: number, y: number): void {
  for (const [reach, tone] of [
    [1, env.accent],
    [0.82, env.local("#f0e2c4")],
    [0.72, env.second],
    [0.46, env.local("#f0e2c4")],
    [0.38, env.accent],
  ] as const) {
    pens.middle.fill(ellipse(x, y, unit * 0.5 * reach, unit * 0.085 * reach), tone, { shade: 0.2, ink: 0.4 });
  }
}
