import { hex, lighten, mix, oklch } from "../colour";
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
  star,
  triples,
} from "../shape";
import { gear } from "./parts";
import type { Subject } from "./subject";

function book(p: Pen): void {
  const cover = p.env.accent;
  p.glow(0, -0.5, 0.7, hex("#ffe9b0"), 0.35);
  for (const side of [-1, 1]) {
    p.fill(
      polygon([
        [0, -0.06],
        [side * 0.82, -0.2],
        [side * 0.82, -0.68],
        [0, -0.5],
      ]),
      cover,
      { shade: 0.6 },
    );
    for (let page = 0; page < 3; page++)
      p.fill(
        smooth(
          [
            [0, -0.08 - page * 0.012],
            [side * 0.3, -0.2 - page * 0.015],
            [side * 0.76, -0.22 - page * 0.014],
            [side * 0.76, -0.68 - page * 0.014],
            [side * 0.3, -0.68 - page * 0.02],
            [0, -0.54 - page * 0.014],
          ],
          4,
        ),
        lighten(p.local("#f6ecd4"), -0.06 + page * 0.03),
        { shade: 0.4, ink: page === 2 ? 1 : 0.4 },
      );
    for (let line = 0; line < 7; line++) {
      const y = -0.63 + line * 0.055;
      p.line(
        curve([
          [side * 0.1, y + 0.06],
          [side * 0.35, y - 0.005],
          [side * 0.68, y - 0.01],
        ]),
        p.local("#8a7a64"),
        0.011,
        0.75,
      );
    }
  }
  p.line(openLine(outline("0 -0.08, 0 -0.56")), p.local("#b59f7a"), 0.014);
  for (let spark = 0; spark < 12; spark++)
    p.fill(
      star(p.random.range(-0.5, 0.5), p.random.range(-1.1, -0.74), p.random.range(0.012, 0.04), 0.01, 4),
      hex("#ffdf8a"),
      { shade: 0, ink: 0.2 },
    );
}

function scroll(p: Pen): void {
  const paper = p.local("#ead6a6");
  p.fill(smooth(outline("-0.5 -0.86, 0.46 -0.9, 0.5 -0.1, -0.46 -0.06"), 3), paper, { shade: 0.5 });
  for (const y of [-0.9, -0.06]) {
    p.fill(roundRect(-0.6, y - 0.06, 1.2, 0.12, 0.06), lighten(paper, -0.08), { shade: 0.9 });
    for (const x of [-0.66, 0.6])
      p.fill(roundRect(x, y - 0.03, 0.07, 0.06, 0.02), p.local("#7a5230"), { shade: 0.6 });
  }
  for (let line = 0; line < 8; line++) {
    for (let sign = 0; sign < 9; sign++) {
      const [x, y] = [-0.4 + sign * 0.095, -0.76 + line * 0.083];
      const kind = p.random.int(0, 3);
      const ink = p.local("#5a3f26");
      if (kind === 0) p.line(ellipse(x, y, 0.022), ink, 0.01);
      else if (kind === 1)
        p.line(
          openLine([
            [x - 0.025, y + 0.025],
            [x, y - 0.03],
            [x + 0.025, y + 0.025],
          ]),
          ink,
          0.01,
        );
      else if (kind === 2)
        p.line(
          openLine([
            [x, y - 0.03],
            [x, y + 0.03],
            [x + 0.026, y],
          ]),
          ink,
          0.01,
        );
      else p.line(arc(x, y, 0.026, 0.02, 0, 3.2), ink, 0.01);
    }
  }
}

function tablet(p: Pen): void {
  const clay = p.local("#b98a5f");
  p.fill(
    smooth(
      outline("-0.44 -0.02, -0.48 -0.5, -0.42 -0.96, 0 -1, 0.42 -0.95, 0.48 -0.5, 0.44 -0.02, 0 0.01"),
      5,
    ),
    clay,
    { shade: 0.9 },
  );
  for (let row = 0; row < 9; row++)
    for (let wedge = 0; wedge < 10; wedge++) {
      if (p.random.chance(0.15)) continue;
      const [x, y] = [-0.36 + wedge * 0.08, -0.88 + row * 0.098];
      const down = p.random.chance(0.5);
      p.fill(
        down
          ? polygon([
              [x - 0.018, y - 0.03],
              [x + 0.018, y - 0.03],
              [x, y + 0.04],
            ])
          : polygon([
              [x - 0.03, y - 0.016],
              [x - 0.03, y + 0.016],
              [x + 0.036, y],
            ]),
        lighten(clay, -0.18),
        { shade: 0, ink: 0.2 },
      );
    }
}

