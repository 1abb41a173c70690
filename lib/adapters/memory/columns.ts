import { Refusal } from "./refusal";

export type ColumnKind = "text" | "integer" | "number" | "moment" | "json";
/** Every column of a table, so that what is not one is not kept. */
export type Columns<Row> = { readonly [Column in keyof Row]-?: ColumnKind };

/** Values that are JSON already: frozen to their depths, so that rows and readers can share them. */
const settled = new WeakSet<object>();

/** A row as a table keeps it: known columns only, nothing of the caller's. What is absent is null. */
export function toRow<Row extends object>(columns: Columns<Row>, given: Partial<Row>): Row {
  const row: Record<string, unknown> = {};
  for (const column in columns) row[column] = toColumn(columns[column], given[column] ?? null);
  return row as Row;
}

/** `row` with what `set` changes; undefined changes nothing. */
export function withColumns<Row extends object>(columns: Columns<Row>, row: Row, set: Partial<Row>): Row {
  const changed: Row = { ...row };
  for (const column in set) {
    const value = set[column];
    if (value !== undefined && column in columns) {
      changed[column] = toColumn(columns[column], value) as Row[typeof column];
    }
  }
  return changed;
}

function toColumn(kind: ColumnKind, value: unknown): unknown {
  if (value === null) return null;
  switch (kind) {
    case "text":
      return toText(value);
    case "integer":
      if (!Number.isSafeInteger(value)) throw new Refusal(`Not an integer: ${String(value)}`);
      return value;
    case "number":
      if (typeof value !== "number") throw new Refusal(`Not a number: ${String(value)}`);
      return value;
    case "moment":
      if (!(value instanceof Date) || Number.isNaN(value.getTime())) {
        throw new Refusal(`Not a moment: ${String(value)}`);
      }
      return new Date(value.getTime());
    case "json":
      return toJson(value);
  }
}

function toText(value: unknown): string {
  if (typeof value !== "string" || value.includes("\0")) {
    throw new Refusal(`Not a text that Postgres can hold: ${JSON.stringify(value)}`);
  }
  return value;
}

/**
 * What `jsonb` gives back for a value: no undefined, dates as text, keys by length and then by their bytes. Done by hand, because
 * writing and parsing JSON would take longer than everything else a simulated transaction does.
 */
export function toJson(value: unknown): unknown {
  if (typeof value === "string") return toText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== "object" || value === null) return value ?? null;
  if (settled.has(value)) return value;
  const { toJSON } = value as { toJSON?: () => unknown };
  if (typeof toJSON === "function") return toJson(toJSON.call(value));
  const copy = Array.isArray(value) ? value.map(toJson) : toJsonObject(value as Record<string, unknown>);
  settled.add(Object.freeze(copy));
  return copy;
}

function toJsonObject(value: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort(byLength)) {
    const field = value[key];
    if (field !== undefined && typeof field !== "function") copy[toText(key)] = toJson(field);
  }
  return copy;
}

function byLength(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : 1);
}

/** `jsonb @>`: every field of `part` is in `whole`, at any depth. */
export function jsonContains(whole: unknown, part: unknown): boolean {
  if (typeof part !== "object" || part === null) return whole === part;
  if (typeof whole !== "object" || whole === null || Array.isArray(whole) !== Array.isArray(part))
    return false;
  if (Array.isArray(part)) {
    return part.every((item) => (whole as unknown[]).some((candidate) => jsonContains(candidate, item)));
  }
  return Object.entries(part).every(
    ([key, field]) => key in whole && jsonContains((whole as Record<string, unknown>)[key], field),
  );
}
