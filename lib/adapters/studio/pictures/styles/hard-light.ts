import { type Colour, css, lighten } from "../colour";
import { litFill, tracePath } from "./brushes";
import type { FillJob, Surface } from "./recipe";

export const INK: Colour = [0.16, 0.005, -0.02];

/** One side lit, one in shade, a hard line between: `split` is where the shade begins, 0…1. */
export function hardSplit(
  surface: Surface,
  job: FillJob,
  split: number,
  drop: number,
): string | CanvasGradient {
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

export function fillPath(surface: Surface, job: FillJob, paint: string | CanvasGradient): void {
  const { ctx } = surface;
  ctx.globalAlpha = job.alpha;
  ctx.fillStyle = paint;
  tracePath(ctx, job.rings);
  ctx.fill();
  ctx.globalAlpha = 1;
}
