import { hex, lighten, mix } from "../colour";
import type { Pen } from "../pen";
import { arc, curve, ellipse, outline, type Point, polygon, rect, ribbon } from "../shape";
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

export const MATTER: readonly Subject[] = [
  {
    words: "atom, electron, proton, neutron, nucleus, nuclear, quantum, particle, fission, physics",
    paint: atom,
    home: "energy",
    origin: "centre",
    place: "air",
  },
  {
    words: "molecule, molecular, compound, chemical, protein, enzyme, carbon, caffeine",
    paint: molecule,
    home: "energy",
    origin: "centre",
    place: "air",
    scale: 0.9,
    company: 2,
  },
  {
    words: "magnet, magnetism, magnetic, horseshoe magnet, field line, iron filing",
    paint: magnet,
    home: "energy",
    stays: true,
    origin: "centre",
    wide: 0.7,
    place: "air",
    scale: 0.9,
  },
  {
    words: "prism, spectrum, refraction, wavelength, scatter, scattering",
    alone: true,
    paint: prism,
    home: "energy",
    stays: true,
    origin: "centre",
    wide: 1.3,
    place: "air",
    scale: 0.75,
  },
  {
    words: "sound wave, frequency, vibration, resonance, radio wave, signal, gravity, gravitational",
    paint: wave,
    home: "energy",
    origin: "centre",
    place: "air",
    scale: 0.85,
  },
];
