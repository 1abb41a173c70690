import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSafeDownloader } from "../../lib/adapters/http/safe-downloader";
import { systemClock } from "../../lib/adapters/node/system-clock";
import { createReplicateClient } from "../../lib/adapters/replicate/client";
import { createReplicateGenerator } from "../../lib/adapters/replicate/generator";
import { mediaInput } from "../../lib/adapters/replicate/media-input";
import type { Clock } from "../../lib/ports/clock";
import type { GenerationRequest, Generator } from "../../lib/ports/generator";
import { type Cell, describeGenerator, modelsOf, settle } from "../conformance/generator";
import type { Behaviour, Match } from "../fakes/behaviour";
import { makeImage } from "../fakes/media";
import { type FakeProvidersProcess, startFakeProviders } from "../rigs/fake-providers";

let fakes: FakeProvidersProcess;
beforeAll(async () => {
  fakes = await startFakeProviders(["--small", "--page-size", "3"]);
});
afterAll(async () => {
  await fakes?.stop();
});

const TOKEN = "r8_very-secret-token";

/** Pauses between two tries of a download are over at once; deadlines are what they are. */
const impatient: Clock = {
  now: () => systemClock.now(),
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds > 1_000 ? milliseconds : 10, signal),
};

function replicateAt(baseUrl: string, change: { publicUrl?: string; timeoutCapMs?: number } = {}): Generator {
  return createReplicateGenerator({
    client: createReplicateClient({ token: TOKEN, baseUrl, now: () => Date.now() }),
    downloader: createSafeDownloader({ trusted: [new URL(baseUrl).host] }),
    moderator: null,
    clock: impatient,
    publicUrl: change.publicUrl ?? null,
    timeoutCapMs: change.timeoutCapMs ?? null,
    account: "",
    limit: 2,
    most: 2,
  });
}

function tell(match: Match, behaviour: Behaviour, times = 1) {
  return () => fakes.script({ match, times, do: behaviour });
}

