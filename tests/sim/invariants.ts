import type { RowChange } from "../../lib/adapters/memory/table";
import type { StoredVideo } from "../../lib/adapters/memory/tables";
import { isJobEnded, JOB_TRANSITIONS } from "../../lib/core/run/job-state";
import { isRunEnded, RUN_TRANSITIONS } from "../../lib/core/run/run-state";
import type { EventRow, JobRow, PurchaseRow, RunRow } from "../../lib/ports/database";
import { EPOCH, type SimProcess } from "./process";
import type { Behaviour, Work } from "./provider";
import type { Commit } from "./storage";
import type { World } from "./world";

/** What must hold in every world at every moment; what is behind each is in the place that reports it. */
export const RULES = [
  "paid-twice",
  "bought-again",
  "answer-wasted",
  "artifact-lost",
  "over-ceiling",
  "final-state",
  "stuck",
  "busy-loop",
  "zombie-write",
  "illegal-move",
  "window",
  "late-submit",
  "events",
  "books",
  "uncounted-write",
] as const;
export type Rule = (typeof RULES)[number];

export interface Violation {
  rule: Rule;
  detail: string;
  at: number;
}

/** How far a server's clock may be ahead of the world's. */
const MOST_SKEW_MS = 22_000;
const LATE_SUBMIT_MS = 2_000;
const MOST_VIOLATIONS = 20;
/** A run that has something to do opens a slice for it; so many in so short a time have nothing to do. */
const MOST_SLICES = 40;
const SLICES_WITHIN_MS = 10_000;
/** Long enough for a healthy server to keep what it has just heard, however slow its way to the database. */
const KEPT_WITHIN_MS = 8_000;
/** Events that a run has at most once, by what they are about. */
const ONCE = [
  "run-started",
  "plan-committed",
  "run-finished",
  "job-succeeded",
  "job-failed",
  "job-skipped",
  "job-blocked",
  "artifact-committed",
  "segment-playable",
  "checkpoint-written",
];

type Row = Record<string, unknown>;

/** Looks at every change of the ledger the moment it is committed, and at every request the moment it is sent or taken. */
export class Invariants {
  readonly violations: Violation[] = [];
  /** Run → when its cancel was acknowledged. */
  readonly cancelled = new Map<string, number>();
  /** The most that was ever spent and reserved in a month. */
  peakMicros = 0;
  /** Nonce → who heard of the work, and when. */
  private readonly answers = new Map<string, { at: number; process: SimProcess }>();
  private readonly worksOfIntent = new Map<string, number>();
  private readonly lastSeq = new Map<string, number>();
  private readonly seen = new Set<string>();
  private readonly finished = new Set<string>();
  /** Run → when its newest slices were opened. */
  private readonly slices = new Map<string, number[]>();

  constructor(private readonly world: World) {}

  /** A world so broken is not lived to its end, which it may not have. */
  get hasSeenEnough(): boolean {
    return this.violations.length >= MOST_VIOLATIONS;
  }

  report(rule: Rule, detail: string): void {
    const { time, trace } = this.world;
    if (!this.hasSeenEnough) this.violations.push({ rule, detail, at: time.now });
    trace.note(`VIOLATION ${rule}`, () => detail);
  }

  onPost({ process, jobId, nonce }: { process: SimProcess; jobId: string; nonce: string }): void {
    const { memory, time } = this.world;
    const runId = memory?.tables.purchases.by("nonce", nonce)[0]?.runId;
    const cancelledAt = runId === undefined ? undefined : this.cancelled.get(runId);
    if (cancelledAt === undefined || time.now <= cancelledAt + LATE_SUBMIT_MS) return;
    // A server that slept meanwhile could not know.
    if (process.awakeSince > cancelledAt) return;
    this.report(
      "late-submit",
      `${jobId} was submitted ${time.now - cancelledAt} ms after the cancel was acknowledged`,
    );
  }