function clock(p: Pen): void {
  p.fill(ellipse(0, 0, 0.5), p.local("#8a6228"), { shade: 1, form: "round" });
  p.fill(ellipse(0, 0, 0.45), p.local("#c99a45"), { shade: 0.8 });
  p.fill(ellipse(0, 0, 0.41), p.local("#f6efdd"), { shade: 0.4, form: "round" });
  for (const [x, y, r, t] of [
    [-0.1, 0.12, 0.14, 12],
    [0.12, 0.08, 0.1, 10],
    [0.02, -0.12, 0.12, 11],
  ] as const) {
    p.fill(gear(x, y, r, t, x), lighten(p.local("#b5853f"), y), { shade: 0.6, alpha: 0.9 });
    p.fill(ellipse(x, y, r * 0.42), p.local("#f0e4c8"), { shade: 0.2, ink: 0.4 });
  }
  for (let hour = 0; hour < 12; hour++) {
    const a = (hour / 12) * Math.PI * 2;
    p.fill(
      ribbon(
        [
          [Math.cos(a) * 0.33, Math.sin(a) * 0.33],
          [Math.cos(a) * 0.385, Math.sin(a) * 0.385],
        ],
        () => (hour % 3 === 0 ? 0.018 : 0.009),
      ),
      p.local("#2f2a28"),
      { shade: 0, ink: 0 },
    );
  }
  const a = p.random.range(0, 6.28);
  p.fill(
    ribbon(
      [
        [0, 0],
        [Math.cos(a) * 0.2, Math.sin(a) * 0.2],
      ],
      (t) => 0.024 * (1 - t * 0.7),
    ),
    p.local("#241f1e"),
    { shade: 0 },
  );
  p.fill(
    ribbon(
      [
        [0, 0],
        [Math.cos(a * 12) * 0.32, Math.sin(a * 12) * 0.32],
      ],
      (t) => 0.018 * (1 - t * 0.7),
    ),
    p.local("#241f1e"),
    { shade: 0 },
  );
  p.fill(ellipse(0, 0, 0.03), p.local("#c8503c"), { shade: 0.6, form: "round" });
}

function hourglass(p: Pen): void {
  for (const y of [-1, -0.08])
    p.fill(roundRect(-0.3, y, 0.6, 0.08, 0.02), p.local("#7a5230"), { shade: 0.8 });
  for (const x of [-0.25, 0.21]) p.fill(rect(x, -0.93, 0.04, 0.86), p.local("#8f6238"), { shade: 0.7 });
  const bulb = smooth(
    outline(
      "-0.19 -0.92, -0.18 -0.72, -0.03 -0.51, -0.03 -0.49, -0.18 -0.28, -0.19 -0.08, 0.19 -0.08, 0.18 -0.28, 0.03 -0.49, 0.03 -0.51, 0.18 -0.72, 0.19 -0.92",
    ),
    4,
  );
  p.fill(bulb, hex("#dceaf0"), { shade: 0.5, alpha: 0.6 });
  p.within(bulb, () => {
    const sand = p.local("#e8b85a");
    p.fill(polygon(outline("-0.16 -0.74, 0.16 -0.74, 0.01 -0.5, -0.01 -0.5")), sand, {
      shade: 0.4,
      ink: 0.2,
    });
    p.fill(polygon(outline("-0.22 -0.06, 0 -0.3, 0.22 -0.06")), sand, { shade: 0.6, ink: 0.2 });
    p.fill(rect(-0.006, -0.5, 0.012, 0.3), sand, { shade: 0, ink: 0 });
  });
}

