import { acquireDataDirLock } from "../adapters/node/data-dir-lock";
import { loadConfig } from "../config/config";
import type { Context } from "../services/context";
import { type CliContext, dataDirOf } from "./context";

/**
 * Gives `work` the database and the objects of this installation, without a server (api.md: maintenance commands). Where they lie in the
 * data directory alone it is held for as long; throws `data-dir-locked` naming who holds it already.
 *
 * `env`: over the command's own environment; undefined unsets.
 */
export async function withInstallation<T>(
  options: {
    context: CliContext;
    /** What others are told who find the directory held, e.g. `import`. */
    role: string;
    env?: Readonly<Record<string, string | undefined>>;
  },
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const { context, role } = options;
  const env = {
    ...context.env,
    ...options.env,
    REELGRAPH_DATA_DIR: dataDirOf(context),
    // The log goes to stdout, which is the command's.
    REELGRAPH_LOG_LEVEL: "silent",
  };
  const config = loadConfig({ env, projectRoot: context.root });
  const { dataDir, ownsDataDir } = config;
  const lock = ownsDataDir ? await acquireDataDirLock({ dataDir, port: null, host: null, role }) : null;
  try {
    const { openInstallation } = await import("../container");
    const ctx = await openInstallation(config, env);
    try {
      return await work(ctx);
    } finally {
      await ctx.database.close();
    }
  } finally {
    await lock?.release();
  }
}
