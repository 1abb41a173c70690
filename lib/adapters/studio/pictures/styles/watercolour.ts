import { type Colour, css, lighten, mix, saturate } from "../colour";
import { createNoise } from "../noise";
import { glowSoft, litFill, paintBlended, roughen, spanOf, strokeRings, tracePath } from "./brushes";
import type { StyleRecipe } from "./recipe";
import { grainTexture, mottleTexture, paperBorder } from "./textures";

const WHITE: Colour = [1, 0, 0];

const PAPER: Colour = [0.975, 0.002, 0.012];

export const wobble = createNoise(0x51f0a3);

/** Wet pigment: an opaque pale ground, glazes that do not quite agree, pooled edges and blooms. */
export const watercolour: StyleRecipe = {
  id: "watercolor",
  label: "Watercolour",
  description: "Wet glazes with pooled edges on grained paper, a brushed white border.",
  aliases: ["watercolour", "aquarelle", "gouache wash", "ink wash"],
  tone: (colour) => saturate(lighten(mix(colour, PAPER, 0.1 + 0.12 * (1 - colour[0])), 0.02), 1.08),
  fill(surface, job) {
    const { ctx, height, random } = surface;
    const span = spanOf(job);
    const amplitude = Math.min(height * 0.005, span * 0.05);
    const wave = Math.max(6, Math.min(height * 0.045, span * 0.4));
    const wet = roughen(job.rings, wobble, amplitude, wave);
    if (job.soft > 0.5) {
      paintBlended(surface, { ...job, rings: wet, alpha: job.alpha * 0.85, soft: job.soft * 1.2 }, 0.6);
      return;
    }
    ctx.globalAlpha = job.alpha;
    ctx.fillStyle = litFill(
      surface,
      { ...job, colour: mix(job.colour, PAPER, 0.14), to: job.to ? mix(job.to, PAPER, 0.08) : undefined },
      0.75,
    );
    tracePath(ctx, wet);
    ctx.fill();
    if (span < height * 0.012) {
      ctx.globalAlpha = 1;
      return;
    }
    const glaze = roughen(job.rings, wobble, amplitude * 2.2, wave * 1.7);
    ctx.save();
    tracePath(ctx, wet);
    ctx.clip();
    ctx.globalAlpha = job.alpha * 0.34;
    ctx.fillStyle = css(lighten(job.colour, -0.06));
    tracePath(ctx, glaze);
    ctx.fill();
    const { left, right, top, bottom } = job.bounds;
    const blooms = span > height * 0.5 ? 7 : span > height * 0.08 ? 3 : 0;
    for (let bloom = 0; bloom < blooms; bloom++) {
      const x = random.range(Math.max(0, left), Math.min(surface.width, right));
      const y = random.range(Math.max(0, top), Math.min(height, bottom));
      const radius = random.range(0.12, 0.4) * Math.min(span, height);
      const colour = random.chance(0.5) ? mix(job.colour, PAPER, 0.75) : lighten(job.to ?? job.colour, -0.12);
      const gradient = ctx.createRadialGradient(x, y, radius * 0.1, x, y, radius);
      gradient.addColorStop(0, css(colour, 0.34));
      gradient.addColorStop(0.75, css(colour, 0.22));
      gradient.addColorStop(0.86, css(lighten(colour, -0.08), 0.16));
      gradient.addColorStop(1, css(colour, 0));
      ctx.globalAlpha = job.alpha;
      ctx.fillStyle = gradient;
      ctx.fillRect(x - radius, y - radius, radius * 2, radius * 2);
    }
    ctx.restore();
    strokeRings(
      ctx,
      wet,
      true,
      lighten(mix(job.colour, job.to ?? job.colour, 0.4), -0.16),
      Math.max(0.8, height * 0.0022),
      0.4 * job.alpha * (0.35 + 0.65 * job.ink),
    );
  },
  line(surface, job) {
    const rings = roughen(
      job.rings,
      wobble,
      Math.min(surface.height * 0.003, job.width),
      surface.height * 0.03,
      job.closed,
    );
    strokeRings(surface.ctx, rings, job.closed, job.colour, job.width, job.alpha * 0.8);
  },
  glow: (surface, job) =>
    glowSoft(surface, { ...job, colour: mix(job.colour, WHITE, 0.25), strength: job.strength * 0.95 }),
  overlays: (frame) => [
    {
      canvas: mottleTexture(frame.width, frame.height, frame.random, 7, [0.78, 0, 0], [1, 0, 0.004]),
      mode: "soft-light",
      alpha: 0.5,
    },
    {
      canvas: paperBorder(
        frame.width,
        frame.height,
        frame.random,
        PAPER,
        Math.min(frame.width, frame.height) * 0.035,
        Math.min(frame.width, frame.height) * 0.022,
      ),
      mode: "source-over",
      alpha: 1,
    },
    {
      canvas: grainTexture(frame.width, frame.height, frame.random, 0.3, Math.max(1, frame.height / 480)),
      mode: "multiply",
      alpha: 0.16,
    },
    {
      canvas: grainTexture(frame.width, frame.height, frame.random, 0.7, Math.max(1, frame.height / 360)),
      mode: "soft-light",
      alpha: 0.4,
    },
  ],
};
