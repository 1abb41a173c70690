import { parseArgs } from "node:util";
import { RULES } from "./invariants";
import { LIMIT_RULES, type LimitOutcome } from "./limit-worlds";
import { PLANTED } from "./planted";
import { runSeed, type SeedOutcome } from "./run-seed";
import { runSeeds } from "./run-seeds";
import { seedThatFinds } from "./seed-that-finds";

const DEFAULT_SEEDS = 500;
const SHOWN = 40;

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    seed: { type: "string" },
    json: { type: "boolean", default: false },
    trace: { type: "boolean", default: false },
    planted: { type: "boolean", default: false },
    limits: { type: "boolean", default: false },
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

function untilInterrupted(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

/** Whether the worlds of these seeds keep all rules. */
async function simulate(first: number, count: number): Promise<boolean> {
  const began = performance.now();
  const found = Object.fromEntries(RULES.map((rule) => [rule, 0]));
  const sums = { runs: 0, resubmits: 0, unlucky: 0 };
  const broken: number[] = [];
  let seeds = 0;
  const onOutcome = (outcome: SeedOutcome) => {
    seeds++;
    for (const { rule } of outcome.violations) found[rule] = (found[rule] ?? 0) + 1;
    sums.runs += outcome.runs;
    sums.resubmits += outcome.resubmits;
    sums.unlucky += outcome.unlucky;
    if (outcome.violations.length === 0) return;
    broken.push(outcome.seed);
    show(outcome);
  };
  if (values.trace) {
    for (let seed = first; seed < first + count; seed++) {
      onOutcome(await runSeed(seed, { echo: (line) => console.log(line) }));
    }
  } else {
    // Errors are thrown by the thousand here, and nobody reads where from.
    Error.stackTraceLimit = 0;
    await runSeeds({ of: "runs", first, count, onOutcome, signal: untilInterrupted() });
  }
  const seconds = Number(((performance.now() - began) / 1_000).toFixed(1));
  const { runs, resubmits, unlucky } = sums;
  const summary = `${seeds} seeds in ${seconds} s: ${runs} runs, ${broken.length} seeds with violations, ${resubmits} resubmits, ${unlucky} runs out of luck`;
  console.log(values.json ? JSON.stringify({ seeds, violations: found, broken, ...sums, seconds }) : summary);
  return broken.length === 0;
}

/** Whether the limits of these seeds are found, kept to and shared. */
async function simulateLimits(first: number, count: number): Promise<boolean> {
  const began = performance.now();
  const outcomes: LimitOutcome[] = [];
  const onOutcome = (outcome: LimitOutcome) => {
    outcomes.push(outcome);
    if (outcome.broken.length > 0) console.error(JSON.stringify(outcome));
  };
  await runSeeds({ of: "limits", first, count, onOutcome, signal: untilInterrupted() });
  const seconds = Number(((performance.now() - began) / 1_000).toFixed(1));
  const violations = Object.fromEntries(
    LIMIT_RULES.map((rule) => [rule, outcomes.filter(({ broken }) => broken.includes(rule)).length]),
  );
  const broken = outcomes.flatMap((one) => (one.broken.length > 0 ? [one.seed] : []));
  const most = Math.max(...outcomes.map(({ report }) => report.refusedShare));
  const used = outcomes.map(({ report }) => report.used).sort((a, b) => a - b);
  const figures = { mostRefused: most, leastUsed: used[0], medianUsed: used[Math.floor(used.length / 2)] };
  const percent = (share = 0) => `${(100 * share).toFixed(2)} %`;
  console.log(
    values.json
      ? JSON.stringify({ seeds: outcomes.length, violations, broken, ...figures, seconds })
      : `${outcomes.length} limits in ${seconds} s: ${broken.length} broken; at most ${percent(most)} refused, at least ${percent(used[0])} used`,
  );
  return broken.length === 0;
}

/** Whether each planted defect is found within so many seeds. */
async function findPlanted(first: number, count: number): Promise<boolean> {
  Error.stackTraceLimit = 0;
  let isAllFound = true;
  for (const planted of PLANTED) {
    const finding = await seedThatFinds(planted, { first, count });
    isAllFound &&= finding !== null;
    const { name } = planted;
    if (values.json) console.log(JSON.stringify({ name, ...finding }));
    else console.log(finding ? `${name}: seed ${finding.seed}, ${finding.rule}` : `${name}: not found`);
  }
  return isAllFound;
}

const first = whole("seed", 1);
const count = (otherwise: number) => whole("seeds", values.seed === undefined ? otherwise : 1);

async function run(): Promise<boolean> {
  if (values.planted) return findPlanted(first, whole("seeds", 1_000));
  return values.limits ? simulateLimits(first, count(1_000)) : simulate(first, count(DEFAULT_SEEDS));
}

process.exit((await run()) ? 0 : 1);
