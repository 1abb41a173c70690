import { hex } from "../colour";
import type { Pen } from "../pen";
import {
  arc,
  blob,
  curve,
  dot,
  ellipse,
  openLine,
  outline,
  polygon,
  rect,
  ribbon,
  roundRect,
} from "../shape";
import type { Subject } from "./subject";

function blackHole(p: Pen): void {
  p.glow(0, 0, 1, hex("#ff9a4a"), 0.7);
  p.at(
    0,
    0,
    1,
    () => {
      for (const [reach, tone, alpha, w] of [
        [0.74, "#d9532a", 0.5, 0.06],
        [0.64, "#f0883a", 0.75, 0.06],
        [0.54, "#ffc46a", 0.9, 0.05],
        [0.46, "#fff0c8", 0.95, 0.03],
      ] as const)
        p.line(arc(0, 0, reach, reach * 0.24, Math.PI, Math.PI * 2), hex(tone), w, alpha);
      p.line(ellipse(0, 0, 0.325), hex("#ffd99a"), 0.045, 0.9);
      p.line(ellipse(0, 0, 0.36), hex("#ff9a4a"), 0.03, 0.5);
      p.fill(ellipse(0, 0, 0.3), hex("#04030a"), { shade: 0, ink: 0 });
      for (const [reach, tone, alpha, w] of [
        [0.74, "#d9532a", 0.6, 0.06],
        [0.64, "#f0883a", 0.85, 0.06],
        [0.54, "#ffc46a", 1, 0.055],
        [0.46, "#fff4d8", 1, 0.035],
      ] as const)
        p.line(arc(0, 0, reach, reach * 0.24, 0, Math.PI), hex(tone), w, alpha);
      for (let streak = 0; streak < 40; streak++) {
        const a = p.random.range(0, Math.PI);
        const reach = p.random.range(0.44, 0.78);
        p.line(
          arc(0, 0, reach, reach * 0.24, a, a + 0.3),
          hex(p.random.pick(["#fff6e0", "#ffb35a", "#c9401f"])),
          0.006,
          0.7,
        );
      }
    },
    { turn: -0.22 },
  );
}

function galaxy(p: Pen): void {
  p.glow(0, 0, 0.8, hex("#9f8cff"), 0.6);
  p.at(
    0,
    0,
    1,
    () => {
      for (let arm = 0; arm < 2; arm++) {
        for (let step = 0; step < 260; step++) {
          const t = step / 260;
          const a = arm * Math.PI + t * 5.6;
          const r = 0.06 + 0.5 * t;
          const scatter = 0.016 + 0.045 * t;
          const x = Math.cos(a) * r + p.random.range(-scatter, scatter);
          const y = (Math.sin(a) * r + p.random.range(-scatter, scatter)) * 0.62;
          p.fill(
            dot(x, y, p.random.range(0.002, 0.009)),
            hex(p.random.pick(["#ffffff", "#bcd0ff", "#ffd9f0", "#8fb0ff", "#ffe6c0"])),
            { shade: 0, ink: 0, alpha: 0.9 - 0.4 * t },
          );
          if (step % 12 === 0)
            p.glow(x, y, 0.12, hex(p.random.pick(["#6f8cff", "#d06fd0", "#5fb0e8"])), 0.34);
        }
      }
    },
    { turn: -0.35 },
  );
  p.glow(0, 0, 0.3, hex("#fff0d0"), 1);
  p.fill(ellipse(0, 0, 0.05, 0.04), hex("#fffbe8"), { shade: 0, ink: 0, soft: 0.006 });
}

function satellite(p: Pen): void {
  for (const side of [-1, 1]) {
    p.fill(rect(side > 0 ? 0.16 : -0.24, -0.015, 0.08, 0.03), p.local("#a9adb3"), { shade: 0.4 });
    p.fill(
      polygon([
        [side * 0.22, -0.14],
        [side * 0.66, -0.14],
        [side * 0.66, 0.14],
        [side * 0.22, 0.14],
      ]),
      hex("#2f5596"),
      { shade: 0.7 },
    );
    for (let cell = 1; cell < 5; cell++)
      p.line(
        openLine([
          [side * (0.22 + cell * 0.088), -0.14],
          [side * (0.22 + cell * 0.088), 0.14],
        ]),
        hex("#a9c9f0"),
        0.007,
        0.9,
      );
    p.line(
      openLine([
        [side * 0.22, 0],
        [side * 0.66, 0],
      ]),
      hex("#a9c9f0"),
      0.007,
      0.9,
    );
  }
  p.fill(roundRect(-0.16, -0.2, 0.32, 0.4, 0.03), hex("#d9b45a"), { shade: 0.9 });
  p.line(openLine(outline("-0.16 -0.06, 0.16 -0.06")), hex("#8f6f2a"), 0.01);
  p.fill(ellipse(0, 0.26, 0.15, 0.06), hex("#e8eaee"), { shade: 0.7 });
  p.line(openLine(outline("0 0.26, 0 0.38")), hex("#b9bdc4"), 0.014);
  p.fill(dot(0, 0.385, 0.022), hex("#e2573b"), { shade: 0.2 });
  for (const r of [0.1, 0.17, 0.24]) p.line(arc(0, 0.38, r, r, 0.9, 2.24), hex("#cfe3ff"), 0.012, 0.75);
}

