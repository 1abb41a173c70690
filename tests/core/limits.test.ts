import { describe, expect, it } from "vitest";
import { admit, type Want } from "../../lib/core/limits/admit";
import { learnAnswers, learnRefusal } from "../../lib/core/limits/learn";
import { newWindow, type WindowState, windowFrom } from "../../lib/core/limits/window";
import { type LimitRule, runLimitSeed } from "../sim/limit-worlds";

/** `npm run simulate -- --limits` lives a thousand of them on all processors. */
const SEEDS = process.env.REELGRAPH_DEEP === "1" ? 1_000 : 40;
const POLICY = { slots: 5, mostSlots: 64 };
const AT = 1_800_000_000_000;
const ONE: Want = { lane: "model", tokens: 0 };

describe(`a provider's hidden limit, in ${SEEDS} worlds`, () => {
  const outcomes = Array.from({ length: SEEDS }, (_, at) => runLimitSeed(at + 1));

  it("there are worlds of each kind, with a flood and without", () => {
    const kinds = outcomes.map(({ world }) => `${world.limit.kind} ${world.isFlood}`);
    expect(new Set(kinds).size).toBe(6);
  });

  it.each(
    Object.entries({
      refused: "is found and kept to: hardly anything is refused",
      unused: "is found and kept to: hardly anything is left unused",
      tokens: "a minute's tokens are never exceeded, in any 60 seconds",
      unfair: "is shared by ten workspaces alike",
      overtaken:
        "a flood of one delays another's first request by a few of its own and one of each other that waits",
    } satisfies Record<LimitRule, string>),
  )("%s: %s", (rule) => {
    expect(outcomes.filter(({ broken }) => broken.includes(rule as LimitRule))).toEqual([]);
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

  it("is no larger than it may be now, whatever it was when it was kept", () => {
    const kept = { ...newWindow({ slots: 12, mostSlots: 32 }), proven: 11 };
    expect(windowFrom(kept, { slots: 2, mostSlots: 4 })).toMatchObject({ slots: 4, proven: 4 });
    expect(windowFrom(kept, { slots: 5, mostSlots: 32 })).toEqual(kept);
  });

  it("goes back by one when one more is too many, whoever has ended meanwhile; any other refusal says how many there are", () => {
    const policy = { slots: 3, mostSlots: 9 };
    const known = { ...newWindow(policy), isBounded: true, enough: 10, fullAt: AT };
    const trying = learnAnswers({ state: known, policy, lane: "model", count: 10, now: AT });
    expect(trying).toMatchObject({ slots: 4, isTrying: true });
    const refusal = { lane: "model", admittedAt: AT + 1, others: 1, now: AT + 2 };
    const back = learnRefusal({ ...refusal, state: trying });
    expect(back).toMatchObject({ slots: 3, isTrying: false });
    // What was asked before that was known.
    expect(learnRefusal({ ...refusal, state: back })).toMatchObject({ slots: 3 });
    expect(learnRefusal({ ...refusal, state: back, admittedAt: AT + 3 })).toMatchObject({ slots: 1 });
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

  it("is shared by the runs of one workspace as by workspaces, however quick one of them is to ask", () => {
    let state = newWindow({ slots: 2, mostSlots: 2 });
    const got = { quick: 0, slow: 0 };
    const ask = (runId: "quick" | "slow", taken: number, now: number) => {
      const admission = admit({
        state,
        now,
        taken,
        asker: { workspaceId: "one", runId },
        wants: [ONE, ONE, ONE],
      });
      state = admission.state;
      const count = granted(admission);
      got[runId] += count;
      return count;
    };
    const ends: number[] = [];
    for (let now = AT; now < AT + 300_000; now += 100) {
      for (let at = ends.length - 1; at >= 0; at--) {
        if ((ends[at] ?? 0) > now) continue;
        ends.splice(at, 1);
        // The one asks the moment an answer comes, the other every 400 ms.
        for (let count = ask("quick", ends.length, now); count > 0; count--) ends.push(now + 2_000);
      }
      const isTurn = (now - AT) % 400 === 0;
      for (let count = isTurn ? ask("slow", ends.length, now) : 0; count > 0; count--) ends.push(now + 2_000);
      if (now === AT)
        for (let count = ask("quick", ends.length, now); count > 0; count--) ends.push(now + 2_000);
    }
    expect(got.quick + got.slow).toBeGreaterThan(250);
    expect(Math.min(got.quick, got.slow) / Math.max(got.quick, got.slow)).toBeGreaterThan(0.9);
  });

  it("keeps room for something large whose turn it is, instead of letting small ones by for ever", () => {
    let state = learnAnswers({
      state: newWindow({ slots: 20, mostSlots: 20 }),
      policy: { slots: 20, mostSlots: 20 },
      lane: "model",
      count: 1,
      shown: { tokens: 30_000 },
      now: AT,
    });
    let admittedAt: number | null = null;
    for (let now = AT; now < AT + 600_000 && admittedAt === null; now += 1_000) {
      const ask = (workspaceId: string, tokens: number) => {
        const asker = { workspaceId, runId: workspaceId };
        const admission = admit({ state, now, taken: 0, asker, wants: [{ lane: "model", tokens }] });
        state = admission.state;
        return admission.granted[0];
      };
      ask("small", 2_000);
      if (now >= AT + 60_000 && ask("large", 9_000)) admittedAt = now;
    }
    expect(admittedAt).not.toBeNull();
    expect(admittedAt ?? 0).toBeLessThan(AT + 60_000 + 70_000);
  });

  it("is not crippled by an outage, or by a burst that was refused at once", () => {
    const policy = { slots: 5, mostSlots: 64 };
    let state = newWindow(policy);
    state = { ...state, slots: 20 };
    state = asking(state, "a", 20).state;
    state = learnAnswers({ state, policy, lane: "model", count: 20, now: AT });
    const pace = state.lanes.model?.perMinute ?? null;
    // Five minutes in which everything is refused say nothing of a pace.
    for (let now = AT + 5_000; now < AT + 305_000; now += 5_000) {
      state = learnRefusal({
        state,
        lane: "model",
        admittedAt: now - 80,
        others: 4,
        retryAfterMs: 5_000,
        now,
      });
    }
    const once = state.lanes.model?.perMinute ?? 0;
    expect(pace).toBeNull();
    expect(once).toBeGreaterThan(100);
    // One burst is one lesson, however many of it are refused.
    let burst = newWindow(policy);
    for (let left = 25; left >= 20; left--) {
      burst = learnRefusal({
        state: { ...burst, slots: left },
        lane: "model",
        admittedAt: AT - 1,
        others: left,
        now: AT,
      });
    }
    expect(burst.enough).toBe(10);
    // Ten minutes later it is tried again soon, whatever was learnt.
    const worn = { ...burst, slots: 1, enough: 200, narrowedAt: AT };
    const later = AT + 601_000;
    const asked = asking(worn, "a", 9, 0, later).state;
    expect(learnAnswers({ state: asked, policy, lane: "model", count: 2, now: later }).slots).toBe(2);
  });

  it("takes nothing from a clock that was an hour ahead, and from another version of itself", () => {
    const shown = { requests: 60 };
    let state = learnAnswers({
      state: newWindow(POLICY),
      policy: POLICY,
      lane: "model",
      count: 1,
      shown,
      now: AT,
    });
    state = asking(state, "ahead", 3, 0, AT + 3_600_000).state;
    state = learnAnswers({
      state,
      policy: POLICY,
      lane: "model",
      count: 1,
      shown: { requests: 60, emptyUntil: AT + 90 * 3_600_000 },
      now: AT + 3_600_000,
    });
    expect(granted(asking(state, "right", 3, 0, AT + 5_000))).toBe(1);
    expect(windowFrom({ ...state, version: 0 } as unknown as WindowState, POLICY)).toEqual(newWindow(POLICY));
    expect(windowFrom(state, POLICY)).toBe(state);
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
    for (let again = 1; again < 10; again++) {
      const now = AT + again;
      refused = learnRefusal({ state: refused, lane: "model", admittedAt: now, others: 4, now });
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
    const answers = () => learnAnswers({ state, policy: POLICY, lane: "model", count: 1, now: AT + 400 });
    state = answers();
    const paces = Array.from({ length: 5 }, (_, index) => {
      const now = AT + 500 + index;
      state = learnRefusal({ state, lane: "model", admittedAt: AT, others: 30, retryAfterMs: 1_000, now });
      return state.lanes.model?.perMinute;
    });
    expect(new Set(paces).size).toBe(1);
    state = answers();
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
    state = learnAnswers({ state, policy: POLICY, lane: "model", count: 1, now: AT + 20_000 });
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
    expect(JSON.stringify(state).length).toBeLessThan(20_000);
  });
});
