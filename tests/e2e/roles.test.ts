import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../cli/rig/run-cli";
import { type FakeProvidersProcess, startFakeProviders } from "../rigs/fake-providers";
import { type PostgresServer, startPostgres } from "../rigs/postgres";
import {
  makeDataDir,
  NO_EXPORT,
  type ProductServer,
  postVideo,
  startProduct,
  untilEnded,
} from "../rigs/product-server";

const SMALL = { Duration: 6, SegmentDuration: 3, ImagesPerSegment: 2, Size: "480p" };

const started = await startPostgres();

if ("unavailable" in started) {
  console.warn(`The tests of several processes are skipped. ${started.unavailable}`);
  it.skip(`web and worker processes: ${started.unavailable}`, () => undefined);
} else {
  afterAll(async () => await started.stop());
  describeRoles(started);
}

/** Processes of one deployment: they share a database, a data directory for the objects, and the providers. */
class Deployment {
  readonly processes: ProductServer[] = [];

  private constructor(
    readonly postgres: PostgresServer,
    readonly database: string,
    readonly fakes: FakeProvidersProcess,
    private readonly dataDir: string,
    private readonly removeData: () => Promise<void>,
    private readonly env: Record<string, string>,
  ) {}

  static async open(postgres: PostgresServer): Promise<Deployment> {
    const { dataDir, remove } = await makeDataDir({ isEmpty: true });
    const { name, url } = await postgres.createDatabase({ name: "reelgraph", mayCreateRoles: true });
    const fakes = await startFakeProviders(["--small", "--latency-ms", "300"]);
    const env = {
      ...fakes.env,
      POSTGRES_URL: url,
      WORKFLOW_TARGET_WORLD: "@workflow/world-postgres",
    };
    const setup = await runCli(["setup", "--json"], {
      cwd: process.cwd(),
      env: { ...env, REELGRAPH_DATA_DIR: dataDir },
    });
    expect([setup.code, setup.stderr]).toEqual([0, ""]);
    expect(JSON.parse(setup.stdout)).toEqual({ database: "pg", world: "@workflow/world-postgres" });
    return new Deployment(postgres, name, fakes, dataDir, remove, env);
  }

  async start(role: "web" | "worker", change: Record<string, string> = {}): Promise<ProductServer> {
    const env = { ...this.env, REELGRAPH_ROLE: role, ...change };
    const server = await startProduct({ dataDir: this.dataDir, env });
    this.processes.push(server);
    return server;
  }

  async rows(text: string): Promise<Record<string, unknown>[]> {
    return (await this.postgres.sql(this.database, text)).rows;
  }

  /** What was bought, as the ledger and as the providers have it. */
  async bought() {
    const counts = await this.fakes.counts();
    const paid = (await this.fakes.requests()).filter((request) => request.paid).length;
    const [ledger] = await this.rows(
      `select count(*)::int as purchases, count(distinct (claim_key, call))::int as claims,
         count(*) filter (where state = 'succeeded')::int as succeeded, coalesce(max(attempts), 0)::int as attempts
       from purchases where provider in ('openai', 'replicate')`,
    );
    return { counts, paid, ledger };
  }

  async close(): Promise<void> {
    for (const server of this.processes) await server.stop();
    await this.fakes.stop();
    await this.removeData();
  }
}

