import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { curve, ellipse, leaf, openLine, outline, polygon, ribbon, smooth } from "../shape";
import { coat, eye } from "./animal-parts";
import type { Subject } from "./subject";

function bee(p: Pen): void {
  for (const [a, length] of outline("-2.1 0.42, -1.5 0.46"))
    p.fill(leaf(0.02, -0.14, length, 0.24, a), hex("#e6f4fb"), { shade: 0.2, alpha: 0.85, ink: 0.6 });
  const bodyShape = ellipse(-0.06, 0.04, 0.34, 0.22, 0.1);
  p.fill(bodyShape, p.local("#f2b92e"), { shade: 1, form: "round" });
  p.within(bodyShape, () => {
    for (const x of [-0.26, -0.1, 0.06])
      p.fill(
        ribbon(
          [
            [x, -0.3],
            [x + 0.03, 0.04],
            [x, 0.36],
          ],
          () => 0.04,
        ),
        p.local("#3a2c22"),
        { shade: 0.2, ink: 0 },
      );
  });
  p.fill(polygon(outline("-0.38 -0.0, -0.5 0.02, -0.38 0.06")), p.local("#3a2c22"), { shade: 0 });
  p.fill(ellipse(0.3, 0.02, 0.14), p.local("#4a3626"), { shade: 0.7, form: "round" });
  for (const dx of [0.02, 0.1])
    p.line(
      curve([
        [0.32 + dx, -0.1],
        [0.38 + dx, -0.2],
        [0.44 + dx, -0.22],
      ]),
      p.local("#3a2c22"),
      0.014,
    );
  eye(p, 0.36, 0.0, 0.045);
}

function butterfly(p: Pen): void {
  for (const side of [-1, 1]) {
    const upper = smooth([
      [0, -0.06],
      [side * 0.14, -0.36],
      [side * 0.4, -0.46],
      [side * 0.5, -0.26],
      [side * 0.32, -0.02],
      [side * 0.06, 0.02],
    ]);
    p.fill(upper, p.env.accent, { shade: 0.8 });
    p.fill(
      smooth([
        [0, 0],
        [side * 0.3, 0.02],
        [side * 0.4, 0.2],
        [side * 0.26, 0.42],
        [side * 0.1, 0.26],
      ]),
      p.env.second,
      { shade: 0.7 },
    );
    p.fill(ellipse(side * 0.33, -0.28, 0.07), lighten(p.env.second, 0.12), { shade: 0.2, ink: 0.5 });
    p.fill(ellipse(side * 0.25, 0.2, 0.05), lighten(p.env.accent, 0.14), { shade: 0.2, ink: 0.5 });
    p.line(
      curve([
        [0, -0.2],
        [side * 0.05, -0.36],
        [side * 0.12, -0.44],
      ]),
      p.local("#3a2c2a"),
      0.014,
    );
  }
  p.fill(ellipse(0, 0, 0.035, 0.24), p.local("#3f302c"), { shade: 0.6, form: "round" });
}

function dinosaur(p: Pen): void {
  const skin = coat(p, ["#6f8f4f", "#5f7f78", "#9a7a4a"]);
  p.fill(
    ribbon(outline("-0.1 -0.4, -0.44 -0.34, -0.72 -0.18, -0.96 -0.2"), (t) => 0.13 * (1 - t) + 0.008),
    skin,
    { shade: 0.7 },
  );
  for (const [x, dark] of outline("-0.02 -0.09, 0.14 0"))
    p.fill(
      smooth([
        [x - 0.12, -0.44],
        [x - 0.1, -0.22],
        [x - 0.14, -0.04],
        [x + 0.06, 0],
        [x + 0.1, -0.03],
        [x - 0.01, -0.08],
        [x + 0.02, -0.22],
        [x + 0.12, -0.36],
      ]),
      lighten(skin, dark),
      { shade: 0.6 },
    );
  p.fill(
    smooth(outline("-0.24 -0.42, -0.06 -0.62, 0.18 -0.76, 0.34 -0.76, 0.36 -0.56, 0.22 -0.36, -0.06 -0.28")),
    skin,
    { shade: 0.9 },
  );
  p.fill(
    smooth(outline("0.2 -0.74, 0.26 -0.94, 0.42 -0.99, 0.66 -0.9, 0.7 -0.8, 0.52 -0.76, 0.38 -0.66")),
    skin,
    { shade: 0.8 },
  );
  p.fill(polygon(outline("0.42 -0.79, 0.69 -0.81, 0.64 -0.75, 0.44 -0.74")), p.local("#7a3030"), {
    shade: 0.2,
    ink: 0.5,
  });
  for (let tooth = 0; tooth < 6; tooth++)
    p.fill(
      polygon([
        [0.46 + tooth * 0.037, -0.795],
        [0.485 + tooth * 0.037, -0.8],
        [0.473 + tooth * 0.037, -0.765],
      ]),
      hex("#fffaf0"),
      { shade: 0, ink: 0.2 },
    );
  p.fill(
    ribbon(outline("0.3 -0.56, 0.4 -0.5, 0.42 -0.43"), (t) => 0.03 * (1 - t * 0.6)),
    skin,
    { shade: 0.5 },
  );
  for (let plate = 0; plate < 8; plate++) {
    const t = plate / 8;
    p.fill(
      polygon([
        [0.2 - t * 0.72, -0.75 + t * 0.42],
        [0.15 - t * 0.72, -0.86 + t * 0.45],
        [0.11 - t * 0.72, -0.7 + t * 0.42],
      ]),
      p.env.accent,
      { shade: 0.4, ink: 0.6 },
    );
  }
  eye(p, 0.43, -0.9, 0.024, "#e8c33a");
}

