import { type ObjectKey, type ObjectStore, readAll } from "../../lib/ports/object-store";

/** Adds one to the number in an object, `times` times, by compare-and-set; the sum of many writers shows a lost update. */
export async function increment(store: ObjectStore, key: ObjectKey, times: number): Promise<void> {
  for (let done = 0; done < times; ) {
    const object = await store.get(key);
    if (object === null) throw new Error("the counter is gone");
    const next = Number(new TextDecoder().decode(await readAll(object))) + 1;
    const result = await store.put({
      key,
      body: new TextEncoder().encode(String(next)),
      mediaType: "application/json",
      condition: { kind: "replace", ifMatch: object.head.etag },
    });
    if (result.outcome === "stored") done += 1;
  }
}
