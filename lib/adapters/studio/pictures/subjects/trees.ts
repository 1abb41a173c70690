import { lighten } from "../colour";
import type { Pen } from "../pen";
import {
  blob,
  ellipse,
  leaf,
  openLine,
  outline,
  type Point,
  polygon,
  rect,
  ribbon,
  star,
  together,
  triples,
} from "../shape";
import type { Subject } from "./subject";

function broadTree(p: Pen): void {
  const bark = p.local("#6b4a32");
  p.fill(
    ribbon(
      outline("0.02 0, -0.01 -0.25, 0.01 -0.55"),
      (t) => 0.055 - 0.03 * t + 0.05 * Math.max(0, 0.12 - t) * 5,
    ),
    bark,
    { shade: 0.9 },
  );
  for (const [x, y] of outline("-0.2 -0.52, 0.19 -0.56, 0.05 -0.66"))
    p.fill(
      ribbon(
        [
          [0, -0.34],
          [x * 0.5, -0.46],
          [x, y],
        ],
        (t) => 0.022 * (1 - t * 0.7),
      ),
      bark,
      { shade: 0.6 },
    );
  const crown = (dx: number, dy: number, r: number): ReturnType<typeof blob> =>
    blob(p.random, dx, dy, r * 1.1, r, 0.13, 11);
  const lumps = triples("-0.22 -0.56 0.17, 0.22 -0.58 0.17, -0.1 -0.74 0.19, 0.13 -0.78 0.19, 0.0 -0.6 0.2");
  p.fill(together(...lumps.map(([x, y, r]) => crown(x, y, r))), lighten(p.env.foliage, -0.05), {
    shade: 0.6,
  });
  // Tufts from the back of each lump to its lit side: the crown reads as leaves, not as balls.
  const [lx, ly] = p.env.lightFrom;
  for (const [x, y, r] of lumps) {
    for (let tuft = 0; tuft < 7; tuft++) {
      const lit = tuft / 6;
      const spread = r * 0.52 * (1 - lit * 0.5);
      const cx = x + lx * r * (lit * 0.62 - 0.2) + p.random.range(-spread, spread);
      const cy = y + ly * r * (lit * 0.62 - 0.2) + p.random.range(-spread, spread);
      p.fill(
        blob(p.random, cx, cy, r * (0.52 - 0.22 * lit), r * (0.42 - 0.18 * lit), 0.22, 9),
        lighten(p.env.foliage, -0.05 + 0.13 * lit),
        { shade: 0.15, ink: 0.06, alpha: 0.9 },
      );
    }
  }
  for (let index = 0; index < 40; index++) {
    const [x, y, r] = p.random.pick(lumps);
    const a = p.random.range(0, 6.28);
    const reach = r * p.random.range(0.5, 1.02);
    p.fill(
      leaf(x + Math.cos(a) * reach, y + Math.sin(a) * reach, 0.045, 0.022, p.random.range(0, 6)),
      lighten(p.env.foliage, p.random.range(-0.1, 0.14)),
      { shade: 0, ink: 0.08 },
    );
  }
}

function pine(p: Pen): void {
  p.fill(rect(-0.03, -0.2, 0.06, 0.2), p.local("#5f432f"), { shade: 0.8 });
  for (let tier = 0; tier < 6; tier++) {
    const t = tier / 6;
    const w = 0.27 - 0.21 * t;
    const y = -0.12 - 0.72 * t;
    p.fill(
      polygon([
        [0, y - 0.25],
        [w * 0.5, y - 0.1],
        [w, y + 0.01],
        [w * 0.55, y - 0.015],
        [w * 0.3, y + 0.03],
        [0, y + 0.005],
        [-w * 0.35, y + 0.03],
        [-w * 0.6, y - 0.01],
        [-w, y + 0.015],
        [-w * 0.5, y - 0.1],
      ]),
      lighten(p.env.foliage, -0.06 + t * 0.06),
      { shade: 0.8, ink: 0.7 },
    );
  }
}

function palm(p: Pen): void {
  p.fill(
    ribbon(outline("-0.08 0, -0.06 -0.35, 0.06 -0.76"), (t) => 0.032 - 0.014 * t),
    p.local("#8a6a48"),
    { shade: 0.9 },
  );
  for (let ring = 1; ring < 9; ring++) {
    const t = ring / 9;
    p.fill(
      ribbon(
        [
          [-0.11 + 0.14 * t * t, -0.76 * t],
          [-0.04 + 0.14 * t * t, -0.76 * t - 0.01],
        ],
        () => 0.005,
      ),
      p.local("#5f4630"),
      { shade: 0, ink: 0 },
    );
  }
  for (let frond = 0; frond < 9; frond++) {
    const a = -2.9 + frond * 0.34;
    const reach = 0.36;
    const tip: Point = [
      0.06 + Math.cos(a) * reach,
      -0.76 + Math.sin(a) * reach * 0.62 + 0.13 * Math.abs(Math.cos(a)),
    ];
    p.fill(
      ribbon(
        [[0.06, -0.76], [0.06 + Math.cos(a) * reach * 0.55, -0.8 + Math.sin(a) * reach * 0.6], tip],
        (t) => 0.032 * Math.sin(Math.PI * (0.08 + 0.92 * t)),
      ),
      lighten(p.env.foliage, frond % 2 === 0 ? 0.04 : -0.05),
      { shade: 0.5, ink: 0.6 },
    );
  }
  for (const [x, y] of outline("0.03 -0.74, 0.09 -0.73"))
    p.fill(ellipse(x, y, 0.03), p.local("#7a5230"), { shade: 0.8, form: "round" });
}

function cactus(p: Pen): void {
  const green = p.local("#4f8a52");
  const arm = (points: readonly Point[], w: number): void =>
    p.fill(
      ribbon(points, (t) => w * Math.min(1, Math.sqrt(Math.max(0, 1 - t)) * 2.2)),
      green,
      { shade: 1 },
    );
  arm(outline("0.06 -0.34, 0.24 -0.36, 0.27 -0.5, 0.27 -0.72"), 0.062);
  arm(outline("-0.06 -0.24, -0.25 -0.27, -0.28 -0.4, -0.28 -0.56"), 0.058);
  arm(outline("0 0.02, 0 -0.5, 0 -1"), 0.1);
  for (const x of [-0.05, 0, 0.05])
    p.line(
      openLine([
        [x, -0.02],
        [x, -0.92],
      ]),
      lighten(green, -0.12),
      0.008,
      0.7,
    );
  p.fill(star(0.02, -1, 0.06, 0.03, 6), p.local("#e86a8f"), { shade: 0.3, ink: 0.5 });
}

export const TREES: readonly Subject[] = [
  {
    words: "tree, oak, woodland, branch, forest tree, apple tree",
    paint: broadTree,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 1.15,
    company: 1,
  },
  {
    words: "pine, fir, spruce, christmas",
    paint: pine,
    home: "mountains",
    origin: "base",
    wide: 0.28,
    place: "ground",
    scale: 1.1,
    company: 3,
  },
  {
    words: "palm, tropical, island, coconut",
    paint: palm,
    home: "coast",
    origin: "base",
    place: "ground",
    scale: 1.05,
    company: 1,
  },
  {
    words: "cactus, succulent",
    paint: cactus,
    home: "desert",
    origin: "base",
    wide: 0.34,
    place: "ground",
    scale: 0.9,
    company: 2,
  },
];
