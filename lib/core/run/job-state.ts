/** The life of a job inside one run (runner.md, Job ledger). Total, like the run's. */
export const JOB_STATES = [
  "ready",
  "claimed",
  "submitted",
  "succeeded",
  "failed",
  "cancelled",
  "blocked",
  "skipped",
] as const;
export type JobState = (typeof JOB_STATES)[number];

export type JobEvent =
  | "claim"
  | "accept"
  | "continue"
  | "succeed"
  | "fail"
  | "retry"
  | "cancel"
  | "block"
  | "skip";

export type JobTransition = JobState | "refused";

const ENDED: Record<JobEvent, JobTransition> = {
  claim: "refused",
  accept: "refused",
  continue: "refused",
  succeed: "refused",
  fail: "refused",
  retry: "refused",
  cancel: "refused",
  block: "refused",
  skip: "refused",
};

export const JOB_TRANSITIONS: Record<JobState, Record<JobEvent, JobTransition>> = {
  // `ready` = not yet bought; whether its dependencies are there is derived, never stored.
  // `succeed` from ready: a purchase of an earlier run of the same claim is adopted without buying.
  ready: {
    ...ENDED,
    claim: "claimed",
    succeed: "succeeded",
    fail: "failed",
    cancel: "cancelled",
    block: "blocked",
    skip: "skipped",
  },
  // `claim` again: another slice takes over an intent whose deadline passed.
  claimed: {
    ...ENDED,
    claim: "claimed",
    accept: "submitted",
    continue: "claimed",
    succeed: "succeeded",
    fail: "failed",
    retry: "ready",
    cancel: "cancelled",
  },
  submitted: {
    ...ENDED,
    accept: "submitted",
    continue: "claimed",
    succeed: "succeeded",
    fail: "failed",
    retry: "ready",
    cancel: "cancelled",
  },
  succeeded: ENDED,
  failed: ENDED,
  cancelled: ENDED,
  blocked: ENDED,
  skipped: ENDED,
};

export function jobStatesAllowing(event: JobEvent): JobState[] {
  return JOB_STATES.filter((state) => JOB_TRANSITIONS[state][event] !== "refused");
}

export function isJobEnded(state: JobState): boolean {
  return !(state === "ready" || state === "claimed" || state === "submitted");
}

/** Its artifacts are there: what depends on it may start. */
export function isJobFulfilled(state: JobState): boolean {
  return state === "succeeded" || state === "skipped";
}
