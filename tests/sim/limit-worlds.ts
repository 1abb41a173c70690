import { type HiddenLimit, type LimitReport, type LimitWorld, runLimitWorld } from "./limits";

/** What must hold in every world of a hidden limit (runner.md, Limits and money). */
export const LIMIT_RULES = ["refused", "unused", "tokens", "unfair", "overtaken"] as const;
export type LimitRule = (typeof LIMIT_RULES)[number];

export interface LimitOutcome {
  seed: number;
  world: LimitWorld;
  report: LimitReport;
  broken: LimitRule[];
}

/** Lives the world of a seed. */
export function runLimitSeed(seed: number): LimitOutcome {
  const world = worldOf(seed);
  const report = runLimitWorld(world);
  return { seed, world, report, broken: LIMIT_RULES.filter((rule) => !keeps[rule](world, report)) };
}

const keeps: Record<LimitRule, (world: LimitWorld, report: LimitReport) => boolean> = {
  /** After warm-up fewer than 1 % of requests are refused. */
  refused: (_world, { refusedShare }) => refusedShare < 0.01,
  /** At least 90 % of what the limit lets through is used. */
  unused: (_world, { used }) => used >= 0.9,
  /** No 60 seconds hold more tokens than a minute may. */
  tokens: ({ limit }, { mostTokensAMinute }) => limit.kind !== "shown" || mostTokensAMinute <= limit.tokens,
  /** Ten workspaces that all want more than there is get the same. */
  unfair: ({ isFlood }, { fairness }) => isFlood || fairness >= 0.95,
  /** A first request waits for no more than the lead that is allowed, and a turn of each of the eight others that may wait as well. */
  overtaken: ({ isFlood }, { overtakenBy, slots }) =>
    !isFlood || overtakenBy <= Math.max(2, slots / 8) + 8 + 1,
};

/** A share of the seeds for each kind of limit, and in each kind every size of it. */
function worldOf(seed: number): LimitWorld {
  const size = ((seed * 7_919) % 97) / 97;
  const between = (least: number, most: number) => Math.round(least + (most - least) * size);
  const limits: HiddenLimit[] = [
    { kind: "at-a-time", most: between(3, 40) },
    { kind: "a-minute", most: between(60, 900), burst: between(5, 80) },
    { kind: "shown", requests: between(100, 600), tokens: 2_000_000 },
    { kind: "shown", requests: 2_000, tokens: between(100_000, 500_000) },
  ];
  const limit = limits[seed % limits.length] as HiddenLimit;
  // A few minutes each: fast paces take more requests until they are known.
  const warmUp = { "at-a-time": 700, "a-minute": between(600, 1_400), shown: 300 }[limit.kind];
  const counted = limit.kind === "at-a-time" ? 1_000 : between(500, 800);
  return {
    seed,
    limit,
    // Who waits for a slot looks every 250 to 500 ms: with answers faster than that a slot is empty for a part of the time.
    latencyMs: limit.kind === "at-a-time" ? between(2_000, 6_000) : between(1_000, 4_000),
    workspaces: 10,
    runsEach: seed % 5 !== 0 && seed % 33 === 0 ? 3 : 1,
    // A minute's tokens go at once, and then nothing for the rest of it: only several minutes say how much is used.
    requests: limit.kind === "shown" ? 3 * perMinute(limit) + 300 : warmUp + counted,
    warmUp,
    isFlood: seed % 5 === 0,
  };
}

function perMinute({ requests, tokens }: Extract<HiddenLimit, { kind: "shown" }>): number {
  return Math.min(requests, tokens / 1_000);
}
