/** A colour in OKLab (lightness 0…1, green–red, blue–yellow): mixing here looks like mixing paint, not like grey mud. */
export type Colour = readonly [lightness: number, a: number, b: number];

const toLinear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const toGamma = (value: number): number =>
  value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

const parsed = new Map<string, Colour>();

/** `#rrggbb` to a colour. */
export function hex(text: string): Colour {
  const known = parsed.get(text);
  if (known) return known;
  const value = Number.parseInt(text.slice(1), 16);
  const colour = fromRgb((value >> 16) & 255, (value >> 8) & 255, value & 255);
  parsed.set(text, colour);
  return colour;
}

/** sRGB bytes to a colour (Björn Ottosson's OKLab matrices). */
function fromRgb(red: number, green: number, blue: number): Colour {
  const r = toLinear(red / 255);
  const g = toLinear(green / 255);
  const b = toLinear(blue / 255);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Lightness 0…1, chroma 0…0.3, hue in degrees. */
export function oklch(lightness: number, chroma: number, hue: number): Colour {
  const radians = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(radians), chroma * Math.sin(radians)];
}

/** sRGB bytes, clipped to what a screen shows. */
function toRgb([lightness, a, b]: Colour): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const byte = (linear: number): number => Math.round(255 * toGamma(clamp(linear, 0, 1)));
  return [
    byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

export function css(colour: Colour, alpha = 1): string {
  const [red, green, blue] = toRgb(colour);
  return alpha >= 1 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${alpha.toFixed(3)})`;
}

/** `amount` 0 gives `from`, 1 gives `to`. */
export function mix(from: Colour, to: Colour, amount: number): Colour {
  const part = clamp(amount, 0, 1);
  return [
    from[0] + (to[0] - from[0]) * part,
    from[1] + (to[1] - from[1]) * part,
    from[2] + (to[2] - from[2]) * part,
  ];
}

/** Lightness moved by `amount` (-1…1), chroma kept. */
export function lighten(colour: Colour, amount: number): Colour {
  return [clamp(colour[0] + amount, 0, 1), colour[1], colour[2]];
}

/** Chroma multiplied by `factor`. */
export function saturate(colour: Colour, factor: number): Colour {
  return [colour[0], colour[1] * factor, colour[2] * factor];
}

/** Hue turned by `degrees`. */
export function turnHue(colour: Colour, degrees: number): Colour {
  const radians = (degrees * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  return [colour[0], colour[1] * cos - colour[2] * sin, colour[1] * sin + colour[2] * cos];
}

/** The colour at `position` 0…1 of an evenly spaced ramp. */
export function rampAt(ramp: readonly Colour[], position: number): Colour {
  const scaled = clamp(position, 0, 1) * (ramp.length - 1);
  const index = Math.min(ramp.length - 2, Math.floor(scaled));
  const from = ramp[Math.max(0, index)] ?? [0.5, 0, 0];
  const to = ramp[index + 1] ?? from;
  return mix(from, to, scaled - index);
}
