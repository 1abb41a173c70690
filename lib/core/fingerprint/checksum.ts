import { ReelgraphError } from "../errors";
import { canonicalJson } from "./canonical-json";
import type { Sha256 } from "./sha256";
import type { Checksum, Fingerprint } from "./types";

const FORM = /^sha256:[0-9a-f]{64}$/;

/** Checks that `value` is `sha256:` + 64 lower-case hex digits; throws `integrity` when not. */
export function checksum(value: string): Checksum {
  assertForm("checksum", value);
  return value as Checksum;
}

/** Checks that `value` is `sha256:` + 64 lower-case hex digits; throws `integrity` when not. */
export function fingerprint(value: string): Fingerprint {
  assertForm("fingerprint", value);
  return value as Fingerprint;
}

/** The checksum of an artifact's bytes; a string counts as its UTF-8 bytes (graph.md, Fingerprint and checksum). */
export function checksumOf(bytes: string | Uint8Array, hash: Sha256): Checksum {
  return `sha256:${hash(bytes)}` as Checksum;
}

/** The checksum of a JSON artifact, over its canonical form. Throws `not-canonical`. */
export function checksumOfJson(value: unknown, hash: Sha256): Checksum {
  return checksumOf(canonicalJson(value), hash);
}

function assertForm(kind: string, value: string): void {
  if (FORM.test(value)) return;
  const shown = JSON.stringify(String(value).slice(0, 80));
  throw new ReelgraphError({
    code: "integrity",
    message: `A ${kind} is "sha256:" and 64 lower-case hex digits, not ${shown}.`,
  });
}
