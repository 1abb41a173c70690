import { lighten, mix } from "../colour";
import { leaf, polygon, rect, ribbon, roundRect, withHole } from "../shape";
import type { StageInput } from "./stage";

/** Something close to the camera around the scene: leaves outdoors, the edge of an opening elsewhere. */
export function paintViewFrame(input: StageInput, isOpenAir: boolean): void {
  if (isOpenAir) paintLeaves(input);
  else paintOpening(input);
}

function paintLeaves({ pens, env, random, width, height, unit }: StageInput): void {
  const pen = pens.front;
  const dark = lighten(mix(env.foliage, [0.12, 0, -0.02], 0.55), -0.08);
  for (const [corner, spread] of [
    [0, 0.32],
    [1, 0.24],
  ] as const) {
    const x = corner * width;
    const inward = corner === 0 ? 1 : -1;
    for (let stem = 0; stem < 6; stem++) {
      const [fromY, toY] = [height * (stem * 0.19 - 0.05), height * (stem * 0.19 + random.range(-0.08, 0.1))];
      const reach = unit * spread * random.range(0.55, 1) * (stem === 0 || stem === 5 ? 1.25 : 0.75);
      const tip = [x + inward * reach, toY] as const;
      pen.fill(
        ribbon(
          [[x - inward * 8, fromY], [x + inward * reach * 0.5, (fromY + toY) / 2 - unit * 0.02], tip],
          (t) => unit * 0.008 * (1 - t * 0.7),
        ),
        dark,
        { shade: 0.2, ink: 0.3 },
      );
      for (let index = 0; index < 9; index++) {
        const t = (index + 1) / 9;
        const px = x + inward * reach * t;
        const py = fromY + (toY - fromY) * t - unit * 0.02 * Math.sin(Math.PI * t);
        const angle = (inward > 0 ? 0 : Math.PI) + random.range(-1.1, 1.1);
        pen.fill(
          leaf(px, py, unit * random.range(0.07, 0.12), unit * 0.045, angle),
          lighten(dark, random.range(-0.03, 0.07)),
          { shade: 0.4, ink: 0.4 },
        );
      }
    }
  }
}

function paintOpening({ pens, env, width, height, unit }: StageInput): void {
  const pen = pens.front;
  const wood = mix(env.local("#4a342a"), [0.16, 0, -0.02], 0.45);
  const bar = unit * 0.06;
  pen.fill(
    withHole(
      rect(-9, -9, width + 18, height + 18),
      roundRect(bar, bar, width - bar * 2, height - bar * 2, unit * 0.09),
    ),
    wood,
    { shade: 0.3 },
  );
  pen.line(
    roundRect(bar, bar, width - bar * 2, height - bar * 2, unit * 0.09),
    lighten(wood, 0.16),
    unit * 0.006,
    0.8,
  );
  pen.fill(
    polygon([
      [-9, height - bar * 1.5],
      [width + 9, height - bar * 1.5],
      [width + 9, height + 9],
      [-9, height + 9],
    ]),
    lighten(wood, 0.04),
    { shade: 0.5 },
  );
}
