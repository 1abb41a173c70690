import { startChild } from "./child";
import type { FrameSize, FrameSource } from "./frame-source";

export interface ClipOptions extends FrameSize {
  ffmpeg: string;
  path: string;
  fps: number;
  playbackRate: number;
  loop: boolean;
  /** Frames of the clip that an earlier chunk has shown. */
  skipFrames: number;
  signal: AbortSignal;
}

/**
 * A video clip, decoded by an ffmpeg of its own: cut to cover the frame, at the film's frame rate, slowed down or
 * repeated as asked. After its end the last frame is held. Throws when not a single frame can be decoded.
 */
export function openClip(options: ClipOptions): FrameSource {
  const { ffmpeg, width, height, fps, playbackRate, skipFrames, signal } = options;
  // A second earlier than needed: a clip that turns out a little shorter than measured then still has a frame to hold.
  const leadIn = Math.min(skipFrames, fps);
  const size = `${width}:${height}`;
  const filters = [
    `setpts=(PTS-STARTPTS)/${playbackRate}`,
    `fps=${fps}`,
    `trim=start_frame=${skipFrames - leadIn}`,
    `scale=${size}:force_original_aspect_ratio=increase:flags=bicubic:out_color_matrix=bt709:out_range=tv`,
    `crop=${size}`,
    "setsar=1",
    "format=yuv420p",
  ];
  const repeat = options.loop ? ["-stream_loop", "-1"] : [];
  const { child, finished, kill } = startChild(
    ffmpeg,
    [
      ...["-v", "error", "-nostdin", ...repeat, "-protocol_whitelist", "file", "-i", options.path],
      ...["-an", "-sn", "-map", "0:v:0", "-vf", filters.join(",")],
      ...["-f", "rawvideo", "pipe:1"],
    ],
    signal,
  );
  const nextFrame = pieces(child.stdout, (width * height * 3) / 2);
  let shown = -1;
  let held: Buffer | null = null;
  let hasEnded = false;
  return {
    async drawFrame(at, into) {
      while (shown < at + leadIn && !hasEnded) {
        const bytes = await nextFrame();
        if (bytes === null) hasEnded = true;
        else held = bytes;
        shown++;
      }
      if (held === null) {
        await finished;
        throw new Error("The clip holds no pictures.");
      }
      into.data.set(held);
    },
    async close() {
      kill();
      await finished.catch(() => {});
    },
  };
}

/** Cuts a stream into pieces of `size` bytes; null at its end, where a torn last piece does not count. */
function pieces(stream: AsyncIterable<Buffer>, size: number): () => Promise<Buffer | null> {
  const parts = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return async () => {
    const piece = Buffer.allocUnsafe(size);
    let filled = 0;
    while (filled < size) {
      if (rest.length === 0) {
        const next = await parts.next();
        if (next.done) return null;
        rest = next.value;
      }
      const copied = rest.copy(piece, filled);
      rest = rest.subarray(copied);
      filled += copied;
    }
    return piece;
  };
}
