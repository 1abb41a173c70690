import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { micros, moment } from "./columns";
import { tenantPolicies } from "./roles";
import { workspaces } from "./workspaces";

/**
 * One row per video: the pointer to its head revision plus the summary that lists and dashboards read.
 * `head_revision` moves only by compare-and-set on itself and the lease epoch: that update is the commit (storage.md).
 */
export const videos = pgTable(
  "videos",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    dagPrefix: text("dag_prefix").notNull(),
    headRevision: integer("head_revision").notNull().default(0),
    /** The lease epoch that wrote the head; raised by every run that takes the lease. */
    epoch: integer("epoch").notNull().default(0),
    status: text("status").notNull(),
    /** Current inputs with defaults applied; edits raise `input_revision`, which is the ETag. */
    inputs: jsonb("inputs").$type<Record<string, unknown>>().notNull(),
    inputRevision: integer("input_revision").notNull().default(1),
    seed: bigint("seed", { mode: "number" }).notNull(),
    title: text("title"),
    durationSeconds: doublePrecision("duration_seconds"),
    numDirtyArtifacts: integer("num_dirty_artifacts").notNull().default(0),
    totalCostMicros: micros("total_cost_micros").notNull().default(0),
    /** What all its runs together may cost; null = no ceiling of its own. */
    ceilingMicros: micros("ceiling_micros"),
    thumbnailKey: text("thumbnail_key"),
    mp4Key: text("mp4_key"),
    /** The seq of the video's newest event; raised in the transaction that appends, so that numbers have no gaps. */
    lastEventSeq: bigint("last_event_seq", { mode: "number" }).notNull().default(0),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    deletedAt: moment("deleted_at"),
    /** Its objects are being deleted: it cannot be brought back any more. */
    collectedAt: moment("collected_at"),
    /** None of them is left, and none comes any more. */
    sweptAt: moment("swept_at"),
  },
  (table) => [
    check(
      "videos_status",
      sql`${table.status} in ('draft','queued','running','succeeded','partial','failed','cancelled')`,
    ),
    check(
      "videos_revision",
      sql`${table.headRevision} >= 0 and ${table.epoch} >= 0 and ${table.inputRevision} >= 1`,
    ),
    index("videos_newest").on(
      table.workspaceId,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    // Lists by status, however rare it is: without it they read the whole workspace.
    index("videos_of_status")
      .on(table.workspaceId, table.status, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`deleted_at is null`),
    index("videos_dirty_newest")
      .on(table.workspaceId, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`num_dirty_artifacts > 0 and deleted_at is null`),
    index("videos_dirty")
      .on(table.workspaceId, table.updatedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`num_dirty_artifacts > 0 and deleted_at is null`),
    check("videos_ceiling", sql`${table.ceilingMicros} >= 0`),
    check("videos_collected", sql`${table.collectedAt} is null or ${table.deletedAt} is not null`),
    check("videos_swept", sql`${table.sweptAt} is null or ${table.collectedAt} is not null`),
    ...tenantPolicies("videos"),
  ],
);

/** Who may write a video's state. A write that carries an older epoch is refused (runner.md, Fencing). */
export const leases = pgTable(
  "leases",
  {
    videoId: text("video_id")
      .primaryKey()
      .references(() => videos.id, { onDelete: "cascade" }),
    workspaceId: text("workspace_id").notNull(),
    runId: text("run_id").notNull(),
    epoch: integer("epoch").notNull(),
  },
  () => tenantPolicies("leases"),
);

/** The facts of a video's runs, numbered without gaps; written in the transaction of the change they report. */
export const events = pgTable(
  "events",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.id, { onDelete: "cascade" }),
    seq: bigint("seq", { mode: "number" }).notNull(),
    workspaceId: text("workspace_id").notNull(),
    runId: text("run_id"),
    type: text("type").notNull(),
    at: moment("at").notNull(),
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.videoId, table.seq] }),
    index("events_of_run").on(table.runId, table.seq),
    check("events_seq", sql`${table.seq} >= 1`),
    ...tenantPolicies("events"),
  ],
);
