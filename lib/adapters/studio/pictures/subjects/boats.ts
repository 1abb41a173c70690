import { hex, lighten, mix } from "../colour";
import type { Pen } from "../pen";
import { arc, curve, dot, ellipse, openLine, outline, polygon, rect, smooth, together } from "../shape";
import { smoke, windows } from "./parts";
import type { Subject } from "./subject";

function wake(p: Pen, reach: number): void {
  for (let streak = 0; streak < 10; streak++) {
    const x = p.random.range(-reach, reach);
    p.fill(
      ellipse(x, p.random.range(0.0, 0.05), p.random.range(0.05, 0.16), 0.008),
      mix(p.env.water[0], hex("#ffffff"), 0.7),
      { shade: 0, ink: 0, alpha: 0.8 },
    );
  }
}

function sailboat(p: Pen): void {
  const hull = p.local(p.random.pick(["#a8432f", "#2f5f86", "#f0ead9", "#3f6b52"]));
  p.fill(ellipse(0, 0.03, 0.46, 0.035), mix(p.env.water[1], hex("#000000"), 0.3), {
    shade: 0,
    ink: 0,
    alpha: 0.5,
  });
  p.line(openLine(outline("0 -0.12, 0 -1")), p.local("#6b4a32"), 0.018);
  p.fill(
    smooth(outline("0.025 -0.95, 0.16 -0.66, 0.38 -0.22, 0.2 -0.19, 0.025 -0.19"), 5),
    p.local("#f8f1e1"),
    { shade: 0.7 },
  );
  p.fill(
    smooth(outline("-0.025 -0.88, -0.13 -0.56, -0.34 -0.2, -0.16 -0.18, -0.025 -0.18"), 5),
    lighten(p.env.accent, 0.1),
    { shade: 0.7 },
  );
  for (const y of [-0.42, -0.62])
    p.line(
      curve([
        [0.03, y],
        [0.12, y + 0.015],
        [0.3 + (y + 0.42) * 0.5, y + 0.05],
      ]),
      p.local("#c9b58f"),
      0.006,
      0.6,
    );
  p.fill(polygon(outline("0 -1, 0.1 -0.97, 0 -0.94")), p.env.second, { shade: 0 });
  p.fill(
    smooth(
      outline("-0.46 -0.15, -0.1 -0.12, 0.3 -0.13, 0.52 -0.17, 0.4 0.0, 0.2 0.035, -0.25 0.035, -0.4 -0.02"),
      5,
    ),
    hull,
    { shade: 0.9 },
  );
  p.line(curve(outline("-0.44 -0.1, 0 -0.07, 0.46 -0.11")), lighten(hull, 0.25), 0.014, 0.9);
  wake(p, 0.55);
}

function ship(p: Pen): void {
  const hull = p.local("#6b4630");
  for (const [x, h] of outline("-0.46 0.78, 0 1, 0.44 0.8")) {
    p.line(
      openLine([
        [x, -0.2],
        [x, -h],
      ]),
      p.local("#5a3f2c"),
      0.022,
    );
    for (let sail = 0; sail < 3; sail++) {
      const [w, y] = [0.22 - sail * 0.04, -0.3 - sail * h * 0.22];
      p.fill(
        smooth(
          [
            [x - w, y - h * 0.18],
            [x + w, y - h * 0.18],
            [x + w * 1.12, y - h * 0.06],
            [x + w, y],
            [x, y + 0.025],
            [x - w, y],
            [x - w * 0.9, y - h * 0.08],
          ],
          4,
        ),
        p.local("#f3e8cf"),
        { shade: 0.8 },
      );
    }
    p.fill(
      polygon([
        [x, -h],
        [x + 0.12, -h + 0.025],
        [x, -h + 0.05],
      ]),
      p.env.accent,
      { shade: 0 },
    );
  }
  p.fill(
    smooth(
      outline(
        "-0.84 -0.34, -0.74 -0.22, 0 -0.17, 0.7 -0.22, 0.98 -0.36, 0.76 -0.02, 0.5 0.04, -0.5 0.04, -0.72 -0.04",
      ),
      5,
    ),
    hull,
    { shade: 0.9 },
  );
  p.line(curve(outline("-0.78 -0.2, 0 -0.1, 0.84 -0.24")), p.local("#d9b36a"), 0.02);
  for (let port = 0; port < 8; port++)
    p.fill(rect(-0.56 + port * 0.15, -0.09, 0.05, 0.04), p.local("#2e2018"), { shade: 0, ink: 0.3 });
  p.line(openLine(outline("0.86 -0.3, 1.2 -0.52")), p.local("#5a3f2c"), 0.018);
  wake(p, 0.95);
}