const image = { kind: "image" };
const output = { api: "output" as const };
const asked = { kind: "get" };
const cells: Cell[] = [
  {
    fault: "too many requests",
    genId: "ImageGen",
    ends: "retryable",
    retryAfterMs: 4_000,
    provoke: tell(image, { status: 429, headers: { "retry-after": "4" } }),
  },
  { fault: "a server error", genId: "ImageGen", ends: "retryable", provoke: tell(image, { status: 500 }) },
  {
    fault: "a gateway that gave up",
    genId: "ImageGen",
    ends: "unknown",
    provoke: tell(image, { status: 504, body: "<html></html>" }),
  },
  {
    fault: "a network in front of it that heard nothing more",
    genId: "ImageGen",
    ends: "unknown",
    provoke: tell(image, { status: 524, body: "<html></html>" }),
  },
  {
    fault: "a refused request",
    genId: "ImageGen",
    ends: "permanent",
    provoke: tell(image, { status: 422, body: { detail: "- input.prompt is required" } }),
  },
  { fault: "an unknown model", genId: "ImageGen", ends: "permanent", provoke: tell(image, { status: 404 }) },
  {
    fault: "a refused token",
    genId: "ImageGen",
    ends: "permanent",
    says: /REPLICATE_API_TOKEN/,
    provoke: tell(image, { status: 401, body: { detail: `Bad token ${TOKEN}` } }),
  },
  { fault: "no credit", genId: "ImageGen", ends: "budget", provoke: tell(image, { status: 402 }) },
  {
    fault: "a prompt that is flagged at once",
    genId: "ImageGen",
    ends: "policy",
    provoke: tell(image, { status: 422, body: { detail: "The prompt was flagged as sensitive (E005)" } }),
  },
  { fault: "a web page", genId: "ImageGen", ends: "unknown", provoke: tell(image, { answer: "html" }) },
  {
    fault: "an acknowledgement that breaks off",
    genId: "ImageGen",
    ends: "unknown",
    provoke: tell(image, { answer: "truncated" }),
  },
  {
    fault: "a connection cut before the work",
    genId: "ImageGen",
    ends: "unknown",
    provoke: tell(image, { reset: "before" }),
  },
  {
    fault: "a connection cut after the work",
    genId: "ImageGen",
    ends: "unknown",
    provoke: tell(image, { reset: "after" }),
  },
  {
    fault: "no acknowledgement",
    genId: "ImageGen",
    ends: "unknown",
    patienceMs: 500,
    provoke: tell(image, { hang: true }),
  },
  {
    fault: "a picture nobody may see",
    genId: "ImageGen",
    ends: "policy",
    provoke: tell(image, {
      prediction: { status: "failed", error: "NSFW content detected. Try running it again." },
    }),
  },
  {
    fault: "a prediction that fails",
    genId: "ImageGen",
    ends: "retryable",
    says: /CUDA/,
    provoke: tell(image, { prediction: { status: "failed", error: "CUDA out of memory" } }),
  },
  {
    fault: "a prediction that is called off",
    genId: "ImageGen",
    ends: "retryable",
    provoke: tell(image, { prediction: { status: "canceled" } }),
  },
  {
    fault: "a prediction that is aborted",
    genId: "ImageGen",
    ends: "retryable",
    provoke: tell(image, { prediction: { status: "aborted" } }),
  },
  {
    fault: "a prediction with nothing in it",
    genId: "ImageGen",
    ends: "validation",
    provoke: tell(image, { prediction: { noOutput: true } }),
  },
  {
    fault: "a prediction whose data are removed",
    genId: "ImageGen",
    ends: "retryable",
    says: /made again/,
    provoke: tell(image, { prediction: { dataRemoved: true } }),
  },
  {
    fault: "an output that lies inside",
    genId: "ImageGen",
    ends: "permanent",
    provoke: tell(image, { prediction: { outputUrl: "http://169.254.169.254/latest" } }),
  },
  // Asking costs nothing, so whatever goes wrong there is asked again.
  {
    fault: "asking: too many requests",
    genId: "ImageGen",
    ends: "finished",
    provoke: tell(asked, { status: 429 }, 3),
  },
  {
    fault: "asking: a server error",
    genId: "ImageGen",
    ends: "finished",
    provoke: tell(asked, { status: 500 }, 3),
  },
  {
    fault: "asking: a page",
    genId: "ImageGen",
    ends: "finished",
    provoke: tell(asked, { answer: "html" }, 3),
  },
  {
    fault: "asking: cut off",
    genId: "ImageGen",
    ends: "finished",
    provoke: tell(asked, { reset: "before" }, 3),
  },
  {
    fault: "asking: no answer",
    genId: "ImageGen",
    ends: "finished",
    patienceMs: 700,
    provoke: tell(asked, { hang: true }),
  },
  // A fault of the download alone never buys again.
  {
    fault: "download: a server error",
    genId: "ImageGen",
    ends: "finished",
    provoke: tell(output, { status: 503 }, 4),
  },
  {
    fault: "download: cut off",
    genId: "ImageGen",
    ends: "finished",
    provoke: tell(output, { reset: "before" }, 2),
  },
  {
    fault: "download: broken off",
    genId: "ImageGen",
    ends: "finished",
    provoke: tell(output, { answer: "truncated" }, 2),
  },
  {
    fault: "download: a page for a moment",
    genId: "ImageGen",
    ends: "finished",
    provoke: tell(output, { answer: "html" }, 2),
  },
  {
    fault: "download: gone for a moment",
    genId: "ImageGen",
    ends: "finished",
    provoke: tell(output, { status: 404 }, 1),
  },
  {
    fault: "download: in trouble for good",
    genId: "ImageGen",
    ends: "asked-in-vain",
    provoke: tell(output, { status: 500 }, 1_000),
  },
  {
    fault: "download: expired (404)",
    genId: "ImageGen",
    ends: "retryable",
    provoke: tell(output, { status: 404 }, 1_000),
  },
  {
    fault: "download: expired (403)",
    genId: "TextToVideoGen",
    ends: "retryable",
    provoke: tell(output, { status: 403 }, 1_000),
  },
  {
    fault: "download: a page",
    genId: "ImageGen",
    ends: "validation",
    provoke: tell(output, { answer: "html" }, 1_000),
  },
  {
    fault: "download: nothing",
    genId: "ImageGen",
    ends: "validation",
    provoke: tell(output, { answer: "empty" }, 1_000),
  },
  {
    fault: "download: a vector image",
    genId: "ImageGen",
    ends: "validation",
    provoke: tell(output, { answer: "svg" }, 1_000),
  },
  {
    fault: "download: noise",
    genId: "ImageGen",
    ends: "validation",
    provoke: tell(output, { answer: "garbage" }, 1_000),
  },
  {
    fault: "download: music for a picture",
    genId: "ImageGen",
    ends: "validation",
    provoke: tell(output, { answer: "wrong-mime" }, 1_000),
  },
  {
    fault: "download: a picture for music",
    genId: "MusicGen",
    ends: "validation",
    provoke: tell(output, { answer: "wrong-mime" }, 1_000),
  },
  {
    fault: "download: a picture for a clip",
    genId: "ImageToVideoGen",
    ends: "validation",
    provoke: tell(output, { answer: "wrong-mime" }, 1_000),
  },
];

