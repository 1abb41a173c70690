import { readMigrationFiles } from "drizzle-orm/migrator";
import { prepareRoles, type Queryable } from "./prepare-roles";

interface MigrationClient extends Queryable {
  escapeLiteral(text: string): string;
}

/**
 * Brings a server's database to this version: all that is missing in one transaction, under a lock, so that of several processes
 * that start at once one migrates and the others find it done. Keeps drizzle's own table, which the embedded database uses too.
 */
export async function migrateServer(options: {
  client: MigrationClient;
  migrationsFolder: string;
}): Promise<void> {
  const { client } = options;
  const migrations = readMigrationFiles({ migrationsFolder: options.migrationsFolder });
  await prepareRoles(client);
  await client.query("begin isolation level read committed");
  try {
    // A migration may take its time, whatever the server allows others.
    await client.query("set local statement_timeout = 0; set local lock_timeout = 0");
    // Of the transaction, not of the session: behind a pooler the next statement may run in another session.
    await client.query("select pg_advisory_xact_lock(hashtextextended('reelgraph-migrations', 0))");
    const last = await lastApplied(client);
    for (const [index, { folderMillis, hash, sql }] of migrations.entries()) {
      if (folderMillis <= last) continue;
      // The first one makes the roles in a way that needs the right to; prepareRoles has seen to them.
      for (const statement of index === 0 ? [] : sql) await client.query(statement);
      await client.query(
        `insert into drizzle.__drizzle_migrations (hash, created_at) values (${client.escapeLiteral(hash)}, ${folderMillis})`,
      );
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

/** When the newest migration of those applied was made; -1 for an empty database. */
async function lastApplied(client: Queryable): Promise<number> {
  const { rows } = await client.query(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as known",
  );
  if (rows[0]?.known !== true) {
    await client.query("create schema if not exists drizzle");
    await client.query(
      "create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
    );
  }
  const applied = await client.query("select max(created_at) as newest from drizzle.__drizzle_migrations");
  return Number(applied.rows[0]?.newest ?? -1);
}
