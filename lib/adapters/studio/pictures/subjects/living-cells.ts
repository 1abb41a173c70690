import { hex, lighten, mix, oklch } from "../colour";
import type { Pen } from "../pen";
import { blob, curve, dot, ellipse, outline, type Point, ribbon } from "../shape";
import type { Subject } from "./subject";

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

export const LIVING_CELLS: readonly Subject[] = [
  {
    words: "dna, gene, genetic, genome, double helix, helix, chromosome, heredity",
    paint: dna,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 1.05,
  },
  {
    words: "virus, virus particle, pathogen, germ, infection, disease, flu, pandemic",
    paint: virus,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 0.9,
    company: 2,
  },
  {
    words: "antibody, immune system, immunity, white blood",
    paint: antibody,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 0.8,
  },
  {
    words:
      "cell, living cell, bacteria, bacterium, microbe, amoeba, yeast, organism, mitochondria, stem cell",
    paint: cell,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    company: 2,
  },
  {
    words: "blood, artery, vein, circulation, red blood",
    paint: bloodCells,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 0.9,
  },
  {
    words: "neuron, nerve, nerve cell, synapse, nervous system, neural",
    paint: neurons,
    home: "body",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 1.1,
  },
];
