import { hex, lighten, mix, oklch } from "../colour";
import type { Pen } from "../pen";
import {
  arc,
  blob,
  curve,
  dot,
  ellipse,
  openLine,
  outline,
  type Point,
  polygon,
  rect,
  ribbon,
  roundRect,
  smooth,
} from "../shape";
import type { Subject } from "./subject";

function atom(p: Pen): void {
  p.glow(0, 0, 0.7, hex("#8fd0ff"), 0.7);
  const orbit = (turn: number, front: boolean): void =>
    p.at(
      0,
      0,
      1,
      () =>
        p.line(
          arc(0, 0, 0.48, 0.16, front ? 0 : Math.PI, front ? Math.PI : Math.PI * 2),
          hex("#d9ecff"),
          0.014,
          0.9,
        ),
      { turn },
    );
  const turns = [0.1, 1.15, 2.2];
  for (const turn of turns) orbit(turn, false);
  for (let nucleon = 0; nucleon < 13; nucleon++) {
    const a = nucleon * 2.4;
    const d = 0.032 * Math.sqrt(nucleon);
    p.fill(ellipse(Math.cos(a) * d, Math.sin(a) * d, 0.048), hex(nucleon % 2 === 0 ? "#e2573b" : "#4f7fd0"), {
      shade: 1,
      form: "round",
    });
  }
  turns.forEach((turn, index) => {
    orbit(turn, true);
    p.at(
      0,
      0,
      1,
      () => {
        const a = 0.7 + index * 1.9;
        const [x, y] = [Math.cos(a) * 0.48, Math.sin(a) * 0.16];
        p.glow(x, y, 0.16, hex("#9fe6ff"), 0.9);
        p.fill(ellipse(x, y, 0.036), hex("#e8faff"), { shade: 0.5, form: "round" });
      },
      { turn },
    );
  });
}

function molecule(p: Pen): void {
  const spots: readonly (readonly [number, number, number, string])[] = [
    [0, 0, 0.15, "#d9483b"],
    [-0.28, 0.2, 0.11, "#e8edf2"],
    [0.28, 0.2, 0.11, "#e8edf2"],
    [0.02, -0.34, 0.13, "#4a5260"],
    [-0.3, -0.34, 0.09, "#e8edf2"],
    [0.32, -0.42, 0.1, "#3f7fd0"],
  ];
  for (const [from, to] of outline("0 1, 0 2, 0 3, 3 4, 3 5")) {
    const [a, b] = [spots[from], spots[to]];
    if (a && b)
      p.fill(
        ribbon(
          [
            [a[0], a[1]],
            [b[0], b[1]],
          ],
          () => 0.024,
        ),
        p.local("#b9bec6"),
        { shade: 0.6 },
      );
  }
  for (const [x, y, r, tone] of spots) p.fill(ellipse(x, y, r), hex(tone), { shade: 1, form: "round" });
}

function dna(p: Pen): void {
  p.glow(0, 0, 0.7, hex("#7fc4ff"), 0.5);
  const tones = ["#e2573b", "#f2b03a", "#4fae8a", "#5f7fe0"];
  const at = (t: number, side: number): Point => [
    Math.sin(t * 9.4 + (side > 0 ? 0 : Math.PI)) * 0.2,
    -0.52 + t * 1.04,
  ];
  p.at(
    0,
    0,
    1,
    () => {
      for (let rung = 0; rung < 22; rung++) {
        const t = (rung + 0.5) / 22;
        const [a, b] = [at(t, 1), at(t, -1)];
        const middle: Point = [(a[0] + b[0]) / 2, a[1]];
        p.fill(
          ribbon([a, middle], () => 0.013),
          hex(tones[rung % 4] ?? "#e2573b"),
          { shade: 0.3, ink: 0.4 },
        );
        p.fill(
          ribbon([middle, b], () => 0.013),
          hex(tones[(rung + 2) % 4] ?? "#4fae8a"),
          { shade: 0.3, ink: 0.4 },
        );
      }
      for (let step = 0; step < 64; step++) {
        const t = step / 64;
        const behind = Math.cos(t * 9.4) < 0;
        for (const side of behind ? [1, -1] : [-1, 1]) {
          const front = side > 0 ? !behind : behind;
          const [a, b] = [at(t, side), at(t + 1.2 / 64, side)];
          p.fill(
            ribbon([a, b], () => (front ? 0.036 : 0.024)),
            mix(hex(side > 0 ? "#4f9fe8" : "#8f7fe8"), hex("#101a3a"), front ? 0 : 0.35),
            { shade: 0.3, ink: 0 },
          );
        }
      }
    },
    { turn: 0.42 },
  );
}

