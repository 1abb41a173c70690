import { sql } from "drizzle-orm";
import { check, jsonb, pgPolicy, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { micros, moment } from "./columns";
import { applicationRole, systemRole, tenantPolicies } from "./roles";

/** The tenant: owns keys, limits, ceiling and videos. */
export const workspaces = pgTable(
  "workspaces",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** Per calendar month; null = the deployment's default (`REELGRAPH_CEILING_MICROS`). */
    ceilingMicros: micros("ceiling_micros"),
    /** Provider → its own requests under way at a time; who is not in it has no limit of the workspace's own. */
    requestsAtATime: jsonb("requests_at_a_time").$type<Record<string, number>>().notNull().default({}),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    check("workspaces_ceiling", sql`${table.ceilingMicros} >= 0`),
    pgPolicy("workspaces_own_tenant", {
      for: "all",
      to: applicationRole,
      using: sql`id = current_setting('reelgraph.workspace_id', true)`,
      withCheck: sql`id = current_setting('reelgraph.workspace_id', true)`,
    }),
    pgPolicy("workspaces_system", { for: "all", to: systemRole, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Money of one workspace in one month: `spent + reserved <= ceiling` holds at every instant (runner.md, money). */
export const budgetMonths = pgTable(
  "budget_months",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    /** `2026-11`, UTC. */
    month: text("month").notNull(),
    spentMicros: micros("spent_micros").notNull().default(0),
    reservedMicros: micros("reserved_micros").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.month] }),
    check("budget_months_not_negative", sql`${table.spentMicros} >= 0 and ${table.reservedMicros} >= 0`),
    ...tenantPolicies("budget_months"),
  ],
);
