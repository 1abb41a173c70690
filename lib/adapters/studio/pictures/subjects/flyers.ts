import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { curve, ellipse, openLine, outline, polygon, rect, roundRect, smooth } from "../shape";
import type { Subject } from "./subject";

function plane(p: Pen): void {
  const white = p.local("#eef1f4");
  p.fill(polygon(outline("-0.12 -0.02, 0.16 -0.02, -0.22 -0.36, -0.34 -0.36")), lighten(white, -0.12), {
    shade: 0.5,
  });
  p.fill(
    smooth(
      outline(
        "0.86 0.0, 0.7 -0.09, 0.3 -0.12, -0.5 -0.11, -0.84 -0.05, -0.7 0.06, -0.2 0.1, 0.5 0.1, 0.78 0.07",
      ),
      5,
    ),
    white,
    { shade: 1 },
  );
  p.fill(polygon(outline("-0.6 -0.09, -0.9 -0.38, -0.74 -0.38, -0.4 -0.1")), p.env.accent, { shade: 0.5 });
  p.fill(polygon(outline("-0.68 0, -0.94 0.09, -0.82 0.1, -0.5 0.03")), lighten(white, -0.08), {
    shade: 0.5,
  });
  p.fill(polygon(outline("0.22 0.03, -0.02 0.03, -0.5 0.42, -0.38 0.43")), lighten(white, -0.04), {
    shade: 0.7,
  });
  p.fill(roundRect(-0.18, 0.16, 0.22, 0.09, 0.04), p.env.accent, { shade: 0.7 });
  for (let window = 0; window < 14; window++)
    p.fill(roundRect(-0.5 + window * 0.075, -0.055, 0.032, 0.042, 0.014), p.local("#4a5f78"), {
      shade: 0,
      ink: 0.2,
    });
  p.fill(polygon(outline("0.66 -0.07, 0.78 -0.03, 0.72 -0.01, 0.62 -0.02")), p.local("#3a4a5f"), {
    shade: 0.3,
  });
  p.line(curve(outline("-0.8 0.01, 0 0.045, 0.8 0.035")), p.env.accent, 0.016, 0.9);
}

function biplane(p: Pen): void {
  const cloth = p.local("#e8d3a0");
  for (const [y, dx] of outline("0.14 0, -0.2 0.05"))
    p.fill(
      polygon([
        [-0.2 + dx, y],
        [0.3 + dx, y - 0.05],
        [0.34 + dx, y],
        [-0.16 + dx, y + 0.055],
      ]),
      cloth,
      { shade: 0.6 },
    );
  p.fill(
    smooth(outline("0.52 -0.02, 0.4 -0.13, -0.1 -0.11, -0.74 -0.03, -0.74 0.02, 0 0.12, 0.42 0.1"), 5),
    p.env.accent,
    { shade: 0.9 },
  );
  for (const x of [-0.08, 0.22])
    p.line(
      openLine([
        [x, 0.15],
        [x + 0.05, -0.2],
      ]),
      p.local("#5a4030"),
      0.012,
    );
  p.fill(polygon(outline("-0.62 -0.04, -0.84 -0.24, -0.7 -0.26, -0.5 -0.06")), p.env.accent, { shade: 0.4 });
  p.fill(ellipse(0.02, -0.15, 0.055), p.local("#8a5a3a"), { shade: 0.7, form: "round" });
  p.fill(ellipse(0.56, -0.02, 0.02, 0.26), p.local("#5a4030"), { shade: 0.2, alpha: 0.75 });
  for (const x of [0.14, 0.3]) p.fill(ellipse(x, 0.28, 0.06), p.local("#33343a"), { shade: 0.5 });
  p.line(openLine(outline("0.1 0.12, 0.22 0.27, 0.28 0.1")), p.local("#5a4030"), 0.014);
}

