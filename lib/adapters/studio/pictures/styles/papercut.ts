import { lighten, mix, saturate } from "../colour";
import { glowDiscs, litFill, spanOf, strokePlain, strokeRings, tracePath } from "./brushes";
import { fillPath } from "./hard-light";
import type { StyleRecipe } from "./recipe";
import { grainTexture, mottleTexture, vignetteTexture } from "./textures";

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
      alpha: job.soft > 0.5 && job.alpha > 0.75 ? 1 : job.alpha,
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
