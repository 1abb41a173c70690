import { canonicalJson } from "../fingerprint/canonical-json";
import { portableSha256 } from "../fingerprint/sha256";

/** Words for a model, with `{places}` for values. Plain data: its content is its version. */
export interface PromptTemplate {
  /** Names the form of the answer, e.g. `script`. */
  name: string;
  instructions: string;
  input: string;
  /** Advice in the language that is written, by its code; `*` for all others. */
  languages?: Readonly<Record<string, string>>;
  /** What each field of the answer holds. */
  fields: Readonly<Record<string, string>>;
}

/** Puts values into their places, once: what a value says is never taken for a place. An unknown place stays as it is. */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? (values[name] as string) : place,
  );
}

/** The version that enters a fingerprint: 12 hex of the content's hash, so that no edit of a template goes unnoticed. */
export function templateVersion(template: unknown): string {
  return portableSha256(canonicalJson(template)).slice(0, 12);
}
