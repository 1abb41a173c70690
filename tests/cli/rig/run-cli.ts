import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const BIN = fileURLToPath(new URL("../../../lib/cli/bin.mjs", import.meta.url));

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunCliOptions {
  cwd: string;
  env?: Record<string, string>;
  stdin?: string;
  /** Called with everything written so far, on each chunk. */
  onOutput?(output: string, child: ChildProcess): void;
}

/** An environment in which nothing of the developer's shell changes what the command does. */
export function cleanEnvironment(added: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = ["PATH", "HOME", "TMPDIR", "LANG", "NODE_OPTIONS"];
  const entries = kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  // Also over a developer's .env: no test ever spends money.
  const noKeys = { OPENAI_API_KEY: "", REPLICATE_API_TOKEN: "" };
  return { ...Object.fromEntries(entries), ...noKeys, ...added };
}

/** Runs the real command as a process of its own. */
export async function runCli(args: readonly string[], options: RunCliOptions): Promise<CliResult> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk: Buffer) => {
      output[name] += chunk.toString();
      options.onOutput?.(output.stdout + output.stderr, child);
    });
  }
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.stdin ?? "");
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, ...output };
}
