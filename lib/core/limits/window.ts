/*
 * What all runs and processes know together of one provider's limits (runner.md, Limits and money): how many requests it takes at a
 * time, how many and how much of them a minute, and whose turn it is. A plain document, read and replaced under a lock: the ledger and
 * the simulation put the same functions to work. Moments are milliseconds since 1970.
 */

const VERSION = 1;

/** What is given from outside, and stays. */
export interface WindowPolicy {
  /** Requests at a time to begin with. */
  slots: number;
  /** As far as success lets it grow; the same as `slots`: it neither grows nor shrinks, and nothing is paced. */
  mostSlots: number;
}

export interface WindowState {
  /** What another version wrote is not read: it is learnt anew. */
  version: typeof VERSION;
  /** How many may be under way; a fraction is on its way to the next whole one. */
  slots: number;
  /** Whether a refusal has shown that there is an end to it. */
  isBounded: boolean;
  /** Answers at a full window since the last change. */
  good: number;
  /** How many of them it takes to try one more: twice as many with every refusal. */
  enough: number;
  /** One more is being tried, and was not refused yet. */
  isTrying: boolean;
  /** So many went well before one more was tried: a refusal of that one says nothing against them. 0: nothing is known. */
  proven: number;
  /** When a refusal last said so, or it was so long ago that it counts for little. */
  narrowedAt: number;
  /** When all slots were last taken. */
  fullAt: number;
  /** Requests and tokens a minute are counted apart for each of these, e.g. a model. */
  lanes: Record<string, LaneState>;
  queue: QueueState;
}

export interface LaneState {
  /** Requests a minute, as refusals have taught; null: none was refused yet. */
  perMinute: number | null;
  /** How much an answer adds to that, as a share of it; smaller with every refusal that confirms it. */
  growth: number;
  /** Answers while it held somebody up, since the last refusal. */
  good: number;
  /** Answers of any kind since the pace was last cut: without one a refusal says nothing of a pace. */
  answered: number;
  /** When it was last refused, or has been left in peace for a while since. */
  calmAt: number;
  /** What was admitted before that was refused for the same reason: no further lesson. */
  cutAt: number;
  /** When somebody last went without because of the pace. */
  heldAt: number;
  /** The moment the next request has by the pace; it may come a little earlier. */
  due: number;
  /** Nothing before: the provider said so. */
  pausedUntil: number;
  /** The provider's own figures a minute, where it tells them. */
  shown: { requests: number | null; tokens: number | null };
  /** Second → requests and tokens admitted then; those of the last minute, ascending. */
  admitted: [second: number, requests: number, tokens: number][];
}

/** Whose turn it is: start-time fair queueing between workspaces, and inside one between its runs. */
export interface QueueState {
  /** The fewest turns that any who waited had when one was given last; who comes new, or back, begins there. */
  turn: number;
  workspaces: Record<string, number>;
  waiting: Record<string, Waiting>;
}

export interface Waiting {
  workspaceId: string;
  since: number;
  /** Who has not asked again by then has left, or died, and is not waited for. */
  goneAt: number;
  wanted: number;
  /** The most urgent of what it wants. */
  lane: string;
  tokens: number;
  /** Its own turns: the workspace's go round its runs. */
  turn: number;
}

export function newWindow(policy: WindowPolicy): WindowState {
  return {
    version: VERSION,
    slots: policy.slots,
    isBounded: false,
    good: 0,
    enough: 0,
    isTrying: false,
    proven: 0,
    narrowedAt: 0,
    fullAt: 0,
    lanes: {},
    queue: { turn: 0, workspaces: {}, waiting: {} },
  };
}

/** A window as it was kept, no larger than it may be now; a new one where there is none, or one of another version. */
export function windowFrom(kept: WindowState | null, policy: WindowPolicy): WindowState {
  if (kept?.version !== VERSION) return newWindow(policy);
  // What was kept before this was counted does not have it.
  const { slots, proven = 0 } = kept as Omit<WindowState, "proven"> & Partial<WindowState>;
  const { mostSlots } = policy;
  if (kept.proven !== undefined && Math.max(slots, proven) <= mostSlots) return kept;
  return { ...kept, slots: Math.min(slots, mostSlots), proven: Math.min(proven, mostSlots) };
}

export function newLane(): LaneState {
  return {
    perMinute: null,
    growth: FIRST_GROWTH,
    good: 0,
    answered: 0,
    calmAt: 0,
    cutAt: 0,
    heldAt: 0,
    due: 0,
    pausedUntil: 0,
    shown: { requests: null, tokens: null },
    admitted: [],
  };
}

/** At first twice as much after 42 answers: the pace that a first refusal suggests is a guess. */
export const FIRST_GROWTH = 1 / 60;
