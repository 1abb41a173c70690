import { createCanvas } from "@napi-rs/canvas";
import { css, lighten, mix, saturate } from "../colour";
import { createNoise } from "../noise";
import { glowDiscs, roughen, spanOf, strokePlain, strokeRings, tracePath } from "./brushes";
import { fillPath, hardSplit, INK } from "./hard-light";
import type { FillJob, Overlay, StyleRecipe, Surface } from "./recipe";
import { halftoneTexture, mottleTexture } from "./textures";

const wobble = createNoise(0x7a11);

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
  let row = 0;
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y += pitch * 0.866) {
    row++;
    ctx.beginPath();
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
    ctx.fill();
  }
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
