import { setTimeout as sleep } from "node:timers/promises";
import { isConnectionLost, sqlStateOf } from "./passing-failure";
import type { Session } from "./session";
import type { Isolation, LocalSettings, Transactions } from "./transactions";

/** The part of node-postgres that its pools and Vercel's share. */
export interface PooledClient {
  query(text: string): Promise<{ command?: string } | { command?: string }[]>;
  escapeLiteral(text: string): string;
  on(event: "error", listener: (error: unknown) => void): unknown;
  removeListener(event: "error", listener: (error: unknown) => void): unknown;
  /** With `true` the connection is closed rather than given back. */
  release(destroy?: boolean): void;
}

export interface ClientPool<Client extends PooledClient> {
  connect(): Promise<Client>;
}

const LEVELS: Record<Isolation, string> = {
  "read committed": "read committed",
  snapshot: "repeatable read, read only",
};
/** How often a transaction is begun anew. */
const MOST_ATTEMPTS = 10;
const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";

/** The connection was lost before the transaction had begun: nothing of it can have happened. */
class NotBegun extends Error {
  constructor(cause: unknown) {
    super("The transaction could not begin.", { cause });
  }
}

/**
 * Transactions on a pool of connections. One that lost to another (serialization, deadlock) or whose connection was lost before it
 * began is run again: the server has nothing of it. A connection that is lost later is not: the commit may have happened.
 */
export function pooledTransactions<Client extends PooledClient>(options: {
  pool: ClientPool<Client>;
  sessionOf(client: Client): Session;
  /** Settings of every transaction, e.g. `statement_timeout`. */
  settings: LocalSettings;
}): Transactions {
  const { pool, sessionOf } = options;

  async function once<T>(
    settings: LocalSettings,
    work: (session: Session) => Promise<T>,
    isolation: Isolation,
  ): Promise<T> {
    const client = await pool.connect();
    let isLost = false;
    const lose = () => {
      isLost = true;
    };
    // Nobody else listens to a connection that is in use, and an error without a listener ends the process.
    client.on("error", lose);
    try {
      try {
        await client.query(opening(client, { ...options.settings, ...settings }, isolation));
      } catch (error) {
        throw isConnectionLost(error) ? new NotBegun(error) : error;
      }
      const result = await work(sessionOf(client));
      assertCommitted(await client.query("commit"));
      return result;
    } catch (error) {
      isLost ||= isConnectionLost(error) || !(await isRolledBack(client));
      throw error;
    } finally {
      client.removeListener("error", lose);
      client.release(isLost);
    }
  }

  return {
    async run(settings, work, isolation = "read committed") {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(settings, work, isolation);
        } catch (error) {
          if (attempt === MOST_ATTEMPTS || !isUndone(error)) throw error;
          await sleep(Math.random() * Math.min(1_000, 10 * 2 ** attempt));
        }
      }
    },
  };
}

/** One message, so that a transaction is open with its rights after one round trip. The isolation is said: servers differ in theirs. */
function opening(client: PooledClient, settings: LocalSettings, isolation: Isolation): string {
  const set = Object.entries(settings).map(
    ([name, value]) => `set_config(${client.escapeLiteral(name)}, ${client.escapeLiteral(value)}, true)`,
  );
  return `begin isolation level ${LEVELS[isolation]}; select ${set.join(", ")}`;
}

/** Postgres answers a commit with a rollback, and no error, when a statement had failed and its failure was swallowed. */
function assertCommitted(answer: Awaited<ReturnType<PooledClient["query"]>>): void {
  const { command } = Array.isArray(answer) ? (answer.at(-1) ?? {}) : answer;
  if (command !== "COMMIT") {
    throw new Error(
      "The transaction was rolled back: a statement failed, and its failure was not passed on.",
    );
  }
}

async function isRolledBack(client: PooledClient): Promise<boolean> {
  return await client.query("rollback").then(
    () => true,
    () => false,
  );
}

function isUndone(error: unknown): boolean {
  const state = sqlStateOf(error);
  return error instanceof NotBegun || state === SERIALIZATION_FAILURE || state === DEADLOCK;
}
