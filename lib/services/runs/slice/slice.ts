import { ReelgraphError } from "../../../core/errors";
import { ZERO_MICROS } from "../../../core/money/micro-usd";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import { type Context, inTenant } from "../../context";
import { writeCheckpoints } from "../write-checkpoints";
import { callOff } from "./call-off";
import type { FiledDocuments } from "./filed-documents";
import { insist } from "./insist";
import { recordBlocked, recordCancelled } from "./ledger-ends";
import { Room } from "./room";
import { runJob } from "./run-job";
import type { SliceState } from "./slice-state";
import { jobsWithAnswers } from "./unrecorded";
import type { SliceControl } from "./work";
import { writeOutcome } from "./write-outcome";

/** A slice returns when nothing can start or finish within this long: no compute idles on long predictions (runner.md). */
const WORTH_WAITING_MS = 15_000;
const HEARTBEAT_MS = 2_000;
/** A slice so young starts anything: no later one would have more time. */
const FRESH_MS = 1_000;
/** An executor that has not beaten for this long is taken for dead, and the next slice may begin. */
export const SLICE_ALIVE_MS = 3 * HEARTBEAT_MS;

const OPEN = ["ready", "claimed", "submitted"];
const UNDER_WAY = ["claimed", "submitted"];

/** One time slice of a run at work: what starts when, and when it is over. What it does to the ledger is in ledger-moves.ts. */
export class Slice {
  private readonly started: Date;
  private readonly stopWaiting = new AbortController();
  private readonly hardStop = new AbortController();
  private readonly control: SliceControl;
  private readonly active = new Map<string, Promise<void>>();
  /** Documents being written, beside the work: a provider's slot does not wait for them. */
  private readonly desk = new Set<Promise<void>>();
  /** Jobs whose outcome is being written, or there. */
  private readonly documented = new Set<string>();
  /** Layer → how many outcomes are not there yet. */
  private readonly unfiled = new Map<number, number>();
  private readonly checkpointed = new Set<number>();
  private hasLooked = false;
  private checkpoints: Promise<void> = Promise.resolve();
  private failure: unknown = null;
  private lastHeartbeat: Date;
  private isCancelling: boolean;
  /** Jobs whose provider is done with them: what it made is being stored, and another job has the slot. */
  private readonly delivered = new Set<string>();
  /** Jobs asleep until their provider is asked again: what wakes them early. */
  private readonly sleepers = new Map<string, AbortController>();
  /** What has been called off, or is to be waited for by a later slice. */
  private readonly calledOff = new Set<string>();
  /** Jobs whose answers an earlier slice could not store: nothing is bought until these are safe. */
  private readonly unstored: Set<string>;
  private readonly room: Room;
  private isSignalled = false;
  private signalled: () => void = () => {};

  constructor(
    private readonly ctx: Context,
    private readonly state: SliceState,
    /** Purchases that earlier slices left alive, by job. */
    private readonly live: Map<string, PurchaseRow>,
    filed: FiledDocuments,
  ) {
    this.started = ctx.clock.now();
    this.lastHeartbeat = this.started;
    this.isCancelling = state.run.status === "cancelling";
    this.unstored = jobsWithAnswers(ctx, state.run.id, live);
    for (const { layer } of state.jobs.values()) this.unfiled.set(layer, (this.unfiled.get(layer) ?? 0) + 1);
    for (const { jobId, layer, finishedAt } of state.jobs.values()) {
      if (finishedAt !== null && filed.hasOutcome(jobId)) this.outcomeIsThere(jobId, layer);
      if (filed.hasCheckpoint(layer)) this.checkpointed.add(layer);
    }
    this.room = new Room(ctx, () => this.signalled());
    this.control = {
      stopWaiting: this.stopWaiting.signal,
      hardStop: this.hardStop.signal,
      waiting: new Map(),
      room: this.room,
      checkedAt: new Map(),
      sleepUntil: (jobId, moment) => this.sleepUntil(jobId, moment),
      onSlotFreed: (jobId) => {
        this.delivered.add(jobId);
        this.signalled();
      },
      isCancelling: () => this.isCancelling,
      onCancelling: () => {
        this.isCancelling = true;
      },
    };
  }

  /** Works until all is done, time is up, or nothing is worth waiting for. Throws the first failure, after what is under way has ended. */
  async work(): Promise<void> {
    const unlisten = this.ctx.signals.listen(this.state.run.id, () => {
      this.isSignalled = true;
      this.signalled();
    });
    const unlistenToEnd = this.ctx.signals.onClose(() => this.signalled());
    try {
      while (this.failure === null && (await this.advance()));
    } catch (error) {
      this.giveUp(error);
    }
    await this.drain();
    await this.state.windows.tellRest(this.ctx);
    unlisten();
    unlistenToEnd();
    this.room.close();
    if (this.failure !== null) throw this.failure;
  }

