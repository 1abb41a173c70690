import { acquireDataDirLock } from "./adapters/node/data-dir-lock";
import { getConfig } from "./container";
import { isReelgraphError, ReelgraphError } from "./core/errors";

const SLOT = Symbol.for("reelgraph.server-lock");
const shared = globalThis as typeof globalThis & { [SLOT]?: Promise<unknown> };
const LOOPBACK = new Set(["localhost", "127.0.0.1", "::1"]);

/**
 * Takes the data directory for this server, once per process; where several processes may share it, only to be found by commands, if
 * nobody else is there to be found. Throws `data-dir-locked` naming the holder, and `configuration` when
 * the server would listen beyond this machine: local mode has no login.
 */
export async function acquireServerLock(): Promise<void> {
  const host = boundHost();
  if (!LOOPBACK.has(host)) {
    throw new ReelgraphError({
      code: "configuration",
      message: `Local mode has no login and listens on loopback only, not on "${host}". Start it with "reelgraph serve", or with "next start -H 127.0.0.1".`,
    });
  }
  shared[SLOT] ??= takeLock(host);
  await shared[SLOT];
}

async function takeLock(host: string): Promise<void> {
  const { dataDir, ownsDataDir } = getConfig();
  try {
    await acquireDataDirLock({ dataDir, port: Number(process.env.PORT ?? 3000), host, role: "server" });
  } catch (error) {
    const isTaken = isReelgraphError(error) && error.code === "data-dir-locked";
    if (ownsDataDir || !isTaken) throw error;
  }
}

/** What `next start` was told with -H; without it, it listens everywhere. The development server's child is not told. */
function boundHost(): string {
  if (process.env.NODE_ENV !== "production") return "127.0.0.1";
  const flag = process.argv.findIndex((argument) => argument === "-H" || argument === "--hostname");
  return flag === -1 ? "0.0.0.0" : (process.argv[flag + 1] ?? "0.0.0.0");
}
