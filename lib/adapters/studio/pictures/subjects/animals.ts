import { type Colour, hex, lighten } from "../colour";
import type { Pen } from "../pen";
import {
  arc,
  curve,
  dot,
  ellipse,
  leaf,
  openLine,
  outline,
  type Point,
  polygon,
  ribbon,
  smooth,
  together,
  triples,
} from "../shape";
import type { Subject } from "./subject";

function eye(p: Pen, x: number, y: number, r: number, iris = "#2a2420"): void {
  p.fill(ellipse(x, y, r), hex(iris), { shade: 0, ink: 0.3 });
  p.fill(dot(x + r * 0.3, y - r * 0.35, r * 0.32), hex("#ffffff"), { shade: 0, ink: 0 });
}

function coat(p: Pen, tones: readonly string[]): Colour {
  return p.local(p.random.pick(tones));
}

function cat(p: Pen): void {
  const fur = coat(p, ["#d98a44", "#7d7f88", "#4a4550", "#c9b59a"]);
  const pale = lighten(fur, 0.2);
  p.fill(
    ribbon(outline("0.2 -0.06, 0.46 -0.05, 0.52 -0.24, 0.42 -0.38"), (t) => 0.05 * (1 - t * 0.35)),
    fur,
    { shade: 0.7 },
  );
  p.fill(
    smooth(outline("-0.2 0, -0.25 -0.18, -0.2 -0.42, -0.1 -0.58, 0.1 -0.58, 0.22 -0.4, 0.3 -0.18, 0.26 0")),
    fur,
    { shade: 0.9 },
  );
  p.fill(smooth(outline("-0.1 -0.04, -0.12 -0.26, -0.05 -0.5, 0.06 -0.5, 0.1 -0.26, 0.08 -0.04")), pale, {
    shade: 0.4,
    ink: 0.1,
    alpha: 0.85,
  });
  for (const x of [-0.1, 0.06])
    p.fill(
      smooth([
        [x - 0.06, 0.01],
        [x - 0.055, -0.22],
        [x, -0.3],
        [x + 0.055, -0.22],
        [x + 0.06, 0.01],
      ]),
      fur,
      { shade: 0.6, ink: 0.7 },
    );
  for (const side of [-1, 1]) {
    p.fill(
      polygon([
        [side * 0.06, -0.86],
        [side * 0.2, -1.0],
        [side * 0.215, -0.76],
      ]),
      fur,
      { shade: 0.5 },
    );
    p.fill(
      polygon([
        [side * 0.1, -0.86],
        [side * 0.185, -0.95],
        [side * 0.19, -0.8],
      ]),
      p.local("#e0a09a"),
      { shade: 0.2, ink: 0 },
    );
  }
  p.fill(
    smooth(
      outline(
        "-0.22 -0.66, -0.2 -0.82, -0.08 -0.9, 0.08 -0.9, 0.2 -0.82, 0.22 -0.66, 0.12 -0.54, -0.12 -0.54",
      ),
    ),
    fur,
    { shade: 0.8 },
  );
  p.fill(smooth(outline("-0.1 -0.6, 0 -0.68, 0.1 -0.6, 0.06 -0.54, -0.06 -0.54")), pale, {
    shade: 0.2,
    ink: 0,
  });
  for (let stripe = -1; stripe <= 1; stripe++)
    p.fill(
      ribbon(
        [
          [stripe * 0.05, -0.88],
          [stripe * 0.045, -0.79],
        ],
        (t) => 0.012 * (1 - t),
      ),
      lighten(fur, -0.15),
      { shade: 0, ink: 0 },
    );
  for (let stripe = 0; stripe < 4; stripe++)
    for (const side of [-1, 1])
      p.fill(
        ribbon(
          [
            [side * (0.22 + stripe * 0.015), -0.42 + stripe * 0.09],
            [side * 0.13, -0.38 + stripe * 0.09],
          ],
          (t) => 0.014 * (1 - t),
        ),
        lighten(fur, -0.13),
        { shade: 0, ink: 0 },
      );
  const sleepy = p.random.chance(0.35);
  for (const x of [-0.1, 0.1]) {
    if (sleepy) p.line(arc(x, -0.735, 0.045, 0.03, 0.2, Math.PI - 0.2), hex("#2a2420"), 0.014);
    else {
      p.fill(ellipse(x, -0.725, 0.045, 0.042), hex("#c9d96a"), { shade: 0.3, ink: 0.6 });
      p.fill(ellipse(x, -0.725, 0.016, 0.038), hex("#1e1a18"), { shade: 0, ink: 0 });
      p.fill(dot(x + 0.012, -0.742, 0.009), hex("#ffffff"), { shade: 0, ink: 0 });
    }
  }
  p.fill(polygon(outline("-0.024 -0.66, 0.024 -0.66, 0 -0.63")), p.local("#d9786f"), { shade: 0, ink: 0.4 });
  p.line(curve(outline("-0.05 -0.6, -0.02 -0.595, 0 -0.63, 0.02 -0.595, 0.05 -0.6")), hex("#3a2c28"), 0.009);
  for (const side of [-1, 1])
    for (let whisker = 0; whisker < 3; whisker++)
      p.line(
        openLine([
          [side * 0.09, -0.625 + whisker * 0.015],
          [side * 0.3, -0.66 + whisker * 0.045],
        ]),
        hex("#f4efe8"),
        0.005,
        0.85,
      );
}

