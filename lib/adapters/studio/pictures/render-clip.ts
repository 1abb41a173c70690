import { drawView, type FrameBuffer } from "./clip/draw-view";
import { startEncoder } from "./clip/encoder";
import { type CameraPoint, planMove } from "./clip/plan-move";
import { CLOSEST, type DeepSheet, paintSheets, sheetsOfPicture } from "./clip/prepare-sheets";
import { checkPictureSize, checkRange } from "./picture-size";

/**
 * A camera moved over a drawn scene, or over a given picture, as the direction says: MP4 bytes (H.264, yuv420p, index
 * at the front, no sound). Width and height are even pixels, 64…2048; seconds 0.1…120; fps a whole number 1…60; the
 * clip has round(seconds · fps) frames. Same options and same ffmpeg, same bytes. Three frames are held at a time,
 * however long the clip. Throws RangeError naming a bad field, Error with ffmpeg's reason, or the signal's reason.
 */
export async function renderClip(options: {
  scene: { prompt: string } | { picture: Uint8Array };
  direction: string;
  style: string;
  width: number;
  height: number;
  seconds: number;
  fps: number;
  seed: number;
  ffmpegPath: string;
  signal?: AbortSignal;
}): Promise<Uint8Array> {
  const { scene, direction, style, width, height, seconds, fps, seed, ffmpegPath, signal } = options;
  checkClip(options);
  signal?.throwIfAborted();
  const { moving, border } =
    "prompt" in scene
      ? paintSheets({ prompt: scene.prompt, style, width, height, seed })
      : await sheetsOfPicture(scene.picture, width, height);
  const path = planMove({ direction, seed });
  const count = Math.max(1, Math.round(seconds * fps));
  const encoder = startEncoder({ ffmpegPath, width, height, fps, signal });
  try {
    // One buffer is drawn while the other is on its way to the encoder.
    const buffers = [newFrame(width, height), newFrame(width, height)] as const;
    let isSent = Promise.resolve();
    for (let index = 0; index < count; index++) {
      signal?.throwIfAborted();
      const frame = buffers[index & 1] as FrameBuffer;
      const camera = path(count === 1 ? 0.5 : index / (count - 1));
      for (const layer of moving) drawView(layer.sheet, frame, viewOf(layer, camera, width, height));
      if (border) drawView(border, frame, { left: 0, top: 0, step: 1 });
      await isSent;
      isSent = encoder.write(frame.data);
      isSent.catch(() => {});
    }
    await isSent;
    return await encoder.finish();
  } finally {
    await encoder.close();
  }
}

/** Near sheets follow the whole move and far ones a part of it; all stay within their edges. */
function viewOf({ sheet, nearness }: DeepSheet, camera: CameraPoint, width: number, height: number) {
  const [plane] = sheet.planes;
  const widest = 1.03;
  const zoom = widest + (CLOSEST - widest) * camera.zoom * (0.35 + 0.65 * nearness);
  const step = Math.min(plane.width / width, plane.height / height) / zoom;
  const place = (edge: number, seen: number, at: number): number => ((edge - seen) / 2) * (1 + at * nearness);
  return {
    left: place(plane.width, width * step, camera.x),
    top: place(plane.height, height * step, camera.y),
    step,
  };
}

function newFrame(width: number, height: number): FrameBuffer {
  return { width, height, data: new Uint8Array((width * height * 3) / 2) };
}

function checkClip(size: { width: number; height: number; seconds: number; fps: number }): void {
  checkPictureSize(size);
  for (const field of ["width", "height"] as const) {
    if (size[field] % 2 !== 0) throw new RangeError(`${field}: expected an even number, got ${size[field]}`);
  }
  checkRange("seconds", size.seconds, 0.1, 120, false);
  checkRange("fps", size.fps, 1, 60, true);
}
