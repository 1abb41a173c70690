/**
 * A process that works on a disk store until it is done or killed; the disk store's tests start it.
 *   put ROOT SEED          puts objects of random sizes for ever, each named after its content's checksum
 *   replace ROOT KEY       overwrites one object for ever with `{letter}` repeated
 *   increment ROOT KEY N   counts
 *   hold LOCKS NAME        takes a lock and keeps it
 *   name                   prints a holder name and ends
 *   write ROOT KEY BYTES   puts one object of that size; prints the error's code and message if refused
 */
import { createHash, randomBytes, randomInt } from "node:crypto";
import { newHolderName } from "../../lib/adapters/disk/holder";
import { withKeyLock } from "../../lib/adapters/disk/key-lock";
import { createDiskObjectStore } from "../../lib/adapters/disk/object-store";
import { isReelgraphError } from "../../lib/core/errors";
import { objectKey, type PutCondition } from "../../lib/ports/object-store";
import { increment } from "./increment";

const [mode, root = "", name = "", amount = "0"] = process.argv.slice(2);
const any: PutCondition = { kind: "any" };

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
}

async function putForever(seed: string): Promise<void> {
  const store = createDiskObjectStore({ root });
  for (let round = 0; ; round++) {
    const bytes = new Uint8Array(randomBytes(randomInt(1, 600_000)));
    const hash = createHash("sha256").update(bytes).digest("hex");
    const key = objectKey("videos", seed, `folder-${round % 5}`, `${hash}.bin`);
    const body = round % 2 === 0 ? bytes : inChunks(bytes);
    await store.put({ key, body, mediaType: "application/octet-stream", condition: { kind: "create" } });
  }
}

async function replaceForever(): Promise<void> {
  const store = createDiskObjectStore({ root });
  for (let round = 0; ; round++) {
    const body = new TextEncoder().encode("abcdefgh".charAt(round % 8).repeat(100_000));
    await store.put({ key: objectKey(name), body, mediaType: "text/plain", condition: any });
  }
}

async function writeOnce(): Promise<void> {
  const store = createDiskObjectStore({ root });
  const body = inChunks(new Uint8Array(Number(amount)));
  try {
    await store.put({ key: objectKey(name), body, mediaType: "video/mp4", condition: any });
    process.stdout.write(JSON.stringify({ stored: true }));
  } catch (error) {
    if (!isReelgraphError(error)) throw error;
    process.stdout.write(JSON.stringify({ code: error.code, message: error.message }));
  }
}

process.stdout.write(mode === "name" ? newHolderName() : mode === "write" ? "" : "ready\n");
if (mode === "put") await putForever(name);
if (mode === "replace") await replaceForever();
if (mode === "increment") await increment(createDiskObjectStore({ root }), objectKey(name), Number(amount));
if (mode === "write") await writeOnce();
if (mode === "hold") {
  await withKeyLock({ locks: root, name }, async () => {
    process.stdout.write("held\n");
    await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  });
}