function virus(p: Pen): void {
  const tone = p.local(p.random.pick(["#c8503c", "#8a5fb5", "#4f9a6a"]));
  const one = (x: number, y: number, r: number): void => {
    for (let spike = 0; spike < 16; spike++) {
      const a = (spike / 16) * Math.PI * 2;
      const [cx, cy] = [Math.cos(a), Math.sin(a)];
      p.fill(
        ribbon(
          [
            [x + cx * r * 0.9, y + cy * r * 0.9],
            [x + cx * r * 1.3, y + cy * r * 1.3],
          ],
          () => r * 0.045,
        ),
        lighten(tone, -0.06),
        { shade: 0.2, ink: 0.5 },
      );
      p.fill(ellipse(x + cx * r * 1.34, y + cy * r * 1.34, r * 0.11), lighten(tone, 0.06), {
        shade: 0.8,
        form: "round",
        ink: 0.7,
      });
    }
    p.fill(ellipse(x, y, r), tone, { shade: 1, form: "round" });
    for (let bump = 0; bump < 12; bump++) {
      const a = bump * 2.4;
      const d = r * 0.23 * Math.sqrt(bump);
      p.fill(ellipse(x + Math.cos(a) * d, y + Math.sin(a) * d, r * 0.1), lighten(tone, 0.09), {
        shade: 0.7,
        form: "round",
        ink: 0.2,
      });
    }
  };
  one(-0.12, -0.06, 0.25);
  one(0.4, 0.24, 0.13);
  one(0.34, -0.34, 0.09);
}

function antibody(p: Pen): void {
  for (const [x, y, turn, size] of [
    [-0.24, 0.12, 0.4, 0.62],
    [0.3, -0.22, -0.7, 0.5],
    [0.26, 0.3, 2.5, 0.4],
  ] as const) {
    p.at(
      x,
      y,
      size,
      () => {
        const tone = p.local("#f0b84a");
        p.fill(
          ribbon(outline("0 0.42, 0 0"), () => 0.075),
          tone,
          { shade: 0.7 },
        );
        for (const side of [-1, 1]) {
          p.fill(
            ribbon(
              [
                [0, 0.02],
                [side * 0.16, -0.18],
                [side * 0.34, -0.4],
              ],
              () => 0.075,
            ),
            tone,
            { shade: 0.7 },
          );
          p.fill(
            ribbon(
              [
                [side * 0.2, -0.08],
                [side * 0.4, -0.3],
              ],
              () => 0.05,
            ),
            lighten(p.env.second, 0.06),
            { shade: 0.6 },
          );
        }
      },
      { turn },
    );
  }
}

function cell(p: Pen): void {
  const hue = p.random.range(120, 260);
  const membrane = blob(p.random, 0, 0, 0.46, 0.42, 0.07, 12);
  p.glow(0, 0, 0.68, oklch(0.8, 0.1, hue), 0.4);
  p.fill(membrane, oklch(0.76, 0.1, hue), { shade: 0.8, form: "round", alpha: 0.9 });
  p.line(membrane, oklch(0.88, 0.08, hue), 0.026, 0.9);
  p.within(membrane, () => {
    p.fill(ellipse(0.06, 0.02, 0.17), oklch(0.54, 0.15, hue + 90), { shade: 1, form: "round" });
    p.fill(ellipse(0.09, 0.0, 0.065), oklch(0.4, 0.14, hue + 90), { shade: 0.8, form: "round" });
    for (let organelle = 0; organelle < 7; organelle++) {
      const a = organelle * 0.9 + 0.4;
      p.at(
        Math.cos(a) * 0.31,
        Math.sin(a) * 0.28,
        0.07,
        () => {
          p.fill(ellipse(0, 0, 1, 0.55), oklch(0.66, 0.15, 40), { shade: 0.8 });
          p.line(
            curve(outline("-0.7 0, -0.35 -0.25, 0 0.25, 0.35 -0.25, 0.7 0")),
            oklch(0.86, 0.1, 60),
            0.13,
          );
        },
        { turn: p.random.range(0, 3) },
      );
    }
    for (let grain = 0; grain < 40; grain++)
      p.fill(
        dot(p.random.range(-0.4, 0.4), p.random.range(-0.38, 0.38), p.random.range(0.006, 0.016)),
        oklch(0.9, 0.08, hue - 20),
        { shade: 0, ink: 0, alpha: 0.8 },
      );
  });
}

