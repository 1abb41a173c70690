import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { createPostgresDatabase } from "../../lib/adapters/postgres/database";
import { openPg } from "../../lib/adapters/postgres/open-pg";
import { pooledTransactions } from "../../lib/adapters/postgres/pooled-transactions";
import type { Session } from "../../lib/adapters/postgres/session";
import { isReelgraphError } from "../../lib/core/errors";
import type { VideoId, WorkspaceId } from "../../lib/core/ids";
import type { Database, VideoStatus } from "../../lib/ports/database";
import type { Context } from "../../lib/services/context";
import { getVideo } from "../../lib/services/videos/get-video";
import { listVideos } from "../../lib/services/videos/list-videos";
import type { PostgresServer } from "../rigs/postgres";
import { quantile, rounded } from "./measure";

const MIGRATIONS = "drizzle/migrations";
const POOL_SIZE = 4;
/** One workspace has half of all videos, one a quarter, the others share the rest. */
const WORKSPACES = 40;
const PAGE = 20;
const STATUSES: readonly VideoStatus[] = [
  "succeeded",
  "partial",
  "failed",
  "running",
  "queued",
  "draft",
  "cancelled",
];
const INPUTS = {
  ...{ InquiryPrompt: "How tides work, told to someone who has never seen the sea", Duration: 60 },
  ...{ SegmentDuration: 10, ImagesPerSegment: 2, UseVideo: false, IsImageToVideo: false, Audience: "adults" },
  ...{ Language: "en", VoiceId: "alba", Emotion: "calm", MusicPromptMod: "quiet strings", Size: "720p" },
  ...{ ImageStyle: "watercolor", AspectRatio: "16:9", AssemblyStrategy: "narration-led" },
};

interface Statement {
  sql: string;
  params: unknown[];
}

export interface Plan {
  sql: string;
  /** `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)`. */
  plan: unknown;
  /** Its nodes from the outside in, each with the index it uses. */
  nodes: string[];
  milliseconds: number;
  /** Pages found in memory, and fetched. */
  hit: number;
  read: number;
}

export interface QueryFigures {
  samples: number;
  p50: number;
  p95: number;
  max: number;
  plans: Plan[];
}

export interface ManyVideos {
  rows: { videos: number; runs: number };
  fillSeconds: number;
  /** Times every query that the product makes of lists and summaries, and explains one of each. Milliseconds. */
  measure(samples: number): Promise<Record<string, QueryFigures>>;
  close(): Promise<void>;
}

const workspaceOf = (number: number) => `ws_01${String(number).padStart(24, "0")}` as WorkspaceId;

/** Ids are hex, which is part of the ids' alphabet; hashes stand for chance, so that every fill is the same. */
const ID = (prefix: string, salt: string) => `'${prefix}_01' || substr(md5('${salt}' || i), 1, 24)`;
const CHANCE = (salt: number, of: number) => `(abs(hashint8(i + ${salt}::bigint * 1000003)::bigint) % ${of})`;

