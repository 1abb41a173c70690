import { createCanvas } from "@napi-rs/canvas";
import { type Colour, css, lighten, mix, saturate } from "../colour";
import { createNoise } from "../noise";
import {
  glowDiscs,
  glowSoft,
  litFill,
  paintBlended,
  roughen,
  spanOf,
  strokePlain,
  strokeRings,
  tracePath,
} from "./brushes";
import type { FillJob, Overlay, StyleRecipe, Surface } from "./recipe";
import { grainTexture, halftoneTexture, mottleTexture, vignetteTexture } from "./textures";

const INK: Colour = [0.16, 0.005, -0.02];
const wobble = createNoise(0x7a11);

/** One side lit, one in shade, a hard line between: `split` is where the shade begins, 0…1. */
function hardSplit(surface: Surface, job: FillJob, split: number, drop: number): string | CanvasGradient {
  if (job.to || job.shade < 0.05) return job.to ? litFill(surface, job) : css(job.colour);
  const { ctx, light } = surface;
  const { left, right, top, bottom } = job.bounds;
  const cx = (left + right) / 2;
  const cy = (top + bottom) / 2;
  const reach = Math.max(1, (Math.abs(light[0]) * (right - left) + Math.abs(light[1]) * (bottom - top)) / 2);
  const gradient = ctx.createLinearGradient(
    cx + light[0] * reach,
    cy + light[1] * reach,
    cx - light[0] * reach,
    cy - light[1] * reach,
  );
  const dark = lighten(job.colour, -drop * Math.min(1, job.shade * 1.4));
  gradient.addColorStop(0, css(job.colour));
  gradient.addColorStop(split, css(job.colour));
  gradient.addColorStop(Math.min(1, split + 0.004), css(dark));
  gradient.addColorStop(1, css(dark));
  return gradient;
}

function fillPath(surface: Surface, job: FillJob, paint: string | CanvasGradient): void {
  const { ctx } = surface;
  ctx.globalAlpha = job.alpha;
  ctx.fillStyle = paint;
  tracePath(ctx, job.rings);
  ctx.fill();
  ctx.globalAlpha = 1;
}

/** Clean geometry, few tones. */
export const flat: StyleRecipe = {
  id: "flat",
  label: "Flat design",
  description: "Clean geometric shapes, few clear tones, a crisp half-shadow.",
  aliases: ["minimalist", "minimal", "vector", "infographic", "simple", "modern"],
  bands: 7,
  tone: (colour) => saturate(lighten(colour, 0.035), 1.12),
  fill(surface, job) {
    const plain = job.to ? { ...job, to: undefined, colour: mix(job.colour, job.to, 0.4) } : job;
    const alpha = job.soft > 0.5 ? job.alpha * 0.8 : job.alpha;
    fillPath(surface, { ...plain, alpha }, hardSplit(surface, plain, 0.55, 0.07));
  },
  line: strokePlain,
  glow: glowDiscs,
};

/** Inked outline, two tones, printed dots. */
export const comic: StyleRecipe = {
  id: "comic",
  label: "Comic book",
  description: "Bold ink outlines, saturated two-tone colour and halftone dots.",
  aliases: ["cartoon", "graphic novel", "manga", "pop art", "superhero", "pop-art"],
  bands: 6,
  tone: (colour) => saturate(lighten(colour, (colour[0] - 0.5) * 0.12 + 0.02), 1.38),
  fill(surface, job) {
    const { ctx, height } = surface;
    const span = spanOf(job);
    const rings =
      span > height * 0.05 ? roughen(job.rings, wobble, height * 0.0011, height * 0.03) : job.rings;
    const outline = job.ink > 0 && job.soft < 0.5 && job.alpha > 0.7;
    if (outline) {
      const width =
        Math.min(height * 0.0105, Math.max(height * 0.003, span * 0.05)) * (0.35 + 0.65 * job.ink);
      strokeRings(ctx, rings, true, INK, width, 1);
    }
    const plain = {
      ...job,
      rings,
      to: undefined,
      colour: job.to ? mix(job.colour, job.to, 0.35) : job.colour,
    };
    fillPath(surface, plain, hardSplit(surface, plain, 0.6, 0.16));
    if (span > height * 0.16 && job.shade > 0.1 && job.alpha > 0.7) printDots(surface, plain);
  },
  line: (surface, job) =>
    strokePlain(surface, { ...job, width: Math.max(job.width, surface.height * 0.0022) }),
  glow: glowDiscs,
  overlays: (frame) => [
    {
      canvas: halftoneTexture(
        frame.width,
        frame.height,
        Math.max(5, frame.height / 84),
        [0.3, 0, -0.03],
        (x, y) => {
          const edge = Math.hypot((x - 0.5) * 1.5, (y - 0.5) * 1.5);
          return Math.max(0, edge - 0.5) * 0.95;
        },
      ),
      mode: "multiply",
      alpha: 0.35,
    },
    {
      canvas: mottleTexture(frame.width, frame.height, frame.random, 6, [0.93, 0, 0.02], [1, 0, 0.004]),
      mode: "multiply",
      alpha: 0.8,
    },
    { canvas: panelBorder(frame.width, frame.height), mode: "source-over", alpha: 1 },
  ],
};

