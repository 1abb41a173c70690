import type { StageInput } from "./stage";

/** Depth of the ground: a spot at 0 lies on the horizon, at 1 at the bottom edge. */
export function groundSpots(
  input: StageInput,
  horizon: number,
  scale: number,
): { x: number; y: number; size: number }[] {
  const { width, height, unit, heroX, closeness, random } = input;
  const at = (x: number, depth: number, size: number): { x: number; y: number; size: number } => ({
    x: x * width,
    y: horizon + (height - horizon) * depth,
    size: unit * size * scale,
  });
  const size = 0.5 + 0.42 * closeness;
  const other = heroX < 0.5 ? 1 : -1;
  return [
    at(heroX, 0.5 + 0.3 * closeness, size),
    at(heroX + other * random.range(0.3, 0.38), 0.34 + 0.2 * closeness, size * 0.72),
    at(heroX + other * random.range(0.16, 0.22), 0.22, size * 0.45),
    at(Math.min(0.94, Math.max(0.06, heroX - other * 0.24)), 0.3, size * 0.55),
  ];
}

export function airSpots(input: StageInput, horizon: number): { x: number; y: number; size: number }[] {
  const { width, unit, heroX, closeness, random } = input;
  const other = heroX < 0.5 ? 1 : -1;
  return [
    { x: width * heroX, y: horizon * random.range(0.42, 0.56), size: unit * (0.36 + 0.24 * closeness) },
    { x: width * (heroX + other * 0.34), y: horizon * random.range(0.3, 0.6), size: unit * 0.26 },
    { x: width * (heroX + other * 0.17), y: horizon * random.range(0.2, 0.3), size: unit * 0.16 },
  ];
}
