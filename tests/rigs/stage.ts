import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../../lib/cli/server/ports";
import { type FakeProvidersProcess, type FakeRequestLog, startFakeProviders } from "./fake-providers";
import { makeDataDir, type ProductServer, startProduct } from "./product-server";

const LOOK_EVERY_MS = 40;

export interface RunEvent {
  seq: number;
  type: string;
  at: string;
  data: { jobId?: string; progress?: number } & Record<string, unknown>;
}

/**
 * The built product on one data directory and one port, and providers in a process of their own that outlive it and call it back.
 * Everything is real but the providers.
 */
export class Stage {
  private readonly lives: string[] = [];
  private constructor(
    readonly fakes: FakeProvidersProcess,
    readonly dataDir: string,
    private readonly removeDataDir: () => Promise<void>,
    private readonly port: number,
    private readonly env: Record<string, string>,
    private server: ProductServer,
  ) {}

  static async open(
    options: { flags?: readonly string[]; env?: Record<string, string> } = {},
  ): Promise<Stage> {
    const fakes = await startFakeProviders(options.flags ?? ["--small", "--latency-ms", "100"]);
    const { dataDir, remove } = await makeDataDir();
    const port = await findFreePort("127.0.0.1");
    const env = { ...fakes.env, PUBLIC_URL: `http://127.0.0.1:${port}`, ...options.env };
    try {
      const server = await startProduct({ dataDir, env, port });
      return new Stage(fakes, dataDir, remove, port, env, server);
    } catch (error) {
      await fakes.stop();
      await remove();
      throw error;
    }
  }

  get url(): string {
    return this.server.url;
  }

  /** When the present life of the server began. */
  get startedAt(): number {
    return this.server.startedAt;
  }

  /** What the server wrote, all its lives together. */
  log(): string {
    return [...this.lives, this.server.log()].join("\n----- killed -----\n");
  }

  /** SIGKILL to the server and all it started. The database as the dead server left it is in the folder that is returned. */
  async kill(): Promise<{ killedAt: number; database: string }> {
    const killedAt = Date.now();
    await this.server.crash();
    this.lives.push(this.server.log());
    const database = await mkdtemp(path.join(os.tmpdir(), "reelgraph-corpse-"));
    await cp(path.join(this.dataDir, "postgres"), database, { recursive: true });
    return { killedAt, database };
  }

  async restart(): Promise<void> {
    this.server = await startProduct({ dataDir: this.dataDir, env: this.env, port: this.port });
  }

  /** Ends the server in an orderly way; the data directory stays. */
  async stopServer(): Promise<void> {
    await this.server.stop();
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.fakes.stop();
    await this.removeDataDir();
  }

  async get<T>(what: string): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1/${what}`);
    if (!answer.ok) throw new Error(`GET ${what}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async post<T>(what: string, body: unknown = {}): Promise<{ status: number; body: T }> {
    const answer = await fetch(`${this.url}/api/v1/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.status >= 400) throw new Error(`POST ${what}: ${answer.status} ${await answer.text()}`);
    return { status: answer.status, body: (await answer.json()) as T };
  }

  async events(runId: string): Promise<RunEvent[]> {
    const all: RunEvent[] = [];
    for (;;) {
      const after = all.at(-1)?.seq ?? 0;
      const page = await this.get<{ data: RunEvent[]; hasMore: boolean }>(
        `runs/${runId}/events?limit=1000&after=${after}`,
      );
      all.push(...page.data);
      if (!page.hasMore) return all;
    }
  }

  /** Waits for a request to the providers that fits, of those behind `after`. */
  async untilAsked(
    fits: (request: FakeRequestLog) => boolean,
    options: { after: number; withinMs?: number },
  ): Promise<FakeRequestLog> {
    return await until("a request of the providers", options.withinMs, async () =>
      (await this.fakes.requests(options.after)).find(fits),
    );
  }

  /** How often a workflow has gone to sleep: the embedded world keeps a file of each time. */
  async sleepers(): Promise<number> {
    const files = await readdir(path.join(this.dataDir, "workflow", "waits")).catch(() => []);
    return files.length;
  }

  async untilAsleep(before: number): Promise<void> {
    await until("a run to go to sleep", undefined, async () => (await this.sleepers()) > before);
  }

  /** The number of the last request so far. */
  async lastRequest(): Promise<number> {
    return (await this.fakes.counts()).requests;
  }
}

/** Looks again and again until there is something; throws after a while: three minutes unless given, because machines are busy. */
export async function until<T>(
  what: string,
  withinMs: number | undefined,
  look: () => Promise<T | null | undefined | false>,
): Promise<T> {
  const end = Date.now() + (withinMs ?? 180_000);
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited too long for ${what}.`);
    await sleep(LOOK_EVERY_MS);
  }
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
