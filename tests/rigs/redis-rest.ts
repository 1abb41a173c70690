import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Redis } from "ioredis";

/**
 * A Redis server behind Upstash's REST interface: a command as a JSON array, or several at `/pipeline`, answered as `{result}` or `{error}`, texts in base64 when
 * the caller asks for it. `asked` counts the requests; `fail` makes the next ones go wrong.
 */
export async function startRedisRest(options: { host: string; port: number; token: string }) {
  const redis = new Redis({ host: options.host, port: options.port, lazyConnect: true });
  await redis.connect();
  const state = { asked: 0, behaviour: "answers" as "answers" | "fails" | "hangs" };
  const server = createServer(async (request, response) => {
    state.asked++;
    if (state.behaviour === "hangs") return;
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (state.behaviour === "fails") return answer(500, { error: "ERR the server is unwell" });
    if (request.headers.authorization !== `Bearer ${options.token}`)
      return answer(401, { error: "Unauthorized" });
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const isPipeline = request.url === "/pipeline";
    const body = JSON.parse(Buffer.concat(parts).toString()) as string[] | string[][];
    const isEncoded = request.headers["upstash-encoding"] === "base64";
    const run = async ([command = "", script = "", ...args]: string[]) => {
      try {
        const result: unknown = await redis.call(command, plain(command, script), ...args);
        return { result: isEncoded ? encoded(result) : result };
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) };
      }
    };
    if (isPipeline) return answer(200, await Promise.all((body as string[][]).map(run)));
    const outcome = await run(body as string[]);
    answer("error" in outcome ? 400 : 200, outcome);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    async flush() {
      await redis.flushall();
      state.asked = 0;
      state.behaviour = "answers";
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await redis.quit();
    },
  };
}

/** Upstash's own flag for scripts, of which a plain Redis knows nothing; a script is then another one, and is not known by its hash. */
function plain(command: string, script: string): string {
  return command.toLowerCase() === "eval"
    ? script.replace(/^\s*#!lua flags=allow-key-locking\n/, "")
    : script;
}

function encoded(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(encoded);
  return typeof result === "string" && result !== "OK" ? Buffer.from(result).toString("base64") : result;
}