function globe(p: Pen): void {
  p.fill(roundRect(-0.24, -0.06, 0.48, 0.06, 0.02), p.local("#6b4527"), { shade: 0.7 });
  p.fill(rect(-0.025, -0.18, 0.05, 0.13), p.local("#8a5f36"), { shade: 0.6 });
  p.line(arc(0, -0.56, 0.44, 0.44, -1.1, 1.9), p.local("#c99a45"), 0.032);
  const ball = ellipse(0, -0.56, 0.38);
  p.fill(ball, p.local("#4f93b5"), { shade: 1, form: "round" });
  p.within(ball, () => {
    for (const land of [
      outline("-0.3 -0.74, -0.1 -0.88, 0.02 -0.72, -0.1 -0.6, -0.24 -0.6"),
      outline("-0.14 -0.52, 0 -0.48, -0.04 -0.26, -0.14 -0.3"),
      outline("0.1 -0.82, 0.32 -0.8, 0.38 -0.6, 0.24 -0.54, 0.26 -0.38, 0.16 -0.34, 0.1 -0.58"),
    ] as const)
      p.fill(smooth(land), p.local("#d9bd7a"), { shade: 0.4, ink: 0.5 });
    for (const y of [-0.74, -0.56, -0.38])
      p.line(arc(0, y - 0.02, 0.38, 0.05, 0, Math.PI), hex("#ffffff"), 0.005, 0.35);
    p.line(ellipse(0, -0.56, 0.18, 0.38), hex("#ffffff"), 0.005, 0.35);
  });
}

function map(p: Pen): void {
  const paper = p.local("#e6cf9a");
  p.fill(
    polygon(
      outline(
        "-0.9 -0.84, -0.46 -0.94, 0 -0.84, 0.46 -0.94, 0.9 -0.84, 0.92 -0.08, 0.48 -0.18, 0 -0.06, -0.46 -0.18, -0.92 -0.06",
      ),
    ),
    paper,
    { shade: 0.3 },
  );
  for (const [x, dx] of outline("-0.9 0.44, 0 0.46"))
    p.fill(
      polygon([
        [x, -0.84],
        [x + dx, -0.94],
        [x + dx, -0.18],
        [x, -0.06],
      ]),
      lighten(paper, 0.035),
      { shade: 0, ink: 0.2, alpha: 0.7 },
    );
  p.fill(
    smooth(outline("-0.7 -0.5, -0.4 -0.72, -0.1 -0.6, 0.06 -0.4, -0.16 -0.24, -0.5 -0.3"), 6),
    p.local("#9fb57a"),
    { shade: 0.3, ink: 0.5 },
  );
  p.fill(smooth(outline("0.3 -0.62, 0.6 -0.76, 0.78 -0.5, 0.6 -0.3, 0.36 -0.36"), 6), p.local("#c9a86a"), {
    shade: 0.3,
    ink: 0.5,
  });
  p.fill(
    ribbon(outline("-0.5 -0.68, -0.36 -0.5, -0.46 -0.36, -0.3 -0.24"), () => 0.014),
    p.local("#5f93b5"),
    { shade: 0, ink: 0 },
  );
  const road = outline("-0.64 -0.3, -0.4 -0.42, -0.1 -0.38, 0.14 -0.5, 0.4 -0.46, 0.62 -0.6");
  for (let dash = 0; dash < road.length - 1; dash++) {
    const [a, b] = [road[dash], road[dash + 1]];
    if (a && b)
      for (const t of [0.1, 0.6])
        p.line(
          openLine([
            [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t],
            [a[0] + (b[0] - a[0]) * (t + 0.3), a[1] + (b[1] - a[1]) * (t + 0.3)],
          ]),
          p.local("#a8432f"),
          0.016,
        );
  }
  for (const turn of [0.7, -0.7])
    p.at(0.62, -0.6, 0.06, () => p.fill(rect(-1, -0.2, 2, 0.4), p.local("#c8342c"), { shade: 0 }), { turn });
  for (let peak = 0; peak < 4; peak++)
    p.line(
      openLine([
        [-0.34 + peak * 0.09, -0.54],
        [-0.3 + peak * 0.09, -0.62],
        [-0.26 + peak * 0.09, -0.54],
      ]),
      p.local("#6b5634"),
      0.012,
    );
  p.fill(star(0.7, -0.2, 0.09, 0.028, 4), p.local("#6b5634"), { shade: 0.2 });
}

