import { lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, curve, dot, ellipse, outline, polygon, ribbon, smooth, together, triples } from "../shape";
import { coat, eye, standing } from "./animal-parts";
import type { Subject } from "./subject";

function horse(p: Pen): void {
  const fur = coat(p, ["#7a4a2e", "#5a3a2a", "#a8754a", "#d9cdbf", "#3a302c"]);
  const mane = lighten(fur, -0.16);
  p.fill(
    ribbon(outline("-0.4 -0.62, -0.54 -0.5, -0.52 -0.2"), (t) => 0.05 * Math.sin(Math.PI * (0.3 + 0.7 * t))),
    mane,
    { shade: 0.5 },
  );
  standing(p, { fur, leg: 0.44, body: 0.24, length: 0.78, neck: [0.48, -0.94] });
  p.fill(
    ribbon(outline("0.3 -0.64, 0.36 -0.82, 0.44 -1"), (t) => 0.06 * (1.1 - t * 0.6)),
    mane,
    { shade: 0.5, ink: 0.4 },
  );
  p.fill(smooth(outline("0.4 -0.92, 0.46 -1, 0.54 -0.97, 0.68 -0.8, 0.7 -0.73, 0.62 -0.72, 0.5 -0.8")), fur, {
    shade: 0.8,
  });
  p.fill(polygon(outline("0.44 -0.98, 0.46 -1.07, 0.5 -0.98")), fur, { shade: 0.4 });
  eye(p, 0.54, -0.9, 0.016);
  p.fill(dot(0.67, -0.76, 0.01), lighten(fur, -0.25), { shade: 0, ink: 0 });
}

function cow(p: Pen): void {
  const fur = p.local("#f1ebe0");
  p.line(curve(outline("-0.5 -0.7, -0.58 -0.5, -0.56 -0.3")), lighten(fur, -0.2), 0.02);
  standing(p, { fur, leg: 0.34, body: 0.38, length: 0.94, neck: [0.56, -0.76] });
  for (const [x, y, r] of triples("-0.22 -0.56 0.13, 0.14 -0.62 0.1, 0.02 -0.42 0.07"))
    p.fill(
      smooth([
        [x - r, y],
        [x - r * 0.3, y - r * 0.8],
        [x + r, y - r * 0.3],
        [x + r * 0.6, y + r * 0.7],
        [x - r * 0.4, y + r * 0.6],
      ]),
      p.local("#4a3a34"),
      { shade: 0.4, ink: 0 },
    );
  p.fill(
    smooth(outline("0.48 -0.84, 0.56 -0.94, 0.7 -0.88, 0.8 -0.7, 0.72 -0.62, 0.58 -0.66")),
    p.local("#4a3a34"),
    { shade: 0.6 },
  );
  p.fill(ellipse(0.77, -0.67, 0.06, 0.05), p.local("#e0a59a"), { shade: 0.4, form: "round" });
  p.fill(ellipse(0.5, -0.88, 0.06, 0.03, 0.5), p.local("#4a3a34"), { shade: 0.3 });
  eye(p, 0.65, -0.8, 0.02);
}

function sheep(p: Pen): void {
  const skin = p.local("#4a423e");
  for (const x of [-0.2, -0.08, 0.12, 0.24])
    p.fill(
      ribbon(
        [
          [x, -0.3],
          [x, 0],
        ],
        () => 0.03,
      ),
      skin,
      { shade: 0.4 },
    );
  const lumps = outline(
    "-0.3 -0.5, -0.2 -0.66, 0 -0.72, 0.18 -0.68, 0.32 -0.54, 0.22 -0.36, 0 -0.3, -0.22 -0.34, 0 -0.5",
  );
  p.fill(together(...lumps.map(([x, y]) => ellipse(x, y, 0.17))), p.local("#f4efe4"), { shade: 0.9 });
  for (const [x, y] of lumps) p.line(arc(x, y, 0.11, 0.11, 0.6, 2.6), p.local("#d0c7b8"), 0.014, 0.6);
  p.fill(smooth(outline("0.32 -0.66, 0.42 -0.78, 0.54 -0.7, 0.56 -0.54, 0.46 -0.48, 0.36 -0.54")), skin, {
    shade: 0.5,
  });
  p.fill(ellipse(0.34, -0.7, 0.07, 0.03, 0.5), skin, { shade: 0.3 });
  eye(p, 0.48, -0.65, 0.018, "#f5efe0");
}

export const FARM_ANIMALS: readonly Subject[] = [
  {
    words: "horse, pony, stallion, cavalry, donkey, zebra, unicorn, camel",
    paint: horse,
    home: "meadow",
    origin: "base",
    wide: 0.6,
    place: "ground",
    scale: 0.9,
    company: 1,
  },
  {
    words: "cow, cattle, bull, milk, dairy, buffalo",
    paint: cow,
    home: "meadow",
    origin: "base",
    wide: 0.66,
    place: "ground",
    scale: 0.75,
    company: 2,
  },
  {
    words: "sheep, lamb, wool, goat, shepherd",
    paint: sheep,
    home: "meadow",
    origin: "base",
    wide: 0.5,
    place: "ground",
    scale: 0.6,
    company: 3,
  },
];