function snake(p: Pen): void {
  const skin = coat(p, ["#6f9a3f", "#b5813f", "#4f8a7a"]);
  const spine = outline(
    "0.5 -0.06, 0.2 -0.16, -0.1 -0.02, -0.42 -0.14, -0.38 -0.36, -0.05 -0.36, 0.1 -0.58, 0.02 -0.84",
  );
  p.fill(
    ribbon(spine, (t) => 0.02 + 0.055 * Math.sin(Math.PI * Math.min(1, 0.1 + t * 0.86))),
    skin,
    { shade: 0.9 },
  );
  p.line(curve(spine), lighten(skin, -0.16), 0.022, 0.8);
  p.fill(smooth(outline("-0.08 -0.84, -0.02 -0.98, 0.12 -0.96, 0.22 -0.88, 0.1 -0.8")), skin, { shade: 0.7 });
  p.line(openLine(outline("0.22 -0.88, 0.36 -0.86")), p.local("#d9404a"), 0.012);
  eye(p, 0.1, -0.91, 0.02, "#2a2420");
}

function spider(p: Pen): void {
  const tone = p.local("#3a3038");
  p.line(openLine(outline("0 -0.1, 0 -2")), hex("#f0f0f0"), 0.006, 0.8);
  for (const side of [-1, 1])
    for (let leg = 0; leg < 4; leg++)
      p.line(
        curve(
          [
            [side * 0.08, 0],
            [side * 0.34, -0.26 + leg * 0.12],
            [side * 0.46, 0.04 + leg * 0.13],
          ],
          6,
        ),
        tone,
        0.024,
      );
  p.fill(ellipse(0, 0.12, 0.2, 0.22), tone, { shade: 1, form: "round" });
  p.fill(ellipse(0, -0.1, 0.13, 0.12), lighten(tone, 0.06), { shade: 0.8, form: "round" });
  for (const x of [-0.05, 0.05]) eye(p, x, -0.13, 0.025, "#c03030");
}

export const SMALL_ANIMALS: readonly Subject[] = [
  {
    words: "bee, honey, hive, honeybee, wasp, pollinator, honeycomb, insect, ant",
    paint: bee,
    home: "meadow",
    origin: "centre",
    place: "air",
    scale: 0.6,
    company: 3,
  },
  {
    words: "butterfly, moth, caterpillar, metamorphosis, chrysalis, cocoon, dragonfly",
    paint: butterfly,
    home: "meadow",
    origin: "centre",
    place: "air",
    scale: 0.7,
    company: 3,
  },
  {
    words: "dinosaur, tyrannosaurus, fossil, jurassic, extinction, extinct, dragon, reptile, lizard",
    paint: dinosaur,
    home: "forest",
    origin: "base",
    wide: 0.7,
    place: "ground",
    scale: 1.1,
  },
  {
    words: "snake, serpent, cobra, python",
    paint: snake,
    home: "desert",
    origin: "base",
    place: "ground",
    scale: 0.65,
  },
  {
    words: "spider, cobweb, arachnid",
    paint: spider,
    home: "forest",
    origin: "centre",
    place: "air",
    scale: 0.5,
  },
];
