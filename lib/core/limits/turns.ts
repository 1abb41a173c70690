import type { QueueState, Waiting } from "./window";

/** How much later than it could a run may ask again before its turn is another's. */
const LATE_MS = 2_000;
/** How much longer the turns it has had are remembered: who comes and goes is not new each time. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 30;

/** The queue without those who have left, and without the turns of those who have none to catch up with. */
export function prune(queue: QueueState, now: number): QueueState {
  const entries = Object.entries(queue.waiting);
  const here = entries.filter(([, { goneAt }]) => goneAt > now);
  const away = entries
    .filter(([, { goneAt }]) => goneAt <= now && goneAt + REMEMBERED_MS > now)
    .sort(([, a], [, b]) => b.goneAt - a.goneAt)
    .slice(0, MOST_REMEMBERED);
  const isSame = here.length + away.length === entries.length;
  const waiting = isSame ? queue.waiting : Object.fromEntries([...here, ...away]);
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
  const isHere = known !== undefined && known.goneAt > now;
  const siblings = Object.entries(queue.waiting).flatMap(([id, sibling]) =>
    id !== runId && sibling.workspaceId === asks.workspaceId && sibling.goneAt > now ? [sibling] : [],
  );
  const least = siblings.length > 0 ? Math.min(...siblings.map(({ turn }) => turn)) : 0;
  const entry: Waiting = {
    ...asks,
    since: isHere ? known.since : now,
    goneAt: now + LATE_MS,
    // One that comes back has no right from the time it was away.
    turn: isHere ? known.turn : Math.max(known?.turn ?? 0, least),
  };
  const had = queue.workspaces[asks.workspaceId] ?? 0;
  const from = isHere || siblings.length > 0 ? had : Math.max(queue.turn, had);
  const workspaces = { ...queue.workspaces, [asks.workspaceId]: from };
  return { ...queue, workspaces, waiting: { ...queue.waiting, [runId]: entry } };
}

/**
 * The run whose turn it is: of the workspace that has had the fewest turns, the run that has; those that came first among equals.
 * Null: nobody wants anything that `may` be had now.
 */
export function nextInTurn(
  queue: QueueState,
  now: number,
  may: (waiting: Waiting) => boolean,
): string | null {
  let best: string | null = null;
  for (const [runId, waiting] of Object.entries(queue.waiting)) {
    if (waiting.wanted <= 0 || waiting.goneAt <= now || !may(waiting)) continue;
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
export function passTurn(queue: QueueState, runId: string, now: number): QueueState {
  const waiting = queue.waiting[runId];
  if (!waiting) return queue;
  const { workspaceId } = waiting;
  const turnOf = (id: string) => queue.workspaces[id] ?? 0;
  const wanting = Object.values(queue.waiting).filter(({ wanted, goneAt }) => wanted > 0 && goneAt > now);
  const least = Math.min(...wanting.map((one) => turnOf(one.workspaceId)));
  return {
    turn: Math.max(queue.turn, Number.isFinite(least) ? least : turnOf(workspaceId)),
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

/** The queue with a run that wants nothing more for now: should it be back soon, it has had the turns it has had. */
export function rest(queue: QueueState, runId: string, now: number): QueueState {
  const entry = queue.waiting[runId];
  if (!entry) return queue;
  const resting = { ...entry, wanted: 0, goneAt: now + LATE_MS };
  return { ...queue, waiting: { ...queue.waiting, [runId]: resting } };
}
