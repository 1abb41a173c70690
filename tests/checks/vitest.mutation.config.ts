import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The planner's own tests, the quick ones first: a mutant dies of the first test that fails. */
const SUITES = [
  "canonical-json",
  "sha256",
  "job-fingerprint",
  "notation",
  "blueprint",
  "choices",
  "diff",
  "differs-from-now",
  "reasons",
  "earlier-lookup",
  "dispatch",
  "golden-plans",
  "quote",
  "selectors",
  "dirtiness",
  "plan-options",
  "inputs",
  "dag",
  "explain",
  "expand",
  "plan-properties",
  "regeneration-properties",
].map((name) => `tests/core/${name}.test.ts`);

class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => SUITES.findIndex((suite) => moduleId.endsWith(suite));
    return [...files].sort((left, right) => place(left) - place(right));
  }
}

/** What a mutant is tried against. */
export default defineConfig({
  test: {
    include: SUITES,
    testTimeout: 60_000,
    // Modules are loaded once for all suites that try a mutant, instead of once per suite: most of its time went there.
    isolate: false,
    setupFiles: ["tests/checks/mutation-setup.ts"],
    sequence: { sequencer: QuickestFirst },
    env: { REELGRAPH_MUTATION: "1", REELGRAPH_DEEP: "0" },
  },
});
