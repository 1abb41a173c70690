import { hex, lighten } from "../colour";
import { dot, ellipse, polygon, rect, smooth } from "../shape";
import type { StageInput } from "./stage";

interface Opening {
  /** Middle of its top edge. */
  x: number;
  y: number;
  width: number;
  height: number;
  curtains: boolean;
}

/** A window with the hour and the weather in it, `opening` in pixels. */
export function paintWindow(input: StageInput, opening: Opening): void {
  const { pens, env, unit } = input;
  const { x, y, width, height } = opening;
  const pen = pens.sky;
  const left = x - width / 2;
  const frame = env.local("#f0e6d4");
  pen.glow(x, y + height / 2, Math.max(unit * 0.75, width * 0.7), env.sun, env.dark ? 0.22 : 0.5);
  pen.fill(rect(left - unit * 0.02, y - unit * 0.02, width + unit * 0.04, height + unit * 0.05), frame, {
    shade: 0.4,
  });
  const pane = rect(left, y, width, height);
  pen.fill(pane, env.sky[0] ?? frame, { to: env.sky[3] ?? frame, ink: 0.6 });
  pen.within(pane, () => paintOutside(input, left, y, width, height));
  const bars = Math.max(1, Math.round(width / (unit * 0.4)));
  for (let bar = 1; bar <= bars; bar++) {
    pen.fill(rect(left + (width * bar) / (bars + 1) - unit * 0.008, y, unit * 0.016, height), frame, {
      shade: 0.3,
      ink: 0.5,
    });
  }
  pen.fill(rect(left, y + height * 0.45, width, unit * 0.014), frame, { shade: 0.3, ink: 0.5 });
  pen.fill(
    rect(left - unit * 0.05, y + height + unit * 0.02, width + unit * 0.1, unit * 0.028),
    lighten(frame, -0.04),
    { shade: 0.4 },
  );
  if (opening.curtains) paintCurtains(input, opening);
}

function paintOutside(
  { pens, env, random, unit }: StageInput,
  left: number,
  y: number,
  width: number,
  height: number,
): void {
  const pen = pens.sky;
  const x = left + width / 2;
  if (env.dark) {
    for (let star = 0; star < 24; star++) {
      pen.fill(dot(left + random.next() * width, y + random.next() * height, unit * 0.0018), hex("#ffffff"), {
        shade: 0,
        ink: 0,
        alpha: 0.8,
      });
    }
  }
  const sunX = left + width * random.pick([0.26, 0.7]);
  pen.fill(ellipse(sunX, y + height * 0.3, unit * 0.035), env.sun, { shade: 0, ink: 0.3 });
  pen.glow(sunX, y + height * 0.3, unit * 0.16, env.sun, 0.7);
  const hills = (peak: number, shift: number) =>
    smooth(
      [
        [left - width * 0.2, y + height * 1.3],
        [left + width * (0.2 + shift), y + height * peak],
        [x, y + height * (peak + 0.12)],
        [left + width * (0.8 + shift), y + height * (peak - 0.03)],
        [left + width * 1.2, y + height * 1.3],
      ],
      6,
    );
  pen.inHaze(0.5, () => pen.fill(hills(0.62, 0.05), env.foliage, {}));
  pen.fill(hills(0.8, -0.08), env.grass[1], {});
}

function paintCurtains({ pens, env, unit }: StageInput, { x, y, width, height }: Opening): void {
  const cloth = env.accent;
  for (const side of [-1, 1]) {
    const edge = x + side * (width / 2 + unit * 0.03);
    const at = (out: number, down: number) => [edge + side * unit * out, y + down] as const;
    const drape = polygon([
      at(0.06, -unit * 0.05),
      at(-0.09, -unit * 0.05),
      at(-0.05, height * 0.55),
      at(-0.01, height * 1.12),
      at(0.08, height * 1.12),
    ]);
    pens.sky.fill(drape, cloth, { shade: 0.8 });
    for (let fold = 0; fold < 4; fold++) {
      const line = rect(
        edge + side * (fold - 1.2) * unit * 0.025,
        y - unit * 0.03,
        unit * 0.006,
        height * 1.1,
      );
      pens.sky.fill(line, lighten(cloth, -0.09), { shade: 0, ink: 0, alpha: 0.6 });
    }
  }
}
