import { type Colour, hex, lighten, mix } from "../colour";
import { createNoise, fractal } from "../noise";
import type { Pen } from "../pen";
import {
  curve,
  dot,
  ellipse,
  openLine,
  type Point,
  polygon,
  ribbon,
  type Shape,
  smooth,
  together,
} from "../shape";

/** A full-width silhouette whose top edge is `top(t)` pixels, t 0…1 across. */
export function landBelow(pen: Pen, top: (t: number) => number, steps = 60): Shape {
  const points: Point[] = [];
  for (let step = 0; step <= steps; step++) {
    const t = step / steps;
    points.push([(t * 1.04 - 0.02) * pen.width, top(t)]);
  }
  points.push([pen.width * 1.02, pen.height * 1.03], [-pen.width * 0.02, pen.height * 1.03]);
  return polygon(points);
}

/** Rolling line: a low fractal noise around `base` (both pixels). */
export function rollingLine(
  pen: Pen,
  base: number,
  amplitude: number,
  frequency: number,
): (t: number) => number {
  const noise = createNoise(pen.random.int(1, 2 ** 30));
  return (t) => base - amplitude * (0.6 + 1.2 * fractal(noise, t * frequency, 0, 3));
}

export function paintStars(pen: Pen, bottom: number, count: number): void {
  const { random, width } = pen;
  for (let star = 0; star < count; star++) {
    const y = random.next() ** 1.3 * bottom;
    const size = pen.height * (random.chance(0.06) ? 0.0036 : random.range(0.0008, 0.0019));
    const tint = random.pick(["#ffffff", "#dfe8ff", "#fff2d6", "#cfe0ff"]);
    const x = random.range(0, width);
    pen.fill(dot(x, y, size), hex(tint), { shade: 0, ink: 0, alpha: random.range(0.45, 1) });
    if (size > pen.height * 0.003) pen.glow(x, y, size * 7, hex(tint), 0.4);
  }
}

/** Sun, or the moon by night, with its glow; returns where it stands. */
export function paintLight(pen: Pen, at: Point, radius: number, kind: "sun" | "moon" | "crescent"): void {
  const { env } = pen;
  const [x, y] = at;
  const low = env.time === "sunset" || env.time === "dawn";
  pen.glow(x, y, radius * (kind === "sun" ? 8 : 6), env.sun, kind === "sun" ? (low ? 0.8 : 0.65) : 0.5);
  const disc = kind === "sun" ? mix(env.sun, hex("#ffffff"), low ? 0.15 : 0.5) : hex("#f3efdd");
  const shape = kind === "crescent" ? crescent(x, y, radius) : ellipse(x, y, radius);
  pen.fill(shape, disc, { shade: kind === "sun" ? 0 : 0.3, form: "round", ink: 0.3 });
  if (kind === "moon") {
    const { random } = pen;
    pen.within(ellipse(x, y, radius), () => {
      for (let mare = 0; mare < 7; mare++) {
        const size = random.range(0.1, 0.3) * radius;
        pen.fill(
          ellipse(
            x + random.range(-0.7, 0.7) * radius,
            y + random.range(-0.7, 0.7) * radius,
            size * 1.2,
            size,
          ),
          hex("#b9b7b0"),
          { shade: 0, ink: 0, alpha: 0.45 },
        );
      }
    });
  }
}

function crescent(x: number, y: number, radius: number): Shape {
  const points: Point[] = [];
  // The outer edge from horn to horn, and back along the shallower edge of the shadow.
  for (let step = 0; step <= 24; step++) {
    const angle = 0.9 + (step / 24) * Math.PI;
    points.push([x + Math.cos(angle) * radius, y + Math.sin(angle) * radius]);
  }
  for (let step = 24; step >= 0; step--) {
    const t = step / 24;
    const angle = 0.9 + t * Math.PI;
    const reach = radius * (1 - 0.62 * Math.sin(Math.PI * t));
    points.push([x + Math.cos(angle) * reach, y + Math.sin(angle) * reach]);
  }
  return polygon(points);
}

/** A heaped cloud with a flat base, `size` pixels wide. */
export function paintCloud(pen: Pen, x: number, y: number, size: number, alpha: number): void {
  const { random, env } = pen;
  const puffs: Shape[] = [];
  const count = random.int(6, 9);
  for (let puff = 0; puff < count; puff++) {
    const t = puff / (count - 1);
    const rise = Math.sin(Math.PI * (0.12 + 0.76 * t)) ** 1.2;
    const radius = size * (0.07 + 0.11 * rise) * random.range(0.85, 1.25);
    puffs.push(
      ellipse(
        x + (t - 0.5) * size * 0.85,
        y - radius * 0.55 - size * 0.05 * rise * random.next(),
        radius * 1.12,
        radius,
      ),
    );
  }
  puffs.push(ellipse(x, y, size * 0.5, size * 0.045));
  const shadow = mix(env.cloud, env.sky[1] ?? env.cloud, 0.5);
  pen.fill(together(...puffs), shadow, { shade: 0, alpha: alpha * 0.9, soft: 0.006, ink: 0.35 });
  pen.at(x, y - size * 0.02, 0.9, () =>
    pen.at(-x + pen.env.lightFrom[0] * size * 0.02, -y - size * 0.012, 1, () =>
      pen.fill(together(...puffs), env.cloud, {
        shade: 0.12,
        to: mix(env.cloud, shadow, 0.55),
        alpha: alpha * 0.95,
        soft: 0.004,
        ink: 0,
      }),
    ),
  );
}

