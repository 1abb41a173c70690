import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { type Colour, css, lighten, mix, oklch } from "../colour";
import { createNoise } from "../noise";
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
import { grainTexture, mottleTexture, vignetteTexture } from "./textures";

const PAPER: Colour = [0.965, 0.002, 0.014];
const GRAPHITE: Colour = [0.3, 0.002, -0.006];
const wobble = createNoise(0x2b0b);

/** Hatching inside a shape: the darker the tone, the closer and the more crossed the lines. */
function hatch(surface: Surface, job: FillJob, tone: number, ink: Colour): void {
  const { ctx, height } = surface;
  const { left, right, top, bottom } = job.bounds;
  const darkness = 1 - tone;
  if (darkness < 0.12) return;
  ctx.save();
  tracePath(ctx, job.rings);
  ctx.clip();
  ctx.strokeStyle = css(ink);
  ctx.lineCap = "round";
  const passes = darkness > 0.62 ? 3 : darkness > 0.38 ? 2 : 1;
  const pitch = height * (0.0185 - 0.0105 * darkness);
  const reach = Math.hypot(right - left, bottom - top) / 2;
  const cx = (left + right) / 2;
  const cy = (top + bottom) / 2;
  const limit = Math.hypot(surface.width, height);
  for (let pass = 0; pass < passes; pass++) {
    const angle = -0.85 + pass * 0.95 + (surface.light[0] > 0 ? 0 : 1.5);
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    ctx.globalAlpha = 0.2 + 0.22 * darkness;
    ctx.lineWidth = Math.max(0.7, height * 0.0018);
    ctx.beginPath();
    for (let offset = -Math.min(reach, limit); offset < Math.min(reach, limit); offset += pitch) {
      const px = cx - dy * offset;
      const py = cy + dx * offset;
      const bend = wobble(offset / (pitch * 3), pass * 7) * pitch * 0.5;
      const half = Math.min(reach, limit) * (0.86 + 0.14 * wobble(offset / pitch, pass));
      ctx.moveTo(px - dx * half, py - dy * half);
      ctx.quadraticCurveTo(px + bend, py + bend, px + dx * half, py + dy * half);
    }
    ctx.stroke();
  }
  ctx.restore();
  ctx.globalAlpha = 1;
}

/** Graphite on paper with a breath of colour. */
export const sketch: StyleRecipe = {
  id: "sketch",
  label: "Pencil sketch",
  description: "Graphite outlines drawn twice, hatched shadows and a breath of colour on paper.",
  aliases: [
    "pencil",
    "drawing",
    "line art",
    "charcoal",
    "hand-drawn",
    "hand drawn",
    "ink drawing",
    "etching",
    "engraving",
    "doodle",
    "whiteboard",
  ],
  tone: (colour) => colour,
  sky: (colour) => mix(PAPER, [Math.max(0.66, colour[0]), colour[1] * 0.7, colour[2] * 0.7], 0.32),
  fill(surface, job) {
    const { ctx, height } = surface;
    const span = spanOf(job);
    const colour = job.to ? mix(job.colour, job.to, 0.5) : job.colour;
    const wash = mix(PAPER, [Math.max(0.62, colour[0]), colour[1] * 0.75, colour[2] * 0.75], 0.36);
    ctx.globalAlpha = job.soft > 0.5 ? job.alpha * 0.5 : job.alpha;
    ctx.fillStyle = litFill(surface, { ...job, colour: wash, to: undefined }, 0.3);
    tracePath(ctx, job.rings);
    ctx.fill();
    ctx.globalAlpha = 1;
    if (job.soft > 0.5 || job.alpha < 0.5) return;
    if (span > height * 0.02)
      hatch(surface, job, 0.12 + colour[0] * 0.95 - job.shade * 0.1, mix(GRAPHITE, colour, 0.25));
    if (job.ink <= 0) return;
    const amplitude = Math.min(height * 0.0024, span * 0.03);
    for (const shift of [0, 40]) {
      const rings = roughen(
        job.rings.map((ring) => ring.map(([x, y]) => [x + shift, y] as const)),
        wobble,
        amplitude,
        Math.max(7, height * 0.05),
      );
      strokeRings(
        ctx,
        rings.map((ring) => ring.map(([x, y]) => [x - shift, y] as const)),
        true,
        GRAPHITE,
        Math.max(0.8, height * 0.0021) * (0.5 + 0.5 * job.ink),
        0.62,
      );
    }
  },
  line(surface, job) {
    const rings = roughen(job.rings, wobble, surface.height * 0.0012, surface.height * 0.03, job.closed);
    strokeRings(
      surface.ctx,
      rings,
      job.closed,
      mix(GRAPHITE, job.colour, 0.3),
      Math.min(job.width, surface.height * 0.006),
      job.alpha * 0.75,
    );
  },
  glow: (surface, job) =>
    glowSoft(
      surface,
      { ...job, colour: mix(job.colour, PAPER, 0.6), strength: job.strength * 0.85 },
      "source-over",
    ),
  overlays: (frame) => [
    {
      canvas: mottleTexture(frame.width, frame.height, frame.random, 5, [0.93, 0.002, 0.015], [1, 0, 0.005]),
      mode: "multiply",
      alpha: 0.9,
    },
    {
      canvas: grainTexture(frame.width, frame.height, frame.random, 0.8, Math.max(1, frame.height / 560)),
      mode: "soft-light",
      alpha: 0.35,
    },
  ],
};

