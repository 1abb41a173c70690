import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import {
  arc,
  curve,
  dot,
  ellipse,
  openLine,
  outline,
  polygon,
  rect,
  ribbon,
  roundRect,
  smooth,
} from "../shape";
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

function violin(p: Pen): void {
  for (let ring = 0; ring < 4; ring++)
    for (const side of [-1, 1])
      p.line(
        arc(
          0,
          -0.3,
          0.5 + ring * 0.15,
          0.5 + ring * 0.15,
          side > 0 ? -0.75 : Math.PI - 0.75,
          side > 0 ? 0.75 : Math.PI + 0.75,
        ),
        lighten(p.env.second, 0.14),
        0.013,
        0.85 - ring * 0.17,
      );
  const wood = p.local("#a8562a");
  p.fill(
    smooth(
      outline(
        "0 -0.6, 0.16 -0.56, 0.18 -0.44, 0.11 -0.34, 0.12 -0.27, 0.23 -0.18, 0.22 -0.03, 0 0.03, -0.22 -0.03, -0.23 -0.18, -0.12 -0.27, -0.11 -0.34, -0.18 -0.44, -0.16 -0.56",
      ),
      6,
    ),
    wood,
    { shade: 1 },
  );
  p.fill(polygon(outline("-0.026 -0.98, 0.026 -0.98, 0.032 -0.24, -0.032 -0.24")), p.local("#2e2320"), {
    shade: 0.5,
  });
  p.fill(
    smooth(outline("-0.04 -0.94, -0.05 -1.02, 0 -1.06, 0.05 -1.02, 0.04 -0.94"), 5),
    lighten(wood, -0.08),
    { shade: 0.8 },
  );
  for (const y of [-0.96, -0.99])
    for (const side of [-1, 1])
      p.fill(roundRect(side > 0 ? 0.04 : -0.1, y, 0.06, 0.018, 0.008), p.local("#2e2320"), { shade: 0 });
  for (const side of [-1, 1])
    p.line(
      curve([
        [side * 0.085, -0.34],
        [side * 0.07, -0.29],
        [side * 0.1, -0.24],
        [side * 0.08, -0.19],
      ]),
      p.local("#2a1710"),
      0.014,
    );
  p.fill(rect(-0.07, -0.21, 0.14, 0.022), p.local("#d9b48a"), { shade: 0.3 });
  for (const x of [-0.018, -0.006, 0.006, 0.018])
    p.line(
      openLine([
        [x, -0.96],
        [x * 1.6, -0.08],
      ]),
      hex("#f2ead8"),
      0.004,
    );
  p.fill(polygon(outline("-0.03 -0.12, 0.03 -0.12, 0.02 -0.0, -0.02 -0.0")), p.local("#2e2320"), {
    shade: 0.4,
  });
  p.line(openLine(outline("0.32 0.0, 0.52 -0.92")), p.local("#6b3f22"), 0.016);
  p.line(openLine(outline("0.35 0.0, 0.55 -0.9")), hex("#f4efe4"), 0.008);
}

function notes(p: Pen): void {
  const note = (x: number, y: number, size: number, tone: typeof p.env.accent): void =>
    p.at(x, y, size, () => {
      p.fill(ellipse(-0.2, 0.36, 0.17, 0.12, -0.4), tone, { shade: 0.8, form: "round" });
      p.fill(ellipse(0.34, 0.26, 0.17, 0.12, -0.4), tone, { shade: 0.8, form: "round" });
      p.fill(rect(-0.08, -0.4, 0.05, 0.76), tone, { shade: 0.3 });
      p.fill(rect(0.45, -0.5, 0.05, 0.76), tone, { shade: 0.3 });
      p.fill(polygon(outline("-0.08 -0.4, 0.5 -0.52, 0.5 -0.36, -0.08 -0.24")), tone, { shade: 0.3 });
    });
  for (let line = 0; line < 5; line++)
    p.line(
      curve(
        [
          [-1, -0.16 + line * 0.08],
          [-0.4, -0.28 + line * 0.08],
          [0.3, -0.08 + line * 0.08],
          [1, -0.24 + line * 0.08],
        ],
        12,
      ),
      lighten(p.env.second, 0.16),
      0.009,
      0.7,
    );
  note(-0.5, -0.1, 0.5, p.env.accent);
  note(0.1, 0.06, 0.66, lighten(p.env.accent, 0.08));
  note(0.72, -0.14, 0.42, p.env.accent);
}

