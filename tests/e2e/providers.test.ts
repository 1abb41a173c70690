import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findFreePort } from "../../lib/cli/server/ports";
import type { WebhookBehaviour } from "../fakes/behaviour";
import { makeImage } from "../fakes/media";
import { everyFile, formsOf } from "../rigs/credentials";
import { type FakeProvidersProcess, startFakeProviders } from "../rigs/fake-providers";
import {
  makeDataDir,
  NO_EXPORT,
  type ProductServer,
  postVideo,
  startProduct,
  untilEnded,
} from "../rigs/product-server";

let fakes: FakeProvidersProcess;
let server: ProductServer;
let dataDir: string;
let removeData: () => Promise<void>;

beforeAll(async () => {
  fakes = await startFakeProviders(["--small", "--latency-ms", "50"]);
  ({ dataDir, remove: removeData } = await makeDataDir());
  const port = await findFreePort("127.0.0.1");
  const env = { ...fakes.env, PUBLIC_URL: `http://127.0.0.1:${port}` };
  server = await startProduct({ dataDir, env, port });
});
beforeEach(async () => {
  await fakes.config({ latencyMs: 50 });
  await fakes.reset();
});
afterAll(async () => {
  await server?.stop();
  await fakes?.stop();
  await removeData?.();
});

interface RunWithMoney {
  costMicros: number;
  jobs: {
    jobId: string;
    state: string;
    costMicros: number;
    failure?: { code: string; message: string; dependencyChain?: string[] };
  }[];
}

const SMALL = { Duration: 6, SegmentDuration: 3, ImagesPerSegment: 1, Size: "480p" };

async function make(inputs: Record<string, unknown>) {
  const created = await postVideo(server.url, { ...SMALL, ...inputs }, {}, NO_EXPORT);
  expect(created.status, created.text).toBe(202);
  const run = await untilEnded({ url: server.url, runId: created.body.run.id });
  return run as unknown as Omit<typeof run, "jobs"> & RunWithMoney;
}

const wrong = (run: RunWithMoney) =>
  run.jobs
    .filter(({ state }) => state !== "succeeded")
    .map(({ jobId, failure }) => [jobId, failure?.message]);

