import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Stryker } from "@stryker-mutator/core";

const CONFIG = "stryker.config.json";
const SUMMARY = ".stryker-tmp/mutation-score.json";

interface Tally {
  /** Percent of the valid mutants that a test noticed; 100 for none. */
  score: number;
  mutants: number;
  killed: number;
  timeout: number;
  survived: number;
  noCoverage: number;
  /** Did not even load: no verdict, and not counted in the score. */
  invalid: number;
}

export interface MutationScore extends Tally {
  /** The least score that passes, from `stryker.config.json`. */
  threshold: number;
  seconds: number;
  files: Record<string, Tally>;
}

export interface MutationOptions {
  /** What to mutate instead of what the configuration says, e.g. `lib/core/plan/quote.ts`. */
  mutate?: string[];
  concurrency?: number;
  /** Takes over earlier results where neither code nor the names of its tests changed. */
  reuse?: boolean;
}

/**
 * The mutation score of the planner and the fingerprints: prints the mutants that live and a table by file, and leaves the report
 * in `.stryker-tmp/mutation.json` and the score in `.stryker-tmp/mutation-score.json`. Rejects when the tests fail without
 * any mutant.
 *
 * Two passes with one report. Most of this code also runs while modules load (the blueprint is checked then), and Stryker would
 * try each mutant of it in all tests; so the first pass tries every mutant in the tests that reach it. The second tries those that
 * act while modules load and at no other time, such as a pattern or a table of constants, in all tests.
 */
export async function mutationScore({
  mutate,
  concurrency,
  reuse = false,
}: MutationOptions): Promise<MutationScore> {
  const started = performance.now();
  const config = JSON.parse(await readFile(CONFIG, "utf8")) as {
    thresholds: { high: number; low: number; break: number };
  };
  const options = {
    configFile: CONFIG,
    incremental: true,
    // The verdict is given here, on the report of both passes.
    thresholds: { ...config.thresholds, break: null },
    ...(mutate === undefined ? {} : { mutate }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
  await new Stryker({
    ...options,
    force: !reuse,
    ignoreStatic: true,
    reporters: ["progress-append-only"],
  }).runMutationTest();
  const results = await new Stryker({ ...options, ignoreStatic: false }).runMutationTest();

  const files = new Set(results.map(({ fileName }) => fileName));
  const score: MutationScore = {
    ...tally(results),
    threshold: config.thresholds.break,
    seconds: Math.round((performance.now() - started) / 1000),
    files: Object.fromEntries(
      [...files].map((file) => [
        path.relative(".", file),
        tally(results.filter(({ fileName }) => fileName === file)),
      ]),
    ),
  };
  await writeFile(SUMMARY, `${JSON.stringify(score, null, 2)}\n`);
  return score;
}

/** True for a score that passes; nothing mutated is nothing shown. */
export function isEnough({ score, mutants, threshold }: MutationScore): boolean {
  return mutants > 0 && score >= threshold;
}

type Results = Awaited<ReturnType<Stryker["runMutationTest"]>>;

function tally(results: Results): Tally {
  const count = (...statuses: Results[number]["status"][]) =>
    results.filter(({ status }) => statuses.includes(status)).length;
  const [killed, timeout] = [count("Killed"), count("Timeout")];
  const [survived, noCoverage] = [count("Survived"), count("NoCoverage")];
  const mutants = killed + timeout + survived + noCoverage;
  const score = mutants === 0 ? 100 : Math.floor(((killed + timeout) / mutants) * 10_000) / 100;
  const invalid = count("CompileError", "RuntimeError");
  return { score, mutants, killed, timeout, survived, noCoverage, invalid };
}
