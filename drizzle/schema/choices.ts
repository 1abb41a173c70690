import { jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";
import { tenantPolicies } from "./roles";
import { videos } from "./videos";

/** Results a person chose in place of the head's, until a run commits them: an edit like one of the inputs. */
export const chosenArtifacts = pgTable(
  "chosen_artifacts",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.id, { onDelete: "cascade" }),
    artifact: text("artifact").notNull(),
    workspaceId: text("workspace_id").notNull(),
    /** The artifact's record as the head will have it. */
    record: jsonb("record").$type<Record<string, unknown>>().notNull(),
    chosenAt: moment("chosen_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.videoId, table.artifact] }),
    ...tenantPolicies("chosen_artifacts"),
  ],
);

/** Purchases whose results a person threw away: not listed and not adopted any more. The purchase itself stays, as money does. */
export const discardedResults = pgTable(
  "discarded_results",
  {
    videoId: text("video_id")
      .notNull()
      .references(() => videos.id, { onDelete: "cascade" }),
    purchaseId: text("purchase_id").notNull(),
    workspaceId: text("workspace_id").notNull(),
    discardedAt: moment("discarded_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.videoId, table.purchaseId] }),
    ...tenantPolicies("discarded_results"),
  ],
);
