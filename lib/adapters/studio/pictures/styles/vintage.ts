import { createCanvas } from "@napi-rs/canvas";
import { css, mix, saturate } from "../colour";
import { glowDiscs, strokePlain } from "./brushes";
import { fillPath, hardSplit } from "./hard-light";
import type { Overlay, StyleRecipe } from "./recipe";
import { grainTexture, mottleTexture } from "./textures";

/** Screen-printed travel poster: few warm inks, bands, registration grain. */
export const vintage: StyleRecipe = {
  id: "vintage",
  label: "Vintage poster",
  description: "A screen-printed travel poster: warm limited inks, bands of colour, worn paper.",
  aliases: [
    "retro",
    "poster",
    "art deco",
    "mid-century",
    "screen print",
    "travel poster",
    "old",
    "sepia",
    "linocut",
    "woodcut",
  ],
  bands: 5,
  tone(colour) {
    const warm = mix(colour, [colour[0] * 0.9 + 0.08, 0.035, 0.085], 0.32);
    const level = Math.round(warm[0] * 9) / 9;
    return saturate([0.08 + level * 0.86, warm[1], warm[2]], 1.15);
  },
  fill(surface, job) {
    const plain = job.to ? { ...job, to: undefined, colour: mix(job.colour, job.to, 0.45) } : job;
    const alpha = job.soft > 0.5 ? job.alpha * 0.75 : job.alpha;
    fillPath(surface, { ...plain, alpha }, hardSplit(surface, plain, 0.5, 0.12));
  },
  line: strokePlain,
  glow: glowDiscs,
  overlays: (frame) => [
    {
      canvas: mottleTexture(frame.width, frame.height, frame.random, 8, [0.86, 0.005, 0.03], [1, 0, 0.01]),
      mode: "multiply",
      alpha: 0.9,
    },
    {
      canvas: grainTexture(frame.width, frame.height, frame.random, 1, Math.max(1, frame.height / 600)),
      mode: "soft-light",
      alpha: 0.4,
    },
    { canvas: posterBorder(frame.width, frame.height), mode: "source-over", alpha: 1 },
  ],
};

function posterBorder(width: number, height: number): Overlay["canvas"] {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  const margin = Math.min(width, height) * 0.03;
  ctx.fillStyle = css([0.93, 0.005, 0.035]);
  ctx.beginPath();
  ctx.rect(0, 0, width, height);
  ctx.roundRect(margin, margin, width - 2 * margin, height - 2 * margin, margin * 0.4);
  ctx.fill("evenodd");
  return canvas;
}
