import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { curve, dot, ellipse, leaf, outline, polygon, ribbon, smooth, triples } from "../shape";
import type { Subject } from "./subject";

function flower(p: Pen): void {
  const stem = lighten(p.env.foliage, 0.03);
  p.fill(
    ribbon(outline("0.02 0, -0.03 -0.3, 0 -0.66"), () => 0.014),
    stem,
    { shade: 0.5 },
  );
  p.fill(leaf(0, -0.22, 0.27, 0.1, -0.6), stem, { shade: 0.6 });
  p.fill(leaf(-0.02, -0.34, 0.24, 0.09, -2.6), stem, { shade: 0.6 });
  const petal = p.env.accent;
  for (let ring = 0; ring < 2; ring++) {
    for (let index = 0; index < 11; index++) {
      const a = (index / 11) * 6.283 + ring * 0.28;
      p.fill(
        leaf(Math.cos(a) * 0.04, -0.7 + Math.sin(a) * 0.04, 0.26 - ring * 0.06, 0.11, a),
        lighten(petal, ring * 0.06 - 0.02 + 0.03 * Math.sin(index)),
        { shade: 0.5, ink: 0.6 },
      );
    }
  }
  p.fill(ellipse(0, -0.7, 0.085), p.local("#e0a02e"), { shade: 0.8, form: "round" });
  for (let seed = 0; seed < 18; seed++) {
    const a = seed * 2.4;
    const r = 0.016 * Math.sqrt(seed);
    p.fill(dot(Math.cos(a) * r, -0.7 + Math.sin(a) * r, 0.009), p.local("#7a4a1e"), { shade: 0, ink: 0 });
  }
}

function bigLeaf(p: Pen): void {
  const green = p.local("#5fa04a");
  p.fill(
    ribbon(outline("0.02 0, 0.0 -0.16, -0.02 -0.3"), () => 0.016),
    lighten(green, -0.12),
    { shade: 0.4 },
  );
  const body = smooth(
    outline("-0.02 -0.2, 0.26 -0.3, 0.36 -0.55, 0.22 -0.82, 0.03 -1, -0.2 -0.84, -0.37 -0.58, -0.29 -0.32"),
  );
  p.fill(body, green, { shade: 0.9 });
  p.within(body, () => {
    p.fill(polygon(outline("-0.02 -0.2, 0.02 -1, 0.5 -0.9, 0.5 -0.2")), lighten(green, 0.05), {
      shade: 0,
      ink: 0,
      alpha: 0.7,
    });
    p.line(curve(outline("-0.02 -0.2, -0.01 -0.6, 0.03 -1")), lighten(green, 0.2), 0.018, 0.9);
    for (let vein = 0; vein < 6; vein++) {
      const y = -0.3 - vein * 0.105;
      for (const side of [-1, 1])
        p.line(
          curve([
            [0, y],
            [side * 0.17, y - 0.08],
            [side * 0.36, y - 0.2],
          ]),
          lighten(green, 0.17),
          0.009,
          0.8,
        );
    }
    for (let cell = 0; cell < 22; cell++)
      p.fill(
        ellipse(p.random.range(-0.3, 0.3), p.random.range(-0.88, -0.3), 0.013, 0.009),
        lighten(green, 0.14),
        { shade: 0, ink: 0, alpha: 0.6 },
      );
  });
  for (let ray = 0; ray < 5; ray++) {
    const x = 0.42 + ray * 0.055;
    p.fill(ellipse(x - 0.1, -0.95 + ray * 0.075, 0.018), hex("#ffe48a"), { shade: 0, ink: 0.3 });
    p.glow(x - 0.1, -0.95 + ray * 0.075, 0.09, hex("#ffe48a"), 0.6);
  }
}

function sprout(p: Pen): void {
  p.fill(
    smooth(outline("-0.42 0.02, -0.3 -0.14, 0 -0.2, 0.3 -0.14, 0.42 0.02, 0 0.06")),
    p.local("#5f4431"),
    {
      shade: 0.8,
    },
  );
  for (let clod = 0; clod < 16; clod++)
    p.fill(
      dot(p.random.range(-0.3, 0.3), p.random.range(-0.1, 0.02), p.random.range(0.01, 0.025)),
      lighten(p.local("#5f4431"), p.random.range(-0.06, 0.1)),
      { shade: 0.3, ink: 0.1 },
    );
  const green = p.local("#74b84a");
  p.fill(
    ribbon(outline("0 -0.15, 0.03 -0.42, 0 -0.66"), (t) => 0.022 - 0.008 * t),
    green,
    { shade: 0.5 },
  );
  p.fill(leaf(0, -0.62, 0.42, 0.2, -0.55), green, { shade: 0.8 });
  p.fill(leaf(0, -0.64, 0.44, 0.21, -2.45), lighten(green, 0.04), { shade: 0.8 });
  p.fill(leaf(0, -0.66, 0.24, 0.1, -1.4), lighten(green, 0.1), { shade: 0.6 });
}

function mushroom(p: Pen): void {
  p.fill(
    smooth(outline("-0.11 0, -0.09 -0.3, -0.07 -0.52, 0.07 -0.52, 0.09 -0.3, 0.12 0, 0 0.025")),
    p.local("#efe3cc"),
    { shade: 0.9 },
  );
  p.fill(ellipse(0, -0.5, 0.34, 0.08), p.local("#d9c3a0"), { shade: 0.4 });
  const cap = smooth(
    outline("-0.42 -0.5, -0.36 -0.74, -0.16 -0.94, 0.1 -0.97, 0.32 -0.8, 0.42 -0.52, 0.2 -0.45, -0.2 -0.45"),
  );
  p.fill(cap, p.env.accent, { shade: 1 });
  p.within(cap, () => {
    for (const [x, y, r] of triples(
      "-0.2 -0.72 0.06, 0.04 -0.84 0.07, 0.2 -0.64 0.05, -0.04 -0.6 0.04, -0.32 -0.56 0.035, 0.33 -0.55 0.03",
    ))
      p.fill(ellipse(x, y, r, r * 0.8), p.local("#fbf3e2"), { shade: 0.3, ink: 0.3 });
  });
}

export const PLANTS: readonly Subject[] = [
  {
    words: "flower, rose, blossom, bloom, sunflower, tulip, daisy, petal, garden, pollen, pollination",
    paint: flower,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 0.85,
    company: 3,
  },
  {
    words: "leaf, photosynthesis, chlorophyll, foliage, autumn",
    paint: bigLeaf,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 1,
  },
  {
    words: "seed, sprout, plant, grow, growth, seedling, soil, germination, compost, root, startup",
    paint: sprout,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 0.85,
    company: 1,
  },
  {
    words: "mushroom, fungus, fungi, mycelium, mold",
    paint: mushroom,
    home: "forest",
    origin: "base",
    wide: 0.43,
    place: "ground",
    scale: 0.75,
    company: 2,
  },
];
