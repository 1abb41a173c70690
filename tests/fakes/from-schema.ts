import { createHash } from "node:crypto";
import { seededRandom } from "../../lib/adapters/studio/seeded-random";

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  minItems?: number;
  enum?: unknown[];
}

const WORDS =
  "light water stone river morning shadow garden window mountain silver slowly turns rises follows opens carries between under along above quiet golden early distant gentle every small first bright deep".split(
    " ",
  );

/** About as many words as a segment of ten seconds holds. */
const LENGTHS: Record<string, number> = { title: 4, summary: 18, narration: 20 };

/**
 * A value of a JSON schema, as a model with structured output gives one: the same request, the same value. Every text differs from
 * every other, so that whoever gets the wrong one is noticed.
 */
export function valueFor(schema: Schema, request: string): unknown {
  const digest = createHash("sha256").update(request).digest("hex");
  return make(schema, "", digest);
}

function make(schema: Schema, place: string, digest: string): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, inner]) => [
          name,
          make(inner, `${place}/${name}`, digest),
        ]),
      );
    case "array":
      return Array.from({ length: schema.minItems ?? 1 }, (_, at) =>
        make(schema.items ?? {}, `${place}/${at}`, digest),
      );
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    default:
      return sentence(place, digest);
  }
}

/** Ends and begins with blanks now and then, and holds more than ASCII: what comes back is to be passed on as it is. */
function sentence(place: string, digest: string): string {
  const random = seededRandom(digest, place);
  const field = place.split("/").findLast((part) => Number.isNaN(Number(part))) ?? "";
  const words = Array.from({ length: LENGTHS[field] ?? 14 }, () => random.pick(WORDS));
  const text = words.join(" ");
  const mark = `${digest.slice(0, 4)}${place.replaceAll("/", "-")}`;
  return field === "title" ? `The ${text} – ${mark}` : `The ${text}; “${mark}”.`;
}
