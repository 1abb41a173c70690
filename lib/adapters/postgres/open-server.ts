import { ReelgraphError } from "../../core/errors";
import type { Database } from "../../ports/database";
import { createPostgresDatabase } from "./database";
import { migrateServer } from "./migrate-server";
import { asPassingFailure, sqlStateOf } from "./passing-failure";
import { type ClientPool, type PooledClient, pooledTransactions } from "./pooled-transactions";
import type { Queryable } from "./prepare-roles";
import type { Session } from "./session";

export interface ServerOptions {
  /** `postgres://user:password@host:port/database`; its password is in no message. */
  url: string;
  migrationsFolder: string;
  /** Connections this process holds at most. */
  poolSize: number;
  /** After this long the server gives a statement up. Default 30 000. */
  statementTimeoutMs?: number;
  /** How long to wait for a connection. Default 10 000. */
  connectTimeoutMs?: number;
}

export interface ServerPool<Client extends PooledClient & Queryable> extends ClientPool<Client> {
  end(): Promise<void>;
}

const STATEMENT_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Longer than the server's own limit, for a server that has gone without a word. */
const ANSWER_MARGIN_MS = 5_000;
/** A process that is stopped in a transaction must not hold its rows for ever. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/** Settings that every driver's pool takes. */
export function poolConfig(options: ServerOptions) {
  const statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  return {
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    query_timeout: statementTimeoutMs + ANSWER_MARGIN_MS,
    application_name: "reelgraph",
  };
}

/** A database server's pool as the Database port: migrated, its transactions limited in time. Closes the pool when that fails. */
export async function openServer<Client extends PooledClient & Queryable>(options: {
  server: ServerOptions;
  pool: ServerPool<Client>;
  /** For migrations, which may take longer than a pool's connections wait. */
  openMigrationClient(): Promise<{
    client: Queryable & Pick<PooledClient, "escapeLiteral">;
    end(): Promise<void>;
  }>;
  /** Statements outside of transactions. */
  poolSession: Session;
  sessionOf(client: Client): Session;
}): Promise<Database> {
  const { server, pool } = options;
  try {
    const { client, end } = await options.openMigrationClient();
    try {
      await migrateServer({ client, migrationsFolder: server.migrationsFolder });
    } finally {
      await end().catch(() => {});
    }
  } catch (error) {
    await pool.end().catch(() => {});
    throw asOpeningFailure(error, server.url);
  }
  const transactions = pooledTransactions({
    pool,
    sessionOf: options.sessionOf,
    settings: {
      statement_timeout: String(server.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS),
      idle_in_transaction_session_timeout: String(IDLE_IN_TRANSACTION_MS),
    },
  });
  let isClosed = false;
  return createPostgresDatabase({
    kind: "postgres",
    session: options.poolSession,
    transactions,
    async close() {
      if (isClosed) return;
      isClosed = true;
      await pool.end();
    },
  });
}

/** Wrong password, user or database, refused at the door: trying again does not help. */
const REFUSED_STATE = /^(28|3D000)/;

function asOpeningFailure(error: unknown, url: string): unknown {
  if (REFUSED_STATE.test(sqlStateOf(error) ?? "")) {
    const { message } = error as Error;
    return new ReelgraphError({
      code: "configuration",
      message: `POSTGRES_URL: the server at ${placeOf(url)} refuses: ${message}. Check user, password and database.`,
      cause: error,
    });
  }
  const failure = asPassingFailure(error);
  if (failure === error) return error;
  return new ReelgraphError({
    code: "database-unavailable",
    message: `The database at ${placeOf(url)} (POSTGRES_URL) does not answer.`,
    retryable: true,
    cause: error,
  });
}

/** `host:port/database`, without the user and the password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
