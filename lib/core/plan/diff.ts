import { canonicalJson } from "../fingerprint/canonical-json";
import type { ArtifactRecord } from "./types";

export interface ArtifactDiff {
  added: string[];
  changed: string[];
  removed: string[];
}

/** What another revision has of artifacts: new ones, ones with other bytes, ones that are gone. Names in the order of the records. */
export function diffArtifacts(
  before: ReadonlyMap<string, ArtifactRecord>,
  after: ReadonlyMap<string, ArtifactRecord>,
): ArtifactDiff {
  const had = (id: string) => before.get(id)?.checksum ?? null;
  const has = (id: string) => after.get(id)?.checksum ?? null;
  return {
    added: [...after.keys()].filter((id) => had(id) === null && has(id) !== null),
    changed: [...after.keys()].filter((id) => had(id) !== null && has(id) !== null && had(id) !== has(id)),
    removed: [...before.keys()].filter((id) => had(id) !== null && has(id) === null),
  };
}

export interface InputChange {
  input: string;
  /** Null where it was not given. */
  from: unknown;
  to: unknown;
}

/** Inputs whose values differ, by name. */
export function diffInputs(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): InputChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .map((input) => ({ input, from: before[input] ?? null, to: after[input] ?? null }))
    .filter(({ from, to }) => canonicalJson(from) !== canonicalJson(to));
}
