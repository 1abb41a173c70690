import { lighten } from "../colour";
import { type Point, polygon, rect, smooth } from "../shape";
import { mentions, type Stage } from "./stage";

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