describeGenerator("replicate", {
  open: async () => ({
    generator: replicateAt(fakes.replicateBaseUrl),
    restarted: () => replicateAt(fakes.replicateBaseUrl),
    models: modelsOf("providers"),
    reset: () => fakes.reset(),
  }),
  genIds: ["ImageGen", "StartingImageGen", "MusicGen", "TextToVideoGen", "ImageToVideoGen"],
  cells: () => cells,
});

function request(change: Partial<GenerationRequest> = {}): GenerationRequest {
  const choice = modelsOf("providers").ImageGen;
  return {
    jobId: "ImageGen[0][1]",
    genId: "ImageGen",
    call: "main",
    model: choice?.model ?? "",
    modelConfig: choice?.modelConfig ?? {},
    seed: 7,
    inputs: { "SegmentImagePromptInput[0][1]": "A heron", AspectRatio: "4:3" },
    frozen: { SegmentDuration: 5, Duration: 5 },
    artifacts: new Map(),
    produces: ["SegmentImageAsset[0][1]"],
    nonce: randomUUID(),
    ...change,
  };
}

/** Fails like everything that cannot be asked, should there be no search at all. */
async function look(generator: Generator, options: Parameters<NonNullable<Generator["find"]>>[0]) {
  if (!generator.find) throw new Error("This provider looks for nothing.");
  return await generator.find(options);
}

const soon = () => AbortSignal.timeout(10_000);
const nobody = async () => false;

