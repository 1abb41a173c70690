import type { ObjectHead, ObjectStore } from "../../../ports/object-store";

const BATCH = 1_000;

/** As many at a time as a store takes. */
export async function deleteAll(
  objects: ObjectStore,
  heads: readonly Pick<ObjectHead, "key">[],
): Promise<void> {
  for (let start = 0; start < heads.length; start += BATCH) {
    await objects.delete(heads.slice(start, start + BATCH).map(({ key }) => key));
  }
}
