import { hex, mix } from "../colour";
import type { Pen } from "../pen";
import { dot, ellipse, type Point, polygon, type Shape } from "../shape";

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
