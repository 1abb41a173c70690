import { encodePng } from "./encode-png";
import { paintPicture } from "./paint-picture";
import { checkPictureSize } from "./picture-size";

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
  checkPictureSize(options);
  return encodePng(paintPicture(options).canvas);
}
