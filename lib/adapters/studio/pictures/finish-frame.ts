import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { Composition } from "./compose-scene";
import { createRandom } from "./random";
import type { Overlay, StyleRecipe } from "./styles/recipe";

/** What a style does to the whole picture: bloom, textures, and the border some styles leave around it. */
export interface Finish {
  /** Everything, onto a still picture. */
  apply(ctx: SKRSContext2D): void;
  /** Without the border, which stays in place when a camera moves. */
  applyInside(ctx: SKRSContext2D): void;
  readonly borders: readonly Overlay[];
}

/** Prepares the textures once; they are fixed by the seed. */
export function prepareFinish(options: {
  style: StyleRecipe;
  width: number;
  height: number;
  seed: number;
  frame: Composition["frame"];
}): Finish {
  const { style, width, height, seed, frame } = options;
  const overlays =
    style.overlays?.({ width, height, random: createRandom(`${seed}|finish`), ...frame }) ?? [];
  // Borders are the only overlays that cover: all others blend.
  const isBorder = (overlay: Overlay): boolean => overlay.mode === "source-over";
  const small = createCanvas(Math.max(1, Math.round(width / 6)), Math.max(1, Math.round(height / 6)));
  const lay = (ctx: SKRSContext2D, sheets: readonly Overlay[]): void => {
    if (style.bloom) addBloom(ctx, small, style.bloom, width, height);
    for (const overlay of sheets) {
      ctx.globalCompositeOperation = overlay.mode;
      ctx.globalAlpha = overlay.alpha;
      ctx.drawImage(overlay.canvas, 0, 0);
    }
    ctx.globalAlpha = 1;
    ctx.globalCompositeOperation = "source-over";
  };
  return {
    apply: (ctx) => lay(ctx, overlays),
    applyInside: (ctx) =>
      lay(
        ctx,
        overlays.filter((overlay) => !isBorder(overlay)),
      ),
    borders: overlays.filter(isBorder),
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
export function layerSize(
  style: StyleRecipe,
  width: number,
  height: number,
): { width: number; height: number; scale: number } {
  if (!style.pixelRows) return { width, height, scale: 1 };
  const scale = Math.max(1, Math.min(width, height) / style.pixelRows);
  return {
    width: Math.max(8, Math.round(width / scale)),
    height: Math.max(8, Math.round(height / scale)),
    scale,
  };
}
