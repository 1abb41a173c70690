import { hex, lighten, mix } from "../colour";
import { ellipse, type Point, polygon, rect, ribbon, roundRect } from "../shape";
import { mentions, type Stage, type StageInput } from "./stage";

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
