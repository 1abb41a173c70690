import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./rig/run-cli";

let cwd = "";
let server: Server;
let url = "";
const requests: { line: string; type: string | undefined; body: Buffer }[] = [];

const dirty = [{ artifact: "Timeline", reason: "upstream:Music", why: ["upstream:Music"] }];
const quote = { costMicros: 0, expectedMicros: 0, seconds: 1, items: [] };

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "reelgraph-cli-bring-"));
  await writeFile(join(cwd, "song.mp3"), "the bytes of a song");
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method, url: path, headers } = request;
    requests.push({ line: `${method} ${path}`, type: headers["content-type"], body: Buffer.concat(parts) });
    const answer =
      method === "PUT"
        ? {
            artifact: "Music",
            isNew: true,
            brought: ["Music"],
            checksum: "sha256:x",
            mediaType: "audio/mpeg",
            bytes: 19,
            dirty,
            quote,
          }
        : { takenBack: ["Music"], dirty: [], quote };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  requests.length = 0;
});
afterAll(async () => {
  server.close();
  await rm(cwd, { recursive: true, force: true });
});

const cli = (...args: string[]) =>
  runCli(["bring", "vid_1", "Music", ...args], { cwd, env: { REELGRAPH_URL: url } });

describe("reelgraph bring", { timeout: 30_000 }, () => {
  it("sends a file as it is, by its name or as it is said, and says what to do next", async () => {
    const { code, stderr } = await cli("song.mp3");
    expect(code).toBe(0);
    expect(stderr).toMatch(/brought along: Music[\s\S]*1 artifact out of date: reelgraph regen vid_1/);
    const asSaid = await cli("song.mp3", "--type", "audio/ogg", "--json");
    expect(JSON.parse(asSaid.stdout)).toMatchObject({ artifact: "Music", isNew: true });
    const line = "PUT /api/v1/videos/vid_1/artifacts/Music";
    const sent = requests.filter((request) => request.line.startsWith("PUT"));
    const body = Buffer.from("the bytes of a song");
    expect(sent).toEqual([
      { line, type: "audio/mpeg", body },
      { line, type: "audio/ogg", body },
    ]);
  });

  it("takes it back", async () => {
    const { code, stderr } = await cli("--take-back");
    expect([code, stderr]).toEqual([0, expect.stringContaining("taken back: Music")]);
    expect(requests.map(({ line }) => line)).toContain("DELETE /api/v1/videos/vid_1/artifacts/Music");
  });

  it.each([[["absent.mp3"]], [[]], [["song.mp3", "--take-back"]]])(
    "says what is wrong with %j",
    async (args) => {
      expect((await cli(...args)).code).toBe(2);
      expect(requests.filter(({ line }) => !line.startsWith("GET"))).toEqual([]);
    },
  );
});
