import { acquireDataDirLock } from "./adapters/node/data-dir-lock";
import { getConfig } from "./container";

const SLOT = Symbol.for("reelgraph.server-lock");
const shared = globalThis as typeof globalThis & { [SLOT]?: Promise<unknown> };

/** Takes the data directory for this server, once per process. Throws `data-dir-locked` naming the holder. */
export async function acquireServerLock(): Promise<void> {
  shared[SLOT] ??= acquireDataDirLock({
    dataDir: getConfig().dataDir,
    port: Number(process.env.PORT ?? 3000),
    host: process.env.HOSTNAME_BOUND ?? "127.0.0.1",
    role: "server",
  });
  await shared[SLOT];
}
