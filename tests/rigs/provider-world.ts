import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { RunId } from "../../lib/core/ids";
import { objectKey, readAll } from "../../lib/ports/object-store";
import type { Context } from "../../lib/services/context";
import { closeCheckpoints } from "../../lib/services/runs/close-checkpoints";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { type FinalizedRun, finalizeRun } from "../../lib/services/runs/finalize-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { type FakeProvidersProcess, startFakeProviders } from "./fake-providers";

/** The product as its container wires it, on a data directory of its own, with the fake providers for providers. */
export interface ProviderWorld {
  fakes: FakeProvidersProcess;
  ctx: Context;
  dataDir: string;
  /** Every line that services logged, as JSON. */
  logged: string[];
  close(): Promise<void>;
}

/** One a process: the container is. `env` comes on top of what the fakes need. */
export async function openProviderWorld(options: {
  flags?: readonly string[];
  env?: Record<string, string>;
}): Promise<ProviderWorld> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "reelgraph-providers-"));
  const fakes = await startFakeProviders(options.flags);
  Object.assign(process.env, fakes.env, {
    REELGRAPH_DATA_DIR: dataDir,
    REELGRAPH_LOG_LEVEL: "silent",
    ...options.env,
  });
  const { localContext } = await import("../../lib/container");
  const logged: string[] = [];
  const note = (details: object, message: string) =>
    void logged.push(JSON.stringify({ message, ...details }));
  const log = { debug: note, info: note, warn: note, error: note };
  const ctx: Context = { ...(await localContext()), log };
  return {
    fakes,
    ctx,
    logged,
    dataDir,
    async close() {
      await ctx.database.close();
      await fakes.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const MOST_TURNS = 200;

/** What the workflow does with a run, on the machine's own clock. */
export async function driveInRealTime(
  /** Or what gives each step one of its own, as the workflow's steps have. */
  given: Context | (() => Promise<Context>),
  runId: RunId,
): Promise<FinalizedRun> {
  const contextOf = async () => (typeof given === "function" ? await given() : given);
  const input = { runId };
  await planRun({ ctx: await contextOf(), input });
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const ctx = await contextOf();
    const batch = await executeBatch({ ctx, input });
    await closeCheckpoints({ ctx, input });
    if (batch.done) return await finalizeRun({ ctx, input });
    const wait = batch.wakeAt === null ? 0 : new Date(batch.wakeAt).getTime() - Date.now();
    await ctx.clock.sleep(Math.max(0, wait));
  }
  throw new Error(`Stuck: ${MOST_TURNS} slices, and the run is not done.`);
}

/** The bytes of an object below a video's prefix. */
export async function objectBytes(ctx: Context, key: string): Promise<Uint8Array> {
  const body = await ctx.objects.get(objectKey(key));
  if (!body) throw new Error(`No object ${key}.`);
  return await readAll(body);
}
