import { z } from "zod";
import type { Timeline } from "../../core/timeline/types";
import { runChild } from "./child";
import { renderFailed } from "./render-failed";

const filmSchema = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string(),
      nb_frames: z.coerce.number().optional(),
      duration: z.coerce.number(),
    }),
  ),
});

export interface VerifyFilmOptions {
  ffprobe: string;
  path: string;
  timeline: Timeline;
  signal: AbortSignal;
}

/**
 * The film has exactly the timeline's frames, and sound for as long to within a frame. Gives its length in seconds;
 * throws `render-failed`: better no film than one that is out of step.
 */
export async function verifyFilm({ ffprobe, path, timeline, signal }: VerifyFilmOptions): Promise<number> {
  const args = ["-v", "error", "-show_entries", "stream=codec_type,nb_frames,duration", "-of", "json", path];
  const { streams } = filmSchema.parse(JSON.parse((await runChild(ffprobe, args, signal)).toString("utf8")));
  const video = streams.find((stream) => stream.codec_type === "video");
  const audio = streams.find((stream) => stream.codec_type === "audio");
  const seconds = timeline.durationInFrames / timeline.fps;
  if (video?.nb_frames !== timeline.durationInFrames) {
    throw renderFailed(
      null,
      `it has ${video?.nb_frames ?? 0} frames instead of ${timeline.durationInFrames}`,
    );
  }
  const isOff = (duration: number | undefined) => Math.abs((duration ?? 0) - seconds) > 1 / timeline.fps;
  if (isOff(video.duration) || isOff(audio?.duration)) {
    const found = `${video.duration} s of pictures and ${audio?.duration ?? 0} s of sound`;
    throw renderFailed(null, `it has ${found} instead of ${seconds} s`);
  }
  return video.duration;
}
