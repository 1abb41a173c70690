import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { INPUT_TABLE, OVERRIDE_TABLE } from "../../core/graph/input-table";
import { parseInputs, type VideoInputs } from "../../core/graph/inputs";
import type { CliContext } from "../context";
import { CliFailure, EXIT, usageError } from "../exit";
import { FLAG_OF_INPUT, inputsOfFlags } from "./input-flags";

export interface ReadInputsOptions {
  context: CliContext;
  /** Positional prompt. */
  prompt?: string | undefined;
  /** What commander parsed. */
  flags: Readonly<Record<string, unknown>>;
}

/**
 * Inputs from the file, then the flags, then --set, checked by the rules of the core. `given` is what the caller said,
 * for the server; `inputs` has every default. Throws with exit code 2 naming every field at fault.
 */
export async function readInputs(
  options: ReadInputsOptions,
): Promise<{ given: Record<string, unknown>; inputs: VideoInputs }> {
  const { context, prompt, flags } = options;
  const file = typeof flags.inputs === "string" ? await readInputsFile(context, flags.inputs) : {};
  const sets = (flags.set as string[] | undefined) ?? [];
  if (prompt !== undefined && flags.query !== undefined) {
    throw usageError("The prompt is given twice: as an argument and with --query.");
  }
  const given = { ...file, ...inputsOfFlags(flags, prompt), ...Object.fromEntries(sets.map(parseSet)) };
  const parsed = parseInputs(given);
  if (parsed.ok) return { given, inputs: parsed.inputs };
  const lines = parsed.errors.map(({ pointer, message }) => {
    const flag = FLAG_OF_INPUT.get(pointer.replace("/inputs/", ""));
    return flag ? `${message} (${flag})` : message;
  });
  throw new CliFailure({
    exitCode: EXIT.usage,
    message: lines.join("\n"),
    hint: given.InquiryPrompt === undefined ? 'For example: reelgraph generate "How tides work"' : undefined,
  });
}

async function readInputsFile(context: CliContext, file: string): Promise<Record<string, unknown>> {
  const name = file === "-" ? "stdin" : file;
  const content = file === "-" ? await text(process.stdin) : await readText(resolve(context.cwd, file), name);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw usageError(`${name} is not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageError(`${name} must be a JSON object of inputs, such as {"InquiryPrompt": "How tides work"}.`);
  }
  return value as Record<string, unknown>;
}

async function readText(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw usageError(
      `--inputs: ${name} can't be read${code === "ENOENT" ? ": no such file" : ` (${code})`}.`,
    );
  }
}

/** `Name=value`: text for inputs that take text, JSON for the others and where it is quoted. */
export function parseSet(assignment: string): [name: string, value: unknown] {
  const at = assignment.indexOf("=");
  if (at < 1) throw usageError(`--set takes Name=value, not ${JSON.stringify(assignment)}.`);
  const name = assignment.slice(0, at).trim();
  const value = assignment.slice(at + 1);
  return [name, takesText(name) && !/^".*"$/s.test(value.trim()) ? value : jsonOr(value)];
}

function takesText(name: string): boolean {
  const isOverride = name.includes("[");
  const family = name.split("[")[0] ?? name;
  const table: Readonly<Record<string, { schema: { type: string } }>> = isOverride
    ? OVERRIDE_TABLE
    : INPUT_TABLE;
  const type = Object.hasOwn(table, family) ? table[family]?.schema.type : undefined;
  return type === "string" || type === "enum";
}

function jsonOr(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
