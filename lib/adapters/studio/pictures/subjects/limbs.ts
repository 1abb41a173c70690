import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { curve, ellipse, outline, polygon, ribbon, roundRect, smooth, triples } from "../shape";
import type { Subject } from "./subject";

function eyeBall(p: Pen): void {
  const lid = smooth(
    outline("-0.52 0.02, -0.3 -0.22, 0 -0.3, 0.3 -0.22, 0.52 0.02, 0.3 0.2, 0 0.26, -0.3 0.2"),
    7,
  );
  p.fill(lid, hex("#f6f3ee"), { shade: 0.6 });
  p.within(lid, () => {
    const iris = p.random.pick(["#4f86b5", "#5f8f4a", "#8a5a30"]);
    p.fill(ellipse(0, -0.02, 0.235), lighten(hex(iris), -0.12), { shade: 0.3 });
    for (let ray = 0; ray < 44; ray++) {
      const a = (ray / 44) * Math.PI * 2;
      p.fill(
        ribbon(
          [
            [Math.cos(a) * 0.09, -0.02 + Math.sin(a) * 0.09],
            [Math.cos(a) * 0.22, -0.02 + Math.sin(a) * 0.22],
          ],
          () => 0.006,
        ),
        lighten(hex(iris), p.random.range(0, 0.2)),
        { shade: 0, ink: 0 },
      );
    }
    p.fill(ellipse(0, -0.02, 0.105), hex("#0c0c12"), { shade: 0, ink: 0 });
    p.fill(ellipse(0.07, -0.1, 0.045), hex("#ffffff"), { shade: 0, ink: 0 });
    p.fill(polygon(outline("-0.6 -0.4, 0.6 -0.4, 0.5 -0.06, 0 -0.22, -0.5 -0.06")), hex("#3a2a3a"), {
      shade: 0,
      ink: 0,
      alpha: 0.25,
      soft: 0.01,
    });
  });
  p.line(curve(outline("-0.54 0.03, -0.3 -0.23, 0 -0.31, 0.3 -0.23, 0.54 0.03")), p.local("#4a3028"), 0.03);
  for (let lash = 0; lash < 11; lash++) {
    const t = (lash + 0.5) / 11;
    const x = -0.5 + t;
    const y = -0.3 * Math.sin(Math.PI * t) - 0.02;
    p.fill(
      ribbon(
        [
          [x, y],
          [x * 1.14, y - 0.07],
          [x * 1.24, y - 0.12],
        ],
        (s) => 0.012 * (1 - s),
      ),
      p.local("#2f201c"),
      { shade: 0, ink: 0 },
    );
  }
  p.line(curve(outline("-0.5 -0.34, -0.2 -0.5, 0.2 -0.5, 0.5 -0.36")), p.local("#5a3c30"), 0.04, 0.9);
}

function hand(p: Pen): void {
  const skin = p.local(p.random.pick(["#e8b48a", "#c98a58", "#8a5a36"]));
  for (const [x, length, lean] of triples(
    "-0.15 0.36 -0.1, -0.05 0.43 -0.03, 0.06 0.41 0.04, 0.16 0.32 0.12",
  ))
    p.fill(
      ribbon(
        [
          [x, -0.44],
          [x + lean * 0.5, -0.44 - length * 0.6],
          [x + lean, -0.46 - length],
        ],
        (t) => 0.052 * Math.sqrt(Math.max(0.04, 1 - (t - 0.1) ** 6)),
      ),
      skin,
      { shade: 0.8 },
    );
  p.fill(
    ribbon(outline("-0.16 -0.22, -0.3 -0.34, -0.36 -0.54"), () => 0.056),
    skin,
    { shade: 0.7 },
  );
  p.fill(
    smooth(outline("-0.16 0, -0.2 -0.24, -0.22 -0.46, 0 -0.5, 0.22 -0.44, 0.22 -0.22, 0.15 0"), 6),
    skin,
    { shade: 0.9 },
  );
  p.fill(roundRect(-0.22, -0.06, 0.42, 0.12, 0.03), p.env.accent, { shade: 0.7 });
  for (const line of [
    outline("-0.14 -0.36, 0 -0.32, 0.16 -0.36"),
    outline("-0.1 -0.12, -0.02 -0.24, -0.14 -0.34"),
  ] as const)
    p.line(curve(line), lighten(skin, -0.14), 0.012, 0.8);
}

function body(p: Pen): void {
  const tone = hex("#8fc4e0");
  p.glow(0, -0.6, 0.6, tone, 0.5);
  p.fill(
    smooth(
      outline(
        "-0.07 -0.98, 0.07 -0.98, 0.1 -0.88, 0.05 -0.8, 0.06 -0.77, 0.2 -0.72, 0.26 -0.46, 0.22 -0.42, 0.15 -0.6, 0.13 -0.42, 0.14 -0.2, 0.1 0, 0.02 0, 0 -0.36, -0.02 0, -0.1 0, -0.14 -0.2, -0.13 -0.42, -0.15 -0.6, -0.22 -0.42, -0.26 -0.46, -0.2 -0.72, -0.06 -0.77, -0.05 -0.8, -0.1 -0.88",
      ),
      3,
    ),
    tone,
    { shade: 0.9, alpha: 0.75 },
  );
  for (const side of [-1, 1]) {
    p.fill(
      smooth(
        [
          [side * 0.02, -0.7],
          [side * 0.09, -0.68],
          [side * 0.11, -0.54],
          [side * 0.03, -0.53],
        ],
        5,
      ),
      hex("#e89aa0"),
      { shade: 0.7 },
    );
    p.line(
      curve([
        [side * 0.06, -0.44],
        [side * 0.1, -0.24],
        [side * 0.06, -0.03],
      ]),
      hex("#c8343a"),
      0.012,
      0.8,
    );
    p.line(
      curve([
        [side * 0.1, -0.7],
        [side * 0.2, -0.58],
        [side * 0.23, -0.46],
      ]),
      hex("#c8343a"),
      0.01,
      0.8,
    );
  }
  p.fill(ellipse(0.02, -0.62, 0.035, 0.042), hex("#c8343a"), { shade: 0.8, form: "round" });
  p.fill(ellipse(0, -0.92, 0.055, 0.045), hex("#f2b8c0"), { shade: 0.6, form: "round" });
  p.line(curve(outline("0 -0.85, 0.01 -0.6, 0 -0.4")), hex("#fff3d8"), 0.014, 0.8);
}

export const LIMBS: readonly Subject[] = [
  {
    words: "eye, vision, retina, pupil, sight",
    paint: eyeBall,
    home: "spotlight",
    origin: "centre",
    place: "air",
    scale: 0.85,
  },
  {
    words: "hand, finger, palm of the hand, fist, touch",
    paint: hand,
    home: "spotlight",
    origin: "base",
    wide: 0.4,
    place: "ground",
    scale: 0.9,
  },
  {
    words: "body, human body, muscle, digestion, stomach, organ, hormone",
    paint: body,
    home: "body",
    origin: "base",
    wide: 0.27,
    place: "ground",
    scale: 1.1,
  },
];
