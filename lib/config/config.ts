import path from "node:path";
import { type MicroUsd, microUsd } from "../core/money/micro-usd";
import { readEnv } from "./env";

/** What the container needs to know, with combinations checked. Secrets are read where they are used, and never stored here. */
export interface Config {
  projectRoot: string;
  dataDir: string;
  databaseDir: string;
  objectsDir: string;
  studioDir: string;
  migrationsFolder: string;
  defaultCeilingMicros: MicroUsd | null;
  timeScale: number;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

export function loadConfig(options: {
  env: Record<string, string | undefined>;
  /** The checkout: where node_modules, lib and drizzle lie. Bundling moves modules, so it is not derived from one. */
  projectRoot: string;
}): Config {
  const { projectRoot } = options;
  const env = readEnv(options.env);
  const dataDir = path.resolve(projectRoot, env.REELGRAPH_DATA_DIR);
  return {
    projectRoot,
    dataDir,
    databaseDir: path.join(dataDir, "postgres"),
    objectsDir: path.join(dataDir, "objects"),
    studioDir: path.join(dataDir, "studio"),
    migrationsFolder: path.join(projectRoot, "drizzle/migrations"),
    defaultCeilingMicros: env.REELGRAPH_CEILING_MICROS === 0 ? null : microUsd(env.REELGRAPH_CEILING_MICROS),
    timeScale: env.REELGRAPH_TIME_SCALE,
    logLevel: env.REELGRAPH_LOG_LEVEL,
  };
}