function rocket(p: Pen): void {
  p.glow(0, 0.06, 0.7, hex("#ffb45a"), 0.9);
  for (const [k, tone] of [
    [1, "#f0602a"],
    [0.66, "#ffb03a"],
    [0.34, "#fff0b0"],
  ] as const)
    p.fill(
      smooth(
        [
          [-0.1 * k, -0.16],
          [-0.15 * k, 0.02],
          [-0.05 * k, 0.16 * k + 0.1],
          [0, 0.4 * k + 0.06],
          [0.05 * k, 0.16 * k + 0.1],
          [0.15 * k, 0.02],
          [0.1 * k, -0.16],
        ],
        5,
      ),
      hex(tone),
      { shade: 0, ink: k === 1 ? 0.6 : 0 },
    );
  for (let puff = 0; puff < 12; puff++)
    p.fill(
      ellipse(p.random.range(-0.34, 0.34), 0.36 + p.random.range(-0.05, 0.12), p.random.range(0.06, 0.15)),
      lighten(p.local("#d9d6d6"), p.random.range(-0.08, 0.04)),
      { shade: 0.5, form: "round", alpha: 0.8, soft: 0.006, ink: 0.2 },
    );
  for (const side of [-1, 1])
    p.fill(
      polygon([
        [side * 0.12, -0.44],
        [side * 0.28, -0.2],
        [side * 0.28, -0.06],
        [side * 0.1, -0.16],
      ]),
      p.env.accent,
      { shade: 0.7 },
    );
  p.fill(
    smooth(
      outline(
        "0 -1, 0.09 -0.86, 0.15 -0.62, 0.14 -0.3, 0.1 -0.13, -0.1 -0.13, -0.14 -0.3, -0.15 -0.62, -0.09 -0.86",
      ),
      6,
    ),
    p.local("#eef0f2"),
    { shade: 1 },
  );
  p.fill(smooth(outline("0 -1, 0.08 -0.88, 0.115 -0.78, -0.115 -0.78, -0.08 -0.88"), 4), p.env.accent, {
    shade: 0.9,
  });
  p.fill(ellipse(0, -0.6, 0.07), p.local("#8f979f"), { shade: 0.5 });
  p.fill(ellipse(0, -0.6, 0.05), p.local("#3f79a8"), { shade: 0.9, form: "round" });
  p.fill(ellipse(0, -0.38, 0.028), p.local("#3f79a8"), { shade: 0.7, form: "round" });
  p.fill(polygon(outline("-0.02 -0.36, 0.02 -0.36, 0.02 -0.04, -0.02 -0.04")), p.env.accent, { shade: 0.5 });
}

function balloon(p: Pen): void {
  const tones = [p.env.accent, p.local("#f5e3b8"), p.env.second];
  const body = smooth(
    outline(
      "0 -0.5, 0.24 -0.45, 0.34 -0.26, 0.28 -0.02, 0.1 0.22, -0.1 0.22, -0.28 -0.02, -0.34 -0.26, -0.24 -0.45",
    ),
  );
  p.fill(body, tones[0] ?? p.env.accent, { shade: 0.9, form: "round" });
  p.within(body, () => {
    for (const [from, tone] of outline("-0.34 1, -0.115 2, 0.115 1"))
      p.fill(
        smooth(
          [
            [from * 0.2, -0.52],
            [from, -0.24],
            [from * 0.45, 0.24],
            [(from + 0.14) * 0.45, 0.24],
            [from + 0.14, -0.24],
          ],
          6,
        ),
        tones[tone] ?? p.env.second,
        { shade: 0.4, ink: 0.2, alpha: 0.92 },
      );
    p.fill(ellipse(p.env.lightFrom[0] > 0 ? -0.26 : 0.26, -0.05, 0.2, 0.5), hex("#2a2040"), {
      shade: 0,
      ink: 0,
      alpha: 0.16,
      soft: 0.01,
    });
  });
  for (const x of [-0.08, 0.08])
    p.line(
      openLine([
        [x, 0.21],
        [x * 0.7, 0.37],
      ]),
      p.local("#5a4636"),
      0.008,
    );
  p.fill(roundRect(-0.075, 0.36, 0.15, 0.12, 0.025), p.local("#9a6a3c"), { shade: 0.7 });
  p.fill(rect(-0.08, 0.355, 0.16, 0.022), p.local("#6b4527"), { shade: 0.2 });
}

export const FLYERS: readonly Subject[] = [
  {
    words: "plane, airplane, aeroplane, aircraft, airliner, jet, runway, airport",
    paint: plane,
    home: "heavens",
    origin: "centre",
    wide: 0.92,
    place: "air",
    scale: 0.9,
  },
  {
    words: "biplane, glider, wright",
    paint: biplane,
    home: "heavens",
    origin: "centre",
    wide: 0.8,
    place: "air",
    scale: 0.8,
  },
  {
    words: "rocket, spaceship, spacecraft, launch, shuttle, spaceflight",
    paint: rocket,
    home: "space",
    origin: "base",
    wide: 0.34,
    place: "ground",
    scale: 1.1,
  },
  {
    words: "balloon, hot-air balloon, airship, montgolfier, helium, hydrogen",
    paint: balloon,
    home: "heavens",
    origin: "centre",
    wide: 0.36,
    place: "air",
    scale: 0.95,
    company: 2,
  },
];
