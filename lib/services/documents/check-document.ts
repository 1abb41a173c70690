import { ReelgraphError } from "../../core/errors";
import { ASSEMBLY_INPUT_SCHEMA, TIMELINE_SCHEMA } from "../../core/timeline/types";
import { DOCUMENT_SCHEMAS } from "./schemas";
import { parseStamp } from "./upcast";

/** Name → the newest version that this Reelgraph writes. */
const VERSIONS = new Map(
  [...Object.values(DOCUMENT_SCHEMAS), ASSEMBLY_INPUT_SCHEMA, TIMELINE_SCHEMA].map((stamp) => {
    const { name, version } = parseStamp(stamp) ?? { name: stamp, version: 1 };
    return [name, version] as const;
  }),
);

/**
 * Whether a document can be read at all: JSON (a line each in `.jsonl`) with the stamp of a kind and version that are known here. Throws
 * `integrity` or `unknown-schema`, with what is wrong; what the fields mean is for their readers.
 */
export function checkDocument({ path, text }: { path: string; text: string }): void {
  const isLines = path.endsWith(".jsonl");
  // The last line ends with a newline too: one that does not is cut short.
  if (isLines && text !== "" && !text.endsWith("\n")) throw unreadable(path, "Its last line is cut short.");
  const parts = isLines ? text.split("\n").filter((line) => line !== "") : [text];
  for (const part of parts) checkStamp(path, part);
}

function checkStamp(path: string, text: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(path, "It is not valid JSON.", cause);
  }
  const schema = (value as { schema?: unknown } | null)?.schema;
  const stamp = typeof schema === "string" ? parseStamp(schema) : null;
  const known = stamp && VERSIONS.get(stamp.name);
  if (stamp && known && stamp.version <= known) return;
  const said = typeof schema === "string" ? `is "${schema}"` : 'has no "schema"';
  throw new ReelgraphError({
    code: "unknown-schema",
    message: `${path} ${said}: this version does not read it.`,
    details: { path },
  });
}

function unreadable(path: string, why: string, cause?: unknown): ReelgraphError {
  return new ReelgraphError({
    code: "integrity",
    message: `${path} cannot be read. ${why}`,
    details: { path },
    cause,
  });
}