/** Thin streaks of high cloud. */
export function paintStreaks(pen: Pen, top: number, bottom: number, count: number): void {
  const { random, width, env } = pen;
  for (let streak = 0; streak < count; streak++) {
    const y = random.range(top, bottom);
    const x = random.range(-0.1, 0.9) * width;
    const length = random.range(0.2, 0.55) * width;
    const lift = random.range(-0.02, 0.02) * pen.height;
    const thick = pen.height * random.range(0.003, 0.011);
    const glowing = env.time === "sunset" || env.time === "dawn";
    const colour = mix(env.cloud, glowing ? hex("#ff9f7a") : env.cloud, glowing ? random.range(0.2, 0.8) : 0);
    pen.fill(
      ribbon(
        [
          [x, y],
          [x + length * 0.5, y + lift],
          [x + length, y - lift * 0.4],
        ],
        (t) => thick * Math.sin(Math.PI * t) ** 0.7,
      ),
      colour,
      { shade: 0, alpha: random.range(0.25, 0.55), soft: 0.005, ink: 0 },
    );
  }
}

/** One peak: lit and shaded faces split by a ragged ridge, snow on top when it is high. */
export function paintPeak(
  pen: Pen,
  apex: Point,
  base: number,
  spread: number,
  colour: Colour,
  snow: number,
): void {
  const { random, env } = pen;
  const [ax, ay] = apex;
  const tall = base - ay;
  const jag = (fromX: number, fromY: number, toX: number, toY: number, rough: number): Point[] => {
    const points: Point[] = [];
    for (let step = 1; step < 9; step++) {
      const t = step / 9;
      points.push([
        fromX + (toX - fromX) * t + random.range(-rough, rough) * tall,
        fromY + (toY - fromY) * t + random.range(-rough, rough) * tall * 0.7,
      ]);
    }
    return points;
  };
  const left: Point = [ax - spread * random.range(0.8, 1.1), base];
  const right: Point = [ax + spread * random.range(0.8, 1.1), base];
  const leftEdge = jag(ax, ay, left[0], base, 0.03);
  const rightEdge = jag(ax, ay, right[0], base, 0.03);
  const whole = polygon([apex, ...rightEdge, right, left, ...[...leftEdge].reverse()]);
  pen.fill(whole, lighten(colour, 0.05), { to: mix(colour, env.grass[0], 0.35), ink: 0.8 });
  const dark = env.lightFrom[0] > 0 ? -1 : 1;
  const spine = jag(ax, ay, ax + spread * 0.16 * random.range(-1, 1), base, 0.045);
  const shadeEdge = dark < 0 ? leftEdge : rightEdge;
  const shadeFoot = dark < 0 ? left : right;
  const shadowSide = polygon([apex, ...spine, [ax, base], shadeFoot, ...[...shadeEdge].reverse()]);
  pen.within(whole, () => {
    pen.fill(shadowSide, lighten(colour, -0.09), {
      to: mix(lighten(colour, -0.05), env.grass[0], 0.3),
      ink: 0,
      alpha: 0.9,
    });
    for (let crease = 0; crease < 6; crease++) {
      const t = random.range(0.15, 0.8);
      const side = random.chance(0.5) ? 1 : -1;
      const startX = ax + side * spread * t * random.range(0, 0.8);
      const startY = ay + tall * t;
      const length = tall * random.range(0.12, 0.3);
      pen.fill(
        polygon([
          [startX, startY],
          [startX + side * length * 0.35, startY + length],
          [startX + side * length * 0.1, startY + length * 0.8],
        ]),
        lighten(colour, side === dark ? -0.15 : 0.1),
        { ink: 0, alpha: 0.5, shade: 0 },
      );
    }
    if (snow > 0) {
      const line = ay + tall * snow;
      const zig: Point[] = [];
      const teeth = 9;
      for (let tooth = 0; tooth <= teeth; tooth++) {
        const t = tooth / teeth;
        const x = ax + (t - 0.5) * spread * 2.2 * snow;
        zig.push([x, line + (tooth % 2 === 0 ? -1 : 1) * tall * random.range(0.02, 0.09)]);
      }
      const snowColour = env.local("#f6f8fb");
      const cap = polygon([
        [ax - spread * 2, ay - tall * 0.1],
        [ax + spread * 2, ay - tall * 0.1],
        [ax + spread * 2, line - tall * 0.1],
        ...zig.reverse(),
        [ax - spread * 2, line - tall * 0.1],
      ]);
      pen.fill(cap, snowColour, { ink: 0, shade: 0 });
      pen.within(cap, () =>
        pen.fill(shadowSide, mix(snowColour, hex("#5f7fae"), 0.42), { ink: 0, alpha: 0.75, shade: 0 }),
      );
    }
  });
}