function fillStatements(count: number): string[] {
  const inputs = `'${JSON.stringify(INPUTS)}'::jsonb`;
  const workspace = `'ws_01' || lpad((case when ${CHANCE(1, 4)} < 2 then 1 when ${CHANCE(1, 4)} = 2 then 2
    else 3 + ${CHANCE(2, WORKSPACES - 2)} end)::text, 24, '0')`;
  const status = `case
    when ${CHANCE(3, 20_000)} = 0 then 'running' when ${CHANCE(3, 20_000)} = 1 then 'queued'
    when ${CHANCE(4, 50)} = 0 then 'failed' when ${CHANCE(4, 50)} in (1, 2) then 'partial'
    when ${CHANCE(5, 100)} = 0 then 'draft' when ${CHANCE(6, 400)} = 0 then 'cancelled' else 'succeeded' end`;
  // Not in the order of the table: a video's row moves with every change.
  const createdAt = `timestamptz '2025-01-01' + ((i * 7919::bigint) % ${count}) * interval '25 seconds'`;
  return [
    // Rows that refer to one another are made together; checking each reference takes longer than all the rest.
    "set session_replication_role = replica",
    `insert into workspaces (id, name, created_at)
     select 'ws_01' || lpad(w::text, 24, '0'), 'w' || w, timestamptz '2025-01-01' from generate_series(1, ${WORKSPACES}) as w`,
    `insert into videos (id, workspace_id, dag_prefix, head_revision, epoch, status, inputs, input_revision, seed, title,
       duration_seconds, num_dirty_artifacts, total_cost_micros, thumbnail_key, mp4_key, last_event_seq, created_at, updated_at, deleted_at)
     select ${ID("vid", "v")}, ${workspace}, 'videos/' || ${ID("vid", "v")}, 1, 1, ${status}, ${inputs}, 1, i, 'Tides, film ' || i,
       60.5, case when ${CHANCE(7, 33)} = 0 then 1 + ${CHANCE(8, 9)} else 0 end, 123456 + i,
       'assets/thumbnails/video.0123456789ab.png', 'assets/exports/video.0123456789ab.mp4', 40,
       ${createdAt}, ${createdAt} + ${CHANCE(9, 100_000)} * interval '1 second',
       case when ${CHANCE(10, 100)} = 0 then ${createdAt} + interval '40 days' end
     from generate_series(1, ${count}) as i`,
    `insert into runs (id, workspace_id, video_id, type, status, options, inputs, input_revision, seed, revision, month, cost_micros,
       actor, created_at, started_at, finished_at, heartbeat_at)
     select ${ID("run", "g")}, ${workspace}, ${ID("vid", "v")}, 'generation',
       case ${status} when 'running' then 'running' when 'queued' then 'queued' when 'draft' then 'succeeded' else ${status} end,
       '{"mode": "dirty"}'::jsonb, ${inputs}, 1, i, 1, '2025-01', 123456, 'local', ${createdAt}, ${createdAt},
       case when ${status} in ('running', 'queued') then null else ${createdAt} + interval '90 seconds' end, ${createdAt}
     from generate_series(1, ${count}) as i`,
    `insert into runs (id, workspace_id, video_id, type, status, options, inputs, input_revision, seed, revision, month, cost_micros,
       actor, created_at, started_at, finished_at, heartbeat_at)
     select ${ID("run", "e")}, ${workspace}, ${ID("vid", "v")}, 'export', 'succeeded', '{"format": "mp4"}'::jsonb, ${inputs}, 1, i, 1,
       '2025-01', 0, 'local', ${createdAt} + interval '2 minutes', ${createdAt} + interval '2 minutes', ${createdAt} + interval '3 minutes',
       ${createdAt} + interval '3 minutes'
     from generate_series(1, ${count}) as i where ${CHANCE(11, 3)} = 0`,
    "vacuum analyze videos",
    "vacuum analyze runs",
  ];
}

