import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, curve, dot, ellipse, leaf, openLine, outline, polygon, ribbon, smooth } from "../shape";
import { coat, eye, standing } from "./animal-parts";
import type { Subject } from "./subject";

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

export const PETS: readonly Subject[] = [
  {
    words: "cat, kitten, purr, feline, meow, whisker",
    paint: cat,
    home: "room",
    origin: "base",
    place: "ground",
    scale: 0.95,
  },
  {
    words: "dog, puppy, hound, canine, bark, wag",
    paint: dog,
    home: "meadow",
    origin: "base",
    wide: 0.55,
    place: "ground",
    scale: 0.8,
  },
  {
    words: "rabbit, bunny, hare, squirrel",
    paint: rabbit,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 0.6,
    company: 1,
  },
  {
    words: "mouse, mice, rat, hamster",
    paint: mouse,
    home: "room",
    origin: "base",
    place: "ground",
    scale: 0.5,
  },
];
