import type { z } from "zod";
import { type FieldError, ReelgraphError } from "../errors";
import { INPUT_TABLE, type InputDefinition, OVERRIDE_TABLE, type OverrideDefinition } from "./input-table";
import { didYouMean } from "./nearest-name";
import { concreteName, parseConcrete } from "./notation";

type BaseInputs = {
  readonly [Name in keyof typeof INPUT_TABLE]: z.infer<(typeof INPUT_TABLE)[Name]["schema"]>;
};
type Overrides = {
  readonly [key: `UseVideo[${number}]` | `IsImageToVideo[${number}]`]: boolean | undefined;
  readonly [key: `SegmentNarrationInput[${number}]`]: string | undefined;
  readonly [key: `SegmentImagePromptInput[${number}][${number}]`]: string | undefined;
  readonly [key: `StartingImagePromptInput[${number}]`]: string | undefined;
  readonly [key: `MovieDirectionPromptInput[${number}]`]: string | undefined;
};

/** Valid inputs of one video: a flat record with every default applied and overrides under bracketed keys. */
export type VideoInputs = BaseInputs & Overrides;

export type ParsedInputs = { ok: true; inputs: VideoInputs } | { ok: false; errors: FieldError[] };

/** More errors than this help nobody, and a hostile body must not make a long answer. */
const MAX_ERRORS = 20;
const MAX_SHOWN = 60;

/**
 * Checks what a person sent as `inputs` and applies the defaults. `raw` is any value; the result is a value with its
 * keys in a fixed order, so the order in which they came never matters. Errors point into the request (`/inputs/Duration`),
 * name the field and say what to do; unknown fields are refused with the nearest known name.
 */
export function parseInputs(raw: unknown): ParsedInputs {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    return {
      ok: false,
      errors: [{ pointer: "/inputs", message: "inputs must be an object of input values." }],
    };
  }
  const given = raw as Record<string, unknown>;
  const errors: FieldError[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(INPUT_TABLE)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    readValue({ name, definition, value, values, errors });
  }
  checkDuration(values, errors);
  const overrides = Object.keys(given).filter((name) => !Object.hasOwn(INPUT_TABLE, name));
  for (const name of overrides) {
    if (errors.length >= MAX_ERRORS) break;
    if (given[name] !== undefined) readOverride({ name, value: given[name], values, errors });
  }
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, inputs: inFixedOrder(values) as VideoInputs };
}

/** `parseInputs` for values that were checked before: throws `invalid-input` with all field errors. */
export function requireInputs(raw: unknown): VideoInputs {
  const parsed = parseInputs(raw);
  if (parsed.ok) return parsed.inputs;
  const message = parsed.errors.map((error) => error.message).join(" ");
  throw new ReelgraphError({ code: "invalid-input", message, errors: parsed.errors });
}

interface Reading {
  name: string;
  value: unknown;
  values: Record<string, unknown>;
  errors: FieldError[];
}

function readValue({
  name,
  definition,
  value,
  values,
  errors,
}: Reading & { definition: InputDefinition }): void {
  if (value === undefined) {
    if (definition.default !== undefined) values[name] = definition.default;
    else errors.push(fieldError(name, `is missing: it ${definition.rule}`));
    return;
  }
  const result = definition.schema.safeParse(value);
  if (result.success) values[name] = result.data;
  else errors.push(fieldError(name, `${definition.rule}${whatItIs(value)}`));
}

function checkDuration(values: Record<string, unknown>, errors: FieldError[]): void {
  const { Duration: duration, SegmentDuration: segment } = values;
  if (typeof duration !== "number" || typeof segment !== "number" || duration % segment === 0) return;
  const below = Math.floor(duration / segment) * segment;
  const above = below + segment;
  const fits = [below, above].filter((value) => value >= segment && value <= 180);
  errors.push(
    fieldError(
      "Duration",
      `must be a multiple of SegmentDuration (${segment} s), which ${duration} is not: try ${fits.join(" or ")}`,
    ),
  );
}

function readOverride({ name, value, values, errors }: Reading): void {
  const parsed = parseConcrete(name);
  const family = parsed?.family ?? name.split("[")[0] ?? name;
  const definition: OverrideDefinition | undefined = Object.hasOwn(OVERRIDE_TABLE, family)
    ? OVERRIDE_TABLE[family as keyof typeof OVERRIDE_TABLE]
    : undefined;
  if (definition === undefined) {
    const known = [...Object.keys(INPUT_TABLE), ...Object.keys(OVERRIDE_TABLE)];
    errors.push(fieldError(name, `is not an input.${didYouMean(family, known)}`));
    return;
  }
  const { indices } = definition;
  if (parsed === null || parsed.index.length !== indices.length) {
    const form = family + indices.map((label) => `[${label}]`).join("");
    const example = family + indices.map(() => "[0]").join("");
    errors.push(fieldError(name, `must be written as ${form}, counted from 0, such as ${example}`));
    return;
  }
  const counts = { segment: segmentsOf(values), image: values.ImagesPerSegment };
  for (const [at, label] of indices.entries()) {
    const count = counts[label];
    if (typeof count !== "number" || (parsed.index[at] as number) < count) continue;
    const range = count === 0 ? `it has no ${label}s` : `its ${label}s are 0 to ${count - 1}`;
    errors.push(fieldError(name, `names a ${label} this video doesn't have: ${range}`));
    return;
  }
  readValue({ name, definition, value, values, errors });
}

/** Undefined while the durations themselves are at fault: one mistake, one error. */
function segmentsOf({
  Duration: duration,
  SegmentDuration: segment,
}: Record<string, unknown>): number | undefined {
  if (typeof duration !== "number" || typeof segment !== "number") return undefined;
  return duration % segment === 0 ? duration / segment : undefined;
}

function inFixedOrder(values: Record<string, unknown>): Record<string, unknown> {
  const families = [...Object.keys(INPUT_TABLE), ...Object.keys(OVERRIDE_TABLE)];
  const keyed = Object.keys(values).map((name) => {
    const { family, index } = parseConcrete(name) ?? { family: name, index: [] };
    const row = index.length === 0 ? families.indexOf(family) : families.lastIndexOf(family);
    return { name: concreteName(family, index), rank: [row, ...index] };
  });
  keyed.sort((left, right) => compareRanks(left.rank, right.rank));
  return Object.fromEntries(keyed.map(({ name }) => [name, values[name]]));
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? -1) - (right[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function whatItIs(value: unknown): string {
  if (typeof value === "string")
    return value.length > MAX_SHOWN
      ? `; it has ${value.length} characters`
      : `, not ${JSON.stringify(value)}`;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return `, not ${value}`;
  return `, not ${Array.isArray(value) ? "a list" : `a value of type ${typeof value}`}`;
}

function fieldError(name: string, problem: string): FieldError {
  const shown = name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name;
  const pointer = `/inputs/${shown.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const end = /[.?]$/.test(problem) ? "" : ".";
  return { pointer, message: `${shown} ${problem}${end}` };
}
