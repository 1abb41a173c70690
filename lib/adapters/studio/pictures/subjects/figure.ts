import { type Colour, hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, dot, ellipse, outline, type Point, rect, ribbon, smooth } from "../shape";

export const SKINS = ["#f0c7a0", "#d9a06e", "#a8703f", "#6f4628", "#e8b48a"];

export const HAIRS = ["#2e2320", "#5f3c22", "#a86f32", "#8f8f93", "#3a2a3f"];

const CLOTHES = ["#c8503c", "#3f6f9c", "#4f8a5a", "#d9a03a", "#7a4f8a", "#2f7f86", "#b85a7a"];

interface Dress {
  skin: Colour;
  hair: Colour;
  coat: Colour;
  legs: Colour;
}

export function dress(p: Pen): Dress {
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
export function figure(
  p: Pen,
  { skin, hair, coat, legs, stride = 0.07, left, right, long = false }: Figure,
): void {
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