/** Gulls or swallows as two strokes each. */
export function paintFlock(pen: Pen, centre: Point, size: number, count: number): void {
  const { random, env } = pen;
  const colour = env.dark ? env.local("#8893b5") : env.local("#2b3140");
  for (let bird = 0; bird < count; bird++) {
    const x = centre[0] + random.range(-6, 6) * size;
    const y = centre[1] + random.range(-2.4, 2.4) * size;
    const span = size * random.range(0.5, 1.1);
    const lift = random.range(0.25, 0.5);
    const body = polygon([
      ...curvePoints([
        [x - span, y - span * lift],
        [x - span * 0.4, y - span * lift * 1.1],
        [x, y],
      ]),
      ...curvePoints([
        [x, y],
        [x + span * 0.45, y - span * lift * 1.15],
        [x + span, y - span * lift * 0.8],
      ]),
      [x + span * 0.4, y - span * lift * 0.72],
      [x, y + span * 0.12],
      [x - span * 0.4, y - span * lift * 0.72],
    ]);
    pen.fill(body, colour, { shade: 0, ink: 0 });
  }
}

function curvePoints(points: readonly Point[]): readonly Point[] {
  return curve(points, 4).rings[0] ?? [];
}

/** Blades of grass along a line of ground, some bearing flowers. */
export function paintGrass(
  pen: Pen,
  top: (t: number) => number,
  tall: number,
  count: number,
  flowers: boolean,
): void {
  const { random, env, width } = pen;
  const petals = [env.accent, env.second, env.local("#fff4d8")];
  for (let blade = 0; blade < count; blade++) {
    const t = random.next();
    const x = t * width;
    const y = top(t) + random.range(0.05, 0.5) * tall;
    const height = tall * random.range(0.5, 1.3);
    const lean = random.range(-0.35, 0.35) * height;
    const colour = lighten(mix(env.grass[1], env.foliage, random.next()), random.range(-0.1, 0.06));
    pen.fill(
      ribbon(
        [
          [x, y],
          [x + lean * 0.3, y - height * 0.6],
          [x + lean, y - height],
        ],
        (s) => tall * 0.035 * (1 - s),
      ),
      colour,
      { shade: 0, ink: 0.12 },
    );
    if (flowers && random.chance(0.2)) {
      const petal = random.pick(petals);
      const size = tall * random.range(0.06, 0.13);
      for (let index = 0; index < 5; index++) {
        const angle = (index / 5) * Math.PI * 2;
        pen.fill(
          dot(x + lean + Math.cos(angle) * size * 0.7, y - height + Math.sin(angle) * size * 0.6, size * 0.6),
          petal,
          { shade: 0.2, ink: 0.2 },
        );
      }
      pen.fill(dot(x + lean, y - height, size * 0.4), env.local("#f4c63d"), { shade: 0, ink: 0 });
    }
  }
}

/** A heap of boulders around (x, y), `size` pixels wide. */
export function paintRocks(pen: Pen, x: number, y: number, size: number, count: number): void {
  const { random, env } = pen;
  for (let rock = 0; rock < count; rock++) {
    const wide = size * random.range(0.16, 0.42);
    const tall = wide * random.range(0.5, 0.9);
    const rx = x + random.range(-0.5, 0.5) * size;
    const ry = y + random.range(-0.04, 0.1) * size;
    const colour = lighten(env.rock, random.range(-0.1, 0.04));
    const outline: Point[] = [
      [rx - wide * 0.5, ry],
      [rx - wide * random.range(0.36, 0.46), ry - tall * random.range(0.5, 0.8)],
      [rx - wide * random.range(0, 0.2), ry - tall],
      [rx + wide * random.range(0.15, 0.3), ry - tall * random.range(0.8, 0.98)],
      [rx + wide * random.range(0.4, 0.5), ry - tall * random.range(0.3, 0.6)],
      [rx + wide * 0.55, ry],
      [rx, ry + tall * 0.08],
    ];
    pen.fill(polygon(outline), colour, { shade: 0.7 });
    const ridge = outline[2] ?? [rx, ry];
    const side = env.lightFrom[0] > 0 ? 1 : -1;
    pen.within(polygon(outline), () => {
      pen.fill(
        polygon([
          ridge,
          [rx - side * wide * 0.05, ry - tall * 0.35],
          [rx - side * wide * 0.15, ry + tall * 0.1],
          [rx - side * wide, ry + tall * 0.1],
          [rx - side * wide, ry - tall],
        ]),
        lighten(colour, -0.12),
        { shade: 0.2, ink: 0, alpha: 0.8 },
      );
    });
  }
}

