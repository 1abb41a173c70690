import { lighten, saturate } from "../colour";
import { glowSoft, paintBlended, spanOf, strokePlain, strokeRings } from "./brushes";
import type { StyleRecipe, Surface } from "./recipe";

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
      // Edges are cut; what is thin all over (fog, shadow) becomes a mesh.
      const alpha = data[at + 3] ?? 0;
      data[at + 3] = alpha > 150 || alpha > 60 + 110 * ((BAYER[(y % 4) * 4 + (x % 4)] ?? 0) / 16) ? 255 : 0;
    }
  }
  ctx.putImageData(image, 0, 0);
}
