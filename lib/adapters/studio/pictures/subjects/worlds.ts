import { type Colour, hex, lighten, mix, oklch } from "../colour";
import type { Pen } from "../pen";
import { arc, blob, ellipse, outline, type Point, ribbon, smooth, triples } from "../shape";
import type { Subject } from "./subject";

/** The night side of a ball of radius 0.5, away from the light. */
function nightSide(p: Pen, r: number): void {
  const [lx, ly] = p.env.lightFrom;
  p.fill(ellipse(-lx * r * 0.62, -ly * r * 0.62, r * 1.25), hex("#050714"), {
    shade: 0,
    ink: 0,
    alpha: 0.55,
    soft: 0.03,
  });
}

function earth(p: Pen): void {
  p.glow(0, 0, 0.72, hex("#6fb6ff"), 0.5);
  const globe = ellipse(0, 0, 0.46);
  p.fill(globe, hex("#2f74b5"), { shade: 1, form: "round" });
  p.within(globe, () => {
    for (const [points, tone] of [
      [
        outline("-0.34 -0.3, -0.12 -0.36, 0.0 -0.24, -0.1 -0.12, -0.2 -0.06, -0.26 0.04, -0.36 -0.08"),
        "#5a9a52",
      ],
      [outline("-0.2 0.02, -0.06 0.06, 0.0 0.16, -0.08 0.3, -0.14 0.4, -0.2 0.24"), "#6fa04f"],
      [outline("0.14 -0.3, 0.36 -0.34, 0.5 -0.2, 0.42 -0.06, 0.26 -0.1, 0.18 -0.18"), "#8aa557"],
      [outline("0.14 -0.1, 0.3 -0.06, 0.36 0.06, 0.28 0.24, 0.22 0.28, 0.16 0.1"), "#b59a57"],
    ] as const)
      p.fill(smooth(points as readonly Point[]), hex(tone), { shade: 0.4, ink: 0.4 });
    p.fill(ellipse(0, -0.46, 0.24, 0.07), hex("#f4f8fb"), { shade: 0.2, ink: 0.2 });
    p.fill(ellipse(0, 0.47, 0.26, 0.06), hex("#f4f8fb"), { shade: 0.2, ink: 0.2 });
    for (let band = 0; band < 9; band++) {
      const y = p.random.range(-0.4, 0.4);
      const x = p.random.range(-0.4, 0.3);
      p.fill(
        ribbon(
          [
            [x, y],
            [x + 0.12, y - 0.03],
            [x + p.random.range(0.2, 0.34), y + 0.01],
          ],
          (t) => 0.018 * Math.sin(Math.PI * t),
        ),
        hex("#ffffff"),
        { shade: 0, ink: 0, alpha: 0.75, soft: 0.003 },
      );
    }
    nightSide(p, 0.46);
  });
  p.line(ellipse(0, 0, 0.465), hex("#a9d6ff"), 0.012, 0.6);
}

function moon(p: Pen): void {
  p.glow(0, 0, 0.8, hex("#e8ecff"), 0.45);
  const ball = ellipse(0, 0, 0.45);
  p.fill(ball, hex("#d9d7d0"), { shade: 1, form: "round" });
  p.within(ball, () => {
    for (let crater = 0; crater < 20; crater++) {
      const a = p.random.range(0, 6.28);
      const d = 0.42 * Math.sqrt(p.random.next());
      const r = p.random.range(0.015, 0.075);
      const [x, y] = [Math.cos(a) * d, Math.sin(a) * d];
      p.fill(ellipse(x, y, r, r * 0.92), hex("#a9a7a3"), { shade: 0.5, form: "round", ink: 0.3 });
      p.fill(ellipse(x + r * 0.14, y + r * 0.14, r * 0.78, r * 0.7), hex("#c2c0ba"), { shade: 0.2, ink: 0 });
    }
    for (const [x, y, r] of triples("-0.14 -0.16 0.15, 0.1 -0.2 0.1, -0.05 0.06 0.12"))
      p.fill(blob(p.random, x, y, r, r * 0.8, 0.2), hex("#8f8e92"), { shade: 0, ink: 0, alpha: 0.4 });
    nightSide(p, 0.45);
  });
}

