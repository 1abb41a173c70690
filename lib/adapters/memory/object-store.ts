import { hash } from "node:crypto";
import { compareUtf8 } from "../../core/compare-utf8";
import { ReelgraphError } from "../../core/errors";
import type { Checksum } from "../../core/fingerprint/types";
import {
  type ObjectHead,
  type ObjectKey,
  type ObjectStore,
  type PutBody,
  type PutCondition,
  type PutResult,
  resolveRange,
} from "../../ports/object-store";

interface Entry {
  head: ObjectHead;
  bytes: Uint8Array;
}

/** Objects in this process's memory: for tests and the simulator. Loses everything with the process. */
export function createMemoryObjectStore({ now = () => new Date() } = {}): ObjectStore {
  const entries = new Map<ObjectKey, Entry>();
  let versions = 0;

  function store(options: {
    key: ObjectKey;
    bytes: Uint8Array;
    checksum: Checksum;
    mediaType: string;
    condition: PutCondition;
  }): PutResult {
    const { key, bytes, checksum, condition } = options;
    const current = entries.get(key);
    if (condition.kind === "create" && current) return { outcome: "exists", head: { ...current.head } };
    if (condition.kind === "replace" && current?.head.etag !== condition.ifMatch) {
      return { outcome: "changed", head: current ? { ...current.head } : null };
    }
    versions += 1;
    const etag = `memory-${versions}`;
    const { mediaType } = options;
    const head = { key, bytes: bytes.length, etag, checksum, mediaType, modifiedAt: now() };
    entries.set(key, { head, bytes });
    return { outcome: "stored", etag, bytes: bytes.length, checksum };
  }

  return {
    kind: "memory",

    async head(key) {
      const entry = entries.get(key);
      return entry ? { ...entry.head } : null;
    },

    async get(key, range) {
      const entry = entries.get(key);
      if (!entry) return null;
      const { start, end } = resolveRange(range, entry.bytes.length);
      return { head: { ...entry.head }, stream: once(entry.bytes.slice(start, end + 1)) };
    },

    async put({ key, body, mediaType, condition, checksum: expected }) {
      const bytes = await collect(body);
      const checksum = `sha256:${hash("sha256", bytes, "hex")}` as Checksum;
      if (expected !== undefined && expected !== checksum) {
        throw new ReelgraphError({
          code: "integrity",
          message: `The bytes for ${key} are ${checksum}, not ${expected}.`,
        });
      }
      return store({ key, bytes, checksum, mediaType, condition });
    },

    async list({ prefix, cursor, limit = 1000 }) {
      const size = Math.min(Math.max(1, limit), 1000);
      const found = [...entries.keys()]
        .filter((key) => key.startsWith(prefix) && (cursor === undefined || compareUtf8(key, cursor) > 0))
        .sort(compareUtf8);
      const heads = found.slice(0, size).flatMap((key) => {
        const entry = entries.get(key);
        return entry ? [{ ...entry.head }] : [];
      });
      return { heads, cursor: found.length > size ? (heads.at(-1)?.key ?? null) : null };
    },

    async delete(keys) {
      for (const key of keys) entries.delete(key);
    },

    async copy({ from, to }) {
      const source = entries.get(from);
      if (!source) return null;
      const { checksum, mediaType } = source.head;
      // Never null here: `put` always records it.
      if (checksum === null) return null;
      return store({ key: to, bytes: source.bytes, checksum, mediaType, condition: { kind: "create" } });
    },

    async presignGet() {
      return null;
    },

    async presignPut() {
      return null;
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** Copies: whoever put the bytes may change its buffer afterwards. */
async function collect(body: PutBody): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body.slice();
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk.slice());
  return new Uint8Array(Buffer.concat(chunks));
}
