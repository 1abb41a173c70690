import { canonicalJson } from "./canonical-json";
import type { Sha256 } from "./sha256";
import type { Fingerprint, FingerprintFields } from "./types";

/** Keeps a job's fingerprint apart from every other hash over JSON: no artifact's checksum can equal one. */
const DOMAIN = "job\0";

/**
 * The fingerprint of a job: `sha256("job\0" + JCS(fields))` (graph.md, Fingerprint and checksum).
 * Equal fields give equal fingerprints whatever the order of their keys. Throws `not-canonical`.
 */
export function jobFingerprint({ fields, hash }: { fields: FingerprintFields; hash: Sha256 }): Fingerprint {
  return `sha256:${hash(DOMAIN + canonicalJson(fields))}` as Fingerprint;
}

/**
 * Which fields differ, as dotted names: `model`, `take`, `modelConfig`, `inputs.ImageStyle`, `upstream.VideoSummary`.
 * An input or artifact that only one side has counts as changed. Order: scalar fields, inputs, upstream; each sorted.
 */
export function changedFields(before: FingerprintFields, after: FingerprintFields): string[] {
  const { inputs: inputsBefore, upstream: upstreamBefore, ...restBefore } = before;
  const { inputs: inputsAfter, upstream: upstreamAfter, ...restAfter } = after;
  return [
    ...changedKeys(restBefore, restAfter),
    ...changedKeys(inputsBefore, inputsAfter).map((name) => `inputs.${name}`),
    ...changedKeys(upstreamBefore, upstreamAfter).map((name) => `upstream.${name}`),
  ];
}

function changedKeys(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  // A name such as `toString` is nobody's own: what every object inherits is no value of it.
  const own = (fields: Readonly<Record<string, unknown>>, name: string) =>
    Object.hasOwn(fields, name) ? fields[name] : undefined;
  return [...names].filter((name) => !isSame(own(before, name), own(after, name))).sort();
}

function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (left === undefined || right === undefined) return false;
  return canonicalJson(left) === canonicalJson(right);
}
