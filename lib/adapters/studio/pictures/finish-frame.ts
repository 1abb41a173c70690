import { createCanvas, type Canvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { Composition } from "./compose-scene";
import { createRandom } from "./random";
import type { Overlay, StyleRecipe } from "./styles/recipe";

/** Applies what a style does to the whole picture: bloom, then textures and borders. */
export type Finish = (ctx: SKRSContext2D) => void;

/** Prepares the finish once, so that every frame of a clip can use it; textures are fixed by the seed. */
export function prepareFinish(options: {
  style: StyleRecipe;
  width: number;
  height: number;
  seed: number;
  frame: Composition["frame"];
}): Finish {
  const { style, width, height, seed, frame } = options;
  const overlays: Overlay[] =
    style.overlays?.({ width, height, random: createRandom(`${seed}|finish`), ...frame }) ?? [];
  const small = createCanvas(Math.max(1, Math.round(width / 6)), Math.max(1, Math.round(height / 6)));
  return (ctx) => {
    if (style.bloom) addBloom(ctx, small, style.bloom, width, height);
    for (const overlay of overlays) {
      ctx.globalCompositeOperation = overlay.mode;
      ctx.globalAlpha = overlay.alpha;
      ctx.drawImage(overlay.canvas, 0, 0);
    }
    ctx.globalAlpha = 1;
    ctx.globalCompositeOperation = "source-over";
  };
}

/** Bright parts spill over: the picture squared (multiplied by itself), blurred small, screened on top. */
function addBloom(ctx: SKRSContext2D, small: Canvas, strength: number, width: number, height: number): void {
  const context = small.getContext("2d");
  context.globalCompositeOperation = "copy";
  context.drawImage(ctx.canvas, 0, 0, small.width, small.height);
  context.globalCompositeOperation = "multiply";
  context.drawImage(small, 0, 0);
  context.globalCompositeOperation = "copy";
  context.filter = `blur(${Math.max(1, small.height / 45).toFixed(1)}px)`;
  context.drawImage(small, 0, 0);
  context.filter = "none";
  ctx.globalCompositeOperation = "screen";
  ctx.globalAlpha = strength;
  ctx.drawImage(small, 0, 0, width, height);
  ctx.globalAlpha = 1;
  ctx.globalCompositeOperation = "source-over";
}

/** Layer size for a picture size: pixel styles draw small and are enlarged. */
export function layerSize(style: StyleRecipe, width: number, height: number): { width: number; height: number; scale: number } {
  if (!style.pixelRows) return { width, height, scale: 1 };
  const scale = Math.max(1, Math.min(width, height) / style.pixelRows);
  return { width: Math.max(8, Math.round(width / scale)), height: Math.max(8, Math.round(height / scale)), scale };
}
