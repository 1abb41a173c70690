import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { ellipse, openLine, outline, type Point, polygon, rect, ribbon, roundRect, smooth } from "../shape";
import type { Subject } from "./subject";

function flask(p: Pen): void {
  const glass = hex("#dceef2");
  const liquid = p.env.accent;
  const shell = smooth(
    outline(
      "-0.09 -0.96, -0.09 -0.62, -0.2 -0.36, -0.36 -0.08, -0.3 0, 0.3 0, 0.36 -0.08, 0.2 -0.36, 0.09 -0.62, 0.09 -0.96",
    ),
    4,
  );
  p.fill(shell, glass, { shade: 0.3, alpha: 0.55 });
  p.within(shell, () => {
    p.fill(polygon(outline("-0.4 -0.36, 0.4 -0.36, 0.45 0.05, -0.45 0.05")), liquid, {
      to: lighten(liquid, -0.12),
      ink: 0,
    });
    p.fill(ellipse(0, -0.36, 0.22, 0.035), lighten(liquid, 0.12), { shade: 0, ink: 0.2 });
    for (let bubble = 0; bubble < 12; bubble++)
      p.fill(
        ellipse(p.random.range(-0.22, 0.22), p.random.range(-0.32, -0.04), p.random.range(0.01, 0.035)),
        lighten(liquid, 0.2),
        { shade: 0.2, ink: 0.2, alpha: 0.75 },
      );
    p.fill(
      ribbon(outline("-0.1 -0.56, -0.24 -0.2"), () => 0.022),
      hex("#ffffff"),
      { shade: 0, ink: 0, alpha: 0.6 },
    );
  });
  p.fill(roundRect(-0.12, -1, 0.24, 0.05, 0.02), lighten(glass, -0.12), { shade: 0.4 });
  for (let bubble = 0; bubble < 4; bubble++)
    p.line(
      ellipse(p.random.range(-0.1, 0.12), -1.06 - bubble * 0.08, 0.02 + bubble * 0.006),
      lighten(liquid, 0.1),
      0.008,
      0.8,
    );
  p.glow(0, -0.2, 0.4, liquid, 0.3);
}

function microscope(p: Pen): void {
  const metal = p.local("#3f4a58");
  p.fill(roundRect(-0.34, -0.08, 0.66, 0.08, 0.03), metal, { shade: 0.7 });
  p.fill(
    ribbon(outline("0.22 -0.06, 0.34 -0.36, 0.2 -0.66"), () => 0.055),
    metal,
    { shade: 0.8 },
  );
  p.fill(rect(-0.28, -0.32, 0.52, 0.05), lighten(metal, -0.06), { shade: 0.5 });
  p.fill(rect(-0.16, -0.345, 0.2, 0.025), hex("#bfe6d8"), { shade: 0.2 });
  p.at(
    0.04,
    -0.62,
    1,
    () => {
      p.fill(roundRect(-0.07, -0.36, 0.14, 0.44, 0.02), lighten(metal, 0.2), { shade: 1 });
      p.fill(rect(-0.085, -0.4, 0.17, 0.07), metal, { shade: 0.7 });
      p.fill(polygon(outline("-0.06 0.08, 0.06 0.08, 0.035 0.22, -0.035 0.22")), p.local("#c9a24a"), {
        shade: 0.9,
      });
    },
    { turn: 0.2 },
  );
  p.fill(ellipse(0.3, -0.36, 0.06), lighten(metal, 0.15), { shade: 0.8, form: "round" });
  p.glow(-0.06, -0.3, 0.22, hex("#d8fff0"), 0.7);
}

function chart(p: Pen): void {
  p.fill(roundRect(-0.68, -0.94, 1.36, 0.94, 0.04), p.local("#f6f2e8"), { shade: 0.3 });
  for (let line = 1; line < 5; line++)
    p.line(
      openLine([
        [-0.58, -0.12 - line * 0.16],
        [0.6, -0.12 - line * 0.16],
      ]),
      p.local("#c9c3b5"),
      0.006,
      0.8,
    );
  for (let bar = 0; bar < 6; bar++)
    p.fill(
      roundRect(-0.54 + bar * 0.19, -0.12 - (0.12 + bar * 0.09), 0.12, 0.12 + bar * 0.09, 0.015),
      bar % 2 === 0 ? p.env.accent : p.env.second,
      { shade: 0.5 },
    );
  p.fill(
    ribbon(outline("-0.5 -0.34, -0.3 -0.4, -0.1 -0.54, 0.1 -0.56, 0.3 -0.72, 0.52 -0.84"), () => 0.012),
    p.local("#2f3a4f"),
    { shade: 0 },
  );
  p.fill(polygon(outline("0.46 -0.88, 0.6 -0.88, 0.56 -0.75")), p.local("#2f3a4f"), { shade: 0 });
  p.line(openLine(outline("-0.58 -0.88, -0.58 -0.12, 0.6 -0.12")), p.local("#3a3f4a"), 0.014);
}

