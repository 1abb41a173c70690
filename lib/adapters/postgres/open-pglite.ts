import { mkdir } from "node:fs/promises";
import path from "node:path";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { Database } from "../../ports/database";
import { createPostgresDatabase } from "./database";
import type { Session } from "./session";
import type { LocalSettings } from "./transactions";

/**
 * The embedded default: Postgres compiled to WebAssembly, in this process, below the data directory. The caller holds the data
 * directory's lock: two processes on one directory would silently lose rows (stack.md). `directory` null = in memory, for tests.
 */
export async function openPglite(options: {
  directory: string | null;
  migrationsFolder: string;
}): Promise<Database> {
  const { PGlite } = await import("@electric-sql/pglite");
  if (options.directory) await mkdir(path.dirname(options.directory), { recursive: true });
  const client = options.directory ? new PGlite(options.directory) : new PGlite();
  const session = drizzle(client);
  try {
    await client.waitReady;
    await migrate(session, { migrationsFolder: options.migrationsFolder });
  } catch (error) {
    await client.close().catch(() => {});
    throw error;
  }
  return createPostgresDatabase({
    kind: "pglite",
    session: session as unknown as Session,
    transactions: {
      // In one message without parameters: the engine answers it in a third of the time.
      async run(settings, work) {
        return await client.transaction(async (transaction) => {
          await transaction.exec(`select ${settingsOf(settings).join(", ")}`);
          return await work(drizzle(transaction as unknown as typeof client) as unknown as Session);
        });
      },
    },
    close: async () => await client.close(),
  });
}

function settingsOf(settings: LocalSettings): string[] {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return Object.entries(settings).map(
    ([name, value]) => `set_config(${quoted(name)}, ${quoted(value)}, true)`,
  );
}
