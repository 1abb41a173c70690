import { sql } from "drizzle-orm";
import { bigint, timestamp } from "drizzle-orm/pg-core";

/** `timestamptz`, microseconds; the database's clock is never used, so that time stays an input (house style 1). */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Whole micro-USD; JavaScript's safe integers reach nine billion dollars. */
export const micros = (name: string) => bigint(name, { mode: "number" });

/** `workspace_id = the tenant of this transaction`: the policy of every table (storage.md, Postgres). */
export const ownTenant = sql`workspace_id = current_setting('reelgraph.workspace_id', true)`;
