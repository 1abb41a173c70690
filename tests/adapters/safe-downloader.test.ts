import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isPublicAddress } from "../../lib/adapters/http/public-address";
import { createSafeDownloader } from "../../lib/adapters/http/safe-downloader";
import type { Downloader } from "../../lib/ports/downloader";
import { makeClip, makeImage, makeMusic, makeSpeech } from "../fakes/media";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let provider: Server;
let host: string;
let handler: Handler = (_request, response) => response.end();
const canaries: net.Server[] = [];
let connections = 0;
let canaryPort = 0;
let downloader: Downloader;
let png: Uint8Array;

async function listen(server: net.Server, address: string, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, resolve);
  });
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  png = await makeImage({ prompt: "a", width: 64, height: 48, format: "png" });
  provider = createServer((request, response) => handler(request, response));
  host = `127.0.0.1:${await listen(provider, "127.0.0.1")}`;
  const canary = () =>
    net.createServer((socket) => {
      connections++;
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
  const first = canary();
  canaryPort = await listen(first, "127.0.0.1");
  canaries.push(first);
  const second = canary();
  await listen(second, "::1", canaryPort).then(
    () => canaries.push(second),
    () => {},
  );
  downloader = createSafeDownloader({ trusted: [host] });
});

beforeEach(() => {
  connections = 0;
});

afterAll(() => {
  provider.closeAllConnections();
  provider.close();
  for (const canary of canaries) canary.close();
});

const LIMITS = { family: "image" as const, maxBytes: 1_000_000, timeoutMs: 3_000 };

const get = (url: string, change: Partial<typeof LIMITS> = {}) =>
  downloader.download({ url, ...LIMITS, ...change });

function serve(body: Uint8Array | string, headers: Record<string, string> = {}, status = 200): void {
  handler = (_request, response) => {
    response.writeHead(status, { "content-type": "image/png", ...headers });
    response.end(body);
  };
}

