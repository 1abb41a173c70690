import { parseSet } from "./read-inputs";

/** --set and --unset as a merge patch, which the server checks; null when neither is given. */
export function patchOf(flags: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  const sets = ((flags.set as string[] | undefined) ?? []).map(parseSet);
  const unsets = ((flags.unset as string[] | undefined) ?? []).map((name) => [name, null] as const);
  return sets.length + unsets.length === 0 ? null : Object.fromEntries([...sets, ...unsets]);
}