/** Hues of the neon tubes; a shape takes the nearest to its own hue. */
const TUBES = [345, 5, 50, 150, 195, 240, 300];

function tube(colour: Colour): Colour {
  const chroma = Math.hypot(colour[1], colour[2]);
  const hue = chroma < 0.03 ? 205 : ((Math.atan2(colour[2], colour[1]) * 180) / Math.PI + 360) % 360;
  let best = 195;
  for (const candidate of TUBES) {
    const apart = (angle: number): number => Math.min(Math.abs(angle - hue), 360 - Math.abs(angle - hue));
    if (apart(candidate) < apart(best)) best = candidate;
  }
  return oklch(0.74, 0.2, best);
}

/** Dark glass with glowing edges. */
export const neon: StyleRecipe = {
  id: "neon",
  label: "Neon synthwave",
  description: "Glowing outlines on deep violet dark, with scan lines and bloom.",
  aliases: [
    "synthwave",
    "cyberpunk",
    "vaporwave",
    "retrowave",
    "futuristic",
    "sci-fi",
    "80s",
    "hologram",
    "tron",
  ],
  bloom: 0.55,
  tone: (colour) => colour,
  sky: (colour) => [0.08 + colour[0] * 0.26, colour[1] * 0.5 + 0.05 * colour[0], colour[2] * 0.35 - 0.09],
  fill(surface, job) {
    const { ctx, height } = surface;
    const night = (colour: Colour): Colour => [
      0.07 + colour[0] * 0.27,
      colour[1] * 0.35 + 0.028,
      colour[2] * 0.3 - 0.062,
    ];
    const span = spanOf(job);
    const bright = tube(mix(job.colour, job.to ?? job.colour, 0.3));
    if (span < height * 0.02 && job.alpha > 0.3) {
      ctx.globalAlpha = job.alpha;
      ctx.fillStyle = css(lighten(bright, 0.1));
      tracePath(ctx, job.rings);
      ctx.fill();
      ctx.globalAlpha = 1;
      return;
    }
    paintBlended(surface, {
      ...job,
      colour: night(job.colour),
      to: job.to ? night(job.to) : mix(night(job.colour), [0.12, 0.03, -0.06], 0.6),
    });
    if (job.ink <= 0 || job.soft > 0.5) return;
    const width = Math.max(1, Math.min(height * 0.0035, span * 0.03));
    const level = (0.3 + 0.7 * job.ink) * job.alpha * (0.55 + job.colour[0] * 0.5);
    strokeRings(ctx, job.rings, true, bright, width * 6, 0.09 * level);
    strokeRings(ctx, job.rings, true, bright, width * 3, 0.2 * level);
    strokeRings(ctx, job.rings, true, lighten(bright, 0.12), width, Math.min(1, 0.95 * level));
  },
  line(surface, job) {
    const bright = tube(job.colour);
    strokePlain(surface, { ...job, colour: bright, width: job.width * 3, alpha: job.alpha * 0.18 });
    strokePlain(surface, { ...job, colour: lighten(bright, 0.1), alpha: job.alpha * 0.9 });
  },
  glow: (surface, job) =>
    glowSoft(surface, {
      ...job,
      colour: mix(tube(job.colour), job.colour, 0.25),
      strength: job.strength * 0.85,
    }),
  overlays: (frame) => [
    { canvas: scanLines(frame.width, frame.height), mode: "multiply", alpha: 0.5 },
    {
      canvas: vignetteTexture(frame.width, frame.height, [0.05, 0.02, -0.04], 0.8),
      mode: "multiply",
      alpha: 1,
    },
    { canvas: grainTexture(frame.width, frame.height, frame.random, 0.5), mode: "soft-light", alpha: 0.25 },
  ],
};

