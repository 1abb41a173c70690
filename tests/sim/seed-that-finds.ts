import type { Rule } from "./invariants";
import type { Planted } from "./planted";
import { runSeed } from "./run-seed";

/** The first seed, of `count` from `first` on, in whose worlds a planted defect breaks one of the rules it has to break. */
export async function seedThatFinds(
  { sabotage, breaks }: Planted,
  { first, count }: { first: number; count: number },
): Promise<{ seed: number; rule: Rule } | null> {
  for (let seed = first; seed < first + count; seed++) {
    const { violations } = await runSeed(seed, { sabotage });
    const violation = violations.find(({ rule }) => breaks.includes(rule));
    if (violation) return { seed, rule: violation.rule };
  }
  return null;
}
