import { type Colour, hex, lighten } from "../colour";
import type { Pen } from "../pen";
import {
  dot,
  ellipse,
  openLine,
  outline,
  type Point,
  polygon,
  rect,
  ribbon,
  type Shape,
  withHole,
} from "../shape";

/** A toothed wheel; `teeth` cogs on a rim of radius `r`. */
export function gear(x: number, y: number, r: number, teeth: number, turn = 0): Shape {
  const points: Point[] = [];
  for (let tooth = 0; tooth < teeth; tooth++) {
    for (const [part, reach] of outline("0 0.84, 0.14 1, 0.44 1, 0.58 0.84")) {
      const angle = turn + ((tooth + part) / teeth) * Math.PI * 2;
      points.push([x + Math.cos(angle) * r * reach, y + Math.sin(angle) * r * reach]);
    }
  }
  return polygon(points);
}

export function cogwheel(p: Pen, x: number, y: number, r: number, metal: Colour, turn = 0): void {
  p.fill(gear(x, y, r, Math.max(8, Math.round(10 + r * 14)), turn), metal, { shade: 0.8 });
  p.fill(ellipse(x, y, r * 0.68), lighten(metal, -0.08), { shade: 0.5, ink: 0.5 });
  for (let spoke = 0; spoke < 5; spoke++) {
    const angle = turn + (spoke / 5) * Math.PI * 2;
    const tip: Point = [x + Math.cos(angle) * r * 0.7, y + Math.sin(angle) * r * 0.7];
    p.fill(
      ribbon([[x, y], tip], () => r * 0.07),
      metal,
      { shade: 0.3, ink: 0.2 },
    );
  }
  p.fill(ellipse(x, y, r * 0.24), lighten(metal, 0.07), { shade: 0.9, form: "round" });
  p.fill(dot(x, y, r * 0.08), lighten(metal, -0.25), { shade: 0, ink: 0 });
}

/** A wheel with a tyre and spokes, standing for anything from a bicycle to a cart. */
export function spokedWheel(
  p: Pen,
  x: number,
  y: number,
  r: number,
  tyre: Colour,
  spokes: number,
  thick = 0.09,
): void {
  for (let spoke = 0; spoke < spokes; spoke++) {
    const angle = (spoke / spokes) * Math.PI;
    const [dx, dy] = [Math.cos(angle) * r * 0.95, Math.sin(angle) * r * 0.95];
    p.line(
      openLine([
        [x - dx, y - dy],
        [x + dx, y + dy],
      ]),
      lighten(tyre, 0.3),
      r * 0.025,
      0.9,
    );
  }
  p.fill(withHole(ellipse(x, y, r), ellipse(x, y, r * (1 - thick))), tyre, { shade: 0.5 });
  p.fill(ellipse(x, y, r * 0.11), lighten(tyre, 0.15), { shade: 0.8, form: "round" });
}

/** A solid road wheel with a bright hub. */
export function roadWheel(p: Pen, x: number, y: number, r: number): void {
  p.fill(ellipse(x, y, r), p.local("#2b2c32"), { shade: 0.6, form: "round" });
  p.fill(ellipse(x, y, r * 0.55), p.local("#b9bdc4"), { shade: 0.8, form: "round" });
  p.fill(ellipse(x, y, r * 0.18), p.local("#565a62"), { shade: 0.4, ink: 0.3 });
}

/** Windows in rows; lit by night. */
export function windows(
  p: Pen,
  area: { x: number; y: number; width: number; height: number },
  columns: number,
  rows: number,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const isLit = (p.env.dark && p.random.chance(0.7)) || (p.env.time === "sunset" && p.random.chance(0.5));
      const [w, h] = [(area.width / columns) * 0.52, (area.height / rows) * 0.6];
      const x = area.x + ((column + 0.5) / columns) * area.width - w / 2;
      const y = area.y + ((row + 0.5) / rows) * area.height - h / 2;
      p.fill(rect(x, y, w, h), isLit ? hex("#ffd98a") : p.local("#54677a"), {
        shade: isLit ? 0 : 0.4,
        ink: 0.5,
      });
      if (isLit) p.glow(x + w / 2, y + h / 2, w * 1.6, hex("#ffcf7a"), 0.35);
    }
  }
}

/** Smoke or steam rising from (x, y), leaning to the right with height. */
export function smoke(p: Pen, x: number, y: number, size: number, tone: Colour, puffs = 7): void {
  for (let puff = puffs - 1; puff >= 0; puff--) {
    const t = puff / puffs;
    const r = size * (0.16 + 0.34 * t) * p.random.range(0.85, 1.15);
    p.fill(
      ellipse(x + size * (0.9 * t * t + p.random.range(-0.06, 0.06)), y - size * 1.3 * t, r, r * 0.86),
      lighten(tone, 0.06 * t),
      { shade: 0.5, form: "round", alpha: 0.85 - 0.5 * t, soft: 0.004, ink: 0.25 },
    );
  }
}

/** A thin curl of steam above something hot. */
export function steamCurl(p: Pen, x: number, y: number, tall: number): void {
  const sway = tall * 0.16;
  p.fill(
    ribbon(
      [
        [x, y],
        [x + sway, y - tall * 0.3],
        [x - sway, y - tall * 0.62],
        [x + sway * 0.8, y - tall],
      ],
      (t) => tall * 0.05 * Math.sin(Math.PI * (0.1 + 0.85 * t)),
    ),
    hex("#ffffff"),
    { shade: 0, ink: 0, alpha: 0.55, soft: 0.004 },
  );
}