/** A database of its own on the server, with so many videos, through the product's own repositories, services and roles. */
export async function openManyVideos(server: PostgresServer, count: number): Promise<ManyVideos> {
  const { name, url } = await server.createDatabase({ name: "many", mayCreateRoles: true });
  await (await openPg({ url, migrationsFolder: MIGRATIONS, poolSize: 1 })).close();
  const started = performance.now();
  await server.sql(name, ...fillStatements(count));
  const fillSeconds = rounded((performance.now() - started) / 1_000, 1);
  const { rows } = await server.sql(
    name,
    "select (select count(*) from videos)::int as videos, (select count(*) from runs)::int as runs",
  );

  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE });
  const asked: Statement[] = [];
  const logger = {
    logQuery(sql: string, params: unknown[]) {
      asked.push({ sql, params });
    },
  };
  const database = createPostgresDatabase({
    kind: "postgres",
    session: drizzle(pool) as unknown as Session,
    transactions: pooledTransactions<pg.PoolClient>({
      pool,
      sessionOf: (client) => drizzle(client, { logger }) as unknown as Session,
      settings: { statement_timeout: "30000" },
    }),
    close: async () => await pool.end(),
  });

  /** Some videos of a workspace, spread over all its time. */
  async function some(workspace: WorkspaceId): Promise<{ id: VideoId; created_at: Date }[]> {
    const { rows: found } = await server.sql(
      name,
      `select id, created_at from videos where workspace_id = '${workspace}' and deleted_at is null order by md5(id) limit 200`,
    );
    return found;
  }

  async function explained(statement: Statement, role: Record<string, string>): Promise<Plan> {
    const client = await pool.connect();
    try {
      await client.query("begin");
      for (const [setting, value] of Object.entries(role)) {
        await client.query("select set_config($1, $2, true)", [setting, value]);
      }
      const answer = await client.query(
        `explain (analyze, buffers, format json) ${statement.sql}`,
        statement.params as unknown[],
      );
      const [plan] = answer.rows[0]["QUERY PLAN"] as [ExplainedPlan];
      return {
        sql: statement.sql,
        plan,
        nodes: nodesOf(plan.Plan),
        milliseconds: plan["Execution Time"],
        hit: plan.Plan["Shared Hit Blocks"],
        read: plan.Plan["Shared Read Blocks"],
      };
    } finally {
      await client.query("rollback");
      client.release();
    }
  }

  async function timed(
    samples: number,
    role: Record<string, string>,
    work: (nth: number) => Promise<unknown>,
  ): Promise<QueryFigures> {
    const times: number[] = [];
    let slowest = { milliseconds: -1, statements: [] as Statement[] };
    for (let nth = 0; nth < samples; nth++) {
      asked.length = 0;
      const before = performance.now();
      await work(nth);
      const milliseconds = performance.now() - before;
      times.push(milliseconds);
      if (milliseconds > slowest.milliseconds) slowest = { milliseconds, statements: [...asked] };
    }
    times.sort((a, b) => a - b);
    const plans: Plan[] = [];
    for (const statement of slowest.statements) plans.push(await explained(statement, role));
    return {
      samples,
      p50: rounded(quantile(times, 0.5), 2),
      p95: rounded(quantile(times, 0.95), 2),
      max: rounded(times.at(-1) ?? 0, 2),
      plans,
    };
  }

  return {
    rows: rows[0],
    fillSeconds,
    async measure(samples) {
      const figures: Record<string, QueryFigures> = {};
      const places = { half: workspaceOf(1), quarter: workspaceOf(2), small: workspaceOf(7) };
      for (const [place, workspaceId] of Object.entries(places)) {
        const ctx = { database, workspaceId } as unknown as Context;
        const role = { role: "reelgraph_app", "reelgraph.workspace_id": workspaceId };
        const videos = await some(workspaceId);
        const at = (nth: number) => {
          const video = videos[nth % videos.length];
          if (!video) throw new Error(`${place} has no videos.`);
          return video;
        };
        const cursor = (nth: number) => {
          const { id, created_at } = at(nth);
          return Buffer.from(`${created_at.toISOString()} ${id}`).toString("base64url");
        };
        const ask = async (
          question: string,
          input: (nth: number) => Omit<Parameters<typeof listVideos>[0]["input"], "limit">,
        ) => {
          figures[`${place}: ${question}`] = await timed(samples, role, (nth) =>
            listVideos({ ctx, input: { limit: PAGE, ...input(nth) } }),
          );
        };
        await ask("newest", () => ({}));
        await ask("any page", (nth) => ({ cursor: cursor(nth) }));
        for (const status of STATUSES) await ask(`status=${status}`, () => ({ status }));
        await ask("any page of status=succeeded", (nth) => ({ status: "succeeded", cursor: cursor(nth) }));
        await ask("any page of status=failed", (nth) => ({ status: "failed", cursor: cursor(nth) }));
        await ask("dirty", () => ({ dirty: "true" }));
        await ask("any page of dirty", (nth) => ({ dirty: "true", cursor: cursor(nth) }));
        await ask("not dirty", () => ({ dirty: "false" }));
        await ask("dirty and failed", () => ({ dirty: "true", status: "failed" }));
        await ask("dirty and running", () => ({ dirty: "true", status: "running" }));
        figures[`${place}: GET video`] = await timed(samples, role, (nth) =>
          getVideo({ ctx, input: { id: at(nth).id } }),
        );
        const strangers = await some(place === "small" ? places.half : places.small);
        figures[`${place}: GET foreign video`] = await timed(samples, role, async (nth) => {
          const id = strangers[nth % strangers.length]?.id ?? "";
          const found = await getVideo({ ctx, input: { id } }).catch((error: unknown) => error);
          if (!isReelgraphError(found) || found.code !== "not-found") throw new Error(`${id} was answered.`);
        });
      }
      const system = { role: "reelgraph_system" };
      const all = await some(places.half);
      const asSystem = (work: Parameters<Database["system"]>[0]) => database.system(work);
      figures["system: a page of the cleaner"] = await timed(samples, system, (nth) =>
        asSystem(({ videos }) => videos.page({ after: all[nth % all.length]?.id, limit: 100 })),
      );
      figures["system: stalled runs"] = await timed(samples, system, () =>
        asSystem(({ runs }) => runs.stalled({ before: new Date(), limit: 100 })),
      );
      return figures;
    },
    close: () => database.close(),
  };
}

interface ExplainNode {
  "Node Type": string;
  "Index Name"?: string;
  "Relation Name"?: string;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: ExplainNode[];
}

interface ExplainedPlan {
  Plan: ExplainNode;
  "Execution Time": number;
}

function nodesOf(node: ExplainNode): string[] {
  const name = node["Node Type"];
  const over = node["Index Name"] ?? node["Relation Name"];
  return [over ? `${name} ${over}` : name, ...(node.Plans ?? []).flatMap(nodesOf)];
}
