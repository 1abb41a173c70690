import { CREDENTIAL_PROVIDERS } from "../../core/credentials";
import type { VideoId, WorkspaceId } from "../../core/ids";
import type { WindowState } from "../../core/limits/window";
import type { MicroUsd } from "../../core/money/micro-usd";
import { JOB_STATES } from "../../core/run/job-state";
import { isRunEnded } from "../../core/run/run-state";
import type { Duty } from "../../ports/cleaning";
import type { CredentialRow } from "../../ports/credentials";
import type {
  EventRow,
  JobRow,
  ProviderEventRow,
  PurchaseRow,
  RunRow,
  StoredAnswer,
  VideoRow,
} from "../../ports/database";
import { Refusal } from "./refusal";
import { Journal, Table } from "./table";

/** The tables of drizzle/schema, with the keys, unique indexes, references and checks that the code can meet. */

interface WorkspaceRow {
  id: WorkspaceId;
  name: string;
  ceilingMicros: MicroUsd | null;
  requestsAtATime: Readonly<Record<string, number>>;
  createdAt: Date;
}

export type StoredVideo = VideoRow & {
  lastEventSeq: number;
  deletedAt: Date | null;
  collectedAt: Date | null;
  sweptAt: Date | null;
};
type StoredEvent = EventRow & { workspaceId: WorkspaceId };

interface LeaseRow {
  videoId: string;
  workspaceId: WorkspaceId;
  runId: string;
  epoch: number;
}

interface MonthRow {
  workspaceId: WorkspaceId;
  month: string;
  spentMicros: MicroUsd;
  reservedMicros: MicroUsd;
}

interface LedgerEntry {
  id: number;
  workspaceId: WorkspaceId;
  videoId: string;
  runId: string;
  purchaseId: string | null;
  kind: "reserve" | "settle" | "release";
  amountMicros: MicroUsd;
  month: string;
  at: Date;
}

type AnswerRow = { [Field in keyof StoredAnswer]: StoredAnswer[Field] | null } & {
  workspaceId: WorkspaceId;
  route: string;
  key: string;
  bodyHash: string;
  createdAt: Date;
};

interface ChosenRow {
  videoId: string;
  artifact: string;
  workspaceId: WorkspaceId;
  record: Record<string, unknown>;
  chosenAt: Date;
}

interface RequestCountRow {
  key: string;
  windowAt: Date;
  requests: number;
  before: number;
}

interface WindowRow {
  slotKey: string;
  state: WindowState;
}

interface DiscardedRow {
  videoId: string;
  purchaseId: string;
  workspaceId: WorkspaceId;
  discardedAt: Date;
}

interface TombstoneRow {
  videoId: string;
  path: string;
  workspaceId: WorkspaceId;
  bytes: number;
  buriedAt: Date;
}

export interface StorageDayRow {
  videoId: VideoId;
  day: string;
  workspaceId: WorkspaceId;
  bytes: number;
}

interface DutyRow extends Duty {
  name: string;
  holder: string | null;
  heldUntil: Date | null;
}

/** Parts of a key: no column holds this character. */
export const keyOf = (...parts: (string | number)[]) => parts.join("\0");

const isBuild = ({ type }: RunRow) => type === "generation" || type === "regeneration";
export const isLiveRun = ({ status }: RunRow) => !isRunEnded(status);
export const isLivePurchase = ({ state }: PurchaseRow) => state === "claimed" || state === "submitted";

export type Tables = ReturnType<typeof createTables>;

