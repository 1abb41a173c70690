import { lighten, mix } from "../colour";
import type { Pen } from "../pen";
import {
  arc,
  curve,
  dot,
  ellipse,
  openLine,
  outline,
  type Point,
  polygon,
  rect,
  ribbon,
  smooth,
  star,
  triples,
} from "../shape";
import type { Subject } from "./subject";

function bridge(p: Pen): void {
  p.fill(ellipse(0, 0.03, 1.1, 0.09), p.env.water[0], { to: p.env.water[1], ink: 0.3 });
  const stone = p.local("#a89a88");
  const deck = (x: number): number => -0.56 - 0.1 * (1 - (x / 1.2) ** 2);
  const edge: Point[] = [];
  for (let step = 0; step <= 24; step++) edge.push([-1.2 + step * 0.1, deck(-1.2 + step * 0.1) - 0.06]);
  for (const [cx, r] of outline("0.76 0.26, 0 0.4, -0.76 0.26")) {
    edge.push([cx + r + 0.06, 0.02], [cx + r, 0.02]);
    for (let step = 0; step <= 12; step++) {
      const angle = -(step / 12) * Math.PI;
      edge.push([cx + Math.cos(angle) * r, Math.sin(angle) * r * 1.08]);
    }
    edge.push([cx - r, 0.02], [cx - r - 0.06, 0.02]);
  }
  edge.push([-1.2, 0.02]);
  p.fill(polygon(edge), stone, { shade: 0.8 });
  for (let block = 0; block < 60; block++) {
    const x = p.random.range(-1.1, 1.1);
    const y = deck(x) + p.random.range(-0.03, 0.1);
    p.fill(rect(x, y, 0.07, 0.03), lighten(stone, p.random.range(-0.1, 0.06)), {
      shade: 0,
      ink: 0,
      alpha: 0.6,
    });
  }
  for (const side of [-1, 1])
    for (let bush = 0; bush < 5; bush++)
      p.fill(
        ellipse(side * (1.02 + 0.06 * bush), -0.03 - 0.05 * (bush % 3), 0.15, 0.11),
        lighten(p.env.foliage, p.random.range(-0.06, 0.06)),
        { shade: 0.6, form: "round", ink: 0.5 },
      );
  const rail: Point[] = [];
  for (let step = 0; step <= 24; step++) rail.push([-1.2 + step * 0.1, deck(-1.2 + step * 0.1) - 0.07]);
  p.fill(
    ribbon(rail, () => 0.025, 1),
    lighten(stone, 0.08),
    { shade: 0.4 },
  );
}

function pyramids(p: Pen): void {
  const sand = p.local("#d9b36a");
  const lit = p.env.lightFrom[0] > 0;
  for (const [x, w, h] of triples("0.72 0.5 0.5, -0.7 0.56 0.58, 0 0.86 1")) {
    const ridge = x + w * (lit ? -0.22 : 0.22);
    p.fill(
      polygon([
        [x - w, 0.02],
        [x, -h],
        [x + w, 0.02],
      ]),
      lighten(sand, lit ? 0.05 : -0.12),
      { shade: 0.2 },
    );
    p.fill(
      polygon([
        [x - w, 0.02],
        [x, -h],
        [ridge, 0.02],
      ]),
      lighten(sand, lit ? -0.14 : 0.05),
      { shade: 0.2, ink: 0.3 },
    );
    for (let course = 1; course < 9; course++) {
      const t = course / 9;
      p.line(
        openLine([
          [x - w * t, -h + h * t],
          [x + w * t, -h + h * t],
        ]),
        lighten(sand, -0.13),
        0.004,
        0.5,
      );
    }
  }
}

function temple(p: Pen): void {
  const marble = p.local("#e6dcc8");
  for (let step = 0; step < 3; step++)
    p.fill(
      rect(-0.86 + step * 0.05, -0.05 - step * 0.05, 1.72 - step * 0.1, 0.055),
      lighten(marble, -0.03 * step),
      { shade: 0.4 },
    );
  p.fill(rect(-0.66, -0.66, 1.32, 0.52), lighten(marble, -0.24), { shade: 0.3, ink: 0.3 });
  for (let column = 0; column < 6; column++) {
    const x = -0.65 + column * 0.26;
    p.fill(
      polygon([
        [x - 0.055, -0.15],
        [x - 0.045, -0.64],
        [x + 0.045, -0.64],
        [x + 0.055, -0.15],
      ]),
      marble,
      { shade: 1 },
    );
    for (const dx of [-0.02, 0.008])
      p.line(
        openLine([
          [x + dx, -0.16],
          [x + dx * 0.8, -0.63],
        ]),
        lighten(marble, -0.13),
        0.006,
        0.7,
      );
    for (const y of [-0.16, -0.66])
      p.fill(rect(x - 0.07, y, 0.14, 0.035), lighten(marble, 0.03), { shade: 0.3 });
  }
  p.fill(rect(-0.78, -0.74, 1.56, 0.09), marble, { shade: 0.4 });
  p.fill(polygon(outline("-0.84 -0.74, 0 -1, 0.84 -0.74")), lighten(marble, 0.02), { shade: 0.5 });
  p.fill(polygon(outline("-0.58 -0.765, 0 -0.945, 0.58 -0.765")), lighten(marble, -0.14), {
    shade: 0.2,
    ink: 0.3,
  });
  p.fill(ellipse(0, -0.82, 0.06), lighten(marble, -0.02), { shade: 0.5, ink: 0.3 });
}

