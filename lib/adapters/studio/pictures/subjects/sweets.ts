import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { curve, ellipse, outline, polygon, rect, ribbon, roundRect, smooth } from "../shape";
import type { Subject } from "./subject";

function chocolate(p: Pen): void {
  const dark = p.local("#5a321e");
  p.fill(roundRect(-0.3, -0.86, 0.78, 0.84, 0.03), dark, { shade: 0.6 });
  for (let row = 0; row < 4; row++)
    for (let column = 0; column < 3; column++)
      p.fill(
        polygon([
          [-0.26 + column * 0.25, -0.82 + row * 0.2],
          [-0.05 + column * 0.25, -0.82 + row * 0.2],
          [-0.07 + column * 0.25, -0.66 + row * 0.2],
          [-0.24 + column * 0.25, -0.66 + row * 0.2],
        ]),
        lighten(dark, 0.06),
        { shade: 0.9, ink: 0.5 },
      );
  p.fill(
    polygon(outline("-0.34 -0.4, -0.1 -0.46, 0.1 -0.38, 0.3 -0.45, 0.52 -0.4, 0.52 0, -0.34 0")),
    p.env.accent,
    { shade: 0.7 },
  );
  p.fill(
    polygon(
      outline(
        "-0.34 -0.4, -0.1 -0.46, 0.1 -0.38, 0.3 -0.45, 0.52 -0.4, 0.52 -0.34, 0.3 -0.38, 0.1 -0.31, -0.1 -0.39, -0.34 -0.33",
      ),
    ),
    p.local("#e8e2d2"),
    { shade: 0.8, ink: 0.4 },
  );
  p.at(
    -0.56,
    -0.24,
    1,
    () => {
      p.fill(
        smooth(outline("-0.3 0, -0.18 -0.16, 0.1 -0.18, 0.34 0, 0.1 0.18, -0.18 0.16"), 6),
        p.local("#c9722e"),
        { shade: 0.9, form: "round" },
      );
      for (const y of [-0.1, 0, 0.1])
        p.line(
          curve([
            [-0.27, y * 0.4],
            [0, y],
            [0.31, y * 0.2],
          ]),
          p.local("#8f4a1e"),
          0.012,
        );
    },
    { turn: 0.5 },
  );
  for (let bean = 0; bean < 6; bean++)
    p.fill(ellipse(-0.86 + bean * 0.12, 0.0 - (bean % 2) * 0.03, 0.06, 0.04, bean), p.local("#7a4a2c"), {
      shade: 0.8,
      form: "round",
    });
}

function apple(p: Pen): void {
  p.fill(
    smooth(
      outline(
        "0 -0.72, 0.2 -0.82, 0.42 -0.68, 0.46 -0.4, 0.3 -0.06, 0.1 0, 0 -0.04, -0.1 0, -0.3 -0.06, -0.46 -0.4, -0.42 -0.68, -0.2 -0.82",
      ),
      6,
    ),
    p.local("#cf3a32"),
    { shade: 1, form: "round" },
  );
  p.fill(
    ribbon(outline("0 -0.72, 0.02 -0.86, 0.08 -0.98"), () => 0.02),
    p.local("#5a3a24"),
    { shade: 0.4 },
  );
  p.fill(smooth(outline("0.04 -0.86, 0.18 -1, 0.36 -0.98, 0.24 -0.86"), 5), p.local("#6aa84a"), {
    shade: 0.7,
  });
  p.fill(ellipse(-0.2, -0.58, 0.06, 0.13, 0.4), hex("#ffffff"), { shade: 0, ink: 0, alpha: 0.45 });
}

function fruit(p: Pen): void {
  for (const [x, y, r, tone] of [
    [-0.3, -0.5, 0.2, "#e8912e"],
    [0.28, -0.5, 0.2, "#cf3a32"],
    [0, -0.6, 0.22, "#8fb84a"],
    [-0.14, -0.82, 0.14, "#8a4a8f"],
    [0.16, -0.82, 0.15, "#e8c33a"],
  ] as const)
    p.fill(ellipse(x, y, r), p.local(tone), { shade: 1, form: "round" });
  p.fill(
    smooth(outline("-0.64 -0.46, 0.64 -0.46, 0.46 -0.14, 0.2 -0.04, -0.2 -0.04, -0.46 -0.14"), 5),
    p.local("#e6dcc8"),
    { shade: 0.9 },
  );
  p.fill(rect(-0.24, -0.05, 0.48, 0.05), p.local("#d4c8b0"), { shade: 0.5 });
}

function cake(p: Pen): void {
  p.fill(ellipse(0, -0.04, 0.6, 0.07), p.local("#e6e0d4"), { shade: 0.6 });
  p.fill(roundRect(-0.48, -0.4, 0.96, 0.36, 0.04), p.local("#e8b98a"), { shade: 0.8 });
  p.fill(
    smooth(
      outline(
        "-0.5 -0.42, 0.5 -0.42, 0.48 -0.24, 0.34 -0.3, 0.2 -0.2, 0.02 -0.3, -0.16 -0.2, -0.32 -0.3, -0.46 -0.22",
      ),
      4,
    ),
    p.env.accent,
    { shade: 0.6 },
  );
  p.fill(roundRect(-0.32, -0.66, 0.64, 0.26, 0.04), p.local("#f6ead2"), { shade: 0.8 });
  for (let candle = 0; candle < 5; candle++) {
    const x = -0.22 + candle * 0.11;
    p.fill(rect(x - 0.014, -0.82, 0.028, 0.17), p.env.second, { shade: 0.5 });
    p.fill(
      smooth([
        [x, -0.94],
        [x + 0.025, -0.86],
        [x, -0.82],
        [x - 0.025, -0.86],
      ]),
      hex("#ffc24a"),
      { shade: 0 },
    );
    p.glow(x, -0.87, 0.14, hex("#ffd88a"), 0.8);
  }
}

export const SWEETS: readonly Subject[] = [
  {
    words: "chocolate, cocoa, candy, cacao, cocoa pod",
    paint: chocolate,
    home: "room",
    origin: "base",
    wide: 0.9,
    place: "ground",
    scale: 0.66,
  },
  {
    words: "apple, newton",
    paint: apple,
    home: "room",
    origin: "base",
    wide: 0.46,
    place: "ground",
    scale: 0.5,
  },
  {
    words: "fruit, vegetable, food, diet, nutrition, vitamin, banana, orange fruit, harvest",
    paint: fruit,
    home: "room",
    origin: "base",
    wide: 0.65,
    place: "ground",
    scale: 0.6,
  },
  {
    words: "cake, birthday, celebration, party",
    paint: cake,
    home: "room",
    origin: "base",
    wide: 0.6,
    place: "ground",
    scale: 0.7,
  },
];
