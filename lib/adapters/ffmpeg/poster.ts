import type { PosterOptions } from "../../ports/renderer";
import { runChild } from "./child";
import { renderFailed } from "./render-failed";

/** The frame of a film or clip at a moment, as a PNG. Throws `render-failed` when there is none. */
export async function posterFor(ffmpeg: string, options: PosterOptions): Promise<Uint8Array> {
  const { path, atSeconds, width, signal } = options;
  const args = ["-v", "error", "-nostdin", "-ss", String(Math.max(0, atSeconds)), "-i", path];
  const output = [
    "-frames:v",
    "1",
    "-vf",
    `scale=${width}:-2:flags=lanczos`,
    "-c:v",
    "png",
    "-f",
    "image2pipe",
  ];
  const png = await runChild(ffmpeg, [...args, ...output, "pipe:1"], signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw renderFailed(null, error instanceof Error ? error.message : String(error));
  });
  if (png.length === 0) throw renderFailed(null, `there is no picture at ${atSeconds} s`);
  return new Uint8Array(png);
}