  onWork(behaviour: Behaviour, { nonce, jobId, call }: Work): void {
    const works = (this.worksOfIntent.get(nonce) ?? 0) + 1;
    this.worksOfIntent.set(nonce, works);
    if (works > 1 && behaviour.policy !== "repeatable") {
      this.report(
        "paid-twice",
        `${jobId} ${call}: ${nonce} was taken ${works} times by ${behaviour.provider}`,
      );
    }
  }

  /** An id that a healthy server has heard is in the ledger soon after: without it the work would be lost. */
  onAnswer(work: Work, process: SimProcess): void {
    const { time, memory } = this.world;
    const { nonce, jobId, id, state } = work;
    const at = time.now;
    this.answers.set(nonce, { at, process });
    if (state !== "working") return;
    time.after(KEPT_WITHIN_MS, () => {
      const purchase = memory?.tables.purchases.by("nonce", nonce)[0];
      if (!purchase || purchase.finishedAt !== null || purchase.providerRequestId !== null) return;
      if (!this.wasHealthy(process, at)) return;
      this.report(
        "answer-wasted",
        `${process.name} heard that ${jobId} is ${id}, and the ledger does not know`,
      );
    });
  }

  /** Alive, awake, and with a database and a store ever since that failed once at most: what is worth it is tried again. */
  private wasHealthy(process: SimProcess, since: number): boolean {
    const { storage } = this.world;
    if (process.isDead || process.isPaused || process.awakeSince > since) return false;
    const troubles = storage.troubles.filter(
      (trouble) => trouble.process === process && trouble.at >= since - 1_000,
    );
    return troubles.length <= 1 && !troubles.some(({ isOutage }) => isOutage);
  }

  onCommit(changes: readonly RowChange[], commit: Commit | null): void {
    if (commit && commit.written.length === 0) {
      this.report("uncounted-write", `${commit.execution.name} changed ${changes.map(({ table }) => table)}`);
    }
    for (const change of changes) this.onChange(change, changes);
    if (commit) this.checkSlice(changes, commit);
  }

  private onChange(change: RowChange, changes: readonly RowChange[]): void {
    const { table, before, after } = change;
    if (table === "runs") this.onRun(before as RunRow | null, after as RunRow);
    if (table === "jobs") this.onJob(before as JobRow | null, after as JobRow, changes);
    if (table === "purchases") this.onPurchase(before as PurchaseRow | null, after as PurchaseRow);
    if (table === "events") this.onEvent(after as EventRow);
    if (table === "videos") this.onVideo(before as StoredVideo | null, after as StoredVideo);
    if (table === "budget_months") this.onMonth(after as { spentMicros: number; reservedMicros: number });
  }

  private onSlice(runId: string): void {
    const { now } = this.world.time;
    const newest = [...(this.slices.get(runId) ?? []), now].slice(-MOST_SLICES);
    this.slices.set(runId, newest);
    const first = newest[0] ?? now;
    if (newest.length < MOST_SLICES || now - first > SLICES_WITHIN_MS) return;
    this.slices.delete(runId);
    this.report("busy-loop", `${runId} opened ${MOST_SLICES} slices within ${now - first} ms`);
    // It may never do anything else.
    if (this.hasSeenEnough) throw new Error(`${runId} is in a loop.`);
  }

  private onRun(before: RunRow | null, after: RunRow): void {
    const { maxCostMicros, costMicros, reservedMicros, id } = after;
    if (maxCostMicros !== null && costMicros + reservedMicros > maxCostMicros) {
      this.report(
        "over-ceiling",
        `${id} may cost ${maxCostMicros}, and has ${costMicros} + ${reservedMicros}`,
      );
    }
    if (!before) return;
    if (
      before.status !== after.status &&
      !Object.values(RUN_TRANSITIONS[before.status]).includes(after.status)
    ) {
      this.report("illegal-move", `${id} ${before.status} → ${after.status}`);
    }
    if (after.sliceEpoch > before.sliceEpoch) this.onSlice(id);
    for (const field of ["epoch", "sliceEpoch", "starts"] as const) {
      if (after[field] < before[field]) this.report("illegal-move", `${id} ${field} went back`);
    }
    if (!isRunEnded(before.status)) return;
    const changed = differences(before, after).filter(
      // Both are written when the start is recorded or the end's transaction goes on.
      (field) => field !== "workflowRunId" && !(field === "reservedMicros" && reservedMicros === 0),
    );
    if (changed.length > 0) this.report("zombie-write", `${id} has ended, and its ${changed} changed`);
  }

