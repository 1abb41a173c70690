import { once } from "node:events";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseInputs } from "../../core/graph/inputs";
import type { ModelChoices } from "../../core/plan/fingerprint-fields";
import type { CliContext } from "../context";
import { EXIT, type ExitCode, usageError } from "../exit";
import { modelsOf } from "../models";
import { planInputs } from "./plan-inputs";

/**
 * `plan --inputs-jsonl FILE --json-lines`: one JSON object of inputs a line in, one plan a line out, in one process. A line at fault
 * gives `{"line", "errors"}` in its place, the others go on, and the exit code is 2.
 */
export async function planLines(options: {
  context: CliContext;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, flags } = options;
  if (typeof flags.inputsJsonl !== "string" || !flags.jsonLines) {
    throw usageError("--inputs-jsonl FILE and --json-lines go together.");
  }
  const file = flags.inputsJsonl;
  const input = file === "-" ? process.stdin : createReadStream(resolve(context.cwd, file), "utf8");
  const models = modelsOf(context);
  let number = 0;
  let isAnyBad = false;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (line.trim() === "") continue;
      const planned = planLine(line, models);
      isAnyBad ||= !planned.ok;
      const value = planned.ok ? planned.plan : { line: number, errors: planned.errors };
      context.print(`${JSON.stringify(value)}\n`);
      // A slow reader must not make this process hold everything.
      if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw usageError(
      `--inputs-jsonl: ${file} can't be read${code === "ENOENT" ? ": no such file" : ` (${code})`}.`,
    );
  }
  return isAnyBad ? EXIT.usage : EXIT.ok;
}

function planLine(line: string, models: ModelChoices) {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch (error) {
    const message = `The line is not JSON: ${(error as Error).message}`;
    return { ok: false as const, errors: [{ pointer: "", message }] };
  }
  const parsed = parseInputs(raw);
  return parsed.ok ? { ok: true as const, plan: planInputs({ inputs: parsed.inputs, models }) } : parsed;
}
