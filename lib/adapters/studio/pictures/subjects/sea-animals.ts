import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, curve, dot, ellipse, leaf, outline, polygon, ribbon, smooth } from "../shape";
import { eye } from "./animal-parts";
import type { Subject } from "./subject";

function fish(p: Pen): void {
  const tone = p.random.chance(0.5) ? hex("#f08a3a") : p.env.accent;
  p.fill(
    smooth(outline("-0.36 0, -0.62 -0.26, -0.7 -0.2, -0.62 0, -0.7 0.22, -0.6 0.26")),
    lighten(tone, -0.06),
    { shade: 0.5 },
  );
  p.fill(smooth(outline("-0.2 -0.2, -0.04 -0.44, 0.2 -0.34, 0.3 -0.18")), lighten(tone, -0.08), {
    shade: 0.5,
  });
  p.fill(smooth(outline("-0.1 0.2, -0.02 0.38, 0.16 0.24")), lighten(tone, -0.08), { shade: 0.5 });
  const bodyShape = smooth(
    outline("-0.44 0, -0.18 -0.25, 0.2 -0.29, 0.5 -0.12, 0.6 0.03, 0.46 0.18, 0.14 0.28, -0.2 0.22"),
  );
  p.fill(bodyShape, tone, { shade: 1 });
  p.within(bodyShape, () => {
    for (const x of [-0.16, 0.14]) {
      p.fill(
        ribbon(
          [
            [x, -0.4],
            [x + 0.05, 0],
            [x, 0.4],
          ],
          () => 0.05,
        ),
        hex("#fff6e8"),
        { shade: 0.2, ink: 0.4 },
      );
    }
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 5; column++)
        p.line(
          arc(-0.26 + column * 0.1, -0.1 + row * 0.1, 0.045, 0.045, -1.2, 1.2),
          lighten(tone, 0.12),
          0.009,
          0.55,
        );
  });
  p.fill(leaf(0.1, 0.05, -0.24, 0.13, 0.3), lighten(tone, 0.07), { shade: 0.4, ink: 0.6 });
  p.fill(ellipse(0.4, -0.05, 0.06), hex("#fffaf0"), { shade: 0.2, ink: 0.5 });
  eye(p, 0.415, -0.05, 0.036);
}

function whale(p: Pen): void {
  const skin = p.local("#3f6585");
  p.fill(
    smooth(outline("-0.74 -0.06, -1.02 -0.34, -1.1 -0.3, -0.98 -0.1, -1.12 0.06, -1.04 0.1, -0.76 0.04")),
    skin,
    { shade: 0.6 },
  );
  const bodyShape = smooth(
    outline(
      "-0.82 -0.02, -0.5 -0.16, -0.1 -0.34, 0.36 -0.36, 0.72 -0.2, 0.84 0.02, 0.7 0.22, 0.3 0.32, -0.2 0.22, -0.6 0.06",
    ),
  );
  p.fill(bodyShape, skin, { shade: 1 });
  p.within(bodyShape, () => {
    p.fill(smooth(outline("0.9 0.06, 0.5 0.1, 0.1 0.12, -0.3 0.14, 0 0.5, 0.9 0.5")), p.local("#d6e4ea"), {
      shade: 0.3,
      ink: 0,
    });
    for (let groove = 0; groove < 7; groove++)
      p.line(
        curve([
          [0.84, 0.08 + groove * 0.035],
          [0.4, 0.13 + groove * 0.036],
          [0, 0.16 + groove * 0.028],
        ]),
        p.local("#9fb9c6"),
        0.009,
        0.9,
      );
  });
  p.fill(smooth(outline("0.26 0.14, 0.1 0.44, 0 0.5, 0.02 0.3, 0.12 0.12")), lighten(skin, -0.06), {
    shade: 0.5,
  });
  p.line(curve(outline("0.84 0.03, 0.66 0.06, 0.52 0")), lighten(skin, -0.16), 0.012);
  eye(p, 0.5, -0.05, 0.025);
}

function dolphin(p: Pen): void {
  const skin = p.local("#6f95b0");
  p.fill(smooth(outline("-0.5 0.16, -0.72 0.16, -0.8 0.3, -0.62 0.3, -0.66 0.44, -0.5 0.34")), skin, {
    shade: 0.5,
  });
  p.fill(
    smooth(
      outline(
        "-0.58 0.26, -0.42 0.02, -0.1 -0.2, 0.22 -0.24, 0.44 -0.14, 0.56 -0.02, 0.72 0.06, 0.7 0.11, 0.48 0.1, 0.2 0.12, -0.14 0.1, -0.4 0.2",
      ),
    ),
    skin,
    { shade: 0.9 },
  );
  p.fill(smooth(outline("0.6 0.08, 0.3 0.04, -0.04 0.06, 0.2 0.12, 0.48 0.1")), p.local("#e4eef2"), {
    shade: 0.2,
    ink: 0,
  });
  p.fill(smooth(outline("0.0 -0.22, -0.14 -0.44, -0.2 -0.42, -0.16 -0.18")), lighten(skin, -0.06), {
    shade: 0.5,
  });
  p.fill(smooth(outline("0.2 0.06, 0.08 0.32, 0.02 0.3, 0.06 0.08")), lighten(skin, -0.08), { shade: 0.4 });
  eye(p, 0.42, -0.05, 0.02);
}

