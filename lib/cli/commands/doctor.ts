import { type CliContext, printJson } from "../context";
import { type Check, runChecks } from "../doctor/checks";
import { EXIT, type ExitCode } from "../exit";
import type { Style } from "../terminal/style";
import { formatTable } from "../terminal/table";

/** `doctor`: what works on this machine and what doesn't, with the way out. Exit code 1 when something is broken. */
export async function doctor(options: {
  context: CliContext;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, flags } = options;
  const checks = await runChecks(context);
  const isOk = checks.every((check) => check.state !== "broken");
  if (flags.json) printJson(context, { ok: isOk, checks });
  else context.print(checksView(checks, context.printStyle));
  return isOk ? EXIT.ok : EXIT.failed;
}

function checksView(checks: readonly Check[], style: Style): string {
  const marks = { ok: style.good("✓"), note: style.warn("!"), broken: style.bad("✗") };
  const rows = checks.map(({ state, name, detail }) => [marks[state], name, detail]);
  const columns = [{ header: "" }, { header: "" }, { header: "" }];
  const broken = checks.filter((check) => check.state === "broken").length;
  const verdict = broken === 0 ? style.good("Ready.") : style.bad(`${broken} to be put right.`);
  return `\n${formatTable({ columns, rows, indent: "  " }).join("\n")}\n\n  ${verdict}\n\n`;
}
