import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Starts a server for tests by its script, which prints one line of JSON when it answers and ends with its standard input: with
 * `stop`, or with this process in whichever way that ends. `unavailable` says why there is none; with
 * REELGRAPH_REQUIRE_SERVICES=1 that is an error, so that no machine skips those tests unnoticed.
 */
export async function startScriptService<T extends object>(options: {
  name: string;
  script: string;
  withinMs: number;
}): Promise<(T & { stop: () => Promise<void> }) | { unavailable: string }> {
  const server = spawn("bash", [options.script], { stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  server.stderr.on("data", (data: Buffer) => {
    complaints += data.toString();
  });
  const ended = new Promise<void>((resolve) => {
    server.once("error", (error) => {
      complaints += error.message;
      resolve();
    });
    server.once("exit", () => resolve());
  });
  const stop = async () => {
    server.stdin.end();
    await ended;
  };

  const timer = setTimeout(stop, options.withinMs);
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: server.stdout }).once("line", resolve)),
    ended.then(() => null),
  ]);
  clearTimeout(timer);
  if (line === null) {
    const unavailable = `No ${options.name}: ${complaints.trim() || "it did not start in time"}`;
    if (process.env.REELGRAPH_REQUIRE_SERVICES === "1") throw new Error(unavailable);
    return { unavailable };
  }
  return { ...(JSON.parse(line) as T), stop };
}
