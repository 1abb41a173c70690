import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { micros, moment } from "./columns";
import { tenantPolicies } from "./roles";
import { videos } from "./videos";

/** The durable execution of one plan. States and moves: lib/core/run/run-state.ts. */
export const runs = pgTable(
  "runs",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id").notNull(),
    videoId: text("video_id")
      .notNull()
      .references(() => videos.id, { onDelete: "cascade" }),
    type: text("type").notNull(),
    status: text("status").notNull(),
    /** Mode, scope, pins, takes, upToLayer as asked; for exports the format. */
    options: jsonb("options").$type<Record<string, unknown>>().notNull(),
    /** The inputs as the run froze them. */
    inputs: jsonb("inputs").$type<Record<string, unknown>>().notNull(),
    inputRevision: integer("input_revision").notNull(),
    seed: bigint("seed", { mode: "number" }).notNull(),
    /** The revision it makes (generation) or reads (export). */
    revision: integer("revision").notNull(),
    queueHash: text("queue_hash"),
    quote: jsonb("quote").$type<Record<string, unknown>>(),
    /** What an export made: `{key, bytes, durationSeconds, thumbnailKey}`. */
    result: jsonb("result").$type<Record<string, unknown>>(),
    workflowRunId: text("workflow_run_id"),
    starts: integer("starts").notNull().default(0),
    epoch: integer("epoch").notNull().default(0),
    sliceEpoch: integer("slice_epoch").notNull().default(0),
    /** The slice's executor counts as alive until then; null = no slice is at work. */
    sliceUntil: moment("slice_until"),
    wakeAt: moment("wake_at"),
    heartbeatAt: moment("heartbeat_at"),
    month: text("month").notNull(),
    reservedMicros: micros("reserved_micros").notNull().default(0),
    costMicros: micros("cost_micros").notNull().default(0),
    maxCostMicros: micros("max_cost_micros"),
    failure: jsonb("failure").$type<Record<string, unknown>>(),
    actor: text("actor").notNull(),
    createdAt: moment("created_at").notNull(),
    startedAt: moment("started_at"),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    check("runs_type", sql`${table.type} in ('generation','regeneration','export')`),
    check(
      "runs_status",
      sql`${table.status} in ('queued','running','waiting','cancelling','succeeded','partial','failed','cancelled')`,
    ),
    uniqueIndex("runs_one_active_per_video")
      .on(table.videoId)
      .where(
        sql`type in ('generation','regeneration') and status in ('queued','running','waiting','cancelling')`,
      ),
    index("runs_of_video").on(table.videoId, table.createdAt.desc().nullsFirst()),
    index("runs_alive")
      .on(table.heartbeatAt)
      .where(sql`status in ('queued','running','waiting','cancelling')`),
    ...tenantPolicies("runs"),
  ],
);

/** One row per job of a run: its state in that run. States and moves: lib/core/run/job-state.ts. */
export const jobs = pgTable(
  "jobs",
  {
    runId: text("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    jobId: text("job_id").notNull(),
    workspaceId: text("workspace_id").notNull(),
    videoId: text("video_id").notNull(),
    genId: text("gen_id").notNull(),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    layer: integer("layer").notNull(),
    /** Order of starting inside a provider's window; lower first. */
    priority: integer("priority").notNull(),
    state: text("state").notNull(),
    skipReason: text("skip_reason"),
    /** The plan's JobSpec. */
    spec: jsonb("spec").$type<Record<string, unknown>>().notNull(),
    fingerprint: text("fingerprint"),
    /** The fields behind the fingerprint, as dispatched. */
    madeFrom: jsonb("made_from").$type<Record<string, unknown>>(),
    claimKey: text("claim_key"),
    providerRequestId: text("provider_request_id"),
    /** Artifact records it committed: what the outcome document says. */
    outputs: jsonb("outputs").$type<Record<string, unknown>[]>(),
    costMicros: micros("cost_micros").notNull().default(0),
    attempts: integer("attempts").notNull().default(0),
    failure: jsonb("failure").$type<Record<string, unknown>>(),
    startedAt: moment("started_at"),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.jobId] }),
    check(
      "jobs_state",
      sql`${table.state} in ('ready','claimed','submitted','succeeded','failed','cancelled','blocked','skipped')`,
    ),
    check("jobs_skip_reason", sql`(${table.state} = 'skipped') = (${table.skipReason} is not null)`),
    index("jobs_of_claim").on(table.claimKey),
    ...tenantPolicies("jobs"),
  ],
);

