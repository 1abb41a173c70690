import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ReelgraphError } from "../../core/errors";
import { type ApiClient, isConnectionLost } from "./api-client";

export interface Download {
  url: string;
  /** Absolute path of the file to make. */
  target: string;
  bytes: number;
  /** Hex, with or without `sha256:` before it; null when it isn't known, and can't be verified. */
  sha256: string | null;
}

const ATTEMPTS = 4;

/** The bytes of a file, counted and hashed in one reading. */
export async function sha256OfFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

async function isThere({ target, bytes }: Download, sha256: string | null): Promise<boolean> {
  if (sha256 === null) return false;
  const size = await stat(target).then(
    (found) => (found.isFile() ? found.size : -1),
    () => -1,
  );
  return size === bytes && (await sha256OfFile(target)).sha256 === sha256;
}

/** Streams into a file beside the target, checks the content, then puts it in place: a target is complete or absent. */
async function fetchInto(api: ApiClient, { url, target }: Download, sha256: string | null): Promise<void> {
  const temporary = join(dirname(target), `.${randomUUID()}.part`);
  try {
    const response = await api.open(url);
    const hash = createHash("sha256");
    const file = await open(temporary, "wx");
    try {
      for await (const chunk of response.body ?? []) {
        hash.update(chunk);
        await file.write(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const found = hash.digest("hex");
    if (sha256 !== null && found !== sha256) {
      throw new ReelgraphError({
        code: "integrity",
        message: `${url} arrived with the checksum sha256:${found} instead of sha256:${sha256}.`,
      });
    }
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Downloads one file and verifies its sha256; a file that is there with the same content is left alone. Broken
 * connections are tried again; a wrong checksum throws `integrity`.
 */
export async function download(api: ApiClient, options: Download, signal: AbortSignal): Promise<void> {
  const sha256 = options.sha256?.replace(/^sha256:/, "") ?? null;
  await mkdir(dirname(options.target), { recursive: true });
  if (await isThere(options, sha256)) return;
  for (let round = 1; ; round++) {
    try {
      return await fetchInto(api, options, sha256);
    } catch (error) {
      signal.throwIfAborted();
      if (!isConnectionLost(error) || round >= ATTEMPTS) throw error;
      await sleep(200 * 2 ** round, undefined, { signal });
      await api.connection.revive();
    }
  }
}
