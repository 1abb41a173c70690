import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";
import { systemRole } from "./roles";

/** Requests to the API, counted per caller and kind (lib/core/limits/sliding-window.ts): a row each, replaced as time goes on. */
export const requestCounts = pgTable(
  "request_counts",
  {
    key: text("key").primaryKey(),
    windowAt: moment("window_at").notNull(),
    requests: integer("requests").notNull(),
    before: integer("before").notNull(),
  },
  () => [
    pgPolicy("request_counts_system", { for: "all", to: systemRole, using: sql`true`, withCheck: sql`true` }),
  ],
);
