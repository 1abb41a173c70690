import { createConnection } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

export interface WebSocketBridge {
  /** `host:port/?address=` for a database's host and port, as Neon's driver asks for it. */
  addressFor(host: string, port: number | string): string;
  /** Drops every connection and refuses new ones, as a proxy that goes down does; `up` ends that. */
  down(): void;
  up(): void;
  stop(): Promise<void>;
}

/** What Neon runs before its databases: takes Postgres's protocol in WebSocket messages and hands it to the server over TCP. */
export async function startWebSocketBridge(): Promise<WebSocketBridge> {
  let isUp = true;
  const server = new WebSocketServer({
    host: "127.0.0.1",
    port: 0,
    verifyClient: (_info, answer) => answer(isUp, 503, "down"),
  });
  await new Promise<void>((resolve) => server.once("listening", resolve));
  server.on("connection", (socket: WebSocket, request) => {
    const { searchParams } = new URL(request.url ?? "/", "ws://bridge");
    const [host = "", port = ""] = (searchParams.get("address") ?? "").split(":");
    const tcp = createConnection({ host, port: Number(port), noDelay: true });
    socket.on("message", (data: Buffer) => tcp.write(data));
    socket.on("close", () => tcp.destroy());
    socket.on("error", () => tcp.destroy());
    tcp.on("data", (data: Buffer) => socket.send(data));
    tcp.on("close", () => socket.close());
    tcp.on("error", () => socket.close());
  });
  const address = server.address();
  const own = typeof address === "object" && address !== null ? address.port : 0;
  const dropAll = () => {
    for (const client of server.clients) client.terminate();
  };
  return {
    addressFor: (host, port) => `127.0.0.1:${own}/?address=${host}:${port}`,
    down() {
      isUp = false;
      dropAll();
    },
    up() {
      isUp = true;
    },
    async stop() {
      dropAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
