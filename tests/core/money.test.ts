import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeWindow } from "../../lib/core/limits/describe-window";
import { takeInLane } from "../../lib/core/limits/lane";
import { newLane, newWindow } from "../../lib/core/limits/window";
import { reachedShare } from "../../lib/core/money/budget-alert";
import { ceilingReached, isWithinCeiling, leftOf } from "../../lib/core/money/ceilings";
import { exactDollars } from "../../lib/core/money/micro-usd";
import { overQuote } from "../../lib/core/money/over-quote";
import { projectMonth } from "../../lib/core/money/project-month";
import { daysInMonth, storageCost } from "../../lib/core/money/storage-cost";

const micros = fc.integer({ min: 0, max: 10_000_000_000 });

describe("a ceiling", () => {
  it("is never passed by what fits under it, and refuses nothing that would", () => {
    fc.assert(
      fc.property(micros, micros, micros, (ceilingMicros, committedMicros, neededMicros) => {
        const fits = isWithinCeiling({ ceilingMicros, committedMicros, neededMicros });
        const left = leftOf({ ceilingMicros, committedMicros });
        expect(fits).toBe(neededMicros === 0 || neededMicros <= left);
      }),
    );
    expect(isWithinCeiling({ ceilingMicros: null, committedMicros: 9e15, neededMicros: 1 })).toBe(true);
  });

  it.each(["run", "video", "month"] as const)(
    "of a %s says which it is, what is left and what to do",
    (scope) => {
      const error = ceilingReached({
        scope,
        ceilingMicros: 1_500_000,
        committedMicros: 1_200_001,
        neededMicros: 300_000,
        extra: { scope: "not this", quote: 1 },
      });
      expect(error.code).toBe("ceiling-reached");
      expect(error.details).toEqual({
        quote: 1,
        scope,
        ceilingMicros: 1_500_000,
        committedMicros: 1_200_001,
        neededMicros: 300_000,
        leftMicros: 299_999,
      });
      for (const part of ["$1.50", "$1.200001", "$0.299999", "$0.30", "Raise"]) {
        expect(error.message).toContain(part);
      }
      const words = { run: "maxCostMicros", video: "maxTotalCostMicros", month: "month" };
      expect(error.message).toContain(words[scope]);
    },
  );

  it("that was lowered below what is committed has nothing left, and never less", () => {
    expect(leftOf({ ceilingMicros: 5, committedMicros: 9 })).toBe(0);
  });
});

describe("amounts", () => {
  it.each([
    [0, "$0.00"],
    [1, "$0.000001"],
    [10_000, "$0.01"],
    [123_000, "$0.123"],
    [1_500_000, "$1.50"],
    [9_007_199_254_740_991, "$9007199254.740991"],
  ])("of %i micro-USD read %s", (amount, text) => {
    expect(exactDollars(amount)).toBe(text);
  });
});

describe("a month's projection", () => {
  const at = (text: string) => new Date(`${text}Z`);

  it.each([
    ["2026-11-01T23:59:59", 1_000, 0, null],
    ["2026-11-02T00:00:00", 1_000, 0, 30_000],
    ["2026-11-16T00:00:00", 1_000, 0, 2_000],
    ["2026-11-16T00:00:00", 1_000, 5_000, 6_000],
    // A third of the month: rounded up.
    ["2026-11-11T00:00:00", 1, 0, 3],
    ["2026-02-15T00:00:00", 10, 0, 20],
    ["2028-02-15T12:00:00", 10, 0, 20],
    // Exact, where a product of doubles is not.
    ["2026-11-16T00:00:00", 3_000_000_000_000_001, 0, 6_000_000_000_000_002],
    ["2026-12-11T00:00:00", 0, 0, 0],
  ])("at %s with %i spent and %i set aside is %s", (text, spentMicros, reservedMicros, projected) => {
    expect(projectMonth({ spentMicros, reservedMicros, now: at(text) })).toBe(projected);
  });

  it("is never below what is spent and set aside, and what is spent alone at the month's end", () => {
    const moments = fc.date({
      min: at("2020-01-01T00:00:00"),
      max: at("2030-12-31T23:59:59"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(micros, micros, moments, (spentMicros, reservedMicros, now) => {
        const projected = projectMonth({ spentMicros, reservedMicros, now });
        if (projected === null) {
          expect(now.getUTCDate()).toBe(1);
          return;
        }
        expect(Number.isSafeInteger(projected)).toBe(true);
        expect(projected).toBeGreaterThanOrEqual(spentMicros + reservedMicros);
        expect(projected).toBeLessThanOrEqual(Math.max(31 * spentMicros, spentMicros + reservedMicros));
      }),
    );
  });
});

describe("storage", () => {
  const rate = { microsPerGbMonth: 23_000, daysInMonth: 30 };

  it.each([
    [0n, 0],
    [1n, 1],
    [30_000_000_000n, 23_000],
    [30_000_000_001n, 23_001],
    [29_999_999_999n, 23_000],
    // A petabyte for a month.
    [30_000_000_000_000_000n, 23_000_000_000],
  ])("of %i byte days costs %i micro-USD", (byteDays, cost) => {
    expect(storageCost(byteDays, rate)).toBe(cost);
  });

  it("that is free costs nothing; months have their days", () => {
    expect(storageCost(10n ** 18n, { ...rate, microsPerGbMonth: 0 })).toBe(0);
    const days = ["2026-02-10", "2028-02-29", "2026-12-31", "2026-11-01"].map((day) =>
      daysInMonth(new Date(`${day}T23:00:00Z`)),
    );
    expect(days).toEqual([28, 29, 31, 30]);
  });
});

it.each([
  [49, 100, 0],
  [50, 100, 50],
  [94, 100, 80],
  [95, 100, 95],
  [100, 100, 100],
  [250, 100, 100],
  [0, 100, 0],
])("of %i spent of a budget of %i the share reached is %i", (costMicros, budgetMicros, percent) => {
  expect(reachedShare({ costMicros, budgetMicros })).toBe(percent);
});

it.each([
  [100, 100, 0],
  [101, 100, 1],
  [5, null, 0],
  [5, 0, 5],
])("a run that cost %i of a quote of %s is %i over it", (costMicros, quotedMicros, over) => {
  expect(overQuote({ costMicros, quotedMicros })).toBe(over);
});

it("a window is described by what is known of it, a pause only while it lasts", () => {
  const now = 1_000_000;
  const lane = { ...takeInLane(newLane(), 0, now), perMinute: 61.7, pausedUntil: now + 1 };
  const state = {
    ...newWindow({ slots: 2, mostSlots: 9 }),
    slots: 4.6,
    lanes: { b: newLane(), a: { ...lane, shown: { requests: null, tokens: 500 } } },
  };
  expect(describeWindow(state, now)).toEqual({
    requestsAtATime: 4,
    isBounded: false,
    lanes: [
      { lane: "a", requestsPerMinute: 61, tokensPerMinute: 500, pausedUntil: now + 1 },
      { lane: "b", requestsPerMinute: null, tokensPerMinute: null, pausedUntil: null },
    ],
  });
  expect(describeWindow(state, now + 1).lanes[0]?.pausedUntil).toBeNull();
});