function compass(p: Pen): void {
  p.fill(ellipse(0, 0, 0.48), p.local("#b98a3a"), { shade: 1, form: "round" });
  p.fill(ellipse(0, 0, 0.4), p.local("#f4ecd6"), { shade: 0.5 });
  p.fill(star(0, 0, 0.34, 0.08, 8), p.local("#d9c69a"), { shade: 0.3, ink: 0.4 });
  p.at(
    0,
    0,
    1,
    () => {
      p.fill(polygon(outline("0 -0.34, 0.055 0, -0.055 0")), hex("#cf3a32"), { shade: 0.4 });
      p.fill(polygon(outline("0 0.34, 0.055 0, -0.055 0")), p.local("#3a4656"), { shade: 0.4 });
    },
    { turn: 0.5 },
  );
  p.fill(dot(0, 0, 0.035), p.local("#b98a3a"), { shade: 0.7 });
}

function bulb(p: Pen): void {
  p.glow(0, -0.62, 0.95, hex("#ffd87a"), 1);
  const glass = smooth(
    outline(
      "-0.1 -0.3, -0.14 -0.4, -0.28 -0.56, -0.29 -0.76, -0.16 -0.95, 0 -1, 0.16 -0.95, 0.29 -0.76, 0.28 -0.56, 0.14 -0.4, 0.1 -0.3",
    ),
    6,
  );
  p.fill(glass, hex("#fff0c0"), { shade: 0.4, form: "round", alpha: 0.82 });
  p.line(
    openLine(outline("-0.05 -0.3, -0.08 -0.62, -0.04 -0.72, 0 -0.6, 0.04 -0.72, 0.08 -0.62, 0.05 -0.3")),
    hex("#ff9a2e"),
    0.018,
  );
  p.glow(0, -0.66, 0.26, hex("#fff6d8"), 1);
  p.fill(ellipse(-0.13, -0.8, 0.04, 0.09, 0.5), hex("#ffffff"), { shade: 0, ink: 0, alpha: 0.75 });
  for (let thread = 0; thread < 4; thread++)
    p.fill(
      roundRect(-0.115 + thread * 0.008, -0.31 + thread * 0.062, 0.23 - thread * 0.016, 0.058, 0.02),
      p.local("#a9adb3"),
      { shade: 0.9 },
    );
  p.fill(smooth(outline("-0.06 -0.06, 0.06 -0.06, 0.03 0, -0.03 0"), 3), p.local("#3a3d44"), { shade: 0.5 });
}

function lamp(p: Pen): void {
  p.fill(ellipse(0, -0.02, 0.24, 0.045), p.local("#5a4a3c"), { shade: 0.6 });
  p.fill(rect(-0.02, -0.62, 0.04, 0.6), p.local("#8a6a42"), { shade: 0.8 });
  p.glow(0, -0.68, 0.8, hex("#ffd58a"), 0.85);
  p.fill(
    polygon(outline("-0.18 -0.98, 0.18 -0.98, 0.34 -0.58, -0.34 -0.58")),
    mix(p.env.accent, hex("#ffe8b8"), 0.6),
    { shade: 0.5 },
  );
}

function coins(p: Pen): void {
  const gold = hex("#e0b23f");
  const stack = (x: number, base: number, count: number): void => {
    for (let coin = 0; coin < count; coin++) {
      const y = base - coin * 0.068;
      const shift = p.random.range(-0.012, 0.012);
      p.fill(
        roundRect(x - 0.2 + shift, y - 0.065, 0.4, 0.066, 0.03),
        lighten(gold, coin % 2 === 0 ? -0.05 : -0.09),
        { shade: 0.9 },
      );
      p.fill(ellipse(x + shift, y - 0.066, 0.2, 0.045), lighten(gold, 0.05), { shade: 0.5, ink: 0.7 });
    }
    p.line(ellipse(x, base - count * 0.068 + 0.002, 0.13, 0.026), lighten(gold, -0.1), 0.01);
  };
  stack(-0.46, -0.05, 6);
  stack(0.46, -0.05, 9);
  stack(0, -0.02, 12);
  for (const [x, y] of outline("-0.78 0, 0.8 0.0, 0.22 0.05")) {
    p.fill(ellipse(x, y, 0.17, 0.05), gold, { shade: 0.6 });
    p.line(ellipse(x, y, 0.11, 0.03), lighten(gold, -0.12), 0.01);
  }
  for (let spark = 0; spark < 5; spark++)
    p.fill(star(p.random.range(-0.6, 0.6), p.random.range(-0.9, -0.3), 0.05, 0.012, 4), hex("#fff6d0"), {
      shade: 0,
      ink: 0,
    });
}