function guitar(p: Pen): void {
  p.at(
    0,
    -0.4,
    1,
    () => {
      const wood = p.local("#c9863f");
      p.fill(
        smooth(
          outline(
            "-0.15 -0.16, -0.08 -0.02, -0.26 0.14, -0.24 0.34, 0 0.42, 0.24 0.34, 0.26 0.14, 0.08 -0.02, 0.15 -0.16, 0 -0.24",
          ),
          6,
        ),
        wood,
        { shade: 1 },
      );
      p.fill(ellipse(0, 0.02, 0.075), p.local("#2e1c12"), { shade: 0.3 });
      p.fill(rect(-0.03, -0.62, 0.06, 0.62), p.local("#5a3420"), { shade: 0.6 });
      p.fill(polygon(outline("-0.05 -0.76, 0.05 -0.76, 0.035 -0.6, -0.035 -0.6")), p.local("#3a2418"), {
        shade: 0.5,
      });
      p.fill(rect(-0.1, 0.22, 0.2, 0.035), p.local("#3a2418"), { shade: 0.3 });
      for (const x of [-0.018, 0, 0.018])
        p.line(
          openLine([
            [x, -0.7],
            [x, 0.24],
          ]),
          hex("#f2ead8"),
          0.005,
        );
    },
    { turn: 0.3 },
  );
}

function drum(p: Pen): void {
  p.fill(rect(-0.44, -0.62, 0.88, 0.52), p.env.accent, { shade: 1 });
  p.fill(ellipse(0, -0.1, 0.44, 0.1), lighten(p.env.accent, -0.08), { shade: 0.6 });
  for (let zig = 0; zig < 6; zig++)
    p.line(
      openLine([
        [-0.44 + zig * 0.147, -0.56],
        [-0.37 + zig * 0.147, -0.06],
        [-0.3 + zig * 0.147, -0.56],
      ]),
      p.local("#f2e6c8"),
      0.014,
    );
  p.fill(ellipse(0, -0.62, 0.46, 0.11), p.local("#d9b45a"), { shade: 0.7 });
  p.fill(ellipse(0, -0.63, 0.41, 0.09), p.local("#f7f1e2"), { shade: 0.4 });
  for (const side of [-1, 1])
    p.fill(
      ribbon(
        [
          [side * 0.1, -0.66],
          [side * 0.54, -1],
        ],
        () => 0.018,
      ),
      p.local("#a5744a"),
      { shade: 0.6 },
    );
}

export const TABLE: readonly Subject[] = [
  {
    words: ["bread", "loaf", "baker", "bakery", "crust", "sourdough", "wheat", "oven", "toast"],
    paint: bread,
    home: "room",
    origin: "base",
    wide: 0.95,
    place: "ground",
    scale: 0.72,
  },
  {
    words: ["dough", "knead", "bowl", "flour", "ferment", "fermentation", "cook", "cooking"],
    paint: dough,
    home: "room",
    origin: "base",
    wide: 0.7,
    place: "ground",
    scale: 0.68,
  },
  {
    words: ["coffee", "cup", "tea", "espresso", "mug", "cafe", "steaming cup"],
    paint: coffee,
    home: "room",
    origin: "base",
    wide: 0.9,
    place: "ground",
    scale: 0.62,
  },
  {
    words: ["chocolate", "cocoa", "candy", "cacao", "cocoa pod"],
    paint: chocolate,
    home: "room",
    origin: "base",
    wide: 0.9,
    place: "ground",
    scale: 0.66,
  },
  {
    words: ["apple", "newton"],
    paint: apple,
    home: "room",
    origin: "base",
    wide: 0.46,
    place: "ground",
    scale: 0.5,
  },
  {
    words: [
      "fruit",
      "vegetable",
      "food",
      "diet",
      "nutrition",
      "vitamin",
      "banana",
      "orange fruit",
      "harvest",
    ],
    paint: fruit,
    home: "room",
    origin: "base",
    wide: 0.65,
    place: "ground",
    scale: 0.6,
  },
  {
    words: ["cake", "birthday", "celebration", "party"],
    paint: cake,
    home: "room",
    origin: "base",
    wide: 0.6,
    place: "ground",
    scale: 0.7,
  },
  {
    words: ["glass", "drink", "bottle", "drinking water"],
    paint: glass,
    home: "room",
    origin: "base",
    wide: 0.25,
    place: "ground",
    scale: 0.6,
  },
  {
    words: ["violin", "cello", "orchestra", "string instrument", "fiddle", "mozart", "beethoven"],
    paint: violin,
    home: "spotlight",
    origin: "base",
    wide: 0.55,
    place: "ground",
    scale: 0.95,
  },
  {
    words: ["music", "song", "note", "melody", "sound", "sing", "choir", "rhythm"],
    paint: notes,
    home: "spotlight",
    origin: "centre",
    wide: 1,
    oneWay: true,
    place: "air",
    scale: 0.85,
  },
  {
    words: ["guitar", "rock band", "concert", "band"],
    paint: guitar,
    home: "spotlight",
    origin: "base",
    wide: 0.34,
    place: "ground",
    scale: 0.95,
  },
  {
    words: ["drum", "percussion", "beat"],
    paint: drum,
    home: "spotlight",
    origin: "base",
    wide: 0.56,
    place: "ground",
    scale: 0.75,
  },
];
