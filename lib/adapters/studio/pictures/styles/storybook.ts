import { css, lighten, mix, saturate } from "../colour";
import { createNoise } from "../noise";
import { glowSoft, paintBlended, roughen, spanOf, strokeRings, tracePath } from "./brushes";
import type { FillJob, StyleRecipe, Surface } from "./recipe";
import { grainTexture, mottleTexture, vignetteTexture } from "./textures";

const wobble = createNoise(0x51f0a3);

/** Opaque matte paint as in a picture book. */
export const storybook: StyleRecipe = {
  id: "storybook",
  label: "Storybook gouache",
  description: "Matte, opaque paint with a dry brush, as in a picture book.",
  aliases: [
    "gouache",
    "illustration",
    "picture book",
    "children",
    "painterly",
    "anime",
    "fantasy",
    "ghibli",
    "digital art",
  ],
  bloom: 0.12,
  tone: (colour) => saturate(lighten(colour, 0.01), 1.06),
  fill(surface, job) {
    const { height } = surface;
    const span = spanOf(job);
    const rings = roughen(
      job.rings,
      wobble,
      Math.min(height * 0.0022, span * 0.02),
      Math.max(5, Math.min(height * 0.02, span * 0.3)),
    );
    paintBlended(surface, { ...job, rings, soft: job.soft * 0.8 }, 1.05);
    if (job.soft > 0.5 || span < height * 0.06 || job.ink === 0) return;
    dryBrush(surface, { ...job, rings });
  },
  line: (surface, job) => {
    const rings = roughen(
      job.rings,
      wobble,
      Math.min(surface.height * 0.0015, job.width * 0.4),
      surface.height * 0.02,
      job.closed,
    );
    strokeRings(surface.ctx, rings, job.closed, job.colour, job.width, job.alpha);
  },
  glow: (surface, job) => glowSoft(surface, job),
  overlays: (frame) => [
    {
      canvas: mottleTexture(frame.width, frame.height, frame.random, 9, [0.45, 0, 0], [0.66, 0, 0]),
      mode: "soft-light",
      alpha: 0.35,
    },
    {
      canvas: grainTexture(frame.width, frame.height, frame.random, 0.6, Math.max(1, frame.height / 540)),
      mode: "soft-light",
      alpha: 0.4,
    },
    { canvas: vignetteTexture(frame.width, frame.height, [0.2, 0, -0.02], 0.3), mode: "multiply", alpha: 1 },
  ],
};

/** Streaks of the same paint, a little lighter and darker, inside a shape. */
function dryBrush(surface: Surface, job: FillJob): void {
  const { ctx, random, height } = surface;
  const { left, right, top, bottom } = job.bounds;
  const streaks = Math.min(26, Math.round(spanOf(job) / (height * 0.022)));
  ctx.save();
  tracePath(ctx, job.rings);
  ctx.clip();
  ctx.lineCap = "round";
  for (let streak = 0; streak < streaks; streak++) {
    const x = random.range(left, right);
    const t = random.next();
    const y = top + (bottom - top) * t;
    const length = random.range(0.15, 0.5) * Math.min(right - left, height * 0.5);
    const base = job.to ? mix(job.colour, job.to, t) : job.colour;
    ctx.globalAlpha = 0.16 * job.alpha;
    ctx.strokeStyle = css(lighten(base, random.range(-0.14, 0.14)));
    ctx.lineWidth = random.range(0.003, 0.011) * height;
    ctx.beginPath();
    ctx.moveTo(x - length / 2, y + random.range(-0.1, 0.1) * length);
    ctx.quadraticCurveTo(x, y + random.range(-0.16, 0.1) * length, x + length / 2, y);
    ctx.stroke();
  }
  ctx.restore();
}