/** Dots over the shaded third of a shape. */
function printDots(surface: Surface, job: FillJob): void {
  const { ctx, height, light } = surface;
  const { left, right, top, bottom } = job.bounds;
  const pitch = Math.max(4, height / 90);
  const cx = (left + right) / 2;
  const cy = (top + bottom) / 2;
  const reach = Math.max(1, (Math.abs(light[0]) * (right - left) + Math.abs(light[1]) * (bottom - top)) / 2);
  ctx.save();
  tracePath(ctx, job.rings);
  ctx.clip();
  ctx.fillStyle = css(lighten(job.colour, -0.2));
  ctx.globalAlpha = 0.5 * job.shade;
  ctx.beginPath();
  let row = 0;
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y += pitch * 0.866) {
    row++;
    for (
      let x = Math.max(0, left) + (row % 2) * pitch * 0.5;
      x < Math.min(surface.width, right);
      x += pitch
    ) {
      const along = -((x - cx) * light[0] + (y - cy) * light[1]) / reach;
      const radius = pitch * 0.5 * Math.min(0.75, Math.max(0, along * 0.7 + 0.12));
      if (radius < 0.5) continue;
      ctx.moveTo(x + radius, y);
      ctx.arc(x, y, radius, 0, Math.PI * 2);
    }
  }
  ctx.fill();
  ctx.restore();
}

function panelBorder(width: number, height: number): Overlay["canvas"] {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  const gutter = Math.max(2, Math.min(width, height) * 0.018);
  const pen = Math.max(1.5, Math.min(width, height) * 0.008);
  ctx.fillStyle = css([0.98, 0, 0.01]);
  ctx.beginPath();
  ctx.rect(0, 0, width, height);
  ctx.rect(gutter, gutter, width - 2 * gutter, height - 2 * gutter);
  ctx.fill("evenodd");
  ctx.strokeStyle = css(INK);
  ctx.lineWidth = pen;
  ctx.strokeRect(gutter, gutter, width - 2 * gutter, height - 2 * gutter);
  return canvas;
}

/** Big square pixels, few colours, ordered dither. */
export const pixel: StyleRecipe = {
  id: "pixel",
  label: "Pixel art",
  description: "Big square pixels with a small palette and ordered dithering.",
  aliases: ["pixel art", "8-bit", "8 bit", "16-bit", "retro game", "voxel", "lego"],
  pixelRows: 160,
  tone: (colour) => saturate(lighten(colour, (colour[0] - 0.5) * 0.06), 1.2),
  fill(surface, job) {
    if (job.soft > 0.5) paintBlended(surface, { ...job, soft: job.soft * 0.5 });
    else {
      // One row of dark pixels around things that stand alone, as sprites have.
      if (job.ink > 0.6 && job.alpha > 0.8 && spanOf(job) > 7 && spanOf(job) < surface.height * 0.7) {
        strokeRings(surface.ctx, job.rings, true, lighten(job.colour, -0.26), 1.3, 0.75);
      }
      paintBlended(surface, job, 1.3);
    }
  },
  line: (surface, job) => strokePlain(surface, { ...job, width: Math.max(0.9, job.width) }),
  glow: (surface, job) => glowSoft(surface, job),
  finishLayer: ditherPixels,
};

const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

/** Seven levels a channel with a 4×4 Bayer dither, alpha all or nothing. */
function ditherPixels({ ctx, width, height }: Surface): void {
  const image = ctx.getImageData(0, 0, width, height);
  const { data } = image;
  const levels = 7;
  const step = 255 / (levels - 1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const threshold = ((BAYER[(y % 4) * 4 + (x % 4)] ?? 0) / 16 - 0.47) * 0.62;
      for (let channel = 0; channel < 3; channel++) {
        const level = Math.round((data[at + channel] ?? 0) / step + threshold);
        data[at + channel] = Math.max(0, Math.min(levels - 1, level)) * step;
      }
      data[at + 3] = (data[at + 3] ?? 0) > 110 ? 255 : 0;
    }
  }
  ctx.putImageData(image, 0, 0);
}

