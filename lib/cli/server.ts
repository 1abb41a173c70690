import { setTimeout as sleep } from "node:timers/promises";
import { type DataDirHolder, readDataDirLock } from "../adapters/node/data-dir-lock";
import { type CliContext, dataDirOf } from "./context";
import { CliFailure, EXIT, usageError } from "./exit";
import type { Connection } from "./http/connection";
import { ensureBuilt } from "./server/build-server";
import { findFreePort, originOf } from "./server/ports";
import { askReadiness, isReady } from "./server/readiness";
import { type StartedServer, startServer } from "./server/start-server";
import { withActivity } from "./terminal/activity";

const READY_WITHIN_MS = 60_000;
const POLL_MS = 100;
const MOST_STARTS = 3;

export interface WithServerOptions {
  context: CliContext;
  /** --url; REELGRAPH_URL otherwise; without either the embedded server of the data dir. */
  url?: string;
  /** The port of a server that has to be started; any free one by default. */
  port?: number;
}

/** What a command may do with its server. */
export interface ServerSession extends Connection {
  /** For `--serve`: waits until Ctrl-C, or the end of the server that this command started. */
  untilStopped(): Promise<void>;
}

/**
 * Gives `work` a server that is ready: the remote one that was named, the one that holds the data dir, or one that is
 * started, after a build if need be, and stopped when `work` is done (architecture: the CLI is an HTTP client).
 */
export async function withServer<T>(
  options: WithServerOptions,
  work: (server: ServerSession) => Promise<T>,
): Promise<T> {
  const { context } = options;
  const remote = options.url ?? context.env.REELGRAPH_URL;
  if (remote) return await work(remoteSession(remote, context));
  const session = new EmbeddedSession(options);
  try {
    await session.connect();
    return await work(session);
  } finally {
    await session.end();
  }
}

/** Like `withServer`, for what works without a server as well: null when none is named and none runs. Starts nothing. */
export async function withRunningServer<T>(
  { context, url }: WithServerOptions,
  work: (server: Connection) => Promise<T>,
): Promise<T | null> {
  const remote = url ?? context.env.REELGRAPH_URL;
  if (remote) return await work(remoteSession(remote, context));
  const holder = await readDataDirLock(dataDirOf(context));
  if (holder?.port == null || holder.host === null) return null;
  const apiKey = context.env.REELGRAPH_API_KEY || undefined;
  const found = originOf(holder.host, holder.port);
  if (!(await isReady(found, apiKey))) return null;
  return await work({ url: found, apiKey, origin: "found", revive: async () => undefined });
}

function remoteSession(address: string, context: CliContext): ServerSession {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw usageError(
      `--url must be an address such as https://reelgraph.example.com, not ${JSON.stringify(address)}.`,
    );
  }
  return {
    url: url.origin,
    apiKey: context.env.REELGRAPH_API_KEY || undefined,
    origin: "remote",
    // Nothing to do from here: the next attempt tells whether it is back.
    revive: async () => undefined,
    untilStopped: async () => undefined,
  };
}

class EmbeddedSession implements ServerSession {
  url = "";
  origin: "found" | "started" = "found";
  readonly apiKey: string | undefined;
  private readonly context: CliContext;
  private readonly port: number | undefined;
  private started: StartedServer | null = null;
  private starts = 0;

  constructor({ context, port }: WithServerOptions) {
    this.context = context;
    this.port = port;
    this.apiKey = context.env.REELGRAPH_API_KEY || undefined;
  }

  async connect(): Promise<void> {
    if (await this.joinHolder()) return;
    await ensureBuilt(this.context);
    await withActivity(this.context, "Starting the server", async () => {
      // Another command may be faster than this one: then its server is used.
      while (!(await this.joinHolder()) && !(await this.start()));
    });
  }

  async revive(): Promise<void> {
    if (await isReady(this.url, this.apiKey)) return;
    this.context.talk("The server went away; bringing it back. Nothing that was finished is lost.");
    await this.started?.stop();
    await this.connect();
  }

  async untilStopped(): Promise<void> {
    const { signal } = this.context;
    const asked = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await Promise.race([this.started?.exited, asked]);
  }

  async end(): Promise<void> {
    await this.started?.stop();
  }

  /** Uses the server that holds the data dir, waiting for it while it starts. False when nobody holds it. */
  private async joinHolder(): Promise<boolean> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (true) {
      const holder = await readDataDirLock(dataDirOf(this.context));
      if (holder === null) return false;
      if (holder.port !== null && holder.host !== null) {
        const url = originOf(holder.host, holder.port);
        if (await isReady(url, this.apiKey)) {
          this.url = url;
          this.origin = holder.pid === this.started?.pid ? "started" : "found";
          return true;
        }
      }
      if (performance.now() > deadline) throw this.unready(holder);
      await sleep(POLL_MS, undefined, { signal: this.context.signal });
    }
  }

  /** True when the started server is ready; false when another one was faster. */
  private async start(): Promise<boolean> {
    this.starts += 1;
    if (this.starts > MOST_STARTS) throw this.failedToStart("It ended again and again.");
    const host = "127.0.0.1";
    const port = this.port ?? (await findFreePort(host));
    const server = startServer({ context: this.context, host, port, output: "log" });
    this.started = server;
    const deadline = performance.now() + READY_WITHIN_MS;
    let reasons = "";
    while (performance.now() < deadline) {
      const holder = await readDataDirLock(dataDirOf(this.context));
      const isForestalled = holder !== null && holder.pid !== server.pid;
      if (isForestalled || server.ended !== null) {
        await server.stop();
        if (isForestalled) return false;
        throw this.failedToStart("It ended at once.");
      }
      const readiness = await askReadiness(server.url, this.apiKey);
      if (readiness?.status === "ready") {
        this.url = server.url;
        this.origin = "started";
        return true;
      }
      const failing = readiness?.checks.filter((check) => !check.ok) ?? [];
      reasons = failing.map((check) => `${check.name}: ${check.detail}`).join("; ");
      await sleep(POLL_MS, undefined, { signal: this.context.signal });
    }
    await server.stop();
    throw this.failedToStart(`It was not ready within ${READY_WITHIN_MS / 1000} s. ${reasons}`);
  }

  private failedToStart(what: string): CliFailure {
    const words = this.started?.lastWords().join("\n");
    return new CliFailure({
      exitCode: EXIT.failed,
      message: `The server could not be started. ${what.trim()}${words ? `\n\n${words}\n` : ""}`,
      hint: `Its log: ${this.started?.logPath}. Have a look at \`reelgraph doctor\`, too.`,
    });
  }

  private unready(holder: DataDirHolder): CliFailure {
    const who = `Process ${holder.pid} (${holder.role}) holds ${dataDirOf(this.context)}`;
    const hasAddress = holder.port !== null;
    return new CliFailure({
      exitCode: EXIT.refused,
      message: hasAddress
        ? `${who}, but its server at port ${holder.port} is not ready.`
        : `${who} and is not done with it.`,
      hint: `Wait for it, stop it (kill ${holder.pid}), or set REELGRAPH_DATA_DIR to another directory.`,
    });
  }
}
