import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { ReelgraphError } from "../../core/errors";
import { parseSecretsKey } from "./secret-box";

/** The key in the file; null when there is no file. Throws `configuration` for a file that holds none: it is not to be replaced. */
export async function readSecretsKeyFile(path: string): Promise<Uint8Array | null> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw unusable(path, error.code ?? "it cannot be read");
  });
  if (text === null) return null;
  const key = parseSecretsKey(text);
  if (key) return key;
  throw unusable(path, "it does not hold 32 bytes in base64");
}

/**
 * The file's key, made at the first call of all processes: written apart and linked into its place, so that the file is there whole or not
 * at all, and of several who make one at once all get the same.
 */
export async function makeSecretsKeyFile(path: string): Promise<Uint8Array> {
  await mkdir(dirname(path), { recursive: true });
  const apart = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(apart, "wx", 0o600);
    try {
      await file.writeFile(`${randomBytes(32).toString("base64")}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(apart, path);
    await syncFolder(dirname(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") throw unusable(path, code ?? "it cannot be written");
  } finally {
    await rm(apart, { force: true });
  }
  const key = await readSecretsKeyFile(path);
  if (key) return key;
  throw unusable(path, "it has vanished");
}

/** A secret sealed with a key whose name a power cut took back would be lost. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function unusable(path: string, why: string): ReelgraphError {
  return new ReelgraphError({
    code: "configuration",
    message: `The file with the key that secrets are encrypted with, ${path}, cannot be used: ${why}. Put the right one there, or move it away and set the workspace's credentials anew.`,
  });
}
