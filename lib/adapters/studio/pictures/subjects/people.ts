import { type Colour, hex, lighten } from "../colour";
import type { Pen } from "../pen";
import {
  arc,
  dot,
  ellipse,
  openLine,
  outline,
  type Point,
  polygon,
  rect,
  ribbon,
  roundRect,
  smooth,
  triples,
} from "../shape";
import type { Subject } from "./subject";

const SKINS = ["#f0c7a0", "#d9a06e", "#a8703f", "#6f4628", "#e8b48a"];
const HAIRS = ["#2e2320", "#5f3c22", "#a86f32", "#8f8f93", "#3a2a3f"];
const CLOTHES = ["#c8503c", "#3f6f9c", "#4f8a5a", "#d9a03a", "#7a4f8a", "#2f7f86", "#b85a7a"];

interface Dress {
  skin: Colour;
  hair: Colour;
  coat: Colour;
  legs: Colour;
}

function dress(p: Pen): Dress {
  return {
    skin: p.local(p.random.pick(SKINS)),
    hair: p.local(p.random.pick(HAIRS)),
    coat: p.local(p.random.pick(CLOTHES)),
    legs: p.local(p.random.pick(["#3a4356", "#5a4a3c", "#2f3a3f", "#6b5a4a"])),
  };
}

interface Figure extends Dress {
  stride?: number;
  /** Hands from the shoulders, in units of the figure. */
  left: Point;
  right: Point;
  long?: boolean;
}

/** A figure one unit tall, three quarters to the right, simple enough for any style. */
function figure(p: Pen, { skin, hair, coat, legs, stride = 0.07, left, right, long = false }: Figure): void {
  const arm = (hand: Point, tone: Colour): void => {
    const shoulder: Point = [0, -0.74];
    const elbow: Point = [hand[0] * 0.55 + (hand[0] > 0 ? 0.02 : -0.02), (shoulder[1] + hand[1]) / 2 + 0.02];
    p.fill(
      ribbon([shoulder, elbow, hand], (t) => 0.042 - 0.014 * t),
      tone,
      { shade: 0.5, ink: 0.8 },
    );
    p.fill(ellipse(hand[0], hand[1], 0.027), skin, { shade: 0.5, form: "round" });
  };
  arm(left, lighten(coat, -0.08));
  for (const [side, dark] of outline("-1 -0.07, 1 0")) {
    const foot = side * stride;
    p.fill(
      ribbon(
        [
          [side * 0.03, -0.46],
          [foot * 0.7, -0.24],
          [foot, -0.04],
        ],
        (t) => 0.058 - 0.022 * t,
      ),
      lighten(legs, dark),
      { shade: 0.5 },
    );
    p.fill(
      smooth(
        [
          [foot - 0.035, -0.045],
          [foot + 0.02, -0.05],
          [foot + 0.09, -0.012],
          [foot + 0.08, 0.004],
          [foot - 0.035, 0.004],
        ],
        4,
      ),
      p.local("#3a2c26"),
      { shade: 0.4 },
    );
  }
  const hem = long ? -0.22 : -0.42;
  p.fill(
    smooth(
      [
        [-0.06, -0.82],
        [0.06, -0.82],
        [0.11, -0.74],
        [0.1, -0.56],
        [0.12, hem],
        [0, hem + 0.015],
        [-0.12, hem],
        [-0.1, -0.56],
        [-0.11, -0.74],
      ],
      5,
    ),
    coat,
    { shade: 0.9 },
  );
  arm(right, lighten(coat, 0.03));
  p.fill(rect(-0.028, -0.86, 0.056, 0.06), lighten(skin, -0.06), { shade: 0.2, ink: 0.2 });
  p.fill(ellipse(0.005, -0.92, 0.078, 0.088), skin, { shade: 0.8, form: "round" });
  p.fill(
    smooth(
      outline(
        "-0.085 -0.9, -0.09 -0.98, -0.03 -1.02, 0.05 -1.01, 0.09 -0.95, 0.04 -0.965, -0.03 -0.955, -0.05 -0.89",
      ),
      5,
    ),
    hair,
    { shade: 0.5 },
  );
  p.fill(dot(0.035, -0.92, 0.008), hex("#2a2220"), { shade: 0, ink: 0 });
  p.fill(dot(0.065, -0.92, 0.008), hex("#2a2220"), { shade: 0, ink: 0 });
  p.line(arc(0.045, -0.885, 0.022, 0.012, 0.3, 2.8), lighten(skin, -0.28), 0.006);
}