function strata(p: Pen): void {
  const tones = ["#c9a06a", "#8f6a4f", "#b5855a", "#6f5a50", "#a5704a", "#54474a"];
  for (const side of [-1, 1]) {
    const drop = side > 0 ? 0.14 : 0;
    const edge = (y: number): number => side * (0.03 + 0.05 * Math.sin(y * 9));
    tones.forEach((tone, index) => {
      const top = -0.92 + index * 0.16 + drop;
      const bottom = index === tones.length - 1 ? 0.04 : top + 0.17;
      const bend = (x: number): number => -0.04 * Math.sin(x * 3.2) * side;
      const points: Point[] = [[edge(top), top]];
      for (let step = 1; step <= 8; step++) points.push([side * step * 0.125, top + bend(step * 0.125)]);
      for (let step = 8; step >= 1; step--)
        points.push([side * step * 0.125, bottom + (index === tones.length - 1 ? 0 : bend(step * 0.125))]);
      points.push([edge(bottom), bottom]);
      p.fill(polygon(points), p.local(tone), { shade: 0.5 });
      for (let stone = 0; stone < 5; stone++) {
        const x = side * p.random.range(0.1, 0.94);
        p.fill(
          ellipse(x, top + 0.09 + bend(Math.abs(x)), p.random.range(0.012, 0.035), 0.012),
          lighten(p.local(tone), p.random.chance(0.5) ? 0.08 : -0.08),
          { shade: 0.3, ink: 0.2 },
        );
      }
    });
    for (let plant = 0; plant < 16; plant++) {
      const x = side * p.random.range(0.06, 0.97);
      const y = -0.92 + drop - 0.04 * Math.sin(Math.abs(x) * 3.2) * side;
      p.fill(
        ribbon(
          [
            [x, y + 0.01],
            [x + 0.01, y - p.random.range(0.04, 0.08)],
          ],
          (t) => 0.014 * (1 - t),
        ),
        p.env.foliage,
        { shade: 0, ink: 0.2 },
      );
    }
  }
  p.glow(0.02, -0.1, 0.34, hex("#ff7a3a"), 0.6);
}

function testTubes(p: Pen): void {
  p.fill(rect(-0.6, -0.5, 1.2, 0.06), p.local("#a5744a"), { shade: 0.5 });
  ["#e2573b", "#f2b03a", "#4fae8a", "#5f7fe0", "#b35fc0"].forEach((tone, index) => {
    const x = -0.44 + index * 0.22;
    p.fill(roundRect(x - 0.06, -0.8, 0.12, 0.72, 0.06), hex("#e6f3f5"), { shade: 0.3, alpha: 0.6 });
    p.fill(roundRect(x - 0.05, -0.34 - 0.1 * (index % 3), 0.1, 0.25 + 0.1 * (index % 3), 0.05), hex(tone), {
      shade: 0.6,
      ink: 0.3,
    });
    p.fill(rect(x - 0.07, -0.82, 0.14, 0.03), hex("#cfe0e4"), { shade: 0.2 });
  });
  p.fill(rect(-0.62, -0.06, 1.24, 0.06), p.local("#8a5f3c"), { shade: 0.5 });
  for (const x of [-0.6, 0.54]) p.fill(rect(x, -0.5, 0.06, 0.48), p.local("#95673f"), { shade: 0.5 });
}

function syringe(p: Pen): void {
  p.at(
    0,
    0,
    1,
    () => {
      p.line(openLine(outline("0.36 0, 0.66 0")), p.local("#a9b0b8"), 0.012);
      p.fill(roundRect(-0.3, -0.1, 0.6, 0.2, 0.03), hex("#eaf4f7"), { shade: 0.4, alpha: 0.85 });
      p.fill(rect(-0.06, -0.085, 0.34, 0.17), p.env.accent, { shade: 0.6, ink: 0.3 });
      p.fill(polygon(outline("0.3 -0.05, 0.38 -0.02, 0.38 0.02, 0.3 0.05")), p.local("#c9cfd6"), {
        shade: 0.4,
      });
      p.fill(rect(-0.52, -0.025, 0.46, 0.05), p.local("#8f979f"), { shade: 0.5 });
      p.fill(roundRect(-0.58, -0.1, 0.06, 0.2, 0.02), p.local("#6f7680"), { shade: 0.5 });
      p.fill(roundRect(-0.33, -0.15, 0.05, 0.3, 0.02), p.local("#b9c0c8"), { shade: 0.4 });
      for (let mark = 0; mark < 7; mark++)
        p.line(
          openLine([
            [-0.2 + mark * 0.07, -0.09],
            [-0.2 + mark * 0.07, -0.04],
          ]),
          p.local("#4a5260"),
          0.007,
        );
    },
    { turn: 0.6 },
  );
  p.fill(smooth(outline("0.62 0.46, 0.65 0.53, 0.62 0.58, 0.59 0.53")), p.env.accent, { shade: 0.5 });
}

export const LABORATORY: readonly Subject[] = [
  {
    words: "flask, potion, chemistry, experiment, laboratory, acid, alchemy",
    paint: flask,
    home: "workshop",
    origin: "base",
    wide: 0.37,
    place: "ground",
    scale: 0.9,
    company: 1,
  },
  {
    words: "microscope",
    paint: microscope,
    home: "workshop",
    origin: "base",
    wide: 0.38,
    place: "ground",
    scale: 0.95,
  },
  {
    words: "test tube, sample, medicine, antibiotic",
    paint: testTubes,
    home: "workshop",
    origin: "base",
    wide: 0.62,
    place: "ground",
    scale: 0.65,
  },
  {
    words: "vaccine, vaccination, syringe, injection, needle, jab",
    paint: syringe,
    home: "workshop",
    origin: "centre",
    place: "air",
    scale: 0.75,
  },
  {
    words: "chart, graph, statistic, growth chart, economy, economics, inflation, sale",
    paint: chart,
    home: "room",
    origin: "base",
    wide: 0.7,
    oneWay: true,
    place: "ground",
    scale: 0.85,
  },
  {
    words: "fault, layer, rock layer, plate, geology, sediment, strata, crust",
    paint: strata,
    home: "desert",
    origin: "base",
    wide: 1,
    place: "ground",
    scale: 0.95,
  },
];
