import { sql } from "drizzle-orm";
import { jsonb, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import { systemRole } from "./roles";

/** What is known of providers' limits (lib/core/limits/window.ts), for all workspaces together. It may be lost: it is learnt anew. */
export const windows = pgTable(
  "windows",
  {
    slotKey: text("slot_key").primaryKey(),
    state: jsonb("state").$type<Record<string, unknown>>().notNull(),
  },
  () => [pgPolicy("windows_system", { for: "all", to: systemRole, using: sql`true`, withCheck: sql`true` })],
);