function walker(p: Pen): void {
  const clothes = dress(p);
  figure(p, {
    ...clothes,
    stride: 0.12,
    left: [-0.16, -0.5],
    right: [0.17, -0.52],
    long: p.random.chance(0.4),
  });
  if (p.random.chance(0.5)) p.fill(roundRect(-0.19, -0.8, 0.12, 0.22, 0.05), p.env.second, { shade: 0.7 });
}

function pointing(p: Pen): void {
  figure(p, { ...dress(p), left: [-0.14, -0.48], right: [0.3, -0.92] });
}

function child(p: Pen): void {
  const clothes = dress(p);
  p.at(0, 0, 0.8, () => figure(p, { ...clothes, stride: 0.08, left: [-0.2, -0.84], right: [0.22, -0.98] }));
  p.line(openLine(outline("0.17 -0.8, 0.26 -1.2")), p.local("#5a4a4a"), 0.006);
  p.fill(
    smooth(outline("0.26 -1.2, 0.17 -1.3, 0.19 -1.42, 0.28 -1.46, 0.37 -1.4, 0.36 -1.28"), 5),
    p.env.accent,
    { shade: 0.9, form: "round" },
  );
}

function scientist(p: Pen): void {
  figure(p, { ...dress(p), coat: p.local("#f3f4f2"), left: [-0.15, -0.5], right: [0.25, -0.7], long: true });
  p.line(openLine(outline("0 -0.8, 0 -0.24")), p.local("#b9c0c4"), 0.006);
  for (const x of [0.034, 0.066]) p.line(ellipse(x, -0.92, 0.018), p.local("#2f3440"), 0.006);
  p.fill(
    polygon(outline("0.235 -0.88, 0.265 -0.88, 0.265 -0.81, 0.33 -0.66, 0.17 -0.66, 0.235 -0.81")),
    hex("#d9eef2"),
    { shade: 0.3, alpha: 0.75 },
  );
  p.fill(polygon(outline("0.215 -0.74, 0.288 -0.74, 0.325 -0.665, 0.178 -0.665")), p.env.accent, {
    shade: 0.5,
    ink: 0.2,
  });
  for (let bubble = 0; bubble < 4; bubble++)
    p.fill(dot(0.25 + p.random.range(-0.03, 0.03), -0.92 - bubble * 0.05, 0.012), p.env.accent, {
      shade: 0.2,
      ink: 0.4,
    });
}

function crowd(p: Pen): void {
  for (const [row, scale] of outline("0 0.7, 1 0.85, 2 1")) {
    const count = 6 - row;
    for (let person = 0; person < count; person++) {
      const x = ((person + 0.5) / count - 0.5) * 2.2 + p.random.range(-0.06, 0.06);
      p.at(
        x,
        -0.12 + row * 0.06,
        0.72 * scale * p.random.range(0.9, 1.05),
        () => {
          const up = p.random.chance(0.3);
          figure(p, {
            ...dress(p),
            stride: 0.05,
            left: [-0.15, -0.48],
            right: up ? [0.18, -1.02] : [0.16, -0.5],
            long: p.random.chance(0.4),
          });
        },
        { flip: p.random.chance(0.5) },
      );
    }
  }
}