/**
 * Who may buy, and what came of it. `claim_key` = sha256(workspace, video, job, fingerprint, take); one row per purchase under a
 * claim and provider call. A live or succeeded purchase is never bought again; a failed one opens the next number.
 */
export const purchases = pgTable(
  "purchases",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id").notNull(),
    videoId: text("video_id")
      .notNull()
      .references(() => videos.id, { onDelete: "cascade" }),
    runId: text("run_id").notNull(),
    jobId: text("job_id").notNull(),
    claimKey: text("claim_key").notNull(),
    /** A job may make more than one provider call, each a purchase of its own: `main`, `timings`. */
    call: text("call").notNull(),
    purchaseNumber: integer("purchase_number").notNull(),
    state: text("state").notNull(),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    /** Rides in the webhook URL and as Idempotency-Key, so that an unknown outcome can be found again. */
    nonce: text("nonce").notNull(),
    providerRequestId: text("provider_request_id"),
    /** The window it stands in; a live purchase is a slot taken. */
    slotKey: text("slot_key").notNull().default(""),
    sliceEpoch: integer("slice_epoch").notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** Before this moment the intent is untouchable for other slices. */
    deadlineAt: moment("deadline_at").notNull(),
    nextCheckAt: moment("next_check_at"),
    maximumMicros: micros("maximum_micros").notNull(),
    costMicros: micros("cost_micros").notNull().default(0),
    /** The provider's answer as stored assets: what a second claimer gets. */
    outcome: jsonb("outcome").$type<Record<string, unknown>>(),
    failure: jsonb("failure").$type<Record<string, unknown>>(),
    createdAt: moment("created_at").notNull(),
    submittedAt: moment("submitted_at"),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    check(
      "purchases_state",
      sql`${table.state} in ('claimed','submitted','succeeded','failed','cancelled','lost')`,
    ),
    uniqueIndex("purchases_claim").on(table.claimKey, table.call, table.purchaseNumber),
    index("purchases_slots").on(table.slotKey).where(sql`state in ('claimed','submitted')`),
    uniqueIndex("purchases_nonce").on(table.nonce),
    index("purchases_of_request").on(table.provider, table.providerRequestId),
    index("purchases_of_run").on(table.runId, table.jobId),
    index("purchases_ended").on(table.workspaceId, table.finishedAt).where(sql`maximum_micros > 0`),
    ...tenantPolicies("purchases"),
  ],
);

/** Deliveries of providers' webhooks, each recorded once before it is answered. */
export const providerEvents = pgTable(
  "provider_events",
  {
    provider: text("provider").notNull(),
    /** The sender's id of the delivery: repeated ones are told by it. */
    deliveryId: text("delivery_id").notNull(),
    workspaceId: text("workspace_id").notNull(),
    purchaseId: text("purchase_id")
      .notNull()
      .references(() => purchases.id, { onDelete: "cascade" }),
    providerRequestId: text("provider_request_id").notNull(),
    status: text("status").notNull(),
    receivedAt: moment("received_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.deliveryId] }),
    index("provider_events_of_purchase").on(table.purchaseId),
    ...tenantPolicies("provider_events"),
  ],
);

/** Money moves: reserve at a run's start, settle per purchase, release at the end. Amounts are positive; the kind is the sign. */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: text("workspace_id").notNull(),
    videoId: text("video_id").notNull(),
    runId: text("run_id").notNull(),
    purchaseId: text("purchase_id"),
    kind: text("kind").notNull(),
    amountMicros: micros("amount_micros").notNull(),
    month: text("month").notNull(),
    at: moment("at").notNull(),
  },
  (table) => [
    check("ledger_entries_kind", sql`${table.kind} in ('reserve','settle','release')`),
    check("ledger_entries_amount", sql`${table.amountMicros} >= 0`),
    uniqueIndex("ledger_entries_one_settlement").on(table.purchaseId).where(sql`kind = 'settle'`),
    index("ledger_entries_of_run").on(table.runId),
    index("ledger_entries_of_month").on(table.workspaceId, table.month),
    ...tenantPolicies("ledger_entries"),
  ],
);
