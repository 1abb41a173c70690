import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, dot, ellipse, outline, ribbon, smooth } from "../shape";
import type { Subject } from "./subject";

function heart(p: Pen): void {
  const red = hex("#c43a3a");
  p.glow(0, 0, 0.72, hex("#ff8a7a"), 0.6);
  p.fill(
    ribbon(outline("0.02 -0.12, 0.03 -0.36, 0.16 -0.46, 0.3 -0.4"), () => 0.065),
    hex("#d9483f"),
    { shade: 0.8 },
  );
  p.fill(
    ribbon(outline("0.3 -0.41, 0.34 -0.5"), () => 0.04),
    hex("#d9483f"),
    { shade: 0.6 },
  );
  p.fill(
    ribbon(outline("-0.14 -0.1, -0.18 -0.34, -0.16 -0.52"), () => 0.06),
    hex("#4a6fc4"),
    { shade: 0.8 },
  );
  p.fill(
    ribbon(outline("0.0 -0.14, -0.02 -0.3, -0.26 -0.34, -0.4 -0.28"), () => 0.05),
    hex("#5a82d0"),
    { shade: 0.7 },
  );
  p.fill(
    ribbon(outline("0.2 -0.1, 0.34 -0.18, 0.44 -0.14"), () => 0.045),
    hex("#b53636"),
    { shade: 0.6 },
  );
  p.fill(
    smooth(
      outline(
        "0 -0.2, 0.16 -0.26, 0.34 -0.16, 0.38 0.04, 0.26 0.28, 0.06 0.5, -0.14 0.38, -0.32 0.14, -0.34 -0.08, -0.2 -0.24",
      ),
      7,
    ),
    red,
    { shade: 1, form: "round" },
  );
  p.fill(
    smooth(outline("-0.22 -0.2, -0.06 -0.2, -0.08 0.0, -0.3 0.04, -0.34 -0.1"), 6),
    lighten(hex("#9c3f5f"), 0.02),
    { shade: 0.7, ink: 0.5 },
  );
  for (const line of [
    outline("0.1 -0.16, 0.02 0.06, 0.08 0.28, 0.06 0.44"),
    outline("0.06 0.06, 0.2 0.12, 0.26 0.24"),
    outline("0.03 0.16, -0.12 0.18, -0.2 0.26"),
  ] as const) {
    p.fill(
      ribbon(line, (t) => 0.018 * (1 - t * 0.6)),
      hex("#ff9a8a"),
      { shade: 0.2, ink: 0.2 },
    );
  }
  p.fill(ellipse(0.2, -0.06, 0.06, 0.09, 0.5), hex("#ffffff"), { shade: 0, ink: 0, alpha: 0.3, soft: 0.006 });
}

function brain(p: Pen): void {
  const pink = hex("#e8a0a8");
  p.glow(0, 0, 0.7, hex("#ffb8d8"), 0.55);
  p.fill(
    ribbon(outline("0.04 0.2, 0.1 0.36, 0.1 0.5"), () => 0.06),
    lighten(pink, -0.1),
    { shade: 0.7 },
  );
  p.fill(smooth(outline("0.14 0.16, 0.36 0.14, 0.42 0.26, 0.3 0.36, 0.16 0.32"), 6), lighten(pink, -0.06), {
    shade: 0.8,
    form: "round",
  });
  const shell = smooth(
    outline(
      "-0.5 0.04, -0.46 -0.2, -0.28 -0.38, 0 -0.44, 0.28 -0.36, 0.46 -0.16, 0.48 0.06, 0.36 0.2, 0.1 0.22, -0.1 0.28, -0.34 0.22",
    ),
    8,
  );
  p.fill(shell, pink, { shade: 1, form: "round" });
  p.within(shell, () => {
    const folds = [
      outline("-0.46 -0.04, -0.34 -0.12, -0.24 -0.02, -0.12 -0.12, 0 -0.04, 0.1 -0.14"),
      outline("-0.4 -0.22, -0.28 -0.28, -0.2 -0.18, -0.08 -0.28, 0.02 -0.2, 0.12 -0.32, 0.24 -0.24"),
      outline("-0.42 0.12, -0.3 0.06, -0.2 0.16, -0.08 0.06, 0.04 0.14, 0.16 0.02, 0.3 0.1, 0.42 0.02"),
      outline("0.14 -0.06, 0.26 -0.14, 0.32 -0.02, 0.44 -0.08"),
      outline("-0.1 -0.4, 0 -0.32, 0.12 -0.4"),
    ] as const;
    for (const fold of folds) {
      p.fill(
        ribbon(fold, (t) => 0.017 * Math.sin(Math.PI * (0.1 + 0.8 * t))),
        lighten(pink, -0.17),
        { shade: 0, ink: 0.2 },
      );
      p.fill(
        ribbon(
          fold.map(([x, y]) => [x, y + 0.026] as const),
          (t) => 0.01 * Math.sin(Math.PI * (0.1 + 0.8 * t)),
        ),
        lighten(pink, 0.08),
        { shade: 0, ink: 0 },
      );
    }
  });
  for (let spark = 0; spark < 8; spark++)
    p.glow(p.random.range(-0.4, 0.4), p.random.range(-0.34, 0.18), 0.1, hex("#ffe08a"), 0.8);
}

function lungs(p: Pen): void {
  const pink = hex("#e08a92");
  for (const side of [-1, 1])
    p.fill(
      smooth(
        [
          [side * 0.08, -0.22],
          [side * 0.24, -0.36],
          [side * 0.4, -0.12],
          [side * 0.46, 0.28],
          [side * 0.3, 0.38],
          [side * 0.12, 0.28],
          [side * 0.07, 0.06],
        ],
        7,
      ),
      lighten(pink, side * 0.02),
      { shade: 1, form: "round" },
    );
  p.fill(
    ribbon(outline("0 -0.5, 0 -0.2"), () => 0.05),
    hex("#d9c4b0"),
    { shade: 0.7 },
  );
  for (let ring = 0; ring < 5; ring++)
    p.line(arc(0, -0.46 + ring * 0.06, 0.05, 0.012, 0, Math.PI), hex("#a58f7a"), 0.01);
  const branch = (x: number, y: number, a: number, length: number, w: number, depth: number): void => {
    const [tx, ty] = [x + Math.cos(a) * length, y + Math.sin(a) * length];
    p.fill(
      ribbon(
        [
          [x, y],
          [tx, ty],
        ],
        (t) => w * (1 - 0.4 * t),
      ),
      hex("#f6d8d0"),
      { shade: 0.2, ink: 0.2 },
    );
    if (depth > 0)
      for (const turn of [-0.45, 0.5]) branch(tx, ty, a + turn, length * 0.7, w * 0.62, depth - 1);
    else p.fill(dot(tx, ty, 0.014), hex("#fff0e8"), { shade: 0, ink: 0 });
  };
  for (const side of [-1, 1]) branch(0, -0.2, Math.PI / 2 - side * 0.7, 0.2, 0.026, 3);
}

export const ORGANS: readonly Subject[] = [
  {
    words: "heart, human heart, heartbeat, pulse, cardiac",
    paint: heart,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 0.95,
  },
  {
    words: "brain, mind, memory, thought, psychology, learning, intelligence, think, stress, cortex",
    paint: brain,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 0.9,
  },
  {
    words: "lung, breathing, breath, oxygen, breathe",
    paint: lungs,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 0.95,
  },
];
