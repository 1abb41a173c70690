import { isLaneOpen, isPaceOpen, laneOpensAt, type Minute, minuteOf, takeInLane } from "./lane";
import { enter, nextInTurn, passTurn, prune, rest, stay } from "./turns";
import { type LaneState, newLane, type QueueState, type WindowState } from "./window";

/** What is wanted of a provider at one moment. */
export interface Want {
  lane: string;
  /** The most it can use; 0 where tokens are not counted. */
  tokens: number;
}

/** How old what a window knows of who waits may be. */
const FRESH_MS = 1_000;

export interface Admission {
  /** The same object when nothing has changed. */
  state: WindowState;
  /** Which of the wants may be asked of the provider now. */
  granted: boolean[];
  /** Before that moment asking again is in vain; null: a slot may free itself at any time. */
  notBefore: number | null;
}

/**
 * A slot does not stay empty until the one whose turn it is asks: whoever is there may have it, unless its workspace is that many turns
 * ahead, or an eighth of the slots where that is more.
 */
const LEAST_LEAD = 2;

/**
 * Who may ask the provider now. A run gets what is free, less what others that wait have a better right to: workspaces take turns, and
 * none gets ahead of one that waits by more than a few (LEAST_LEAD). So a flood of one delays another's first request, from the moment
 * a slot is free, by no more than those few requests and one of each other workspace that waits.
 */
export function admit(options: {
  state: WindowState;
  now: number;
  /** Requests under way, of all runs. */
  taken: number;
  asker: { workspaceId: string; runId: string };
  /** The most urgent first. */
  wants: readonly Want[];
}): Admission {
  const { state, now, taken, asker, wants } = options;
  const { runId, workspaceId } = asker;
  const granted = wants.map(() => false);
  const first = wants[0];
  let room = Math.floor(state.slots) - taken;
  const isKnown = room <= 0 && (state.queue.waiting[runId]?.goneAt ?? 0) > now + FRESH_MS;
  // Nothing to give, and who asks stands in the queue: nothing has to be written down.
  if (!first || (isKnown && now - state.fullAt < FRESH_MS)) return { state, granted, notBefore: null };
  const lanes = new Lanes(state.lanes, now);
  /** The lanes as they will be when others have had what is set aside for them. */
  const ahead = new Lanes(state.lanes, now);
  /** Lanes in which the one whose turn it is waits for room for something large: nobody else has any of it. */
  const saved = new Set<string>();
  const nextWant = () =>
    wants.findIndex((want, at) => !granted[at] && !saved.has(want.lane) && lanes.isOpen(want));
  const asks = { workspaceId, wanted: wants.length, ...(wants[nextWant()] ?? first) };
  let queue = enter(prune(state.queue, now), runId, asks, now);
  const lead = Math.max(LEAST_LEAD, state.slots / 8);
  const setAside: string[] = [];
  for (; room > 0; room--) {
    const turns = setAside.reduce((after, id) => passTurn(after, id, now), queue);
    const next = nextInTurn(turns, now, ({ lane }) => !saved.has(lane) && ahead.isPaceOpen(lane));
    const large = next === null ? undefined : turns.waiting[next];
    if (large && !ahead.isOpen(large)) {
      // It has a right to what becomes free, and would never get it if smaller requests went first.
      saved.add(large.lane);
      room++;
      continue;
    }
    const at = nextWant();
    const want = wants[at];
    if (next !== null && want && (next === runId || leadOver(turns, runId, next) < lead)) {
      granted[at] = true;
      lanes.take(want);
      ahead.take(want);
      queue = wanting(passTurn(queue, runId, now), runId, wants[nextWant()] ?? first);
    } else if (next !== null && next !== runId) {
      setAside.push(next);
      ahead.take(turns.waiting[next] ?? first);
    } else break;
  }
  const left = wants.filter((_, at) => !granted[at]);
  const held = left.filter((want) => saved.has(want.lane) || !lanes.isOpen(want));
  for (const lane of new Set(held.map((want) => want.lane))) lanes.hold(lane);
  const isAllHeld = left.length > 0 && held.length === left.length;
  const notBefore = isAllHeld ? Math.min(...smallest(held).map((want) => lanes.opensAt(want))) : null;
  if (left.length === 0) queue = rest(queue, runId, now);
  else if (notBefore !== null) queue = stay(queue, runId, notBefore);
  const fullAt = room <= 0 ? now : state.fullAt;
  return { state: { ...state, lanes: lanes.all(), queue, fullAt }, granted, notBefore };
}

/** Of each lane the want that fits first. */
function smallest(wants: readonly Want[]): Want[] {
  const least = new Map<string, Want>();
  for (const want of wants) {
    if (want.tokens < (least.get(want.lane)?.tokens ?? Number.POSITIVE_INFINITY)) least.set(want.lane, want);
  }
  return [...least.values()];
}

/** How many turns a run, or its workspace, has had more than the one whose turn it is. */
function leadOver({ workspaces, waiting }: QueueState, runId: string, next: string): number {
  const [asking, first] = [waiting[runId], waiting[next]];
  if (!asking || !first) return 0;
  // Of two runs of one workspace it is their own turns that count.
  if (asking.workspaceId === first.workspaceId) return asking.turn - first.turn;
  return (workspaces[asking.workspaceId] ?? 0) - (workspaces[first.workspaceId] ?? 0);
}

function wanting(queue: QueueState, runId: string, { lane, tokens }: Want): QueueState {
  const entry = queue.waiting[runId];
  return entry ? { ...queue, waiting: { ...queue.waiting, [runId]: { ...entry, lane, tokens } } } : queue;
}

/** The lanes of a window at one moment, of which those that change are copied. */
class Lanes {
  private readonly changed: Record<string, LaneState> = {};
  private readonly minutes = new Map<string, Minute>();

  constructor(
    private readonly known: Readonly<Record<string, LaneState>>,
    private readonly now: number,
  ) {}

  private lane(name: string): LaneState {
    return this.changed[name] ?? this.known[name] ?? newLane();
  }

  private minute(name: string): Minute {
    const minute = this.minutes.get(name) ?? minuteOf(this.lane(name), this.now);
    this.minutes.set(name, minute);
    return minute;
  }

  opensAt({ lane, tokens }: Want): number {
    return laneOpensAt(this.lane(lane), tokens, this.now);
  }

  isOpen({ lane, tokens }: Want): boolean {
    return isLaneOpen(this.lane(lane), this.minute(lane), tokens, this.now);
  }

  isPaceOpen(lane: string): boolean {
    return isPaceOpen(this.lane(lane), this.now);
  }

  take({ lane, tokens }: Want): void {
    this.changed[lane] = takeInLane(this.lane(lane), tokens, this.now);
    this.minutes.delete(lane);
  }

  /** Somebody goes without because of the pace. */
  hold(name: string): void {
    this.changed[name] = { ...this.lane(name), heldAt: this.now };
  }

  all(): Record<string, LaneState> {
    return { ...this.known, ...this.changed };
  }
}
