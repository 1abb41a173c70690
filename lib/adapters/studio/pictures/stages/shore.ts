import { hex, lighten, mix } from "../colour";
import { ellipse, type Point, polygon, ribbon, roundRect, smooth } from "../shape";
import { landBelow, paintRocks, rollingLine } from "./land";
import { mentions, type StageInput } from "./stage";

export function paintBeach(input: StageInput, shoreY: number): void {
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

export function paintQuay(input: StageInput, horizon: number, side: number): void {
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
