import type { FingerprintFields } from "../core/fingerprint/types";
import type { PurchaseId, RunId, VideoId, WorkspaceId } from "../core/ids";
import type { MicroUsd } from "../core/money/micro-usd";
import type { Choices } from "../core/plan/choices";
import type { ArtifactRecord, JobSpec, PlanOptions, Quote } from "../core/plan/types";
import type { JobFailure } from "../core/run/failure";
import type { JobState } from "../core/run/job-state";
import type { RunState } from "../core/run/run-state";
import type { ChoiceRepository } from "./choices";
import type {
  DutyRepository,
  ReferenceRepository,
  SystemVideoRepository,
  TombstoneRepository,
} from "./cleaning";
import type { CredentialRepository, SystemCredentialRepository } from "./credentials";
import type { HistoryRepository } from "./history";
import type { WindowRepository, WorkspaceLimitRepository } from "./limits";
import type { RequestCountRepository } from "./request-limiter";
import type { RowDumps } from "./row-dump";
import type { StorageRepository, SystemSpendingRepository } from "./storage";
import type { UsageRepository } from "./usage";

export type VideoStatus = "draft" | "queued" | "running" | "succeeded" | "partial" | "failed" | "cancelled";

/** Pointer and summary of one video: the only row that lists read. */
export interface VideoRow {
  id: VideoId;
  workspaceId: WorkspaceId;
  dagPrefix: string;
  headRevision: number;
  epoch: number;
  status: VideoStatus;
  inputs: Record<string, unknown>;
  inputRevision: number;
  seed: number;
  title: string | null;
  durationSeconds: number | null;
  numDirtyArtifacts: number;
  totalCostMicros: MicroUsd;
  /** What all its runs together may cost (`maxTotalCostMicros`); null = no ceiling of its own. */
  ceilingMicros: MicroUsd | null;
  thumbnailKey: string | null;
  mp4Key: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export type RunType = "generation" | "regeneration" | "export";

/** When a job starts: once what it needs is there (`dataflow`, the default), or once the layer before its own has ended (`layered`). */
export type Scheduling = "dataflow" | "layered";

/** What a generation was asked for, and the choices it froze with its inputs. `export: false`: no film follows by itself. */
export type BuildOptions = PlanOptions & { chosen?: Choices; scheduling?: Scheduling; export?: false };

export interface RunRow {
  id: RunId;
  workspaceId: WorkspaceId;
  videoId: VideoId;
  type: RunType;
  status: RunState;
  options: BuildOptions | { format: "mp4"; afterRunId?: string };
  inputs: Record<string, unknown>;
  inputRevision: number;
  seed: number;
  revision: number;
  queueHash: string | null;
  quote: Quote | null;
  result: Record<string, unknown> | null;
  workflowRunId: string | null;
  /** How often a workflow was started for it: part of the wake hook's token, so that a replaced workflow's hook is not in the way. */
  starts: number;
  epoch: number;
  sliceEpoch: number;
  /** The slice's executor counts as alive until then; null = no slice is at work. */
  sliceUntil: Date | null;
  wakeAt: Date | null;
  heartbeatAt: Date | null;
  month: string;
  reservedMicros: MicroUsd;
  costMicros: MicroUsd;
  maxCostMicros: MicroUsd | null;
  failure: JobFailure | null;
  actor: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export type SkipReason = "unchanged" | "cached" | "pinned";

export interface JobRow {
  runId: RunId;
  jobId: string;
  workspaceId: WorkspaceId;
  videoId: VideoId;
  genId: string;
  provider: string;
  model: string;
  layer: number;
  priority: number;
  state: JobState;
  skipReason: SkipReason | null;
  spec: JobSpec;
  fingerprint: string | null;
  madeFrom: FingerprintFields | null;
  claimKey: string | null;
  providerRequestId: string | null;
  outputs: ArtifactRecord[] | null;
  costMicros: MicroUsd;
  attempts: number;
  failure: JobFailure | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export type PurchaseState = "claimed" | "submitted" | "succeeded" | "failed" | "cancelled" | "lost";

export interface PurchaseRow {
  id: PurchaseId;
  workspaceId: WorkspaceId;
  videoId: VideoId;
  runId: RunId;
  jobId: string;
  claimKey: string;
  call: string;
  purchaseNumber: number;
  state: PurchaseState;
  provider: string;
  model: string;
  nonce: string;
  providerRequestId: string | null;
  /** The window it stands in: a live purchase is a slot taken, in whichever process and run (runner.md, Limits and money). */
  slotKey: string;
  sliceEpoch: number;
  attempts: number;
  deadlineAt: Date;
  nextCheckAt: Date | null;
  maximumMicros: MicroUsd;
  costMicros: MicroUsd;
  outcome: { outputs: ArtifactRecord[] } | null;
  failure: JobFailure | null;
  createdAt: Date;
  submittedAt: Date | null;
  finishedAt: Date | null;
}

export interface EventRow {
  seq: number;
  videoId: VideoId;
  runId: RunId | null;
  type: string;
  at: Date;
  data: Record<string, unknown>;
}

export type NewEvent = Omit<EventRow, "seq">;

/**
 * Proof that a writer may still write: the run's lease epoch and slice (runner.md, Fencing). Every fenced write returns false, and
 * writes nothing, when either is old or the run has ended.
 */
export interface Fence {
  runId: RunId;
  videoId: VideoId;
  epoch: number;
  sliceEpoch: number;
}

export interface VideoRepository {
  insert(row: VideoRow): Promise<void>;
  find(id: VideoId): Promise<VideoRow | null>;
  /** `find`, and nobody else writes the row until the transaction ends: inputs and head stay what they are. */
  lock(id: VideoId): Promise<VideoRow | null>;
  /** An edit: compare-and-set on the input revision, which becomes `to`, or one more; false = somebody else edited. */
  setInputs(options: {
    id: VideoId;
    from: number;
    to?: number;
    inputs: Record<string, unknown>;
    numDirtyArtifacts: number;
    at: Date;
  }): Promise<boolean>;
  /** What all its runs together may cost; null = no ceiling. What is spent and reserved already stays. False: there is no such video. */
  setCeiling(options: { id: VideoId; ceilingMicros: MicroUsd | null }): Promise<boolean>;
  /** After a choice between results: what it makes dirty, without touching the inputs. */
  setDirty(options: { id: VideoId; numDirtyArtifacts: number; at: Date }): Promise<void>;
  /** Newest first. */
  list(options: {
    limit: number;
    before?: { createdAt: Date; id: string };
    status?: VideoStatus;
    dirty?: boolean;
  }): Promise<VideoRow[]>;
  /** `totalCostMicros` with the end of a run that commits nothing, whose costs count all the same. */
  setStatus(options: {
    id: VideoId;
    status: VideoStatus;
    totalCostMicros?: MicroUsd;
    at: Date;
  }): Promise<void>;
  /** The commit: moves the head by compare-and-set on revision and epoch. False = somebody else moved it. */
  moveHead(options: {
    id: VideoId;
    from: number;
    to: number;
    epoch: number;
    summary: Pick<VideoRow, "status" | "title" | "durationSeconds" | "numDirtyArtifacts" | "totalCostMicros">;
    at: Date;
  }): Promise<boolean>;
  setFilm(options: { id: VideoId; mp4Key: string; thumbnailKey: string | null; at: Date }): Promise<void>;
  /** Hides the video from everything but `restore`; keeps the moment of an earlier one. Null: there is no such video. */
  remove(options: { id: VideoId; at: Date }): Promise<Date | null>;
  /** False: there is no such video, or its objects are gone. */
  restore(id: VideoId): Promise<boolean>;
  /** Raises the video's lease epoch for `runId` and returns it; the same run asking again gets the same epoch. */
  takeLease(options: { id: VideoId; runId: RunId }): Promise<number>;
}

export interface RunRepository {
  /** Throws `run-active` with the active run's id when the video has one. */
  insert(row: RunRow): Promise<void>;
  find(id: RunId): Promise<RunRow | null>;
  ofVideo(options: { videoId: VideoId; limit: number }): Promise<RunRow[]>;
  /** The newest run of either kind (generation or export) of each video. */
  newestOf(videoIds: readonly VideoId[]): Promise<RunRow[]>;
  active(videoId: VideoId): Promise<RunRow | null>;
  /** One more than any run of the video ever used, so that no two runs write below one revision. */
  nextRevision(videoId: VideoId): Promise<number>;
  /** The generation or regeneration that made a revision. */
  ofRevision(options: { videoId: VideoId; revision: number }): Promise<RunRow | null>;
  exportAfter(runId: RunId): Promise<RunRow | null>;
  /** Compare-and-set on the state; null = refused by the state table, or not in one of `from`. */
  move(options: {
    id: RunId;
    event: import("../core/run/run-state").RunEvent;
    /** Narrows the states it moves from: of many who wake a waiting run, one does. */
    from?: readonly RunState[];
    set?: Partial<
      Pick<
        RunRow,
        | "startedAt"
        | "finishedAt"
        | "failure"
        | "wakeAt"
        | "result"
        | "heartbeatAt"
        | "queueHash"
        | "quote"
        | "epoch"
      >
    >;
  }): Promise<RunRow | null>;
  /** Counts a start before it happens, which is a sign of life: compare-and-set on `starts`; null = somebody else starts it, or it has ended. */
  countStart(options: { id: RunId; from: number; at: Date }): Promise<number | null>;
  setWorkflowRun(options: { id: RunId; workflowRunId: string }): Promise<void>;
  /**
   * Takes the next slice of a run under way, alive until `until`; null when it is not under way, or when another slice is alive.
   * Exclusive slices keep a doubly delivered step from taking its twin's work away; what is safe never depends on them.
   */
  takeSlice(options: { id: RunId; at: Date; until: Date }): Promise<RunRow | null>;
  /** False when the slice has gone to another executor or the run has ended. */
  heartbeat(options: { fence: Fence; at: Date; until: Date }): Promise<boolean>;
  /** The slice's executor has returned: the next one need not wait for it to fall silent. */
  closeSlice(fence: Fence): Promise<void>;
  /** Throws `stale-epoch` unless the fence still holds; locks the run row until the transaction ends. Returns the run's state. */
  assertFence(fence: Fence): Promise<RunState>;
  /**
   * The lease alone, whichever slice is at work: enough for a writer that owns the purchase it reports, so that what was paid for
   * is never thrown away because the next slice has begun.
   */
  assertLease(lease: Pick<Fence, "runId" | "epoch">): Promise<RunState>;
  /** False when the run has ended: its progress is not of interest any more. */
  setProgress(options: { id: RunId; progress: number; at: Date }): Promise<boolean>;
  totalCost(videoId: VideoId): Promise<MicroUsd>;
}

export interface SystemRunRepository {
  /** Live runs of all workspaces that nobody has touched since `before`: never started, or without heartbeat. */
  stalled(options: { before: Date; limit: number }): Promise<RunRow[]>;
  /** Live runs of all workspaces that wait for somebody: never started, or asleep since before `before` although they were to wake. */
  due(options: { before: Date; limit: number }): Promise<RunRow[]>;
  find(id: RunId): Promise<RunRow | null>;
}

/** What a move of a job may write beside its state. */
export type JobChange = Partial<
  Pick<
    JobRow,
    | "skipReason"
    | "fingerprint"
    | "madeFrom"
    | "claimKey"
    | "providerRequestId"
    | "outputs"
    | "costMicros"
    | "attempts"
    | "failure"
    | "startedAt"
    | "finishedAt"
  >
>;

export interface JobRepository {
  /** Inserts what is not there yet, so that a repeated planRun writes nothing. */
  insertAll(rows: JobRow[]): Promise<void>;
  ofRun(runId: RunId): Promise<JobRow[]>;
  /** Compare-and-set on the state; false = refused by the state table. */
  move(options: {
    runId: RunId;
    jobId: string;
    event: import("../core/run/job-state").JobEvent;
    set?: JobChange;
  }): Promise<boolean>;
  /** `move` for several jobs of a run at once, each at most once, all changing the same columns. Returns the jobs that moved. */
  moveAll(options: {
    runId: RunId;
    event: import("../core/run/job-state").JobEvent;
    moves: readonly { jobId: string; set: JobChange }[];
  }): Promise<ReadonlySet<string>>;
}

export interface PurchaseRepository {
  /** All purchases under a claim and call, by purchase number. */
  ofClaim(options: { claimKey: string; call: string }): Promise<PurchaseRow[]>;
  /** All purchases under any of these claims, whichever call, by purchase number. */
  ofClaims(claimKeys: readonly string[]): Promise<PurchaseRow[]>;
  live(runId: RunId): Promise<PurchaseRow[]>;
  /** False when that claim, call and number exists already: somebody else may buy. */
  insert(row: PurchaseRow): Promise<boolean>;
  /** `insert` for several at once. Returns those that were inserted. */
  insertAll(rows: readonly PurchaseRow[]): Promise<ReadonlySet<PurchaseId>>;
  /**
   * Slots taken under a key by live purchases of all workspaces, and nobody else counts them until the transaction ends, so that who
   * finds room may take it. An intent counts until its deadline, accepted work for an hour: what a dead run left behind frees its slot.
   */
  slotsTaken(options: { slotKey: string; at: Date }): Promise<number>;
  /** The workspace's own among them. */
  ownSlotsTaken(options: { slotKey: string; at: Date }): Promise<number>;
  /** Hands a live purchase of an older slice, or of a run that died, to this one; false = it changed meanwhile. */
  takeOver(options: {
    runId: RunId;
    id: PurchaseId;
    fromSlice: number;
    toSlice: number;
    deadlineAt: Date;
    attempts: number;
  }): Promise<boolean>;
  /**
   * Stored before anything else after a provider accepted; not fenced, because losing it would lose a purchase. True also when the same
   * id is stored already: a webhook can be faster than the answer. False when the purchase has ended or has another id.
   */
  accepted(options: {
    id: PurchaseId;
    providerRequestId: string;
    nextCheckAt: Date;
    at: Date;
  }): Promise<boolean>;
  /** When the provider is asked next, for live purchases; with `from` by compare-and-set: false = a webhook has changed it meanwhile. */
  nextCheck(options: { id: PurchaseId; from?: Date; nextCheckAt: Date }): Promise<boolean>;
  /**
   * The provider is done with these, whatever is still to be done with what it made: they take no slot any more. Not fenced, because
   * it is so whoever owns them.
   */
  freeSlots(ids: readonly PurchaseId[]): Promise<void>;
  /** From claimed or submitted to an end, only for the slice that owns it; false = it ended or changed hands. */
  finish(options: {
    id: PurchaseId;
    sliceEpoch: number;
    state: "succeeded" | "failed" | "cancelled" | "lost";
    costMicros: MicroUsd;
    outcome?: { outputs: ArtifactRecord[] };
    failure?: JobFailure;
    /** After a failure: the next purchase is not opened before (a provider's Retry-After, or the back-off). */
    nextCheckAt?: Date;
    at: Date;
  }): Promise<boolean>;
  /** `finish` for several that have succeeded, at once. Returns those that were finished. */
  succeedAll(options: {
    purchases: readonly Required<Pick<PurchaseRow, "id" | "sliceEpoch" | "costMicros" | "outcome">>[];
    at: Date;
  }): Promise<ReadonlySet<PurchaseId>>;
}

/** One delivery of a provider's webhook, as received and verified. What it says is a hint: the provider is asked before it counts. */
export interface ProviderEventRow {
  provider: string;
  /** The sender's own id of the delivery (`webhook-id`); repeated deliveries carry the same. */
  deliveryId: string;
  workspaceId: WorkspaceId;
  purchaseId: PurchaseId;
  providerRequestId: string;
  status: string;
  receivedAt: Date;
}

export interface ProviderEventRepository {
  /** False when this delivery has been recorded before. */
  insert(row: ProviderEventRow): Promise<boolean>;
  /** Deliveries about one purchase, oldest first. */
  ofPurchase(purchaseId: PurchaseId): Promise<ProviderEventRow[]>;
}

/** Purchases across workspaces: one set of provider credentials serves several. */
export interface SystemPurchaseRepository {
  byNonce(nonce: string): Promise<PurchaseRow | null>;
  /** Whether some purchase, other than `except`, has that id at that provider. */
  isKnown(options: { provider: string; providerRequestId: string; except?: PurchaseId }): Promise<boolean>;
}

export interface EventLog {
  /** Numbers and appends; seq has no gaps because the video row stays locked until the transaction ends. */
  append(events: NewEvent[]): Promise<number[]>;
  ofRun(options: { runId: RunId; after: number; limit: number }): Promise<EventRow[]>;
  /** Whether the run has an event of that type whose data contain these. */
  has(options: { runId: RunId; type: string; data: Record<string, unknown> }): Promise<boolean>;
  ofVideo(options: { videoId: VideoId; after: number; limit: number }): Promise<EventRow[]>;
}

export interface MoneyLedger {
  /**
   * `spent + reserved + amount <= ceiling` for the run (its `maxCostMicros`), for all runs of its video together and for the workspace's
   * month, however many reserve at once; else `ceiling-reached` for the first of these that does not hold, and the transaction is to end
   * there (runner.md, Limits and money). `defaultCeiling` applies where the workspace has none; null = no ceiling.
   */
  reserve(options: {
    runId: RunId;
    videoId: VideoId;
    month: string;
    amount: MicroUsd;
    defaultCeiling: MicroUsd | null;
    at: Date;
  }): Promise<void>;
  /**
   * Moves a purchase's cost from reserved to spent, once; a second call for the same purchase changes nothing. A cost beyond what the
   * run has reserved is recorded all the same, because it has been paid, and takes nothing from other runs' reservations.
   */
  settle(options: {
    runId: RunId;
    videoId: VideoId;
    purchaseId: PurchaseId;
    month: string;
    amount: MicroUsd;
    at: Date;
  }): Promise<void>;
  /** `settle` for several purchases of one run, at once. */
  settleAll(options: {
    runId: RunId;
    videoId: VideoId;
    month: string;
    settlements: readonly { purchaseId: PurchaseId; amount: MicroUsd }[];
    at: Date;
  }): Promise<void>;
  /** How a month stands, and what it may come to; null = no ceiling. */
  standing(options: { month: string; defaultCeiling: MicroUsd | null }): Promise<{
    spentMicros: MicroUsd;
    reservedMicros: MicroUsd;
    ceilingMicros: MicroUsd | null;
  }>;
  /** Gives back what a run reserved and did not spend; once. */
  release(options: { runId: RunId; videoId: VideoId; month: string; at: Date }): Promise<void>;
}

export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyRepository {
  /** `fresh`: this request goes on, in the same transaction; `stored`: answer this; `mismatch`: the key was used with another body. */
  begin(options: {
    route: string;
    key: string;
    bodyHash: string;
    at: Date;
  }): Promise<{ kind: "fresh" } | { kind: "stored"; answer: StoredAnswer } | { kind: "mismatch" }>;
  finish(options: { route: string; key: string; answer: StoredAnswer }): Promise<void>;
}

/** Everything one transaction of one workspace can reach. */
export interface TenantRepositories {
  videos: VideoRepository;
  runs: RunRepository;
  jobs: JobRepository;
  purchases: PurchaseRepository;
  providerEvents: ProviderEventRepository;
  events: EventLog;
  money: MoneyLedger;
  idempotency: IdempotencyRepository;
  history: HistoryRepository;
  choices: ChoiceRepository;
  references: ReferenceRepository;
  tombstones: TombstoneRepository;
  windows: WindowRepository;
  limits: WorkspaceLimitRepository;
  storage: StorageRepository;
  usage: UsageRepository;
  credentials: CredentialRepository;
}

/** What cron and recovery reach, across workspaces. */
export interface SystemRepositories {
  runs: SystemRunRepository;
  purchases: SystemPurchaseRepository;
  ensureWorkspace(options: { id: WorkspaceId; name: string; at: Date }): Promise<void>;
  videos: SystemVideoRepository;
  duties: DutyRepository;
  requestCounts: RequestCountRepository;
  spending: SystemSpendingRepository;
  credentials: SystemCredentialRepository;
}

/**
 * Transactions. Rows of another workspace are invisible inside `tenant`, by row-level security (storage.md, Postgres).
 * A transaction that throws leaves nothing. One that lost to another may be run again: outside of its repositories `work` does nothing
 * that cannot be repeated.
 */
export interface Database {
  readonly kind: "memory" | "pglite" | "postgres";
  tenant<T>(workspaceId: WorkspaceId, work: (repositories: TenantRepositories) => Promise<T>): Promise<T>;
  system<T>(work: (repositories: SystemRepositories) => Promise<T>): Promise<T>;
  /** Throws `database-unavailable` when it does not answer. */
  ping(): Promise<void>;
  /** All rows of all workspaces, for backups. */
  readonly dumps: RowDumps;
  close(): Promise<void>;
}
