import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, curve, dot, ellipse, outline, type Point, polygon, ribbon, smooth, together } from "../shape";
import { coat, eye, standing } from "./animal-parts";
import type { Subject } from "./subject";

function elephant(p: Pen): void {
  const skin = coat(p, ["#8b8f98", "#7d7a80", "#958a86"]);
  const half = 0.5;
  for (const [x, dark] of outline("-0.26 -0.09, 0.2 -0.09, -0.4 0, 0.32 0"))
    p.fill(
      smooth(
        [
          [x - 0.1, -0.5],
          [x - 0.085, -0.2],
          [x - 0.095, 0],
          [x + 0.095, 0],
          [x + 0.085, -0.2],
          [x + 0.11, -0.5],
        ],
        5,
      ),
      lighten(skin, dark),
      { shade: 0.7 },
    );
  p.line(curve(outline("-0.5 -0.6, -0.57 -0.45, -0.55 -0.3")), skin, 0.025);
  p.fill(
    smooth([
      [-half, -0.56],
      [-0.42, -0.84],
      [-0.1, -0.95],
      [0.24, -0.9],
      [0.42, -0.7],
      [0.4, -0.4],
      [0, -0.32],
      [-0.4, -0.36],
    ]),
    skin,
    { shade: 1 },
  );
  p.fill(
    ribbon(outline("0.56 -0.66, 0.72 -0.46, 0.7 -0.2, 0.79 -0.06"), (t) => 0.095 - 0.06 * t),
    skin,
    { shade: 0.7 },
  );
  p.fill(
    smooth(outline("0.3 -0.66, 0.34 -0.88, 0.5 -0.98, 0.64 -0.88, 0.68 -0.68, 0.58 -0.54, 0.4 -0.52")),
    skin,
    { shade: 0.8 },
  );
  p.fill(
    smooth(outline("0.4 -0.86, 0.22 -0.94, 0.1 -0.78, 0.14 -0.54, 0.3 -0.44, 0.42 -0.58")),
    lighten(skin, -0.05),
    { shade: 0.8 },
  );
  p.fill(
    ribbon(outline("0.58 -0.54, 0.68 -0.42, 0.82 -0.44"), (t) => 0.03 * (1 - t)),
    p.local("#f6efdf"),
    { shade: 0.4 },
  );
  eye(p, 0.56, -0.78, 0.018);
}

function bear(p: Pen): void {
  const white = p.env.weather === "snow" || p.random.chance(0.25);
  const fur = white ? p.local("#eef0ee") : p.local("#6a4a36");
  standing(p, { fur, leg: 0.3, body: 0.46, length: 0.96, neck: [0.54, -0.68] });
  p.fill(
    smooth(
      outline("0.4 -0.6, 0.42 -0.8, 0.56 -0.88, 0.7 -0.78, 0.84 -0.66, 0.82 -0.58, 0.66 -0.54, 0.5 -0.5"),
    ),
    fur,
    { shade: 0.8 },
  );
  for (const x of [0.46, 0.6]) p.fill(ellipse(x, -0.86, 0.055), lighten(fur, -0.06), { shade: 0.5 });
  p.fill(ellipse(0.83, -0.645, 0.034, 0.028), hex("#241e1c"), { shade: 0, ink: 0.3 });
  eye(p, 0.66, -0.74, 0.017);
}

function lion(p: Pen): void {
  const fur = p.local("#d9a24e");
  p.fill(
    ribbon(outline("-0.42 -0.56, -0.62 -0.46, -0.66 -0.22"), () => 0.02),
    fur,
    { shade: 0.5 },
  );
  p.fill(ellipse(-0.66, -0.2, 0.04, 0.06), p.local("#7a4a22"), {});
  standing(p, { fur, leg: 0.32, body: 0.32, length: 0.84, neck: [0.46, -0.72] });
  const mane: Point[] = [];
  for (let lock = 0; lock < 22; lock++) {
    const a = (lock / 22) * Math.PI * 2;
    const r = lock % 2 === 0 ? 0.31 : 0.25;
    mane.push([0.46 + Math.cos(a) * r * 0.92, -0.74 + Math.sin(a) * r]);
  }
  p.fill(smooth(mane, 4), p.local("#8a5226"), { shade: 0.8, form: "round" });
  p.fill(
    smooth(outline("0.34 -0.72, 0.38 -0.88, 0.52 -0.92, 0.66 -0.84, 0.7 -0.7, 0.6 -0.6, 0.42 -0.6")),
    fur,
    { shade: 0.6 },
  );
  p.fill(smooth(outline("0.52 -0.7, 0.6 -0.74, 0.72 -0.68, 0.66 -0.6, 0.54 -0.6")), lighten(fur, 0.12), {
    shade: 0.3,
    ink: 0.3,
  });
  p.fill(ellipse(0.66, -0.72, 0.035, 0.025), hex("#3a2420"), { shade: 0, ink: 0 });
  for (const x of [0.46, 0.6]) eye(p, x, -0.78, 0.02);
}