  private async sleepUntil(jobId: string, moment: Date): Promise<void> {
    const { clock } = this.ctx;
    const early = new AbortController();
    this.control.waiting.set(jobId, moment);
    this.sleepers.set(jobId, early);
    const left = moment.getTime() - clock.now().getTime();
    if (!this.stopWaiting.signal.aborted) await clock.sleep(left, early.signal);
    this.sleepers.delete(jobId);
    if (!this.stopWaiting.signal.aborted) this.control.waiting.delete(jobId);
  }

  /** Nobody waits any longer: not for a moment, and not for a provider. */
  private stop(): void {
    this.stopWaiting.abort();
    for (const sleeper of this.sleepers.values()) sleeper.abort();
  }

  /** One turn: settles what has ended, starts what may start, waits until something happens. False when there is nothing left to do. */
  private async advance(): Promise<boolean> {
    await this.settle();
    if (this.mayStart()) this.fillWindows();
    if (this.active.size === 0 && (!this.mayStart() || this.nextWaiting() === null)) return false;
    if (this.isOnlyWaitingLong() || !this.mayWait()) this.stop();
    if (this.active.size === 0 && this.stopWaiting.signal.aborted) return false;
    await this.pass();
    return true;
  }

  /** Whatever else fails, requests under way are seen to their end, so that nothing paid for is dropped. */
  private async drain(): Promise<void> {
    this.stop();
    for (;;) {
      this.fileOutcomes();
      if (this.active.size === 0 && this.desk.size === 0) return;
      await this.pass().catch((error: unknown) => this.giveUp(error));
    }
  }

  private async pass(): Promise<void> {
    if (this.age() > this.ctx.settings.sliceHardStopMs) this.hardStop.abort();
    await this.nextMoment();
    await this.beat();
  }

  private giveUp(error: unknown): void {
    this.failure ??= error;
    this.stop();
  }

  private async settle(): Promise<void> {
    const { ctx, state } = this;
    if (this.isCancelling) await this.cancelOpenJobs();
    // A job that is blocked blocks those behind it in turn.
    for (;;) {
      const blocked = this.isCancelling ? [] : state.newlyBlocked();
      if (blocked.length === 0) break;
      await recordBlocked({ ctx, state, blocked });
    }
    this.fileOutcomes();
  }

  /**
   * `jobs/{jobId}.json` of whatever has ended, and once they are there the checkpoints of the layers behind the run. Also of what ended
   * in earlier slices: a crash may have come between a ledger row and its document, and the row has all the document says.
   */
  private fileOutcomes(): void {
    const { ctx, state } = this;
    if (!this.hasLooked) this.fileCheckpoints();
    this.hasLooked = true;
    for (const job of state.jobs.values()) {
      if (job.finishedAt === null || this.documented.has(job.jobId)) continue;
      this.documented.add(job.jobId);
      this.file(async () => {
        await insist(ctx, () => writeOutcome({ ctx, revision: state.run.revision, job }));
        if (this.outcomeIsThere(job.jobId, job.layer) === 0) this.fileCheckpoints();
      });
    }
  }

  /** Returns how many of the layer's outcomes are not there yet. */
  private outcomeIsThere(jobId: string, layer: number): number {
    this.documented.add(jobId);
    const left = (this.unfiled.get(layer) ?? 0) - 1;
    this.unfiled.set(layer, left);
    return left;
  }

  private fileCheckpoints(): void {
    const { ctx, state } = this;
    const open = [...this.unfiled].filter(([, left]) => left > 0).map(([layer]) => layer);
    const complete = state.layersToRecord().filter((layer) => open.every((other) => layer < other));
    const layers = complete.filter((layer) => !this.checkpointed.has(layer));
    for (const layer of layers) this.checkpointed.add(layer);
    if (layers.length === 0) return;
    const write = () => writeCheckpoints({ ctx, input: { state, layers } });
    this.file(() => {
      this.checkpoints = this.checkpoints.then(write);
      return this.checkpoints;
    });
  }

  private file(write: () => Promise<void>): void {
    const writing = write()
      .catch((error: unknown) => this.giveUp(error))
      .finally(() => this.desk.delete(writing));
    this.desk.add(writing);
  }