describe("addresses that may not be asked", () => {
  const corpus = (port: number) => [
    `http://127.0.0.1:${port}/x.png`,
    `https://127.0.0.1:${port}/x.png`,
    `https://localhost:${port}/`,
    `https://LOCALHOST:${port}/`,
    `https://127.1:${port}/`,
    `https://2130706433:${port}/`,
    `https://017700000001:${port}/`,
    `https://0x7f000001:${port}/`,
    `https://0x7f.0.0.1:${port}/`,
    `https://0177.0.0.1:${port}/`,
    `https://127.0.0.1.:${port}/`,
    `https://%31%32%37.0.0.1:${port}/`,
    `https://①②⑦.⓪.⓪.①:${port}/`,
    `https://0.0.0.0:${port}/`,
    `https://0:${port}/`,
    `https://[::1]:${port}/`,
    `https://[::]:${port}/`,
    `https://[::ffff:127.0.0.1]:${port}/`,
    `https://[::ffff:7f00:1]:${port}/`,
    `https://[0:0:0:0:0:ffff:7f00:0001]:${port}/`,
    `https://[64:ff9b::7f00:1]:${port}/`,
    `https://[2002:7f00:1::]:${port}/`,
    `https://[fe80::1]:${port}/`,
    `https://[fc00::1]:${port}/`,
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/latest/meta-data/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.0.1/",
    "https://100.64.0.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    `https://user:secret@127.0.0.1:${port}/`,
    "https://user@example.com/",
    "https://example.com@127.0.0.1/",
    "http://example.com/",
    "ftp://example.com/x.png",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "gopher://127.0.0.1/",
    "javascript:alert(1)",
    "blob:https://example.com/1",
    "//example.com/x.png",
    "not an address",
    "",
  ];

  it("are refused, and nothing connects", async () => {
    for (const url of corpus(canaryPort)) {
      expect({ url, kind: (await get(url)).kind }).toEqual({ url, kind: "forbidden" });
    }
    expect(connections).toBe(0);
  });

  it("are refused as the aim of a redirect, at every hop", async () => {
    const aims = corpus(canaryPort).filter((url) => /^[a-z]+:[\x21-\x7e]+$/.test(url));
    for (const url of aims) {
      handler = (request, response) => {
        const location = request.url === "/second" ? url : "/second";
        response.writeHead(302, { location }).end();
      };
      expect({ url, kind: (await get(`http://${host}/first`)).kind }).toEqual({ url, kind: "forbidden" });
    }
    expect(connections).toBe(0);
  });

  it("are refused when a name leads there, alone or among good ones, and whenever it does", async () => {
    const answers = [
      [{ address: "127.0.0.1", family: 4 }],
      [{ address: "::1", family: 6 }],
      [{ address: "::ffff:127.0.0.1", family: 6 }],
      [
        { address: "93.184.216.34", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ],
      [{ address: "169.254.169.254", family: 4 }],
    ];
    for (const answer of answers) {
      const rebinding = createSafeDownloader({ trusted: [host], resolve: async () => answer });
      const url = `https://rebind.example:${canaryPort}/x.png`;
      expect((await rebinding.download({ url, ...LIMITS })).kind).toBe("forbidden");
    }
    expect(connections).toBe(0);
  });

  it("are judged by the one answer that is then connected to: a name is asked once", async () => {
    const asked: string[] = [];
    const rebinding = createSafeDownloader({
      trusted: [],
      resolve: async (hostname) => {
        asked.push(hostname);
        return [{ address: asked.length === 1 ? "10.1.2.3" : "127.0.0.1", family: 4 }];
      },
    });
    const url = `https://rebind.example:${canaryPort}/x.png`;
    const found = await rebinding.download({ url, ...LIMITS });
    expect(found).toMatchObject({ kind: "forbidden", reason: expect.stringContaining("10.1.2.3") });
    expect(asked).toEqual(["rebind.example"]);
    expect(connections).toBe(0);
  });

  it("are told from public ones by what they are", () => {
    for (const address of ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"]) {
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
    }
    for (const address of [
      "127.0.0.1",
      "::ffff:10.0.0.1",
      "fe80::1",
      "fd00::1",
      "64:ff9b::808:808",
      "x",
      "",
    ]) {
      expect([address, isPublicAddress(address)]).toEqual([address, false]);
    }
  });
});

describe("a download", () => {
  it("takes what is there, byte for byte, by what it is and not by what it is called", async () => {
    serve(png, { "content-type": "application/octet-stream" });
    const found = await get(`http://${host}/x`);
    expect(found).toEqual({ kind: "downloaded", bytes: png, mediaType: "image/png" });
  });

  it("follows redirects of the configured host, but not without end", async () => {
    handler = (request, response) => {
      if (request.url === "/there") response.writeHead(200, { "content-type": "image/png" }).end(png);
      else response.writeHead(307, { location: request.url === "/loop" ? "/loop" : "/there" }).end();
    };
    expect((await get(`http://${host}/x`)).kind).toBe("downloaded");
    expect(await get(`http://${host}/loop`)).toMatchObject({
      kind: "unfit",
      reason: expect.stringMatching(/redirects/),
    });
  });

  it.each([401, 403, 404, 410])("that is answered with %i is gone", async (status) => {
    serve("no", {}, status);
    expect(await get(`http://${host}/x`)).toEqual({ kind: "gone", status });
  });

  it.each([408, 429, 500, 502, 503])("that is answered with %i may be asked for again", async (status) => {
    serve("later", {}, status);
    await expect(get(`http://${host}/x`)).rejects.toThrow(String(status));
  });

  it("ends after its time, however slowly it drips", async () => {
    handler = (_request, response) => {
      response.writeHead(200, { "content-type": "image/png" });
      const timer = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(timer));
    };
    const started = Date.now();
    await expect(get(`http://${host}/x`, { timeoutMs: 400 })).rejects.toThrow(/download failed/);
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it("that is cut may be asked for again", async () => {
    handler = (_request, response) => {
      response.writeHead(200, { "content-type": "image/png", "content-length": String(png.length) });
      response.write(png.subarray(0, 20));
      setTimeout(() => response.destroy(), 20);
    };
    await expect(get(`http://${host}/x`)).rejects.toThrow(/download failed/);
  });

  it("stops at its limit, announced or not, without keeping what came", async () => {
    serve(new Uint8Array(2_000_000));
    expect((await get(`http://${host}/x`)).kind).toBe("unfit");
    let sent = 0;
    handler = (_request, response) => {
      response.writeHead(200, { "content-type": "image/png" });
      const block = Buffer.alloc(64 * 1024);
      const more = () => {
        while (!response.destroyed && sent < 200_000_000) {
          sent += block.length;
          if (!response.write(block)) return void response.once("drain", more);
        }
      };
      more();
    };
    expect(await get(`http://${host}/x`)).toMatchObject({
      kind: "unfit",
      reason: expect.stringMatching(/more than/),
    });
    expect(sent).toBeLessThan(50_000_000);
  });

  it("carries no credentials", async () => {
    let headers: IncomingMessage["headers"] = {};
    handler = (request, response) => {
      headers = request.headers;
      response.writeHead(200, { "content-type": "image/png" }).end(png);
    };
    await get(`http://${host}/x`);
    expect(headers.authorization).toBeUndefined();
    expect(headers.cookie).toBeUndefined();
  });
});

describe("what comes back", () => {
  it("is taken in every format that films are made of", async () => {
    const image = (format: "png" | "jpg" | "webp") =>
      makeImage({ prompt: "a", width: 64, height: 48, format });
    const good: ["image" | "audio" | "video", string, Uint8Array][] = [
      ["image", "image/png", await image("png")],
      ["image", "image/jpeg", await image("jpg")],
      ["image", "image/webp", await image("webp")],
      ["audio", "audio/wav", makeSpeech("Hello there.")],
      ["audio", "audio/mpeg", await makeMusic("calm", 2)],
      ["video", "video/mp4", await makeClip({ prompt: "a", width: 64, height: 48, seconds: 1 })],
    ];
    for (const [family, mediaType, bytes] of good) {
      serve(bytes, { "content-type": mediaType });
      expect(await get(`http://${host}/x`, { family: family as "image" })).toEqual({
        kind: "downloaded",
        bytes,
        mediaType,
      });
    }
  });

  it("is refused when it is another thing, two things, or half a thing", async () => {
    const jpg = await makeImage({ prompt: "a", width: 64, height: 48, format: "jpg" });
    const mp4 = await makeClip({ prompt: "a", width: 64, height: 48, seconds: 1 });
    const text = (content: string) => new TextEncoder().encode(content);
    const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
    // The end record of an empty archive.
    const archive = new Uint8Array(22);
    archive.set([0x50, 0x4b, 5, 6]);
    const bad: [string, "image" | "audio" | "video", string, Uint8Array][] = [
      ["nothing", "image", "image/png", new Uint8Array()],
      ["a page", "image", "text/html", text("<!doctype html><html></html>")],
      ["a page that is called a picture", "image", "image/png", text("<!doctype html><html></html>")],
      ["a vector image", "image", "image/svg+xml", text("<svg xmlns='http://www.w3.org/2000/svg'/>")],
      [
        "a vector image that is called a picture",
        "image",
        "image/png",
        text("<svg><script>1</script></svg>"),
      ],
      ["JSON", "image", "application/json", text("{}")],
      ["a program", "image", "image/png", joined(text("MZ"), new Uint8Array(500))],
      ["an archive", "image", "application/octet-stream", archive],
      ["a picture with an archive behind it", "image", "image/png", joined(png, archive)],
      ["a photograph with an archive behind it", "image", "image/jpeg", joined(jpg, archive)],
      [
        "a picture with a page behind it",
        "image",
        "image/png",
        joined(png, text("<html><script>1</script>")),
      ],
      ["a picture that breaks off", "image", "image/png", png.subarray(0, png.length - 20)],
      ["a clip that breaks off", "video", "video/mp4", mp4.subarray(0, mp4.length - 100)],
      ["a clip with a page behind it", "video", "video/mp4", joined(mp4, text("<html></html>"))],
      [
        "a picture with a page in its beginning",
        "image",
        "image/jpeg",
        withComment(jpg, "<script>alert(1)</script>"),
      ],
      ["a picture with a PDF in its beginning", "image", "image/jpeg", withComment(jpg, "%PDF-1.7")],
      ["music instead of a picture", "image", "image/png", await makeMusic("calm", 1)],
      ["a picture instead of music", "audio", "audio/mpeg", png],
      ["a picture instead of a clip", "video", "video/mp4", png],
      ["an animation", "image", "image/gif", text("GIF89a\x01\x00\x01\x00\x00\x00\x00;")],
      ["noise", "video", "video/mp4", new Uint8Array(5_000).map((_, at) => (at * 7_919) % 251)],
    ];
    for (const [what, family, type, bytes] of bad) {
      serve(bytes, { "content-type": type });
      const found = await get(`http://${host}/x`, { family: family as "image" });
      expect([what, found.kind]).toEqual([what, "unfit"]);
    }
  });

  it("is refused packed, so that no small answer becomes a large one", async () => {
    serve(png, { "content-encoding": "gzip" });
    expect(await get(`http://${host}/x`)).toMatchObject({
      kind: "unfit",
      reason: expect.stringMatching(/packed/),
    });
  });
});

/** A JPEG with a comment right behind its beginning. */
function withComment(jpg: Uint8Array, comment: string): Uint8Array {
  const text = new TextEncoder().encode(comment);
  const marker = new Uint8Array([0xff, 0xfe, 0, text.length + 2]);
  return new Uint8Array(Buffer.concat([jpg.subarray(0, 2), marker, text, jpg.subarray(2)]));
}
