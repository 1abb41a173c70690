import { type Canvas, createCanvas, loadImage } from "@napi-rs/canvas";
import { composeScene } from "../compose-scene";
import { layerSize, prepareFinish } from "../finish-frame";
import { findStyle } from "../styles/catalogue";
import { readSheet, type Sheet } from "./sheet";

/** A sheet and how much of the camera's move it follows: 1 close to the lens, 0 at infinity. */
export interface DeepSheet {
  readonly sheet: Sheet;
  readonly nearness: number;
}

export interface ClipSheets {
  /** The farthest first; the first one covers the frame. */
  readonly moving: readonly DeepSheet[];
  /** Borders of the style, which do not move; of the frame's size. */
  readonly border: Sheet | undefined;
}

/** How far the closest view enlarges: sheets are drawn this much larger than the frame, so that none is blown up. */
export const CLOSEST = 1.24;

interface SheetOptions {
  prompt: string;
  style: string;
  width: number;
  height: number;
  seed: number;
}

/** Edges of the sheets of a clip; whole pixels, even. */
function sheetSize(width: number, height: number): { width: number; height: number } {
  const even = (edge: number): number => Math.ceil((edge * CLOSEST) / 2) * 2;
  return { width: even(width), height: even(height) };
}

/** Draws the prompt as sheets at different depths, each with the style's finish. */
export function paintSheets({ prompt, style: styleText, width, height, seed }: SheetOptions): ClipSheets {
  const style = findStyle(styleText);
  const size = sheetSize(width, height);
  const drawn = layerSize(style, size.width, size.height);
  const { layers, frame } = composeScene({ prompt, style, width: drawn.width, height: drawn.height, seed });
  const finish = prepareFinish({ style, ...size, seed, frame });
  const sharp = drawn.scale === 1;
  const stacks: readonly { names: readonly string[]; nearness: number }[] = [
    { names: ["sky", "far"], nearness: 0.3 },
    { names: ["middle"], nearness: 0.55 },
    { names: ["subject"], nearness: 0.75 },
    { names: ["front"], nearness: 1 },
  ];
  const moving = stacks.map(({ names, nearness }, index) => {
    const colours = createCanvas(size.width, size.height);
    const ctx = colours.getContext("2d");
    ctx.imageSmoothingEnabled = sharp;
    for (const { name, canvas } of layers) {
      if (!names.includes(name)) continue;
      const blur = style.focusBlur && name === "front" ? style.focusBlur * size.height : 0;
      if (blur > 0.3) ctx.filter = `blur(${blur.toFixed(2)}px)`;
      ctx.drawImage(canvas, 0, 0, size.width, size.height);
      ctx.filter = "none";
    }
    const mask = index === 0 ? undefined : copyOf(colours);
    if (mask) makeOpaque(colours);
    finish.applyInside(ctx);
    return { sheet: readSheet(colours, mask), nearness };
  });
  const still = prepareFinish({ style, width, height, seed, frame }).borders;
  return {
    moving,
    border:
      still.length > 0
        ? borderSheet(
            still.map(({ canvas }) => canvas),
            width,
            height,
          )
        : undefined,
  };
}

/** One sheet from a finished picture, cut to the frame's shape from its middle. Throws Error when it is no picture. */
export async function sheetsOfPicture(
  picture: Uint8Array,
  width: number,
  height: number,
): Promise<ClipSheets> {
  const image = await loadImage(Buffer.from(picture)).catch((cause: unknown) => {
    throw new Error("scene.picture: not a picture that can be read", { cause });
  });
  const size = sheetSize(width, height);
  const canvas = createCanvas(size.width, size.height);
  const ctx = canvas.getContext("2d");
  const scale = Math.max(size.width / image.width, size.height / image.height);
  ctx.imageSmoothingQuality = "high";
  ctx.drawImage(
    image,
    (size.width - image.width * scale) / 2,
    (size.height - image.height * scale) / 2,
    image.width * scale,
    image.height * scale,
  );
  return { moving: [{ sheet: readSheet(canvas), nearness: 1 }], border: undefined };
}

function copyOf(canvas: Canvas): Canvas {
  const copy = createCanvas(canvas.width, canvas.height);
  copy.getContext("2d").drawImage(canvas, 0, 0);
  return copy;
}

/** Finishes blend with what is below: on a half transparent edge they would leave their own grey. */
function makeOpaque(canvas: Canvas): void {
  const ctx = canvas.getContext("2d");
  const image = ctx.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = image.data;
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) pixels[at] = 255;
  ctx.putImageData(image, 0, 0);
}

function borderSheet(borders: readonly Canvas[], width: number, height: number): Sheet {
  const canvas = createCanvas(width, height);
  for (const border of borders) canvas.getContext("2d").drawImage(border, 0, 0);
  const mask = copyOf(canvas);
  makeOpaque(canvas);
  return readSheet(canvas, mask);
}
