import type { ObjectHead, ObjectStore } from "../../ports/object-store";

/** Every object below a prefix, page by page. */
export async function listAll(objects: ObjectStore, prefix: string): Promise<ObjectHead[]> {
  const heads: ObjectHead[] = [];
  let cursor: string | null = null;
  do {
    const page = await objects.list({ prefix, ...(cursor === null ? {} : { cursor }) });
    heads.push(...page.heads);
    cursor = page.cursor;
  } while (cursor !== null);
  return heads;
}
