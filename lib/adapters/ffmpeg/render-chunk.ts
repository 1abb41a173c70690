import { startChild } from "./child";
import type { ChunkJob, Layer } from "./chunk-job";
import { openClip } from "./clip-source";
import type { FrameSource } from "./frame-source";
import { LayerError } from "./layer-error";
import { openPicture } from "./picture-source";
import { blend, emptyYuv, type Yuv } from "./yuv";

export interface RenderChunkOptions {
  job: ChunkJob;
  onFrame: () => void;
  signal: AbortSignal;
}

/**
 * Draws a segment's frames and encodes them to an MP4 without sound at `job.outputPath`. At most two layers are open
 * at a time and two frames in flight, so memory does not grow with the segment.
 */
export async function renderChunk({ job, onFrame, signal }: RenderChunkOptions): Promise<void> {
  const encoder = startChild(job.ffmpeg, encoderArguments(job), signal);
  const layers = job.layers.map((layer) => new OpenableLayer(layer, job, signal));
  const frames = [emptyYuv(job.width, job.height), emptyYuv(job.width, job.height)];
  const above = emptyYuv(job.width, job.height);
  let isSent = Promise.resolve();
  try {
    for (let at = 0; at < job.durationInFrames; at++) {
      signal.throwIfAborted();
      const frame = frames[at % 2] as Yuv;
      await composeFrame({ at, layers, frame, above });
      await isSent;
      isSent = send(encoder.child.stdin, frame.data, encoder.finished);
      isSent.catch(() => {});
      onFrame();
    }
    await isSent;
    encoder.child.stdin.end();
    await encoder.finished;
  } finally {
    encoder.kill();
    await Promise.allSettled([encoder.finished, ...layers.map((layer) => layer.close())]);
  }
}

interface ComposeOptions {
  at: number;
  layers: OpenableLayer[];
  frame: Yuv;
  above: Yuv;
}

/** The last layer that is there, over the one it fades in from. */
async function composeFrame({ at, layers, frame, above }: ComposeOptions): Promise<void> {
  await Promise.all(layers.filter((layer) => layer.endFrame <= at).map((layer) => layer.close()));
  const [top, below] = layers.filter((layer) => layer.startFrame <= at && at < layer.endFrame).reverse();
  if (top === undefined) throw new Error(`Nothing to show at frame ${at}.`);
  const alpha = top.alphaAt(at);
  if (below === undefined || alpha >= 1) return await top.draw(at, frame);
  await below.draw(at, frame);
  await top.draw(at, above);
  blend(frame, above, alpha);
}

/** A layer that opens its source when first drawn. */
class OpenableLayer {
  private source: FrameSource | null = null;
  private isClosed = false;

  constructor(
    private readonly layer: Layer,
    private readonly job: ChunkJob,
    private readonly signal: AbortSignal,
  ) {}

  get startFrame(): number {
    return this.layer.startFrame;
  }

  get endFrame(): number {
    return this.layer.startFrame + this.layer.durationInFrames;
  }

  alphaAt(at: number): number {
    return (at - this.layer.startFrame + 1) / (this.layer.fadeInFrames + 1);
  }

  async draw(at: number, into: Yuv): Promise<void> {
    try {
      this.source ??= await this.open();
      await this.source.drawFrame(at - this.firstFrame(), into);
    } catch (cause) {
      throw this.signal.aborted ? this.signal.reason : new LayerError(this.layer.artifact, cause);
    }
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.source?.close();
  }

  /** Clips count from the first frame they decode, pictures from the start of the layer. */
  private firstFrame(): number {
    return this.layer.source.kind === "video" ? Math.max(0, this.layer.startFrame) : this.layer.startFrame;
  }

  private async open(): Promise<FrameSource> {
    const { source, startFrame } = this.layer;
    const { ffmpeg, width, height, fps } = this.job;
    if (source.kind !== "video") return await openPicture(this.layer, { width, height });
    const skipFrames = Math.max(0, -startFrame);
    return openClip({ ffmpeg, width, height, fps, ...source, skipFrames, signal: this.signal });
  }
}

/** Waits until the frame has left its buffer, or fails with the encoder's reason if that has ended. */
async function send(stdin: NodeJS.WritableStream, data: Uint8Array, finished: Promise<void>): Promise<void> {
  const written = new Promise<void>((resolve, reject) => {
    stdin.write(data, (error) => (error ? reject(error) : resolve()));
  });
  await Promise.race([
    written,
    finished.then(() => Promise.reject(new Error("The encoder ended too early."))),
  ]).catch(async (error) => {
    await finished;
    throw error;
  });
}

/** Said of the input as well as of the output: newer builds would convert from an unknown matrix, older ones only label. */
const COLORS = [
  "-color_range",
  "tv",
  "-colorspace",
  "bt709",
  "-color_primaries",
  "bt709",
  "-color_trc",
  "bt709",
];

function encoderArguments(job: ChunkJob): string[] {
  return [
    ...["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p"],
    ...["-s", `${job.width}x${job.height}`, "-r", String(job.fps), ...COLORS, "-i", "pipe:0"],
    ...["-c:v", "libx264", "-profile:v", "high", "-preset", "veryfast", "-crf", "21", "-pix_fmt", "yuv420p"],
    ...["-g", String(job.fps * 2), "-threads", String(job.encoderThreads), "-x264-params", "open-gop=0"],
    ...COLORS,
    ...["-video_track_timescale", String(job.fps * 512), "-fflags", "+bitexact", "-flags:v", "+bitexact"],
    ...["-f", "mp4", job.outputPath],
  ];
}
