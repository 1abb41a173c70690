import type { Sha256 } from "./fingerprint/sha256";

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
/** Of the 26 letters behind the prefix: time, and version and variant of the UUID stay as they are. */
const KEPT = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13]);

/** Another id of the same kind and time, always the same for the same salt: what is repeated finds what it made before. */
export function relatedId(options: { id: string; salt: string; hash: Sha256 }): string {
  const { id, salt, hash } = options;
  const [prefix, suffix = ""] = id.split("_");
  const digest = hash(`${id}\0${salt}`);
  const letters = [...suffix].map((letter, at) =>
    KEPT.has(at) ? letter : LETTERS.charAt(Number.parseInt(digest.slice(2 * at, 2 * at + 2), 16) % 32),
  );
  return `${prefix}_${letters.join("")}`;
}
