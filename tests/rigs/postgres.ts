import { join } from "node:path";
import pg from "pg";
import { startScriptService } from "./script-service";

interface Started {
  host: string;
  port: number;
  user: string;
  password: string;
  socketFolder: string;
  version: string;
}

/** Who connects: the server's superuser, or a login of its own that owns its databases and no more. */
export type Owner = "superuser" | { name: string; mayCreateRoles: boolean };

export interface PostgresServer extends Started {
  /** `postgres://user:password@host:port/database` */
  url(options: { database: string; user?: string }): string;
  /** Runs statements as the superuser. */
  sql(database: string, ...statements: string[]): Promise<pg.QueryResult>;
  /** Makes an empty database and gives its address for its owner. */
  createDatabase(owner?: Owner): Promise<{ name: string; url: string }>;
  stop: () => Promise<void>;
}

/** Starts a real PostgreSQL on loopback (postgres.sh), in about a second. */
export async function startPostgres(): Promise<PostgresServer | { unavailable: string }> {
  const started = await startScriptService<Started>({
    name: "postgres",
    script: join(import.meta.dirname, "postgres.sh"),
    withinMs: 60_000,
  });
  if ("unavailable" in started) return started;
  let made = 0;
  const url: PostgresServer["url"] = ({ database, user = started.user }) =>
    `postgres://${user}:${started.password}@${started.host}:${started.port}/${database}`;
  const sql: PostgresServer["sql"] = async (database, ...statements) => {
    const client = new pg.Client({ connectionString: url({ database }) });
    await client.connect();
    try {
      let result = await client.query("select 1");
      for (const statement of statements) result = await client.query(statement);
      return result;
    } finally {
      await client.end();
    }
  };
  return {
    ...started,
    url,
    sql,
    async createDatabase(owner = "superuser") {
      made += 1;
      const name = `reelgraph_${process.pid}_${made}`;
      if (owner === "superuser") {
        await sql("postgres", `create database ${name}`);
        return { name, url: url({ database: name }) };
      }
      const { rowCount } = await sql("postgres", `select from pg_roles where rolname = '${owner.name}'`);
      if (rowCount === 0) {
        const rights = owner.mayCreateRoles ? "createrole" : "nocreaterole";
        await sql("postgres", `create role ${owner.name} login password '${started.password}' ${rights}`);
      }
      await sql("postgres", `create database ${name} owner ${owner.name}`);
      return { name, url: url({ database: name, user: owner.name }) };
    },
  };
}
