import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, curve, dot, ellipse, openLine, outline, polygon, ribbon, roundRect, smooth } from "../shape";
import { steamCurl } from "./parts";
import type { Subject } from "./subject";

function bread(p: Pen): void {
  p.fill(roundRect(-0.78, -0.08, 1.56, 0.09, 0.04), p.local("#8a5f3c"), { shade: 0.6 });
  const crust = p.local("#c4803c");
  const loaf = smooth(
    outline(
      "-0.62 -0.1, -0.68 -0.34, -0.5 -0.58, -0.1 -0.68, 0.32 -0.64, 0.62 -0.46, 0.68 -0.22, 0.58 -0.08, 0 -0.06",
    ),
    7,
  );
  p.fill(loaf, crust, { shade: 1, form: "round" });
  p.within(loaf, () => {
    for (let cut = 0; cut < 4; cut++) {
      const x = -0.4 + cut * 0.26;
      p.fill(
        smooth(
          [
            [x - 0.06, -0.44],
            [x + 0.06, -0.64],
            [x + 0.16, -0.6],
            [x + 0.08, -0.38],
            [x, -0.32],
          ],
          5,
        ),
        p.local("#f0d49a"),
        { shade: 0.5, ink: 0.5 },
      );
    }
    for (let flour = 0; flour < 50; flour++)
      p.fill(
        dot(p.random.range(-0.6, 0.6), p.random.range(-0.66, -0.3), p.random.range(0.004, 0.014)),
        hex("#fff6e0"),
        { shade: 0, ink: 0, alpha: 0.7 },
      );
    p.fill(ellipse(0, -0.06, 0.7, 0.12), lighten(crust, -0.16), { shade: 0, ink: 0, alpha: 0.5, soft: 0.01 });
  });
  for (const x of [-0.2, 0.06, 0.3]) steamCurl(p, x, -0.7, 0.34);
  for (let ear = 0; ear < 2; ear++) {
    p.fill(
      ribbon(
        [
          [0.5 + ear * 0.1, 0.02],
          [0.78 + ear * 0.06, -0.12],
          [0.96, -0.3 + ear * 0.1],
        ],
        () => 0.01,
      ),
      p.local("#c9a24a"),
      { shade: 0.2 },
    );
    for (let grain = 0; grain < 6; grain++)
      p.fill(
        ellipse(0.8 + grain * 0.03, -0.16 - grain * 0.03 + ear * 0.08, 0.03, 0.016, -0.8),
        p.local("#e0b65a"),
        { shade: 0.4 },
      );
  }
}

function dough(p: Pen): void {
  p.fill(
    smooth(outline("-0.5 -0.44, -0.4 -0.74, -0.1 -0.88, 0.24 -0.84, 0.46 -0.66, 0.5 -0.44"), 6),
    p.local("#f2e2bc"),
    { shade: 0.9, form: "round" },
  );
  for (let bubble = 0; bubble < 12; bubble++)
    p.line(
      ellipse(p.random.range(-0.34, 0.34), p.random.range(-0.74, -0.5), p.random.range(0.015, 0.045)),
      p.local("#d9c08a"),
      0.01,
      0.8,
    );
  p.fill(smooth(outline("-0.64 -0.5, 0.64 -0.5, 0.5 -0.14, 0.26 0, -0.26 0, -0.5 -0.14"), 5), p.env.second, {
    shade: 0.9,
  });
  p.fill(ellipse(0, -0.49, 0.64, 0.06), lighten(p.env.second, 0.12), { shade: 0.3 });
  p.fill(ellipse(0, -0.5, 0.54, 0.045), p.local("#f2e2bc"), { shade: 0.2, ink: 0.2 });
  p.line(arc(0, -0.46, 0.58, 0.3, 0.5, 2.64), lighten(p.env.second, 0.2), 0.02, 0.8);
  p.fill(
    ribbon(outline("0.42 -0.54, 0.84 -1"), () => 0.03),
    p.local("#a5744a"),
    { shade: 0.7 },
  );
}

function coffee(p: Pen): void {
  p.fill(ellipse(0, -0.04, 0.62, 0.08), p.local("#efe8da"), { shade: 0.7 });
  p.line(arc(0.42, -0.36, 0.17, 0.16, -1.4, 1.5), p.env.accent, 0.06);
  p.fill(
    smooth(outline("-0.42 -0.6, 0.42 -0.6, 0.38 -0.28, 0.24 -0.08, -0.24 -0.08, -0.38 -0.28"), 5),
    p.env.accent,
    { shade: 0.9 },
  );
  p.fill(ellipse(0, -0.6, 0.42, 0.085), lighten(p.env.accent, 0.14), { shade: 0.4 });
  p.fill(ellipse(0, -0.59, 0.36, 0.066), p.local("#4a2a18"), { shade: 0.4, ink: 0.4 });
  p.line(ellipse(0.02, -0.59, 0.2, 0.03), p.local("#d9b48a"), 0.016, 0.9);
  for (const x of [-0.14, 0.04, 0.2]) steamCurl(p, x, -0.66, 0.42);
  for (let bean = 0; bean < 9; bean++)
    p.at(
      -0.82 + p.random.range(0, 0.3) + (bean > 5 ? 1.36 : 0),
      p.random.range(-0.08, 0.06),
      0.07,
      () => {
        p.fill(ellipse(0, 0, 1, 0.66), p.local("#5a3420"), { shade: 0.9, form: "round" });
        p.line(curve(outline("-0.8 0, 0 0.15, 0.8 0")), p.local("#2e1a10"), 0.14);
      },
      { turn: p.random.range(0, 3) },
    );
}

function glass(p: Pen): void {
  p.fill(polygon(outline("-0.24 -0.92, 0.24 -0.92, 0.18 0, -0.18 0")), hex("#e3f2f6"), {
    shade: 0.4,
    alpha: 0.6,
  });
  p.fill(polygon(outline("-0.22 -0.64, 0.22 -0.64, 0.175 -0.03, -0.175 -0.03")), hex("#5fb0d9"), {
    to: hex("#2f86b8"),
    ink: 0.3,
    alpha: 0.8,
  });
  p.fill(ellipse(0, -0.64, 0.215, 0.035), hex("#a9dcf0"), { shade: 0.2, ink: 0.3 });
  p.line(openLine(outline("-0.16 -0.84, -0.12 -0.12")), hex("#ffffff"), 0.03, 0.6);
  for (let bubble = 0; bubble < 7; bubble++)
    p.line(
      ellipse(p.random.range(-0.12, 0.14), p.random.range(-0.56, -0.1), 0.018),
      hex("#e8fbff"),
      0.008,
      0.8,
    );
}

export const FOOD: readonly Subject[] = [
  {
    words: "bread, loaf, baker, bakery, crust, sourdough, wheat, oven, toast",
    paint: bread,
    home: "room",
    origin: "base",
    wide: 0.95,
    place: "ground",
    scale: 0.72,
  },
  {
    words: "dough, knead, bowl, flour, ferment, fermentation, cook, cooking",
    paint: dough,
    home: "room",
    origin: "base",
    wide: 0.7,
    place: "ground",
    scale: 0.68,
  },
  {
    words: "coffee, cup, tea, espresso, mug, cafe, steaming cup",
    paint: coffee,
    home: "room",
    origin: "base",
    wide: 0.9,
    place: "ground",
    scale: 0.62,
  },
  {
    words: "drinking glass, glass of water, drink, bottle, drinking water",
    paint: glass,
    home: "room",
    origin: "base",
    wide: 0.25,
    place: "ground",
    scale: 0.6,
  },
];
