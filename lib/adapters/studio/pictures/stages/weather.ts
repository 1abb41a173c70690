import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { dot, ellipse, openLine, type Point, ribbon } from "../shape";

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