function bloodCells(p: Pen): void {
  for (const [x, y, r, turn] of [
    [-0.2, -0.12, 0.24, 0.3],
    [0.26, 0.16, 0.22, -0.5],
    [-0.3, 0.32, 0.15, 0.9],
    [0.3, -0.32, 0.13, 0.1],
  ] as const)
    p.at(
      x,
      y,
      r,
      () => {
        p.fill(ellipse(0, 0, 1, 0.8), hex("#c8342c"), { shade: 1, form: "round" });
        p.fill(ellipse(0.03, 0.03, 0.5, 0.36), hex("#8f1f22"), { shade: 0.8, form: "round", ink: 0.2 });
      },
      { turn },
    );
}

function neurons(p: Pen): void {
  const soma = outline("-0.2 -0.08, 0.34 0.2, 0.3 -0.34");
  soma.forEach(([x, y], index) => {
    const next = soma[(index + 1) % 3] ?? [0, 0];
    p.fill(
      ribbon(
        [[x, y], [(x + next[0]) / 2 + 0.08, (y + next[1]) / 2 - 0.08], next],
        (t) => 0.014 + 0.012 * Math.abs(0.5 - t),
      ),
      oklch(0.78, 0.12, 300),
      { shade: 0.4, ink: 0.3 },
    );
  });
  const tree = (x: number, y: number, a: number, length: number, w: number, depth: number): void => {
    const [tx, ty] = [x + Math.cos(a) * length, y + Math.sin(a) * length];
    p.fill(
      ribbon(
        [
          [x, y],
          [(x + tx) / 2 + p.random.range(-0.03, 0.03), (y + ty) / 2],
          [tx, ty],
        ],
        (t) => w * (1 - 0.4 * t),
      ),
      oklch(0.76, 0.13, 310),
      { shade: 0.3, ink: 0.2 },
    );
    if (depth > 0)
      for (const turn of [-0.5, 0.5])
        tree(tx, ty, a + turn + p.random.range(-0.2, 0.2), length * 0.66, w * 0.6, depth - 1);
    else p.glow(tx, ty, 0.06, hex("#ffd08a"), 0.9);
  };
  soma.forEach(([x, y], index) => {
    const size = index === 0 ? 1 : 0.66;
    for (let branch = 0; branch < 7; branch++)
      tree(x, y, (branch / 7) * 6.28 + index, 0.15 * size, 0.026 * size, 2);
    p.glow(x, y, 0.3 * size, hex("#ffb0e0"), 0.8);
    p.fill(blob(p.random, x, y, 0.1 * size, undefined, 0.16, 8), oklch(0.72, 0.15, 330), {
      shade: 1,
      form: "round",
    });
    p.fill(ellipse(x, y, 0.04 * size), hex("#fff0d8"), { shade: 0.4, form: "round" });
  });
}

