/**
 * The life of a run (docs/spec/lifecycles.md). Total: every state answers every event, so nothing is decided by omission.
 * `waiting` is a run whose workflow sleeps until a webhook or its wakeAt; callers see it as `running`.
 */
export const RUN_STATES = [
  "queued",
  "running",
  "waiting",
  "cancelling",
  "succeeded",
  "partial",
  "failed",
  "cancelled",
] as const;
export type RunState = (typeof RUN_STATES)[number];

export type RunEvent =
  | "start"
  | "wait"
  | "wake"
  | "cancel"
  | "succeed"
  | "end-partial"
  | "fail"
  | "end-cancelled";

/** `refused`: the event is meaningless in this state; a writer that meets it lost a race and must re-read. */
export type RunTransition = RunState | "refused";

const ENDED: Record<RunEvent, RunTransition> = {
  start: "refused",
  wait: "refused",
  wake: "refused",
  cancel: "refused",
  succeed: "refused",
  "end-partial": "refused",
  fail: "refused",
  "end-cancelled": "refused",
};

export const RUN_TRANSITIONS: Record<RunState, Record<RunEvent, RunTransition>> = {
  queued: { ...ENDED, start: "running", cancel: "cancelling", fail: "failed" },
  // `start` again: a step that crashed after its write is simply run again.
  running: {
    start: "running",
    wait: "waiting",
    wake: "running",
    cancel: "cancelling",
    succeed: "succeeded",
    "end-partial": "partial",
    fail: "failed",
    "end-cancelled": "refused",
  },
  // `start`: its workflow was lost while it slept, and another one goes on from the ledger.
  waiting: {
    ...ENDED,
    start: "running",
    wait: "waiting",
    wake: "running",
    cancel: "cancelling",
    fail: "failed",
  },
  cancelling: {
    ...ENDED,
    start: "cancelling",
    // What was asked of a provider before is waited for: what it made is kept.
    wait: "cancelling",
    wake: "cancelling",
    cancel: "cancelling",
    "end-cancelled": "cancelled",
  },
  succeeded: ENDED,
  partial: ENDED,
  failed: ENDED,
  cancelled: ENDED,
};

/** States from which `event` leads somewhere: the `where status in (…)` of its compare-and-set. */
export function statesAllowing(event: RunEvent): RunState[] {
  return RUN_STATES.filter((state) => RUN_TRANSITIONS[state][event] !== "refused");
}

export function isRunEnded(state: RunState): boolean {
  return state === "succeeded" || state === "partial" || state === "failed" || state === "cancelled";
}

/** What callers see (api.md, Runs). */
export function publicRunStatus(
  state: RunState,
): "queued" | "running" | "succeeded" | "partial" | "failed" | "cancelled" {
  return state === "waiting" || state === "cancelling" ? "running" : state;
}