function ballot(p: Pen): void {
  const box = p.local("#3f6f9c");
  p.fill(polygon(outline("-0.46 -0.56, 0.46 -0.56, 0.42 0, -0.42 0")), box, { shade: 0.8 });
  p.fill(polygon(outline("-0.5 -0.56, -0.4 -0.66, 0.4 -0.66, 0.5 -0.56")), lighten(box, 0.1), { shade: 0.4 });
  p.fill(polygon(outline("-0.2 -0.6, 0.2 -0.6, 0.21 -0.625, -0.21 -0.625")), hex("#16222e"), {
    shade: 0,
    ink: 0.3,
  });
  p.at(
    0.02,
    -0.62,
    1,
    () => {
      p.fill(rect(-0.17, -0.38, 0.34, 0.39), p.local("#f7f3e8"), { shade: 0.3 });
      for (let line = 0; line < 3; line++) {
        p.line(rect(-0.13, -0.33 + line * 0.1, 0.05, 0.05), p.local("#4a4f5a"), 0.01);
        p.line(
          openLine([
            [-0.05, -0.305 + line * 0.1],
            [0.12, -0.305 + line * 0.1],
          ]),
          p.local("#8a8f98"),
          0.014,
        );
      }
      p.line(openLine(outline("-0.13 -0.2, -0.105 -0.18, -0.07 -0.25")), hex("#cf3a32"), 0.02);
    },
    { turn: -0.08 },
  );
  p.fill(star(0, -0.28, 0.15, 0.062, 5), p.local("#f4e3b0"), { shade: 0.3 });
}

function bins(p: Pen): void {
  ["#3f7fb5", "#d9a52e", "#4f9a55", "#8a5f4a"].forEach((tone, index) => {
    const x = -0.72 + index * 0.48;
    const body = p.local(tone);
    p.fill(
      polygon([
        [x - 0.2, -0.7],
        [x + 0.2, -0.7],
        [x + 0.16, 0],
        [x - 0.16, 0],
      ]),
      body,
      { shade: 0.9 },
    );
    p.fill(roundRect(x - 0.23, -0.78, 0.46, 0.1, 0.03), lighten(body, -0.1), { shade: 0.6 });
    for (let arrow = 0; arrow < 3; arrow++)
      p.at(
        x,
        -0.36,
        0.13,
        () => {
          p.line(openLine(outline("-0.5 0.75, 0.5 0.75")), hex("#ffffff"), 0.24);
          p.fill(polygon(outline("0.45 0.38, 0.95 0.75, 0.45 1.12")), hex("#ffffff"), { shade: 0, ink: 0 });
        },
        { turn: (arrow / 3) * Math.PI * 2 },
      );
  });
  p.fill(roundRect(-0.78, -0.98, 0.09, 0.22, 0.03), hex("#7fc4a0"), { shade: 0.6, alpha: 0.9 });
  p.fill(roundRect(-0.3, -0.92, 0.12, 0.16, 0.02), p.local("#c9cdd2"), { shade: 0.9 });
  p.fill(polygon(outline("0.14 -0.78, 0.2 -1, 0.4 -0.96, 0.34 -0.78")), p.local("#f2ead6"), { shade: 0.3 });
}

