import { type Colour, css, lighten, mix, saturate } from "../colour";
import { createNoise } from "../noise";
import { createRandom } from "../random";
import {
  glowSoft,
  litFill,
  paintBlended,
  roughen,
  spanOf,
  strokePlain,
  strokeRings,
  tracePath,
} from "./brushes";
import type { FillJob, StyleRecipe, Surface } from "./recipe";
import { grainTexture, mottleTexture, paperBorder, vignetteTexture } from "./textures";

const WHITE: Colour = [1, 0, 0];
const PAPER: Colour = [0.975, 0.002, 0.012];
const wobble = createNoise(0x51f0a3);

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

/** The nearest to a photograph: blended light, haze, shallow focus, bloom, grain. */
export const cinematic: StyleRecipe = {
  id: "photorealistic",
  label: "Cinematic",
  description: "Soft natural light with depth haze, shallow focus, bloom and fine film grain.",
  aliases: ["cinematic", "photoreal", "photo", "realistic", "film", "documentary", "3d", "render"],
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

/** Thick strokes laid over a blended under-painting, following a slow swirl. */
export const oil: StyleRecipe = {
  id: "oil",
  label: "Oil painting",
  description: "Visible directional brushwork over a rich under-painting, on canvas.",
  aliases: [
    "oil painting",
    "impressionist",
    "impasto",
    "van gogh",
    "renaissance",
    "classical",
    "acrylic",
    "baroque",
  ],
  tone: (colour) => saturate(lighten(colour, (colour[0] - 0.55) * 0.08), 1.16),
  fill: (surface, job) => paintBlended(surface, { ...job, soft: job.soft * 0.6 }, 1.4),
  line: (surface, job) => strokePlain(surface, { ...job, width: job.width * 1.15 }),
  glow: (surface, job) => glowSoft(surface, job),
  finishLayer: layBrushStrokes,
  overlays: (frame) => [
    {
      canvas: grainTexture(frame.width, frame.height, frame.random, 0.6, Math.max(1.2, frame.height / 400)),
      mode: "soft-light",
      alpha: 0.3,
    },
    {
      canvas: vignetteTexture(frame.width, frame.height, [0.18, 0.01, 0.02], 0.4),
      mode: "multiply",
      alpha: 1,
    },
  ],
};

/** Samples the layer and repaints it in strokes, coarse then fine; only strokes inside the painted area are laid. */
function layBrushStrokes({ ctx, width, height }: Surface): void {
  const { data } = ctx.getImageData(0, 0, width, height);
  const random = createRandom("brush");
  const swirl = createNoise(0x0117);
  ctx.lineCap = "round";
  for (const [size, coverage] of [
    [0.02, 1.1],
    [0.0095, 1],
  ] as const) {
    const thick = Math.max(1.5, size * height);
    const length = thick * 3;
    const strokes = Math.round((coverage * width * height) / (thick * length * 0.8));
    for (let stroke = 0; stroke < strokes; stroke++) {
      const x = random.range(0, width);
      const y = random.range(0, height);
      const at = (Math.min(height - 1, Math.floor(y)) * width + Math.min(width - 1, Math.floor(x))) * 4;
      if ((data[at + 3] ?? 0) < 250) continue;
      const angle = swirl((x / height) * 2.4, (y / height) * 3.4) * 1.5 + 0.1;
      const dx = (Math.cos(angle) * length) / 2;
      const dy = (Math.sin(angle) * length) / 2;
      // A stroke must stay on its own colour: both ends are compared with the middle, so edges survive.
      const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
      let reach = 1;
      for (const sign of [-1, 1]) {
        const ex = Math.floor(Math.min(width - 1, Math.max(0, x + dx * sign)));
        const ey = Math.floor(Math.min(height - 1, Math.max(0, y + dy * sign)));
        const end = (ey * width + ex) * 4;
        const apart =
          Math.abs((data[end] ?? 0) - red) +
          Math.abs((data[end + 1] ?? 0) - green) +
          Math.abs((data[end + 2] ?? 0) - blue) +
          Math.abs((data[end + 3] ?? 0) - 255);
        if (apart > 60) reach = Math.min(reach, apart > 130 ? 0.12 : 0.4);
      }
      if (reach < 0.2 && size > 0.015) continue;
      const bright = random.range(-20, 20);
      ctx.strokeStyle = `rgba(${clampByte(red + bright)},${clampByte(green + bright)},${clampByte(blue + bright * 0.8)},0.8)`;
      ctx.lineWidth = thick * random.range(0.6, 1) * (reach < 0.5 ? 0.5 : 1);
      ctx.beginPath();
      ctx.moveTo(x - dx * reach, y - dy * reach);
      ctx.lineTo(x + dx * reach, y + dy * reach);
      ctx.stroke();
    }
  }
}

function clampByte(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

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
