import type { SKRSContext2D } from "@napi-rs/canvas";
import { type Colour, css, lighten, mix } from "../colour";
import type { Noise } from "../noise";
import type { Point } from "../shape";
import type { FillJob, GlowJob, LineJob, Surface } from "./recipe";

export type Rings = readonly (readonly Point[])[];

export function tracePath(ctx: SKRSContext2D, rings: Rings, closed = true): void {
  ctx.beginPath();
  for (const ring of rings) {
    ring.forEach(([x, y], index) => {
      if (index === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    });
    if (closed) ctx.closePath();
  }
}

/** Cuts edges into steps and pushes each point by noise: the wobble of a hand, a wet edge or a torn one. */
export function roughen(
  rings: Rings,
  noise: Noise,
  amplitude: number,
  wavelength: number,
  closed = true,
): Point[][] {
  const step = wavelength / 2.2;
  return rings.map((ring) => {
    const out: Point[] = [];
    const count = closed ? ring.length : ring.length - 1;
    for (let index = 0; index < count; index++) {
      const [x0, y0] = ring[index] ?? [0, 0];
      const [x1, y1] = ring[(index + 1) % ring.length] ?? [x0, y0];
      const pieces = Math.min(160, Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / step)));
      for (let piece = 0; piece < pieces; piece++) {
        const x = x0 + ((x1 - x0) * piece) / pieces;
        const y = y0 + ((y1 - y0) * piece) / pieces;
        out.push([
          x + amplitude * noise(x / wavelength, y / wavelength),
          y + amplitude * noise(y / wavelength + 71, x / wavelength - 33),
        ]);
      }
    }
    const last = ring[ring.length - 1];
    if (!closed && last) out.push(last);
    return out;
  });
}

export function spanOf({ bounds }: FillJob): number {
  return Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top);
}

/** Fill style with the light on it: blended for painterly styles. */
export function litFill(surface: Surface, job: FillJob, strength = 1): string | CanvasGradient {
  const { ctx, light } = surface;
  const { bounds, colour, to } = job;
  const cx = (bounds.left + bounds.right) / 2;
  const cy = (bounds.top + bounds.bottom) / 2;
  if (to) {
    const gradient = ctx.createLinearGradient(0, bounds.top, 0, Math.max(bounds.top + 1, bounds.bottom));
    gradient.addColorStop(0, css(colour));
    gradient.addColorStop(0.5, css(mix(colour, to, 0.5)));
    gradient.addColorStop(1, css(to));
    return gradient;
  }
  const shade = job.shade * strength;
  if (shade <= 0.01) return css(colour);
  const lit = lighten(colour, 0.16 * shade);
  const dark = lighten(
    mix(colour, [0.2, colour[1] * 0.6, colour[2] * 0.6 - 0.03], 0.45 * shade),
    -0.14 * shade,
  );
  if (job.form === "round") {
    const radius = Math.max(1, spanOf(job) / 2);
    const fx = cx + light[0] * radius * 0.5;
    const fy = cy + light[1] * radius * 0.5;
    const gradient = ctx.createRadialGradient(fx, fy, radius * 0.05, fx, fy, radius * 1.55);
    gradient.addColorStop(0, css(lighten(lit, 0.06 * shade)));
    gradient.addColorStop(0.4, css(colour));
    gradient.addColorStop(1, css(dark));
    return gradient;
  }
  const reach = Math.max(
    1,
    (Math.abs(light[0]) * (bounds.right - bounds.left) + Math.abs(light[1]) * (bounds.bottom - bounds.top)) /
      2,
  );
  const gradient = ctx.createLinearGradient(
    cx + light[0] * reach,
    cy + light[1] * reach,
    cx - light[0] * reach,
    cy - light[1] * reach,
  );
  gradient.addColorStop(0, css(lit));
  gradient.addColorStop(0.45, css(colour));
  gradient.addColorStop(1, css(dark));
  return gradient;
}

/** Smooth modelled fill, blurred when the job asks for it. */
export function paintBlended(surface: Surface, job: FillJob, strength = 1): void {
  const { ctx } = surface;
  if (job.soft > 0.5) ctx.filter = `blur(${job.soft.toFixed(2)}px)`;
  ctx.globalAlpha = job.alpha;
  ctx.fillStyle = litFill(surface, job, strength);
  tracePath(ctx, job.rings);
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.filter = "none";
}

export function strokeRings(
  ctx: SKRSContext2D,
  rings: Rings,
  closed: boolean,
  colour: Colour,
  width: number,
  alpha: number,
): void {
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = css(colour);
  ctx.lineWidth = width;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  tracePath(ctx, rings, closed);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

export function strokePlain({ ctx }: Surface, job: LineJob): void {
  strokeRings(ctx, job.rings, job.closed, job.colour, job.width, job.alpha);
}

/** Light that adds up, fading to nothing at its radius. */
export function glowSoft({ ctx }: Surface, job: GlowJob, mode: GlobalCompositeOperation = "screen"): void {
  const gradient = ctx.createRadialGradient(job.x, job.y, 0, job.x, job.y, job.radius);
  const steps: readonly [number, number][] = [
    [0, 1],
    [0.12, 0.72],
    [0.3, 0.38],
    [0.55, 0.14],
    [0.8, 0.035],
    [1, 0],
  ];
  for (const [at, level] of steps)
    gradient.addColorStop(at, css(job.colour, Math.min(0.995, level * job.strength)));
  ctx.globalCompositeOperation = mode;
  ctx.fillStyle = gradient;
  ctx.fillRect(job.x - job.radius, job.y - job.radius, job.radius * 2, job.radius * 2);
  ctx.globalCompositeOperation = "source-over";
}

/** Light as flat discs: what a glow is in cut paper, poster and comic. */
export function glowDiscs({ ctx }: Surface, job: GlowJob): void {
  for (const [reach, level] of [
    [0.62, 0.16],
    [0.42, 0.2],
    [0.25, 0.26],
  ] as const) {
    ctx.fillStyle = css(job.colour, Math.min(0.9, level * job.strength));
    ctx.beginPath();
    ctx.arc(job.x, job.y, job.radius * reach, 0, Math.PI * 2);
    ctx.fill();
  }
}
