import { lighten, saturate } from "../colour";
import { glowSoft, paintBlended, spanOf, strokePlain, strokeRings, tracePath } from "./brushes";
import type { StyleRecipe } from "./recipe";
import { grainTexture, mottleTexture, vignetteTexture } from "./textures";

/** The nearest to a photograph: blended light, haze, shallow focus, bloom, grain. */
export const cinematic: StyleRecipe = {
  id: "cinematic",
  label: "Cinematic",
  description: "Soft natural light with depth haze, shallow focus, bloom and fine film grain.",
  aliases: [
    "photorealistic",
    "cinematic",
    "photoreal",
    "photo",
    "realistic",
    "film",
    "documentary",
    "3d",
    "render",
  ],
  focusBlur: 0.0035,
  bloom: 0.3,
  tone: (colour) => saturate(colour, 0.96),
  fill(surface, job) {
    const { ctx, height } = surface;
    const span = spanOf(job);
    paintBlended(surface, job, 1.5);
    if (job.soft > 0.5 || job.ink < 0.5 || span < height * 0.05 || job.alpha < 0.9) return;
    // A lit rim on the light's side and a dark one opposite give weight without an outline.
    ctx.save();
    tracePath(ctx, job.rings);
    ctx.clip();
    const offset = Math.max(1, height * 0.004);
    ctx.translate(-surface.light[0] * offset, -surface.light[1] * offset);
    strokeRings(ctx, job.rings, true, lighten(job.colour, 0.22), offset * 1.2, 0.34);
    ctx.translate(surface.light[0] * offset * 2, surface.light[1] * offset * 2);
    strokeRings(ctx, job.rings, true, lighten(job.colour, -0.2), offset * 2, 0.16);
    ctx.restore();
  },
  line: (surface, job) => strokePlain(surface, { ...job, alpha: job.alpha * 0.9 }),
  glow: (surface, job) =>
    glowSoft(surface, { ...job, strength: job.strength * 1.1, radius: job.radius * 1.1 }),
  overlays: (frame) => [
    {
      canvas: mottleTexture(frame.width, frame.height, frame.random, 5, [0.42, 0, 0], [0.72, 0, 0.01]),
      mode: "soft-light",
      alpha: 0.3,
    },
    {
      canvas: vignetteTexture(frame.width, frame.height, [0.08, 0, -0.01], 0.62),
      mode: "multiply",
      alpha: 1,
    },
    {
      canvas: grainTexture(frame.width, frame.height, frame.random, 0.55, Math.max(1, frame.height / 900)),
      mode: "soft-light",
      alpha: 0.3,
    },
  ],
};

/** Black-and-white film: hard tones, deep shadow, smoke. */
export const noir: StyleRecipe = {
  id: "noir",
  label: "Film noir",
  description: "High-contrast black and white with deep shadows, glow and coarse grain.",
  aliases: ["monochrome", "black and white", "black-and-white", "b&w", "grayscale", "greyscale"],
  focusBlur: 0.003,
  bloom: 0.4,
  tone(colour) {
    const level = colour[0] - 0.03;
    const curved = level < 0.5 ? 2.1 * level * level : 1 - 1.6 * (1 - level) ** 1.7;
    return [Math.min(0.98, Math.max(0.04, curved * 0.92)), 0.001, 0.004];
  },
  fill: cinematic.fill,
  line: cinematic.line,
  glow: (surface, job) =>
    glowSoft(surface, { ...job, strength: job.strength * 1.15, radius: job.radius * 1.2 }),
  overlays: (frame) => [
    {
      canvas: mottleTexture(frame.width, frame.height, frame.random, 4, [0.3, 0, 0], [0.75, 0, 0]),
      mode: "soft-light",
      alpha: 0.5,
    },
    { canvas: vignetteTexture(frame.width, frame.height, [0.02, 0, 0], 0.92), mode: "multiply", alpha: 1 },
    {
      canvas: grainTexture(frame.width, frame.height, frame.random, 0.9, Math.max(1, frame.height / 700)),
      mode: "soft-light",
      alpha: 0.45,
    },
  ],
};
