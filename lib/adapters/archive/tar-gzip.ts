import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { createGunzip, createGzip, type Gzip } from "node:zlib";
import { mediaTypeOfName } from "../../core/media-type";
import type { ArchiveEntry, Archives, NewEntry } from "../../ports/archive";
import { ByteReader } from "./byte-reader";
import { BLOCK, damaged, decodeBlock, decodeRecords, encodeHeader, padding } from "./tar-header";

/** Pictures, sound and films are compressed already; rows and documents get smaller by the quickest way as well. */
const LEVEL = 1;
/** A header that says what no header of ours does is not waited for. */
const MOST_RECORD_BYTES = 1024 * 1024;

/** POSIX's tar in gzip: what `tar -xzf` reads. */
export function createTarGzip(): Archives {
  return {
    pack,
    unpack,
    async assertWhole(stream) {
      for await (const _ of gunzipped(stream));
    },
    sha256() {
      const hash = createHash("sha256");
      return {
        update: (bytes) => void hash.update(bytes),
        hex: () => hash.digest("hex"),
      };
    },
  };
}

async function* pack(
  write: (add: (entry: NewEntry) => Promise<void>) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  const gzip = createGzip({ level: LEVEL });
  const work = write((entry) => addEntry(gzip, entry))
    .then(() => send(gzip, new Uint8Array(2 * BLOCK)))
    .then(
      () => void gzip.end(),
      (error: unknown) => void gzip.destroy(error as Error),
    );
  try {
    yield* gzip as AsyncIterable<Uint8Array>;
  } finally {
    // Whoever reads may have had enough: then nobody goes on writing.
    gzip.destroy();
    await work;
  }
}

async function addEntry(gzip: Gzip, { name, bytes, body, modifiedAt, mediaType }: NewEntry): Promise<void> {
  const isTold = mediaType === undefined || mediaType === mediaTypeOfName(name);
  await send(gzip, encodeHeader({ name, bytes, modifiedAt, mediaType: isTold ? undefined : mediaType }));
  let sent = 0;
  for await (const piece of body) {
    sent += piece.length;
    // More than it said would be taken for the next header.
    if (sent > bytes) break;
    await send(gzip, piece);
  }
  if (sent !== bytes) throw damaged(`${name} has not the ${bytes} bytes that it should have.`);
  if (padding(bytes) > 0) await send(gzip, new Uint8Array(padding(bytes)));
}

async function send(gzip: Gzip, bytes: Uint8Array): Promise<void> {
  if (gzip.destroyed) throw new Error("Nobody reads the archive any more.");
  if (gzip.write(bytes)) return;
  await new Promise<void>((resolve, reject) => {
    const onDrain = () => {
      gzip.off("close", onClose);
      resolve();
    };
    const onClose = () => {
      gzip.off("drain", onDrain);
      reject(new Error("Nobody reads the archive any more."));
    };
    gzip.once("drain", onDrain);
    gzip.once("close", onClose);
  });
}

async function* unpack(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const reader = new ByteReader(gunzipped(stream));
  try {
    for (let header = await nextHeader(reader); header !== null; header = await nextHeader(reader)) {
      const { name, bytes, mediaType = mediaTypeOfName(name) } = header;
      let left = bytes;
      async function* body(): AsyncGenerator<Uint8Array> {
        for await (const piece of reader.stream(left)) {
          left -= piece.length;
          yield piece;
        }
      }
      yield { name, bytes, mediaType, body: body() };
      for await (const piece of reader.stream(left)) left -= piece.length;
      assertZeros(await reader.take(padding(bytes)));
    }
    for await (const piece of reader.toEnd()) assertZeros(piece);
  } finally {
    await reader.close();
  }
}

/** The next file, whatever extended header came before it; null at the end. */
async function nextHeader(
  reader: ByteReader,
): Promise<{ name: string; bytes: number; mediaType?: string } | null> {
  const first = decodeBlock(await reader.take(BLOCK));
  if (first === null) return null;
  if (first.type === "0") return first;
  if (first.type !== "x" || first.bytes > MOST_RECORD_BYTES)
    throw damaged("it holds something else than files.");
  const { path, size, mediaType } = decodeRecords(await reader.take(first.bytes));
  assertZeros(await reader.take(padding(first.bytes)));
  const own = decodeBlock(await reader.take(BLOCK));
  if (own?.type !== "0") throw damaged("it holds something else than files.");
  const bytes = size ?? own.bytes;
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw damaged("an extended header of it is not one.");
  return { name: path ?? own.name, bytes, ...(mediaType === undefined ? {} : { mediaType }) };
}

function assertZeros(bytes: Uint8Array): void {
  if (bytes.some((byte) => byte !== 0)) throw damaged("there is something where nothing should be.");
}

/** What zlib says of a stream that it cannot read is `integrity`; what the stream itself throws stays as it is. */
async function* gunzipped(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(stream, { objectMode: false });
  const gunzip = createGunzip();
  let own: unknown;
  source.once("error", (error) => {
    own = error;
    gunzip.destroy(error);
  });
  source.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw own === undefined ? damaged((error as Error).message, error) : own;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}
