import { describe, expect, it } from "vitest";
import { admit, type Want } from "../../lib/core/limits/admit";
import { learnAnswers, learnRefusal } from "../../lib/core/limits/learn";
import { newWindow, type WindowState } from "../../lib/core/limits/window";
import { type HiddenLimit, type LimitReport, type LimitWorld, runLimitWorld } from "../sim/limits";

const SEEDS = process.env.REELGRAPH_DEEP === "1" ? 1_000 : 120;
const POLICY = { slots: 5, mostSlots: 64 };
const AT = 1_800_000_000_000;
const ONE: Want = { lane: "model", tokens: 0 };

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
  return {
    seed,
    limit,
    // Who waits for a slot looks every 250 to 500 ms: with answers faster than that a slot is empty for a part of the time.
    latencyMs: limit.kind === "at-a-time" ? between(2_000, 6_000) : between(1_000, 4_000),
    workspaces: 10,
    runsEach: 1,
    // A minute's tokens go at once, and then nothing for the rest of it: only several minutes say how much is used.
    requests: limit.kind === "shown" ? 4 * perMinute(limit) + 400 : 1_000,
    warmUp: 400,
    isFlood: seed % 5 === 0,
  };
}

function perMinute({ requests, tokens }: Extract<HiddenLimit, { kind: "shown" }>): number {
  return Math.min(requests, tokens / 1_000);
}

describe(`a provider's hidden limit, in ${SEEDS} worlds`, () => {
  const seen: { world: LimitWorld; report: LimitReport }[] = [];
  it("is found and kept to: hardly anything is refused, and hardly anything is left unused", () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const world = worldOf(seed);
      seen.push({ world, report: runLimitWorld(world) });
    }
    const broken = seen.filter(({ report }) => report.refusedShare >= 0.01 || report.used < 0.9);
    expect(broken).toEqual([]);
  }, 600_000);

  it("a minute's tokens are never exceeded, in any 60 seconds", () => {
    const worlds = seen.filter(({ world }) => world.limit.kind === "shown");
    expect(worlds.length).toBeGreaterThan(0);
    const broken = worlds.filter(
      ({ world: { limit }, report }) => limit.kind === "shown" && report.mostTokensAMinute > limit.tokens,
    );
    expect(broken).toEqual([]);
  });

  it("is shared by ten workspaces alike", () => {
    const worlds = seen.filter(({ world }) => !world.isFlood);
    expect(worlds.filter(({ report }) => report.fairness < 0.95)).toEqual([]);
  });

  it("a flood of one delays another's first request by a few of its own and one of each other that waits", () => {
    const worlds = seen.filter(({ world }) => world.isFlood);
    expect(worlds.length).toBeGreaterThan(0);
    // The lead that is allowed, and a turn of each of the eight others that may wait as well.
    const broken = worlds.filter(({ report }) => report.overtakenBy > Math.max(2, report.slots / 8) + 8 + 1);
    expect(broken).toEqual([]);
  });
});

