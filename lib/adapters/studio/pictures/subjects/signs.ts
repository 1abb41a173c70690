import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { openLine, outline, polygon, rect, ribbon, roundRect, smooth, star, triples } from "../shape";
import type { Subject } from "./subject";

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

export const SIGNS: readonly Subject[] = [
  {
    words: "map, navigation, route, treasure, exploration",
    paint: map,
    home: "room",
    origin: "base",
    wide: 0.92,
    oneWay: true,
    place: "ground",
    scale: 0.75,
  },
  {
    words: "letter, alphabet, word, language, grammar",
    paint: letters,
    home: "spotlight",
    origin: "base",
    wide: 0.66,
    oneWay: true,
    place: "ground",
    scale: 0.9,
  },
];
