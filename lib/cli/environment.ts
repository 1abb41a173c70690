import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";

// The files the server reads, in its order: the command and its server must agree on keys and directories.
const FILES = [".env.production.local", ".env.local", ".env.production", ".env"];

function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path, "utf8")) as Record<string, string | undefined>;
  } catch {
    return {};
  }
}

/** `env` completed by the checkout's `.env` files; what is set in `env` wins. A relative data dir of a file is the checkout's. */
export function readEnvironment(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const merged: Record<string, string | undefined> = {};
  for (const file of FILES) {
    const values = readEnvFile(join(root, file));
    if (values.REELGRAPH_DATA_DIR) values.REELGRAPH_DATA_DIR = resolve(root, values.REELGRAPH_DATA_DIR);
    for (const [name, value] of Object.entries(values)) merged[name] ??= value;
  }
  return { ...merged, ...env };
}
