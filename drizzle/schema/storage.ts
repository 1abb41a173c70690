import { sql } from "drizzle-orm";
import { bigint, check, date, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { tenantPolicies } from "./roles";
import { videos } from "./videos";

/** What a video's objects take from that day on, until the next row: only days on which it changed have one. */
export const storageDays = pgTable(
  "storage_days",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.id, { onDelete: "cascade" }),
    /** UTC. */
    day: date("day", { mode: "string" }).notNull(),
    workspaceId: text("workspace_id").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.videoId, table.day] }),
    index("storage_days_of_workspace").on(table.workspaceId),
    check("storage_days_bytes", sql`${table.bytes} >= 0`),
    ...tenantPolicies("storage_days"),
  ],
);
