import { admit, type Want } from "../../lib/core/limits/admit";
import { learnAnswers, learnRefusal, type ShownLimits } from "../../lib/core/limits/learn";
import { newWindow, type WindowState } from "../../lib/core/limits/window";

/** What a provider holds to and does not say, or says in its headers. */
export type HiddenLimit =
  | { kind: "at-a-time"; most: number }
  | { kind: "a-minute"; most: number; burst: number }
  | { kind: "shown"; requests: number; tokens: number };

export interface LimitWorld {
  seed: number;
  limit: HiddenLimit;
  /** Milliseconds an answer takes at the median. */
  latencyMs: number;
  workspaces: number;
  runsEach: number;
  /** Requests all in all, after which the world ends. */
  requests: number;
  /** Of those, the ones nobody counts: the limit is being looked for. */
  warmUp: number;
  /** The first workspace floods; the others come in one after the other, each with a few. */
  isFlood: boolean;
}

export interface LimitReport {
  refusedShare: number;
  /** Of what the limit would have let through in the same time. */
  used: number;
  /** Jain's index of what each workspace got. */
  fairness: number;
  /** The most tokens the provider received in any 60 seconds. */
  mostTokensAMinute: number;
  /** First requests of workspaces that came into a flood: how many of others' were admitted between their first asking and their first grant. */
  overtakenBy: number;
  /** The same in milliseconds beyond the moment a slot was free. */
  slots: number;
  perMinute: number | null;
}

const POLICY = { slots: 5, mostSlots: 64 };
/** How long a refusal takes to come back. */
const REFUSAL_MS = 80;
const CYCLE_MS = 62_000;
const START = 1_800_000_000_000;

interface Run {
  id: string;
  workspaceId: string;
  left: number;
  pollAt: number;
  firstAskedAt: number | null;
  overtaken: number;
  isServed: boolean;
}

interface Event {
  at: number;
  act(): void;
}

/** A provider with a limit, and many runs that share a window: the product's functions on a clock of their own. */
export function runLimitWorld(world: LimitWorld): LimitReport {
  const random = mulberry(world.seed);
  const events = new Heap();
  let now = START;
  let state: WindowState = newWindow(POLICY);
  let taken = 0;
  const provider = createProvider(world.limit);
  const runs: Run[] = [];
  const got = new Map<string, number>();
  const sentTokens: [number, number][] = [];
  let sent = 0;
  let counted = { from: START, answers: [] as number[], refused: 0 };
  const isCounting = () => sent > world.warmUp;
  let overtakenBy = 0;

  function ask(run: Run): void {
    if (sent >= world.requests || run.left <= 0) return;
    run.firstAskedAt ??= now;
    const count = Math.min(run.left, 16, Math.max(1, Math.floor(state.slots)));
    const wants: Want[] = [];
    while (wants.length < count) wants.push({ lane: "model", tokens: 400 + Math.floor(random() * 1_200) });
    const admission = admit({
      state,
      now,
      taken,
      asker: { workspaceId: run.workspaceId, runId: run.id },
      wants,
    });
    state = admission.state;
    for (const [index, want] of wants.entries()) {
      if (!admission.granted[index]) continue;
      if (world.isFlood) {
        for (const other of runs) {
          if (other !== run && !other.isServed && other.firstAskedAt !== null) other.overtaken++;
        }
        if (!run.isServed) overtakenBy = Math.max(overtakenBy, run.overtaken);
        run.isServed = true;
      }
      send(run, want.tokens);
    }
    if (run.left > 0) {
      // As slices of many processes look, none of which hears of another's slots (lib/services/runs/slice/room.ts).
      const pause = 250 * (1 + random());
      run.pollAt = Math.max(now + pause, admission.notBefore ?? 0);
      const at = run.pollAt;
      events.push({ at, act: () => run.pollAt === at && ask(run) });
    }
  }

  function send(run: Run, tokens: number): void {
    run.left--;
    taken++;
    sent++;
    if (sent === world.warmUp + 1) counted = { from: now, answers: [], refused: 0 };
    const admittedAt = now;
    events.push({
      at: now + random() * 40,
      act: () => {
        sentTokens.push([now, tokens]);
        const refusal = provider.arrive(now, tokens);
        const shown = provider.shown(now);
        if (refusal) {
          events.push({
            at: now + REFUSAL_MS,
            act: () => refused(run, admittedAt, refusal.retryAfterMs, shown),
          });
          return;
        }
        const latency = world.latencyMs * (0.6 + 0.8 * random());
        events.push({ at: now + latency, act: () => answered(run, shown) });
      },
    });
  }

  function answered(run: Run, shown: ShownLimits | undefined): void {
    provider.leave();
    taken--;
    if (isCounting()) {
      counted.answers.push(now);
      got.set(run.workspaceId, (got.get(run.workspaceId) ?? 0) + 1);
    }
    state = learnAnswers({
      state,
      policy: POLICY,
      lane: "model",
      count: 1,
      ...(shown ? { shown } : {}),
      now,
    });
    ask(run);
  }

  function refused(
    run: Run,
    admittedAt: number,
    retryAfterMs: number | undefined,
    shown?: ShownLimits,
  ): void {
    taken--;
    run.left++;
    if (isCounting()) counted.refused++;
    state = learnRefusal({
      state,
      lane: "model",
      admittedAt,
      others: taken,
      retryAfterMs,
      ...(shown ? { shown } : {}),
      now,
    });
    ask(run);
  }

  for (let w = 0; w < world.workspaces; w++) {
    for (let r = 0; r < world.runsEach; r++) {
      const isFlooding = world.isFlood && w === 0;
      const left = world.isFlood && !isFlooding ? 3 : Number.MAX_SAFE_INTEGER;
      const run: Run = {
        id: `run-${w}-${r}`,
        workspaceId: `workspace-${w}`,
        left,
        pollAt: 0,
        firstAskedAt: null,
        overtaken: 0,
        isServed: isFlooding,
      };
      runs.push(run);
      // Into a flood others come late, when it has taken all there is.
      const delay = world.isFlood && !isFlooding ? 30_000 + 20_000 * w + 1_000 * r : random() * 500;
      events.push({ at: START + delay, act: () => ask(run) });
    }
  }
  for (let event = events.pop(); event && sent < world.requests; event = events.pop()) {
    now = event.at;
    event.act();
  }
  // A minute's tokens may go at its beginning: whole minutes, as the limiter counts them, say how much is used.
  const cycles = Math.floor((now - counted.from) / CYCLE_MS);
  const until = world.limit.kind === "shown" && cycles > 0 ? counted.from + cycles * CYCLE_MS : now;
  const minutes = (until - counted.from) / 60_000;
  const inTime = counted.answers.filter((at) => at <= until).length;
  const total = counted.answers.length + counted.refused;
  const shares = [...got.values()];
  const sum = shares.reduce((a, b) => a + b, 0);
  const squares = shares.reduce((a, b) => a + b * b, 0);
  return {
    refusedShare: counted.refused / total,
    used: inTime / minutes / provider.perMinute(world.latencyMs),
    fairness: (sum * sum) / (world.workspaces * squares),
    mostTokensAMinute: mostIn(sentTokens, 60_000),
    overtakenBy,
    slots: state.slots,
    perMinute: state.lanes.model?.perMinute ?? null,
  };
}

