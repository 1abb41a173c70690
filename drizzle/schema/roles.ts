import { sql } from "drizzle-orm";
import { pgPolicy, pgRole } from "drizzle-orm/pg-core";
import { ownTenant } from "./columns";

/** What `withTenant` switches to: sees the rows of one workspace. Created in the first migration's preamble. */
export const applicationRole = pgRole("reelgraph_app").existing();

/** Cron, limiter and migrations: sees every workspace. */
export const systemRole = pgRole("reelgraph_system").existing();

/** The two policies of every tenant table. */
export function tenantPolicies(table: string) {
  return [
    pgPolicy(`${table}_own_tenant`, {
      for: "all",
      to: applicationRole,
      using: ownTenant,
      withCheck: ownTenant,
    }),
    pgPolicy(`${table}_system`, { for: "all", to: systemRole, using: sql`true`, withCheck: sql`true` }),
  ];
}
