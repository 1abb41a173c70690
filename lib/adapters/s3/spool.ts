import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checksum } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";

/** A stream kept in a temp file of its own, so that it can be read after its checksum is known. */
export async function spool(body: AsyncIterable<Uint8Array>): Promise<{
  checksum: Checksum;
  read: () => AsyncIterable<Uint8Array>;
  remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "reelgraph-upload-"));
  const path = join(folder, "body");
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const hash = createHash("sha256");
    const handle = await open(path, "wx", 0o600);
    try {
      for await (const chunk of body) {
        hash.update(chunk);
        await handle.writeFile(chunk);
      }
    } finally {
      await handle.close();
    }
    return { checksum: checksum(`sha256:${hash.digest("hex")}`), read: () => createReadStream(path), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
