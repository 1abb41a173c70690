import type { PoolClient } from "pg";
import type { Database } from "../../ports/database";
import { openServer, poolConfig, type ServerOptions } from "./open-server";
import type { Session } from "./session";

/** Any Postgres server, over TCP or a socket: node-postgres. Throws `configuration` or `database-unavailable` when it cannot be used. */
export async function openPg(options: ServerOptions): Promise<Database> {
  const { Client, Pool } = await import("pg");
  const { drizzle } = await import("drizzle-orm/node-postgres");
  const pool = new Pool({ ...poolConfig(options), keepAlive: true });
  // An idle connection that is lost leaves the pool; the next transaction gets another one.
  pool.on("error", () => {});
  return await openServer<PoolClient>({
    server: options,
    pool,
    async openMigrationClient() {
      const { connectionTimeoutMillis, connectionString, application_name } = poolConfig(options);
      const client = new Client({
        connectionString,
        application_name,
        connectionTimeoutMillis,
        keepAlive: true,
      });
      client.on("error", () => {});
      await client.connect();
      return { client, end: () => client.end() };
    },
    poolSession: drizzle(pool) as unknown as Session,
    sessionOf: (client) => drizzle(client) as unknown as Session,
  });
}
