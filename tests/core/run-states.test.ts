import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GeneratorFailure, isGeneratorFailure, toJobFailure } from "../../lib/core/run/failure";
import {
  isJobEnded,
  isJobFulfilled,
  JOB_STATES,
  JOB_TRANSITIONS,
  type JobEvent,
  jobStatesAllowing,
} from "../../lib/core/run/job-state";
import {
  isRunEnded,
  publicRunStatus,
  RUN_STATES,
  RUN_TRANSITIONS,
  type RunEvent,
  type RunState,
  statesAllowing,
} from "../../lib/core/run/run-state";
import { runs } from "./property-runs";

const RUN_EVENTS = Object.keys(RUN_TRANSITIONS.queued) as RunEvent[];
const JOB_EVENTS = Object.keys(JOB_TRANSITIONS.ready) as JobEvent[];

/** States that some sequence of events leads to. */
function reachable<State extends string>(
  from: State,
  next: (state: State) => (State | "refused")[],
): Set<State> {
  const found = new Set([from]);
  for (const state of found) for (const to of next(state)) if (to !== "refused") found.add(to);
  return found;
}

const nextRunStates = (state: RunState) => RUN_EVENTS.map((event) => RUN_TRANSITIONS[state][event]);

describe("the life of a run", () => {
  it("answers every event in every state", () => {
    for (const state of RUN_STATES) {
      expect(Object.keys(RUN_TRANSITIONS[state]).sort()).toEqual([...RUN_EVENTS].sort());
      for (const event of RUN_EVENTS) {
        expect([...RUN_STATES, "refused"]).toContain(RUN_TRANSITIONS[state][event]);
      }
    }
  });

  it("is over in an ended state: every event is refused", () => {
    for (const state of RUN_STATES.filter(isRunEnded)) {
      expect(new Set(nextRunStates(state))).toEqual(new Set(["refused"]));
    }
  });

  it("can end from every live state, and reaches every state", () => {
    expect(reachable("queued", nextRunStates)).toEqual(new Set(RUN_STATES));
    for (const state of RUN_STATES.filter((candidate) => !isRunEnded(candidate))) {
      expect([...reachable(state, nextRunStates)].some(isRunEnded)).toBe(true);
    }
  });

  it("can be started again wherever it lives: a workflow may be lost at any moment", () => {
    for (const state of RUN_STATES.filter((candidate) => !isRunEnded(candidate))) {
      expect(["running", "cancelling"]).toContain(RUN_TRANSITIONS[state].start);
    }
  });

  it("once cancelling, ends cancelled and nothing else", () => {
    expect(reachable<RunState>("cancelling", nextRunStates)).toEqual(new Set(["cancelling", "cancelled"]));
  });

  it("names the states that allow an event as the compare-and-set needs them", () => {
    for (const event of RUN_EVENTS) {
      expect(statesAllowing(event)).toEqual(
        RUN_STATES.filter((state) => RUN_TRANSITIONS[state][event] !== "refused"),
      );
    }
  });

  it("looks like one of six states from outside, and never ended before it is", () => {
    for (const state of RUN_STATES) {
      const shown = publicRunStatus(state);
      expect(isRunEnded(shown)).toBe(isRunEnded(state));
      expect(["queued", "running", "succeeded", "partial", "failed", "cancelled"]).toContain(shown);
    }
  });

  it("ends at most once, whatever the events and their order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...RUN_EVENTS), { maxLength: 60 }), (events) => {
        let state: RunState = "queued";
        let ends = 0;
        let wasCancelled = false;
        for (const event of events) {
          const next: RunState | "refused" = RUN_TRANSITIONS[state][event];
          if (next === "refused") continue;
          expect(isRunEnded(state)).toBe(false);
          if (state === "cancelling") wasCancelled = true;
          state = next;
          if (isRunEnded(state)) ends++;
          if (wasCancelled && isRunEnded(state)) expect(state).toBe("cancelled");
        }
        expect(ends).toBeLessThanOrEqual(1);
      }),
      runs(500, 20_000),
    );
  });
});

describe("the life of a job", () => {
  it("answers every event in every state, and none once it is over", () => {
    for (const state of JOB_STATES) {
      expect(Object.keys(JOB_TRANSITIONS[state]).sort()).toEqual([...JOB_EVENTS].sort());
      const answers = new Set(JOB_EVENTS.map((event) => JOB_TRANSITIONS[state][event]));
      if (isJobEnded(state)) expect(answers).toEqual(new Set(["refused"]));
      else expect(answers.size).toBeGreaterThan(1);
    }
  });

  it("can end from every open state and reaches every state", () => {
    const next = (state: (typeof JOB_STATES)[number]) =>
      JOB_EVENTS.map((event) => JOB_TRANSITIONS[state][event]);
    expect(reachable("ready", next)).toEqual(new Set(JOB_STATES));
    for (const state of JOB_STATES.filter((candidate) => !isJobEnded(candidate))) {
      expect(JOB_TRANSITIONS[state].cancel).toBe("cancelled");
      expect(JOB_TRANSITIONS[state].fail).toBe("failed");
    }
  });

  it("fulfils what depends on it only by succeeding or being skipped, which both are ends", () => {
    expect(JOB_STATES.filter(isJobFulfilled)).toEqual(["succeeded", "skipped"]);
    expect(JOB_STATES.filter(isJobFulfilled).every(isJobEnded)).toBe(true);
  });

  it("is blocked or skipped only while nothing was bought for it", () => {
    expect(jobStatesAllowing("block")).toEqual(["ready"]);
    expect(jobStatesAllowing("skip")).toEqual(["ready"]);
  });

  it("is submitted only after it was claimed, and goes back only from there", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...JOB_EVENTS), { maxLength: 60 }), (events) => {
        let state: (typeof JOB_STATES)[number] = "ready";
        let isClaimed = false;
        for (const event of events) {
          const next: (typeof JOB_STATES)[number] | "refused" = JOB_TRANSITIONS[state][event];
          if (next === "refused") continue;
          if (event === "claim") isClaimed = true;
          if (next === "submitted") expect(isClaimed).toBe(true);
          if (event === "retry") {
            expect(isClaimed).toBe(true);
            isClaimed = false;
          }
          state = next;
        }
      }),
      runs(500, 20_000),
    );
  });
});

describe("failures", () => {
  it("are retryable by their class", () => {
    const retryable = (["retryable", "permanent", "policy", "budget", "validation"] as const).filter(
      (failureClass) => toJobFailure(new GeneratorFailure({ failureClass, message: "x" })).retryable,
    );
    expect(retryable).toEqual(["retryable", "validation"]);
  });

  it("are recognised by their marker, also from another realm", () => {
    expect(isGeneratorFailure({ marker: "reelgraph.generator-failure" })).toBe(true);
    for (const value of [null, undefined, "x", new Error("x"), { marker: "else" }]) {
      expect(isGeneratorFailure(value)).toBe(false);
    }
    expect(toJobFailure(new TypeError("a bug"))).toEqual({
      code: "retryable",
      retryable: true,
      message: "a bug",
    });
    expect(toJobFailure("just text").message).toBe("just text");
  });

  it("always say something that a database and canonical JSON can hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), (text) => {
        const torn = `${text}\ud800${text}\0`;
        const { message } = toJobFailure(new Error(torn));
        expect(message).not.toMatch(/\0|\p{Surrogate}/u);
        expect(message.length).toBeLessThanOrEqual(2_001);
      }),
      runs(200, 5_000),
    );
  });
});
