import { type Colour, hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { dot, ellipse, ribbon, smooth } from "../shape";

export function eye(p: Pen, x: number, y: number, r: number, iris = "#2a2420"): void {
  p.fill(ellipse(x, y, r), hex(iris), { shade: 0, ink: 0.3 });
  p.fill(dot(x + r * 0.3, y - r * 0.35, r * 0.32), hex("#ffffff"), { shade: 0, ink: 0 });
}

export function coat(p: Pen, tones: readonly string[]): Colour {
  return p.local(p.random.pick(tones));
}

interface Quadruped {
  fur: Colour;
  leg: number;
  body: number;
  length: number;
  neck: readonly [number, number];
}

/** Body, four legs and neck of a standing animal facing right, 1 high at the shoulder-and-head. */
export function standing(p: Pen, { fur, leg, body, length, neck }: Quadruped): void {
  const half = length / 2;
  const hip = -leg;
  const legs: readonly [number, number, number][] = [
    [-half * 0.62, -0.1, -0.06],
    [half * 0.6, -0.1, -0.06],
    [-half * 0.86, 0, 0],
    [half * 0.84, 0, 0],
  ];
  for (const [x, dark, shift] of legs) {
    const tone = lighten(fur, dark);
    const w = body * 0.17;
    p.fill(
      smooth(
        [
          [x - w * 1.3 + shift, hip - body * 0.3],
          [x - w * 0.8 + shift, hip * 0.5],
          [x - w * 0.72 + shift, -0.01],
          [x + w * 0.9 + shift, 0],
          [x + w * 0.7 + shift, hip * 0.5],
          [x + w * 1.4 + shift, hip - body * 0.3],
        ],
        5,
      ),
      tone,
      { shade: 0.5, ink: 0.8 },
    );
  }
  p.fill(
    smooth([
      [-half, hip - body * 0.6],
      [-half * 0.8, hip - body],
      [0, hip - body * 0.9],
      [half * 0.8, hip - body * 1.02],
      [half * 1.05, hip - body * 0.6],
      [half * 0.8, hip - body * 0.02],
      [0, hip + body * 0.06],
      [-half * 0.85, hip - body * 0.05],
    ]),
    fur,
    { shade: 0.9 },
  );
  p.fill(
    ribbon(
      [
        [half * 0.75, hip - body * 0.6],
        [(half * 0.8 + neck[0]) / 2, (hip - body * 0.7 + neck[1]) / 2],
        [neck[0], neck[1]],
      ],
      (t) => body * (0.42 - 0.2 * t),
    ),
    fur,
    { shade: 0.7, ink: 0.4 },
  );
}
