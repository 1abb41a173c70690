import { compareUtf8 } from "../../core/compare-utf8";
import { videoPrefix } from "../../core/naming/document-path";
import { type ObjectHead, type ObjectKey, type ObjectStore, objectKey } from "../../ports/object-store";
import type { Tree, TreeObject } from "./tree";

/** A tree as the object store it could become: whoever reads documents reads these in the same way. Refuses every write. */
export function stagedObjects({ videoId, objects }: Pick<Tree, "videoId" | "objects">): ObjectStore {
  const staged = new Map<string, TreeObject>(
    [...objects].map(([path, object]) => [objectKey(videoPrefix(videoId), path), object]),
  );
  const headOf = (key: ObjectKey, { bytes, checksum, mediaType }: TreeObject): ObjectHead => ({
    ...{ key, bytes, checksum, mediaType, etag: checksum, modifiedAt: new Date(0) },
  });
  const refuse = () => Promise.reject(new Error("Nothing is written to a tree that is being read."));
  return {
    kind: "memory",
    async head(key) {
      const object = staged.get(key);
      return object ? headOf(key, object) : null;
    },
    async get(key) {
      const object = staged.get(key);
      if (!object) return null;
      const bytes = await object.load();
      return { head: headOf(key, object), stream: once(bytes) };
    },
    async list({ prefix }) {
      const keys = [...staged.keys()].filter((key) => key.startsWith(prefix)).sort(compareUtf8);
      const heads = keys.flatMap((key) => {
        const object = staged.get(key);
        return object ? [headOf(objectKey(key), object)] : [];
      });
      return { heads, cursor: null };
    },
    put: refuse,
    delete: refuse,
    copy: refuse,
    presignGet: refuse,
    presignPut: refuse,
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
