import type { QueueState, Waiting } from "./window";

/** How much later than it could a run may ask again before its turn is another's. */
const LATE_MS = 2_000;

/** The queue without those who have left, and without the turns of those who have none to catch up with. */
export function prune(queue: QueueState, now: number): QueueState {
  const entries = Object.entries(queue.waiting);
  const here = entries.filter(([, { goneAt }]) => goneAt > now);
  const waiting = here.length === entries.length ? queue.waiting : Object.fromEntries(here);
  const present = new Set(here.map(([, { workspaceId }]) => workspaceId));
  const all = Object.entries(queue.workspaces);
  const kept = all.filter(([id, turn]) => turn > queue.turn || present.has(id));
  const workspaces = kept.length === all.length ? queue.workspaces : Object.fromEntries(kept);
  return { turn: queue.turn, waiting, workspaces };
}

/** Enters a run that asks, where it stood if it has asked before. */
export function enter(
  queue: QueueState,
  runId: string,
  asks: Pick<Waiting, "workspaceId" | "wanted" | "lane" | "tokens">,
  now: number,
): QueueState {
  const known = queue.waiting[runId];
  const siblings = Object.values(queue.waiting).filter(({ workspaceId }) => workspaceId === asks.workspaceId);
  const turn = known?.turn ?? Math.min(...siblings.map((sibling) => sibling.turn), Number.MAX_SAFE_INTEGER);
  const entry: Waiting = {
    ...asks,
    since: known?.since ?? now,
    goneAt: now + LATE_MS,
    turn: turn === Number.MAX_SAFE_INTEGER ? 0 : turn,
  };
  // One that waits keeps its right; one that comes, or comes back, has none from the time it was away.
  const had = queue.workspaces[asks.workspaceId] ?? 0;
  const from = siblings.length > 0 ? had : Math.max(queue.turn, had);
  const workspaces = { ...queue.workspaces, [asks.workspaceId]: from };
  return { ...queue, workspaces, waiting: { ...queue.waiting, [runId]: entry } };
}

/**
 * The run whose turn it is: of the workspace that has had the fewest turns, the run that has; those that came first among equals.
 * Null: nobody wants anything that `may` be had now.
 */
export function nextInTurn(queue: QueueState, may: (waiting: Waiting) => boolean): string | null {
  let best: string | null = null;
  for (const [runId, waiting] of Object.entries(queue.waiting)) {
    if (waiting.wanted <= 0 || !may(waiting)) continue;
    if (best === null || isBefore(queue, runId, best)) best = runId;
  }
  return best;
}

function isBefore(queue: QueueState, a: string, b: string): boolean {
  const keys = (runId: string) => {
    const waiting = queue.waiting[runId] as Waiting;
    return [queue.workspaces[waiting.workspaceId] ?? 0, waiting.turn, waiting.since];
  };
  const [first, second] = [keys(a), keys(b)];
  for (const [at, key] of first.entries()) {
    const other = second[at] ?? 0;
    if (key !== other) return key < other;
  }
  return a < b;
}

/** The queue after that run has had its turn. */
export function passTurn(queue: QueueState, runId: string): QueueState {
  const waiting = queue.waiting[runId];
  if (!waiting) return queue;
  const { workspaceId } = waiting;
  const turnOf = (id: string) => queue.workspaces[id] ?? 0;
  const least = Math.min(...Object.values(queue.waiting).map((one) => turnOf(one.workspaceId)));
  return {
    turn: Math.max(queue.turn, least),
    workspaces: { ...queue.workspaces, [workspaceId]: turnOf(workspaceId) + 1 },
    waiting: {
      ...queue.waiting,
      [runId]: { ...waiting, wanted: waiting.wanted - 1, turn: waiting.turn + 1 },
    },
  };
}

/** The queue with a run that will ask again at that moment, if it lives. */
export function stay(queue: QueueState, runId: string, until: number): QueueState {
  const entry = queue.waiting[runId];
  if (!entry) return queue;
  return { ...queue, waiting: { ...queue.waiting, [runId]: { ...entry, goneAt: until + LATE_MS } } };
}

/** The queue without a run that has got what it wanted. */
export function leave(queue: QueueState, runId: string): QueueState {
  const { [runId]: _, ...waiting } = queue.waiting;
  return { ...queue, waiting };
}
