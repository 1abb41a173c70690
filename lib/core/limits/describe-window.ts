import { LONGEST_PAUSE_MS, paceOf } from "./lane";
import type { WindowState } from "./window";

/** What is known of a provider's limits at one moment, for people. */
export interface DescribedWindow {
  /** Requests that may be under way at a time, of all who share the key. */
  requestsAtATime: number;
  /** Whether a refusal has shown that the provider takes no more. */
  isBounded: boolean;
  lanes: {
    lane: string;
    /** Null: no limit is known. */
    requestsPerMinute: number | null;
    tokensPerMinute: number | null;
    /** The provider wants to be left alone until then; milliseconds since 1970. */
    pausedUntil: number | null;
  }[];
}

export function describeWindow({ slots, isBounded, lanes }: WindowState, now: number): DescribedWindow {
  return {
    requestsAtATime: Math.max(1, Math.floor(slots)),
    isBounded,
    lanes: Object.entries(lanes)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([lane, state]) => {
        const pace = paceOf(state);
        const isPaused = state.pausedUntil > now && state.pausedUntil <= now + LONGEST_PAUSE_MS;
        return {
          lane,
          requestsPerMinute: pace === null ? null : Math.floor(pace),
          tokensPerMinute: state.shown.tokens,
          pausedUntil: isPaused ? state.pausedUntil : null,
        };
      }),
  };
}