function fox(p: Pen): void {
  const fur = p.local("#d9702e");
  p.fill(smooth(outline("-0.34 -0.4, -0.56 -0.5, -0.86 -0.36, -0.96 -0.16, -0.74 -0.16, -0.5 -0.26")), fur, {
    shade: 0.7,
  });
  p.fill(smooth(outline("-0.8 -0.36, -0.96 -0.16, -0.78 -0.16")), p.local("#fbf4e8"), {
    shade: 0.2,
    ink: 0.3,
  });
  standing(p, { fur, leg: 0.34, body: 0.24, length: 0.74, neck: [0.42, -0.68] });
  p.fill(polygon(outline("0.26 -0.82, 0.3 -1.02, 0.42 -0.86")), fur, { shade: 0.4 });
  p.fill(polygon(outline("0.44 -0.86, 0.53 -1.02, 0.56 -0.82")), fur, { shade: 0.4 });
  p.fill(
    smooth(outline("0.24 -0.76, 0.36 -0.9, 0.52 -0.88, 0.62 -0.76, 0.8 -0.66, 0.62 -0.6, 0.4 -0.58")),
    fur,
    { shade: 0.7 },
  );
  p.fill(smooth(outline("0.44 -0.62, 0.6 -0.7, 0.8 -0.66, 0.62 -0.59")), p.local("#fbf4e8"), {
    shade: 0.2,
    ink: 0,
  });
  p.fill(dot(0.795, -0.67, 0.022), hex("#241e1c"), { shade: 0, ink: 0 });
  eye(p, 0.54, -0.77, 0.02);
}

function monkey(p: Pen): void {
  const fur = p.local("#7a5238");
  const face = p.local("#e3b890");
  p.fill(
    ribbon(outline("0.16 -0.1, 0.42 -0.06, 0.44 -0.3, 0.34 -0.36"), () => 0.026),
    fur,
    { shade: 0.5 },
  );
  p.fill(smooth(outline("-0.22 0, -0.26 -0.26, -0.14 -0.52, 0.14 -0.52, 0.26 -0.26, 0.22 0")), fur, {
    shade: 0.9,
  });
  p.fill(ellipse(0, -0.24, 0.13, 0.18), face, { shade: 0.5, form: "round", ink: 0.3 });
  for (const side of [-1, 1]) {
    p.fill(
      ribbon(
        [
          [side * 0.18, -0.46],
          [side * 0.3, -0.28],
          [side * 0.16, -0.1],
        ],
        () => 0.05,
      ),
      fur,
      { shade: 0.6 },
    );
    p.fill(ellipse(side * 0.25, -0.74, 0.08), fur, { shade: 0.5 });
    p.fill(ellipse(side * 0.25, -0.74, 0.045), face, { shade: 0.2, ink: 0 });
  }
  p.fill(ellipse(0, -0.74, 0.24, 0.23), fur, { shade: 0.8, form: "round" });
  p.fill(
    together(ellipse(-0.08, -0.78, 0.1), ellipse(0.08, -0.78, 0.1), ellipse(0, -0.66, 0.16, 0.11)),
    face,
    { shade: 0.4, ink: 0.3 },
  );
  for (const x of [-0.075, 0.075]) eye(p, x, -0.78, 0.028);
  p.line(arc(0, -0.68, 0.08, 0.06, 0.3, Math.PI - 0.3), hex("#5a3428"), 0.014);
}

export const WILD_ANIMALS: readonly Subject[] = [
  {
    words: "elephant, mammoth, rhino, hippo",
    paint: elephant,
    home: "meadow",
    origin: "base",
    wide: 0.7,
    place: "ground",
    scale: 0.95,
    company: 1,
  },
  {
    words: "bear, panda, grizzly, hibernation, hibernate",
    paint: bear,
    home: "forest",
    origin: "base",
    wide: 0.6,
    place: "ground",
    scale: 0.8,
  },
  {
    words: "lion, tiger, leopard, cheetah, predator",
    paint: lion,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 0.85,
  },
  {
    words: "wolf, fox, coyote",
    paint: fox,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 0.75,
  },
  {
    words: "monkey, ape, chimpanzee, gorilla, primate, evolution",
    paint: monkey,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 0.75,
  },
];
