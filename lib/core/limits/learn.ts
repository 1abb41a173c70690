import { fastestPace, LONGEST_PAUSE_MS, paceOf } from "./lane";
import { FIRST_GROWTH, type LaneState, newLane, type WindowPolicy, type WindowState } from "./window";

/** What a provider has shown of its limits with an answer; null or absent where it says nothing. */
export interface ShownLimits {
  /** A minute. */
  requests?: number | null;
  tokens?: number | null;
  /** Nothing is left until that moment. */
  emptyUntil?: number | null;
}

/** Answers between two looks whether a provider takes one more at a time: in the end fewer than 1 % of requests are refused that way. */
const FIRST_LOOK = 10;
const LAST_LOOK = 200;
/** Unless it is asked for more, a pace is forgotten that long after the last refusal: the limit may be another one by now. */
const FORGOTTEN_MS = 10 * 60_000;
const LEAST_GROWTH = 1 / 8_000;
/** What a refusal takes away: much while little is known, little in the end. */
const FIRST_CUT = 0.75;
const LAST_CUT = 0.95;
/** Nobody was held up for that long: what went well says nothing about a limit. */
const HELD_MS = 5_000;
const LEAST_PER_MINUTE = 1;
const SHORTEST_PAUSE_MS = 250;
/** A pace that was not refused for that long is tried in larger steps. */
const CALM_MS = 5 * 60_000;

/** The provider has answered so many requests of a lane: it may take more of them. */
export function learnAnswers(options: {
  state: WindowState;
  policy: WindowPolicy;
  lane: string;
  count: number;
  shown?: ShownLimits;
  /** When they came, if that was some time ago. */
  at?: number;
  now: number;
}): WindowState {
  const { policy, count, shown, now, at = now } = options;
  const known = options.state.lanes[options.lane] ?? newLane();
  const lane = grown(shown ? withShown(known, shown, now) : known, count, at);
  const lanes = { ...options.state.lanes, [options.lane]: lane };
  const state = rested({ ...options.state, lanes }, now);
  if (at - state.fullAt > HELD_MS || state.slots >= policy.mostSlots) return state;
  if (!state.isBounded) return { ...state, slots: Math.min(policy.mostSlots, state.slots + count) };
  const good = state.good + count;
  if (good < (state.isTrying ? 2 * state.slots : state.enough)) return { ...state, good };
  const slots = Math.min(policy.mostSlots, state.slots + 1);
  // One more went well: the limit has moved, and is looked for again.
  const enough = state.isTrying ? FIRST_LOOK : state.enough;
  return { ...state, slots, good: 0, enough, isTrying: true, proven: state.slots };
}

/**
 * The provider has refused a request because there were too many (429). With a wish to be left alone for a while it is the pace that
 * was too high; without one it is how many there were at a time.
 */
export function learnRefusal(options: {
  state: WindowState;
  lane: string;
  /** When the refused request was admitted. */
  admittedAt: number;
  /** Other requests under way now. */
  others: number;
  retryAfterMs?: number | undefined;
  shown?: ShownLimits;
  now: number;
}): WindowState {
  const { admittedAt, others, retryAfterMs, shown, now } = options;
  const known = options.state.lanes[options.lane] ?? newLane();
  const lane = shown ? withShown(known, shown, now) : known;
  const isPace = retryAfterMs !== undefined || shown?.emptyUntil != null;
  if (isPace) {
    const paused = pausedBy(lane, Math.max(SHORTEST_PAUSE_MS, retryAfterMs ?? 0), now);
    const isLesson = admittedAt > lane.cutAt && lane.answered > 0;
    return withLane(options.state, options.lane, isLesson ? cut(paused, now) : { ...paused, calmAt: now });
  }
  const before = options.state;
  // What was asked before it was known teaches the number, and nothing about how soon to try again.
  const isKnown = admittedAt <= before.narrowedAt;
  const enough = isKnown
    ? Math.max(FIRST_LOOK, before.enough)
    : Math.min(LAST_LOOK, Math.max(FIRST_LOOK, 2 * before.enough));
  const narrowedAt = isKnown ? before.narrowedAt : now;
  // Others may have ended while the refusal was on its way: when one more was tried it is that one which is too many.
  const proven = isKnown || before.isTrying ? before.proven : 0;
  const slots = Math.max(1, proven, Math.min(before.slots, others));
  const state = { ...before, slots, isBounded: true, good: 0, enough, isTrying: false, proven, narrowedAt };
  // It does not even take one: then it is left alone for a moment.
  return others > 0 ? state : withLane(state, options.lane, pausedBy(lane, SHORTEST_PAUSE_MS, now));
}

function withLane(state: WindowState, name: string, lane: LaneState): WindowState {
  return { ...state, lanes: { ...state.lanes, [name]: lane } };
}

/** A refusal that is long ago says little: one more is tried soon, and if that is right the next ones soon after. */
function rested(state: WindowState, now: number): WindowState {
  if (!state.isBounded || now - state.narrowedAt < FORGOTTEN_MS) return state;
  return { ...state, enough: FIRST_LOOK, isTrying: true, proven: 0, narrowedAt: now };
}

function withShown(lane: LaneState, { requests, tokens, emptyUntil }: ShownLimits, now: number): LaneState {
  const until = Math.min(emptyUntil ?? 0, now + LONGEST_PAUSE_MS);
  return {
    ...lane,
    shown: { requests: requests ?? lane.shown.requests, tokens: tokens ?? lane.shown.tokens },
    pausedUntil: Math.max(lane.pausedUntil, until),
  };
}

function pausedBy(lane: LaneState, milliseconds: number, now: number): LaneState {
  const until = now + Math.min(LONGEST_PAUSE_MS, milliseconds);
  return { ...lane, pausedUntil: Math.max(lane.pausedUntil, until) };
}

/** The pace that went before, and less: each refusal brings it nearer to the truth, and takes smaller steps from there. */
function cut(lane: LaneState, now: number): LaneState {
  const before = Math.min(paceOf(lane) ?? Number.POSITIVE_INFINITY, fastestPace(lane, now));
  const certainty = lane.perMinute === null ? 0 : Math.min(1, FIRST_GROWTH / lane.growth / 16);
  const factor = FIRST_CUT + (LAST_CUT - FIRST_CUT) * certainty;
  return {
    ...lane,
    perMinute: Math.max(LEAST_PER_MINUTE, before * factor),
    growth: Math.max(LEAST_GROWTH, lane.growth / 2),
    good: 0,
    answered: 0,
    calmAt: now,
    cutAt: now,
  };
}

function grown(before: LaneState, count: number, now: number): LaneState {
  const lane = { ...before, answered: before.answered + count };
  if (lane.perMinute === null) return lane;
  if (now - lane.heldAt > HELD_MS) {
    const isOld = now - Math.max(lane.cutAt, lane.heldAt) > FORGOTTEN_MS;
    return isOld ? { ...lane, perMinute: null, growth: FIRST_GROWTH, good: 0 } : lane;
  }
  const good = lane.good + count;
  // Far more went well, or for far longer, than a limit at this pace would have let pass: it is elsewhere.
  const isElsewhere = good > 3 * LAST_LOOK || now - lane.calmAt > CALM_MS;
  return {
    ...lane,
    perMinute: lane.perMinute * (1 + lane.growth) ** count,
    growth: isElsewhere ? Math.min(FIRST_GROWTH, lane.growth * 2) : lane.growth,
    good: isElsewhere ? Math.min(good, 2 * LAST_LOOK) : good,
    calmAt: isElsewhere ? now : lane.calmAt,
  };
}