function toolTable(p: Pen): void {
  const wood = p.local("#9a6a40");
  p.fill(rect(-0.9, -0.5, 1.8, 0.09), lighten(wood, 0.05), { shade: 0.5 });
  for (const x of [-0.8, 0.7]) p.fill(rect(x, -0.42, 0.1, 0.42), wood, { shade: 0.7 });
  p.fill(rect(-0.74, -0.18, 1.48, 0.05), lighten(wood, -0.08), { shade: 0.4 });
  p.fill(polygon(outline("-0.4 -0.5, 0.3 -0.5, 0.22 -0.62, -0.34 -0.62")), p.local("#f2ead2"), {
    shade: 0.2,
  });
  p.line(ellipse(-0.06, -0.56, 0.12, 0.035), p.local("#3f6f9c"), 0.008);
  p.line(openLine(outline("-0.26 -0.535, 0.16 -0.585")), p.local("#3f6f9c"), 0.008);
  p.fill(
    ribbon(outline("-0.78 -0.52, -0.62 -0.86"), () => 0.022),
    p.local("#7a4f2e"),
    { shade: 0.5 },
  );
  p.at(
    -0.62,
    -0.86,
    1,
    () => p.fill(roundRect(-0.13, -0.05, 0.24, 0.1, 0.02), p.local("#6f767f"), { shade: 0.8 }),
    { turn: 0.44 },
  );
  p.fill(polygon(outline("0.42 -0.52, 0.86 -0.6, 0.86 -0.72, 0.46 -0.6")), p.local("#c3c9cf"), {
    shade: 0.7,
  });
  p.fill(roundRect(0.3, -0.6, 0.16, 0.1, 0.03), p.env.accent, { shade: 0.7 });
  p.fill(roundRect(0.5, -0.94, 0.16, 0.22, 0.02), p.local("#b5653f"), { shade: 0.8 });
  for (const [dx, tone] of [
    [0.02, "#e8c33a"],
    [0.07, "#4f8ab5"],
    [0.12, "#cf5a3a"],
  ] as const)
    p.fill(
      ribbon(
        [
          [0.5 + dx, -0.92],
          [0.48 + dx * 1.4, -1.12],
        ],
        () => 0.016,
      ),
      hex(tone),
      { shade: 0.3 },
    );
}

function scales(p: Pen): void {
  const brass = p.local("#c99a45");
  p.fill(roundRect(-0.26, -0.07, 0.52, 0.07, 0.02), brass, { shade: 0.7 });
  p.fill(rect(-0.024, -0.94, 0.048, 0.88), brass, { shade: 0.9 });
  p.fill(
    ribbon(outline("-0.56 -0.82, 0 -0.88, 0.56 -0.82"), () => 0.024),
    brass,
    { shade: 0.7 },
  );
  p.fill(ellipse(0, -0.96, 0.05), brass, { shade: 0.8, form: "round" });
  for (const side of [-1, 1]) {
    for (const dx of [-0.18, 0.18])
      p.line(
        openLine([
          [side * 0.56, -0.82],
          [side * 0.56 + dx, -0.4],
        ]),
        lighten(brass, -0.1),
        0.01,
      );
    p.fill(
      smooth(
        [
          [side * 0.56 - 0.22, -0.4],
          [side * 0.56 + 0.22, -0.4],
          [side * 0.56 + 0.12, -0.3],
          [side * 0.56 - 0.12, -0.3],
        ],
        5,
      ),
      brass,
      { shade: 0.8 },
    );
  }
}

function crown(p: Pen): void {
  const gold = hex("#e6b93f");
  p.fill(
    polygon(outline("-0.46 -0.08, -0.54 -0.66, -0.26 -0.38, 0 -0.8, 0.26 -0.38, 0.54 -0.66, 0.46 -0.08")),
    gold,
    { shade: 0.9 },
  );
  p.fill(roundRect(-0.48, -0.14, 0.96, 0.14, 0.03), lighten(gold, -0.07), { shade: 0.7 });
  for (const [x, y] of outline("-0.54 -0.68, 0 -0.84, 0.54 -0.68"))
    p.fill(ellipse(x, y, 0.055), hex("#d9405a"), { shade: 0.9, form: "round" });
  for (let gem = 0; gem < 5; gem++)
    p.fill(ellipse(-0.34 + gem * 0.17, -0.07, 0.042), oklch(0.6, 0.18, gem * 80), {
      shade: 0.9,
      form: "round",
    });
}

function letters(p: Pen): void {
  const signs = [
    outline("-0.12 0.14, 0 -0.14, 0.12 0.14, 0.06 0.04, -0.06 0.04"),
    outline("0.1 -0.13, -0.1 -0.13, -0.1 0.13, 0.1 0.13, -0.1 0.13, -0.1 0, 0.06 0"),
    outline("-0.1 -0.13, 0.1 -0.13, -0.1 0.13, 0.1 0.13"),
  ];
  const blocks = triples("-0.42 -0.34 -0.16, 0.4 -0.36 0.14, 0 -0.66 0.05");
  blocks.forEach(([x, y, turn], index) => {
    p.at(
      x,
      y,
      1,
      () => {
        p.fill(
          roundRect(-0.24, -0.24, 0.48, 0.48, 0.04),
          p.local(["#d9a03a", "#4f86b5", "#c8503c"][index] ?? "#d9a03a"),
          { shade: 0.7 },
        );
        p.line(openLine(signs[index] ?? []), hex("#fff8e8"), 0.05);
      },
      { turn },
    );
  });
}

