import { spawn } from "node:child_process";
import { join } from "node:path";
import { openPg } from "../../adapters/postgres/open-pg";
import { openVercel } from "../../adapters/postgres/open-vercel";
import { loadConfig } from "../../config/config";
import { type CliContext, dataDirOf, printJson } from "../context";
import { CliFailure, EXIT, type ExitCode, usageError } from "../exit";

const POSTGRES_WORLD = "@workflow/world-postgres";
const LINES_SHOWN = 10;

/**
 * `setup`: makes, or brings up to date, the tables on the configured servers: Reelgraph's own, which every start does as well, and the
 * Postgres world's, which nothing else does. Safe to repeat; run it before the first process of a new version starts.
 */
export async function setup(options: {
  context: CliContext;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, flags } = options;
  const env = { ...context.env, REELGRAPH_DATA_DIR: dataDirOf(context) };
  const { database, world, migrationsFolder } = loadConfig({ env, projectRoot: context.root });
  if (database.driver === "pglite") {
    throw usageError(
      "There is nothing to set up: the embedded database sets itself up.",
      "Set POSTGRES_URL to the server's address first.",
    );
  }
  const url = context.env.POSTGRES_URL ?? "";
  const open = database.driver === "pg" ? openPg : openVercel;
  const opened = await open({ url, migrationsFolder, poolSize: 1 });
  await opened.close();
  const isPostgresWorld = world === POSTGRES_WORLD;
  if (isPostgresWorld) await setUpWorld(context, context.env.WORKFLOW_POSTGRES_URL || url);
  if (flags.json) printJson(context, { database: database.driver, world });
  else {
    const more = isPostgresWorld ? ", and so are those of the workflow world" : "";
    context.talk(`The tables are up to date${more}.`);
  }
  return EXIT.ok;
}

async function setUpWorld(context: CliContext, url: string): Promise<void> {
  const script = join("node_modules", ...POSTGRES_WORLD.split("/"), "bin", "setup.js");
  const child = spawn(process.execPath, [script], {
    cwd: context.root,
    env: { ...process.env, WORKFLOW_POSTGRES_URL: url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return;
  throw new CliFailure({
    exitCode: EXIT.failed,
    message: `The tables of ${POSTGRES_WORLD} could not be made:\n\n${output.trimEnd().split("\n").slice(-LINES_SHOWN).join("\n")}`,
  });
}
