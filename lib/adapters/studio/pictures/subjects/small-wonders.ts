import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { dot, ellipse, leaf, outline, type Point, polygon, ribbon, smooth, star, together } from "../shape";
import type { Subject } from "./subject";

function crystal(p: Pen): void {
  const tones = [p.env.accent, p.env.second];
  for (const [x, tall, w, lean, which] of [
    [-0.24, 0.55, 0.1, -0.16, 1],
    [0.26, 0.62, 0.11, 0.15, 1],
    [-0.08, 0.82, 0.12, -0.06, 0],
    [0.1, 1, 0.13, 0.04, 0],
    [0.0, 0.46, 0.09, 0.02, 1],
  ] as const) {
    const tone = lighten(tones[which] ?? p.env.accent, 0.08);
    const tip: Point = [x + lean, -tall];
    p.fill(
      polygon([
        [x - w, 0],
        [x - w + lean * 0.8, -tall * 0.78],
        tip,
        [x + w + lean * 0.8, -tall * 0.78],
        [x + w, 0],
      ]),
      tone,
      { shade: 0.5 },
    );
    p.fill(
      polygon([
        [x + w * 0.2, 0],
        [x + w * 0.2 + lean * 0.8, -tall * 0.74],
        tip,
        [x + w + lean * 0.8, -tall * 0.78],
        [x + w, 0],
      ]),
      lighten(tone, -0.14),
      { shade: 0.3, ink: 0.4 },
    );
    p.fill(
      polygon([
        [x - w * 0.7, -tall * 0.1],
        [x - w * 0.7 + lean * 0.6, -tall * 0.68],
        [x - w * 0.35 + lean * 0.6, -tall * 0.7],
        [x - w * 0.4, -tall * 0.1],
      ]),
      lighten(tone, 0.17),
      { shade: 0, ink: 0, alpha: 0.7 },
    );
  }
  p.glow(0, -0.5, 0.7, lighten(p.env.accent, 0.2), 0.4);
}

function snowflake(p: Pen): void {
  const ice = hex("#f4fbff");
  p.glow(0, 0, 0.6, hex("#cfe9ff"), 0.6);
  for (let arm = 0; arm < 6; arm++) {
    p.at(
      0,
      0,
      1,
      () => {
        p.fill(polygon(outline("-0.018 0, 0.018 0, 0.014 -0.48, 0 -0.5, -0.014 -0.48")), ice, {
          shade: 0.3,
          ink: 0.5,
        });
        for (const [y, length] of outline("-0.16 0.1, -0.28 0.15, -0.39 0.09"))
          for (const side of [-1, 1])
            p.fill(
              ribbon(
                [
                  [0, y],
                  [side * length, y - length * 0.75],
                ],
                () => 0.012,
              ),
              ice,
              { shade: 0.2, ink: 0.4 },
            );
      },
      { turn: (arm * Math.PI) / 3 },
    );
  }
  p.fill(star(0, 0, 0.08, 0.05, 6), hex("#d9efff"), { shade: 0.2, ink: 0.4 });
}

function shells(p: Pen): void {
  const tone = p.local("#f0b99a");
  for (let rib = 0; rib < 9; rib++) {
    const a = -Math.PI + 0.28 + rib * 0.323;
    p.fill(leaf(0, -0.1, 0.85, 0.24, a), lighten(tone, rib % 2 === 0 ? 0.03 : -0.06), {
      shade: 0.6,
      ink: 0.6,
    });
  }
  p.fill(polygon(outline("-0.2 -0.12, 0.2 -0.12, 0.12 0, -0.12 0")), lighten(tone, -0.1), { shade: 0.6 });
}

function starfish(p: Pen): void {
  const tone = p.local("#e5743e");
  const points: Point[] = [];
  for (let tip = 0; tip < 5; tip++) {
    const a = -Math.PI / 2 + (tip * Math.PI * 2) / 5;
    points.push(
      [Math.cos(a - 0.12) * 0.48, Math.sin(a - 0.12) * 0.48],
      [Math.cos(a + 0.12) * 0.48, Math.sin(a + 0.12) * 0.48],
      [Math.cos(a + Math.PI / 5) * 0.18, Math.sin(a + Math.PI / 5) * 0.18],
    );
  }
  p.fill(smooth(points), tone, { shade: 0.8, form: "round" });
  for (let tip = 0; tip < 5; tip++)
    for (let bump = 1; bump < 6; bump++) {
      const a = -Math.PI / 2 + (tip * Math.PI * 2) / 5;
      p.fill(dot(Math.cos(a) * bump * 0.075, Math.sin(a) * bump * 0.075, 0.018), lighten(tone, 0.16), {
        shade: 0,
        ink: 0,
      });
    }
}

function rainDrops(p: Pen): void {
  const cloud = p.local("#7f8ea6");
  p.fill(
    together(
      ellipse(-0.24, -0.66, 0.2),
      ellipse(0.02, -0.76, 0.24),
      ellipse(0.27, -0.66, 0.19),
      ellipse(0, -0.58, 0.42, 0.12),
    ),
    cloud,
    { shade: 0.9 },
  );
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 4; column++) {
      const x = -0.3 + column * 0.19 + (row % 2) * 0.08;
      const y = -0.36 + row * 0.16;
      p.fill(
        smooth([
          [x, y - 0.07],
          [x + 0.032, y + 0.01],
          [x, y + 0.045],
          [x - 0.032, y + 0.01],
        ]),
        hex("#6fb6ea"),
        { shade: 0.5, ink: 0.6 },
      );
    }
}

function sunFace(p: Pen): void {
  p.glow(0, 0, 1, hex("#ffd76a"), 0.8);
  for (let ray = 0; ray < 16; ray++) {
    const a = (ray / 16) * Math.PI * 2;
    p.fill(leaf(Math.cos(a) * 0.3, Math.sin(a) * 0.3, ray % 2 === 0 ? 0.2 : 0.13, 0.08, a), hex("#ffc13a"), {
      shade: 0.2,
      ink: 0.5,
    });
  }
  p.fill(ellipse(0, 0, 0.3), hex("#ffd95e"), { shade: 0.5, form: "round" });
}

export const SMALL_WONDERS: readonly Subject[] = [
  {
    words: "crystal, gem, diamond, mineral, quartz, jewel, salt, sugar",
    paint: crystal,
    home: "spotlight",
    origin: "base",
    wide: 0.5,
    place: "ground",
    scale: 0.9,
  },
  { words: "snowflake", paint: snowflake, home: "snow", origin: "centre", place: "air", company: 2 },
  {
    words: "shell, seashell, clam, oyster",
    paint: shells,
    home: "coast",
    origin: "base",
    place: "ground",
    scale: 0.4,
    company: 2,
  },
  {
    words: "starfish, sea star",
    paint: starfish,
    home: "underwater",
    origin: "centre",
    place: "ground",
    scale: 0.6,
    company: 2,
  },
  {
    words: "raindrop, rainfall, evaporation, water cycle, precipitation, raincloud",
    paint: rainDrops,
    home: "meadow",
    origin: "base",
    place: "air",
    scale: 0.9,
  },
  {
    words: "sunlight, solar energy, sunshine, sunbeam",
    paint: sunFace,
    home: "meadow",
    origin: "centre",
    place: "air",
    scale: 0.7,
  },
];
