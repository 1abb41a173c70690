import { createCanvas } from "@napi-rs/canvas";
import { composeScene } from "./compose-scene";
import { layerSize, prepareFinish } from "./finish-frame";
import { checkPictureSize } from "./picture-size";
import { findStyle } from "./styles/catalogue";

/**
 * Draws the prompt in a style and returns PNG bytes. Width and height are pixels, 64…2048, any ratio; the style is an
 * id or free text (see `STUDIO_STYLES`). Same options, same bytes. Throws RangeError naming a bad field.
 */
export function drawPicture(options: {
  prompt: string;
  style: string;
  width: number;
  height: number;
  seed: number;
}): Uint8Array {
  const { prompt, width, height, seed } = options;
  checkPictureSize(options);
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
  prepareFinish({ style, width, height, seed, frame: composition.frame })(ctx);
  return canvas.encodeSync("png");
}
