import { spawn } from "node:child_process";

export interface CommandResult {
  status: number;
  output: string;
  seconds: number;
}

/** Runs a command and keeps what it printed; `echo` also passes it on as it comes. */
export async function runCommand(options: {
  command: string;
  args: string[];
  env?: Record<string, string>;
  echo?: boolean;
}): Promise<CommandResult> {
  const started = performance.now();
  return await new Promise((resolve) => {
    const child = spawn(options.command, options.args, {
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const take = (target: NodeJS.WriteStream) => (chunk: Buffer) => {
      output += chunk.toString();
      if (options.echo) target.write(chunk);
    };
    child.stdout.on("data", take(process.stdout));
    child.stderr.on("data", take(process.stderr));
    child.on("error", (error) => resolve({ status: 127, output: String(error), seconds: 0 }));
    child.on("close", (code) =>
      resolve({ status: code ?? 1, output, seconds: (performance.now() - started) / 1000 }),
    );
  });
}
