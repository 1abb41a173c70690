import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { type Colour, css } from "../colour";
import { createNoise, fractal } from "../noise";
import type { Random } from "../random";

/** Grey noise around the middle, for overlay or soft-light; `size` is a grain's edge in pixels. */
export function grainTexture(
  width: number,
  height: number,
  random: Random,
  contrast: number,
  size = 1,
): Canvas {
  const tile = createCanvas(256, 256);
  const tileContext = tile.getContext("2d");
  const image = tileContext.createImageData(256, 256);
  for (let at = 0; at < image.data.length; at += 4) {
    const value = 128 + (random.next() + random.next() - 1) * 128 * contrast;
    image.data[at] = value;
    image.data[at + 1] = value;
    image.data[at + 2] = value;
    image.data[at + 3] = 255;
  }
  tileContext.putImageData(image, 0, 0);
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  ctx.scale(size, size);
  const pattern = ctx.createPattern(tile, "repeat");
  if (pattern) ctx.fillStyle = pattern;
  ctx.fillRect(0, 0, width / size, height / size);
  return canvas;
}

/** Slow cloudy mottling, computed small and enlarged: pigment pooling, paper tone, smoke. */
export function mottleTexture(
  width: number,
  height: number,
  random: Random,
  scale: number,
  low: Colour,
  high: Colour,
): Canvas {
  const columns = 120;
  const rows = Math.max(8, Math.round((columns * height) / width));
  const small = createCanvas(columns, rows);
  const context = small.getContext("2d");
  const noise = createNoise(random.int(1, 2 ** 30));
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const level = 0.5 + 0.75 * fractal(noise, (x / columns) * scale, (y / columns) * scale, 4);
      const clipped = Math.min(1, Math.max(0, level));
      context.fillStyle = css([
        low[0] + (high[0] - low[0]) * clipped,
        low[1] + (high[1] - low[1]) * clipped,
        low[2] + (high[2] - low[2]) * clipped,
      ]);
      context.fillRect(x, y, 1, 1);
    }
  }
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  ctx.imageSmoothingQuality = "high";
  ctx.drawImage(small, 0, 0, width, height);
  return canvas;
}

/** Transparent in the middle, `colour` in the corners. */
export function vignetteTexture(width: number, height: number, colour: Colour, strength: number): Canvas {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  ctx.scale(width / 2, height / 2);
  const gradient = ctx.createRadialGradient(1, 1, 0.62, 1, 1, 1.5);
  gradient.addColorStop(0, css(colour, 0));
  gradient.addColorStop(0.5, css(colour, strength * 0.35));
  gradient.addColorStop(1, css(colour, Math.min(0.995, strength)));
  ctx.fillStyle = gradient;
  ctx.fillRect(0, 0, 2, 2);
  return canvas;
}

/** Dots of one colour whose size follows `level(x, y)` 0…1: a printer's halftone. */
export function halftoneTexture(
  width: number,
  height: number,
  pitch: number,
  colour: Colour,
  level: (x: number, y: number) => number,
): Canvas {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = css(colour);
  let row = 0;
  for (let y = 0; y < height + pitch; y += pitch * 0.866) {
    // A path to a row: the cost of filling grows with the square of a path's circles.
    ctx.beginPath();
    for (let x = row % 2 === 0 ? 0 : pitch / 2; x < width + pitch; x += pitch) {
      const radius = pitch * 0.52 * Math.sqrt(Math.max(0, Math.min(1, level(x / width, y / height))));
      if (radius > 0.3) {
        ctx.moveTo(x + radius, y);
        ctx.arc(x, y, radius, 0, Math.PI * 2);
      }
    }
    ctx.fill();
    row++;
  }
  return canvas;
}

/** Unpainted paper around a picture with a brushed, uneven edge. */
export function paperBorder(
  width: number,
  height: number,
  random: Random,
  colour: Colour,
  margin: number,
  wobble: number,
): Canvas {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  const noise = createNoise(random.int(1, 2 ** 30));
  const edge = (along: number, salt: number): number =>
    margin +
    wobble *
      (fractal(noise, along * 0.012 * (720 / height), salt * 31.7, 4) + 0.25 * noise(along * 0.11, salt * 9));
  ctx.fillStyle = css(colour);
  ctx.beginPath();
  ctx.rect(0, 0, width, height);
  const step = 3;
  ctx.moveTo(edge(0, 4), edge(0, 1));
  for (let y = margin; y < height - margin; y += step) ctx.lineTo(edge(y, 4), y);
  for (let x = margin; x < width - margin; x += step) ctx.lineTo(x, height - edge(x, 3));
  for (let y = height - margin; y > margin; y -= step) ctx.lineTo(width - edge(y, 2), y);
  for (let x = width - margin; x > margin; x -= step) ctx.lineTo(x, edge(x, 1));
  ctx.closePath();
  ctx.fill("evenodd");
  return canvas;
}