export function createTables() {
  const journal = new Journal();

  function mustHave(table: { has(key: string): boolean }, key: string, what: string): void {
    if (!table.has(key)) throw new Refusal(`violates foreign key constraint: no ${what} ${key}`);
  }
  function must(isRight: boolean, constraint: string): void {
    if (!isRight) throw new Refusal(`violates check constraint "${constraint}"`);
  }

  const workspaces = new Table<WorkspaceRow>({
    name: "workspaces",
    journal,
    columns: {
      id: "text",
      name: "text",
      ceilingMicros: "integer",
      requestsAtATime: "json",
      createdAt: "moment",
    },
    keyOf: ({ id }) => id,
    check: ({ ceilingMicros }) => must((ceilingMicros ?? 0) >= 0, "workspaces_ceiling"),
  });

  const videos = new Table<StoredVideo>({
    name: "videos",
    journal,
    columns: {
      id: "text",
      workspaceId: "text",
      dagPrefix: "text",
      headRevision: "integer",
      epoch: "integer",
      status: "text",
      inputs: "json",
      inputRevision: "integer",
      seed: "integer",
      title: "text",
      durationSeconds: "number",
      numDirtyArtifacts: "integer",
      totalCostMicros: "integer",
      ceilingMicros: "integer",
      thumbnailKey: "text",
      mp4Key: "text",
      createdAt: "moment",
      updatedAt: "moment",
      deletedAt: "moment",
      collectedAt: "moment",
      sweptAt: "moment",
      lastEventSeq: "integer",
    },
    keyOf: ({ id }) => id,
    indexes: { workspace: { keyOf: ({ workspaceId }) => workspaceId } },
    check: ({ workspaceId, headRevision, epoch, inputRevision, ...video }) => {
      mustHave(workspaces, workspaceId, "workspace");
      must(video.collectedAt === null || video.deletedAt !== null, "videos_collected");
      must(video.sweptAt === null || video.collectedAt !== null, "videos_swept");
      must((video.ceilingMicros ?? 0) >= 0, "videos_ceiling");
      must(headRevision >= 0 && epoch >= 0 && inputRevision >= 1, "videos_revision");
    },
  });

  const leases = new Table<LeaseRow>({
    name: "leases",
    journal,
    columns: { videoId: "text", workspaceId: "text", runId: "text", epoch: "integer" },
    keyOf: ({ videoId }) => videoId,
    check: ({ videoId }) => mustHave(videos, videoId, "video"),
  });

  const events = new Table<StoredEvent>({
    name: "events",
    journal,
    columns: {
      videoId: "text",
      seq: "integer",
      workspaceId: "text",
      runId: "text",
      type: "text",
      at: "moment",
      data: "json",
    },
    keyOf: ({ videoId, seq }) => keyOf(videoId, seq),
    indexes: {
      video: { keyOf: ({ videoId }) => videoId },
      run: { keyOf: ({ runId }) => runId },
      type: { keyOf: ({ runId, type }) => (runId === null ? null : keyOf(runId, type)) },
    },
    check: ({ seq }) => must(seq >= 1, "events_seq"),
  });

  const runs = new Table<RunRow>({
    name: "runs",
    journal,
    columns: {
      id: "text",
      workspaceId: "text",
      videoId: "text",
      type: "text",
      status: "text",
      options: "json",
      inputs: "json",
      inputRevision: "integer",
      seed: "integer",
      revision: "integer",
      queueHash: "text",
      quote: "json",
      result: "json",
      workflowRunId: "text",
      starts: "integer",
      epoch: "integer",
      sliceEpoch: "integer",
      sliceUntil: "moment",
      wakeAt: "moment",
      heartbeatAt: "moment",
      month: "text",
      reservedMicros: "integer",
      costMicros: "integer",
      maxCostMicros: "integer",
      failure: "json",
      actor: "text",
      createdAt: "moment",
      startedAt: "moment",
      finishedAt: "moment",
    },
    keyOf: ({ id }) => id,
    indexes: {
      video: { keyOf: ({ videoId }) => videoId },
      one_active_per_video: {
        keyOf: (run) => (isBuild(run) && isLiveRun(run) ? run.videoId : null),
        isUnique: true,
      },
      alive: { keyOf: (run) => (isLiveRun(run) ? "alive" : null) },
    },
    check: ({ videoId }) => mustHave(videos, videoId, "video"),
  });

  const jobs = new Table<JobRow>({
    name: "jobs",
    journal,
    columns: {
      runId: "text",
      jobId: "text",
      workspaceId: "text",
      videoId: "text",
      genId: "text",
      provider: "text",
      model: "text",
      layer: "integer",
      priority: "integer",
      state: "text",
      skipReason: "text",
      spec: "json",
      fingerprint: "text",
      madeFrom: "json",
      claimKey: "text",
      providerRequestId: "text",
      outputs: "json",
      costMicros: "integer",
      attempts: "integer",
      failure: "json",
      startedAt: "moment",
      finishedAt: "moment",
    },
    keyOf: ({ runId, jobId }) => keyOf(runId, jobId),
    indexes: { run: { keyOf: ({ runId }) => runId } },
    check: ({ runId, state, skipReason }) => {
      mustHave(runs, runId, "run");
      must(JOB_STATES.includes(state), "jobs_state");
      must((state === "skipped") === (skipReason !== null), "jobs_skip_reason");
    },
  });

  const purchases = new Table<PurchaseRow>({
    name: "purchases",
    journal,
    columns: {
      id: "text",
      workspaceId: "text",
      videoId: "text",
      runId: "text",
      jobId: "text",
      claimKey: "text",
      call: "text",
      purchaseNumber: "integer",
      state: "text",
      provider: "text",
      model: "text",
      nonce: "text",
      providerRequestId: "text",
      slotKey: "text",
      sliceEpoch: "integer",
      attempts: "integer",
      deadlineAt: "moment",
      nextCheckAt: "moment",
      maximumMicros: "integer",
      costMicros: "integer",
      outcome: "json",
      failure: "json",
      createdAt: "moment",
      submittedAt: "moment",
      finishedAt: "moment",
    },
    keyOf: ({ id }) => id,
    indexes: {
      claim: {
        keyOf: ({ claimKey, call, purchaseNumber }) => keyOf(claimKey, call, purchaseNumber),
        isUnique: true,
      },
      nonce: { keyOf: ({ nonce }) => nonce, isUnique: true },
      calls: { keyOf: ({ claimKey, call }) => keyOf(claimKey, call) },
      claims: { keyOf: ({ claimKey }) => claimKey },
      run: { keyOf: ({ runId }) => runId },
      slots: { keyOf: (row) => (isLivePurchase(row) ? row.slotKey : null) },
      request: {
        keyOf: ({ provider, providerRequestId }) =>
          providerRequestId === null ? null : keyOf(provider, providerRequestId),
      },
    },
    check: ({ videoId }) => mustHave(videos, videoId, "video"),
  });

  const providerEvents = new Table<ProviderEventRow>({
    name: "provider_events",
    journal,
    columns: {
      provider: "text",
      deliveryId: "text",
      workspaceId: "text",
      purchaseId: "text",
      providerRequestId: "text",
      status: "text",
      receivedAt: "moment",
    },
    keyOf: ({ provider, deliveryId }) => keyOf(provider, deliveryId),
    indexes: { purchase: { keyOf: ({ purchaseId }) => purchaseId } },
    check: ({ purchaseId }) => mustHave(purchases, purchaseId, "purchase"),
  });

  const months = new Table<MonthRow>({
    name: "budget_months",
    journal,
    columns: { workspaceId: "text", month: "text", spentMicros: "integer", reservedMicros: "integer" },
    keyOf: ({ workspaceId, month }) => keyOf(workspaceId, month),
    check: ({ workspaceId, spentMicros, reservedMicros }) => {
      mustHave(workspaces, workspaceId, "workspace");
      must(spentMicros >= 0 && reservedMicros >= 0, "budget_months_not_negative");
    },
  });

  const ledger = new Table<LedgerEntry>({
    name: "ledger_entries",
    journal,
    columns: {
      id: "integer",
      workspaceId: "text",
      videoId: "text",
      runId: "text",
      purchaseId: "text",
      kind: "text",
      amountMicros: "integer",
      month: "text",
      at: "moment",
    },
    keyOf: ({ id }) => String(id),
    indexes: {
      one_settlement: {
        keyOf: ({ kind, purchaseId }) => (kind === "settle" ? purchaseId : null),
        isUnique: true,
      },
    },
    check: ({ amountMicros }) => must(amountMicros >= 0, "ledger_entries_amount"),
  });

  const answers = new Table<AnswerRow>({
    name: "idempotency_keys",
    journal,
    columns: {
      workspaceId: "text",
      route: "text",
      key: "text",
      bodyHash: "text",
      status: "integer",
      headers: "json",
      body: "text",
      createdAt: "moment",
    },
    keyOf: ({ workspaceId, route, key }) => keyOf(workspaceId, route, key),
  });

  const chosen = new Table<ChosenRow>({
    name: "chosen_artifacts",
    journal,
    columns: { videoId: "text", artifact: "text", workspaceId: "text", record: "json", chosenAt: "moment" },
    keyOf: ({ videoId, artifact }) => keyOf(videoId, artifact),
    indexes: { video: { keyOf: ({ videoId }) => videoId } },
    check: ({ videoId }) => mustHave(videos, videoId, "video"),
  });

  const discarded = new Table<DiscardedRow>({
    name: "discarded_results",
    journal,
    columns: { videoId: "text", purchaseId: "text", workspaceId: "text", discardedAt: "moment" },
    keyOf: ({ videoId, purchaseId }) => keyOf(videoId, purchaseId),
    indexes: { video: { keyOf: ({ videoId }) => videoId } },
    check: ({ videoId }) => mustHave(videos, videoId, "video"),
  });

  const tombstones = new Table<TombstoneRow>({
    name: "tombstones",
    journal,
    columns: { videoId: "text", path: "text", workspaceId: "text", bytes: "integer", buriedAt: "moment" },
    keyOf: ({ videoId, path }) => keyOf(videoId, path),
    indexes: { video: { keyOf: ({ videoId }) => videoId } },
    check: ({ videoId }) => mustHave(videos, videoId, "video"),
  });

  const storageDays = new Table<StorageDayRow>({
    name: "storage_days",
    journal,
    columns: { videoId: "text", day: "text", workspaceId: "text", bytes: "integer" },
    keyOf: ({ videoId, day }) => keyOf(videoId, day),
    indexes: { video: { keyOf: ({ videoId }) => videoId } },
    check: ({ videoId, bytes }) => {
      mustHave(videos, videoId, "video");
      must(bytes >= 0, "storage_days_bytes");
    },
  });

  const duties = new Table<DutyRow>({
    name: "duties",
    journal,
    columns: {
      name: "text",
      holder: "text",
      heldUntil: "moment",
      progress: "json",
      finishedAt: "moment",
      report: "json",
    },
    keyOf: ({ name }) => name,
  });

  const windows = new Table<WindowRow>({
    name: "windows",
    journal,
    columns: { slotKey: "text", state: "json" },
    keyOf: ({ slotKey }) => slotKey,
  });

  const credentials = new Table<CredentialRow>({
    name: "credentials",
    journal,
    columns: {
      workspaceId: "text",
      provider: "text",
      version: "text",
      keyId: "text",
      nonce: "text",
      ciphertext: "text",
      hint: "text",
      setAt: "moment",
    },
    keyOf: ({ workspaceId, provider }) => keyOf(workspaceId, provider),
    check: ({ workspaceId, provider }) => {
      mustHave(workspaces, workspaceId, "workspace");
      must(CREDENTIAL_PROVIDERS.includes(provider), "credentials_provider");
    },
  });

  const requestCounts = new Table<RequestCountRow>({
    name: "request_counts",
    journal,
    columns: { key: "text", windowAt: "moment", requests: "integer", before: "integer" },
    keyOf: ({ key }) => key,
  });

  return {
    journal,
    workspaces,
    videos,
    leases,
    events,
    runs,
    jobs,
    purchases,
    providerEvents,
    months,
    ledger,
    answers,
    chosen,
    discarded,
    tombstones,
    duties,
    windows,
    requestCounts,
    credentials,
    storageDays,
  };
}
