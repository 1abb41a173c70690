import { ReelgraphError } from "../../core/errors";

type Fields = Record<string, unknown>;

/**
 * How documents of earlier versions are read (storage.md, One prefix per video): by name, the hops from version 1 to 2, from 2 to 3, and
 * so on. A hop gets the fields of its version without the stamp and returns those of the next; it changes nothing of what it gets.
 * Whoever raises a version in `DOCUMENT_SCHEMAS` adds the hop here, and a document of the old version to `tests/fixtures/documents`.
 */
export type Upcasters = Readonly<Record<string, readonly ((fields: Fields) => Fields)[]>>;

/** No document has a second version yet. */
export const UPCASTERS: Upcasters = {};

/** `plan@3` → its name and version; null for what is no stamp. */
export function parseStamp(stamp: string): { name: string; version: number } | null {
  const found = /^([a-z][a-z-]*)@([1-9]\d*)$/.exec(stamp);
  return found ? { name: String(found[1]), version: Number(found[2]) } : null;
}

/**
 * The document as the wanted version has it, hop by hop. Throws `unknown-schema` for a newer version, another kind of document or no
 * stamp, and `integrity` where a hop is missing: never a guess, and never a new stamp on old fields.
 */
export function upcast(options: {
  document: Fields & { schema: string };
  /** What the reader understands, e.g. `plan@2`. */
  wanted: string;
  path: string;
  upcasters?: Upcasters;
}): Fields {
  const { document, wanted, path, upcasters = UPCASTERS } = options;
  const { schema, ...fields } = document;
  if (schema === wanted) return document;
  const [found, target] = [parseStamp(schema), parseStamp(wanted)];
  const refuse = (reason: string) =>
    new ReelgraphError({
      code: "unknown-schema",
      message: `${path} is "${schema}", and this version reads "${wanted}". ${reason}`,
      details: { path },
    });
  if (found === null || target === null || found.name !== target.name) {
    throw refuse("Something else lies in its place.");
  }
  if (found.version > target.version) throw refuse("A newer Reelgraph wrote it: use that one.");
  let raised: Fields = fields;
  for (let version = found.version; version < target.version; version++) {
    const hop = upcasters[target.name]?.[version - 1];
    if (!hop) {
      throw new ReelgraphError({
        code: "integrity",
        message: `${path} is "${schema}": nothing here leads from ${target.name}@${version} to ${target.name}@${version + 1}.`,
        details: { path },
      });
    }
    raised = hop(raised);
  }
  return { schema: wanted, ...raised };
}
