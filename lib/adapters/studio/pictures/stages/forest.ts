import { hex, lighten, mix } from "../colour";
import { leaf, type Point, polygon, ribbon, smooth } from "../shape";
import { airSpots, groundSpots } from "./ground-spots";
import { landBelow, paintGrass, rollingLine } from "./land";
import { paintLight } from "./lights";
import { mentions, type Stage, type StageInput } from "./stage";
import { paintWeather } from "./weather";

export const forest: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX } = input;
  const horizon = height * random.range(0.6, 0.7);
  const sky = pens.sky;
  const misty = mix(env.sky[3] ?? env.cloud, env.grass[0], 0.35);
  sky.backdrop(
    [mix(env.foliage, env.sky[1] ?? env.foliage, 0.4), mix(env.grass[0], misty, 0.4), misty],
    horizon,
  );
  const glowX = width * (heroX < 0.5 ? 0.66 : 0.34);
  sky.glow(glowX, height * 0.36, unit * 0.8, env.sun, env.dark ? 0.45 : 0.85);
  if (input.light === "moon" || input.light === "crescent")
    paintLight(sky, [glowX, height * 0.24], unit * 0.06, input.light);
  const rows: readonly [layer: "far" | "middle", haze: number, count: number, wide: number][] = [
    ["far", 0.72, 16, 0.018],
    ["far", 0.5, 11, 0.028],
    ["middle", 0.24, 7, 0.042],
  ];
  for (const [layer, haze, count, wide] of rows) {
    const pen = pens[layer];
    pen.inHaze(haze, () => {
      for (let trunk = 0; trunk < count; trunk++) {
        const x = width * ((trunk + random.range(0.1, 0.9)) / count);
        if (layer === "middle" && Math.abs(x / width - heroX) < 0.13) continue;
        const half = unit * wide * random.range(0.7, 1.2) * 0.5;
        const base = horizon + unit * (0.3 - haze * 0.4);
        const lean = random.range(-0.02, 0.02) * width;
        pen.fill(
          ribbon(
            [
              [x, base + unit * 0.03],
              [x + lean * 0.5, height * 0.3],
              [x + lean, -height * 0.04],
            ],
            (t) => half * (1.15 - 0.4 * t),
          ),
          env.local("#5a4636"),
          { shade: 0.7, ink: 0.6 },
        );
        for (let branch = 0; branch < 3; branch++) {
          const by = height * random.range(0.05, 0.4);
          const dir = random.chance(0.5) ? 1 : -1;
          pen.fill(
            ribbon(
              [
                [x + lean * 0.6, by],
                [x + dir * half * 4, by - unit * 0.05],
                [x + dir * half * 8, by - unit * 0.07],
              ],
              (t) => half * 0.3 * (1 - t),
            ),
            env.local("#5a4636"),
            { shade: 0.3, ink: 0.4 },
          );
        }
      }
      for (let crown = 0; crown < count * 2; crown++) {
        const x = random.range(-0.05, 1.05) * width;
        const r = unit * random.range(0.06, 0.13);
        pen.fill(
          leafCluster(input, x, random.range(-0.04, 0.1 + 0.12 * haze) * height, r),
          lighten(env.foliage, random.range(-0.08, 0.08)),
          { ink: 0.5 },
        );
      }
      const ground = rollingLine(pen, horizon + unit * (0.27 - haze * 0.36), unit * 0.02, 4);
      pen.fill(landBelow(pen, ground), mix(env.grass[0], env.foliage, 0.4), {
        to: lighten(env.grass[1], -0.06),
        ink: 0.5,
      });
    });
  }
  for (let ray = 0; ray < 6; ray++) {
    const x = glowX + random.range(-0.3, 0.3) * width;
    const slope = (glowX - width / 2) * -0.35;
    pens.middle.fill(
      polygon([
        [x, -4],
        [x + unit * random.range(0.02, 0.07), -4],
        [x + slope + unit * 0.16, height * 0.86],
        [x + slope, height * 0.86],
      ]),
      mix(env.sun, hex("#ffffff"), 0.2),
      { shade: 0, ink: 0, alpha: env.dark ? 0.06 : 0.12, soft: 0.012 },
    );
  }
  return {
    spots: { ground: groundSpots(input, horizon, 0.95), air: airSpots(input, horizon) },
    foreground: () => {
      const pen = pens.front;
      const top = rollingLine(pen, height * 0.95, unit * 0.03, 3);
      const side = heroX < 0.5 ? 1 : 0;
      const x = width * (side === 1 ? 0.97 : 0.03);
      pen.fill(
        ribbon(
          [
            [x, height * 1.05],
            [x + unit * 0.02, height * 0.5],
            [x - unit * 0.02, -unit * 0.05],
          ],
          (t) => unit * (0.075 - 0.025 * t + 0.05 * Math.max(0, 0.15 - t) * 6),
        ),
        lighten(env.local("#3f3027"), -0.06),
        { shade: 0.8 },
      );
      pen.fill(landBelow(pen, top), lighten(env.foliage, -0.17), { shade: 0.3 });
      paintGrass(pen, top, unit * 0.12, 90, mentions(input, "flower", "spring", "magic", "mushroom"));
      for (let fern = 0; fern < 5; fern++)
        paintFern(input, width * random.next(), height * 1.0, unit * random.range(0.14, 0.24));
      paintWeather(pen);
    },
  };
};

function leafCluster(input: StageInput, x: number, y: number, r: number): ReturnType<typeof smooth> {
  const points: Point[] = [];
  for (let knot = 0; knot < 12; knot++) {
    const angle = (knot / 12) * Math.PI * 2;
    const reach = r * (knot % 2 === 0 ? 1 : 0.8) * input.random.range(0.85, 1.15);
    points.push([x + Math.cos(angle) * reach * 1.3, y + Math.sin(angle) * reach]);
  }
  return smooth(points, 4);
}

function paintFern(input: StageInput, x: number, y: number, size: number): void {
  const { pens, env, random } = input;
  for (let frond = 0; frond < 5; frond++) {
    const angle = -Math.PI / 2 + (frond - 2) * 0.42 + random.range(-0.1, 0.1);
    for (let leaflet = 1; leaflet < 9; leaflet++) {
      const t = leaflet / 9;
      const px = x + Math.cos(angle) * size * t;
      const py = y + Math.sin(angle) * size * t + size * 0.25 * t * t;
      for (const sign of [-1, 1])
        pens.front.fill(
          leaf(px, py, size * 0.22 * (1.1 - t), size * 0.06, angle + sign * 0.9),
          lighten(env.foliage, -0.1 + 0.06 * t),
          { shade: 0.2, ink: 0.25 },
        );
    }
  }
}
