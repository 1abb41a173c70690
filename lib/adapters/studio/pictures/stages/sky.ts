import { hex } from "../colour";
import { type Point, ribbon } from "../shape";
import { paintCloud, paintFlock, paintStreaks } from "./clouds";
import { paintLight, paintStars } from "./lights";
import { mentions, type StageInput } from "./stage";
import { paintBolt } from "./weather";

/** Sky, light, stars and clouds; returns where the light stands across, in pixels. */
export function paintSky(input: StageInput, horizon: number): number {
  const { pens, env, random, width, height, unit, heroX } = input;
  const pen = pens.sky;
  pen.backdrop(env.sky, horizon * 1.06);
  if (env.dark && env.weather !== "fog") paintStars(pen, horizon, 130);
  const away = heroX < 0.5 ? random.range(0.58, 0.84) : random.range(0.16, 0.42);
  const low = env.time === "sunset" || env.time === "dawn";
  const lightX = (input.isBacklit ? heroX + (away - heroX) * 0.12 : away) * width;
  const bigMoon = mentions(input, "moon");
  const lightY = horizon * (low ? random.range(0.7, 0.9) : random.range(0.22, 0.42));
  const radius =
    unit *
    (bigMoon && input.light !== "sun"
      ? random.range(0.085, 0.13) * (1 + input.closeness * 0.9)
      : random.range(0.035, 0.06));
  if (input.light !== "none" && env.weather !== "storm") {
    paintLight(pen, [lightX, Math.max(radius * 1.4, lightY)], radius, input.light);
  }
  if (env.weather === "clear") paintStreaks(pen, horizon * 0.12, horizon * 0.85, random.int(3, 7));
  const clouds = { clear: 3, cloudy: 8, rain: 9, storm: 11, snow: 5, fog: 2 }[env.weather];
  for (let cloud = 0; cloud < clouds; cloud++) {
    const t = clouds === 1 ? 0.5 : cloud / (clouds - 1);
    const size =
      width * random.range(0.14, 0.34) * (0.45 + 0.75 * (1 - t)) * (env.weather === "storm" ? 1.5 : 1);
    const y = horizon * (0.86 - 0.72 * (1 - t) * random.range(0.7, 1.15));
    pen.inHaze(0.3 * t, () =>
      paintCloud(pen, random.range(-0.05, 1.05) * width, y, size, env.dark ? 0.4 : 0.82),
    );
  }
  if (env.weather === "storm") {
    paintBolt(pen, away * width, horizon * 0.2, horizon * 1.02);
    if (random.chance(0.6))
      paintBolt(pen, (away + random.range(-0.3, 0.3)) * width, horizon * 0.3, horizon * 1.02);
  }
  if (mentions(input, "rainbow")) paintRainbow(input, horizon);
  if (!env.dark && env.weather !== "storm" && random.chance(0.55)) {
    paintFlock(
      pens.far,
      [width * random.range(0.3, 0.7), height * random.range(0.12, 0.3)],
      unit * 0.022,
      random.int(3, 7),
    );
  }
  return lightX;
}

function paintRainbow({ pens, width, height }: StageInput, horizon: number): void {
  const colours = ["#d9483b", "#ec8b3a", "#f2d24b", "#5fae5a", "#4a86c9", "#6a55a8"];
  colours.forEach((colour, index) => {
    const radius = width * (0.44 - index * 0.014);
    const points: Point[] = [];
    for (let step = 0; step <= 30; step++) {
      const angle = Math.PI + (Math.PI * step) / 30;
      points.push([
        width * 0.5 + Math.cos(angle) * radius,
        horizon + Math.sin(angle) * Math.min(radius, height * (0.5 - index * 0.016)),
      ]);
    }
    pens.sky.fill(
      ribbon(points, () => width * 0.0075, 1),
      hex(colour),
      { shade: 0, ink: 0, alpha: 0.55, soft: 0.002 },
    );
  });
}