function flask(p: Pen): void {
  const glass = hex("#dceef2");
  const liquid = p.env.accent;
  const shell = smooth(
    outline(
      "-0.09 -0.96, -0.09 -0.62, -0.2 -0.36, -0.36 -0.08, -0.3 0, 0.3 0, 0.36 -0.08, 0.2 -0.36, 0.09 -0.62, 0.09 -0.96",
    ),
    4,
  );
  p.fill(shell, glass, { shade: 0.3, alpha: 0.55 });
  p.within(shell, () => {
    p.fill(polygon(outline("-0.4 -0.36, 0.4 -0.36, 0.45 0.05, -0.45 0.05")), liquid, {
      to: lighten(liquid, -0.12),
      ink: 0,
    });
    p.fill(ellipse(0, -0.36, 0.22, 0.035), lighten(liquid, 0.12), { shade: 0, ink: 0.2 });
    for (let bubble = 0; bubble < 12; bubble++)
      p.fill(
        ellipse(p.random.range(-0.22, 0.22), p.random.range(-0.32, -0.04), p.random.range(0.01, 0.035)),
        lighten(liquid, 0.2),
        { shade: 0.2, ink: 0.2, alpha: 0.75 },
      );
    p.fill(
      ribbon(outline("-0.1 -0.56, -0.24 -0.2"), () => 0.022),
      hex("#ffffff"),
      { shade: 0, ink: 0, alpha: 0.6 },
    );
  });
  p.fill(roundRect(-0.12, -1, 0.24, 0.05, 0.02), lighten(glass, -0.12), { shade: 0.4 });
  for (let bubble = 0; bubble < 4; bubble++)
    p.line(
      ellipse(p.random.range(-0.1, 0.12), -1.06 - bubble * 0.08, 0.02 + bubble * 0.006),
      lighten(liquid, 0.1),
      0.008,
      0.8,
    );
  p.glow(0, -0.2, 0.4, liquid, 0.3);
}

function microscope(p: Pen): void {
  const metal = p.local("#3f4a58");
  p.fill(roundRect(-0.34, -0.08, 0.66, 0.08, 0.03), metal, { shade: 0.7 });
  p.fill(
    ribbon(outline("0.22 -0.06, 0.34 -0.36, 0.2 -0.66"), () => 0.055),
    metal,
    { shade: 0.8 },
  );
  p.fill(rect(-0.28, -0.32, 0.52, 0.05), lighten(metal, -0.06), { shade: 0.5 });
  p.fill(rect(-0.16, -0.345, 0.2, 0.025), hex("#bfe6d8"), { shade: 0.2 });
  p.at(
    0.04,
    -0.62,
    1,
    () => {
      p.fill(roundRect(-0.07, -0.36, 0.14, 0.44, 0.02), lighten(metal, 0.2), { shade: 1 });
      p.fill(rect(-0.085, -0.4, 0.17, 0.07), metal, { shade: 0.7 });
      p.fill(polygon(outline("-0.06 0.08, 0.06 0.08, 0.035 0.22, -0.035 0.22")), p.local("#c9a24a"), {
        shade: 0.9,
      });
    },
    { turn: 0.2 },
  );
  p.fill(ellipse(0.3, -0.36, 0.06), lighten(metal, 0.15), { shade: 0.8, form: "round" });
  p.glow(-0.06, -0.3, 0.22, hex("#d8fff0"), 0.7);
}

function magnet(p: Pen): void {
  for (let loop = 0; loop < 5; loop++) {
    const r = 0.3 + loop * 0.13;
    for (const side of [-1, 1])
      p.line(
        curve(
          [
            [side * 0.27, -0.48],
            [side * (0.27 + r * 0.5), -0.5 - r * 0.5],
            [side * (0.36 + r * 0.9), -0.2],
            [side * (0.3 + r * 0.5), 0.22 + loop * 0.05],
            [side * 0.12, 0.34 + loop * 0.06],
          ],
          10,
        ),
        lighten(p.env.second, 0.16),
        0.009,
        0.75 - loop * 0.1,
      );
    p.line(
      arc(0, -0.5, 0.26, 0.06 + loop * 0.07, Math.PI, Math.PI * 2),
      lighten(p.env.second, 0.16),
      0.009,
      0.8 - loop * 0.1,
    );
  }
  const bow: Point[] = [];
  for (let step = 0; step <= 12; step++)
    bow.push([Math.cos((step / 12) * Math.PI) * 0.27, Math.sin((step / 12) * Math.PI) * 0.27 - 0.02]);
  p.fill(
    ribbon([[0.27, -0.5], ...bow, [-0.27, -0.5]], () => 0.1, 2),
    hex("#cf3a32"),
    { shade: 0.9 },
  );
  for (const side of [-1, 1])
    p.fill(rect(side * 0.27 - 0.1, -0.54, 0.2, 0.16), hex("#d9dde2"), { shade: 0.9 });
}

