import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openPg } from "../../lib/adapters/postgres/open-pg";
import { openVercel } from "../../lib/adapters/postgres/open-vercel";
import type { Session } from "../../lib/adapters/postgres/session";
import { newWindow } from "../../lib/core/limits/window";
import type { Database } from "../../lib/ports/database";
import { describeDatabase } from "../conformance/repositories";
import { peekInto } from "../rigs/peek";
import { type Owner, type PostgresServer, startPostgres } from "../rigs/postgres";
import { AT, freshWorkspaceId, videoRow } from "../rigs/rows";
import { startWebSocketBridge, type WebSocketBridge } from "../rigs/ws-bridge";

const migrationsFolder = "drizzle/migrations";
/** As many as the suite has workers, so that they do race. */
const POOL_SIZE = 16;
const OWNER: Owner = { name: "shop", mayCreateRoles: true };

const started = await startPostgres();

if ("unavailable" in started) {
  console.warn(`Postgres tests are skipped. ${started.unavailable}`);
  it.skip(`Postgres: ${started.unavailable}`, () => undefined);
} else {
  const bridge = await startWebSocketBridge();
  afterAll(async () => {
    await bridge.stop();
    await started.stop();
  });
  describeServer(started, bridge);
}

function describeServer(server: PostgresServer, bridge: WebSocketBridge): void {
  const drivers = [
    {
      name: "pg",
      open: (url: string, change: { poolSize?: number; statementTimeoutMs?: number } = {}) =>
        openPg({ url, migrationsFolder, poolSize: POOL_SIZE, ...change }),
    },
    {
      name: "@vercel/postgres",
      open: (url: string, change: { poolSize?: number; statementTimeoutMs?: number } = {}) =>
        openVercel({ url, migrationsFolder, poolSize: POOL_SIZE, proxy: bridge, ...change }),
    },
  ] as const;

  for (const { name, open } of drivers) {
    const peeks: pg.Pool[] = [];
    describeDatabase(
      `Postgres through ${name}`,
      async () => {
        const made = await server.createDatabase(OWNER);
        peeks.push(new pg.Pool({ connectionString: server.url({ database: made.name }), max: 1 }));
        return await open(made.url);
      },
      peekInto(() => drizzle(peeks.at(-1) as pg.Pool) as unknown as Session),
    );
    afterAll(async () => {
      for (const pool of peeks) await pool.end();
    });
  }

  describe.each(drivers)("a server through $name", ({ open }) => {
    const opened: Database[] = [];
    afterEach(async () => {
      bridge.up();
      for (const database of opened.splice(0)) await database.close();
    });

    async function openNew(owner: Owner = OWNER, change: Parameters<typeof open>[1] = {}) {
      const made = await server.createDatabase(owner);
      const database = await open(made.url, change);
      opened.push(database);
      const workspaceId = freshWorkspaceId();
      await database.system(({ ensureWorkspace }) => ensureWorkspace({ id: workspaceId, name: "w", at: AT }));
      return { ...made, database, workspaceId };
    }

    it("is migrated once by 8 processes that start at once", async () => {
      const { url, name } = await server.createDatabase(OWNER);
      const all = await Promise.all(Array.from({ length: 8 }, () => open(url, { poolSize: 1 })));
      opened.push(...all);
      const { rows } = await server.sql(
        name,
        "select created_at from drizzle.__drizzle_migrations order by id",
      );
      const times = rows.map((row) => Number(row.created_at));
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      for (const database of all) await database.ping();
    });

    it("is used by several databases of one server, opened at once by different users", async () => {
      const owners = ["one", "two", "three"].map((name) => ({ name, mayCreateRoles: true }));
      const all = [];
      for (const owner of owners) all.push(await server.createDatabase(owner));
      await server.sql("postgres", "drop role if exists nobody_uses_this");
      const databases = await Promise.all(all.map(({ url }) => open(url, { poolSize: 2 })));
      opened.push(...databases);
      for (const database of databases)
        expect(await database.system(({ videos }) => videos.page({ limit: 1 }))).toEqual([]);
    });

    it("says which statements make the roles for a user who may not, and works once they have run", async () => {
      const poor = { name: `poor_${freshWorkspaceId().slice(-8)}`, mayCreateRoles: false };
      const { url } = await server.createDatabase(poor);
      const refused = open(url);
      await expect(refused).rejects.toMatchObject({
        code: "configuration",
        message: expect.stringContaining(`grant reelgraph_app, reelgraph_system to ${poor.name};`),
      });
      const { message } = (await refused.catch((error: Error) => error)) as Error;
      const grant = message.slice(message.indexOf("grant "));
      await server.sql("postgres", grant);
      const database = await open(url);
      opened.push(database);
      expect(await database.system(({ videos }) => videos.page({ limit: 1 }))).toEqual([]);
    });

    it("hides other workspaces from a superuser's connection, too", async () => {
      const { database, workspaceId } = await openNew("superuser");
      const video = videoRow({ workspaceId });
      await database.tenant(workspaceId, ({ videos }) => videos.insert(video));
      const other = freshWorkspaceId();
      expect(await database.tenant(other, ({ videos }) => videos.find(video.id))).toBeNull();
      expect(await database.tenant(workspaceId, ({ videos }) => videos.find(video.id))).toEqual(video);
    });

    it("shows what is known of a window while somebody changes it, and lets nobody else change it", async () => {
      const { database, workspaceId } = await openNew();
      const keep = (slots: number) =>
        database.tenant(workspaceId, async ({ windows }) => {
          await windows.hold("window");
          await windows.keep("window", newWindow({ slots, mostSlots: 9 }));
        });
      await keep(3);
      let second: Promise<void> | undefined;
      let isSecondDone = false;
      await database.tenant(workspaceId, async ({ windows }) => {
        await windows.hold("window");
        second = keep(5).then(() => {
          isSecondDone = true;
        });
        await windows.keep("window", newWindow({ slots: 4, mostSlots: 9 }));
        const seen = await database.tenant(workspaceId, (others) => others.windows.read("window"));
        expect(seen?.slots).toBe(3);
        await new Promise((resolve) => setTimeout(resolve, 200));
        expect(isSecondDone).toBe(false);
      });
      await second;
      expect((await database.tenant(workspaceId, ({ windows }) => windows.read("window")))?.slots).toBe(5);
    });

    it("gives up a statement that takes too long, as a failure that passes", async () => {
      const { database, workspaceId } = await openNew(OWNER, { statementTimeoutMs: 200 });
      const video = videoRow({ workspaceId });
      await database.tenant(workspaceId, ({ videos }) => videos.insert(video));
      let release = () => {};
      const blocker = database.tenant(workspaceId, async ({ videos }) => {
        await videos.lock(video.id);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      });
      const waiting = database.tenant(workspaceId, ({ videos }) => videos.lock(video.id));
      await expect(waiting).rejects.toMatchObject({ code: "database-unavailable", retryable: true });
      release();
      await blocker;
      expect(await database.tenant(workspaceId, ({ videos }) => videos.find(video.id))).toEqual(video);
    });

    it("survives the loss of its connections: idle ones unnoticed, those at work as a failure that passes", async () => {
      const { name, database, workspaceId } = await openNew();
      const list = () => database.tenant(workspaceId, ({ videos }) => videos.list({ limit: 1 }));
      await Promise.all([list(), list(), list()]);
      const killAll = () =>
        server.sql(
          "postgres",
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and application_name = 'reelgraph'`,
        );
      await killAll();
      expect(await list()).toEqual([]);
      const video = videoRow({ workspaceId });
      const cut = database.tenant(workspaceId, async ({ videos }) => {
        await videos.insert(video);
        await killAll();
        // The loss is noticed while nothing is being asked, which must not end the process.
        await new Promise((resolve) => setTimeout(resolve, 50));
        return await videos.find(video.id);
      });
      await expect(cut).rejects.toMatchObject({ code: "database-unavailable", retryable: true });
      expect(await list()).toEqual([]);
    });

    it("does not report a commit that the server turned into a rollback", async () => {
      const { database, workspaceId } = await openNew();
      const video = videoRow({ workspaceId });
      const swallowed = database.tenant(workspaceId, async ({ videos }) => {
        await videos.insert(video);
        await videos.insert(video).catch(() => {});
      });
      await expect(swallowed).rejects.toThrow("rolled back");
      expect(await database.tenant(workspaceId, ({ videos }) => videos.find(video.id))).toBeNull();
    });

    it("waits for no more connections than it may hold, and gives all of them back", async () => {
      const { name, database, workspaceId } = await openNew(OWNER, { poolSize: 3 });
      const work = Array.from({ length: 40 }, (_, index) =>
        database
          .tenant(workspaceId, async ({ videos }) => {
            await videos.list({ limit: 1 });
            if (index % 4 === 0) throw new Error("stop");
          })
          .catch(() => {}),
      );
      const used = server.sql(
        "postgres",
        `select count(*) as n from pg_stat_activity where datname = '${name}' and application_name = 'reelgraph'`,
      );
      expect(Number((await used).rows[0]?.n)).toBeLessThanOrEqual(3);
      await Promise.all(work);
      expect(await database.tenant(workspaceId, ({ videos }) => videos.list({ limit: 1 }))).toEqual([]);
    });

    it("says that the database is unavailable once it is closed", async () => {
      const { database, workspaceId } = await openNew();
      await database.close();
      const unavailable = { code: "database-unavailable", retryable: true };
      await expect(database.ping()).rejects.toMatchObject(unavailable);
      const list = database.tenant(workspaceId, ({ videos }) => videos.list({ limit: 1 }));
      await expect(list).rejects.toMatchObject(unavailable);
    });

    describe("an address that does not work", () => {
      const SECRET = "v3ry-s3cret";

      async function failureOf(url: string) {
        const error = await open(url, { poolSize: 1 }).then(
          () => null,
          (failure: Error) => failure,
        );
        const { code, message } = error as Error & { code: string };
        expect(message).not.toContain(SECRET);
        return { code, message };
      }

      it("is told apart: nobody there, wrong password, no such database", async () => {
        const { host, port } = server;
        expect(await failureOf(`postgres://shop:${SECRET}@${host}:1/shop`)).toEqual({
          code: "database-unavailable",
          message: `The database at ${host}:1/shop (POSTGRES_URL) does not answer.`,
        });
        const refused = await failureOf(`postgres://postgres:${SECRET}@${host}:${port}/postgres`);
        expect(refused.code).toBe("configuration");
        expect(refused.message).toContain("password authentication failed");
        const absent = await failureOf(server.url({ database: "no_such_database" }));
        expect(absent.code).toBe("configuration");
        expect(absent.message).toContain('database "no_such_database" does not exist');
      });
    });
  });

  describe("a server through @vercel/postgres", () => {
    let database: Database;
    beforeAll(async () => {
      const { url } = await server.createDatabase(OWNER);
      database = await openVercel({ url, migrationsFolder, poolSize: 2, proxy: bridge });
    });
    afterAll(async () => await database.close());

    it("is unavailable while the proxy before it is away, and there again when the proxy is", async () => {
      await database.ping();
      bridge.down();
      const unavailable = { code: "database-unavailable", retryable: true };
      await expect(database.ping()).rejects.toMatchObject(unavailable);
      await expect(database.system(({ videos }) => videos.page({ limit: 1 }))).rejects.toMatchObject(
        unavailable,
      );
      bridge.up();
      await database.ping();
      expect(await database.system(({ videos }) => videos.page({ limit: 1 }))).toEqual([]);
    });
  });
}
