import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";
import { tenantPolicies } from "./roles";

/** Answers to requests that carried an `Idempotency-Key`, kept for 24 h per workspace and route (api.md, Errors). */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    workspaceId: text("workspace_id").notNull(),
    route: text("route").notNull(),
    key: text("key").notNull(),
    bodyHash: text("body_hash").notNull(),
    /** Null only inside the transaction that answers. */
    status: integer("status"),
    headers: jsonb("headers").$type<Record<string, string>>(),
    body: text("body"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.route, table.key] }),
    index("idempotency_keys_age").on(table.createdAt),
    ...tenantPolicies("idempotency_keys"),
  ],
);