function pair(p: Pen): void {
  p.at(-0.22, 0, 0.95, () =>
    figure(p, { ...dress(p), stride: 0.05, left: [-0.15, -0.5], right: [0.2, -0.66] }),
  );
  p.at(
    0.26,
    0,
    0.9,
    () => figure(p, { ...dress(p), stride: 0.05, left: [-0.15, -0.5], right: [0.2, -0.62], long: true }),
    { flip: true },
  );
}

function farmer(p: Pen): void {
  figure(p, { ...dress(p), left: [-0.15, -0.5], right: [0.2, -0.6] });
  p.fill(ellipse(0, -0.985, 0.17, 0.028), p.local("#d9b86a"), { shade: 0.4 });
  p.fill(smooth(outline("-0.085 -0.985, -0.06 -1.06, 0.06 -1.06, 0.085 -0.985"), 4), p.local("#d9b86a"), {
    shade: 0.6,
  });
  p.fill(rect(0.19, -1.0, 0.022, 1), p.local("#7a5634"), { shade: 0.5 });
  for (const x of [0.15, 0.2, 0.25])
    p.line(
      openLine([
        [x, -1.12],
        [x, -1],
      ]),
      p.local("#7f868e"),
      0.012,
    );
  p.line(openLine(outline("0.15 -1, 0.25 -1")), p.local("#7f868e"), 0.014);
}

function astronaut(p: Pen): void {
  const suit = p.local("#eceef0");
  p.fill(roundRect(-0.26, -0.76, 0.52, 0.42, 0.08), lighten(suit, -0.12), { shade: 0.7 });
  for (const side of [-1, 1]) {
    p.fill(
      ribbon(
        [
          [side * 0.08, -0.4],
          [side * 0.11, -0.2],
          [side * 0.12, -0.04],
        ],
        () => 0.085,
      ),
      suit,
      { shade: 0.8 },
    );
    p.fill(roundRect(side * 0.12 - 0.1, -0.08, 0.21, 0.09, 0.04), lighten(suit, -0.2), { shade: 0.5 });
    p.fill(
      ribbon(
        [
          [side * 0.16, -0.66],
          [side * 0.28, -0.52],
          [side * 0.3, side > 0 ? -0.68 : -0.36],
        ],
        () => 0.066,
      ),
      suit,
      { shade: 0.7 },
    );
    p.fill(ellipse(side * 0.3, side > 0 ? -0.7 : -0.34, 0.06), p.env.accent, { shade: 0.6, form: "round" });
  }
  p.fill(roundRect(-0.19, -0.72, 0.38, 0.36, 0.1), suit, { shade: 0.9 });
  p.fill(roundRect(-0.09, -0.62, 0.18, 0.11, 0.02), p.local("#5f6a78"), { shade: 0.4 });
  for (const [x, tone] of [
    [-0.05, "#e2573b"],
    [0, "#e8c33a"],
    [0.05, "#4fae6a"],
  ] as const)
    p.fill(dot(x, -0.565, 0.016), hex(tone), { shade: 0, ink: 0.3 });
  p.fill(ellipse(0, -0.86, 0.18, 0.165), suit, { shade: 0.9, form: "round" });
  p.fill(
    smooth(outline("-0.12 -0.84, -0.1 -0.94, 0 -0.965, 0.1 -0.94, 0.13 -0.84, 0.06 -0.77, -0.06 -0.77"), 5),
    p.local("#c98a2f"),
    { shade: 1 },
  );
  p.fill(ellipse(0.05, -0.9, 0.035, 0.018, -0.4), hex("#fff3d0"), { shade: 0, ink: 0, alpha: 0.9 });
}

