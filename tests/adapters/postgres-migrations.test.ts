import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NEWEST_MIGRATION } from "../../lib/adapters/postgres/dumps";
import { openPg } from "../../lib/adapters/postgres/open-pg";
import { onPglite } from "../../lib/adapters/postgres/open-pglite";
import type { RunId } from "../../lib/core/ids";
import { microUsd } from "../../lib/core/money/micro-usd";
import type { Database, JobRow, PurchaseRow, RunRow, VideoRow } from "../../lib/ports/database";
import { startEngine } from "../rigs/engine";
import { startPostgres } from "../rigs/postgres";
import { AT, freshWorkspaceId, jobRow, purchaseRow, runRow, videoRow } from "../rigs/rows";

const migrationsFolder = "drizzle/migrations";
const journal = JSON.parse(await readFile(`${migrationsFolder}/meta/_journal.json`, "utf8")) as {
  entries: { idx: number; tag: string }[];
};
const TAGS = journal.entries.map(({ tag }) => tag);

type Query = (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;

/** A database at an early version, with a superuser's hands on its rows. */
interface EarlyDatabase {
  query: Query;
  /** Brings it to the newest version and opens it. */
  update(): Promise<Database>;
  close(): Promise<void>;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-migrations-"));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

it("the newest migration is the one that backups name", () => {
  expect(NEWEST_MIGRATION).toBe(Math.max(...journal.entries.map(({ idx }) => idx)));
});

/** The migrations as they were when `count` of them existed. */
async function early(count: number): Promise<string> {
  const copy = path.join(folder, String(count));
  await cp(migrationsFolder, copy, { recursive: true });
  const shortened = { ...journal, entries: journal.entries.slice(0, count) };
  await writeFile(path.join(copy, "meta", "_journal.json"), JSON.stringify(shortened));
  return copy;
}

/** One of everything a video has, as this version writes it. */
function history() {
  const workspaceId = freshWorkspaceId();
  const video = videoRow({
    workspaceId,
    status: "running",
    headRevision: 3,
    epoch: 4,
    title: "Ebbe – 潮汐",
    durationSeconds: 30.5,
    totalCostMicros: microUsd(9_007_199_254_740_991),
  });
  const run = runRow({
    workspaceId,
    videoId: video.id,
    type: "regeneration",
    status: "running",
    revision: 4,
    epoch: 4,
    sliceEpoch: 2,
    reservedMicros: microUsd(700),
    costMicros: microUsd(300),
    heartbeatAt: AT,
    startedAt: AT,
  });
  const ids = { workspaceId, videoId: video.id, runId: run.id };
  const jobs = [
    jobRow({ ...ids, jobId: "ImageGen[0][0]", state: "submitted", attempts: 1, startedAt: AT }),
    jobRow({ ...ids, jobId: "ScriptGen", state: "skipped" }),
  ];
  const purchases = [
    purchaseRow({
      ...ids,
      jobId: "ImageGen[0][0]",
      state: "submitted",
      providerRequestId: "p",
      submittedAt: AT,
    }),
    purchaseRow({
      ...ids,
      state: "succeeded",
      costMicros: microUsd(300),
      outcome: { outputs: [] },
      finishedAt: AT,
    }),
  ];
  return { workspaceId, video, run, jobs, purchases };
}

type History = ReturnType<typeof history>;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Puts rows into the tables and columns that this version has. */
async function fill(query: Query, { workspaceId, video, run, jobs, purchases }: History): Promise<string[]> {
  const found = await query(
    "select table_name, column_name from information_schema.columns where table_schema = 'public' and is_identity = 'NO'",
  );
  const columns = new Map<string, Set<string>>();
  for (const row of found.rows) {
    const table = String(row.table_name);
    columns.set(table, (columns.get(table) ?? new Set()).add(String(row.column_name)));
  }
  const put = async (table: string, row: object) => {
    const known = Object.entries(row).filter(([name]) => columns.get(table)?.has(snake(name)));
    if (known.length === 0) return;
    const names = known.map(([name]) => snake(name)).join(", ");
    const places = known.map((_, index) => `$${index + 1}`).join(", ");
    const values = known.map(([, value]) =>
      typeof value === "object" && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value,
    );
    await query(`insert into ${table} (${names}) values (${places})`, values);
  };
  const ids = { workspaceId, videoId: video.id, runId: run.id };
  await put("workspaces", { id: workspaceId, name: "w", ceilingMicros: 5_000, createdAt: AT });
  await put("videos", { ...video, lastEventSeq: 2 });
  await put("runs", run);
  for (const job of jobs) await put("jobs", job);
  for (const purchase of purchases) await put("purchases", purchase);
  await put("leases", { ...ids, epoch: run.epoch });
  await put("events", { ...ids, seq: 1, type: "run-started", at: AT, data: { n: 1 } });
  await put("events", { ...ids, seq: 2, type: "job-claimed", at: AT, data: {} });
  await put("budget_months", { workspaceId, month: run.month, spentMicros: 300, reservedMicros: 700 });
  await put("ledger_entries", { ...ids, kind: "reserve", amountMicros: 1_000, month: run.month, at: AT });
  const key = { workspaceId, route: "POST /videos", key: "k", bodyHash: "h", status: 202 };
  await put("idempotency_keys", { ...key, headers: {}, body: "{}", createdAt: AT });
  return [...columns.keys()];
}

/** What that version could not know. */
function asOf(tables: readonly string[], columnsOf: (table: string) => ReadonlySet<string>, rows: History) {
  const without = <T extends object>(table: string, row: T, unknown: Partial<T>): T => {
    const missing = Object.entries(unknown).filter(([name]) => !columnsOf(table).has(snake(name)));
    return { ...row, ...(Object.fromEntries(missing) as Partial<T>) };
  };
  if (!tables.includes("videos")) return null;
  return {
    video: rows.video satisfies VideoRow,
    run: without<RunRow>("runs", rows.run, { sliceUntil: null }),
    jobs: rows.jobs satisfies JobRow[],
    purchases: rows.purchases.map((row) => without<PurchaseRow>("purchases", row, { slotKey: "" })),
  };
}

function describeMigrations(name: string, openAt: (count: number) => Promise<EarlyDatabase>): void {
  describe(`migrations: ${name}`, () => {
    it.each(TAGS.map((tag, index) => ({ before: tag, count: index })))(
      "brings a database from before $before to the newest version, its rows as they were, and works on them",
      async ({ count }) => {
        const database = await openAt(count);
        try {
          const rows = history();
          const tables = count === 0 ? [] : await fill(database.query, rows);
          const before = await database.query(
            "select table_name, column_name from information_schema.columns where table_schema = 'public'",
          );
          const columnsOf = (table: string) =>
            new Set(
              before.rows.filter((row) => row.table_name === table).map((row) => String(row.column_name)),
            );
          const wanted = asOf(tables, columnsOf, rows);
          const updated = await database.update();
          const { workspaceId, video, run } = rows;
          if (wanted === null) {
            await updated.system(({ ensureWorkspace }) =>
              ensureWorkspace({ id: workspaceId, name: "w", at: AT }),
            );
            await updated.tenant(workspaceId, async ({ videos, runs }) => {
              await videos.insert(video);
              await runs.insert(run);
            });
          } else {
            const found = await updated.tenant(
              workspaceId,
              async ({ videos, runs, jobs, history: past, purchases }) => ({
                video: await videos.find(video.id),
                run: await runs.find(run.id),
                jobs: await jobs.ofRun(run.id),
                bought: await past.bought({ videoId: video.id, jobIds: ["ScriptGen"] }),
                live: await purchases.live(run.id),
              }),
            );
            expect(found).toEqual({
              video: wanted.video,
              run: wanted.run,
              jobs: expect.arrayContaining(wanted.jobs),
              bought: wanted.purchases.filter(({ state }) => state === "succeeded"),
              live: wanted.purchases.filter(({ state }) => state === "submitted"),
            });
            await goOn(updated, rows);
          }
        } finally {
          await database.close();
        }
      },
    );
  });
}

/** The run goes on where it was: its fence holds, its purchase ends, its events go on counting, its money is settled. */
async function goOn(database: Database, { workspaceId, video, run, purchases }: History): Promise<void> {
  const [live] = purchases;
  if (!live) throw new Error("A purchase is live.");
  const at = new Date(AT.getTime() + 1_000);
  const ids = { runId: run.id as RunId, videoId: video.id };
  const done = await database.tenant(workspaceId, async (repositories) => ({
    status: await repositories.runs.assertFence({ ...ids, epoch: run.epoch, sliceEpoch: run.sliceEpoch }),
    ended: await repositories.purchases.finish({
      id: live.id,
      sliceEpoch: live.sliceEpoch,
      state: "succeeded",
      costMicros: microUsd(5),
      outcome: { outputs: [] },
      at,
    }),
    moved: await repositories.jobs.move({ runId: run.id, jobId: live.jobId, event: "succeed" }),
    seqs: await repositories.events.append([{ ...ids, type: "job-succeeded", at, data: {} }]),
    settled: await repositories.money.settle({
      ...ids,
      purchaseId: live.id,
      month: run.month,
      amount: microUsd(5),
      at,
    }),
    answer: (await repositories.idempotency.begin({ route: "POST /videos", key: "k", bodyHash: "h", at }))
      .kind,
  }));
  expect(done).toEqual({
    status: "running",
    ended: true,
    moved: true,
    seqs: [3],
    settled: undefined,
    answer: "stored",
  });
  expect(await database.tenant(workspaceId, ({ runs }) => runs.find(run.id))).toMatchObject({
    costMicros: 305,
    reservedMicros: 695,
  });
}

describeMigrations("pglite", async (count) => {
  const client = await startEngine();
  const session = drizzle(client);
  if (count > 0) await migrate(session, { migrationsFolder: await early(count) });
  return {
    query: async (text, values) => await client.query<Record<string, unknown>>(text, values),
    async update() {
      await migrate(session, { migrationsFolder });
      return await onPglite(client);
    },
    close: () => client.close(),
  };
});

const server = await startPostgres();
if ("unavailable" in server) {
  console.warn(`Migrations on a server are not tested. ${server.unavailable}`);
  it.skip(`migrations: Postgres: ${server.unavailable}`, () => undefined);
} else {
  afterAll(async () => await server.stop());
  describeMigrations("Postgres, as an owner who is no superuser", async (count) => {
    const { name, url } = await server.createDatabase({ name: "shop", mayCreateRoles: true });
    const opened: Database[] = [];
    const open = async (folderOfMigrations: string) => {
      const database = await openPg({ url, migrationsFolder: folderOfMigrations, poolSize: 2 });
      opened.push(database);
      return database;
    };
    if (count > 0) await open(await early(count));
    const superuser = new pg.Pool({ connectionString: server.url({ database: name }), max: 1 });
    return {
      query: async (text, values) => await superuser.query(text, values),
      update: () => open(migrationsFolder),
      async close() {
        await superuser.end();
        for (const database of opened) await database.close();
      },
    };
  });
}
