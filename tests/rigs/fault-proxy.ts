import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What happens to one request on its way.
 * - `pass`: nothing;
 * - an answer: the server never hears of it;
 * - `lose-request`: the connection breaks before the server hears of it;
 * - `lose-answer`: the server carries it out, and the connection breaks before the answer;
 * - `hang`: the server carries it out, and nothing ever comes back;
 * - `cut-answer`: the connection breaks after that many bytes of the answer's body.
 */
export type Fault =
  | "pass"
  | "lose-request"
  | "lose-answer"
  | "hang"
  | { status: number; code: string }
  | { cutAnswerAfter: number };

export interface FaultProxy {
  endpoint: string;
  /** Every request seen, as `METHOD /path?query`. */
  seen: string[];
  /** Decides each request; `pass` until set. */
  decide: (request: { method: string; url: string; headers: IncomingMessage["headers"] }) => Fault;
  stop: () => Promise<void>;
}

/** An HTTP proxy in front of a real server that misbehaves as told. It forwards the Host header, so signatures stay valid. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const proxy: FaultProxy = { endpoint: "", seen: [], decide: () => "pass", stop: async () => undefined };

  function handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method = "GET", url = "/", headers } = incoming;
    proxy.seen.push(`${method} ${url}`);
    const fault = proxy.decide({ method, url, headers });
    if (fault === "lose-request") {
      incoming.socket.destroy();
      return;
    }
    if (typeof fault === "object" && "status" in fault) {
      incoming.resume();
      incoming.on("end", () => {
        outgoing.writeHead(fault.status, { "content-type": "application/xml" });
        outgoing.end(
          `<?xml version="1.0"?><Error><Code>${fault.code}</Code><Message>injected</Message></Error>`,
        );
      });
      return;
    }
    const forwarded = httpRequest({ hostname, port, method, path: url, headers }, (answer) => {
      if (fault === "lose-answer" || fault === "hang") {
        answer.resume();
        if (fault === "lose-answer") answer.on("end", () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (fault === "pass") {
        answer.pipe(outgoing);
        return;
      }
      let left = fault.cutAnswerAfter;
      answer.on("data", (chunk: Buffer) => {
        outgoing.write(chunk.subarray(0, Math.max(0, left)));
        left -= chunk.length;
        if (left <= 0) setImmediate(() => incoming.socket.destroy());
      });
    });
    forwarded.on("error", () => incoming.socket.destroy());
    incoming.pipe(forwarded);
  }

  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  proxy.stop = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return proxy;
}
