import { setTimeout as sleep } from "node:timers/promises";
import { readDataDirLock } from "../../adapters/node/data-dir-lock";
import { type Config, loadConfig } from "../../config/config";
import { type CliContext, dataDirOf } from "../context";
import { CliFailure, EXIT, type ExitCode, usageError } from "../exit";
import { ensureBuilt } from "../server/build-server";
import { isLoopback, isPortFree, originOf } from "../server/ports";
import { isReady } from "../server/readiness";
import { startServer } from "../server/start-server";

const DEFAULT_PORT = 3000;

/** `serve`: the server with its dashboard in the foreground, until Ctrl-C. */
export async function serve(options: {
  context: CliContext;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, flags } = options;
  const host = typeof flags.host === "string" ? flags.host : "127.0.0.1";
  const port = portOf(flags.port);
  assertMayBind(host);
  const env: Record<string, string> = typeof flags.role === "string" ? { REELGRAPH_ROLE: flags.role } : {};
  const { ownsDataDir } = configOf(context, env);
  if (ownsDataDir) await assertNobodyHolds(dataDirOf(context));
  await assertFree(host, port, flags.port !== undefined);
  await ensureBuilt(context);
  const server = startServer({ context, host, port, output: "terminal", env });
  const passOn = (): void => server.signal("SIGTERM");
  context.signal.addEventListener("abort", passOn, { once: true });
  const style = context.talkStyle;
  while (server.ended === null && !context.signal.aborted) {
    if (await isReady(server.url, context.env.REELGRAPH_API_KEY)) {
      context.talk(
        `\n  ${style.good("ready")}  ${style.bold(server.url)}  ${style.dim("Ctrl-C stops it")}\n`,
      );
      break;
    }
    await sleep(100);
  }
  await server.exited;
  // Ended as asked: a server that was stopped has done its work.
  if (context.signal.aborted) return EXIT.ok;
  throw new CliFailure({
    exitCode: EXIT.failed,
    message: `The server ended by itself (${server.ended?.signal ?? `exit code ${server.ended?.code}`}).`,
  });
}

function portOf(value: unknown): number {
  if (value === undefined) return DEFAULT_PORT;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw usageError(`--port must be a number from 1 to 65535, not ${JSON.stringify(value)}.`);
  }
  return port;
}

/** Without authentication anybody who reaches the port could spend: only this machine may (api.md, Authentication). */
function assertMayBind(host: string): void {
  if (isLoopback(host)) return;
  throw usageError(
    `Refusing to listen on ${host}: without authentication everybody who reaches it could spend and delete.`,
    "Leave --host out to stay on this machine: users and keys (REELGRAPH_AUTH) are not part of this version.",
  );
}

/** Checked here too, so that a wrong combination is told before a build. */
function configOf(context: CliContext, added: Record<string, string>): Config {
  const env = { ...context.env, ...added, REELGRAPH_DATA_DIR: dataDirOf(context) };
  return loadConfig({ env, projectRoot: context.root });
}

async function assertNobodyHolds(dataDir: string): Promise<void> {
  const holder = await readDataDirLock(dataDir);
  if (holder !== null) {
    const isServer = holder.port !== null && holder.host !== null;
    const where = isServer ? ` at ${originOf(holder.host ?? "", holder.port ?? 0)}` : "";
    throw new CliFailure({
      exitCode: EXIT.refused,
      message: `Process ${holder.pid} (${holder.role}${where}) holds the data dir ${dataDir}.`,
      hint: `Use it, stop it (kill ${holder.pid}), or set REELGRAPH_DATA_DIR to another directory.`,
    });
  }
}

async function assertFree(host: string, port: number, isChosen: boolean): Promise<void> {
  if (await isPortFree(port, host)) return;
  throw new CliFailure({
    exitCode: EXIT.refused,
    message: `Port ${port} of ${host} is taken by another program.`,
    hint: isChosen ? "Choose another one with --port." : `Choose one: reelgraph serve --port ${port + 1}`,
  });
}