  private fillWindows(): void {
    const busy = new Map<string, number>();
    const storing = new Map<string, number>();
    for (const jobId of this.active.keys()) {
      const job = this.state.job(jobId);
      // No more than a window's worth: what is faster made than stored would fill the memory.
      if (!this.delivered.has(jobId) || !this.occupy(storing, job)) this.occupy(busy, job);
    }
    const underWay = [...this.state.jobs.values()].filter(({ state }) => UNDER_WAY.includes(state));
    for (const job of [...underWay, ...this.state.ready()]) {
      if (this.active.has(job.jobId) || this.isBackingOff(job.jobId)) continue;
      if (!this.live.has(job.jobId) && (this.unstored.size > 0 || this.isFull(job))) continue;
      if (!this.hasTimeFor(job)) {
        // The next slice has: this one ends as soon as what is under way allows.
        this.stop();
        return;
      }
      // What has a purchase has its slot, however small the window has become.
      const isFree = this.occupy(busy, job);
      if (isFree || this.live.has(job.jobId)) this.start(job);
    }
  }

  /** Whether a call begun now is answered, or overdue, before the slice must return: what is cut may be bought twice. */
  private hasTimeFor(job: JobRow): boolean {
    const generator = this.ctx.generators.get(job.provider);
    if (!generator || generator.unknownOutcome === "repeatable" || this.age() < FRESH_MS) return true;
    return this.age() + generator.deadlineMs(job.genId) <= this.ctx.settings.sliceHardStopMs;
  }

  /** Other runs had all slots of its window a moment ago. */
  private isFull(job: JobRow): boolean {
    const window = this.ctx.generators.get(job.provider)?.window(job.genId, job.model);
    return window !== undefined && this.room.isFull(window);
  }

  /** Takes a slot of the job's window; false when all are taken. */
  private occupy(busy: Map<string, number>, job: JobRow): boolean {
    const window = this.ctx.generators.get(job.provider)?.window(job.genId, job.model) ?? {
      key: job.provider,
      limit: 1,
    };
    const { key } = window;
    const used = busy.get(key) ?? 0;
    if (used >= this.state.windows.size(window)) return false;
    busy.set(key, used + 1);
    return true;
  }

  private isBackingOff(jobId: string): boolean {
    const until = this.control.waiting.get(jobId);
    if (until === undefined) return false;
    if (until > this.ctx.clock.now()) return true;
    this.control.waiting.delete(jobId);
    return false;
  }

  private start(job: JobRow): void {
    const live = this.live.get(job.jobId) ?? null;
    this.live.delete(job.jobId);
    const { ctx, state, control } = this;
    const work = runJob({ ctx, state, control, jobId: job.jobId, live })
      .catch((error: unknown) => this.giveUp(error))
      .finally(() => {
        this.active.delete(job.jobId);
        this.delivered.delete(job.jobId);
        this.unstored.delete(job.jobId);
      });
    this.active.set(job.jobId, work);
  }

  private age(): number {
    return this.ctx.clock.now().getTime() - this.started.getTime();
  }

  private mayStart(): boolean {
    return !this.isCancelling && this.mayWait() && !this.stopWaiting.signal.aborted;
  }

  private mayWait(): boolean {
    const { settings, signals } = this.ctx;
    return this.failure === null && !signals.isClosing && this.age() < settings.sliceBudgetMs;
  }

  private nextWaiting(): Date | null {
    return (
      [...this.control.waiting.values(), ...this.room.moments()].sort(
        (a, b) => a.getTime() - b.getTime(),
      )[0] ?? null
    );
  }

  private isOnlyWaitingLong(): boolean {
    const horizon = this.ctx.clock.now().getTime() + WORTH_WAITING_MS;
    if (this.room.moments().some((until) => until.getTime() <= horizon)) return false;
    return [...this.active.keys(), ...this.control.waiting.keys()].every((jobId) => {
      const until = this.control.waiting.get(jobId);
      return until !== undefined && until.getTime() > horizon;
    });
  }

  /** Until a job gets somewhere, one may be tried again, or it is time to beat. */
  private async nextMoment(): Promise<void> {
    const { ctx, active, control } = this;
    const now = ctx.clock.now().getTime();
    // What may not be started any more is nothing to get up for.
    const isOver = !this.mayStart();
    const retries = [...control.waiting].filter(([jobId]) => !active.has(jobId)).map(([, until]) => until);
    const moments = isOver ? [] : [...retries, ...this.room.moments()];
    const pause = Math.min(HEARTBEAT_MS, ...moments.map((until) => Math.max(1, until.getTime() - now)));
    const timer = new AbortController();
    const signal = new Promise<void>((resolve) => {
      this.signalled = resolve;
      if (this.isSignalled) resolve();
    });
    const works = active.size > 0 ? active.values() : this.desk;
    await Promise.race([...works, ctx.clock.sleep(pause, timer.signal), signal]);
    timer.abort();
  }