/** Weather in front of everything: rain, snow or banks of fog. */
export function paintWeather(pen: Pen): void {
  const { random, width, height, env } = pen;
  if (env.weather === "rain" || env.weather === "storm") {
    const slant = env.weather === "storm" ? 0.35 : 0.14;
    for (let drop = 0; drop < 260; drop++) {
      const x = random.range(-0.1, 1.1) * width;
      const y = random.range(-0.05, 1) * height;
      const length = height * random.range(0.02, 0.06);
      pen.line(
        openLine([
          [x, y],
          [x - length * slant, y + length],
        ]),
        env.local("#dbe7f2"),
        height * 0.0013,
        random.range(0.15, 0.45),
      );
    }
  }
  if (env.weather === "snow") {
    for (let flake = 0; flake < 220; flake++) {
      const size = height * random.range(0.0014, 0.0062);
      pen.fill(dot(random.next() * width, random.next() * height, size), hex("#ffffff"), {
        shade: 0,
        ink: 0,
        alpha: random.range(0.5, 0.95),
      });
    }
  }
  if (env.weather === "fog") {
    for (let bank = 0; bank < 6; bank++) {
      const y = height * random.range(0.4, 0.95);
      const x = random.range(0, 1) * width;
      pen.fill(
        ellipse(x, y, width * random.range(0.3, 0.6), height * random.range(0.03, 0.07)),
        lighten(env.sky[2] ?? env.cloud, 0.04),
        { shade: 0, ink: 0, soft: 0.03, alpha: 0.42 },
      );
    }
  }
}

/** A fork of lightning from (x, top) down to `bottom`. */
export function paintBolt(pen: Pen, x: number, top: number, bottom: number): void {
  const { random } = pen;
  const strike = (fromX: number, fromY: number, toY: number, width: number, drift: number): void => {
    const points: Point[] = [[fromX, fromY]];
    let px = fromX;
    for (let step = 1; step <= 8; step++) {
      px += random.range(-1, 1) * pen.height * 0.035 + drift;
      points.push([px, fromY + ((toY - fromY) * step) / 8]);
    }
    pen.glow(fromX, (fromY + toY) / 2, (toY - fromY) * 0.7, hex("#bcd0ff"), width > 0.004 ? 0.5 : 0.2);
    pen.fill(
      ribbon(points, (t) => pen.height * width * (1 - t * 0.8), 1),
      hex("#fdfcff"),
      { shade: 0, ink: 0.2 },
    );
    const branch = points[3];
    if (width > 0.004 && branch)
      strike(branch[0], branch[1], branch[1] + (toY - fromY) * 0.4, width * 0.5, pen.height * 0.02);
  };
  strike(x, top, bottom, 0.005, 0);
}

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

/** A line of small trees on a ridge; `kind` decides their outline. */
export function paintTreeLine(
  pen: Pen,
  top: (t: number) => number,
  tall: number,
  count: number,
  kind: "pine" | "round",
): void {
  const { random, env, width } = pen;
  const places = Array.from({ length: count }, () => random.next()).sort((a, b) => a - b);
  for (const t of places) {
    const x = t * width;
    const y = top((t + 0.02) / 1.04) + tall * 0.08;
    const size = tall * random.range(0.6, 1.25);
    const colour = lighten(env.foliage, random.range(-0.08, 0.05));
    if (kind === "pine") {
      pen.fill(
        polygon([
          [x, y - size],
          [x + size * 0.12, y - size * 0.62],
          [x + size * 0.08, y - size * 0.62],
          [x + size * 0.19, y - size * 0.3],
          [x + size * 0.13, y - size * 0.3],
          [x + size * 0.25, y],
          [x - size * 0.25, y],
          [x - size * 0.13, y - size * 0.3],
          [x - size * 0.19, y - size * 0.3],
          [x - size * 0.08, y - size * 0.62],
          [x - size * 0.12, y - size * 0.62],
        ]),
        colour,
        { ink: 0.5 },
      );
    } else {
      pen.fill(
        smooth(
          [
            [x - size * 0.34, y],
            [x - size * 0.42, y - size * 0.4],
            [x - size * 0.2, y - size * 0.8],
            [x + size * 0.15, y - size * 0.85],
            [x + size * 0.4, y - size * 0.45],
            [x + size * 0.36, y],
          ],
          5,
        ),
        colour,
        { ink: 0.5 },
      );
    }
  }
}
