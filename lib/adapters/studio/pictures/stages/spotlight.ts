import { hex, lighten, mix } from "../colour";
import { dot, ellipse, type Point, polygon, rect, ribbon } from "../shape";
import { mentions, type Stage } from "./stage";

/** A lit floor before a coloured ground: any single thing looks its best here. */
export const spotlight: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX, closeness } = input;
  const warm = mix(env.accent, env.sky[1] ?? env.accent, 0.35);
  const floorY = height * random.range(0.68, 0.76);
  const pen = pens.sky;
  pen.backdrop([lighten(warm, -0.3), lighten(warm, -0.12), lighten(warm, 0.02)], floorY);
  const cx = width * heroX;
  const concert = mentions(
    input,
    "music",
    "concert",
    "song",
    "band",
    "dance",
    "stage",
    "theatre",
    "theater",
    "guitar",
    "jazz",
  );
  const discs = random.chance(0.5);
  if (discs && !concert) {
    pen.fill(ellipse(cx, floorY * 0.56, unit * 0.46), lighten(env.second, 0.02), { shade: 0.3, ink: 0.4 });
    pen.line(ellipse(cx, floorY * 0.56, unit * 0.52), lighten(env.second, 0.12), unit * 0.004, 0.6);
  } else if (!concert) {
    for (let band = 0; band < 4; band++) {
      const r = unit * (0.62 - band * 0.13);
      const points: Point[] = [[cx - r, floorY]];
      for (let step = 0; step <= 18; step++)
        points.push([
          cx + Math.cos(Math.PI + (Math.PI * step) / 18) * r,
          floorY * 0.92 + Math.sin(Math.PI + (Math.PI * step) / 18) * r,
        ]);
      points.push([cx + r, floorY]);
      pen.fill(polygon(points), mix(lighten(env.second, 0.04 * band), warm, 0.5 - band * 0.14), {
        shade: 0,
        ink: 0.4,
      });
    }
  }
  pen.glow(cx, floorY * 0.5, unit * 0.8, mix(env.sun, hex("#ffffff"), 0.2), 0.5);
  const beams = concert ? 6 : 2;
  for (let beam = 0; beam < beams; beam++) {
    const x = width * (concert ? (beam + 0.5) / beams : beam === 0 ? heroX - 0.16 : heroX + 0.16);
    const tone = concert ? ([env.accent, env.second, env.sun][beam % 3] ?? env.sun) : env.sun;
    pens.far.fill(
      polygon([
        [x - unit * 0.012, -4],
        [x + unit * 0.012, -4],
        [cx + (x - cx) * 0.5 + unit * 0.15, floorY + unit * 0.06],
        [cx + (x - cx) * 0.5 - unit * 0.15, floorY + unit * 0.06],
      ]),
      lighten(tone, 0.12),
      { shade: 0, ink: 0, alpha: concert ? 0.26 : 0.13, soft: 0.012 },
    );
  }
  const floor = lighten(mix(warm, env.second, 0.25), -0.16);
  pens.middle.fill(rect(-width * 0.02, floorY, width * 1.04, height), floor, {
    to: lighten(floor, -0.14),
    ink: 0.6,
  });
  pens.middle.fill(
    ellipse(cx, floorY + (height - floorY) * 0.42, unit * 0.46, unit * 0.09),
    lighten(floor, 0.12),
    { shade: 0.1, ink: 0.2 },
  );
  for (let speck = 0; speck < 36; speck++) {
    const r = unit * random.range(0.004, 0.02);
    pens.far.fill(
      dot(width * random.next(), floorY * random.next(), r),
      lighten(random.chance(0.5) ? env.second : env.sun, 0.1),
      { shade: 0, ink: 0, alpha: random.range(0.12, 0.4) },
    );
  }
  const y = floorY + (height - floorY) * 0.44;
  const other = heroX < 0.5 ? 1 : -1;
  return {
    spots: {
      ground: [
        { x: cx, y, size: unit * (0.52 + 0.2 * closeness) },
        { x: cx + other * width * 0.34, y: y + unit * 0.01, size: unit * 0.34 },
        { x: cx + other * width * 0.53, y: y - unit * 0.02, size: unit * 0.26 },
        {
          x: Math.max(width * 0.08, Math.min(width * 0.92, cx - other * width * 0.24)),
          y: y - unit * 0.03,
          size: unit * 0.24,
        },
      ],
      air: [
        { x: cx, y: floorY * 0.52, size: unit * (0.5 + 0.16 * closeness) },
        { x: cx + other * width * 0.32, y: floorY * 0.34, size: unit * 0.22 },
        { x: cx + other * width * 0.5, y: floorY * 0.6, size: unit * 0.18 },
      ],
    },
    foreground: () => {
      for (const side of [0, 1]) {
        if (random.chance(0.4)) continue;
        const x = side * width;
        for (let frond = 0; frond < 5; frond++) {
          const a = -Math.PI / 2 + (side === 0 ? 1 : -1) * (0.1 + frond * 0.26);
          const length = unit * random.range(0.2, 0.34);
          pens.front.fill(
            ribbon(
              [
                [x, height * 1.03],
                [x + Math.cos(a) * length * 0.6, height * 1.03 + Math.sin(a) * length * 0.7],
                [x + Math.cos(a) * length, height * 1.03 + Math.sin(a) * length * 0.86],
              ],
              (t) => unit * 0.03 * Math.sin(Math.PI * (0.12 + t * 0.88)),
            ),
            lighten(mix(env.foliage, warm, 0.35), -0.16 + frond * 0.02),
            { shade: 0.5, ink: 0.6 },
          );
        }
      }
    },
  };
};
