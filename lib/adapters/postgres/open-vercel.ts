import type { VercelClient, VercelPoolClient } from "@vercel/postgres";
import type { Database } from "../../ports/database";
import { openServer, poolConfig, type ServerOptions } from "./open-server";
import type { Session } from "./session";

/** Another way to the server than Neon's own, which answers WebSockets beside every database. */
interface WebSocketProxy {
  /** `host/path` for a database's host and port, without `ws:`. */
  addressFor(host: string, port: number | string): string;
}

/**
 * Neon and Vercel hosts: Postgres's protocol over WebSocket, which passes where plain connections do not. The package is not
 * developed any further, so that nothing outside this file knows it.
 */
export async function openVercel(options: ServerOptions & { proxy?: WebSocketProxy }): Promise<Database> {
  const { VercelClient, VercelPool } = await import("@vercel/postgres");
  const { drizzle } = await import("drizzle-orm/vercel-postgres");

  /** Settings of the connection must stand before it connects, and are each client's own: a global would change for others. */
  class Client extends VercelClient {
    constructor(config: ConstructorParameters<typeof VercelClient>[0]) {
      super(config);
      const { neonConfig } = this;
      if (options.proxy === undefined) return;
      const { proxy } = options;
      neonConfig.wsProxy = (host, port) => proxy.addressFor(host, port);
      neonConfig.useSecureWebSocket = false;
      neonConfig.pipelineConnect = false;
    }
  }

  const pool = new VercelPool(poolConfig(options));
  (pool as unknown as { Client: typeof VercelClient }).Client = Client;
  pool.on("error", () => {});
  return await openServer<VercelPoolClient>({
    server: options,
    pool,
    async openMigrationClient() {
      const { connectionTimeoutMillis, connectionString, application_name } = poolConfig(options);
      const client: VercelClient = new Client({
        connectionString,
        application_name,
        connectionTimeoutMillis,
      });
      client.on("error", () => {});
      await client.connect();
      return { client, end: () => client.end() };
    },
    poolSession: drizzle(pool) as unknown as Session,
    sessionOf: (client) => drizzle(client) as unknown as Session,
  });
}
