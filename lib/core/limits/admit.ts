import { type LaneRoom, laneOpensAt, paceOf, roomInLane, takeInLane } from "./lane";
import { Turns } from "./turns";
import { type LaneState, newLane, type WindowState } from "./window";

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
  /** Before that moment asking again is in vain, or others' turn; null: a slot may free itself at any time. */
  notBefore: number | null;
}

/**
 * A slot does not stay empty until the one whose turn it is asks: whoever is there may have it, unless its workspace is that many turns
 * ahead, or an eighth of the slots where that is more.
 */
const LEAST_LEAD = 2;

/** No longer than that does a run leave what is free to those before it: they may have gone. */
const MOST_BEHIND_MS = 2_000;

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
  /** The lanes as they will be when others have had what is set aside for them: the same until something is. */
  let ahead = lanes;
  /** Lanes in which the one whose turn it is waits for room for something large: nobody else has any of it. */
  const saved = new Set<string>();
  const nextWant = () =>
    wants.findIndex((want, at) => !granted[at] && !saved.has(want.lane) && lanes.isOpen(want));
  const asks = { workspaceId, wanted: wants.length, ...(wants[nextWant()] ?? first) };
  const queue = Turns.of(state.queue, now);
  queue.enter(runId, asks);
  const lead = Math.max(LEAST_LEAD, state.slots / 8);
  const setAside: string[] = [];
  /** The queue as it will be when they have had it: the same until something is. */
  let turns = queue;
  for (; room > 0; room--) {
    const next = turns.next(({ lane }) => !saved.has(lane) && ahead.isPaceOpen(lane));
    const large = next === null ? undefined : turns.of(next);
    if (large && !ahead.isOpen(large)) {
      // It has a right to what becomes free, and would never get it if smaller requests went first.
      saved.add(large.lane);
      room++;
      continue;
    }
    const at = nextWant();
    const want = wants[at];
    if (next !== null && want && (next === runId || turns.leadOver(runId, next) < lead)) {
      granted[at] = true;
      lanes.take(want);
      if (ahead !== lanes) ahead.take(want);
      queue.pass(runId);
      queue.wants(runId, wants[nextWant()] ?? first);
      if (setAside.length > 0) {
        turns = queue.copy();
        for (const id of setAside) turns.pass(id);
      }
    } else if (next !== null && next !== runId) {
      if (ahead === lanes) ahead = lanes.copy();
      if (turns === queue) turns = queue.copy();
      ahead.take(turns.of(next) ?? first);
      setAside.push(next);
      turns.pass(next);
    } else break;
  }
  /** Those whose turn is earlier take what the pace lets through first: not all come for each of it. */
  const behindOthers = ({ lane }: Want) =>
    // A minute that is full opens for several at once: whoever comes late to that is overtaken.
    lanes.isPaceOpen(lane)
      ? 0
      : Math.min(MOST_BEHIND_MS, lanes.distance(lane) * queue.rank(runId, (other) => other.lane === lane));
  /** Of each lane that holds something up, what fits first. */
  const held: Record<string, Want> = {};
  let [left, free] = [0, 0];
  for (let at = 0; at < wants.length; at++) {
    const want = wants[at];
    if (!want || granted[at]) continue;
    left++;
    if (!saved.has(want.lane) && lanes.isOpen(want)) free++;
    else if (want.tokens < (held[want.lane]?.tokens ?? Number.POSITIVE_INFINITY)) held[want.lane] = want;
  }
  for (const lane in held) lanes.hold(lane);
  const isAllHeld = left > 0 && free === 0;
  const opens = Object.values(held).map((want) => lanes.opensAt(want) + behindOthers(want));
  const notBefore = isAllHeld ? Math.min(...opens) : null;
  if (left === 0) queue.rest(runId);
  else if (notBefore !== null) queue.stay(runId, notBefore);
  const fullAt = room <= 0 ? now : state.fullAt;
  return { state: { ...state, lanes: lanes.all(), queue: queue.state(), fullAt }, granted, notBefore };
}

/** The lanes of a window at one moment, of which those that change are copied. */
class Lanes {
  private changed: Record<string, LaneState> = {};
  /** What there is room for, of each lane that was asked about since it changed. */
  private rooms: Record<string, LaneRoom> = {};
  private last: { name: string; room: LaneRoom } | null = null;

  constructor(
    private readonly known: Readonly<Record<string, LaneState>>,
    private readonly now: number,
  ) {}

  copy(): Lanes {
    const copied = new Lanes(this.known, this.now);
    copied.changed = { ...this.changed };
    copied.rooms = { ...this.rooms };
    return copied;
  }

  private lane(name: string): LaneState {
    return this.changed[name] ?? this.known[name] ?? newLane();
  }

  private room(name: string): LaneRoom {
    // What is wanted is mostly of one lane.
    if (this.last?.name === name) return this.last.room;
    const room = this.rooms[name] ?? roomInLane(this.lane(name), this.now);
    this.rooms[name] = room;
    this.last = { name, room };
    return room;
  }

  opensAt({ lane, tokens }: Want): number {
    return laneOpensAt(this.lane(lane), tokens, this.now);
  }

  isOpen({ lane, tokens }: Want): boolean {
    const room = this.room(lane);
    return room.isPaceOpen && tokens <= room.tokens;
  }

  /** Milliseconds from one request to the next at the pace of a lane; 0: there is none. */
  distance(lane: string): number {
    const pace = paceOf(this.lane(lane));
    return pace === null ? 0 : 60_000 / pace;
  }

  isPaceOpen(lane: string): boolean {
    return this.room(lane).isPaceOpen;
  }

  take({ lane, tokens }: Want): void {
    this.changed[lane] = takeInLane(this.lane(lane), tokens, this.now);
    delete this.rooms[lane];
    this.last = null;
  }

  /** Somebody goes without because of the pace. */
  hold(name: string): void {
    this.changed[name] = { ...this.lane(name), heldAt: this.now };
  }

  all(): Record<string, LaneState> {
    return { ...this.known, ...this.changed };
  }
}
