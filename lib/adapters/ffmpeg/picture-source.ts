import { type Canvas, createCanvas, type Image, loadImage } from "@napi-rs/canvas";
import { cameraAt } from "../../core/timeline/camera";
import type { Layer } from "./chunk-job";
import { drawCard } from "./draw-card";
import type { FrameSize, FrameSource } from "./frame-source";
import { drawView, type Yuv, yuvFromRgba } from "./yuv";

/** Shown through transparent pictures. */
const BACKDROP = "#101418";

/** A still picture or card under the layer's moving camera. Throws when the picture cannot be decoded. */
export async function openPicture(layer: Layer, frame: FrameSize): Promise<FrameSource> {
  const fullScale = Math.max(1, ...(layer.keyframes ?? []).map((keyframe) => keyframe.scale));
  const drawing = await drawingOf(layer, frame);
  const picture = coverFrame(drawing, frame, fullScale);
  return {
    drawFrame(at, into) {
      const progress = layer.durationInFrames <= 1 ? 0 : at / (layer.durationInFrames - 1);
      drawView(picture, into, cameraAt(layer.keyframes, progress), fullScale);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

async function drawingOf({ source }: Layer, frame: FrameSize): Promise<Image | Canvas> {
  if (source.kind === "card") return drawCard({ ...source, ...frame });
  if (source.kind === "image") return await loadImage(source.path);
  throw new Error(`A ${source.kind} is no picture.`);
}

/** Scales once, with the best filter, to the size at which the camera's closest view is one to one. */
function coverFrame(drawing: Image | Canvas, frame: FrameSize, fullScale: number): Yuv {
  if (drawing.width < 1 || drawing.height < 1) throw new Error("The picture is empty.");
  const cover = Math.max(frame.width / drawing.width, frame.height / drawing.height) * fullScale;
  const width = toEven(drawing.width * cover);
  const height = toEven(drawing.height * cover);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = BACKDROP;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(drawing, 0, 0, width, height);
  return yuvFromRgba(canvas.data(), width, height);
}

function toEven(pixels: number): number {
  return Math.max(2, Math.ceil(pixels / 2 - 1e-6) * 2);
}
