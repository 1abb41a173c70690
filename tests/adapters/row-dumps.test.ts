import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { openPg } from "../../lib/adapters/postgres/open-pg";
import { microUsd } from "../../lib/core/money/micro-usd";
import type { Database } from "../../lib/ports/database";
import type { RowLine, TableOutline } from "../../lib/ports/row-dump";
import { inTenant } from "../../lib/services/context";
import { openMemoryPglite } from "../rigs/engine";
import { startPostgres } from "../rigs/postgres";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";

const server = await startPostgres();
const isThere = !("unavailable" in server);

const KINDS: { kind: string; open: () => Promise<Database>; isSkipped?: boolean }[] = [
  { kind: "memory", open: async () => createMemoryDatabase() },
  { kind: "PGlite", open: openMemoryPglite },
  {
    kind: "a Postgres server",
    async open() {
      if (!isThere) throw new Error("There is no server.");
      // No superuser: whose own rights no policy binds.
      const { url } = await server.createDatabase({ name: "dumper", mayCreateRoles: true });
      return await openPg({ url, migrationsFolder: "drizzle/migrations", poolSize: 3 });
    },
    isSkipped: !isThere,
  },
];

interface Dumped extends TableOutline {
  lines: RowLine[];
}

async function dumped(database: Database): Promise<Dumped[]> {
  return await database.dumps.dump(async ({ tables, rows }) => {
    const all: Dumped[] = [];
    for (const table of tables) {
      const lines: RowLine[] = [];
      for await (const some of rows(table.name)) lines.push(...some);
      all.push({ ...table, lines });
    }
    return all;
  });
}

async function fill(database: Database, tables: readonly Dumped[]): Promise<void> {
  await database.dumps.fill(async ({ add }) => {
    for (const table of tables) await add(table, table.lines);
  });
}

afterAll(async () => {
  if (isThere) await server.stop();
});

describe.each(KINDS)("rows of $kind", ({ open, isSkipped }) => {
  const test = it.skipIf(isSkipped);
  const opened: Database[] = [];
  let world: World;
  let videoId: string;

  async function another(): Promise<Database> {
    const database = await open();
    opened.push(database);
    return database;
  }

  beforeAll(async () => {
    if (isSkipped) return;
    world = await World.open(await another());
    world.text.script.costMicros = () => 1_234;
    const process = world.start();
    const run = await createRun(process.ctx, SMALL_INPUTS, { export: false });
    videoId = run.videoId;
    await driveRun(process, run.id);
    await inTenant(process.ctx, async ({ storage, limits, videos }) => {
      await storage.measured({ videoId: run.videoId, day: "2026-03-04", bytes: 5_000_000_000 });
      await limits.set({ requestsAtATime: { openai: 4 } });
      await videos.setCeiling({ id: run.videoId, ceilingMicros: microUsd(9_000_000) });
    });
  });

  afterAll(async () => {
    for (const database of opened) await database.close();
  });

  test("come out of every table, each behind what it refers to, and go into another database as they are", async () => {
    const all = await dumped(world.database);
    const names = all.map(({ name }) => name);
    const precedes = (one: string, other: string) =>
      expect(names.indexOf(one), `${one} before ${other}`).toBeLessThan(names.indexOf(other));
    precedes("workspaces", "videos");
    precedes("videos", "runs");
    precedes("runs", "jobs");
    precedes("purchases", "provider_events");
    for (const name of ["videos", "runs", "jobs", "purchases", "events", "ledger_entries", "storage_days"]) {
      expect(all.find((table) => table.name === name)?.lines.length, name).toBeGreaterThan(0);
    }
    const other = await another();
    await fill(other, all);
    expect(await dumped(other)).toEqual(all);
  });

  test("go on being numbered where they were", async () => {
    const other = await another();
    await fill(other, await dumped(world.database));
    const entries = async () => {
      const ledger = (await dumped(other)).find(({ name }) => name === "ledger_entries");
      return ledger?.lines.map((line) => (JSON.parse(line) as { id: number }).id) ?? [];
    };
    const before = await entries();
    const { ctx } = world.start();
    const next = { ...ctx, database: other };
    await createRun(next, SMALL_INPUTS, { export: false });
    const after = await entries();
    expect(after.length).toBeGreaterThan(before.length);
    expect(Math.max(...after)).toBeGreaterThan(Math.max(...before));
    expect(new Set(after).size).toBe(after.length);
  });

  test("do not go where there are some, and nothing is changed by the attempt", async () => {
    const all = await dumped(world.database);
    await expect(fill(world.database, all)).rejects.toMatchObject({ code: "conflict" });
    expect(await dumped(world.database)).toEqual(all);
  });

  test("that do not fit together are refused, all of them", async () => {
    const other = await another();
    const before = await dumped(other);
    const all = (await dumped(world.database)).filter(({ name }) => name !== "runs");
    await expect(fill(other, all)).rejects.toMatchObject({ code: "integrity" });
    const strange = [{ name: "horses", columns: [], lines: [] }];
    await expect(fill(other, strange)).rejects.toMatchObject({ code: "unknown-schema" });
    const odd = [{ name: "workspaces", columns: ["id", "colour"], lines: [] }];
    await expect(fill(other, odd)).rejects.toMatchObject({ code: "unknown-schema" });
    expect(await dumped(other)).toEqual(before);
  });

  test("of an older version, which had fewer columns, get what the tables give", async () => {
    const all = (await dumped(world.database)).map((table) => {
      if (table.name !== "runs") return table;
      const columns = table.columns.filter((column) => column !== "reserved_micros");
      const lines = table.lines.map((line) =>
        JSON.stringify({ ...JSON.parse(line), reserved_micros: undefined }),
      );
      return { ...table, columns, lines };
    });
    const other = await another();
    if (other.kind === "memory") return;
    await fill(other, all);
    const runs = (await dumped(other)).find(({ name }) => name === "runs");
    expect(
      runs?.lines.map((line) => (JSON.parse(line) as { reserved_micros: number }).reserved_micros),
    ).toEqual([0]);
  });

  test("are as they were at one moment, whatever is written meanwhile", async () => {
    if (world.database.kind !== "postgres") return;
    const { ctx } = world.start();
    const seen = await world.database.dumps.dump(async ({ rows }) => {
      const count = async (table: string) => {
        let lines = 0;
        for await (const some of rows(table)) lines += some.length;
        return lines;
      };
      const videos = await count("videos");
      await createRun(ctx, SMALL_INPUTS, { export: false });
      return { videos, later: await count("videos"), runs: await count("runs") };
    });
    expect(seen.later).toBe(seen.videos);
    expect(await inTenant(ctx, ({ videos }) => videos.list({ limit: 99 }))).toHaveLength(seen.videos + 1);
  });

  test("keep their workspace: rows of one are not seen from another", async () => {
    const other = await another();
    await fill(other, await dumped(world.database));
    const { ctx } = world.start();
    const own = await inTenant({ ...ctx, database: other }, ({ videos }) => videos.list({ limit: 9 }));
    expect(own.map(({ id }) => id)).toContain(videoId);
    const stranger = await World.open(other);
    const theirs = await inTenant(stranger.start().ctx, ({ videos }) => videos.list({ limit: 9 }));
    expect(theirs).toEqual([]);
  });
});