  private async beat(): Promise<void> {
    const { ctx, state } = this;
    const now = ctx.clock.now();
    if (!this.isSignalled && now.getTime() - this.lastHeartbeat.getTime() < HEARTBEAT_MS) return;
    this.lastHeartbeat = now;
    this.isSignalled = false;
    const until = new Date(now.getTime() + SLICE_ALIVE_MS);
    const seen = await inTenant(ctx, async ({ runs, purchases }) => {
      const holds = await runs.heartbeat({ fence: state.fence, at: now, until });
      const run = holds ? await runs.find(state.run.id) : null;
      return run && { run, live: this.sleepers.size > 0 ? await purchases.live(run.id) : [] };
    });
    if (seen === null) {
      this.giveUp(
        new ReelgraphError({
          code: "stale-epoch",
          message: `Run ${state.run.id} has ended or gone to another executor.`,
        }),
      );
    }
    this.isCancelling ||= seen?.run.status === "cancelling";
    this.wakeSleepers(seen?.live ?? []);
  }

  /** A webhook has moved the moment at which a provider is asked: that is now. */
  private wakeSleepers(live: readonly PurchaseRow[]): void {
    const { checkedAt } = this.control;
    for (const { jobId, nextCheckAt } of live) {
      const known = checkedAt.get(jobId);
      const sleeper = this.sleepers.get(jobId);
      // One that is just being asked for may have been looked at before: it is woken when it sleeps again.
      if (!sleeper || known === undefined || nextCheckAt === null) continue;
      if (nextCheckAt.getTime() === known.getTime()) continue;
      checkedAt.set(jobId, nextCheckAt);
      sleeper.abort();
    }
  }

  /** No new submit from here on; what a provider still works on is called off, what is finished is kept. */
  private async cancelOpenJobs(): Promise<void> {
    const { ctx, state, control } = this;
    this.stop();
    this.room.forget();
    const open = [...state.jobs.values()].filter(
      (job) => !this.active.has(job.jobId) && OPEN.includes(job.state),
    );
    if (open.length === 0) return;
    const live = await inTenant(ctx, ({ purchases }) => purchases.live(state.run.id));
    const unbought = open.filter((job) => !live.some((purchase) => purchase.jobId === job.jobId));
    const nothing = { purchase: null, lostMicros: ZERO_MICROS };
    if (unbought.length > 0) {
      await recordCancelled({ ctx, state, jobs: unbought.map((job) => ({ job, ...nothing })) });
    }
    this.live.clear();
    for (const purchase of live) {
      const job = state.job(purchase.jobId);
      const generator = ctx.generators.get(job.provider);
      if (this.active.has(job.jobId) || this.calledOff.has(job.jobId)) continue;
      this.calledOff.add(job.jobId);
      if (!generator) {
        // Not configured here any more: nobody can call it off, or tell what it cost.
        await recordCancelled({ ctx, state, jobs: [{ job, purchase, lostMicros: purchase.maximumMicros }] });
        continue;
      }
      const work = callOff({ ctx, state, control, generator, job, purchase })
        .catch((error: unknown) => this.giveUp(error))
        .finally(() => this.active.delete(job.jobId));
      this.active.set(job.jobId, work);
    }
  }

  /** Whether it has seen that its run is being cancelled. */
  get knowsOfCancel(): boolean {
    return this.isCancelling;
  }

  /** When the next slice has something to do; null when every job has ended. */
  wakeAt(): Date | null {
    const { state, control, ctx } = this;
    if (state.allEnded()) return null;
    const now = ctx.clock.now();
    const busy = new Map<string, number>();
    const underWay = [...state.jobs.values()].filter(({ state: at }) => UNDER_WAY.includes(at));
    for (const job of underWay) this.occupy(busy, job);
    // A job between two calls waits for room like one that has not begun.
    const isIdle = underWay.some(
      (job) => !control.waiting.has(job.jobId) && (this.live.has(job.jobId) || !this.isFull(job)),
    );
    if (this.isCancelling) return isIdle ? now : (this.nextWaiting() ?? now);
    const mayStart = state
      .ready()
      .some((job) => !this.isBackingOff(job.jobId) && !this.isFull(job) && this.occupy(busy, job));
    return isIdle || mayStart ? now : (this.nextWaiting() ?? now);
  }
}
