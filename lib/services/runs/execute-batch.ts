import type { RunId } from "../../core/ids";
import type { JobRow, PurchaseRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { loadHead } from "../videos/load-head";
import { requireVideo } from "./require-run";
import { recordBlocked, recordCancelled } from "./slice/ledger-moves";
import { runJob, type SliceControl } from "./slice/run-job";
import { SliceState } from "./slice/slice-state";
import { writeOutcome } from "./slice/write-outcome";
import { writeCheckpoints } from "./write-checkpoints";

/** A slice returns when nothing can start or finish within this long: no compute idles on long predictions (runner.md). */
const WORTH_WAITING_MS = 15_000;
const HEARTBEAT_MS = 2_000;

export interface BatchResult {
  /** Every job has ended: on to `finalize`. */
  done: boolean;
  /** When something can happen next, ISO; null when done. */
  wakeAt: string | null;
  /** The run's lease epoch: part of the wake hook's token. */
  counts: { succeeded: number; failed: number; skipped: number; blocked: number; open: number };
}

/**
 * One time slice of a run (runner.md, The shape): keeps every provider's window full from the ready set, most urgent first, and
 * starts a job the moment its dependencies are committed. Returns counts, never data.
 */
export async function executeBatch(options: { ctx: Context; input: { runId: RunId } }): Promise<BatchResult> {
  const { ctx, input } = options;
  const opened = await openSlice(ctx, input.runId);
  if (!opened)
    return { done: true, wakeAt: null, counts: { succeeded: 0, failed: 0, skipped: 0, blocked: 0, open: 0 } };
  const slice = new Slice(ctx, opened.state, opened.live);
  await slice.work();
  const result = slice.result();
  if (!result.done) await markWaiting({ ctx, id: input.runId, wakeAt: result.wakeAt });
  return result;
}

/** The run row says until when nothing happens, so that the reconciler does not take a sleeping run for a dead one. */
async function markWaiting(options: { ctx: Context; id: RunId; wakeAt: string | null }): Promise<void> {
  const { ctx, id, wakeAt } = options;
  await inTenant(ctx, ({ runs }) =>
    runs.move({ id, event: "wait", set: { wakeAt: wakeAt === null ? null : new Date(wakeAt) } }),
  );
}

async function openSlice(
  ctx: Context,
  id: RunId,
): Promise<{ state: SliceState; live: Map<string, PurchaseRow> } | null> {
  const loaded = await inTenant(ctx, async (repositories) => {
    await repositories.runs.move({ id, event: "wake", set: { wakeAt: null } });
    const run = await repositories.runs.takeSlice({ id, at: ctx.clock.now() });
    if (!run) return null;
    const [jobs, live, video] = [
      await repositories.jobs.ofRun(id),
      await repositories.purchases.live(id),
      await requireVideo(repositories, run.videoId),
    ];
    return { run, jobs, live, video };
  });
  if (!loaded) return null;
  const head = await loadHead({ ctx, video: loaded.video });
  const state = new SliceState(loaded.run, loaded.jobs, head);
  return { state, live: new Map(loaded.live.map((purchase) => [purchase.jobId, purchase])) };
}

class Slice {
  private readonly started: Date;
  private readonly stopWaiting = new AbortController();
  private readonly hardStop = new AbortController();
  private readonly control: SliceControl;
  private readonly active = new Map<string, Promise<void>>();
  private readonly checkpointed = new Set<number>();
  private failure: unknown = null;
  private lastHeartbeat: Date;
  private isCancelling: boolean;

  constructor(
    private readonly ctx: Context,
    private readonly state: SliceState,
    private readonly live: Map<string, PurchaseRow>,
  ) {
    this.started = ctx.clock.now();
    this.lastHeartbeat = this.started;
    this.isCancelling = state.run.status === "cancelling";
    this.control = {
      stopWaiting: this.stopWaiting.signal,
      hardStop: this.hardStop.signal,
      waiting: new Map(),
    };
  }

  async work(): Promise<void> {
    const { ctx, state } = this;
    await this.closeGaps();
    for (;;) {
      await recordBlocked({ ctx, state, blocked: this.newlyBlocked() });
      if (this.isCancelling) await this.cancelOpenJobs();
      await this.writeOutcomesOfBlocked();
      await this.writeCheckpoints();
      if (this.failure === null && this.mayStart()) this.fillWindows();
      if (this.active.size === 0) break;
      if (this.isOnlyWaitingLong() || !this.mayWait()) this.stopWaiting.abort();
      if (this.age() > ctx.settings.sliceHardStopMs) this.hardStop.abort();
      await this.nextMoment();
      await this.beat();
    }
    if (this.failure !== null) throw this.failure;
  }

  result(): BatchResult {
    const jobs = [...this.state.jobs.values()];
    const count = (state: JobRow["state"]) => jobs.filter((job) => job.state === state).length;
    const done = this.state.allEnded();
    const next = [...this.control.waiting.values()].sort((a, b) => a.getTime() - b.getTime())[0];
    return {
      done,
      wakeAt: done ? null : (next ?? this.ctx.clock.now()).toISOString(),
      counts: {
        succeeded: count("succeeded"),
        failed: count("failed"),
        skipped: count("skipped"),
        blocked: count("blocked"),
        open: count("ready") + count("claimed") + count("submitted"),
      },
    };
  }

  /** A crash between a ledger row and its outcome document: the row has all the document says, so it is written now. */
  private async closeGaps(): Promise<void> {
    const ended = [...this.state.jobs.values()].filter((job) => job.finishedAt !== null);
    await Promise.all(
      ended.map((job) => writeOutcome({ ctx: this.ctx, revision: this.state.run.revision, job })),
    );
  }

  private newlyBlocked() {
    return this.isCancelling ? [] : this.state.newlyBlocked();
  }

  private readonly documented = new Set<string>();

  private async writeOutcomesOfBlocked(): Promise<void> {
    const { ctx, state } = this;
    const ended = [...state.jobs.values()].filter(
      (job) => (job.state === "blocked" || job.state === "cancelled") && !this.documented.has(job.jobId),
    );
    for (const job of ended) {
      await writeOutcome({ ctx, revision: state.run.revision, job });
      this.documented.add(job.jobId);
    }
  }

  private async writeCheckpoints(): Promise<void> {
    const layers = this.state.completeLayers().filter((layer) => !this.checkpointed.has(layer));
    if (layers.length === 0) return;
    await writeCheckpoints({ ctx: this.ctx, input: { state: this.state, layers } });
    for (const layer of layers) this.checkpointed.add(layer);
  }

  private fillWindows(): void {
    const busy = new Map<string, number>();
    for (const jobId of this.active.keys()) {
      const { key } = this.windowOf(this.state.job(jobId));
      busy.set(key, (busy.get(key) ?? 0) + 1);
    }
    const resumable = [...this.live.keys()].map((jobId) => this.state.job(jobId));
    for (const job of [...resumable, ...this.state.ready()]) {
      if (this.active.has(job.jobId)) continue;
      const window = this.windowOf(job);
      const used = busy.get(window.key) ?? 0;
      if (used >= window.limit) continue;
      busy.set(window.key, used + 1);
      this.start(job);
    }
  }

  private windowOf(job: JobRow): { key: string; limit: number } {
    return this.ctx.generators.get(job.provider)?.window(job.genId) ?? { key: job.provider, limit: 1 };
  }

  private start(job: JobRow): void {
    const live = this.live.get(job.jobId) ?? null;
    this.live.delete(job.jobId);
    const { ctx, state, control } = this;
    const work = runJob({ ctx, state, control, jobId: job.jobId, live })
      .catch((error: unknown) => {
        this.failure ??= error;
        this.stopWaiting.abort();
      })
      .finally(() => this.active.delete(job.jobId));
    this.active.set(job.jobId, work);
  }

  private age(): number {
    return this.ctx.clock.now().getTime() - this.started.getTime();
  }

  private mayStart(): boolean {
    return !this.isCancelling && this.mayWait() && !this.stopWaiting.signal.aborted;
  }

  private mayWait(): boolean {
    return this.failure === null && this.age() < this.ctx.settings.sliceBudgetMs;
  }

  private isOnlyWaitingLong(): boolean {
    const horizon = this.ctx.clock.now().getTime() + WORTH_WAITING_MS;
    return [...this.active.keys()].every((jobId) => {
      const until = this.control.waiting.get(jobId);
      return until !== undefined && until.getTime() > horizon;
    });
  }

  /** Until a job gets somewhere, or it is time to beat. */
  private async nextMoment(): Promise<void> {
    const timer = new AbortController();
    await Promise.race([...this.active.values(), this.ctx.clock.sleep(HEARTBEAT_MS, timer.signal)]);
    timer.abort();
  }

  private async beat(): Promise<void> {
    const now = this.ctx.clock.now();
    if (now.getTime() - this.lastHeartbeat.getTime() < HEARTBEAT_MS) return;
    this.lastHeartbeat = now;
    const run = await inTenant(this.ctx, async ({ runs }) => {
      const holds = await runs.heartbeat({ fence: this.state.fence, at: now });
      return holds ? await runs.find(this.state.run.id) : null;
    });
    if (run === null) {
      this.failure ??= new Error("The run has gone to another executor.");
      this.hardStop.abort();
      this.stopWaiting.abort();
    }
    this.isCancelling ||= run?.status === "cancelling";
  }

  /** No new submit from here on; what a provider still works on is called off, what is finished is kept. */
  private async cancelOpenJobs(): Promise<void> {
    const { ctx, state } = this;
    const open = [...state.jobs.values()].filter(
      (job) => !this.active.has(job.jobId) && ["ready", "claimed", "submitted"].includes(job.state),
    );
    this.stopWaiting.abort();
    if (open.length === 0) return;
    const live = await inTenant(ctx, ({ purchases }) => purchases.live(state.run.id));
    const purchaseOf = (jobId: string) => live.find((purchase) => purchase.jobId === jobId) ?? null;
    for (const job of open) {
      const requestId = purchaseOf(job.jobId)?.providerRequestId;
      if (requestId) await ctx.generators.get(job.provider)?.cancel(requestId);
    }
    await recordCancelled({
      ctx,
      state,
      jobs: open.map((job) => ({ job, purchase: purchaseOf(job.jobId) })),
    });
    this.live.clear();
  }
}
