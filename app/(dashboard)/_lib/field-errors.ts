import { ApiProblem, Unreachable } from "./api";

export interface FormErrors {
  /** Message by field name: an input's name, or a top-level field such as `maxCostMicros`. */
  fields: Record<string, string>;
  /** What belongs to no field; shown above the button. */
  general: string | null;
}

export const NO_ERRORS: FormErrors = { fields: {}, general: null };

/** The field that an RFC 6901 pointer of the create call names: `/inputs/Duration` → `Duration`. */
export function fieldOfPointer(pointer: string): string | null {
  const parts = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (parts[0] === "inputs") return parts[1] ?? null;
  return parts[0] || null;
}

/** Sorts an error of the create call into fields. `known`: the fields that the form shows. */
export function toFormErrors(error: unknown, known: ReadonlySet<string>): FormErrors {
  if (error instanceof Unreachable) {
    return {
      fields: {},
      general: `${error.message} Try again when it is back: it makes one video, not two.`,
    };
  }
  if (!(error instanceof ApiProblem)) {
    return {
      fields: {},
      general: error instanceof Error ? error.message : "Something went wrong. Try again.",
    };
  }
  const fields: Record<string, string> = {};
  const loose: string[] = [];
  for (const { pointer, message } of error.problem.errors ?? []) {
    const field = fieldOfPointer(pointer);
    if (field && known.has(field)) fields[field] ??= message;
    else loose.push(field ? `${field}: ${message}` : message);
  }
  const placed = Object.keys(fields).length > 0;
  if (loose.length > 0) return { fields, general: loose.join(" ") };
  return { fields, general: placed ? null : error.problem.detail };
}
