import { getWorld } from "workflow/runtime";
import { getPorts } from "../lib/container";
import { acquireServerLock } from "../lib/server-lock";
import { reconcile } from "./reconcile";

const RECONCILE_EVERY_MS = 15_000;

/**
 * What a self-hosted server does besides answering: holds the data directory, resumes the workflows that a crash cut off
 * (`getWorld().start()`: without it nothing resumes), and does on a timer what cron routes do elsewhere.
 */
export async function startServer(): Promise<void> {
  await acquireServerLock().catch((error: unknown) => {
    // A server without its data directory can answer nothing: say who holds it, and go.
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
  const ports = await getPorts();
  const resumingSince = new Date();
  await getWorld().start?.();
  const tick = async () => {
    try {
      await reconcile({ resumingSince });
    } catch (error) {
      ports.log.error({ error: String(error) }, "reconcile-failed");
    }
  };
  setTimeout(tick, 1_000).unref();
  setInterval(tick, RECONCILE_EVERY_MS).unref();
}
