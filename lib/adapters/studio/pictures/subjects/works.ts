import { lighten } from "../colour";
import type { Pen } from "../pen";
import { ellipse, openLine, polygon, rect, ribbon, triples } from "../shape";
import { smoke, windows } from "./parts";
import type { Subject } from "./subject";

function turbines(p: Pen): void {
  const one = (x: number, base: number, size: number): void => {
    const white = p.local("#eef1f3");
    p.fill(
      polygon([
        [x - 0.026 * size, base],
        [x - 0.012 * size, base - 0.72 * size],
        [x + 0.012 * size, base - 0.72 * size],
        [x + 0.026 * size, base],
      ]),
      white,
      { shade: 0.9 },
    );
    const turn = p.random.range(0, 2);
    for (let blade = 0; blade < 3; blade++) {
      const angle = turn + (blade * Math.PI * 2) / 3;
      p.fill(
        ribbon(
          [
            [x, base - 0.73 * size],
            [x + Math.cos(angle) * 0.17 * size, base - 0.73 * size + Math.sin(angle) * 0.17 * size],
            [x + Math.cos(angle) * 0.4 * size, base - 0.73 * size + Math.sin(angle) * 0.4 * size],
          ],
          (t) => size * (0.026 - 0.022 * t),
        ),
        lighten(white, 0.02),
        { shade: 0.5 },
      );
    }
    p.fill(ellipse(x, base - 0.73 * size, 0.03 * size), lighten(white, -0.1), { shade: 0.8, form: "round" });
  };
  one(-0.52, -0.06, 0.72);
  one(0.5, -0.05, 0.82);
  one(0, 0, 1.1);
  for (const x of [-0.34, 0.2]) {
    p.line(
      openLine([
        [x + 0.06, 0.04],
        [x + 0.06, -0.06],
      ]),
      p.local("#8a9098"),
      0.014,
    );
    p.fill(
      polygon([
        [x - 0.14, 0.02],
        [x - 0.06, -0.14],
        [x + 0.24, -0.14],
        [x + 0.18, 0.02],
      ]),
      p.local("#2a4a86"),
      { shade: 0.7 },
    );
    for (const t of [0.25, 0.5, 0.75])
      p.line(
        openLine([
          [x - 0.14 + 0.32 * t, 0.02],
          [x - 0.06 + 0.3 * t, -0.14],
        ]),
        p.local("#9fc0e6"),
        0.005,
        0.8,
      );
  }
}

export function tower(p: Pen): void {
  const glass = p.local(p.random.pick(["#5f86a8", "#6f8f9c", "#8a7fa0"]));
  for (const [x, w, h] of triples("-0.34 0.24 0.68, 0.33 0.26 0.58, 0 0.34 0.94")) {
    p.fill(rect(x - w / 2, -h, w, h), lighten(glass, x === 0 ? 0.05 : -0.05), { shade: 0.9 });
    windows(p, { x: x - w / 2, y: -h + 0.02, width: w, height: h - 0.1 }, 4, Math.round(h * 13));
  }
  p.fill(rect(-0.008, -1.06, 0.016, 0.14), p.local("#4a4f58"), { shade: 0.2 });
}

function marketStall(p: Pen): void {
  const wood = p.local("#8a5f3f");
  for (const x of [-0.52, 0.48]) p.fill(rect(x, -0.72, 0.05, 0.72), wood, { shade: 0.6 });
  p.fill(rect(-0.58, -0.36, 1.16, 0.1), lighten(wood, 0.06), { shade: 0.5 });
  p.fill(rect(-0.54, -0.27, 1.08, 0.27), wood, { shade: 0.6 });
  for (let fruit = 0; fruit < 14; fruit++)
    p.fill(
      ellipse(-0.5 + fruit * 0.077, -0.385 - (fruit % 2) * 0.02, 0.05),
      p.local(["#d9483b", "#ec9a3a", "#7fae4a", "#e8c84a"][fruit % 4] ?? "#d9483b"),
      { shade: 0.8, form: "round" },
    );
  for (let stripe = 0; stripe < 8; stripe++) {
    const x = -0.64 + stripe * 0.16;
    const tone = stripe % 2 === 0 ? p.env.accent : p.local("#f7f1e3");
    p.fill(
      polygon([
        [x * 0.9, -0.98],
        [(x + 0.16) * 0.9, -0.98],
        [x + 0.16, -0.72],
        [x, -0.72],
      ]),
      tone,
      { shade: 0.4 },
    );
    p.fill(ellipse(x + 0.08, -0.72, 0.08, 0.06), tone, { shade: 0.3 });
  }
}

function factory(p: Pen): void {
  const brick = p.local("#a0614a");
  for (const x of [-0.52, -0.3]) {
    p.fill(
      polygon([
        [x - 0.06, -0.4],
        [x - 0.04, -0.95],
        [x + 0.04, -0.95],
        [x + 0.06, -0.4],
      ]),
      lighten(brick, -0.05),
      { shade: 0.9 },
    );
    smoke(p, x, -0.98, 0.3, p.local("#77777f"), 6);
  }
  p.fill(rect(-0.72, -0.46, 1.44, 0.46), brick, { shade: 0.6 });
  for (let saw = 0; saw < 4; saw++)
    p.fill(
      polygon([
        [-0.16 + saw * 0.22, -0.46],
        [-0.16 + saw * 0.22, -0.64],
        [0.06 + saw * 0.22, -0.46],
      ]),
      p.local("#55606c"),
      { shade: 0.6 },
    );
  windows(p, { x: -0.68, y: -0.4, width: 1.36, height: 0.24 }, 8, 1);
  p.fill(rect(-0.1, -0.15, 0.2, 0.15), p.local("#4a3f3a"), { shade: 0.4 });
}

export const WORKS: readonly Subject[] = [
  {
    words: "turbine, wind turbine, solar panel, wind power, renewable",
    paint: turbines,
    home: "meadow",
    origin: "base",
    wide: 0.9,
    place: "ground",
    scale: 1.1,
  },
  {
    words: "skyscraper, office, company, tower block, headquarters",
    paint: tower,
    home: "city",
    origin: "base",
    wide: 0.48,
    place: "ground",
    scale: 1.2,
  },
  {
    words: "stall, market stall, shop, store, merchant, trade",
    paint: marketStall,
    home: "city",
    origin: "base",
    wide: 0.66,
    place: "ground",
    scale: 0.8,
  },
  {
    words: "factory, industrial, pollution, smokestack, power plant",
    paint: factory,
    home: "meadow",
    origin: "base",
    wide: 0.74,
    place: "ground",
    scale: 0.95,
  },
];
