import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { type Composition, composeScene } from "./compose-scene";
import { layerSize, prepareFinish } from "./finish-frame";
import { findStyle } from "./styles/catalogue";

/** A finished picture, not yet encoded, and the colours of its scene. */
export interface PaintedPicture {
  readonly canvas: Canvas;
  readonly frame: Composition["frame"];
}

/** Composes the prompt and lays its sheets on one another, with the style's finish. Sizes are those of `drawPicture`. */
export function paintPicture(options: {
  prompt: string;
  style: string;
  width: number;
  height: number;
  seed: number;
}): PaintedPicture {
  const { prompt, width, height, seed } = options;
  const style = findStyle(options.style);
  const size = layerSize(style, width, height);
  const composition = composeScene({ prompt, style, width: size.width, height: size.height, seed });
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext("2d");
  ctx.imageSmoothingEnabled = size.scale === 1;
  for (const { name, canvas: layer } of composition.layers) {
    const blur = style.focusBlur && (name === "front" || name === "sky") ? style.focusBlur * height : 0;
    if (blur > 0.3) ctx.filter = `blur(${blur.toFixed(2)}px)`;
    ctx.drawImage(layer, 0, 0, width, height);
    ctx.filter = "none";
  }
  prepareFinish({ style, width, height, seed, frame: composition.frame }).apply(ctx);
  return { canvas, frame: composition.frame };
}
