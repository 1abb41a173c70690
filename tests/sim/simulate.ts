import { parseArgs } from "node:util";
import { RULES } from "./invariants";
import { runSeed, type SeedOutcome } from "./run-seed";

const DEFAULT_SEEDS = 500;
const SHOWN = 40;

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    seed: { type: "string" },
    json: { type: "boolean", default: false },
    trace: { type: "boolean", default: false },
  },
});

function whole(name: "seeds" | "seed", otherwise: number): number {
  const text = values[name];
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number, not "${text}".`);
  process.exit(2);
}

function show({ seed, violations, tail }: SeedOutcome): void {
  console.error(`seed ${seed}: ${violations.length} violations`);
  for (const { rule, detail, at } of violations) console.error(`  ${rule} at ${at / 1_000} s: ${detail}`);
  console.error(tail.slice(-SHOWN).join("\n"));
  console.error(`Again, line by line: npm run simulate -- --seed ${seed} --trace\n`);
}

const first = whole("seed", 1);
const count = whole("seeds", values.seed === undefined ? DEFAULT_SEEDS : 1);
// Errors are thrown by the thousand here, and nobody reads where from.
if (!values.trace) Error.stackTraceLimit = 0;
const began = performance.now();
const found = Object.fromEntries(RULES.map((rule) => [rule, 0]));
const sums = { runs: 0, resubmits: 0, unlucky: 0 };
let broken = 0;
for (let seed = first; seed < first + count; seed++) {
  const outcome = await runSeed(seed, values.trace ? { echo: (line) => console.log(line) } : {});
  for (const { rule } of outcome.violations) found[rule] = (found[rule] ?? 0) + 1;
  sums.runs += outcome.runs;
  sums.resubmits += outcome.resubmits;
  sums.unlucky += outcome.unlucky;
  if (outcome.violations.length === 0) continue;
  broken++;
  if (!values.json) show(outcome);
}
const seconds = Number(((performance.now() - began) / 1_000).toFixed(1));
if (values.json) {
  console.log(JSON.stringify({ seeds: count, violations: found, ...sums, seconds }));
} else {
  const { runs, resubmits, unlucky } = sums;
  console.log(
    `${count} seeds in ${seconds} s: ${runs} runs, ${broken} seeds with violations, ${resubmits} resubmits, ${unlucky} runs out of luck`,
  );
}
process.exit(broken === 0 ? 0 : 1);
