import { hex } from "../colour";
import type { Pen } from "../pen";
import { dot, ellipse, openLine, outline, polygon, rect, roundRect, smooth } from "../shape";
import { dress, figure } from "./figure";
import type { Subject } from "./subject";

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

export const PEOPLE: readonly Subject[] = [
  {
    words:
      "walker, person, man, woman, hero, traveller, traveler, hiker, inventor, writer, artist, teacher, student, someone, runner",
    paint: walker,
    home: "meadow",
    origin: "base",
    wide: 0.24,
    place: "ground",
    scale: 0.8,
  },
  {
    words: "astronomer, guide, leader, speaker",
    paint: pointing,
    home: "mountains",
    origin: "base",
    wide: 0.3,
    place: "ground",
    scale: 0.8,
  },
  {
    words: "child, children, kid, boy, girl, baby",
    paint: child,
    home: "meadow",
    origin: "base",
    wide: 0.3,
    place: "ground",
    scale: 0.68,
    company: 1,
  },
  {
    words: "scientist, chemist, doctor, researcher, engineer, nurse",
    paint: scientist,
    home: "workshop",
    origin: "base",
    wide: 0.3,
    place: "ground",
    scale: 0.9,
  },
  {
    words: "crowd, people, audience, citizen, population, society, voter, humanity",
    paint: crowd,
    home: "city",
    origin: "base",
    wide: 1.15,
    place: "ground",
    scale: 0.72,
  },
  {
    words: "couple, friend, family, neighbour, neighbor, conversation, customer",
    paint: pair,
    home: "city",
    origin: "base",
    wide: 0.45,
    place: "ground",
    scale: 0.8,
  },
  {
    words: "farmer, worker, gardener, shepherd, builder",
    paint: farmer,
    home: "meadow",
    origin: "base",
    wide: 0.25,
    place: "ground",
    scale: 0.8,
  },
];
