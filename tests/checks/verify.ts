import { checkDocReferences } from "./doc-references";
import { checkEnvExample } from "./env-example";
import { runCommand } from "./run-command";

/** The fast gate: everything that needs no service. One line per check; the output of those that fail. */
const COMMANDS: { name: string; command: string; args: string[] }[] = [
  {
    name: "format and lint",
    command: "node_modules/.bin/biome",
    args: ["check", "--error-on-warnings", "."],
  },
  { name: "types", command: "node_modules/.bin/tsc", args: ["--noEmit"] },
  {
    name: "boundaries",
    command: "node_modules/.bin/depcruise",
    args: ["app", "lib", "workflows", "drizzle", "instrumentation.ts"],
  },
  { name: "dead code", command: "node_modules/.bin/knip", args: [] },
  { name: "migrations match the schema", command: "node_modules/.bin/drizzle-kit", args: ["check"] },
];

const CHECKS: { name: string; run: () => Promise<string[]> }[] = [
  { name: "references in docs", run: checkDocReferences },
  { name: ".env.example", run: checkEnvExample },
];

let failed = 0;
for (const { name, command, args } of COMMANDS) {
  const result = await runCommand({ command, args });
  report(name, result.status === 0 ? [] : [result.output.trim()], result.seconds);
}
for (const { name, run } of CHECKS) {
  const started = performance.now();
  report(name, await run(), (performance.now() - started) / 1000);
}
console.log(failed === 0 ? "verify: everything holds" : `verify: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function report(name: string, faults: string[], seconds: number): void {
  console.log(`${faults.length === 0 ? "ok  " : "FAIL"}  ${name.padEnd(30)} ${seconds.toFixed(1)} s`);
  for (const fault of faults) console.log(fault.replace(/^/gm, "      "));
  if (faults.length > 0) failed++;
}
