import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createSafeDownloader } from "../../lib/adapters/http/safe-downloader";
import { systemClock } from "../../lib/adapters/node/system-clock";
import { createOpenaiClient } from "../../lib/adapters/openai/client";
import { failureOf } from "../../lib/adapters/openai/failure-of";
import { createOpenaiGenerator } from "../../lib/adapters/openai/generator";
import { createReplicateClient } from "../../lib/adapters/replicate/client";
import { createReplicateGenerator } from "../../lib/adapters/replicate/generator";
import { TIMINGS_MODEL } from "../../lib/core/catalogue/model-choices";
import type { Generator } from "../../lib/ports/generator";
import { modelsOf, settle, textArtifact } from "../conformance/generator";
import { makeImage } from "../fakes/media";
import { findSpecs, SpecChecker } from "../fakes/spec-checker";

const FOLDER = path.resolve("tests/fixtures/exchanges");
const SECRET = "sk-replayed-secret-key";

const exchangeSchema = z.strictObject({
  request: z.strictObject({ method: z.string(), path: z.string().startsWith("/") }),
  answer: z.strictObject({
    status: z.number().int(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown().optional(),
    media: z.literal("image/jpeg").optional(),
  }),
});
const fileSchema = z.strictObject({
  provider: z.enum(["openai", "replicate"]),
  genId: z.enum(["TextToMusicPromptGen", "ImageGen"]),
  about: z.string().min(1),
  made: z.string().min(1),
  exchanges: z.array(exchangeSchema).min(1),
  ends: z.record(z.string(), z.unknown()),
});
type Exchange = z.infer<typeof exchangeSchema>;

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({
    name,
    ...fileSchema.parse(JSON.parse(readFileSync(path.join(FOLDER, name), "utf8"))),
  }));

const MAKES = { TextToMusicPromptGen: "MusicPrompt", ImageGen: "SegmentImageAsset[0][0]" };
const TEXTS = { VideoTitle: "Tides", VideoSummary: "The moon.", "SegmentImagePrompt[0][0]": "A wide bay" };

/** Answers with the exchanges in their order; what is asked for more often than that is answered again. */
async function replay(exchanges: readonly Exchange[]) {
  const left = [...exchanges];
  const unknown: string[] = [];
  const image = await makeImage({ prompt: "replayed", width: 320, height: 180, format: "jpg" });
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const asked = { method: request.method ?? "", path: (request.url ?? "").split("?")[0] ?? "" };
    const fits = ({ request: of }: Exchange) => of.method === asked.method && of.path === asked.path;
    const at = left.findIndex(fits);
    const exchange = at < 0 ? exchanges.findLast(fits) : left.splice(at, 1)[0];
    if (!exchange) {
      unknown.push(`${asked.method} ${asked.path}`);
      response.writeHead(500).end();
      return;
    }
    const { status, headers, body, media } = exchange.answer;
    const text = typeof body === "string" ? body : JSON.stringify(body ?? null);
    const type = media ?? "application/json";
    response.writeHead(status, { "content-type": type, ...headers });
    response.end(media ? image : text.replaceAll("{{origin}}", origin));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, left, unknown, stop: () => new Promise((resolve) => server.close(resolve)) };
}

function generatorAt(provider: "openai" | "replicate", baseUrl: string): Generator {
  const common = { account: "", limit: 1, most: 1, timeoutCapMs: null };
  if (provider === "openai") {
    return createOpenaiGenerator({
      ...common,
      client: createOpenaiClient({ apiKey: SECRET, baseUrl }),
      textApi: "responses",
      moderator: { async check() {} },
      failure: (error) => failureOf(error, { now: Date.now(), hidden: [SECRET] }),
      timingsModel: TIMINGS_MODEL,
    });
  }
  return createReplicateGenerator({
    ...common,
    client: createReplicateClient({ token: SECRET, baseUrl, now: () => Date.now() }),
    downloader: createSafeDownloader({ trusted: [new URL(baseUrl).host] }),
    moderator: null,
    clock: systemClock,
    publicUrl: null,
  });
}

describe("what providers say", () => {
  it("is kept with where it comes from, and without anybody's key", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(existsSync(path.join(FOLDER, "README.md"))).toBe(true);
    for (const file of files) {
      expect(JSON.stringify(file)).not.toMatch(/sk-[A-Za-z0-9_-]{16,}|r8_[A-Za-z0-9]{16,}|Bearer /);
    }
  });

  it.each(files)("$name: $about", async ({ provider, genId, exchanges, ends }) => {
    const server = await replay(exchanges);
    try {
      const choice = modelsOf("providers")[genId];
      if (!choice) throw new Error(`Nobody makes ${genId}.`);
      const ending = await settle(generatorAt(provider, server.origin), {
        jobId: genId,
        genId,
        call: "main",
        model: choice.model,
        modelConfig: choice.modelConfig,
        seed: 7,
        inputs: { MusicPromptMod: "", Size: "480p", AspectRatio: "16:9", ImageStyle: "watercolor" },
        frozen: {},
        artifacts: new Map(Object.entries(TEXTS).map(([name, text]) => [name, textArtifact(text)])),
        produces: [MAKES[genId]],
        nonce: "n-1",
      });
      expect(ending).toMatchObject(ends);
      expect(JSON.stringify(ending)).not.toContain(SECRET);
      expect({ left: server.left, unknown: server.unknown }).toEqual({ left: [], unknown: [] });
    } finally {
      await server.stop();
    }
  });

  const specs = findSpecs();
  it.skipIf(specs === null)("satisfies the providers' public descriptions", () => {
    const faults = files.flatMap(({ name, provider, exchanges }) => {
      const checker = SpecChecker.open(specs, `${provider}.json`);
      return exchanges.flatMap(({ request, answer }) => {
        // Addresses are put in when it is played.
        const body: unknown = JSON.parse(
          JSON.stringify(answer.body ?? null).replaceAll("{{origin}}", "https://x.test"),
        );
        const template = request.path.startsWith("/files/out") ? null : request;
        const found = template ? checker?.checkAnswer({ ...template, status: answer.status, body }) : [];
        return (found ?? []).map((fault) => `${name}: ${fault}`);
      });
    });
    expect(faults).toEqual([]);
  });
});
