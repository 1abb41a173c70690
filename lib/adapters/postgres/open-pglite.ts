import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import type { PoolClient } from "pg";
import type { Database } from "../../ports/database";
import { createPostgresDatabase } from "./database";
import { pooledTransactions } from "./pooled-transactions";
import { preparing } from "./preparing";
import type { Session } from "./session";

/**
 * The embedded default: Postgres compiled to WebAssembly, in this process, below the data directory. The caller holds the data
 * directory's lock: two processes on one directory would silently lose rows (stack.md). `directory` null = in memory, for tests.
 */
export async function openPglite(options: {
  directory: string | null;
  migrationsFolder: string;
}): Promise<Database> {
  const engine = await import("@electric-sql/pglite");
  const { migrate } = await import("drizzle-orm/pglite/migrator");
  const { drizzle: drizzleEngine } = await import("drizzle-orm/pglite");
  if (options.directory) await mkdir(path.dirname(options.directory), { recursive: true });
  const pglite = options.directory ? new engine.PGlite(options.directory) : new engine.PGlite();
  try {
    await pglite.waitReady;
    await migrate(drizzleEngine(pglite), { migrationsFolder: options.migrationsFolder });
  } catch (error) {
    await pglite.close().catch(() => {});
    throw error;
  }
  return await onPglite(pglite);
}

/**
 * An engine whose tables are there as the Database port, which closes it. Statements go the way of node-postgres, as those to a server
 * do: the engine's own `query` asks it six times for each.
 */
export async function onPglite(pglite: PGlite): Promise<Database> {
  const { Pool } = await import("pg");
  const { drizzle } = await import("drizzle-orm/node-postgres");
  const { createPgConfig } = await import("@electric-sql/pglite/node-postgres");
  const config = createPgConfig(inWholeMessages(pglite));
  const { connection } = config;
  const parse = connection.parse.bind(connection);
  // drizzle says there how results are read; what the engine would be told is the types of parameters, which it knows.
  connection.parse = ({ text, name }: { text: string; name?: string }) => parse({ text, name });
  // The engine has one connection; who needs it meanwhile waits for it.
  const pool = new Pool({ ...config, max: 1, idleTimeoutMillis: 0 });
  const prepared = new Map<string, string>();
  return createPostgresDatabase({
    kind: "pglite",
    session: drizzle(pool) as unknown as Session,
    transactions: pooledTransactions<PoolClient>({
      pool,
      sessionOf: (client) => drizzle(preparing(client, prepared)) as unknown as Session,
      settings: {},
    }),
    async close() {
      await pool.end();
      await pglite.close();
    },
  });
}

const SYNC = "S".charCodeAt(0);
const SIMPLE_QUERY = "Q".charCodeAt(0);

/** The engine as node-postgres sends to it, asked once for all the messages of a statement rather than once for each. */
function inWholeMessages(pglite: PGlite): PGlite {
  let parts: Uint8Array[] = [];
  const shim: Pick<PGlite, "waitReady" | "execProtocolStream"> = {
    waitReady: pglite.waitReady,
    async execProtocolStream(message, options) {
      parts.push(message);
      if (message[0] !== SYNC && message[0] !== SIMPLE_QUERY) return [];
      const whole = parts.length === 1 ? message : Buffer.concat(parts);
      parts = [];
      return await pglite.execProtocolStream(whole, options);
    },
  };
  return shim as PGlite;
}
