import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import net, { type AddressInfo } from "node:net";
import { Agent } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGuardedFetch } from "../../lib/adapters/http/guarded-fetch";
import { mayHaveBeenSent } from "../../lib/core/run/was-sent";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let canary: net.Server;
let connections = 0;
let port = 0;
let canaryPort = 0;
let handler: Handler = (_request, response) => response.end("{}");

async function listen(one: net.Server): Promise<number> {
  await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
  return (one.address() as AddressInfo).port;
}

beforeAll(async () => {
  server = createServer((request, response) => handler(request, response));
  port = await listen(server);
  canary = net.createServer((socket) => {
    connections++;
    socket.destroy();
  });
  canaryPort = await listen(canary);
});
beforeEach(() => {
  connections = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  canary.close();
});

const says = (address: string) => async () => [{ address, family: net.isIP(address) }];

/** Where it goes stands for a server on the open internet. */
function reaching(): typeof fetch {
  const agent = new Agent({
    connect: (_options, callback) => {
      const socket = net.connect(port, "127.0.0.1", () => callback(null, socket));
      socket.once("error", (error) => callback(error, null));
    },
  });
  return createGuardedFetch({ agent });
}

async function refusalOf(work: Promise<unknown>): Promise<{ message: string; wasSent: boolean }> {
  try {
    await work;
    return { message: "it was sent", wasSent: true };
  } catch (error) {
    return { message: String(error), wasSent: mayHaveBeenSent(error) };
  }
}

describe("addresses that a workspace may name, and that nothing is sent to", () => {
  it.each([
    (at: number) => `http://llm.example.com:${at}/v1`,
    (at: number) => `https://127.0.0.1:${at}/v1`,
    (at: number) => `https://127.1:${at}/v1`,
    (at: number) => `https://2130706433:${at}/v1`,
    (at: number) => `https://0x7f000001:${at}/v1`,
    (at: number) => `https://017700000001:${at}/v1`,
    (at: number) => `https://[::1]:${at}/v1`,
    (at: number) => `https://[::ffff:127.0.0.1]:${at}/v1`,
    (at: number) => `https://localhost:${at}/v1`,
    () => "https://169.254.169.254/latest/meta-data",
    () => "https://[fd00::1]/v1",
    () => "https://10.0.0.1/v1",
    () => "file:///etc/passwd",
    () => "data:application/json,{}",
  ])("%s", async (address) => {
    const { message, wasSent } = await refusalOf(
      createGuardedFetch()(address(canaryPort), { method: "POST", body: "x" }),
    );
    expect(message).toMatch(/nothing is sent there/);
    expect(wasSent).toBe(false);
    expect(connections).toBe(0);
  });

  it.each(["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1", "100.64.0.1"])(
    "a name that leads to %s when the connection is opened",
    async (address) => {
      const guarded = createGuardedFetch({ resolve: says(address) });
      const { message, wasSent } = await refusalOf(guarded(`https://llm.example.com:${canaryPort}/v1`));
      expect(message).toMatch(/no server on the open internet/);
      expect(message).not.toContain(address);
      expect(wasSent).toBe(false);
      expect(connections).toBe(0);
    },
  );

  it("a name that leads inside, and one that is not there, look the same", async () => {
    const absent = async () => {
      throw Object.assign(new Error("getaddrinfo ENOTFOUND a.example"), { code: "ENOTFOUND" });
    };
    const told = await Promise.all(
      [says("10.0.0.1"), absent].map((resolve) =>
        refusalOf(createGuardedFetch({ resolve })(`https://a.example:${canaryPort}/`)),
      ),
    );
    expect(told[0]).toEqual(told[1]);
  });

  it("a name with one address of the inside among public ones", async () => {
    const resolve = async () => [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    const { wasSent } = await refusalOf(createGuardedFetch({ resolve })(`https://a.example:${canaryPort}/`));
    expect(wasSent).toBe(false);
    expect(connections).toBe(0);
  });
});

describe("an answer", () => {
  it("comes as it is, and the request went as it was, a form among it", async () => {
    const seen: { method: string; type: string; key: string; body: string }[] = [];
    handler = async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const { "content-type": type = "", authorization: key = "" } = request.headers;
      seen.push({ method: request.method ?? "", type, key, body });
      response.writeHead(200, { "content-type": "application/json", "x-request-id": "r1" });
      response.end('{"ok":true}');
    };
    const form = new FormData();
    form.append("model", "whisper-1");
    form.append("file", new Blob(["sound"], { type: "audio/wav" }), "a.wav");
    const headers = { authorization: "Bearer sk-own" };
    const send = reaching();
    const answer = await send("https://llm.example.com/v1/x", { method: "POST", body: form, headers });
    expect(await answer.json()).toEqual({ ok: true });
    expect(answer.headers.get("x-request-id")).toBe("r1");
    await send("https://llm.example.com/v1/y", { method: "POST", body: '{"a":1}', headers });
    expect(seen[0]).toMatchObject({ method: "POST", key: "Bearer sk-own" });
    expect(seen[0]?.type).toMatch(/^multipart\/form-data; boundary=/);
    expect(seen[0]?.body).toMatch(/name="model"[\s\S]*whisper-1[\s\S]*filename="a.wav"[\s\S]*sound/);
    expect(seen[1]?.body).toBe('{"a":1}');
  });

  it("that leads elsewhere is not followed: the key stays here", async () => {
    handler = (_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${canaryPort}/` }).end();
    };
    const answer = await reaching()("https://llm.example.com/v1/x", { method: "POST", body: "x" });
    expect(answer.status).toBe(307);
    expect(connections).toBe(0);
  });

  it("that refuses without end is cut off", async () => {
    handler = (request, response) => {
      response.writeHead(500, { "content-type": "text/plain" });
      const more = setInterval(() => response.write("x".repeat(50_000)), 1);
      request.socket.once("close", () => clearInterval(more));
    };
    const answer = await reaching()("https://llm.example.com/v1/x");
    expect(answer.status).toBe(500);
    expect((await answer.text()).length).toBe(64_000);
  });

  it("is given up when nobody waits for it", async () => {
    handler = () => {};
    const signal = AbortSignal.timeout(50);
    await expect(reaching()("https://llm.example.com/v1/x", { signal })).rejects.toThrow();
  });
});
