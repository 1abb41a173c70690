import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onPglite, openPglite } from "../../lib/adapters/postgres/open-pglite";
import { asPassingFailure } from "../../lib/adapters/postgres/passing-failure";
import type { Session } from "../../lib/adapters/postgres/session";
import { ReelgraphError } from "../../lib/core/errors";
import { describeDatabase } from "../conformance/repositories";
import { startEngine } from "../rigs/engine";
import { peekInto } from "../rigs/peek";
import { AT, freshWorkspaceId, runRow, videoRow } from "../rigs/rows";

const migrationsFolder = "drizzle/migrations";

/** PGlite with its session at hand, for what the port does not show. */
async function openRaw(): Promise<{ client: PGlite; session: Session }> {
  const client = await startEngine();
  const session = drizzle(client);
  await migrate(session, { migrationsFolder });
  return { client, session: session as unknown as Session };
}

let latest: Session;

describeDatabase(
  "pglite",
  async () => {
    const { client, session } = await openRaw();
    latest = session;
    return await onPglite(client);
  },
  peekInto(() => latest),
);

const OF_THE_SYSTEM = ["duties", "windows", "request_counts"];

describe("row-level security", () => {
  let client: PGlite;
  let tables: string[];
  const workspaceId = freshWorkspaceId();

  beforeAll(async () => {
    const raw = await openRaw();
    client = raw.client;
    const database = await onPglite(client);
    const video = videoRow({ workspaceId });
    await database.system(({ ensureWorkspace }) => ensureWorkspace({ id: workspaceId, name: "w", at: AT }));
    await database.tenant(workspaceId, async ({ videos, runs, events }) => {
      await videos.insert(video);
      await runs.insert(runRow({ workspaceId, videoId: video.id }));
      await events.append([{ videoId: video.id, runId: null, type: "run-started", at: AT, data: {} }]);
    });
    const found = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
    );
    tables = found.rows.map((row) => row.name);
  });
  afterAll(async () => client.close());

  it("is forced on every table, owners included", async () => {
    const { rows } = await client.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and not (relrowsecurity and relforcerowsecurity)`,
    );
    expect(rows).toEqual([]);
    expect(tables).toEqual(expect.arrayContaining(["videos", "runs", "jobs", "purchases", "events"]));
  });

  it("shows the application role nothing when no workspace is set", async () => {
    for (const table of tables) {
      const seen = client.transaction(async (transaction) => {
        await transaction.query("select set_config('role', 'reelgraph_app', true)");
        return (await transaction.query(`select * from ${table}`)).rows;
      });
      // What is of no workspace is the system's alone.
      if (OF_THE_SYSTEM.includes(table)) await expect(seen).rejects.toThrow("permission denied");
      else expect([table, await seen]).toEqual([table, []]);
    }
  });

  it("shows the application role its own workspace, and the system role all", async () => {
    for (const [role, wanted] of [
      ["reelgraph_app", 1],
      ["reelgraph_system", 1],
    ] as const) {
      await client.transaction(async (transaction) => {
        await transaction.query(
          `select set_config('role', '${role}', true), set_config('reelgraph.workspace_id', '${workspaceId}', true)`,
        );
        expect((await transaction.query("select * from videos")).rows).toHaveLength(wanted);
      });
    }
  });

  it("gives the connection its own rights back after a transaction, also after one that failed", async () => {
    const database = await onPglite(client);
    await expect(
      database.tenant(workspaceId, async () => {
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    const { rows } = await client.query<{ role: string; tenant: string | null }>(
      "select current_user as role, current_setting('reelgraph.workspace_id', true) as tenant",
    );
    expect(rows).toEqual([{ role: "postgres", tenant: "" }]);
  });
});

describe("openPglite", () => {
  it("makes its folder, keeps what was written, and migrates an existing database without a change", async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-pglite-"));
    const directory = path.join(folder, "deep", "postgres");
    const workspaceId = freshWorkspaceId();
    const video = videoRow({ workspaceId });
    try {
      const first = await openPglite({ directory, migrationsFolder });
      await first.system(({ ensureWorkspace }) => ensureWorkspace({ id: workspaceId, name: "w", at: AT }));
      await first.tenant(workspaceId, ({ videos }) => videos.insert(video));
      await first.close();
      for (let reopened = 0; reopened < 2; reopened++) {
        const again = await openPglite({ directory, migrationsFolder });
        expect(await again.tenant(workspaceId, ({ videos }) => videos.find(video.id))).toEqual(video);
        await again.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("says that the database is unavailable once it is closed", async () => {
    const database = await openPglite({ directory: null, migrationsFolder });
    await database.close();
    const unavailable = { code: "database-unavailable", retryable: true };
    await expect(database.ping()).rejects.toMatchObject(unavailable);
    const list = database.tenant(freshWorkspaceId(), ({ videos }) => videos.list({ limit: 1 }));
    await expect(list).rejects.toMatchObject(unavailable);
  });

  it("keeps the words of a failure that does not pass, and a refusal as it is", async () => {
    const failures = [
      [{ code: "57P01" }, true],
      [{ message: "Failed query", cause: { code: "40P01" } }, true],
      [{ message: "Failed query", cause: new Error("Connection terminated unexpectedly") }, true],
      [{ message: "a standby now", cause: { code: "25006" } }, true],
      [{ message: "disk full", cause: { code: "53100" } }, true],
      [{ message: "fetch failed", cause: { code: "ECONNREFUSED" } }, true],
      [{ message: "Failed query: … Connection terminated in a prompt", cause: { code: "23505" } }, false],
      [new TypeError("a bug"), false],
      ["text", false],
      [null, false],
    ] as const;
    for (const [failure, isPassing] of failures) {
      const found = asPassingFailure(failure);
      expect([failure, found === failure]).toEqual([failure, !isPassing]);
      if (isPassing) expect(found).toMatchObject({ code: "database-unavailable", cause: failure });
    }
    const refusal = new ReelgraphError({ code: "run-active", message: "x", cause: { code: "57P01" } });
    expect(asPassingFailure(refusal)).toBe(refusal);
  });

  it("closes what it opened when the migrations fail", async () => {
    const opening = openPglite({ directory: null, migrationsFolder: "drizzle/no-such-folder" });
    await expect(opening).rejects.toThrow();
  });
});
