import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const SCRIPT = join(import.meta.dirname, "radosgw.sh");
const START_WITHIN_MS = 60_000;

export interface Radosgw {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  stop: () => Promise<void>;
}

/**
 * Starts a real S3 server on loopback (radosgw.sh). `unavailable` says why there is none; with
 * REELGRAPH_REQUIRE_SERVICES=1 that is an error, so that no machine skips those tests unnoticed.
 * It ends with `stop`, and by itself when this process ends in any way.
 */
export async function startRadosgw(): Promise<Radosgw | { unavailable: string }> {
  const server = spawn("bash", [SCRIPT], { stdio: ["pipe", "pipe", "pipe"] });
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

  const timer = setTimeout(stop, START_WITHIN_MS);
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: server.stdout }).once("line", resolve)),
    ended.then(() => null),
  ]);
  clearTimeout(timer);
  if (line === null) {
    const unavailable = `No radosgw: ${complaints.trim() || "it did not start in time"}`;
    if (process.env.REELGRAPH_REQUIRE_SERVICES === "1") throw new Error(unavailable);
    return { unavailable };
  }
  const { endpoint, accessKeyId, secretAccessKey } = JSON.parse(line) as Omit<Radosgw, "stop">;
  return { endpoint, accessKeyId, secretAccessKey, stop };
}