function prism(p: Pen): void {
  p.fill(polygon(outline("-1.3 0.16, -0.2 -0.12, -0.19 -0.1, -1.3 0.2")), hex("#ffffff"), {
    shade: 0,
    ink: 0,
    alpha: 0.95,
  });
  ["#e2483b", "#f2943a", "#f2d84b", "#5fb85a", "#4a8fd9", "#7a55c0"].forEach((tone, index) => {
    p.fill(
      polygon([
        [0.14, -0.12 + index * 0.012],
        [1.35, 0.0 + index * 0.075],
        [1.35, 0.078 + index * 0.075],
        [0.14, -0.108 + index * 0.012],
      ]),
      hex(tone),
      { shade: 0, ink: 0, alpha: 0.92 },
    );
  });
  p.fill(polygon(outline("0 -0.48, 0.44 0.34, -0.44 0.34")), hex("#cfe6f5"), { shade: 0.5, alpha: 0.72 });
  p.fill(polygon(outline("0 -0.48, 0.1 -0.28, -0.26 0.34, -0.44 0.34")), hex("#ffffff"), {
    shade: 0,
    ink: 0,
    alpha: 0.4,
  });
  p.line(polygon(outline("0 -0.48, 0.44 0.34, -0.44 0.34")), hex("#ffffff"), 0.014, 0.9);
}

function chart(p: Pen): void {
  p.fill(roundRect(-0.68, -0.94, 1.36, 0.94, 0.04), p.local("#f6f2e8"), { shade: 0.3 });
  for (let line = 1; line < 5; line++)
    p.line(
      openLine([
        [-0.58, -0.12 - line * 0.16],
        [0.6, -0.12 - line * 0.16],
      ]),
      p.local("#c9c3b5"),
      0.006,
      0.8,
    );
  for (let bar = 0; bar < 6; bar++)
    p.fill(
      roundRect(-0.54 + bar * 0.19, -0.12 - (0.12 + bar * 0.09), 0.12, 0.12 + bar * 0.09, 0.015),
      bar % 2 === 0 ? p.env.accent : p.env.second,
      { shade: 0.5 },
    );
  p.fill(
    ribbon(outline("-0.5 -0.34, -0.3 -0.4, -0.1 -0.54, 0.1 -0.56, 0.3 -0.72, 0.52 -0.84"), () => 0.012),
    p.local("#2f3a4f"),
    { shade: 0 },
  );
  p.fill(polygon(outline("0.46 -0.88, 0.6 -0.88, 0.56 -0.75")), p.local("#2f3a4f"), { shade: 0 });
  p.line(openLine(outline("-0.58 -0.88, -0.58 -0.12, 0.6 -0.12")), p.local("#3a3f4a"), 0.014);
}

function wave(p: Pen): void {
  for (let ring = 0; ring < 6; ring++) {
    const r = 0.1 + ring * 0.1;
    p.line(
      ellipse(0, 0, r),
      mix(p.env.accent, p.env.second, ring / 5),
      0.024 - ring * 0.002,
      0.95 - ring * 0.12,
    );
  }
  p.glow(0, 0, 0.5, p.env.accent, 0.6);
  const points: Point[] = [];
  for (let step = 0; step <= 60; step++) {
    const x = -1.1 + (step / 60) * 2.2;
    points.push([x, Math.sin(x * 12) * 0.2 * Math.exp(-x * x * 1.2)]);
  }
  p.fill(
    ribbon(points, () => 0.016, 1),
    hex("#ffffff"),
    { shade: 0, ink: 0.3 },
  );
}

