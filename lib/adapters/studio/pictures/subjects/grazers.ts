import type { Pen } from "../pen";
import { dot, ellipse, outline, polygon, ribbon, smooth } from "../shape";
import { eye, standing } from "./animal-parts";
import type { Subject } from "./subject";

function deer(p: Pen): void {
  const fur = p.local("#a8713f");
  standing(p, { fur, leg: 0.36, body: 0.18, length: 0.52, neck: [0.3, -0.72] });
  p.fill(smooth(outline("0.22 -0.72, 0.26 -0.8, 0.36 -0.79, 0.47 -0.68, 0.44 -0.63, 0.32 -0.66")), fur, {
    shade: 0.6,
  });
  p.fill(ellipse(0.2, -0.77, 0.06, 0.024, 0.4), fur, { shade: 0.3 });
  for (const side of [-0.04, 0.06])
    for (const points of [
      [
        [0.27, -0.79],
        [0.24 + side, -0.9],
        [0.3 + side * 2, -1],
      ],
      [
        [0.25 + side, -0.88],
        [0.36 + side * 2, -0.94],
      ],
      [
        [0.25 + side, -0.86],
        [0.16 + side * 2, -0.95],
      ],
    ] as const)
      p.fill(
        ribbon(points, (t) => 0.011 * (1 - t * 0.6)),
        p.local("#6b4a30"),
        { shade: 0.3, ink: 0.4 },
      );
  for (let spot = 0; spot < 9; spot++)
    p.fill(dot(p.random.range(-0.2, 0.18), p.random.range(-0.52, -0.44), 0.013), p.local("#f0dcc0"), {
      shade: 0,
      ink: 0,
    });
  eye(p, 0.35, -0.75, 0.013);
}

function giraffe(p: Pen): void {
  const fur = p.local("#e3b564");
  standing(p, { fur, leg: 0.36, body: 0.16, length: 0.42, neck: [0.34, -0.9] });
  p.fill(smooth(outline("0.27 -0.9, 0.3 -0.97, 0.38 -0.97, 0.48 -0.88, 0.45 -0.84, 0.34 -0.86")), fur, {
    shade: 0.6,
  });
  for (const x of [0.31, 0.35])
    p.fill(
      ribbon(
        [
          [x, -0.96],
          [x, -1.02],
        ],
        () => 0.008,
      ),
      p.local("#7a5030"),
      { shade: 0, ink: 0.3 },
    );
  for (let spot = 0; spot < 26; spot++) {
    const t = p.random.next();
    const onNeck = spot % 2 === 0;
    const x = onNeck ? 0.18 + 0.15 * t + p.random.range(-0.02, 0.02) : p.random.range(-0.18, 0.18);
    const y = onNeck ? -0.52 - 0.36 * t : p.random.range(-0.5, -0.4);
    p.fill(
      polygon([
        [x - 0.018, y],
        [x, y - 0.02],
        [x + 0.02, y - 0.004],
        [x + 0.01, y + 0.018],
      ]),
      p.local("#9a5f2e"),
      { shade: 0, ink: 0 },
    );
  }
  eye(p, 0.38, -0.93, 0.012);
}

export const GRAZERS: readonly Subject[] = [
  {
    words: "deer, stag, moose, reindeer, antelope, gazelle",
    paint: deer,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 0.95,
    company: 1,
  },
  {
    words: "giraffe, savanna, safari",
    paint: giraffe,
    home: "meadow",
    origin: "base",
    wide: 0.4,
    place: "ground",
    scale: 1.15,
    company: 1,
  },
];