  private onJob(before: JobRow | null, after: JobRow, changes: readonly RowChange[]): void {
    const { runId, jobId, state } = after;
    if (before && isJobEnded(before.state)) {
      const changed = differences(before, after);
      if (changed.length > 0)
        this.report("illegal-move", `${jobId} was ${before.state}, and its ${changed} changed`);
      return;
    }
    if (before && before.state !== state && !Object.values(JOB_TRANSITIONS[before.state]).includes(state)) {
      this.report("illegal-move", `${jobId} ${before.state} → ${state}`);
    }
    const run = this.world.memory?.tables.runs.find(runId);
    const endsNow = changes.some(
      (change) => change.table === "runs" && (change.after as RunRow).id === runId,
    );
    if (run && isRunEnded(run.status) && !endsNow) {
      this.report("zombie-write", `${jobId} moved to ${state} after its run had ended`);
    }
    if (state === "succeeded" || state === "skipped") this.checkStored(after);
  }

  /** Nothing is named before it is durable. */
  private checkStored({ jobId, videoId, outputs }: JobRow): void {
    for (const { id, key, checksum } of outputs ?? []) {
      const found = this.world.storage.stored.get(`videos/${videoId}/${key}`);
      if (found !== checksum) {
        this.report(
          "artifact-lost",
          `${jobId} names ${id} at ${key}, and the store has ${found ?? "nothing"}`,
        );
      }
    }
  }

  private onPurchase(before: PurchaseRow | null, after: PurchaseRow): void {
    const { id, jobId, state, slotKey } = after;
    if (!before) {
      this.checkWindow(slotKey);
      return;
    }
    if (before.finishedAt !== null && differences(before, after).length > 0) {
      this.report("illegal-move", `${id} of ${jobId} was ${before.state}, and changed`);
    }
    if (before.state === "submitted" && state === "claimed") {
      this.report("illegal-move", `${id} of ${jobId} was accepted, and is only claimed`);
    }
    if (before.providerRequestId !== null && before.providerRequestId !== after.providerRequestId) {
      this.report("illegal-move", `${id} of ${jobId} lost its provider's id`);
    }
    if (before.finishedAt === null && after.finishedAt !== null) this.checkEnder(after);
    if (before.state !== "lost" && state === "lost") this.checkLost(after);
  }

  /** A purchase is ended by the slice that owns it, or by the newest of its run. */
  private checkEnder({ id, jobId, sliceEpoch, runId }: PurchaseRow): void {
    const { storage, memory } = this.world;
    const slice = storage.committing?.execution.slice;
    if (!slice || slice.sliceEpoch === sliceEpoch) return;
    if (memory?.tables.runs.find(runId)?.sliceEpoch === slice.sliceEpoch) return;
    this.report(
      "zombie-write",
      `slice ${slice.sliceEpoch} ended ${id} of ${jobId}, which slice ${sliceEpoch} owns`,
    );
  }

  /** What a healthy server was told is never given up for unknown. */
  private checkLost({ nonce, jobId, deadlineAt }: PurchaseRow): void {
    const answer = this.answers.get(nonce);
    if (!answer || !this.wasHealthy(answer.process, answer.at)) return;
    const { time } = this.world;
    const deadline = deadlineAt.getTime() - EPOCH;
    if (time.now < answer.at + KEPT_WITHIN_MS || deadline < answer.at + MOST_SKEW_MS) return;
    this.report("answer-wasted", `${jobId} counts as lost, and ${answer.process.name} had its answer`);
  }

