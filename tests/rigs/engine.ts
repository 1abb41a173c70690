import { cp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { onPglite } from "../../lib/adapters/postgres/open-pglite";
import type { Database } from "../../lib/ports/database";

const PACKAGE = "node_modules/@electric-sql/pglite/package.json";
const CACHE = "node_modules/.cache/reelgraph";

/** The embedded database's engine in memory, without tables. A new cluster takes seconds; it is made once and then copied. */
export async function startEngine(): Promise<PGlite> {
  const engine = new PGlite({ loadDataDir: new Blob([new Uint8Array(await readCluster())]) });
  await engine.waitReady;
  return engine;
}

/** The embedded database in memory, migrated. */
export async function openMemoryPglite(migrationsFolder = "drizzle/migrations"): Promise<Database> {
  const engine = await startEngine();
  await migrate(drizzle(engine), { migrationsFolder });
  return await onPglite(engine);
}

/** A data directory's database as a first start leaves it before its tables: what follows need not wait for that. */
export async function copyCluster(directory: string): Promise<void> {
  const made = path.join(CACHE, `cluster-${await version()}`);
  if (!(await stat(made).catch(() => null))) {
    await mkdir(CACHE, { recursive: true });
    const draft = `${made}.${process.pid}`;
    const engine = new PGlite(draft);
    await engine.waitReady;
    await engine.close();
    // Another worker may have been faster.
    await rename(draft, made).catch(() => rm(draft, { recursive: true, force: true }));
  }
  await cp(made, directory, { recursive: true });
}

async function version(): Promise<string> {
  return (JSON.parse(await readFile(PACKAGE, "utf8")) as { version: string }).version;
}

async function readCluster(): Promise<Uint8Array> {
  const file = path.join(CACHE, `cluster-${await version()}.tar`);
  const known = await readFile(file).catch(() => null);
  if (known) return known;
  const engine = new PGlite();
  await engine.waitReady;
  const made = new Uint8Array(await (await engine.dumpDataDir("none")).arrayBuffer());
  await engine.close();
  await mkdir(CACHE, { recursive: true });
  // Whole or not there: another worker may be at the same.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, made);
  await rename(draft, file);
  return made;
}
