import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, curve, ellipse, openLine, outline, polygon, rect, roundRect, smooth, star } from "../shape";
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

export const WRITINGS: readonly Subject[] = [
  {
    words: "book, novel, page, reading, story, literature, encyclopedia, knowledge, study, diary",
    paint: book,
    home: "hall",
    origin: "base",
    wide: 0.85,
    oneWay: true,
    place: "ground",
    scale: 0.75,
  },
  {
    words: "scroll, papyrus, parchment, manuscript, constitution, treaty, law",
    paint: scroll,
    home: "hall",
    origin: "base",
    wide: 0.66,
    oneWay: true,
    place: "ground",
    scale: 0.8,
  },
  {
    words: "tablet, clay tablet, cuneiform, hieroglyph, carved sign, rosetta",
    paint: tablet,
    home: "hall",
    origin: "base",
    place: "ground",
    scale: 0.8,
  },
  {
    words: "ballot, ballot box, vote, election, voting",
    paint: ballot,
    home: "hall",
    origin: "base",
    wide: 0.5,
    oneWay: true,
    place: "ground",
    scale: 0.85,
  },
];
