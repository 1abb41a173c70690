import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** A drizzle database or transaction of any driver (PGlite, pg, Vercel). */
export type Session = PgDatabase<PgQueryResultHKT, Record<string, never>>;
