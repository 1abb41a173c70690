import { createHash, hash as hashOf } from "node:crypto";
import { closeSync, fstatSync, fsync, openSync, rmSync, writeFileSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { checksum } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";
import type { PutBody } from "../../ports/object-store";
import { type FileIdentity, identityOf } from "./file-records";
import { newHolderName } from "./holder";
import { tempName } from "./names";
import { storeError } from "./store-error";

export interface TempFile {
  path: string;
  checksum: Checksum;
  identity: FileIdentity;
}

/** An empty temp file in `folder`, where a rename or a link can give it its name in one step. */
export async function createTempFile(folder: string): Promise<{ path: string; handle: FileHandle }> {
  const path = join(folder, tempName(newHolderName()));
  return { path, handle: await open(path, "wx", 0o644) };
}

/**
 * The same as both together for a body of a few kilobytes. Only what waits for the disk is asynchronous: handing each of the other calls to
 * a thread and back costs more than the call. On any failure the file is removed.
 */
export async function writeSmallTempFile(folder: string, body: Uint8Array): Promise<TempFile> {
  const path = join(folder, tempName(newHolderName()));
  const descriptor = openSync(path, "wx", 0o644);
  try {
    try {
      writeFileSync(descriptor, body);
      await forceToDisk(descriptor);
      const identity = identityOf(fstatSync(descriptor, { bigint: true }));
      return { path, checksum: checksum(`sha256:${hashOf("sha256", body, "hex")}`), identity };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

const forceToDisk = promisify(fsync);

/**
 * Writes a body to a temp file, hashed on the way and forced to the disk; memory holds one chunk. Closes the handle, and
 * on any failure removes the file. A failure of the body itself is thrown as it came, even when it looks like one of the disk.
 */
export async function fillTempFile(options: {
  path: string;
  handle: FileHandle;
  body: PutBody;
  doing: string;
}): Promise<TempFile> {
  const { path, handle, body, doing } = options;
  const hash = createHash("sha256");
  async function append(chunk: Uint8Array): Promise<void> {
    hash.update(chunk);
    await handle.writeFile(chunk).catch((error) => {
      throw storeError(error, doing);
    });
  }
  async function settle(): Promise<FileIdentity> {
    await handle.sync();
    return identityOf(await handle.stat({ bigint: true }));
  }

  try {
    try {
      if (body instanceof Uint8Array) await append(body);
      else for await (const chunk of body) await append(chunk);
      const identity = await settle().catch((error) => {
        throw storeError(error, doing);
      });
      return { path, checksum: checksum(`sha256:${hash.digest("hex")}`), identity };
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
