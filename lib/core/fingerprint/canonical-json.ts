import { ReelgraphError } from "../errors";

/** Far beyond any real value, and below where recursion would overflow a browser's stack. */
const MAX_DEPTH = 2_000;

/** Characters that JSON writes as they are and that NFC never changes. */
const PLAIN = /^[ !#-[\]-~]*$/;
/** Below U+0300 every string is its own NFC form. */
const MAY_NEED_NFC = /[\u0300-\uffff]/;
/** With the `u` flag a surrogate matches only when it stands alone. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Names met before, in their canonical form: `"name":`. Documents repeat a few names over and over. Only names that are
 * their own NFC form are kept, and no more than a bounded number of them.
 */
const KNOWN_NAMES = new Map<string, string>();
const MAX_KNOWN_NAMES = 1_000;

interface Walk {
  /** Containers from the root to here: finds cycles. */
  ancestors: object[];
  /** The key under which each of them, and the value at hand, was reached. */
  keys: (string | number)[];
}

/**
 * Canonical JSON: RFC 8785 (JCS) over strings and keys in Unicode NFC, so that equal values give equal bytes.
 * Keys are sorted by UTF-16 code units after NFC. Members that are `undefined` are dropped, as JSON does.
 * Throws `not-canonical`, naming the place by JSON pointer, on what JSON cannot say without loss: NaN, ±Infinity,
 * bigint, functions, symbols, undefined elsewhere than in a member, lone surrogates, cycles, two keys that are one
 * after NFC, and objects that are not plain data (Date, Map, typed arrays, class instances).
 */
export function canonicalJson(value: unknown): string {
  return write(value, { ancestors: [], keys: [] });
}

function write(value: unknown, walk: Walk): string {
  switch (typeof value) {
    case "string":
      return PLAIN.test(value) ? `"${value}"` : quote(value, walk);
    case "number":
      // ECMAScript's number-to-string is RFC 8785's, and writes -0 as 0.
      if (Number.isFinite(value)) return `${value}`;
      throw refusal(walk, `${value} is not a JSON number`);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : writeContainer(value, walk);
    default:
      throw refusal(walk, `a value of type ${typeof value} has no JSON form`);
  }
}

function writeContainer(value: object, walk: Walk): string {
  const { ancestors } = walk;
  const depth = ancestors.length;
  if (depth >= MAX_DEPTH) throw refusal(walk, `the value is nested deeper than ${MAX_DEPTH} levels`);
  if (ancestors.includes(value)) throw refusal(walk, "the value contains itself");
  ancestors.push(value);
  const text = Array.isArray(value) ? writeArray(value, walk, depth) : writeObject(value, walk, depth);
  ancestors.pop();
  return text;
}

function writeArray(value: readonly unknown[], walk: Walk, depth: number): string {
  let text = "[";
  // By index, not by iterator: a hole must be seen as the undefined it would be read as.
  for (let index = 0; index < value.length; index++) {
    walk.keys[depth] = index;
    const item = write(value[index], walk);
    text += index === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}

function writeObject(value: object, walk: Walk, depth: number): string {
  if (!isPlain(value)) throw refusal(walk, `${classOf(value)} is not plain JSON data`);
  const record = value as Record<string, unknown>;
  const names = Object.keys(record);
  if (names.some(mayNeedNfc)) return writeNormalised(record, names, walk, depth);
  if (!isSorted(names)) names.sort();
  let text = "{";
  for (const name of names) {
    const member = record[name];
    if (member === undefined) continue;
    walk.keys[depth] = name;
    if (text.length > 1) text += ",";
    text += keyOf(name) + write(member, walk);
  }
  return `${text}}`;
}

function mayNeedNfc(name: string): boolean {
  return !KNOWN_NAMES.has(name) && MAY_NEED_NFC.test(name);
}

/** `"name":` for a name that is its own NFC form. */
function keyOf(name: string): string {
  const known = KNOWN_NAMES.get(name);
  if (known !== undefined) return known;
  const key = `${JSON.stringify(name)}:`;
  // Stryker disable next-line ConditionalExpression,EqualityOperator: a cache's bound shows in memory alone
  if (KNOWN_NAMES.size < MAX_KNOWN_NAMES) KNOWN_NAMES.set(name, key);
  return key;
}

/** The slow way for names beyond Latin: NFC can change their order and make two of them one. */
function writeNormalised(
  record: Record<string, unknown>,
  names: readonly string[],
  walk: Walk,
  depth: number,
): string {
  const original = new Map<string, string>();
  for (const name of names) {
    if (record[name] === undefined) continue;
    walk.keys[depth] = name;
    const normalised = normalise(name, walk);
    if (original.has(normalised)) throw refusal(walk, "another key is the same after Unicode normalisation");
    original.set(normalised, name);
  }
  const members = [...original.keys()].sort().map((normalised) => {
    const name = original.get(normalised) as string;
    walk.keys[depth] = name;
    return `${JSON.stringify(normalised)}:${write(record[name], walk)}`;
  });
  return `{${members.join(",")}}`;
}

function quote(value: string, walk: Walk): string {
  // JSON.stringify escapes exactly what RFC 8785 escapes, once lone surrogates are out.
  return JSON.stringify(MAY_NEED_NFC.test(value) ? normalise(value, walk) : value);
}

function normalise(value: string, walk: Walk): string {
  if (LONE_SURROGATE.test(value)) throw refusal(walk, "the text has a lone surrogate (half a character)");
  return value.normalize("NFC");
}

/** Plain in any realm: a sandbox's `Object.prototype` is another object than ours, but also has no prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function classOf(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "" ? `an object of class ${name}` : "an object of a class";
}

function isSorted(names: readonly string[]): boolean {
  for (let index = 1; index < names.length; index++) {
    if ((names[index - 1] as string) > (names[index] as string)) return false;
  }
  return true;
}

function refusal(walk: Walk, problem: string): ReelgraphError {
  const pointer = walk.keys
    .slice(0, walk.ancestors.length)
    .map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
  const place = pointer === "" ? "the value itself" : pointer;
  const message = `Not canonical JSON at ${place}: ${problem}.`;
  return new ReelgraphError({ code: "not-canonical", message, errors: [{ pointer, message }] });
}