function mostIn(sent: readonly [number, number][], span: number): number {
  let most = 0;
  let sum = 0;
  let from = 0;
  for (const [at, tokens] of sent) {
    sum += tokens;
    while ((sent[from]?.[0] ?? at) <= at - span) sum -= sent[from++]?.[1] ?? 0;
    most = Math.max(most, sum);
  }
  return most;
}

function createProvider(limit: HiddenLimit) {
  let inside = 0;
  let bucket = limit.kind === "a-minute" ? limit.burst : 0;
  let filledAt = START;
  // Of the last minute: when, and how many tokens; those before `first` are over.
  const recent: [number, number][] = [];
  let first = 0;
  let spent = 0;
  return {
    /** Requests a minute it would answer, however it is asked. */
    perMinute(latencyMs: number): number {
      if (limit.kind === "at-a-time") return (limit.most * 60_000) / latencyMs;
      if (limit.kind === "a-minute") return limit.most;
      return Math.min(limit.requests, limit.tokens / 1_000);
    },
    arrive(now: number, tokens: number): { retryAfterMs: number | undefined } | null {
      if (limit.kind === "at-a-time") {
        if (inside >= limit.most) return { retryAfterMs: undefined };
      } else if (limit.kind === "a-minute") {
        bucket = Math.min(limit.burst, bucket + ((now - filledAt) * limit.most) / 60_000);
        filledAt = now;
        if (bucket < 1)
          return { retryAfterMs: Math.ceil(((1 - bucket) * 60_000) / limit.most / 1_000) * 1_000 };
        bucket--;
      } else {
        while ((recent[first]?.[0] ?? now) <= now - 60_000) spent -= recent[first++]?.[1] ?? 0;
        const isFull = recent.length - first >= limit.requests || spent + tokens > limit.tokens;
        if (isFull) return { retryAfterMs: 1_000 };
        recent.push([now, tokens]);
        spent += tokens;
      }
      inside++;
      return null;
    },
    leave() {
      inside--;
    },
    shown(now: number): ShownLimits | undefined {
      if (limit.kind !== "shown") return undefined;
      const left = limit.requests - (recent.length - first);
      return {
        requests: limit.requests,
        tokens: limit.tokens,
        emptyUntil: left <= 0 ? (recent[first]?.[0] ?? now) + 60_000 : null,
      };
    },
  };
}

/** Events by time; those of one moment in the order they were made. */
class Heap {
  private readonly items: Queued[] = [];
  private order = 0;

  push(event: Event): void {
    const { items } = this;
    const item = { at: event.at, act: event.act, order: this.order++ };
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = items[(at - 1) >> 1];
      if (!parent || parent.at <= item.at) break;
      items[at] = parent;
      at = (at - 1) >> 1;
    }
    items[at] = item;
  }

  pop(): Event | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (items.length === 0 || !last || !top) return top;
    let at = 0;
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (isBefore(items[child + 1], items[child])) child++;
      const least = items[child];
      if (!least || isBefore(last, least)) break;
      items[at] = least;
      at = child;
    }
    items[at] = last;
    return top;
  }
}

type Queued = Event & { order: number };

function isBefore(a: Queued | undefined, b: Queued | undefined): boolean {
  if (!a || !b) return false;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function mulberry(seed: number): () => number {
  let at = seed >>> 0;
  return () => {
    at = (at + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(at ^ (at >>> 15), at | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
