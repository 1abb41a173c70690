import { ReelgraphError } from "../errors";
import { exactDollars } from "./micro-usd";

/** What a ceiling is over: one run, all runs of one video together, or all runs that a workspace starts in one month. */
export type CeilingScope = "run" | "video" | "month";

interface Standing {
  /** Null: there is no ceiling. */
  ceilingMicros: number | null;
  /** Spent and reserved already. */
  committedMicros: number;
  neededMicros: number;
}

const WORDS: Record<CeilingScope, { what: string; fix: string }> = {
  run: {
    what: "This run (maxCostMicros) may cost",
    fix: "Raise maxCostMicros, or ask for less.",
  },
  video: {
    what: "All runs of this video together (maxTotalCostMicros) may cost",
    fix: "Raise it with PATCH /api/v1/videos/{id} (reelgraph limits set --video), or ask for less.",
  },
  month: {
    what: "All runs of this workspace in one month may cost",
    fix: "Raise it with PUT /api/v1/limits (reelgraph limits set --month), wait for the next month, or ask for less.",
  },
};

/** `committed + needed <= ceiling`: the one rule of every ceiling. What costs nothing fits under any, also one that has been passed. */
export function isWithinCeiling({ ceilingMicros, committedMicros, neededMicros }: Standing): boolean {
  if (ceilingMicros === null || neededMicros === 0) return true;
  return committedMicros + neededMicros <= ceilingMicros;
}

/** What is left of a ceiling; 0 where more is committed than it allows, because it was lowered. */
export function leftOf(options: { ceilingMicros: number; committedMicros: number }): number {
  return Math.max(0, options.ceilingMicros - options.committedMicros);
}

/** The refusal: which ceiling it is, how much of it is left, and what to do; in `details` the same in micro-USD, for programs. */
export function ceilingReached(options: {
  scope: CeilingScope;
  ceilingMicros: number;
  committedMicros: number;
  neededMicros: number;
  /** More for the problem document. */
  extra?: Record<string, unknown>;
}): ReelgraphError {
  const { scope, ceilingMicros, committedMicros, neededMicros, extra } = options;
  const leftMicros = leftOf({ ceilingMicros, committedMicros });
  const { what, fix } = WORDS[scope];
  const [ceiling, committed, left, needed] = [ceilingMicros, committedMicros, leftMicros, neededMicros].map(
    exactDollars,
  );
  return new ReelgraphError({
    code: "ceiling-reached",
    message: `${what} ${ceiling}. ${committed} of it is spent or set aside, ${left} is left, and up to ${needed} is needed. ${fix}`,
    details: { ...extra, scope, ceilingMicros, committedMicros, neededMicros, leftMicros },
  });
}