describe("a window", () => {
  const asking = (state: WindowState, runId: string, count: number, taken = 0, now = AT) =>
    admit({
      state,
      now,
      taken,
      asker: { workspaceId: `of ${runId}`, runId },
      wants: Array.from({ length: count }, () => ONE),
    });
  const granted = ({ granted: all }: { granted: boolean[] }) => all.filter(Boolean).length;

  it("gives what is free, and not more", () => {
    expect(granted(asking(newWindow(POLICY), "a", 9))).toBe(5);
    expect(granted(asking(newWindow(POLICY), "a", 9, 3))).toBe(2);
    expect(granted(asking(newWindow(POLICY), "a", 9, 7))).toBe(0);
  });

  it("keeps a slot for whoever has waited while another had more than a few ahead of it", () => {
    let { state } = asking(newWindow(POLICY), "greedy", 9);
    state = asking(state, "patient", 2, 5).state;
    // Two ahead is allowed, so that no slot is empty while the other does not ask.
    const rounds = Array.from({ length: 6 }, () => {
      const admission = asking(state, "greedy", 1, 4);
      state = admission.state;
      return granted(admission);
    });
    expect(rounds).toEqual([1, 0, 0, 0, 0, 0]);
    expect(granted(asking(state, "patient", 2, 4))).toBe(1);
    // Who does not come any more is not waited for.
    expect(granted(asking(state, "greedy", 1, 4, AT + 2_001))).toBe(1);
  });

  it("grows only while it is full, and never beyond what is allowed", () => {
    const answered = (state: WindowState, count: number) =>
      learnAnswers({ state, policy: POLICY, lane: "model", count, now: AT });
    expect(answered(newWindow(POLICY), 50).slots).toBe(5);
    const full = asking(newWindow(POLICY), "a", 9).state;
    expect(answered(full, 3).slots).toBe(8);
    expect(answered(full, 500).slots).toBe(64);
    const bounded = learnRefusal({ state: full, lane: "model", admittedAt: AT, others: 4, now: AT });
    expect(bounded.slots).toBe(4);
    expect(answered(bounded, 9).slots).toBe(4);
    const trying = answered(bounded, 10);
    expect(trying.slots).toBe(5);
    // Refused again: it takes longer until the next try, up to 200 answers.
    let refused = trying;
    for (let again = 0; again < 9; again++) {
      refused = learnRefusal({ state: refused, lane: "model", admittedAt: AT, others: 4, now: AT });
    }
    expect([answered(refused, 199).slots, answered(refused, 200).slots]).toEqual([4, 5]);
    // It went well: the next is tried soon.
    expect(answered(answered(refused, 200), 10).slots).toBe(6);
  });

  it("shrinks to what was under way beside a refused request, and never below one", () => {
    const refused = (others: number) =>
      learnRefusal({ state: newWindow(POLICY), lane: "model", admittedAt: AT, others, now: AT });
    expect([refused(9).slots, refused(3).slots, refused(0).slots]).toEqual([5, 3, 1]);
    // It does not even take one: it is left alone for a moment.
    expect(asking(refused(0), "a", 1, 0).notBefore).toBe(AT + 250);
  });

  it("asks nothing of a lane that is to be left alone, and anything of the others", () => {
    const state = learnRefusal({
      state: newWindow(POLICY),
      lane: "model",
      admittedAt: AT,
      others: 2,
      retryAfterMs: 7_000,
      now: AT,
    });
    const admission = admit({
      state,
      now: AT + 1,
      taken: 0,
      asker: { workspaceId: "w", runId: "r" },
      wants: [ONE, { lane: "other", tokens: 0 }],
    });
    expect(admission.granted).toEqual([false, true]);
    expect(asking(state, "a", 3, 0, AT + 1).notBefore).toBe(AT + 7_000);
    expect(state.slots).toBe(5);
  });

  it("learns once from what was asked before it knew", () => {
    let { state } = asking(newWindow({ slots: 40, mostSlots: 64 }), "a", 40);
    const paces = Array.from({ length: 5 }, (_, index) => {
      const now = AT + 500 + index;
      state = learnRefusal({ state, lane: "model", admittedAt: AT, others: 30, retryAfterMs: 1_000, now });
      return state.lanes.model?.perMinute;
    });
    expect(new Set(paces).size).toBe(1);
    const later = learnRefusal({
      state,
      lane: "model",
      admittedAt: AT + 2_000,
      others: 3,
      retryAfterMs: 1_000,
      now: AT + 2_100,
    });
    expect(later.lanes.model?.perMinute).toBeLessThan(paces[0] ?? 0);
  });

  it("does not hold a small film to the pace at which it happened to ask, and forgets a pace nobody needs", () => {
    let { state } = asking(newWindow(POLICY), "a", 1);
    state = asking(state, "a", 5, 0, AT + 30_000).state;
    const now = AT + 30_100;
    state = learnRefusal({
      state,
      lane: "model",
      admittedAt: now - 100,
      others: 4,
      retryAfterMs: 1_000,
      now,
    });
    expect(state.lanes.model?.perMinute).toBe(0.75 * 5 * 12);
    const later = (after: number) =>
      learnAnswers({ state, policy: POLICY, lane: "model", count: 1, now: now + after }).lanes.model
        ?.perMinute;
    expect([later(600_000), later(600_001)]).toEqual([45, null]);
  });

  it("stays small, however much goes through it", () => {
    let state = newWindow(POLICY);
    for (let index = 0; index < 3_000; index++) {
      const now = AT + index * 100;
      state = asking(state, `run ${index % 500}`, 1, index % 5, now).state;
      state = learnAnswers({ state, policy: POLICY, lane: "model", count: 1, now });
    }
    expect(JSON.stringify(state).length).toBeLessThan(12_000);
  });
});