describe("the product with keys", () => {
  it("offers what the providers can do: voices, every language, and a price before anything is bought", async () => {
    const catalog = (await (await fetch(`${server.url}/api/v1/catalog`)).json()) as {
      providers: { id: string }[];
      voices: { id: string }[];
      languages: unknown[];
      models: { genId: string; model: string; price: { text: string }; alternatives: unknown[] }[];
    };
    expect(catalog.providers.map(({ id }) => id)).toEqual(["openai", "replicate"]);
    expect(catalog.voices.map(({ id }) => id)).toContain("coral");
    expect(catalog.languages).toHaveLength(27);
    const painter = catalog.models.find(({ genId }) => genId === "ImageGen");
    expect(painter).toMatchObject({
      model: "black-forest-labs/flux-schnell",
      price: { text: "$0.0030 each" },
    });
    expect(painter?.alternatives.length).toBeGreaterThan(1);
    const body = JSON.stringify({
      inputs: { InquiryPrompt: "Ebbe und Flut", Language: "de" },
      mode: "dirty",
    });
    const headers = { "content-type": "application/json" };
    const quoted = await fetch(`${server.url}/api/v1/quotes`, { method: "POST", headers, body });
    const { quote } = (await quoted.json()) as { quote: { costMicros: number; items: { model: string }[] } };
    expect(quote.costMicros).toBeGreaterThan(50_000);
    expect(quote.items.map(({ model }) => model)).toContain("black-forest-labs/flux-schnell");
    expect((await fakes.counts()).requests).toBe(0);
  });

  it("makes a video whose parts come from both, woken by signed callbacks", async () => {
    const run = await make({ InquiryPrompt: "How bridges stand", Language: "tr" });
    expect(wrong(run)).toEqual([]);
    expect(run.status).toBe("succeeded");
    expect(run.costMicros).toBe(run.jobs.reduce((sum, job) => sum + job.costMicros, 0));
    const counts = await fakes.counts();
    expect(counts).toMatchObject({ violations: [], duplicates: [], duplicateKeys: [] });
    const webhooks = await fakes.webhooks();
    expect(webhooks.length).toBeGreaterThanOrEqual(3);
    expect(new Set(webhooks.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it("ends the same however callbacks come: lost, five times, out of order, too early, forged or from another hour", async () => {
    const before = (await fakes.webhooks()).length;
    const ways: WebhookBehaviour[] = [
      { lost: true },
      { times: 5 },
      { reordered: true },
      { beforeAnswer: true },
      { badSignature: true },
      { skewSeconds: -3_600 },
    ];
    const match = { method: "POST", kind: "image" };
    await fakes.script(...ways.map((webhook) => ({ match, times: 1, do: { webhook } })));
    const run = await make({ InquiryPrompt: "How a letter travels", ImagesPerSegment: 3 });
    expect(wrong(run)).toEqual([]);
    expect(await fakes.counts()).toMatchObject({ violations: [], duplicates: [], duplicateKeys: [] });
    // Five of one, two of another, one early one and the music's are heard; two are forged. The last may come after the run's end.
    const delivered = async () => (await fakes.webhooks()).slice(before).map(({ status }) => status);
    await expect
      .poll(async () => (await delivered()).toSorted(), { timeout: 20_000 })
      .toEqual([...Array(5 + 2 + 1 + 1).fill(200), 401, 401]);
  });

  it("never buys again what was acknowledged to nobody", async () => {
    await fakes.script(
      { match: { kind: "image" }, times: 1, do: { reset: "after" } },
      { match: { kind: "music" }, times: 1, do: { reset: "after" } },
    );
    const run = await make({ InquiryPrompt: "How a bell rings" });
    expect(wrong(run)).toEqual([]);
    const { byKind, duplicates } = await fakes.counts();
    expect(byKind).toMatchObject({ image: 2, music: 1 });
    expect(duplicates).toEqual([]);
  });

  it("fails one job for good, blocks only what follows, and says why", async () => {
    await fakes.script({
      match: { kind: "image" },
      times: 1,
      do: { prediction: { status: "failed", error: "NSFW content detected" } },
    });
    const run = await make({ InquiryPrompt: "How a statue is cast" });
    expect(run.status).toBe("partial");
    const failed = run.jobs.filter(({ state }) => state === "failed");
    expect(failed).toMatchObject([{ failure: { code: "policy", message: expect.stringContaining("NSFW") } }]);
    expect(run.jobs.filter(({ state }) => state === "blocked").map(({ jobId }) => jobId)).toEqual([
      "TimelineAssembler",
    ]);
    expect((await fakes.counts()).byKind.image).toBe(2);
  });

  it("buys with the workspace's own keys, which nothing it writes shows, and buys nothing in the place of an own picture", async () => {
    const own = { openai: "sk-own-0123456789abcdef", replicate: "r8_own-0123456789abcdef" };
    const send = (path: string, method: string, type?: string, body?: string | Uint8Array) =>
      fetch(`${server.url}/api/v1/${path}`, {
        method,
        ...(type ? { headers: { "content-type": type } } : {}),
        ...(body ? { body: body as BodyInit } : {}),
      });
    for (const [provider, given] of [
      ["openai", { apiKey: own.openai }],
      ["replicate", { apiToken: own.replicate, webhookSecret: fakes.webhookSecret }],
    ] as const) {
      const set = await send(`credentials/${provider}`, "PUT", "application/json", JSON.stringify(given));
      expect(set.status).toBe(200);
    }
    const run = await make({ InquiryPrompt: "How a kite flies" });
    expect(wrong(run)).toEqual([]);
    const keys = (await fakes.requests()).map(({ api, bearer }) => `${api} ${bearer}`);
    // Nobody's key goes to where outputs are fetched from.
    const expected = [`openai ${own.openai}`, `replicate ${own.replicate}`, "output null"];
    expect(new Set(keys)).toEqual(new Set(expected));

    const picture = await makeImage({ prompt: "an own one", width: 640, height: 360, format: "jpg" });
    const place = `videos/${run.videoId}/artifacts/${encodeURIComponent("SegmentImageAsset[1][0]")}`;
    expect((await send(place, "PUT", "image/png", picture)).status).toBe(415);
    expect((await send(place, "PUT", "image/jpeg", picture)).status).toBe(200);
    const before = await fakes.requests();
    const started = await send(`videos/${run.videoId}/runs`, "POST", "application/json", "{}");
    expect(started.status, await started.clone().text()).toBe(202);
    const { id } = ((await started.json()) as { run: { id: string } }).run;
    const again = await untilEnded({ url: server.url, runId: id });
    expect(again).toMatchObject({ status: "succeeded", costMicros: 0 });
    expect(await fakes.requests()).toHaveLength(before.length);
    const served = await send(place, "GET");
    expect(Buffer.from(await served.arrayBuffer()).equals(picture)).toBe(true);

    for (const provider of ["openai", "replicate"]) {
      expect((await send(`credentials/${provider}`, "DELETE")).status).toBe(204);
    }
    expect((await (await send("credentials", "GET")).text()).includes("deployment")).toBe(true);
    const kept = [...(await everyFile(dataDir)), { name: "the log", content: server.log() }];
    for (const secret of Object.values(own).flatMap(formsOf)) {
      expect(kept.filter(({ content }) => content.includes(secret)).map(({ name }) => name)).toEqual([]);
    }
  });

  it("ends at once with the variable to look at when the key is refused", async () => {
    await fakes.script({ match: { api: "openai" }, do: { status: 401 } });
    const run = await make({ InquiryPrompt: "How a lock works" });
    expect(run.status).toBe("failed");
    const failed = run.jobs.filter(({ state }) => state === "failed");
    expect(failed.map(({ jobId }) => jobId)).toEqual(["ScriptGen"]);
    expect(failed[0]?.failure?.message).toContain("OPENAI_API_KEY");
    expect(server.log()).not.toContain(fakes.env.OPENAI_API_KEY);
  });
});