function strata(p: Pen): void {
  const tones = ["#c9a06a", "#8f6a4f", "#b5855a", "#6f5a50", "#a5704a", "#54474a"];
  for (const side of [-1, 1]) {
    const drop = side > 0 ? 0.14 : 0;
    const edge = (y: number): number => side * (0.03 + 0.05 * Math.sin(y * 9));
    tones.forEach((tone, index) => {
      const top = -0.92 + index * 0.16 + drop;
      const bottom = index === tones.length - 1 ? 0.04 : top + 0.17;
      const bend = (x: number): number => -0.04 * Math.sin(x * 3.2) * side;
      const points: Point[] = [[edge(top), top]];
      for (let step = 1; step <= 8; step++) points.push([side * step * 0.125, top + bend(step * 0.125)]);
      for (let step = 8; step >= 1; step--)
        points.push([side * step * 0.125, bottom + (index === tones.length - 1 ? 0 : bend(step * 0.125))]);
      points.push([edge(bottom), bottom]);
      p.fill(polygon(points), p.local(tone), { shade: 0.5 });
      for (let stone = 0; stone < 5; stone++) {
        const x = side * p.random.range(0.1, 0.94);
        p.fill(
          ellipse(x, top + 0.09 + bend(Math.abs(x)), p.random.range(0.012, 0.035), 0.012),
          lighten(p.local(tone), p.random.chance(0.5) ? 0.08 : -0.08),
          { shade: 0.3, ink: 0.2 },
        );
      }
    });
    for (let plant = 0; plant < 16; plant++) {
      const x = side * p.random.range(0.06, 0.97);
      const y = -0.92 + drop - 0.04 * Math.sin(Math.abs(x) * 3.2) * side;
      p.fill(
        ribbon(
          [
            [x, y + 0.01],
            [x + 0.01, y - p.random.range(0.04, 0.08)],
          ],
          (t) => 0.014 * (1 - t),
        ),
        p.env.foliage,
        { shade: 0, ink: 0.2 },
      );
    }
  }
  p.glow(0.02, -0.1, 0.34, hex("#ff7a3a"), 0.6);
}

function testTubes(p: Pen): void {
  p.fill(rect(-0.6, -0.5, 1.2, 0.06), p.local("#a5744a"), { shade: 0.5 });
  ["#e2573b", "#f2b03a", "#4fae8a", "#5f7fe0", "#b35fc0"].forEach((tone, index) => {
    const x = -0.44 + index * 0.22;
    p.fill(roundRect(x - 0.06, -0.8, 0.12, 0.72, 0.06), hex("#e6f3f5"), { shade: 0.3, alpha: 0.6 });
    p.fill(roundRect(x - 0.05, -0.34 - 0.1 * (index % 3), 0.1, 0.25 + 0.1 * (index % 3), 0.05), hex(tone), {
      shade: 0.6,
      ink: 0.3,
    });
    p.fill(rect(x - 0.07, -0.82, 0.14, 0.03), hex("#cfe0e4"), { shade: 0.2 });
  });
  p.fill(rect(-0.62, -0.06, 1.24, 0.06), p.local("#8a5f3c"), { shade: 0.5 });
  for (const x of [-0.6, 0.54]) p.fill(rect(x, -0.5, 0.06, 0.48), p.local("#95673f"), { shade: 0.5 });
}

function syringe(p: Pen): void {
  p.at(
    0,
    0,
    1,
    () => {
      p.line(openLine(outline("0.36 0, 0.66 0")), p.local("#a9b0b8"), 0.012);
      p.fill(roundRect(-0.3, -0.1, 0.6, 0.2, 0.03), hex("#eaf4f7"), { shade: 0.4, alpha: 0.85 });
      p.fill(rect(-0.06, -0.085, 0.34, 0.17), p.env.accent, { shade: 0.6, ink: 0.3 });
      p.fill(polygon(outline("0.3 -0.05, 0.38 -0.02, 0.38 0.02, 0.3 0.05")), p.local("#c9cfd6"), {
        shade: 0.4,
      });
      p.fill(rect(-0.52, -0.025, 0.46, 0.05), p.local("#8f979f"), { shade: 0.5 });
      p.fill(roundRect(-0.58, -0.1, 0.06, 0.2, 0.02), p.local("#6f7680"), { shade: 0.5 });
      p.fill(roundRect(-0.33, -0.15, 0.05, 0.3, 0.02), p.local("#b9c0c8"), { shade: 0.4 });
      for (let mark = 0; mark < 7; mark++)
        p.line(
          openLine([
            [-0.2 + mark * 0.07, -0.09],
            [-0.2 + mark * 0.07, -0.04],
          ]),
          p.local("#4a5260"),
          0.007,
        );
    },
    { turn: 0.6 },
  );
  p.fill(smooth(outline("0.62 0.46, 0.65 0.53, 0.62 0.58, 0.59 0.53")), p.env.accent, { shade: 0.5 });
}