export const THINGS: readonly Subject[] = [
  {
    words: [
      "book",
      "novel",
      "page",
      "reading",
      "story",
      "literature",
      "encyclopedia",
      "knowledge",
      "study",
      "diary",
    ],
    paint: book,
    home: "hall",
    origin: "base",
    wide: 0.85,
    oneWay: true,
    place: "ground",
    scale: 0.75,
  },
  {
    words: ["scroll", "papyrus", "parchment", "manuscript", "constitution", "treaty", "law"],
    paint: scroll,
    home: "hall",
    origin: "base",
    wide: 0.66,
    oneWay: true,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["tablet", "clay tablet", "cuneiform", "hieroglyph", "carved sign", "rosetta"],
    paint: tablet,
    home: "hall",
    origin: "base",
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["clock", "watch", "pendulum", "time", "hour", "minute", "timepiece"],
    paint: clock,
    home: "hall",
    origin: "centre",
    oneWay: true,
    place: "air",
    scale: 0.95,
  },
  {
    words: ["hourglass", "sand clock"],
    paint: hourglass,
    home: "spotlight",
    origin: "base",
    wide: 0.3,
    place: "ground",
    scale: 0.9,
  },
  {
    words: ["globe", "geography", "continent"],
    paint: globe,
    home: "hall",
    origin: "base",
    wide: 0.46,
    place: "ground",
    scale: 0.9,
  },
  {
    words: ["map", "navigation", "route", "treasure", "exploration"],
    paint: map,
    home: "room",
    origin: "base",
    wide: 0.92,
    oneWay: true,
    place: "ground",
    scale: 0.75,
  },
  { words: ["compass"], paint: compass, home: "spotlight", origin: "centre", place: "air", scale: 0.85 },
  {
    words: [
      "light bulb",
      "bulb",
      "electricity",
      "electric",
      "idea",
      "invention",
      "edison",
      "lightbulb",
      "electric light",
    ],
    paint: bulb,
    home: "spotlight",
    origin: "base",
    place: "ground",
    scale: 0.9,
  },
  {
    words: ["lamp", "lantern", "candle"],
    paint: lamp,
    home: "room",
    origin: "base",
    wide: 0.34,
    place: "ground",
    scale: 0.8,
  },
  {
    words: [
      "coin",
      "money",
      "gold",
      "bank",
      "price",
      "saving",
      "dollar",
      "cash",
      "interest",
      "wealth",
      "finance",
      "currency",
    ],
    paint: coins,
    home: "spotlight",
    origin: "base",
    wide: 0.98,
    place: "ground",
    scale: 0.75,
  },
  {
    words: ["ballot", "ballot box", "vote", "election", "voting"],
    paint: ballot,
    home: "hall",
    origin: "base",
    wide: 0.5,
    oneWay: true,
    place: "ground",
    scale: 0.85,
  },
  {
    words: ["bin", "recycling", "recycle", "waste", "plastic", "rubbish", "trash", "garbage"],
    paint: bins,
    home: "city",
    origin: "base",
    wide: 0.95,
    place: "ground",
    scale: 0.7,
  },
  {
    words: ["workbench", "tool", "hammer", "sketch", "craft", "drawing", "prototype"],
    paint: toolTable,
    home: "workshop",
    origin: "base",
    wide: 0.92,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["balance", "scale", "justice", "court", "judge", "fairness"],
    paint: scales,
    home: "hall",
    origin: "base",
    wide: 0.8,
    place: "ground",
    scale: 0.95,
  },
  {
    words: ["crown", "throne", "monarchy", "empire", "royal"],
    paint: crown,
    home: "spotlight",
    origin: "base",
    wide: 0.55,
    place: "ground",
    scale: 0.7,
  },
  {
    words: ["letter", "alphabet", "word", "language", "grammar"],
    paint: letters,
    home: "spotlight",
    origin: "base",
    wide: 0.66,
    oneWay: true,
    place: "ground",
    scale: 0.9,
  },
];
