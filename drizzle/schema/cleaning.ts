import { sql } from "drizzle-orm";
import { bigint, jsonb, pgPolicy, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";
import { systemRole, tenantPolicies } from "./roles";
import { videos } from "./videos";

/**
 * Paths that the cleaner has put away (storage.md, Cleaning). They stay on record, because nothing is ever stored under such a path
 * again: a deletion that comes late then finds nothing that lives.
 */
export const tombstones = pgTable(
  "tombstones",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.id, { onDelete: "cascade" }),
    /** Below the video's prefix. */
    path: text("path").notNull(),
    workspaceId: text("workspace_id").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    buriedAt: moment("buried_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.videoId, table.path] }), ...tenantPolicies("tombstones")],
);

/** Work that one process at a time does for all workspaces: who is at it, how far it has come, and what came of it last. */
export const duties = pgTable(
  "duties",
  {
    name: text("name").primaryKey(),
    holder: text("holder"),
    /** The holder counts as alive until then. */
    heldUntil: moment("held_until"),
    /** Where an unfinished round goes on; null = from the beginning. */
    progress: jsonb("progress").$type<Record<string, unknown>>(),
    finishedAt: moment("finished_at"),
    /** Of the last round that was finished. */
    report: jsonb("report").$type<Record<string, unknown>>(),
  },
  () => [pgPolicy("duties_system", { for: "all", to: systemRole, using: sql`true`, withCheck: sql`true` })],
);