export const SCIENCE: readonly Subject[] = [
  {
    words: [
      "atom",
      "electron",
      "proton",
      "neutron",
      "nucleus",
      "nuclear",
      "quantum",
      "particle",
      "fission",
      "physics",
    ],
    paint: atom,
    home: "energy",
    origin: "centre",
    place: "air",
  },
  {
    words: [
      "molecule",
      "molecular",
      "compound",
      "chemical",
      "protein",
      "enzyme",
      "carbon",
      "caffeine",
      "gas",
    ],
    paint: molecule,
    home: "energy",
    origin: "centre",
    place: "air",
    scale: 0.9,
    company: 2,
  },
  {
    words: ["dna", "gene", "genetic", "genome", "double helix", "helix", "chromosome", "heredity"],
    paint: dna,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 1.05,
  },
  {
    words: ["antibody", "immune system", "immunity", "white blood"],
    paint: antibody,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 0.8,
  },
  {
    words: ["virus", "pathogen", "germ", "infection", "disease", "flu", "pandemic"],
    paint: virus,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 0.9,
    company: 2,
  },
  {
    words: ["blood", "artery", "vein", "circulation", "red blood"],
    paint: bloodCells,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 0.9,
  },
  {
    words: ["neuron", "nerve", "nerve cell", "synapse", "nervous system", "neural"],
    paint: neurons,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 1.1,
  },
  {
    words: [
      "cell",
      "living cell",
      "bacteria",
      "bacterium",
      "microbe",
      "amoeba",
      "yeast",
      "organism",
      "mitochondria",
      "stem cell",
    ],
    paint: cell,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    company: 2,
  },
  {
    words: ["vaccine", "vaccination", "syringe", "injection", "needle", "jab"],
    paint: syringe,
    home: "workshop",
    origin: "centre",
    place: "air",
    scale: 0.75,
  },
  {
    words: ["flask", "potion", "chemistry", "experiment", "laboratory", "acid", "alchemy"],
    paint: flask,
    home: "workshop",
    origin: "base",
    wide: 0.37,
    place: "ground",
    scale: 0.9,
    company: 1,
  },
  {
    words: ["test tube", "sample", "medicine", "antibiotic"],
    paint: testTubes,
    home: "workshop",
    origin: "base",
    wide: 0.62,
    place: "ground",
    scale: 0.65,
  },
  {
    words: ["microscope"],
    paint: microscope,
    home: "workshop",
    origin: "base",
    wide: 0.38,
    place: "ground",
    scale: 0.95,
  },
  {
    words: ["magnet", "magnetism", "magnetic", "horseshoe magnet", "field line", "iron filing"],
    paint: magnet,
    home: "energy",
    stays: true,
    origin: "centre",
    wide: 0.7,
    place: "air",
    scale: 0.9,
  },
  {
    words: ["prism", "spectrum", "refraction", "wavelength", "scatter", "scattering"],
    paint: prism,
    home: "energy",
    stays: true,
    origin: "centre",
    wide: 1.3,
    place: "air",
    scale: 0.75,
  },
  {
    words: ["chart", "graph", "statistic", "growth chart", "economy", "economics", "inflation", "sale"],
    paint: chart,
    home: "room",
    origin: "base",
    wide: 0.7,
    oneWay: true,
    place: "ground",
    scale: 0.85,
  },
  {
    words: [
      "sound wave",
      "frequency",
      "vibration",
      "resonance",
      "radio wave",
      "signal",
      "gravity",
      "gravitational",
    ],
    paint: wave,
    home: "energy",
    origin: "centre",
    place: "air",
    scale: 0.85,
  },
  {
    words: ["fault", "layer", "rock layer", "plate", "geology", "sediment", "strata", "crust"],
    paint: strata,
    home: "desert",
    origin: "base",
    wide: 1,
    place: "ground",
    scale: 0.95,
  },
];
