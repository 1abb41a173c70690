import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, dot, ellipse, openLine, outline, rect, ribbon, roundRect, smooth, triples } from "../shape";
import { HAIRS, SKINS } from "./figure";
import type { Subject } from "./subject";

function astronaut(p: Pen): void {
  const suit = p.local("#eceef0");
  p.fill(roundRect(-0.26, -0.76, 0.52, 0.42, 0.08), lighten(suit, -0.12), { shade: 0.7 });
  for (const side of [-1, 1]) {
    p.fill(
      ribbon(
        [
          [side * 0.08, -0.4],
          [side * 0.11, -0.2],
          [side * 0.12, -0.04],
        ],
        () => 0.085,
      ),
      suit,
      { shade: 0.8 },
    );
    p.fill(roundRect(side * 0.12 - 0.1, -0.08, 0.21, 0.09, 0.04), lighten(suit, -0.2), { shade: 0.5 });
    p.fill(
      ribbon(
        [
          [side * 0.16, -0.66],
          [side * 0.28, -0.52],
          [side * 0.3, side > 0 ? -0.68 : -0.36],
        ],
        () => 0.066,
      ),
      suit,
      { shade: 0.7 },
    );
    p.fill(ellipse(side * 0.3, side > 0 ? -0.7 : -0.34, 0.06), p.env.accent, { shade: 0.6, form: "round" });
  }
  p.fill(roundRect(-0.19, -0.72, 0.38, 0.36, 0.1), suit, { shade: 0.9 });
  p.fill(roundRect(-0.09, -0.62, 0.18, 0.11, 0.02), p.local("#5f6a78"), { shade: 0.4 });
  for (const [x, tone] of [
    [-0.05, "#e2573b"],
    [0, "#e8c33a"],
    [0.05, "#4fae6a"],
  ] as const)
    p.fill(dot(x, -0.565, 0.016), hex(tone), { shade: 0, ink: 0.3 });
  p.fill(ellipse(0, -0.86, 0.18, 0.165), suit, { shade: 0.9, form: "round" });
  p.fill(
    smooth(outline("-0.12 -0.84, -0.1 -0.94, 0 -0.965, 0.1 -0.94, 0.13 -0.84, 0.06 -0.77, -0.06 -0.77"), 5),
    p.local("#c98a2f"),
    { shade: 1 },
  );
  p.fill(ellipse(0.05, -0.9, 0.035, 0.018, -0.4), hex("#fff3d0"), { shade: 0, ink: 0, alpha: 0.9 });
}

function sleeper(p: Pen): void {
  const wood = p.local("#7a5234");
  p.fill(roundRect(-0.98, -0.82, 0.1, 0.82, 0.03), wood, { shade: 0.6 });
  p.fill(roundRect(0.9, -0.5, 0.09, 0.5, 0.03), wood, { shade: 0.6 });
  p.fill(rect(-0.92, -0.3, 1.86, 0.18), lighten(wood, -0.04), { shade: 0.4 });
  p.fill(roundRect(-0.9, -0.42, 1.82, 0.16, 0.05), p.local("#f2ece0"), { shade: 0.5 });
  p.fill(
    smooth(outline("-0.86 -0.4, -0.82 -0.56, -0.6 -0.6, -0.42 -0.52, -0.4 -0.4"), 5),
    p.local("#ffffff"),
    { shade: 0.6 },
  );
  const skin = p.local(p.random.pick(SKINS));
  p.fill(ellipse(-0.6, -0.57, 0.12, 0.11), skin, { shade: 0.7, form: "round" });
  p.fill(
    smooth(outline("-0.73 -0.55, -0.72 -0.67, -0.6 -0.7, -0.5 -0.66, -0.56 -0.63, -0.66 -0.6"), 5),
    p.local(p.random.pick(HAIRS)),
    { shade: 0.5 },
  );
  p.line(arc(-0.55, -0.57, 0.03, 0.018, 0.2, 2.9), hex("#2a2220"), 0.01);
  p.fill(
    smooth(
      outline("-0.46 -0.4, -0.42 -0.62, -0.1 -0.7, 0.3 -0.6, 0.7 -0.6, 0.92 -0.44, 0.94 -0.2, -0.4 -0.2"),
      6,
    ),
    p.env.accent,
    { shade: 0.9 },
  );
  for (let fold = 0; fold < 5; fold++)
    p.line(
      ribbon(
        [
          [-0.2 + fold * 0.24, -0.6],
          [-0.16 + fold * 0.24, -0.4],
          [-0.2 + fold * 0.24, -0.22],
        ],
        () => 0.004,
      ),
      lighten(p.env.accent, -0.1),
      0.006,
      0.5,
    );
  for (const [x, y, s] of triples("-0.36 -0.84 0.07, -0.22 -1 0.09, -0.04 -1.18 0.12"))
    p.line(
      openLine([
        [x, y],
        [x + s, y],
        [x, y + s],
        [x + s, y + s],
      ]),
      p.local("#e8ecf8"),
      0.016,
      0.9,
    );
}

export const POSES: readonly Subject[] = [
  {
    words: "astronaut, cosmonaut, spacewalk",
    paint: astronaut,
    home: "space",
    origin: "base",
    wide: 0.36,
    place: "ground",
    scale: 0.8,
  },
  {
    words: "sleeper, sleep, bed, dream, dreamer, sleeping",
    paint: sleeper,
    home: "room",
    origin: "base",
    wide: 1,
    place: "ground",
    scale: 0.66,
  },
];
