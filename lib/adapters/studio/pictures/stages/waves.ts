import { hex, lighten, mix } from "../colour";
import type { Pen } from "../pen";
import { ellipse, ribbon } from "../shape";

/** Wave crests in perspective between the horizon and `bottom`, brighter under the light at `lightX`. */
export function paintWaves(
  pen: Pen,
  horizon: number,
  bottom: number,
  lightX: number | undefined,
  rough = 1,
): void {
  const { random, width, height, env } = pen;
  const rows = 26;
  for (let row = 0; row < rows; row++) {
    const t = ((row + 0.5) / rows) ** 1.9;
    const y = horizon + (bottom - horizon) * t;
    const count = Math.round(15 - 9 * t);
    for (let index = 0; index < count; index++) {
      const x = random.range(-0.05, 1.05) * width;
      const length = width * (0.02 + 0.11 * t) * random.range(0.5, 1.3);
      const thick = height * (0.0012 + 0.006 * t) * random.range(0.5, 1.1) * rough;
      const base = mix(env.water[0], env.water[1], t);
      const crest = random.chance(0.5) ? lighten(base, 0.09) : lighten(base, -0.07);
      pen.fill(
        ribbon(
          [
            [x - length, y],
            [x - length * 0.3, y - thick * 1.2],
            [x + length * 0.4, y + thick * 0.6],
            [x + length, y],
          ],
          (s) => thick * Math.sin(Math.PI * s),
        ),
        crest,
        { shade: 0, ink: 0, alpha: 0.6 },
      );
    }
    if (lightX !== undefined) {
      const spread = width * (0.015 + 0.075 * t);
      for (let glint = 0; glint < 4; glint++) {
        const x = lightX + random.range(-1, 1) * spread * random.next();
        const length = width * (0.006 + 0.022 * t) * random.range(0.4, 1.3);
        pen.fill(
          ellipse(x, y + random.range(-1, 1) * height * 0.004, length, height * (0.0012 + 0.0036 * t)),
          mix(env.sun, hex("#ffffff"), 0.3),
          { shade: 0, ink: 0, alpha: random.range(0.35, 0.85) },
        );
      }
    }
  }
}
