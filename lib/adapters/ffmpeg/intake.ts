import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, mkdtemp, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import pLimit from "p-limit";
import { ReelgraphError } from "../../core/errors";
import type { Checksum } from "../../core/fingerprint/types";
import type { ByteSource } from "../../core/media/byte-source";
import { inspectMedia } from "../../core/media/inspect-media";
import { Unfit } from "../../core/media/unfit";
import type { MediaFamily } from "../../core/media-type";
import type { Intake, Received } from "../../ports/intake";
import type { FfmpegBinaries } from "./binaries";
import { measureMedia } from "./measure-media";

const PREFIX = "reelgraph-upload-";
/** As many may come in at once; each takes room on the disk, none in memory. */
const MOST_AT_ONCE = 8;
const DECODED_AT_ONCE = 2;
const MOST_SILENCE_MS = 30_000;
const MOST_MS = 15 * 60_000;
/** Who is slower, after so long, holds a place that others wait for. */
const LEAST_BYTES_A_SECOND = 8_000;
const SLOW_START_MS = 30_000;
/** Beyond the limit so much is still read and forgotten, so that the answer arrives before the connection is cut. */
const MOST_DRAINED = 16 * 1024 * 1024;
/** What lies there longer is a dead process's. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;

/** The intake port with files of `directory`, ffprobe and ffmpeg. */
export function createIntake(options: {
  directory: string;
  binaries: () => Promise<FfmpegBinaries>;
  /** Longest pause between two pieces of a body. */
  silenceMs?: number;
}): Intake {
  const { directory, binaries, silenceMs = MOST_SILENCE_MS } = options;
  const decoding = pLimit(DECODED_AT_ONCE);
  let receiving = 0;

  return {
    async receive({ body, maxBytes }, work) {
      if (receiving >= MOST_AT_ONCE) {
        throw new ReelgraphError({
          code: "rate-limited",
          message: `${MOST_AT_ONCE} uploads are coming in already. Send this one when one of them has ended.`,
          retryable: true,
          retryAfterSeconds: 5,
        });
      }
      receiving++;
      let folder: string | null = null;
      try {
        await mkdir(directory, { recursive: true });
        await sweep(directory);
        folder = await mkdtemp(path.join(directory, PREFIX));
        const file = path.join(folder, "body");
        const { bytes, checksum } = await store({ file, body, maxBytes, silenceMs });
        const received: Received = {
          ...{ bytes, checksum },
          stream: () => createReadStream(file),
          inspect: (family) => decoding(async () => inspect({ tools: await binaries(), file, family })),
        };
        return await work(received);
      } finally {
        receiving--;
        if (folder !== null) await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Piece by piece to the file: the next one is asked for when the last one is written. */
async function store(options: {
  file: string;
  body: AsyncIterable<Uint8Array>;
  maxBytes: number;
  silenceMs: number;
}): Promise<{ bytes: number; checksum: Checksum }> {
  const { file, body, maxBytes, silenceMs } = options;
  const hash = createHash("sha256");
  const pieces = body[Symbol.asyncIterator]();
  const since = Date.now();
  const until = since + MOST_MS;
  let bytes = 0;
  // For its owner alone: who shares the machine has no business with it.
  const handle = await open(file, "wx", 0o600);
  try {
    for (;;) {
      const piece = await within(pieces.next(), Math.min(silenceMs, until - Date.now()));
      if (piece.done) break;
      bytes += piece.value.length;
      if (bytes > maxBytes + MOST_DRAINED) break;
      if (isTooSlow(bytes, Date.now() - since)) throw brokenOff("it came too slowly");
      if (bytes > maxBytes) continue;
      hash.update(piece.value);
      await writeAll(handle, piece.value);
    }
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    return { bytes, checksum: `sha256:${hash.digest("hex")}` as Checksum };
  } finally {
    // Not waited for: who has stalled may never answer.
    void pieces.return?.()?.then(undefined, () => {});
    await handle.close();
  }
}

function isTooSlow(bytes: number, milliseconds: number): boolean {
  return milliseconds > SLOW_START_MS && bytes < (milliseconds / 1_000) * LEAST_BYTES_A_SECOND;
}

async function writeAll(handle: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length; ) {
    at += (await handle.write(piece, at)).bytesWritten;
  }
}

async function within<T>(next: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const stalled = () => reject(brokenOff("it stalled"));
    timer = setTimeout(stalled, Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([
      next.catch((cause: unknown) => {
        throw brokenOff("the connection broke", cause);
      }),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function brokenOff(why: string, cause?: unknown): ReelgraphError {
  const message = `The body did not come to its end: ${why}. Send it again.`;
  return new ReelgraphError({ code: "invalid-input", message, cause });
}

function tooLarge(maxBytes: number): ReelgraphError {
  const most = maxBytes >= 1_000_000 ? `${maxBytes / 1_000_000} MB` : `${maxBytes / 1_000} kB`;
  return new ReelgraphError({ code: "body-too-large", message: `The body is larger than ${most}.` });
}

async function inspect(options: { tools: FfmpegBinaries; file: string; family: MediaFamily }) {
  const { tools, file, family } = options;
  const handle = await open(file, "r");
  try {
    const found = await inspectMedia({ source: await sourceOf(handle), family, care: "exact" });
    if ("reason" in found) return found;
    const { mediaType } = found;
    return { mediaType, facts: await measureMedia({ tools, file, mediaType }) };
  } catch (error) {
    if (error instanceof Unfit) return { reason: error.message };
    throw error;
  } finally {
    await handle.close();
  }
}

async function sourceOf(handle: FileHandle): Promise<ByteSource> {
  const { size } = await handle.stat();
  return {
    length: size,
    async read(at, length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, at + filled);
        if (bytesRead === 0) throw new Unfit("it breaks off");
        filled += bytesRead;
      }
      return bytes;
    },
  };
}

/** What processes left behind that were killed. */
async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(directory, name);
    // Another process may be faster.
    const changedAt = (await stat(folder).catch(() => null))?.mtimeMs ?? Date.now();
    if (Date.now() - changedAt > FORGOTTEN_AFTER_MS) {
      await rm(folder, { recursive: true, force: true }).catch(() => {});
    }
  }
}