function arches(p: Pen): void {
  const stone = p.local("#c9a97f");
  for (let tier = 0; tier < 2; tier++) {
    const base = -0.48 * tier;
    const from = tier === 0 ? -1.15 : -0.9;
    const span = tier === 0 ? 0.46 : 0.36;
    p.fill(rect(from, base - 0.48, tier === 0 ? 2.3 : 1.8, 0.49), lighten(stone, tier * 0.03), {
      shade: 0.7,
    });
    for (let opening = 0; opening < 5; opening++) {
      const cx = from + span * (opening + 0.5);
      const w = span * 0.3;
      p.fill(
        polygon([
          [cx - w, base],
          [cx - w, base - 0.22],
          ...(arc(cx, base - 0.22, w, 0.16, Math.PI, Math.PI * 2).rings[0] ?? []),
          [cx + w, base],
        ]),
        mix(p.env.sky[3] ?? stone, lighten(stone, -0.3), 0.35),
        { shade: 0.3 },
      );
      p.line(arc(cx, base - 0.22, w * 1.14, 0.185, Math.PI, Math.PI * 2), lighten(stone, -0.1), 0.016);
    }
    p.fill(rect(from - 0.03, base - 0.5, tier === 0 ? 2.36 : 1.86, 0.05), lighten(stone, 0.08), {
      shade: 0.4,
    });
  }
  for (let brick = 0; brick < 60; brick++)
    p.fill(
      rect(p.random.range(-0.88, 0.84), p.random.range(-0.92, -0.02), 0.05, 0.02),
      lighten(stone, p.random.range(-0.12, 0.06)),
      { shade: 0, ink: 0, alpha: 0.4 },
    );
}

function statue(p: Pen): void {
  const marble = p.local("#ddd8cc");
  p.fill(rect(-0.24, -0.1, 0.48, 0.1), lighten(marble, -0.1), { shade: 0.4 });
  p.fill(rect(-0.17, -0.34, 0.34, 0.25), lighten(marble, -0.06), { shade: 0.7 });
  p.fill(
    smooth(
      outline("-0.2 -0.34, -0.2 -0.5, -0.07 -0.58, -0.06 -0.66, 0.06 -0.66, 0.07 -0.58, 0.2 -0.5, 0.2 -0.34"),
    ),
    marble,
    { shade: 1 },
  );
  p.fill(
    smooth(outline("-0.11 -0.72, -0.1 -0.9, 0 -0.98, 0.1 -0.9, 0.12 -0.76, 0.06 -0.64, -0.05 -0.63")),
    marble,
    { shade: 1 },
  );
  for (let curl = 0; curl < 9; curl++)
    p.fill(
      dot(-0.1 + curl * 0.025, -0.9 - 0.06 * Math.sin((curl / 8) * Math.PI), 0.028),
      lighten(marble, -0.04),
      { shade: 0.6, ink: 0.5 },
    );
  p.line(curve(outline("0.03 -0.8, 0.07 -0.76, 0.035 -0.74")), lighten(marble, -0.25), 0.008);
  p.fill(star(0, -0.22, 0.05, 0.024, 5), p.local("#b98f3f"), { shade: 0.3 });
}

export const LANDMARKS: readonly Subject[] = [
  {
    words: "bridge, viaduct",
    paint: bridge,
    home: "meadow",
    origin: "base",
    wide: 1.2,
    place: "ground",
    scale: 0.62,
  },
  {
    words: "pyramid, sphinx",
    paint: pyramids,
    home: "desert",
    origin: "base",
    wide: 1.2,
    place: "ground",
    scale: 0.95,
  },
  {
    words: "temple, column, athens, pantheon, parthenon, greek, democracy, senate",
    paint: temple,
    home: "mountains",
    origin: "base",
    wide: 0.88,
    place: "ground",
    scale: 0.85,
  },
  {
    words: "arch, aqueduct, roman arch, roman, rome, colosseum, arena",
    paint: arches,
    home: "meadow",
    origin: "base",
    wide: 1.18,
    place: "ground",
    scale: 0.8,
  },
  {
    words: "statue, monument, sculpture, philosopher, emperor, caesar",
    paint: statue,
    home: "hall",
    origin: "base",
    place: "ground",
    scale: 0.95,
  },
];
