import type { Spot, StageInput } from "./stage";

/** A hero and up to three companions around a free middle. */
export function floatingSpots(input: StageInput, heroY: number, size: number): Spot[] {
  const { width, height, unit, heroX, random } = input;
  const other = heroX < 0.5 ? 1 : -1;
  return [
    { x: width * (0.5 + (heroX - 0.5) * 0.75), y: height * heroY, size: unit * size },
    { x: width * (heroX + other * 0.4), y: height * random.range(0.24, 0.4), size: unit * size * 0.42 },
    { x: width * (heroX + other * 0.34), y: height * random.range(0.62, 0.78), size: unit * size * 0.36 },
    {
      x: width * Math.min(0.92, Math.max(0.08, heroX - other * 0.24)),
      y: height * random.range(0.2, 0.3),
      size: unit * size * 0.26,
    },
  ];
}

/** Standing spots from hanging ones: the foot of what would hang there. */
export function groundFrom(spots: readonly Spot[]): Spot[] {
  return spots.map((spot) => ({ ...spot, y: spot.y + spot.size * 0.5 }));
}
