import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit";
import { readInputs } from "../inputs/read-inputs";
import { planInputs } from "./plan-inputs";
import { planView } from "./plan-view";

/** `plan`: what a generation would do and cost. No server, and nothing is written. */
export async function plan(options: {
  context: CliContext;
  prompt?: string | undefined;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, flags } = options;
  const { inputs } = await readInputs(options);
  const planned = planInputs(inputs);
  if (flags.json) printJson(context, planned);
  else context.print(`${planView(planned, inputs, context.printStyle)}\n`);
  return EXIT.ok;
}