function steamer(p: Pen): void {
  const hull = p.local("#3a4656");
  smoke(p, -0.1, -0.72, 0.42, p.local("#8a8f98"), 6);
  for (const x of [-0.16, 0.1]) p.fill(rect(x, -0.7, 0.13, 0.3), p.env.accent, { shade: 0.9 });
  p.fill(rect(-0.5, -0.44, 0.92, 0.15), p.local("#f2efe8"), { shade: 0.6 });
  p.fill(rect(-0.62, -0.3, 1.2, 0.13), p.local("#e6e2d8"), { shade: 0.6 });
  windows(p, { x: -0.48, y: -0.43, width: 0.88, height: 0.11 }, 9, 1);
  p.fill(polygon(outline("-0.92 -0.19, 0.96 -0.22, 0.82 0.03, -0.78 0.03")), hull, { shade: 0.8 });
  p.fill(polygon(outline("-0.81 -0.03, 0.85 -0.03, 0.82 0.03, -0.78 0.03")), p.local("#a8432f"), {
    shade: 0.6,
    ink: 0.3,
  });
  wake(p, 0.9);
}

function submarine(p: Pen): void {
  const paint = p.local("#e8b53a");
  p.fill(polygon(outline("-0.06 -0.16, -0.04 -0.36, 0.2 -0.36, 0.24 -0.16")), lighten(paint, -0.04), {
    shade: 0.6,
  });
  p.line(openLine(outline("0.06 -0.36, 0.06 -0.5, 0.14 -0.5")), p.local("#8a8f96"), 0.022);
  p.fill(
    smooth(outline("0.66 0, 0.5 -0.18, 0.1 -0.22, -0.4 -0.16, -0.66 0, -0.4 0.17, 0.1 0.22, 0.5 0.18"), 6),
    paint,
    { shade: 1 },
  );
  for (const x of [-0.2, 0.06, 0.32]) {
    p.fill(ellipse(x, -0.02, 0.085), p.local("#8f979f"), { shade: 0.5 });
    p.fill(ellipse(x, -0.02, 0.06), hex("#bfe6f0"), { shade: 0.6, form: "round" });
  }
  p.fill(together(ellipse(-0.72, -0.1, 0.04, 0.1), ellipse(-0.72, 0.1, 0.04, 0.1)), p.local("#8a8f96"), {
    shade: 0.5,
  });
  p.line(arc(0, 0, 0.5, 0.19, 0.3, 2.8), lighten(paint, -0.12), 0.012, 0.7);
  for (let bubble = 0; bubble < 6; bubble++)
    p.fill(dot(-0.8 - bubble * 0.05, p.random.range(-0.2, 0.1), 0.02), hex("#e8fbff"), {
      shade: 0.2,
      alpha: 0.7,
    });
}

export const BOATS: readonly Subject[] = [
  {
    words: "sailboat, boat, sailing boat, yacht, sailor, canoe, fisherman",
    paint: sailboat,
    home: "coast",
    origin: "base",
    wide: 0.5,
    place: "water",
    scale: 0.85,
    company: 1,
  },
  {
    words: "ship, galleon, columbus, explorer, pirate, viking, voyage, caravel",
    paint: ship,
    home: "coast",
    origin: "base",
    wide: 1.1,
    place: "water",
    scale: 0.9,
  },
  {
    words: "steamer, titanic, cargo, container ship, ferry, liner, freighter",
    paint: steamer,
    home: "coast",
    origin: "base",
    wide: 0.95,
    place: "water",
    scale: 0.8,
  },
  {
    words: "submarine, diving, submersible",
    paint: submarine,
    home: "underwater",
    origin: "centre",
    wide: 0.8,
    place: "water",
    scale: 0.8,
  },
];