describe("a prediction whose acknowledgement was lost", () => {
  let generator: Generator;
  beforeEach(async () => {
    await fakes.reset();
    generator = replicateAt(fakes.replicateBaseUrl, { timeoutCapMs: 1_000 });
  });

  async function loseOne(change: Partial<GenerationRequest> = {}) {
    const lost = request(change);
    const submittedAfter = new Date();
    await fakes.script({ match: { kind: "image" }, times: 1, do: { reset: "after" } });
    expect(await generator.submit(lost, soon())).toMatchObject({ kind: "unknown" });
    const find = (isClaimed: (id: string) => Promise<boolean> = nobody) =>
      look(generator, { request: lost, submittedAfter, isClaimed, signal: soon() });
    return { lost, find, submittedAfter };
  }

  it("was made once, is found, and goes on as if nothing had happened", async () => {
    const { lost, find } = await loseOne({ seed: 101 });
    expect(await fakes.counts()).toMatchObject({ paid: 1 });
    const found = await find();
    if (!found) throw new Error("It was not found.");
    // A download that takes longer than one look is there at a later one.
    const look = () => generator.check({ ...found, request: lost, signal: soon() });
    await expect.poll(look, { timeout: 20_000 }).toMatchObject({ kind: "finished" });
    expect(await fakes.counts()).toMatchObject({ paid: 1, violations: [] });
  });

  it("is found behind many others, on a later page", async () => {
    const { find } = await loseOne({ seed: 102 });
    for (let nth = 0; nth < 8; nth++) await generator.submit(request({ seed: 2_000 + nth }), soon());
    const found = await find();
    const paid = (await fakes.requests()).filter((each) => each.paid);
    expect(found?.providerRequestId).toBe(paid[0]?.predictionId);
  });

  it("is not taken from another purchase, nor for another input, model or time", async () => {
    const { find, lost } = await loseOne({ seed: 103 });
    expect(await find(async () => true).catch(() => "not yet")).toBe("not yet");
    const other = (change: Partial<GenerationRequest>, submittedAfter: Date) =>
      look(generator, {
        request: { ...lost, ...change },
        submittedAfter,
        isClaimed: nobody,
        signal: soon(),
      });
    const long = new Date(Date.now() - 60_000);
    expect(await other({ seed: 104 }, long)).toBeNull();
    expect(await other({ model: "black-forest-labs/flux-dev" }, long)).toBeNull();
    expect(
      await other({ inputs: { "SegmentImagePromptInput[0][1]": "An egret", AspectRatio: "4:3" } }, long),
    ).toBeNull();
    // A minute of slack between clocks, and one second because the list's date is in whole seconds.
    const ahead = (seconds: number) => new Date(Date.now() + seconds * 1_000);
    expect(await other({}, ahead(50))).not.toBeNull();
    await expect(other({}, ahead(70))).rejects.toThrow(/not show/);
  });

  it("is found by its nonce although the clocks are minutes apart", async () => {
    const telling = await startFakeProviders(["--small", "--show-webhooks"]);
    try {
      const named = replicateAt(telling.replicateBaseUrl, { publicUrl: "http://127.0.0.1:9" });
      const made = request({ seed: 108 });
      await named.submit(made, soon());
      const at = (minutes: number, change: Partial<GenerationRequest> = {}) =>
        look(named, {
          request: { ...made, ...change },
          submittedAfter: new Date(Date.now() + minutes * 60_000),
          isClaimed: nobody,
          signal: soon(),
        });
      expect(await at(8)).not.toBeNull();
      await expect(at(8, { nonce: "another" })).rejects.toThrow(/not show/);
      await expect(at(11)).rejects.toThrow(/not show/);
    } finally {
      await telling.stop();
    }
  });

  it("that was never made is said not to be there, once the list can be trusted", async () => {
    const missing = request({ seed: 105 });
    await fakes.script({ match: { kind: "image" }, times: 1, do: { reset: "before" } });
    const submittedAfter = new Date();
    expect(await generator.submit(missing, soon())).toMatchObject({ kind: "unknown" });
    const find = () =>
      look(generator, { request: missing, submittedAfter, isClaimed: nobody, signal: soon() });
    await expect(find()).rejects.toThrow(/not show/);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await find()).toBeNull();
    expect(await fakes.counts()).toMatchObject({ paid: 0 });
  });

  it("cannot be said not to be there while the list cannot be read", async () => {
    const { find } = await loseOne({ seed: 106 });
    for (const behaviour of [
      { status: 500 },
      { status: 429 },
      { answer: "html" },
      { reset: "before" },
    ] as const) {
      await fakes.script({ match: { kind: "list" }, times: 1, do: behaviour });
      await expect(find()).rejects.toThrow();
    }
    expect(await find()).not.toBeNull();
  });

  it("of two equal ones is the older one, unless that belongs to somebody", async () => {
    const first = await loseOne({ seed: 107 });
    await loseOne({ seed: 107 });
    const made = (await fakes.requests()).filter((each) => each.paid).map((each) => each.predictionId);
    expect((await first.find())?.providerRequestId).toBe(made[0]);
    expect((await first.find(async (id) => id === made[0]))?.providerRequestId).toBe(made[1]);
  });

  it("is not asked for with the token at another server, wherever the list leads", async () => {
    const seen: string[] = [];
    const stranger = createServer((incoming, response) => {
      seen.push(incoming.headers.authorization ?? "");
      response.end("{}");
    });
    const here = createServer((_incoming, response) => {
      const { port } = stranger.address() as AddressInfo;
      const body = { next: `http://127.0.0.1:${port}/v1/predictions`, results: [] };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body));
    });
    for (const server of [stranger, here]) {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
    const { port } = here.address() as AddressInfo;
    const asking = replicateAt(`http://127.0.0.1:${port}/v1`, { timeoutCapMs: 1 });
    const asked = look(asking, {
      request: request(),
      submittedAfter: new Date(0),
      isClaimed: nobody,
      signal: soon(),
    });
    await expect(asked).rejects.toThrow(/another server/);
    expect(seen).toEqual([]);
    for (const server of [stranger, here]) server.close();
  });
});

