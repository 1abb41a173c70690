import { z } from "zod";
import type { InputDefinition } from "./input-table";

/** Bounds of an input that controls can hold a person to; the rest of its rule is told when it is broken. */
export interface InputLimits {
  /** Of a number, inclusive. */
  minimum?: number;
  maximum?: number;
  /** Of a text, in characters. */
  maxLength?: number;
}

/** The bounds of a row of the input table, read from its own schema: no second list. */
export function limitsOf({ schema }: Pick<InputDefinition, "schema">): InputLimits {
  if (schema instanceof z.ZodNumber) {
    return { ...given("minimum", schema.minValue), ...given("maximum", schema.maxValue) };
  }
  return schema instanceof z.ZodString ? given("maxLength", schema.maxLength) : {};
}

function given<Name extends keyof InputLimits>(name: Name, value: number | null): InputLimits {
  return value === null ? {} : { [name]: value };
}