function octopus(p: Pen): void {
  const skin = p.env.accent;
  for (let arm = 0; arm < 8; arm++) {
    const side = arm - 3.5;
    const curl = p.random.range(0.05, 0.12);
    p.fill(
      ribbon(
        [
          [side * 0.05, 0.02],
          [side * 0.11, 0.22],
          [side * 0.17 + curl, 0.34],
          [side * 0.2 - curl, 0.48],
        ],
        (t) => 0.055 * (1 - t * 0.8),
      ),
      lighten(skin, arm % 2 === 0 ? -0.06 : 0),
      { shade: 0.6 },
    );
    for (let cup = 1; cup < 5; cup++)
      p.fill(dot(side * (0.06 + cup * 0.03), 0.06 + cup * 0.075, 0.012), lighten(skin, 0.2), {
        shade: 0,
        ink: 0,
      });
  }
  p.fill(
    smooth(outline("-0.24 0.06, -0.3 -0.18, -0.18 -0.46, 0.08 -0.5, 0.28 -0.3, 0.26 0.04, 0 0.12")),
    skin,
    { shade: 1 },
  );
  for (const x of [-0.1, 0.12]) {
    p.fill(ellipse(x, -0.04, 0.075), hex("#fff8ea"), { shade: 0.2, ink: 0.5 });
    eye(p, x + 0.01, -0.03, 0.042);
  }
}

function turtle(p: Pen): void {
  const skin = p.local("#6f9a5a");
  for (const points of [
    outline("0.24 0.06, 0.44 0.3, 0.32 0.42, 0.1 0.16"),
    outline("-0.26 0.06, -0.46 0.26, -0.38 0.34, -0.14 0.16"),
    outline("-0.4 -0.02, -0.6 0.02, -0.42 0.08"),
  ] as const)
    p.fill(smooth(points), skin, { shade: 0.5 });
  p.fill(smooth(outline("0.36 0.02, 0.46 -0.14, 0.62 -0.18, 0.72 -0.08, 0.64 0.04, 0.46 0.1")), skin, {
    shade: 0.6,
  });
  eye(p, 0.62, -0.08, 0.022);
  const shell = smooth(
    outline("-0.46 0.1, -0.4 -0.12, -0.16 -0.32, 0.14 -0.32, 0.38 -0.12, 0.44 0.08, 0 0.18"),
  );
  p.fill(shell, p.local("#7a5a38"), { shade: 1 });
  p.within(shell, () => {
    for (const [x, y] of outline("-0.26 -0.04, 0 -0.12, 0.24 -0.04, -0.12 0.1, 0.12 0.1"))
      p.fill(
        polygon([
          [x - 0.11, y],
          [x - 0.05, y - 0.09],
          [x + 0.05, y - 0.09],
          [x + 0.11, y],
          [x + 0.05, y + 0.08],
          [x - 0.05, y + 0.08],
        ]),
        p.local("#a3834f"),
        { shade: 0.4, ink: 0.4 },
      );
  });
}

export const SEA_ANIMALS: readonly Subject[] = [
  {
    words: "fish, salmon, goldfish, trout, coral, reef, shark, aquarium",
    paint: fish,
    home: "underwater",
    origin: "centre",
    wide: 0.6,
    place: "water",
    scale: 0.75,
    company: 3,
  },
  {
    words: "whale, orca",
    paint: whale,
    home: "underwater",
    origin: "centre",
    wide: 0.75,
    place: "water",
    scale: 0.95,
  },
  {
    words: "dolphin, porpoise",
    paint: dolphin,
    home: "underwater",
    origin: "centre",
    place: "water",
    scale: 0.85,
    company: 2,
  },
  {
    words: "octopus, squid, jellyfish",
    paint: octopus,
    home: "underwater",
    origin: "centre",
    place: "water",
    scale: 0.95,
  },
  {
    words: "turtle, tortoise",
    paint: turtle,
    home: "underwater",
    origin: "centre",
    place: "water",
    scale: 0.85,
  },
];
