import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { resolveBinaries } from "../../../lib/adapters/ffmpeg/binaries";
import { createFfmpegRenderer, type FfmpegRendererOptions } from "../../../lib/adapters/ffmpeg/renderer";
import { createWorkerPool } from "../../../lib/adapters/ffmpeg/worker-pool";
import { buildTimeline } from "../../../lib/core/timeline/build-timeline";
import type { AssemblyInput, Timeline } from "../../../lib/core/timeline/types";
import type { RenderOptions } from "../../../lib/ports/renderer";

const run = promisify(execFile);
const projectRoot = process.cwd();

const SIZE = { width: 320, height: 180 };

/** A renderer with its threads and a folder for films; `close` it. */
export async function openFilmRig(options: Partial<FfmpegRendererOptions> = {}) {
  // The build from npm, whatever the machine has: it is the oldest one that has to work.
  const binaries = await resolveBinaries({ env: {}, projectRoot });
  const pool = createWorkerPool({ projectRoot });
  const folder = await mkdtemp(path.join(os.tmpdir(), "film-rig-"));
  const renderer = createFfmpegRenderer({ binaries: async () => binaries, pool, ...options });
  let films = 0;
  return {
    binaries,
    renderer,
    folder,
    async render(timeline: Timeline, media: Record<string, Uint8Array>, more: Partial<RenderOptions> = {}) {
      const outputPath = path.join(folder, `film-${films++}.mp4`);
      const readArtifact = async (artifact: string) => {
        const bytes = media[artifact];
        if (bytes === undefined) throw new Error("there is no such artifact");
        return bytes;
      };
      return await renderer.renderMp4({ timeline, readArtifact, outputPath, ...more });
    },
    /** ffprobe's word on a file. */
    async probe(file: string) {
      const args = ["-v", "error", "-show_streams", "-show_format", "-of", "json", file];
      const { stdout } = await run(binaries.ffprobe, args);
      const { streams, format } = JSON.parse(stdout) as { streams: Record<string, string>[]; format: object };
      const ofType = (type: string) => streams.find((stream) => stream.codec_type === type) ?? {};
      return { format, video: ofType("video"), audio: ofType("audio") };
    },
    /** The mean colour of a frame's left upper quarter, [r, g, b]. */
    async colorAt(file: string, frame: number): Promise<number[]> {
      const filter = `select=eq(n\\,${frame}),crop=iw/4:ih/4:0:0,scale=1:1:flags=area`;
      const args = [
        "-v",
        "error",
        "-i",
        file,
        "-vf",
        filter,
        "-frames:v",
        "1",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-",
      ];
      const { stdout } = await run(binaries.ffmpeg, args, { encoding: "buffer" });
      return [...stdout];
    },
    /** The decoded sound, left channel. */
    async soundOf(file: string): Promise<Int16Array> {
      const args = ["-v", "error", "-i", file, "-map", "0:a", "-af", "pan=mono|c0=c0", "-f", "s16le", "-"];
      const { stdout } = await run(binaries.ffmpeg, args, { encoding: "buffer", maxBuffer: 64_000_000 });
      return new Int16Array(new Uint8Array(stdout).buffer);
    },
    async close() {
      await pool.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type FilmRig = Awaited<ReturnType<typeof openFilmRig>>;

export interface SegmentSketch {
  seconds: number;
  visuals: AssemblyInput["segments"][number]["visuals"];
  words?: AssemblyInput["segments"][number]["words"];
}

/** A timeline of 320x180 from a few lines. */
export function timelineOf(sketches: SegmentSketch[], more: Partial<AssemblyInput> = {}): Timeline {
  return buildTimeline({
    schema: "assembly-input@1",
    fps: 30,
    ...SIZE,
    strategy: "narration-led",
    segmentDuration: 2,
    segments: sketches.map(({ seconds, visuals, words }, index) => ({
      index,
      narration: { artifact: `SegmentNarrationAudio[${index}]`, durationSeconds: seconds },
      words: words ?? [],
      visuals,
      text: `Segment ${index} has words of its own.`,
    })),
    ...more,
  });
}