interface Quadruped {
  fur: Colour;
  leg: number;
  body: number;
  length: number;
  neck: readonly [number, number];
}

/** Body, four legs and neck of a standing animal facing right, 1 high at the shoulder-and-head. */
function standing(p: Pen, { fur, leg, body, length, neck }: Quadruped): void {
  const half = length / 2;
  const hip = -leg;
  const legs: readonly [number, number, number][] = [
    [-half * 0.62, -0.1, -0.06],
    [half * 0.6, -0.1, -0.06],
    [-half * 0.86, 0, 0],
    [half * 0.84, 0, 0],
  ];
  for (const [x, dark, shift] of legs) {
    const tone = lighten(fur, dark);
    const w = body * 0.17;
    p.fill(
      smooth(
        [
          [x - w * 1.3 + shift, hip - body * 0.3],
          [x - w * 0.8 + shift, hip * 0.5],
          [x - w * 0.72 + shift, -0.01],
          [x + w * 0.9 + shift, 0],
          [x + w * 0.7 + shift, hip * 0.5],
          [x + w * 1.4 + shift, hip - body * 0.3],
        ],
        5,
      ),
      tone,
      { shade: 0.5, ink: 0.8 },
    );
  }
  p.fill(
    smooth([
      [-half, hip - body * 0.6],
      [-half * 0.8, hip - body],
      [0, hip - body * 0.9],
      [half * 0.8, hip - body * 1.02],
      [half * 1.05, hip - body * 0.6],
      [half * 0.8, hip - body * 0.02],
      [0, hip + body * 0.06],
      [-half * 0.85, hip - body * 0.05],
    ]),
    fur,
    { shade: 0.9 },
  );
  p.fill(
    ribbon(
      [
        [half * 0.75, hip - body * 0.6],
        [(half * 0.8 + neck[0]) / 2, (hip - body * 0.7 + neck[1]) / 2],
        [neck[0], neck[1]],
      ],
      (t) => body * (0.42 - 0.2 * t),
    ),
    fur,
    { shade: 0.7, ink: 0.4 },
  );
}

function dog(p: Pen): void {
  const fur = coat(p, ["#b9854f", "#8a6a50", "#e0d2bb", "#4a4440"]);
  p.fill(
    ribbon(outline("-0.36 -0.56, -0.52 -0.7, -0.5 -0.88"), (t) => 0.04 * (1 - t * 0.7)),
    fur,
    { shade: 0.6 },
  );
  standing(p, { fur, leg: 0.36, body: 0.3, length: 0.76, neck: [0.42, -0.78] });
  p.fill(
    smooth(
      outline("0.28 -0.72, 0.3 -0.92, 0.44 -0.98, 0.56 -0.9, 0.72 -0.82, 0.74 -0.74, 0.58 -0.7, 0.44 -0.66"),
    ),
    fur,
    { shade: 0.8 },
  );
  p.fill(smooth(outline("0.3 -0.94, 0.4 -0.95, 0.4 -0.74, 0.32 -0.66, 0.26 -0.76")), lighten(fur, -0.13), {
    shade: 0.5,
  });
  p.fill(ellipse(0.725, -0.81, 0.035, 0.028), hex("#2a2322"), { shade: 0.3, form: "round", ink: 0.3 });
  eye(p, 0.54, -0.87, 0.024);
  p.line(curve(outline("0.72 -0.745, 0.62 -0.735, 0.56 -0.76")), lighten(fur, -0.3), 0.01);
  p.fill(
    ribbon(outline("0.34 -0.63, 0.42 -0.6, 0.5 -0.65"), () => 0.022),
    p.env.accent,
    { shade: 0.4 },
  );
}

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

