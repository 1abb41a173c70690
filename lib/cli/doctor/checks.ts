import { access, constants, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { acquireDataDirLock, readDataDirLock } from "../../adapters/node/data-dir-lock";
import { type Config, loadConfig } from "../../config/config";
import { formatMicros } from "../../core/money/micro-usd";
import { type CliContext, dataDirOf } from "../context";
import { modelsOf } from "../models";
import { isOffline } from "../run/generator-words";
import { whyBuild } from "../server/build-server";
import { originOf } from "../server/ports";
import { askReadiness } from "../server/readiness";
import { formatBytes } from "../terminal/format";

export interface Check {
  name: string;
  /** `note`: works, but somebody should know. */
  state: "ok" | "note" | "broken";
  detail: string;
}

/** A video of a minute with its intermediate files takes some tens of megabytes; a database under way needs room too. */
const LITTLE_SPACE_BYTES = 1_000_000_000;
const TOO_LITTLE_SPACE_BYTES = 100_000_000;
/** A day, and time for making one. */
const LATE_BACKUP_MS = 26 * 60 * 60_000;
const OLDEST_NODE = [20, 19] as const;

/** Looks at everything a generation needs, without changing anything that matters. */
export async function runChecks(context: CliContext): Promise<Check[]> {
  const checks: [name: string, check: () => Promise<Omit<Check, "name">> | Omit<Check, "name">][] = [
    ["node", checkNode],
    ["configuration", () => checkConfiguration(context)],
    ["ffmpeg", () => checkFfmpeg(context)],
    ["data dir", () => checkDataDir(context)],
    ["disk space", () => checkSpace(context)],
    ["server", () => checkServer(context)],
    ["database", () => checkDatabase(context)],
    ["backup", () => checkBackup(context)],
    ["budget", () => checkBudget(context)],
    ["build", () => checkBuild(context)],
    ["providers", () => checkProviders(context)],
  ];
  const results: Check[] = [];
  // One after the other: the database and the lock are looked at in a certain order.
  for (const [name, check] of checks) {
    const result = await Promise.resolve()
      .then(check)
      .catch((error: unknown) => ({ state: "broken" as const, detail: messageOf(error) }));
    results.push({ name, ...result });
  }
  return results;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function checkNode(): Omit<Check, "name"> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  const detail = `${process.version}, ${process.platform}-${process.arch}`;
  return isOld
    ? { state: "broken", detail: `${detail}; needs ${OLDEST_NODE.join(".")} or newer` }
    : { state: "ok", detail };
}

function configOf(context: CliContext): Config {
  const env = { ...context.env, REELGRAPH_DATA_DIR: dataDirOf(context) };
  return loadConfig({ env, projectRoot: context.root });
}

function checkConfiguration(context: CliContext): Omit<Check, "name"> {
  configOf(context);
  const set = Object.keys(context.env).filter((name) => name.startsWith("REELGRAPH_"));
  return {
    state: "ok",
    detail: set.length === 0 ? "nothing set: the embedded default" : `set: ${set.join(", ")}`,
  };
}

async function checkFfmpeg(context: CliContext): Promise<Omit<Check, "name">> {
  const { resolveBinaries } = await import("../../adapters/ffmpeg/binaries");
  const { ffmpeg, ffprobe } = await resolveBinaries({ env: context.env, projectRoot: context.root });
  return { state: "ok", detail: `${ffmpeg}, ${ffprobe}` };
}

/** The directory itself, or the nearest one above it that is there. */
async function nearestExisting(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : await nearestExisting(dirname(path));
}

async function checkDataDir(context: CliContext): Promise<Omit<Check, "name">> {
  const dataDir = dataDirOf(context);
  const existing = await nearestExisting(dataDir);
  try {
    await access(existing, constants.W_OK | constants.X_OK);
  } catch {
    return {
      state: "broken",
      detail: `${existing} is not writable; set REELGRAPH_DATA_DIR to another directory`,
    };
  }
  return { state: "ok", detail: existing === dataDir ? dataDir : `${dataDir} (not there yet; will be made)` };
}

async function checkSpace(context: CliContext): Promise<Omit<Check, "name">> {
  const { bavail, bsize } = await statfs(await nearestExisting(dataDirOf(context)));
  const free = bavail * bsize;
  const detail = `${formatBytes(free)} free`;
  if (free < TOO_LITTLE_SPACE_BYTES) return { state: "broken", detail };
  return { state: free < LITTLE_SPACE_BYTES ? "note" : "ok", detail };
}

async function checkServer(context: CliContext): Promise<Omit<Check, "name">> {
  const holder = await readDataDirLock(dataDirOf(context));
  if (holder === null) return { state: "ok", detail: "none runs; commands start one when they need it" };
  const who = `process ${holder.pid} (${holder.role}) since ${holder.startedAt}`;
  if (holder.port === null || holder.host === null)
    return { state: "note", detail: `${who} holds the data dir` };
  const url = originOf(holder.host, holder.port);
  const readiness = await askReadiness(url, context.env.REELGRAPH_API_KEY);
  if (readiness?.status === "ready") return { state: "ok", detail: `${url}, ${who}` };
  const failing = readiness?.checks.filter((check) => !check.ok) ?? [];
  const reasons = failing.map((check) => `${check.name}: ${check.detail}`).join("; ");
  return { state: "broken", detail: `${url}, ${who}, is not ready: ${reasons || "it doesn't answer"}` };
}

async function checkDatabase(context: CliContext): Promise<Omit<Check, "name">> {
  const { database } = configOf(context);
  if (database.driver !== "pglite") {
    const { host, pathname } = new URL(context.env.POSTGRES_URL ?? "");
    return {
      state: "ok",
      detail: `POSTGRES_URL is set: the server uses ${host}${pathname} through ${database.driver}`,
    };
  }
  const dataDir = dataDirOf(context);
  if ((await readDataDirLock(dataDir)) !== null) {
    return { state: "ok", detail: "open in the process that holds the data dir" };
  }
  const { directory } = database;
  if ((await nearestExisting(directory)) !== directory) {
    return { state: "ok", detail: "embedded, not there yet; the first start makes it" };
  }
  const lock = await acquireDataDirLock({ dataDir, port: null, host: null, role: "doctor" });
  try {
    const { PGlite } = await import("@electric-sql/pglite");
    const client = new PGlite(directory);
    await client.waitReady;
    await client.close();
    return { state: "ok", detail: `embedded, opens: ${directory}` };
  } finally {
    await lock.release();
  }
}

/** What the running server knows of its backups; without one, what lies where it keeps them. */
async function checkBackup(context: CliContext): Promise<Omit<Check, "name">> {
  const holder = await readDataDirLock(dataDirOf(context));
  if (holder?.port != null && holder.host !== null) {
    const url = originOf(holder.host, holder.port);
    const readiness = await askReadiness(url, context.env.REELGRAPH_API_KEY);
    const known = readiness?.checks.find(({ name }) => name === "backup");
    if (known) return { state: known.ok ? "ok" : "broken", detail: known.detail };
  }
  const { directory } = configOf(context).backups;
  if (directory === null) {
    return { state: "ok", detail: "none by itself: set REELGRAPH_BACKUP_DIR for one a day" };
  }
  const { createBackupFolder } = await import("../../adapters/node/backup-folder");
  const found = await createBackupFolder(directory).list();
  const newest = found.sort((one, other) => other.modifiedAt.getTime() - one.modifiedAt.getTime())[0];
  if (newest === undefined) return { state: "note", detail: `none yet in ${directory}` };
  const isLate = Date.now() - newest.modifiedAt.getTime() > LATE_BACKUP_MS;
  const detail = `${newest.name} (${formatBytes(newest.bytes)}) in ${directory}`;
  return isLate
    ? { state: "broken", detail: `the newest is more than a day old: ${detail}` }
    : { state: "ok", detail };
}

/** What the running server knows of the operator's budget; whoever has none is told how to have one. */
async function checkBudget(context: CliContext): Promise<Omit<Check, "name">> {
  const { budgetAlertMicros } = configOf(context);
  if (budgetAlertMicros === null) {
    return { state: "ok", detail: "none: set REELGRAPH_BUDGET_ALERT_MICROS to be told of a month's costs" };
  }
  const holder = await readDataDirLock(dataDirOf(context));
  if (holder?.port != null && holder.host !== null) {
    const readiness = await askReadiness(originOf(holder.host, holder.port), context.env.REELGRAPH_API_KEY);
    const known = readiness?.checks.find(({ name }) => name === "budget");
    if (known) return { state: known.ok ? "ok" : "note", detail: known.detail };
  }
  return {
    state: "ok",
    detail: `${formatMicros(budgetAlertMicros)} a month; how much is used a running server knows`,
  };
}

async function checkBuild(context: CliContext): Promise<Omit<Check, "name">> {
  const reason = await whyBuild(context.root);
  return reason === null
    ? { state: "ok", detail: "up to date" }
    : { state: "note", detail: `${reason}; the next command that needs a server builds it (about a minute)` };
}

function checkProviders(context: CliContext): Omit<Check, "name"> {
  const models = Object.values(modelsOf(context));
  const providers = [...new Set(models.map(({ provider }) => provider))];
  if (isOffline(providers)) {
    return { state: "ok", detail: "offline studio (no keys set): free of charge, on this machine" };
  }
  const detail = providers.filter((id) => id !== "local").join(", ");
  const doubtful = models
    .filter(({ price }) => price)
    .map(({ model, price }) => `${model} (${price?.state})`);
  return doubtful.length === 0
    ? { state: "ok", detail }
    : {
        state: "note",
        detail: `${detail}; prices to be looked up again: ${[...new Set(doubtful)].join(", ")}`,
      };
}
