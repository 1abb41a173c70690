import { afterAll } from "vitest";

declare global {
  /** What Stryker's instrumented code reads: the mutant that is switched on. */
  var __stryker__: { activeMutant?: string } | undefined;
}

// Suites share their modules. A mutant left on by one would break the next while it loads, which no test would report.
afterAll(() => {
  if (globalThis.__stryker__ !== undefined) globalThis.__stryker__.activeMutant = undefined;
});
