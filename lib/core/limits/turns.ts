import type { QueueState, Waiting } from "./window";

/** How much later than it could a run may ask again before its turn is another's. */
const LATE_MS = 2_000;
/** How much longer the turns it has had are remembered: who comes and goes is not new each time. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 30;

/** The turns of a window's queue at one moment; the document they come from is left as it was. */
export class Turns {
  private constructor(
    private readonly now: number,
    private turn: number,
    private waiting: Record<string, Waiting>,
    private workspaces: Record<string, number>,
  ) {}

  /** Of a queue without those who have left, and without the turns of those who have none to catch up with. */
  static of(queue: QueueState, now: number): Turns {
    const turns = new Turns(now, queue.turn, { ...queue.waiting }, { ...queue.workspaces });
    turns.forgetRuns();
    turns.forgetWorkspaces();
    return turns;
  }

  copy(): Turns {
    return new Turns(this.now, this.turn, { ...this.waiting }, { ...this.workspaces });
  }

  state(): QueueState {
    return { turn: this.turn, waiting: { ...this.waiting }, workspaces: { ...this.workspaces } };
  }

  /** The most urgent of what a run waits for; undefined: it does not wait. */
  of(runId: string): Waiting | undefined {
    return this.waiting[runId];
  }

  /** Enters a run that asks, where it stood if it has asked before. */
  enter(runId: string, asks: Pick<Waiting, "workspaceId" | "wanted" | "lane" | "tokens">): void {
    const { workspaceId, wanted, lane, tokens } = asks;
    const known = this.waiting[runId];
    const isHere = known !== undefined && this.isHere(known);
    const siblings = this.leastTurn((one, id) => id !== runId && one.workspaceId === workspaceId);
    const since = isHere ? known.since : this.now;
    // One that comes back has no right from the time it was away.
    const turn = isHere ? known.turn : Math.max(known?.turn ?? 0, siblings ?? 0);
    const goneAt = this.now + LATE_MS;
    this.waiting[runId] = { workspaceId, wanted, lane, tokens, since, goneAt, turn };
    const had = this.workspaces[workspaceId] ?? 0;
    this.workspaces[workspaceId] = isHere || siblings !== null ? had : Math.max(this.turn, had);
  }

  /**
   * The run whose turn it is: of the workspace that has had the fewest turns, the run that has; those that came first among equals.
   * Null: nobody wants anything that `may` be had now.
   */
  next(may: (waiting: Waiting) => boolean): string | null {
    let best: string | null = null;
    for (const runId in this.waiting) {
      const one = this.waiting[runId];
      if (!one || one.wanted <= 0 || !this.isHere(one) || !may(one)) continue;
      if (best === null || this.isBefore(runId, best)) best = runId;
    }
    return best;
  }

  /** How many turns those `meant` have before this run, at least: one each of its own workspace, one of each other workspace. */
  rank(runId: string, meant: (waiting: Waiting) => boolean): number {
    const own = this.waiting[runId]?.workspaceId ?? "";
    const others: Record<string, true> = {};
    let rank = 0;
    for (const id in this.waiting) {
      const one = this.waiting[id];
      if (!one || id === runId || one.wanted <= 0 || !this.isHere(one) || !meant(one)) continue;
      if (!this.isBefore(id, runId) || others[one.workspaceId]) continue;
      if (one.workspaceId !== own) others[one.workspaceId] = true;
      rank++;
    }
    return rank;
  }

  /** A run has had its turn. */
  pass(runId: string): void {
    const waiting = this.waiting[runId];
    if (!waiting) return;
    const { workspaceId } = waiting;
    const had = this.workspaces[workspaceId] ?? 0;
    let least = Number.POSITIVE_INFINITY;
    for (const id in this.waiting) {
      const one = this.waiting[id];
      if (!one || one.wanted <= 0 || !this.isHere(one)) continue;
      least = Math.min(least, this.workspaces[one.workspaceId] ?? 0);
    }
    this.turn = Math.max(this.turn, Number.isFinite(least) ? least : had);
    this.workspaces[workspaceId] = had + 1;
    this.waiting[runId] = { ...waiting, wanted: waiting.wanted - 1, turn: waiting.turn + 1 };
  }

  /** The most urgent of what a run wants is another now. */
  wants(runId: string, { lane, tokens }: Pick<Waiting, "lane" | "tokens">): void {
    const entry = this.waiting[runId];
    if (entry) this.waiting[runId] = { ...entry, lane, tokens };
  }

  /** A run will ask again at that moment, if it lives. */
  stay(runId: string, until: number): void {
    const entry = this.waiting[runId];
    if (entry) this.waiting[runId] = { ...entry, goneAt: until + LATE_MS };
  }

  /** A run wants nothing more for now: should it be back soon, it has had the turns it has had. */
  rest(runId: string): void {
    const entry = this.waiting[runId];
    if (entry) this.waiting[runId] = { ...entry, wanted: 0, goneAt: this.now + LATE_MS };
  }

  /** How many turns a run, or its workspace, has had more than the one whose turn it is. */
  leadOver(runId: string, next: string): number {
    const [asking, first] = [this.waiting[runId], this.waiting[next]];
    if (!asking || !first) return 0;
    // Of two runs of one workspace it is their own turns that count.
    if (asking.workspaceId === first.workspaceId) return asking.turn - first.turn;
    return (this.workspaces[asking.workspaceId] ?? 0) - (this.workspaces[first.workspaceId] ?? 0);
  }

  private isHere({ goneAt }: Waiting): boolean {
    return goneAt > this.now;
  }

  private isBefore(a: string, b: string): boolean {
    const [first, second] = [this.waiting[a], this.waiting[b]];
    if (!first || !second) return a < b;
    const had = (this.workspaces[first.workspaceId] ?? 0) - (this.workspaces[second.workspaceId] ?? 0);
    const order = had || first.turn - second.turn || first.since - second.since;
    return order === 0 ? a < b : order < 0;
  }

  /** The fewest turns that any of those here has had; null: there are none. */
  private leastTurn(isMeant: (waiting: Waiting, runId: string) => boolean): number | null {
    let least: number | null = null;
    for (const runId in this.waiting) {
      const one = this.waiting[runId];
      if (!one || !this.isHere(one) || !isMeant(one, runId)) continue;
      if (least === null || one.turn < least) least = one.turn;
    }
    return least;
  }

  private forgetRuns(): void {
    let isAnyAway = false;
    for (const runId in this.waiting) {
      const one = this.waiting[runId];
      if (one && !this.isHere(one)) isAnyAway = true;
    }
    if (!isAnyAway) return;
    const entries = Object.entries(this.waiting);
    const here = entries.filter(([, one]) => this.isHere(one));
    const away = entries
      .filter(([, one]) => !this.isHere(one) && one.goneAt + REMEMBERED_MS > this.now)
      .sort(([, a], [, b]) => b.goneAt - a.goneAt)
      .slice(0, MOST_REMEMBERED);
    this.waiting = Object.fromEntries([...here, ...away]);
  }

  private forgetWorkspaces(): void {
    const { workspaces } = this;
    const isKept = (id: string) =>
      (workspaces[id] ?? 0) > this.turn || this.leastTurn((one) => one.workspaceId === id) !== null;
    const ids = Object.keys(workspaces);
    const kept = ids.filter(isKept);
    if (kept.length < ids.length)
      this.workspaces = Object.fromEntries(kept.map((id) => [id, workspaces[id] ?? 0]));
  }
}