function describeRoles(postgres: PostgresServer): void {
  describe("two web processes and a worker", () => {
    let deployment: Deployment;
    let webs: ProductServer[];
    beforeAll(async () => {
      deployment = await Deployment.open(postgres);
      webs = [await deployment.start("web"), await deployment.start("web")];
    });
    afterAll(async () => await deployment?.close());

    const [ONE, OTHER] = [0, 1];
    const web = (index: number) => webs[index] as ProductServer;

    it("accept work while no worker is there, and do none of it themselves", async () => {
      const { status, body } = await postVideo(web(ONE).url, {
        ...SMALL,
        InquiryPrompt: "How wells are dug",
      });
      expect(status).toBe(202);
      await sleep(3_000);
      const run = await fetch(`${web(OTHER).url}/api/v1/runs/${body.run.id}`);
      expect(await run.json()).toMatchObject({ status: "queued", workflowRunId: null });
      expect((await deployment.fakes.counts()).requests).toBe(0);

      const worker = await deployment.start("worker");
      const ended = await untilEnded({ url: web(OTHER).url, runId: body.run.id });
      expect(ended.status).toBe("succeeded");
      const film = await untilEnded({ url: web(ONE).url, runId: ended.exportRunId ?? "", withinMs: 200_000 });
      expect(film.status).toBe("succeeded");
      expect(worker.log()).toContain("workflow-started");
      for (const server of webs) expect(server.log()).not.toContain("workflow-started");
    });

    it("buy once per purchase, and answer the same whichever of them is asked", async () => {
      const { counts, paid, ledger } = await deployment.bought();
      expect(counts).toMatchObject({ violations: [], duplicates: [], duplicateKeys: [] });
      expect(ledger).toEqual({ purchases: paid, claims: paid, succeeded: paid, attempts: 1 });
      const list = async (index: number) => await (await fetch(`${web(index).url}/api/v1/videos`)).json();
      expect(await list(ONE)).toEqual(await list(OTHER));
    });

    it("end a run that is cancelled at another process than the one it works in", async () => {
      await deployment.fakes.config({ latencyMs: 1_500 });
      const { body } = await postVideo(
        web(ONE).url,
        { ...SMALL, InquiryPrompt: "How bells are cast" },
        {},
        NO_EXPORT,
      );
      for (let state = ""; state !== "running"; await sleep(100)) {
        const run = await fetch(`${web(OTHER).url}/api/v1/runs/${body.run.id}`);
        state = ((await run.json()) as { status: string }).status;
      }
      const cancel = await fetch(`${web(OTHER).url}/api/v1/runs/${body.run.id}/cancel`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
      });
      expect(cancel.status).toBe(202);
      const ended = await untilEnded({ url: web(ONE).url, runId: body.run.id, withinMs: 60_000 });
      expect(ended.status).toBe("cancelled");
      await deployment.fakes.config({ latencyMs: 300 });
    });
  });

  describe("two workers by mistake", () => {
    let deployment: Deployment;
    beforeAll(async () => {
      deployment = await Deployment.open(postgres);
      await Promise.all([deployment.start("worker"), deployment.start("worker")]);
    });
    afterAll(async () => await deployment?.close());

    it("are harmless: the providers get one submission per purchase, and the videos are whole", async () => {
      const web = await deployment.start("web");
      const prompts = ["Why cats purr", "How tides work", "Why leaves fall"];
      const posted = await Promise.all(
        prompts.map((InquiryPrompt) => postVideo(web.url, { ...SMALL, InquiryPrompt }, {}, NO_EXPORT)),
      );
      for (const { body } of posted) {
        const run = await untilEnded({ url: web.url, runId: body.run.id, withinMs: 200_000 });
        expect(run.status).toBe("succeeded");
        expect(run.jobs.every(({ state }) => state === "succeeded")).toBe(true);
      }
      const { counts, paid, ledger } = await deployment.bought();
      expect(counts).toMatchObject({ violations: [], duplicates: [], duplicateKeys: [] });
      expect(ledger).toEqual({ purchases: paid, claims: paid, succeeded: paid, attempts: 1 });
      const gaps = await deployment.rows(
        "select video_id from events group by video_id having count(*) <> max(seq) or min(seq) <> 1",
      );
      expect(gaps).toEqual([]);
      const verify = await fetch(`${web.url}/api/v1/verify`);
      expect(await verify.json()).toMatchObject({ ok: true, problems: [] });
    });
  });
}