  private checkWindow(slotKey: string): void {
    const { memory, providers } = this.world;
    const behaviour = providers.find((provider) => provider.slotKey === slotKey)?.behaviour;
    if (behaviour === undefined) return;
    const limit = behaviour.learnt?.most ?? behaviour.limit;
    const now = this.world.now().getTime();
    const taken = (memory?.tables.purchases.by("slots", slotKey) ?? []).filter(
      ({ state, deadlineAt, submittedAt }) =>
        state === "claimed"
          ? deadlineAt.getTime() > now + MOST_SKEW_MS
          : (submittedAt?.getTime() ?? 0) > now + MOST_SKEW_MS - 60 * 60_000,
    );
    if (taken.length > limit)
      this.report("window", `${taken.length} of ${limit} slots of ${slotKey} are taken`);
  }

  private onEvent(event: EventRow): void {
    const { videoId, runId, seq, type, data } = event;
    const last = this.lastSeq.get(videoId) ?? 0;
    if (seq !== last + 1) this.report("events", `event ${seq} of ${videoId} follows event ${last}`);
    this.lastSeq.set(videoId, seq);
    if (runId === null) return;
    if (this.finished.has(runId)) this.report("zombie-write", `${runId} has finished, and reports ${type}`);
    if (type === "run-finished") this.finished.add(runId);
    if (!ONCE.includes(type)) return;
    const about = data.jobId ?? data.artifact ?? data.segment ?? data.layer ?? "";
    const key = `${runId} ${type} ${about}`;
    if (this.seen.has(key)) this.report("events", `${type} ${about} is reported twice`);
    this.seen.add(key);
  }

  private onVideo(before: StoredVideo | null, after: StoredVideo): void {
    if (!before || before.headRevision === after.headRevision) return;
    const { id, headRevision, epoch } = after;
    if (headRevision < before.headRevision) this.report("illegal-move", `the head of ${id} went back`);
    const lease = this.world.memory?.tables.leases.find(id);
    const run = lease && this.world.memory?.tables.runs.find(lease.runId);
    if (lease?.epoch !== epoch || run?.revision !== headRevision) {
      this.report(
        "zombie-write",
        `the head of ${id} moved to ${headRevision}, which is not the lease holder's`,
      );
    }
  }

  private onMonth({ spentMicros, reservedMicros }: { spentMicros: number; reservedMicros: number }): void {
    const { ceilingMicros } = this.world;
    const total = spentMicros + reservedMicros;
    this.peakMicros = Math.max(this.peakMicros, total);
    if (ceilingMicros !== null && total > ceilingMicros) {
      this.report("over-ceiling", `${spentMicros} spent and ${reservedMicros} reserved of ${ceilingMicros}`);
    }
  }

  /** A slice that another one has followed writes about purchases it owns, and about nothing else. */
  private checkSlice(changes: readonly RowChange[], { execution, written }: Commit): void {
    const { slice, name } = execution;
    if (!slice) return;
    const run = this.world.memory?.tables.runs.find(slice.id);
    if (!run || run.sliceEpoch === slice.sliceEpoch) return;
    const jobs = changes.filter(({ table }) => table === "jobs");
    if (jobs.length === 0) return;
    // It may have written them before: an acceptance is stored first, and moves its job in a transaction of its own.
    const touched = new Set(changes.map(({ after }) => after));
    const own = (this.world.memory?.tables.purchases.by("run", slice.id) ?? []).filter(
      (purchase) =>
        purchase.sliceEpoch === slice.sliceEpoch && (purchase.finishedAt === null || touched.has(purchase)),
    );
    const isOwned = ({ jobId }: JobRow) => own.some((purchase) => purchase.jobId === jobId);
    if (!jobs.every(({ after }) => isOwned(after as JobRow)))
      this.report("zombie-write", `${name}, slice ${slice.sliceEpoch} of ${run.sliceEpoch}: ${written}`);
  }
}

function differences(before: object, after: object): string[] {
  const [one, other] = [before as Row, after as Row];
  return Object.keys(after).filter((field) => {
    const [was, is] = [one[field], other[field]];
    if (was === is) return false;
    if (was instanceof Date && is instanceof Date) return was.getTime() !== is.getTime();
    return JSON.stringify(was) !== JSON.stringify(is);
  });
}
