import { hex, lighten, mix } from "../colour";
import type { Pen } from "../pen";
import {
  arc,
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
} from "../shape";
import { gear } from "./parts";
import type { Subject } from "./subject";

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

export const INSTRUMENTS: readonly Subject[] = [
  {
    words: "clock, watch, pendulum, time, hour, minute, timepiece",
    paint: clock,
    home: "hall",
    origin: "centre",
    oneWay: true,
    place: "air",
    scale: 0.95,
  },
  {
    words: "hourglass, sand clock",
    paint: hourglass,
    home: "spotlight",
    origin: "base",
    wide: 0.3,
    place: "ground",
    scale: 0.9,
  },
  {
    words: "globe, geography, continent",
    paint: globe,
    home: "hall",
    origin: "base",
    wide: 0.46,
    place: "ground",
    scale: 0.9,
  },
  { words: "compass", paint: compass, home: "spotlight", origin: "centre", place: "air", scale: 0.85 },
  {
    words: "balance, scale, justice, court, judge, fairness",
    paint: scales,
    home: "hall",
    origin: "base",
    wide: 0.8,
    place: "ground",
    scale: 0.95,
  },
  {
    words: "light bulb, bulb, electricity, electric, idea, invention, edison, lightbulb, electric light",
    paint: bulb,
    home: "spotlight",
    origin: "base",
    place: "ground",
    scale: 0.9,
  },
  {
    words: "lamp, lantern, candle",
    paint: lamp,
    home: "room",
    origin: "base",
    wide: 0.34,
    place: "ground",
    scale: 0.8,
  },
];