describe("requests to Replicate", () => {
  beforeEach(() => fakes.reset());

  it("are sent once, whatever the answer: the runner decides about another try", async () => {
    const generator = replicateAt(fakes.replicateBaseUrl);
    for (const behaviour of [
      { status: 429 },
      { status: 500 },
      { reset: "after" },
      { reset: "before" },
    ] as const) {
      await fakes.reset();
      await fakes.script({ match: { kind: "image" }, do: behaviour });
      await generator.submit(request({ seed: 200 }), soon()).catch(() => {});
      expect(await fakes.requests()).toHaveLength(1);
    }
  });

  it("carry a webhook with job and nonce when this server can be reached, and none when it can't", async () => {
    const nonce = "n-1/+ &x";
    await replicateAt(fakes.replicateBaseUrl, { publicUrl: "https://video.example.com/" }).submit(
      request({ nonce }),
      soon(),
    );
    await replicateAt(fakes.replicateBaseUrl).submit(request(), soon());
    const [first, second] = (await fakes.requests()).map(({ body }) => body);
    const webhook = new URL(String(first?.webhook));
    expect(webhook.origin + webhook.pathname).toBe("https://video.example.com/api/v1/webhooks/replicate");
    expect(Object.fromEntries(webhook.searchParams)).toEqual({ job: "ImageGen[0][1]", nonce });
    expect(first?.webhook_events_filter).toEqual(["completed"]);
    expect(second).not.toHaveProperty("webhook");
    expect((await fakes.counts()).violations).toEqual([]);
  });

  it("say in the model's own words what is wished, the prompt as it is", async () => {
    const prompt = "  Two herons – “still”\n";
    const input = await mediaInput(
      request({ inputs: { "SegmentImagePromptInput[0][1]": prompt, AspectRatio: "4:3" } }),
      undefined,
    );
    expect(input).toEqual({
      prompt,
      seed: 7,
      aspect_ratio: "4:3",
      num_outputs: 1,
      output_format: "jpg",
      output_quality: 95,
    });
  });

  it("send a small picture in place and upload a large one", async () => {
    const generator = replicateAt(fakes.replicateBaseUrl);
    const choice = modelsOf("providers").ImageToVideoGen;
    const clipFrom = async (bytes: Uint8Array) => {
      const image = {
        mediaType: "image/png",
        checksum: "sha256:0123456789abcdef",
        facts: {},
        read: async () => bytes,
      };
      const asked = request({
        jobId: "ImageToVideoGen[0]",
        genId: "ImageToVideoGen",
        model: choice?.model ?? "",
        modelConfig: choice?.modelConfig ?? {},
        inputs: { "MovieDirectionPromptInput[0]": "It moves" },
        artifacts: new Map([["StartingImage[0]", image]]),
        produces: ["SegmentVideo[0]"],
      });
      return await settle(generator, asked);
    };
    const small = await makeImage({ prompt: "s", width: 64, height: 36, format: "png" });
    expect((await clipFrom(small)).kind).toBe("finished");
    expect((await clipFrom(new Uint8Array(1_200_000).fill(7))).kind).toBe("finished");
    const requests = await fakes.requests();
    expect(requests.filter(({ path, method }) => path === "/files" && method === "POST")).toHaveLength(1);
    const images = requests
      .filter(({ paid }) => paid)
      .map(({ body }) => (body.input as { image: string }).image);
    expect(images[0]).toMatch(/^data:image\/png;base64,/);
    expect(images[1]).toMatch(/\/replicate\/v1\/files\//);
    expect((await fakes.counts()).violations).toEqual([]);
  });

  it("call off a prediction", async () => {
    await fakes.config({ latencyMs: 30_000 });
    const generator = replicateAt(fakes.replicateBaseUrl);
    const submitted = await generator.submit(request({ seed: 300 }), soon());
    await fakes.config({ latencyMs: 0 });
    if (submitted.kind !== "accepted") throw new Error("It was not accepted.");
    const { providerRequestId } = submitted;
    expect(
      await generator.check({ providerRequestId, request: request({ seed: 300 }), signal: soon() }),
    ).toMatchObject({ kind: "pending" });
    await generator.cancel(providerRequestId);
    await expect(
      generator.check({ providerRequestId, request: request({ seed: 300 }), signal: soon() }),
    ).rejects.toMatchObject({
      failureClass: "retryable",
      providerErrorCode: "prediction-canceled",
    });
  });
});