function sun(p: Pen): void {
  p.glow(0, 0, 1.3, hex("#ffb347"), 1);
  p.glow(0, 0, 0.8, hex("#ffe08a"), 0.9);
  for (let flare = 0; flare < 14; flare++) {
    const a = (flare / 14) * Math.PI * 2 + p.random.range(-0.1, 0.1);
    const reach = p.random.range(0.5, 0.62);
    p.fill(
      ribbon(
        [
          [Math.cos(a) * 0.36, Math.sin(a) * 0.36],
          [Math.cos(a + 0.1) * 0.5, Math.sin(a + 0.1) * 0.5],
          [Math.cos(a + 0.05) * reach, Math.sin(a + 0.05) * reach],
        ],
        (t) => 0.05 * (1 - t),
      ),
      hex("#ff9a2e"),
      { shade: 0, ink: 0.2, alpha: 0.8 },
    );
  }
  const ball = ellipse(0, 0, 0.4);
  p.fill(ball, hex("#ffc93a"), { shade: 0.4, form: "round" });
  p.within(ball, () => {
    for (let cell = 0; cell < 34; cell++) {
      const a = p.random.range(0, 6.28);
      const d = 0.38 * Math.sqrt(p.random.next());
      p.fill(
        blob(p.random, Math.cos(a) * d, Math.sin(a) * d, p.random.range(0.02, 0.08), undefined, 0.3, 7),
        hex(p.random.pick(["#ffe27a", "#ff9d2a", "#fff0b0"])),
        { shade: 0, ink: 0, alpha: 0.5 },
      );
    }
  });
}

function banded(p: Pen, r: number, base: Colour, other: Colour): void {
  const ball = ellipse(0, 0, r);
  p.fill(ball, base, { shade: 1, form: "round" });
  p.within(ball, () => {
    for (let band = 0; band < 9; band++) {
      const y = -r + ((band + 0.5) / 9) * r * 2;
      p.fill(
        ribbon(
          [
            [-r, y - r * 0.06],
            [0, y + r * 0.05],
            [r, y - r * 0.06],
          ],
          () => r * p.random.range(0.03, 0.1),
        ),
        mix(base, other, p.random.next()),
        { shade: 0, ink: 0, alpha: 0.7 },
      );
    }
    p.fill(ellipse(r * 0.3, r * 0.3, r * 0.2, r * 0.11), lighten(other, -0.06), { shade: 0.3, ink: 0.2 });
    nightSide(p, r);
  });
}

function planet(p: Pen): void {
  const hue = p.random.range(20, 300);
  const [base, other] = [oklch(0.72, 0.1, hue), oklch(0.6, 0.13, hue + 40)];
  p.glow(0, 0, 0.7, base, 0.35);
  const ringed = p.random.chance(0.6);
  const ring = (from: number, to: number): void => {
    for (const [reach, tone] of outline("0.6 0.05, 0.54 -0.05, 0.48 0.02"))
      p.line(arc(0, 0, reach, reach * 0.26, from, to), lighten(other, tone + 0.1), 0.032, 0.85);
  };
  p.at(
    0,
    0,
    1,
    () => {
      if (ringed) ring(Math.PI, Math.PI * 2);
      banded(p, ringed ? 0.32 : 0.44, base, other);
      if (ringed) ring(0, Math.PI);
    },
    { turn: -0.3 },
  );
}

function solarSystem(p: Pen): void {
  p.glow(0, 0, 0.7, hex("#ffce6a"), 1);
  const worlds = ["#b9a28a", "#e0b46a", "#4f8fd0", "#d0623a", "#d9b38a", "#e6cf9a"];
  p.at(
    0,
    0,
    1,
    () => {
      worlds.forEach((_, index) => {
        const r = 0.2 + index * 0.105;
        p.line(ellipse(0, 0, r * 1.25, r * 0.46), hex("#cfd8f0"), 0.004, 0.5);
      });
      p.fill(ellipse(0, 0, 0.13), hex("#ffd65a"), { shade: 0.4, form: "round" });
      worlds.forEach((tone, index) => {
        const r = 0.2 + index * 0.105;
        const a = p.random.range(0, 6.28);
        const size = 0.026 + 0.01 * (index > 2 ? 2.4 : index);
        p.at(Math.cos(a) * r * 1.25, Math.sin(a) * r * 0.46, 1, () => {
          p.fill(ellipse(0, 0, size), hex(tone), { shade: 1, form: "round" });
          if (index === 5) p.line(ellipse(0, 0, size * 1.9, size * 0.5), hex("#f2e2ba"), 0.01, 0.9);
        });
      });
    },
    { turn: -0.18 },
  );
}

export const WORLDS: readonly Subject[] = [
  {
    words: "earth, world, blue planet",
    paint: earth,
    home: "space",
    origin: "centre",
    place: "air",
    stays: true,
  },
  {
    words: "moon, lunar, moon landing, eclipse",
    paint: moon,
    home: "space",
    only: ["space"],
    origin: "centre",
    place: "air",
  },
  {
    words: "sun, star, solar flare, fusion",
    paint: sun,
    home: "space",
    only: ["space"],
    origin: "centre",
    place: "air",
  },
  {
    words: "planet, jupiter, saturn, mars, venus, mercury, neptune, exoplanet, pluto",
    paint: planet,
    home: "space",
    stays: true,
    origin: "centre",
    place: "air",
    company: 1,
  },
  {
    words: "solar system, planets, copernicus",
    alone: true,
    paint: solarSystem,
    home: "space",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 1.05,
  },
];
