import { lighten, saturate } from "../colour";
import { createNoise } from "../noise";
import { createRandom } from "../random";
import { glowSoft, paintBlended, strokePlain } from "./brushes";
import type { StyleRecipe, Surface } from "./recipe";
import { grainTexture, vignetteTexture } from "./textures";

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
