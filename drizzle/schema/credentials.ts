import { sql } from "drizzle-orm";
import { check, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";
import { tenantPolicies } from "./roles";
import { workspaces } from "./workspaces";

/** Keys of providers that belong to a workspace, sealed (ADR 0023): without the key of the deployment a row is of no use to anybody. */
export const credentials = pgTable(
  "credentials",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    provider: text("provider").notNull(),
    /** New with every secret that is set: clients are kept by it. */
    version: text("version").notNull(),
    /** Which key sealed it; tells nothing of the key. */
    keyId: text("key_id").notNull(),
    /** AES-256-GCM, base64; the tag is behind the ciphertext. Bound to workspace, provider, version and key. */
    nonce: text("nonce").notNull(),
    ciphertext: text("ciphertext").notNull(),
    /** The secret's last four characters, for people; null where it is too short to show any of it. */
    hint: text("hint"),
    setAt: moment("set_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.provider] }),
    check("credentials_provider", sql`${table.provider} in ('openai','replicate')`),
    ...tenantPolicies("credentials"),
  ],
);