function rabbit(p: Pen): void {
  const fur = coat(p, ["#c9ad8f", "#e9e1d6", "#8f8078"]);
  for (const [x, a] of outline("-0.05 -0.14, 0.1 0.12")) {
    p.fill(leaf(x, -0.62, 0.42, 0.12, -Math.PI / 2 + a), fur, { shade: 0.5 });
    p.fill(leaf(x, -0.64, 0.34, 0.06, -Math.PI / 2 + a), p.local("#e3a8a0"), { shade: 0, ink: 0 });
  }
  p.fill(smooth(outline("-0.26 0, -0.3 -0.2, -0.18 -0.4, 0.08 -0.42, 0.22 -0.22, 0.22 0")), fur, {
    shade: 0.9,
  });
  p.fill(ellipse(-0.29, -0.12, 0.075), lighten(fur, 0.15), { shade: 0.4, form: "round" });
  p.fill(smooth(outline("-0.14 -0.52, -0.06 -0.68, 0.12 -0.68, 0.24 -0.54, 0.18 -0.4, -0.06 -0.38")), fur, {
    shade: 0.7,
  });
  p.fill(ellipse(0.12, -0.02, 0.11, 0.05), lighten(fur, 0.04), { shade: 0.4 });
  eye(p, 0.12, -0.57, 0.028);
  p.fill(dot(0.235, -0.52, 0.018), p.local("#d98a86"), { shade: 0, ink: 0.3 });
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

function deer(p: Pen): void {
  const fur = p.local("#a8713f");
  standing(p, { fur, leg: 0.36, body: 0.18, length: 0.52, neck: [0.3, -0.72] });
  p.fill(smooth(outline("0.22 -0.72, 0.26 -0.8, 0.36 -0.79, 0.47 -0.68, 0.44 -0.63, 0.32 -0.66")), fur, {
    shade: 0.6,
  });
  p.fill(ellipse(0.2, -0.77, 0.06, 0.024, 0.4), fur, { shade: 0.3 });
  for (const side of [-0.04, 0.06])
    for (const points of [
      [
        [0.27, -0.79],
        [0.24 + side, -0.9],
        [0.3 + side * 2, -1],
      ],
      [
        [0.25 + side, -0.88],
        [0.36 + side * 2, -0.94],
      ],
      [
        [0.25 + side, -0.86],
        [0.16 + side * 2, -0.95],
      ],
    ] as const)
      p.fill(
        ribbon(points, (t) => 0.011 * (1 - t * 0.6)),
        p.local("#6b4a30"),
        { shade: 0.3, ink: 0.4 },
      );
  for (let spot = 0; spot < 9; spot++)
    p.fill(dot(p.random.range(-0.2, 0.18), p.random.range(-0.52, -0.44), 0.013), p.local("#f0dcc0"), {
      shade: 0,
      ink: 0,
    });
  eye(p, 0.35, -0.75, 0.013);
}

function giraffe(p: Pen): void {
  const fur = p.local("#e3b564");
  standing(p, { fur, leg: 0.36, body: 0.16, length: 0.42, neck: [0.34, -0.9] });
  p.fill(smooth(outline("0.27 -0.9, 0.3 -0.97, 0.38 -0.97, 0.48 -0.88, 0.45 -0.84, 0.34 -0.86")), fur, {
    shade: 0.6,
  });
  for (const x of [0.31, 0.35])
    p.fill(
      ribbon(
        [
          [x, -0.96],
          [x, -1.02],
        ],
        () => 0.008,
      ),
      p.local("#7a5030"),
      { shade: 0, ink: 0.3 },
    );
  for (let spot = 0; spot < 26; spot++) {
    const t = p.random.next();
    const onNeck = spot % 2 === 0;
    const x = onNeck ? 0.18 + 0.15 * t + p.random.range(-0.02, 0.02) : p.random.range(-0.18, 0.18);
    const y = onNeck ? -0.52 - 0.36 * t : p.random.range(-0.5, -0.4);
    p.fill(
      polygon([
        [x - 0.018, y],
        [x, y - 0.02],
        [x + 0.02, y - 0.004],
        [x + 0.01, y + 0.018],
      ]),
      p.local("#9a5f2e"),
      { shade: 0, ink: 0 },
    );
  }
  eye(p, 0.38, -0.93, 0.012);
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

function mouse(p: Pen): void {
  const fur = p.local("#a39a98");
  p.line(curve(outline("-0.36 -0.08, -0.62 -0.04, -0.72 -0.26, -0.9 -0.2")), p.local("#d9a39c"), 0.03);
  p.fill(smooth(outline("-0.4 0, -0.42 -0.28, -0.16 -0.52, 0.2 -0.46, 0.52 -0.16, 0.44 -0.02")), fur, {
    shade: 0.9,
  });
  for (const [x, y] of outline("0.02 -0.56, 0.2 -0.56")) {
    p.fill(ellipse(x, y, 0.14), fur, { shade: 0.5 });
    p.fill(ellipse(x + 0.01, y, 0.09), p.local("#e0a9a2"), { shade: 0.2, ink: 0 });
  }
  eye(p, 0.3, -0.32, 0.035);
  p.fill(dot(0.53, -0.15, 0.034), p.local("#d98080"), { shade: 0, ink: 0.4 });
}

function bird(p: Pen): void {
  const tone = p.env.accent;
  p.fill(
    ribbon(outline("-0.2 -0.42, -0.5 -0.34, -0.66 -0.2"), (t) => 0.06 + 0.02 * t),
    lighten(tone, -0.12),
    { shade: 0.4 },
  );
  for (const x of [0, 0.1])
    p.line(
      openLine([
        [x, -0.2],
        [x + 0.02, 0],
      ]),
      p.local("#b57a3a"),
      0.022,
    );
  p.fill(
    smooth(
      outline("-0.3 -0.44, -0.1 -0.66, 0.1 -0.86, 0.26 -0.92, 0.38 -0.8, 0.36 -0.5, 0.18 -0.24, -0.08 -0.2"),
    ),
    tone,
    { shade: 0.9 },
  );
  p.fill(smooth(outline("0.12 -0.28, 0.34 -0.5, 0.34 -0.68, 0.2 -0.6, 0.06 -0.34")), p.local("#f6e6c8"), {
    shade: 0.3,
    ink: 0,
    alpha: 0.9,
  });
  p.fill(smooth(outline("-0.36 -0.34, -0.2 -0.58, 0.08 -0.6, 0.1 -0.44, -0.1 -0.32")), lighten(tone, -0.1), {
    shade: 0.6,
    ink: 0.7,
  });
  for (let feather = 0; feather < 3; feather++)
    p.line(
      curve([
        [0.04 - feather * 0.06, -0.44],
        [-0.14 - feather * 0.04, -0.38],
        [-0.26 - feather * 0.03, -0.34],
      ]),
      lighten(tone, -0.22),
      0.012,
      0.7,
    );
  p.fill(polygon(outline("0.38 -0.82, 0.56 -0.77, 0.38 -0.74")), p.local("#f0a83a"), { shade: 0.3 });
  eye(p, 0.27, -0.81, 0.032);
}

function flyingBird(p: Pen): void {
  const tone = p.local(p.random.pick(["#f2efe8", "#5a5a66", "#8a6a4a"]));
  p.fill(
    smooth(outline("0.05 -0.02, -0.1 -0.2, -0.34 -0.46, -0.62 -0.5, -0.42 -0.3, -0.26 -0.08, -0.16 0.08")),
    lighten(tone, -0.12),
    { shade: 0.5 },
  );
  p.fill(
    smooth(
      outline(
        "-0.46 0.1, -0.64 0.2, -0.6 0.08, -0.2 -0.02, 0.2 -0.08, 0.38 -0.06, 0.42 0.02, 0.2 0.12, -0.1 0.16",
      ),
    ),
    tone,
    { shade: 0.8 },
  );
  p.fill(
    smooth(outline("0.14 -0.02, 0.12 -0.24, 0.28 -0.5, 0.46 -0.56, 0.36 -0.3, 0.26 -0.06, 0.02 0.08")),
    lighten(tone, 0.02),
    { shade: 0.6 },
  );
  p.fill(polygon(outline("0.41 -0.05, 0.55 0.0, 0.41 0.03")), p.local("#f0a83a"), { shade: 0 });
  eye(p, 0.34, -0.02, 0.02);
}

function owl(p: Pen): void {
  const tone = p.local("#8a6444");
  p.fill(
    smooth(outline("-0.3 -0.06, -0.36 -0.42, -0.3 -0.86, 0 -0.95, 0.3 -0.86, 0.36 -0.42, 0.3 -0.06, 0 0")),
    tone,
    { shade: 0.9 },
  );
  for (const side of [-1, 1])
    p.fill(
      polygon([
        [side * 0.12, -0.9],
        [side * 0.3, -1.03],
        [side * 0.31, -0.8],
      ]),
      tone,
      { shade: 0.4 },
    );
  p.fill(smooth(outline("-0.18 -0.08, -0.22 -0.4, 0 -0.56, 0.22 -0.4, 0.18 -0.08")), lighten(tone, 0.2), {
    shade: 0.3,
    ink: 0.2,
  });
  for (let row = 0; row < 4; row++)
    for (let column = -1; column <= 1; column++)
      p.line(
        arc(column * 0.1 + (row % 2) * 0.04, -0.42 + row * 0.09, 0.035, 0.03, 0, Math.PI),
        lighten(tone, -0.05),
        0.012,
        0.8,
      );
  for (const side of [-1, 1]) {
    p.fill(
      smooth([
        [side * 0.3, -0.6],
        [side * 0.4, -0.3],
        [side * 0.26, -0.08],
        [side * 0.2, -0.36],
      ]),
      lighten(tone, -0.09),
      { shade: 0.5 },
    );
    p.fill(ellipse(side * 0.13, -0.7, 0.135), lighten(tone, 0.26), { shade: 0.3, form: "round" });
    p.fill(ellipse(side * 0.13, -0.7, 0.085), hex("#f2b632"), { shade: 0.4, form: "round", ink: 0.5 });
    eye(p, side * 0.13, -0.7, 0.05);
  }
  p.fill(polygon(outline("-0.045 -0.64, 0.045 -0.64, 0 -0.53")), p.local("#e09a3a"), { shade: 0.4 });
}

function penguin(p: Pen): void {
  p.fill(
    smooth(outline("-0.24 -0.04, -0.3 -0.4, -0.2 -0.84, 0 -0.98, 0.2 -0.84, 0.3 -0.4, 0.24 -0.04, 0 0")),
    p.local("#2e3440"),
    { shade: 0.8 },
  );
  p.fill(
    smooth(
      outline(
        "-0.17 -0.06, -0.2 -0.38, -0.12 -0.66, -0.15 -0.8, 0 -0.74, 0.15 -0.8, 0.12 -0.66, 0.2 -0.38, 0.17 -0.06",
      ),
    ),
    p.local("#f7f5ee"),
    { shade: 0.5, ink: 0.3 },
  );
  for (const side of [-1, 1]) {
    p.fill(
      smooth([
        [side * 0.24, -0.64],
        [side * 0.42, -0.34],
        [side * 0.36, -0.2],
        [side * 0.26, -0.36],
      ]),
      p.local("#2a303a"),
      { shade: 0.4 },
    );
    p.fill(ellipse(side * 0.11, -0.005, 0.1, 0.035), p.local("#f0993a"), { shade: 0.3 });
    eye(p, side * 0.075, -0.83, 0.024);
  }
  p.fill(polygon(outline("-0.05 -0.79, 0.05 -0.79, 0 -0.7")), p.local("#f0a33a"), { shade: 0.3 });
}

function fish(p: Pen): void {
  const tone = p.random.chance(0.5) ? hex("#f08a3a") : p.env.accent;
  p.fill(
    smooth(outline("-0.36 0, -0.62 -0.26, -0.7 -0.2, -0.62 0, -0.7 0.22, -0.6 0.26")),
    lighten(tone, -0.06),
    { shade: 0.5 },
  );
  p.fill(smooth(outline("-0.2 -0.2, -0.04 -0.44, 0.2 -0.34, 0.3 -0.18")), lighten(tone, -0.08), {
    shade: 0.5,
  });
  p.fill(smooth(outline("-0.1 0.2, -0.02 0.38, 0.16 0.24")), lighten(tone, -0.08), { shade: 0.5 });
  const bodyShape = smooth(
    outline("-0.44 0, -0.18 -0.25, 0.2 -0.29, 0.5 -0.12, 0.6 0.03, 0.46 0.18, 0.14 0.28, -0.2 0.22"),
  );
  p.fill(bodyShape, tone, { shade: 1 });
  p.within(bodyShape, () => {
    for (const x of [-0.16, 0.14]) {
      p.fill(
        ribbon(
          [
            [x, -0.4],
            [x + 0.05, 0],
            [x, 0.4],
          ],
          () => 0.05,
        ),
        hex("#fff6e8"),
        { shade: 0.2, ink: 0.4 },
      );
    }
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 5; column++)
        p.line(
          arc(-0.26 + column * 0.1, -0.1 + row * 0.1, 0.045, 0.045, -1.2, 1.2),
          lighten(tone, 0.12),
          0.009,
          0.55,
        );
  });
  p.fill(leaf(0.1, 0.05, -0.24, 0.13, 0.3), lighten(tone, 0.07), { shade: 0.4, ink: 0.6 });
  p.fill(ellipse(0.4, -0.05, 0.06), hex("#fffaf0"), { shade: 0.2, ink: 0.5 });
  eye(p, 0.415, -0.05, 0.036);
}

function whale(p: Pen): void {
  const skin = p.local("#3f6585");
  p.fill(
    smooth(outline("-0.74 -0.06, -1.02 -0.34, -1.1 -0.3, -0.98 -0.1, -1.12 0.06, -1.04 0.1, -0.76 0.04")),
    skin,
    { shade: 0.6 },
  );
  const bodyShape = smooth(
    outline(
      "-0.82 -0.02, -0.5 -0.16, -0.1 -0.34, 0.36 -0.36, 0.72 -0.2, 0.84 0.02, 0.7 0.22, 0.3 0.32, -0.2 0.22, -0.6 0.06",
    ),
  );
  p.fill(bodyShape, skin, { shade: 1 });
  p.within(bodyShape, () => {
    p.fill(smooth(outline("0.9 0.06, 0.5 0.1, 0.1 0.12, -0.3 0.14, 0 0.5, 0.9 0.5")), p.local("#d6e4ea"), {
      shade: 0.3,
      ink: 0,
    });
    for (let groove = 0; groove < 7; groove++)
      p.line(
        curve([
          [0.84, 0.08 + groove * 0.035],
          [0.4, 0.13 + groove * 0.036],
          [0, 0.16 + groove * 0.028],
        ]),
        p.local("#9fb9c6"),
        0.009,
        0.9,
      );
  });
  p.fill(smooth(outline("0.26 0.14, 0.1 0.44, 0 0.5, 0.02 0.3, 0.12 0.12")), lighten(skin, -0.06), {
    shade: 0.5,
  });
  p.line(curve(outline("0.84 0.03, 0.66 0.06, 0.52 0")), lighten(skin, -0.16), 0.012);
  eye(p, 0.5, -0.05, 0.025);
}

function dolphin(p: Pen): void {
  const skin = p.local("#6f95b0");
  p.fill(smooth(outline("-0.5 0.16, -0.72 0.16, -0.8 0.3, -0.62 0.3, -0.66 0.44, -0.5 0.34")), skin, {
    shade: 0.5,
  });
  p.fill(
    smooth(
      outline(
        "-0.58 0.26, -0.42 0.02, -0.1 -0.2, 0.22 -0.24, 0.44 -0.14, 0.56 -0.02, 0.72 0.06, 0.7 0.11, 0.48 0.1, 0.2 0.12, -0.14 0.1, -0.4 0.2",
      ),
    ),
    skin,
    { shade: 0.9 },
  );
  p.fill(smooth(outline("0.6 0.08, 0.3 0.04, -0.04 0.06, 0.2 0.12, 0.48 0.1")), p.local("#e4eef2"), {
    shade: 0.2,
    ink: 0,
  });
  p.fill(smooth(outline("0.0 -0.22, -0.14 -0.44, -0.2 -0.42, -0.16 -0.18")), lighten(skin, -0.06), {
    shade: 0.5,
  });
  p.fill(smooth(outline("0.2 0.06, 0.08 0.32, 0.02 0.3, 0.06 0.08")), lighten(skin, -0.08), { shade: 0.4 });
  eye(p, 0.42, -0.05, 0.02);
}

function octopus(p: Pen): void {
  const skin = p.env.accent;
  for (let arm = 0; arm < 8; arm++) {
    const side = arm - 3.5;
    const curl = p.random.range(0.05, 0.12);
    p.fill(
      ribbon(
        [
          [side * 0.05, 0.02],
          [side * 0.11, 0.22],
          [side * 0.17 + curl, 0.34],
          [side * 0.2 - curl, 0.48],
        ],
        (t) => 0.055 * (1 - t * 0.8),
      ),
      lighten(skin, arm % 2 === 0 ? -0.06 : 0),
      { shade: 0.6 },
    );
    for (let cup = 1; cup < 5; cup++)
      p.fill(dot(side * (0.06 + cup * 0.03), 0.06 + cup * 0.075, 0.012), lighten(skin, 0.2), {
        shade: 0,
        ink: 0,
      });
  }
  p.fill(
    smooth(outline("-0.24 0.06, -0.3 -0.18, -0.18 -0.46, 0.08 -0.5, 0.28 -0.3, 0.26 0.04, 0 0.12")),
    skin,
    { shade: 1 },
  );
  for (const x of [-0.1, 0.12]) {
    p.fill(ellipse(x, -0.04, 0.075), hex("#fff8ea"), { shade: 0.2, ink: 0.5 });
    eye(p, x + 0.01, -0.03, 0.042);
  }
}

function turtle(p: Pen): void {
  const skin = p.local("#6f9a5a");
  for (const points of [
    outline("0.24 0.06, 0.44 0.3, 0.32 0.42, 0.1 0.16"),
    outline("-0.26 0.06, -0.46 0.26, -0.38 0.34, -0.14 0.16"),
    outline("-0.4 -0.02, -0.6 0.02, -0.42 0.08"),
  ] as const)
    p.fill(smooth(points), skin, { shade: 0.5 });
  p.fill(smooth(outline("0.36 0.02, 0.46 -0.14, 0.62 -0.18, 0.72 -0.08, 0.64 0.04, 0.46 0.1")), skin, {
    shade: 0.6,
  });
  eye(p, 0.62, -0.08, 0.022);
  const shell = smooth(
    outline("-0.46 0.1, -0.4 -0.12, -0.16 -0.32, 0.14 -0.32, 0.38 -0.12, 0.44 0.08, 0 0.18"),
  );
  p.fill(shell, p.local("#7a5a38"), { shade: 1 });
  p.within(shell, () => {
    for (const [x, y] of outline("-0.26 -0.04, 0 -0.12, 0.24 -0.04, -0.12 0.1, 0.12 0.1"))
      p.fill(
        polygon([
          [x - 0.11, y],
          [x - 0.05, y - 0.09],
          [x + 0.05, y - 0.09],
          [x + 0.11, y],
          [x + 0.05, y + 0.08],
          [x - 0.05, y + 0.08],
        ]),
        p.local("#a3834f"),
        { shade: 0.4, ink: 0.4 },
      );
  });
}

function bee(p: Pen): void {
  for (const [a, length] of outline("-2.1 0.42, -1.5 0.46"))
    p.fill(leaf(0.02, -0.14, length, 0.24, a), hex("#e6f4fb"), { shade: 0.2, alpha: 0.85, ink: 0.6 });
  const bodyShape = ellipse(-0.06, 0.04, 0.34, 0.22, 0.1);
  p.fill(bodyShape, p.local("#f2b92e"), { shade: 1, form: "round" });
  p.within(bodyShape, () => {
    for (const x of [-0.26, -0.1, 0.06])
      p.fill(
        ribbon(
          [
            [x, -0.3],
            [x + 0.03, 0.04],
            [x, 0.36],
          ],
          () => 0.04,
        ),
        p.local("#3a2c22"),
        { shade: 0.2, ink: 0 },
      );
  });
  p.fill(polygon(outline("-0.38 -0.0, -0.5 0.02, -0.38 0.06")), p.local("#3a2c22"), { shade: 0 });
  p.fill(ellipse(0.3, 0.02, 0.14), p.local("#4a3626"), { shade: 0.7, form: "round" });
  for (const dx of [0.02, 0.1])
    p.line(
      curve([
        [0.32 + dx, -0.1],
        [0.38 + dx, -0.2],
        [0.44 + dx, -0.22],
      ]),
      p.local("#3a2c22"),
      0.014,
    );
  eye(p, 0.36, 0.0, 0.045);
}

function butterfly(p: Pen): void {
  for (const side of [-1, 1]) {
    const upper = smooth([
      [0, -0.06],
      [side * 0.14, -0.36],
      [side * 0.4, -0.46],
      [side * 0.5, -0.26],
      [side * 0.32, -0.02],
      [side * 0.06, 0.02],
    ]);
    p.fill(upper, p.env.accent, { shade: 0.8 });
    p.fill(
      smooth([
        [0, 0],
        [side * 0.3, 0.02],
        [side * 0.4, 0.2],
        [side * 0.26, 0.42],
        [side * 0.1, 0.26],
      ]),
      p.env.second,
      { shade: 0.7 },
    );
    p.fill(ellipse(side * 0.33, -0.28, 0.07), lighten(p.env.second, 0.12), { shade: 0.2, ink: 0.5 });
    p.fill(ellipse(side * 0.25, 0.2, 0.05), lighten(p.env.accent, 0.14), { shade: 0.2, ink: 0.5 });
    p.line(
      curve([
        [0, -0.2],
        [side * 0.05, -0.36],
        [side * 0.12, -0.44],
      ]),
      p.local("#3a2c2a"),
      0.014,
    );
  }
  p.fill(ellipse(0, 0, 0.035, 0.24), p.local("#3f302c"), { shade: 0.6, form: "round" });
}

function dinosaur(p: Pen): void {
  const skin = coat(p, ["#6f8f4f", "#5f7f78", "#9a7a4a"]);
  p.fill(
    ribbon(outline("-0.1 -0.4, -0.44 -0.34, -0.72 -0.18, -0.96 -0.2"), (t) => 0.13 * (1 - t) + 0.008),
    skin,
    { shade: 0.7 },
  );
  for (const [x, dark] of outline("-0.02 -0.09, 0.14 0"))
    p.fill(
      smooth([
        [x - 0.12, -0.44],
        [x - 0.1, -0.22],
        [x - 0.14, -0.04],
        [x + 0.06, 0],
        [x + 0.1, -0.03],
        [x - 0.01, -0.08],
        [x + 0.02, -0.22],
        [x + 0.12, -0.36],
      ]),
      lighten(skin, dark),
      { shade: 0.6 },
    );
  p.fill(
    smooth(outline("-0.24 -0.42, -0.06 -0.62, 0.18 -0.76, 0.34 -0.76, 0.36 -0.56, 0.22 -0.36, -0.06 -0.28")),
    skin,
    { shade: 0.9 },
  );
  p.fill(
    smooth(outline("0.2 -0.74, 0.26 -0.94, 0.42 -0.99, 0.66 -0.9, 0.7 -0.8, 0.52 -0.76, 0.38 -0.66")),
    skin,
    { shade: 0.8 },
  );
  p.fill(polygon(outline("0.42 -0.79, 0.69 -0.81, 0.64 -0.75, 0.44 -0.74")), p.local("#7a3030"), {
    shade: 0.2,
    ink: 0.5,
  });
  for (let tooth = 0; tooth < 6; tooth++)
    p.fill(
      polygon([
        [0.46 + tooth * 0.037, -0.795],
        [0.485 + tooth * 0.037, -0.8],
        [0.473 + tooth * 0.037, -0.765],
      ]),
      hex("#fffaf0"),
      { shade: 0, ink: 0.2 },
    );
  p.fill(
    ribbon(outline("0.3 -0.56, 0.4 -0.5, 0.42 -0.43"), (t) => 0.03 * (1 - t * 0.6)),
    skin,
    { shade: 0.5 },
  );
  for (let plate = 0; plate < 8; plate++) {
    const t = plate / 8;
    p.fill(
      polygon([
        [0.2 - t * 0.72, -0.75 + t * 0.42],
        [0.15 - t * 0.72, -0.86 + t * 0.45],
        [0.11 - t * 0.72, -0.7 + t * 0.42],
      ]),
      p.env.accent,
      { shade: 0.4, ink: 0.6 },
    );
  }
  eye(p, 0.43, -0.9, 0.024, "#e8c33a");
}

function snake(p: Pen): void {
  const skin = coat(p, ["#6f9a3f", "#b5813f", "#4f8a7a"]);
  const spine = outline(
    "0.5 -0.06, 0.2 -0.16, -0.1 -0.02, -0.42 -0.14, -0.38 -0.36, -0.05 -0.36, 0.1 -0.58, 0.02 -0.84",
  );
  p.fill(
    ribbon(spine, (t) => 0.02 + 0.055 * Math.sin(Math.PI * Math.min(1, 0.1 + t * 0.86))),
    skin,
    { shade: 0.9 },
  );
  p.line(curve(spine), lighten(skin, -0.16), 0.022, 0.8);
  p.fill(smooth(outline("-0.08 -0.84, -0.02 -0.98, 0.12 -0.96, 0.22 -0.88, 0.1 -0.8")), skin, { shade: 0.7 });
  p.line(openLine(outline("0.22 -0.88, 0.36 -0.86")), p.local("#d9404a"), 0.012);
  eye(p, 0.1, -0.91, 0.02, "#2a2420");
}

function spider(p: Pen): void {
  const tone = p.local("#3a3038");
  p.line(openLine(outline("0 -0.1, 0 -2")), hex("#f0f0f0"), 0.006, 0.8);
  for (const side of [-1, 1])
    for (let leg = 0; leg < 4; leg++)
      p.line(
        curve(
          [
            [side * 0.08, 0],
            [side * 0.34, -0.26 + leg * 0.12],
            [side * 0.46, 0.04 + leg * 0.13],
          ],
          6,
        ),
        tone,
        0.024,
      );
  p.fill(ellipse(0, 0.12, 0.2, 0.22), tone, { shade: 1, form: "round" });
  p.fill(ellipse(0, -0.1, 0.13, 0.12), lighten(tone, 0.06), { shade: 0.8, form: "round" });
  for (const x of [-0.05, 0.05]) eye(p, x, -0.13, 0.025, "#c03030");
}

export const ANIMALS: readonly Subject[] = [
  {
    words: ["cat", "kitten", "purr", "feline", "meow", "whisker"],
    paint: cat,
    home: "room",
    origin: "base",
    place: "ground",
    scale: 0.95,
  },
  {
    words: ["dog", "puppy", "hound", "canine", "bark", "wag"],
    paint: dog,
    home: "meadow",
    origin: "base",
    wide: 0.55,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["wolf", "fox", "coyote"],
    paint: fox,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 0.75,
  },
  {
    words: ["horse", "pony", "stallion", "cavalry", "donkey", "zebra", "unicorn", "camel"],
    paint: horse,
    home: "meadow",
    origin: "base",
    wide: 0.6,
    place: "ground",
    scale: 0.9,
    company: 1,
  },
  {
    words: ["cow", "cattle", "bull", "milk", "dairy", "buffalo"],
    paint: cow,
    home: "meadow",
    origin: "base",
    wide: 0.66,
    place: "ground",
    scale: 0.75,
    company: 2,
  },
  {
    words: ["sheep", "lamb", "wool", "goat", "shepherd"],
    paint: sheep,
    home: "meadow",
    origin: "base",
    wide: 0.5,
    place: "ground",
    scale: 0.6,
    company: 3,
  },
  {
    words: ["elephant", "mammoth", "rhino", "hippo"],
    paint: elephant,
    home: "meadow",
    origin: "base",
    wide: 0.7,
    place: "ground",
    scale: 0.95,
    company: 1,
  },
  {
    words: ["bear", "panda", "grizzly", "hibernation", "hibernate"],
    paint: bear,
    home: "forest",
    origin: "base",
    wide: 0.6,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["lion", "tiger", "leopard", "cheetah", "predator"],
    paint: lion,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 0.85,
  },
  {
    words: ["rabbit", "bunny", "hare", "squirrel"],
    paint: rabbit,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 0.6,
    company: 1,
  },
  {
    words: ["deer", "stag", "moose", "reindeer", "antelope", "gazelle"],
    paint: deer,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 0.95,
    company: 1,
  },
  {
    words: ["giraffe", "savanna", "safari"],
    paint: giraffe,
    home: "meadow",
    origin: "base",
    wide: 0.4,
    place: "ground",
    scale: 1.15,
    company: 1,
  },
  {
    words: ["monkey", "ape", "chimpanzee", "gorilla", "primate", "evolution"],
    paint: monkey,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 0.75,
  },
  {
    words: ["mouse", "mice", "rat", "hamster"],
    paint: mouse,
    home: "room",
    origin: "base",
    place: "ground",
    scale: 0.5,
  },
  {
    words: [
      "bird",
      "robin",
      "sparrow",
      "finch",
      "songbird",
      "parrot",
      "nest",
      "chicken",
      "hen",
      "duck",
      "crow",
      "raven",
    ],
    paint: bird,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 0.65,
  },
  {
    words: [
      "eagle",
      "gull",
      "seagull",
      "dove",
      "hawk",
      "falcon",
      "migration",
      "migrate",
      "goose",
      "swan",
      "flying bird",
      "stork",
      "wing",
      "bird fly",
    ],
    paint: flyingBird,
    home: "heavens",
    origin: "centre",
    place: "air",
    scale: 0.85,
    company: 3,
  },
  { words: ["owl"], paint: owl, home: "forest", origin: "base", place: "ground", scale: 0.75 },
  {
    words: ["penguin"],
    paint: penguin,
    home: "snow",
    origin: "base",
    place: "ground",
    scale: 0.7,
    company: 3,
  },
  {
    words: ["fish", "salmon", "goldfish", "trout", "coral", "reef", "shark", "aquarium"],
    paint: fish,
    home: "underwater",
    origin: "centre",
    wide: 0.6,
    place: "water",
    scale: 0.75,
    company: 3,
  },
  {
    words: ["whale", "orca"],
    paint: whale,
    home: "underwater",
    origin: "centre",
    wide: 0.75,
    place: "water",
    scale: 0.95,
  },
  {
    words: ["dolphin", "porpoise"],
    paint: dolphin,
    home: "underwater",
    origin: "centre",
    place: "water",
    scale: 0.85,
    company: 2,
  },
  {
    words: ["octopus", "squid", "jellyfish"],
    paint: octopus,
    home: "underwater",
    origin: "centre",
    place: "water",
    scale: 0.95,
  },
  {
    words: ["turtle", "tortoise"],
    paint: turtle,
    home: "underwater",
    origin: "centre",
    place: "water",
    scale: 0.85,
  },
  {
    words: ["bee", "honey", "hive", "honeybee", "wasp", "pollinator", "honeycomb", "insect", "ant"],
    paint: bee,
    home: "meadow",
    origin: "centre",
    place: "air",
    scale: 0.6,
    company: 3,
  },
  {
    words: ["butterfly", "moth", "caterpillar", "metamorphosis", "chrysalis", "cocoon", "dragonfly"],
    paint: butterfly,
    home: "meadow",
    origin: "centre",
    place: "air",
    scale: 0.7,
    company: 3,
  },
  {
    words: [
      "dinosaur",
      "tyrannosaurus",
      "fossil",
      "jurassic",
      "extinction",
      "extinct",
      "dragon",
      "reptile",
      "lizard",
    ],
    paint: dinosaur,
    home: "forest",
    origin: "base",
    wide: 0.7,
    place: "ground",
    scale: 1.1,
  },
  {
    words: ["snake", "serpent", "cobra", "python"],
    paint: snake,
    home: "desert",
    origin: "base",
    place: "ground",
    scale: 0.65,
  },
  {
    words: ["spider", "cobweb", "arachnid"],
    paint: spider,
    home: "forest",
    origin: "centre",
    place: "air",
    scale: 0.5,
  },
];