function comet(p: Pen): void {
  p.glow(0.28, 0.18, 0.4, hex("#bfe3ff"), 0.9);
  for (const [w, tone, alpha] of [
    [0.2, "#5f9fe0", 0.35],
    [0.12, "#9fd0ff", 0.55],
    [0.05, "#ffffff", 0.8],
  ] as const)
    p.fill(
      polygon([
        [0.3 + w * 0.3, 0.16 - w * 0.5],
        [-0.72, -0.5],
        [0.3 - w * 0.4, 0.16 + w * 0.5],
      ]),
      hex(tone),
      { shade: 0, ink: 0, alpha, soft: 0.004 },
    );
  p.fill(blob(p.random, 0.3, 0.18, 0.1, undefined, 0.15), hex("#8a8f9c"), { shade: 0.9, form: "round" });
}

function telescope(p: Pen): void {
  for (const x of [-0.28, 0.02, 0.26])
    p.fill(
      ribbon(
        [
          [0, -0.5],
          [x, 0],
        ],
        () => 0.018,
      ),
      p.local("#6b4a32"),
      { shade: 0.6 },
    );
  p.fill(ellipse(0, -0.5, 0.05), p.local("#4a3a30"), { shade: 0.6 });
  p.at(
    0,
    -0.55,
    1,
    () => {
      p.fill(polygon(outline("-0.4 -0.05, 0.12 -0.07, 0.12 0.07, -0.4 0.05")), p.local("#b98a3a"), {
        shade: 0.9,
      });
      p.fill(polygon(outline("0.1 -0.09, 0.54 -0.115, 0.54 0.115, 0.1 0.09")), p.local("#c99a45"), {
        shade: 0.9,
      });
      for (const x of [-0.4, 0.1, 0.5])
        p.fill(rect(x, -0.12, 0.04, 0.24), p.local("#8a6228"), { shade: 0.7 });
      p.fill(ellipse(0.55, 0, 0.025, 0.11), hex("#bfe0f0"), { shade: 0.5 });
      p.fill(rect(-0.5, -0.028, 0.12, 0.056), p.local("#3a3230"), { shade: 0.5 });
    },
    { turn: -0.55 },
  );
}

function observatory(p: Pen): void {
  p.fill(rect(-0.44, -0.44, 0.88, 0.44), p.local("#d9d6cf"), { shade: 0.7 });
  p.fill(
    polygon([[-0.46, -0.44], ...(arc(0, -0.44, 0.46, 0.5, Math.PI, Math.PI * 2).rings[0] ?? [])]),
    p.local("#b9c4cf"),
    { shade: 1 },
  );
  p.fill(polygon(outline("-0.02 -0.94, 0.16 -0.9, 0.26 -0.46, 0.08 -0.46")), p.local("#39404c"), {
    shade: 0.3,
  });
  p.fill(
    ribbon(outline("0.12 -0.62, 0.36 -1"), () => 0.05),
    p.local("#e6e8ea"),
    { shade: 0.9 },
  );
  p.fill(roundRect(-0.06, -0.2, 0.13, 0.2, 0.03), p.local("#5a4a40"), { shade: 0.5 });
  p.line(curve(outline("-0.46 -0.44, 0 -0.42, 0.46 -0.44")), p.local("#8f979f"), 0.02);
}

export const DEEP_SPACE: readonly Subject[] = [
  {
    words: "black hole, black disc, event horizon, singularity, hawking, accretion",
    paint: blackHole,
    home: "space",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 1.05,
  },
  {
    words: "galaxy, milky way, spiral galaxy, supernova, nebula, universe, cosmos, big bang",
    alone: true,
    paint: galaxy,
    home: "space",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 1.2,
  },
  {
    words: "comet, asteroid, meteor, meteorite, shooting star",
    paint: comet,
    home: "space",
    origin: "centre",
    place: "air",
    scale: 0.9,
  },
  {
    words: "satellite, space station, probe, gps, orbiter",
    paint: satellite,
    home: "space",
    origin: "centre",
    place: "air",
    scale: 0.85,
  },
  {
    words: "telescope, galileo, stargazing",
    paint: telescope,
    home: "mountains",
    origin: "base",
    place: "ground",
    scale: 0.85,
  },
  {
    words: "observatory, astronomy",
    paint: observatory,
    home: "mountains",
    origin: "base",
    place: "ground",
    scale: 0.85,
  },
];