function scanLines(width: number, height: number): Canvas {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = "#fff";
  ctx.fillRect(0, 0, width, height);
  ctx.fillStyle = "#8a86a8";
  const pitch = Math.max(3, Math.round(height / 180));
  for (let y = 0; y < height; y += pitch) ctx.fillRect(0, y, width, pitch / 3);
  return canvas;
}

/** White lines on blue drafting paper. */
export const blueprint: StyleRecipe = {
  id: "blueprint",
  label: "Blueprint",
  description: "White construction lines and pale washes on a blue drafting grid.",
  aliases: ["technical drawing", "schematic", "diagram", "cyanotype", "engineering", "architectural"],
  tone: (colour) => [0.3 + colour[0] * 0.22, -0.03, -0.105 + colour[0] * 0.02],
  fill(surface, job) {
    const { ctx, height } = surface;
    ctx.globalAlpha = job.soft > 0.5 ? job.alpha * 0.4 : job.alpha;
    ctx.fillStyle = litFill(surface, job, 0.5);
    tracePath(ctx, job.rings);
    ctx.fill();
    ctx.globalAlpha = 1;
    if (job.ink <= 0 || job.soft > 0.5 || job.alpha < 0.4) return;
    const span = spanOf(job);
    if (span > height * 0.05 && job.colour[0] < 0.42) hatch(surface, job, 0.72, [0.85, -0.02, -0.04]);
    strokeRings(
      ctx,
      job.rings,
      true,
      [0.96, -0.008, -0.015],
      Math.max(0.8, height * 0.0022) * (0.5 + 0.5 * job.ink),
      0.9,
    );
  },
  line: (surface, job) =>
    strokePlain(surface, {
      ...job,
      colour: [0.94, -0.01, -0.02],
      width: Math.min(job.width, surface.height * 0.004),
      alpha: job.alpha * 0.8,
    }),
  glow: (surface, job) =>
    glowSoft(surface, { ...job, colour: [0.8, -0.03, -0.06], strength: job.strength * 0.4 }),
  overlays: (frame) => [
    { canvas: draftingGrid(frame.width, frame.height), mode: "screen", alpha: 0.5 },
    {
      canvas: mottleTexture(frame.width, frame.height, frame.random, 5, [0.4, 0, 0], [0.65, 0, 0]),
      mode: "soft-light",
      alpha: 0.4,
    },
    {
      canvas: vignetteTexture(frame.width, frame.height, [0.15, -0.01, -0.05], 0.5),
      mode: "multiply",
      alpha: 1,
    },
  ],
};

function draftingGrid(width: number, height: number): Canvas {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = "#000";
  ctx.fillRect(0, 0, width, height);
  const pitch = height / 36;
  for (let line = 0; line * pitch < Math.max(width, height); line++) {
    ctx.fillStyle = line % 4 === 0 ? "#3d5f86" : "#21405f";
    ctx.fillRect(line * pitch, 0, 1, height);
    ctx.fillRect(0, line * pitch, width, 1);
  }
  return canvas;
}
