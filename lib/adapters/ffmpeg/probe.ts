import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pLimit from "p-limit";
import { ReelgraphError } from "../../core/errors";
import { bytesInMemory } from "../../core/media/byte-source";
import { inspectMedia } from "../../core/media/inspect-media";
import { Unfit } from "../../core/media/unfit";
import { familyOf } from "../../core/media-type";
import { GeneratorFailure } from "../../core/run/failure";
import type { MediaFacts, MediaProbe } from "../../ports/media-probe";
import type { FfmpegBinaries } from "./binaries";
import { measureMedia } from "./measure-media";

/** The media-probe port with ffprobe and ffmpeg: what the bytes are is found out first, and they are read as that and nothing else. */
export function createFfmpegProbe({ binaries }: { binaries: () => Promise<FfmpegBinaries> }): MediaProbe {
  // Twenty clips may be finished at once, and each decoder may take a gigabyte.
  const decoding = pLimit(os.availableParallelism());
  return {
    async probe({ bytes, mediaType }) {
      try {
        return await decoding(async () => await probe({ tools: await binaries(), bytes, mediaType }));
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        const message = `What came back is not playable ${mediaType}: ${error.message}.`;
        throw new GeneratorFailure({ failureClass: "validation", message, cause: error });
      }
    },
  };
}

async function probe(options: {
  tools: FfmpegBinaries;
  bytes: Uint8Array;
  mediaType: string;
}): Promise<MediaFacts> {
  const { tools, bytes, mediaType } = options;
  const family = familyOf(mediaType);
  if (family === null) throw new Unfit("it is no medium");
  const found = await inspectMedia({ source: bytesInMemory(bytes), family, care: "lenient" });
  if ("reason" in found) throw new Unfit(found.reason);
  if (found.mediaType !== mediaType) throw new Unfit(`it is ${found.mediaType}`);
  // A file, not a pipe: an MP4 may have its index at the end.
  const folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-probe-")).catch(noRoom);
  try {
    const file = path.join(folder, "media");
    await writeFile(file, bytes).catch(noRoom);
    return await measureMedia({ tools, file, mediaType: found.mediaType });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A full disk or too many open files: no fault of the bytes. */
function noRoom(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `Media cannot be looked at: ${why}. The temporary folder is ${os.tmpdir()}.`;
  throw new ReelgraphError({ code: "decoder-unavailable", message, retryable: true, cause });
}
