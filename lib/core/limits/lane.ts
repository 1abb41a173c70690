import type { LaneState } from "./window";

/** A minute, the second it is counted in, and one for the way to the provider. */
const MINUTE_SECONDS = 62;
/** Of what a provider says that it takes. */
const SHARE_OF_SHOWN = 0.98;
const BURST_SECONDS = 5;
/** What a clock that was ahead has written counts for no longer than that. */
const AHEAD_SECONDS = 5;
/** The longest that a provider is left alone, whatever it says. */
export const LONGEST_PAUSE_MS = 60 * 60_000;
/** Who was late may catch up that much. */
const LEEWAY_MS = 1_000;

/** What a lane has admitted in the minute before a moment. */
interface Minute {
  requests: number;
  tokens: number;
}

/** What may be asked of a lane at one moment. */
export interface LaneRoom {
  /** Whether anything at all may be asked now, if only it is small enough. */
  isPaceOpen: boolean;
  /** The most tokens that a request may have; -1: there is no room for any request. */
  tokens: number;
}

/**
 * What may be asked now. No minute holds more than the provider says it takes: tokens are counted at the most a request can use. One
 * that is larger than a whole minute goes alone.
 */
export function roomInLane(lane: LaneState, now: number): LaneRoom {
  return {
    isPaceOpen: pauseEnds(lane, now) <= now && paceOpensAt(lane, now) <= now,
    tokens: roomForTokens(lane, minuteOf(lane, now)),
  };
}

function minuteOf(lane: LaneState, now: number): Minute {
  const minute: Minute = { requests: 0, tokens: 0 };
  // Nothing is known to be limited by it.
  if (lane.shown.requests === null && lane.shown.tokens === null) return minute;
  const first = Math.floor(now / 1_000) - MINUTE_SECONDS;
  for (const [at, requests, tokens] of lane.admitted) {
    if (at <= first || isAhead(at, now)) continue;
    minute.requests += requests;
    minute.tokens += tokens;
  }
  return minute;
}

/** The moment from which it may be, if nothing else is asked meanwhile. */
export function laneOpensAt(lane: LaneState, tokens: number, now: number): number {
  const minute = minuteOf(lane, now);
  let free = now;
  for (const [at, count, used] of lane.admitted) {
    if (tokens <= roomForTokens(lane, minute)) break;
    if (at <= Math.floor(now / 1_000) - MINUTE_SECONDS || isAhead(at, now)) continue;
    minute.requests -= count;
    minute.tokens -= used;
    free = (at + MINUTE_SECONDS) * 1_000;
  }
  return Math.max(now, pauseEnds(lane, now), paceOpensAt(lane, now), free);
}

/** The lane after a request has been admitted. */
export function takeInLane(lane: LaneState, tokens: number, now: number): LaneState {
  const second = Math.floor(now / 1_000);
  const admitted = lane.admitted.filter(([at]) => at > second - MINUTE_SECONDS && !isAhead(at, now));
  const last = admitted.at(-1);
  if (last && last[0] >= second) admitted[admitted.length - 1] = [last[0], last[1] + 1, last[2] + tokens];
  else admitted.push([second, 1, tokens]);
  const pace = paceOf(lane);
  const due = pace === null ? lane.due : Math.max(dueOf(lane, now), now) + 60_000 / pace;
  return { ...lane, admitted, due };
}

/** Requests a minute: what was learnt, or shown, whichever is less. Null: nothing is known. */
export function paceOf({ perMinute, shown }: LaneState): number | null {
  const told = share(shown.requests);
  if (perMinute === null) return told;
  return told === null ? perMinute : Math.min(perMinute, told);
}

/**
 * Requests a minute at which it has been going at its fastest of late: what a refusal tells is about a burst, and somebody who asks now
 * and then for a few is not to be held to that.
 */
export function fastestPace({ admitted }: LaneState, now: number): number {
  const second = Math.floor(now / 1_000);
  const recent = admitted.filter(([at]) => at > second - 60);
  const perSpan = recent.map(([from]) =>
    recent.reduce((sum, [at, count]) => sum + (at >= from && at < from + BURST_SECONDS ? count : 0), 0),
  );
  return (60 / BURST_SECONDS) * Math.max(1, ...perSpan);
}

function share(shown: number | null): number | null {
  return shown === null ? null : Math.max(1, Math.floor(SHARE_OF_SHOWN * shown));
}

/** Requests keep their distance, except that who was late may catch up a little. */
function paceOpensAt(lane: LaneState, now: number): number {
  const pace = paceOf(lane);
  if (pace === null) return 0;
  const distance = 60_000 / pace;
  return dueOf(lane, now) - Math.max(LEEWAY_MS, distance) + distance;
}

/** No request is due later than one distance from now: anything else was written by a clock that is ahead. */
function dueOf(lane: LaneState, now: number): number {
  const distance = Math.max(LEEWAY_MS, 60_000 / (paceOf(lane) ?? Number.POSITIVE_INFINITY));
  return lane.due > now + distance + AHEAD_SECONDS * 1_000 ? 0 : lane.due;
}

function pauseEnds({ pausedUntil }: LaneState, now: number): number {
  return pausedUntil > now + LONGEST_PAUSE_MS ? 0 : pausedUntil;
}

function isAhead(second: number, now: number): boolean {
  return second > Math.floor(now / 1_000) + AHEAD_SECONDS;
}

function roomForTokens({ shown }: LaneState, minute: Minute): number {
  const most = { requests: share(shown.requests), tokens: share(shown.tokens) };
  if (most.requests !== null && minute.requests >= most.requests) return -1;
  return most.tokens === null || minute.tokens === 0 ? Number.POSITIVE_INFINITY : most.tokens - minute.tokens;
}