/** Layers of card, each throwing a shadow on the one behind. */
export const papercut: StyleRecipe = {
  id: "papercut",
  label: "Papercut",
  description: "Layers of coloured card with soft shadows between them and a fibre texture.",
  aliases: [
    "paper cut",
    "paper-cut",
    "paper",
    "origami",
    "collage",
    "cutout",
    "cut-out",
    "diorama",
    "felt",
    "clay",
  ],
  bands: 6,
  tone: (colour) => saturate(lighten(colour, 0.02), 1.08),
  fill(surface, job) {
    const { ctx, height } = surface;
    const span = spanOf(job);
    const lift = Math.min(height * 0.012, span * 0.12);
    const plain = {
      ...job,
      to: undefined,
      colour: job.to ? mix(job.colour, job.to, 0.3) : job.colour,
      alpha: job.soft > 0.5 ? 1 : job.alpha,
    };
    if (lift > 0.8 && plain.alpha > 0.6) {
      ctx.shadowColor = "rgba(20,16,40,0.42)";
      ctx.shadowBlur = lift * 1.7;
      ctx.shadowOffsetX = -surface.light[0] * lift * 0.5;
      ctx.shadowOffsetY = lift * 0.62;
    }
    fillPath(surface, plain, litFill(surface, { ...plain, form: "plain" }, 0.42));
    ctx.shadowColor = "transparent";
    if (span > height * 0.04 && plain.alpha > 0.8) {
      ctx.save();
      tracePath(ctx, job.rings);
      ctx.clip();
      ctx.translate(0, height * 0.0016);
      strokeRings(ctx, job.rings, true, lighten(plain.colour, 0.2), Math.max(1, height * 0.0022), 0.5);
      ctx.restore();
    }
  },
  line: strokePlain,
  glow: glowDiscs,
  overlays: (frame) => [
    {
      canvas: grainTexture(frame.width, frame.height, frame.random, 0.75, Math.max(1, frame.height / 420)),
      mode: "soft-light",
      alpha: 0.34,
    },
    {
      canvas: mottleTexture(frame.width, frame.height, frame.random, 16, [0.44, 0, 0], [0.62, 0, 0]),
      mode: "soft-light",
      alpha: 0.35,
    },
    { canvas: vignetteTexture(frame.width, frame.height, [0.2, 0, -0.03], 0.34), mode: "multiply", alpha: 1 },
  ],
};

/** Screen-printed travel poster: few warm inks, bands, registration grain. */
export const vintage: StyleRecipe = {
  id: "vintage",
  label: "Vintage poster",
  description: "A screen-printed travel poster: warm limited inks, bands of colour, worn paper.",
  aliases: [
    "retro",
    "poster",
    "art deco",
    "mid-century",
    "screen print",
    "travel poster",
    "old",
    "sepia",
    "linocut",
    "woodcut",
  ],
  bands: 5,
  tone(colour) {
    const warm = mix(colour, [colour[0] * 0.9 + 0.08, 0.035, 0.085], 0.32);
    const level = Math.round(warm[0] * 9) / 9;
    return saturate([0.08 + level * 0.86, warm[1], warm[2]], 1.15);
  },
  fill(surface, job) {
    const plain = job.to ? { ...job, to: undefined, colour: mix(job.colour, job.to, 0.45) } : job;
    const alpha = job.soft > 0.5 ? job.alpha * 0.75 : job.alpha;
    fillPath(surface, { ...plain, alpha }, hardSplit(surface, plain, 0.5, 0.12));
  },
  line: strokePlain,
  glow: glowDiscs,
  overlays: (frame) => [
    {
      canvas: mottleTexture(frame.width, frame.height, frame.random, 8, [0.86, 0.005, 0.03], [1, 0, 0.01]),
      mode: "multiply",
      alpha: 0.9,
    },
    {
      canvas: grainTexture(frame.width, frame.height, frame.random, 1, Math.max(1, frame.height / 600)),
      mode: "soft-light",
      alpha: 0.4,
    },
    { canvas: posterBorder(frame.width, frame.height), mode: "source-over", alpha: 1 },
  ],
};

function posterBorder(width: number, height: number): Overlay["canvas"] {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  const margin = Math.min(width, height) * 0.03;
  ctx.fillStyle = css([0.93, 0.005, 0.035]);
  ctx.beginPath();
  ctx.rect(0, 0, width, height);
  ctx.roundRect(margin, margin, width - 2 * margin, height - 2 * margin, margin * 0.4);
  ctx.fill("evenodd");
  return canvas;
}