function sleeper(p: Pen): void {
  const wood = p.local("#7a5234");
  p.fill(roundRect(-0.98, -0.82, 0.1, 0.82, 0.03), wood, { shade: 0.6 });
  p.fill(roundRect(0.9, -0.5, 0.09, 0.5, 0.03), wood, { shade: 0.6 });
  p.fill(rect(-0.92, -0.3, 1.86, 0.18), lighten(wood, -0.04), { shade: 0.4 });
  p.fill(roundRect(-0.9, -0.42, 1.82, 0.16, 0.05), p.local("#f2ece0"), { shade: 0.5 });
  p.fill(
    smooth(outline("-0.86 -0.4, -0.82 -0.56, -0.6 -0.6, -0.42 -0.52, -0.4 -0.4"), 5),
    p.local("#ffffff"),
    { shade: 0.6 },
  );
  const skin = p.local(p.random.pick(SKINS));
  p.fill(ellipse(-0.6, -0.57, 0.12, 0.11), skin, { shade: 0.7, form: "round" });
  p.fill(
    smooth(outline("-0.73 -0.55, -0.72 -0.67, -0.6 -0.7, -0.5 -0.66, -0.56 -0.63, -0.66 -0.6"), 5),
    p.local(p.random.pick(HAIRS)),
    { shade: 0.5 },
  );
  p.line(arc(-0.55, -0.57, 0.03, 0.018, 0.2, 2.9), hex("#2a2220"), 0.01);
  p.fill(
    smooth(
      outline("-0.46 -0.4, -0.42 -0.62, -0.1 -0.7, 0.3 -0.6, 0.7 -0.6, 0.92 -0.44, 0.94 -0.2, -0.4 -0.2"),
      6,
    ),
    p.env.accent,
    { shade: 0.9 },
  );
  for (let fold = 0; fold < 5; fold++)
    p.line(
      ribbon(
        [
          [-0.2 + fold * 0.24, -0.6],
          [-0.16 + fold * 0.24, -0.4],
          [-0.2 + fold * 0.24, -0.22],
        ],
        () => 0.004,
      ),
      lighten(p.env.accent, -0.1),
      0.006,
      0.5,
    );
  for (const [x, y, s] of triples("-0.36 -0.84 0.07, -0.22 -1 0.09, -0.04 -1.18 0.12"))
    p.line(
      openLine([
        [x, y],
        [x + s, y],
        [x, y + s],
        [x + s, y + s],
      ]),
      p.local("#e8ecf8"),
      0.016,
      0.9,
    );
}

export const PEOPLE: readonly Subject[] = [
  {
    words: [
      "walker",
      "person",
      "man",
      "woman",
      "hero",
      "traveller",
      "traveler",
      "hiker",
      "inventor",
      "writer",
      "artist",
      "teacher",
      "student",
      "someone",
      "runner",
    ],
    paint: walker,
    home: "meadow",
    origin: "base",
    wide: 0.24,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["astronomer", "guide", "leader", "speaker"],
    paint: pointing,
    home: "mountains",
    origin: "base",
    wide: 0.3,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["child", "children", "kid", "boy", "girl", "baby"],
    paint: child,
    home: "meadow",
    origin: "base",
    wide: 0.3,
    place: "ground",
    scale: 0.68,
    company: 1,
  },
  {
    words: ["scientist", "chemist", "doctor", "researcher", "engineer", "nurse"],
    paint: scientist,
    home: "workshop",
    origin: "base",
    wide: 0.3,
    place: "ground",
    scale: 0.9,
  },
  {
    words: ["crowd", "people", "audience", "citizen", "population", "society", "voter", "humanity"],
    paint: crowd,
    home: "city",
    origin: "base",
    wide: 1.15,
    place: "ground",
    scale: 0.72,
  },
  {
    words: ["couple", "friend", "family", "neighbour", "neighbor", "conversation", "customer"],
    paint: pair,
    home: "city",
    origin: "base",
    wide: 0.45,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["farmer", "worker", "gardener", "shepherd", "builder"],
    paint: farmer,
    home: "meadow",
    origin: "base",
    wide: 0.25,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["astronaut", "cosmonaut", "spacewalk"],
    paint: astronaut,
    home: "space",
    origin: "base",
    wide: 0.36,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["sleeper", "sleep", "bed", "dream", "dreamer", "sleeping"],
    paint: sleeper,
    home: "room",
    origin: "base",
    wide: 1,
    place: "ground",
    scale: 0.66,
  },
];
