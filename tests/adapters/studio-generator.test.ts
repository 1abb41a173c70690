import { mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStudioGenerator } from "../../lib/adapters/studio/generator";
import { PredictionStore } from "../../lib/adapters/studio/predictions";
import type { StudioPool } from "../../lib/adapters/studio/studio-pool";
import type { StudioResult, StudioTask } from "../../lib/adapters/studio/worker";
import type { GenerationRequest } from "../../lib/ports/generator";

const NOW = Date.parse("2026-03-04T05:06:07.089Z");
const never = new AbortController().signal;
const encode = (text: string) => new TextEncoder().encode(text);

/** Threads that count what they are given and do what the test says. */
class CountingPool implements StudioPool {
  readonly size = 2;
  readonly tasks: StudioTask[] = [];
  work: (task: StudioTask) => Promise<StudioResult> = async (task) => ({
    bytes: encode(`made from ${task.kind} ${"prompt" in task ? task.prompt : ""}`),
  });

  run(task: StudioTask, signal: AbortSignal): Promise<StudioResult> {
    signal.throwIfAborted();
    this.tasks.push(task);
    return this.work(task);
  }

  async close(): Promise<void> {}
}

function request(change: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    jobId: "ImageGen[0][0]",
    genId: "ImageGen",
    call: "main",
    model: "studio/painter",
    modelConfig: {},
    seed: 7,
    inputs: { ImageStyle: "watercolor", Size: "480p", AspectRatio: "16:9" },
    frozen: { SegmentDuration: 3 },
    artifacts: new Map([
      [
        "SegmentImagePrompt[0][0]",
        {
          mediaType: "text/plain",
          checksum: "sha256:0",
          facts: {},
          read: async () => encode("A bee on a flower"),
        },
      ],
    ]),
    produces: ["SegmentImageAsset[0][0]"],
    nonce: "n",
    ...change,
  };
}

describe("the studio as a provider", () => {
  let folder: string;
  let now: number;
  let pool: CountingPool;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-predictions-"));
    now = NOW;
    pool = new CountingPool();
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** A process: what it remembers is gone with it, what it wrote is not. */
  const start = (timeScale = 0) =>
    createStudioGenerator({
      pool,
      predictions: new PredictionStore(folder),
      ffmpegPath: async () => "ffmpeg",
      now: () => now,
      timeScale,
    });

  async function accept(generator = start(), asked = request()): Promise<string> {
    const accepted = await generator.submit(asked, never);
    if (accepted.kind !== "accepted") throw new Error("Media is accepted, not finished.");
    return accepted.providerRequestId;
  }

  const check = (generator: ReturnType<typeof start>, providerRequestId: string) =>
    generator.check({ providerRequestId, request: request(), signal: never });

  it("accepts media, works on it at once, and hands it over when asked", async () => {
    const generator = start();
    const id = await accept(generator);
    expect(pool.tasks).toMatchObject([{ kind: "picture", prompt: "A bee on a flower", style: "watercolor" }]);
    expect(await check(generator, id)).toEqual({
      kind: "finished",
      costMicros: 0,
      outputs: [
        {
          artifact: "SegmentImageAsset[0][0]",
          mediaType: "image/png",
          bytes: encode("made from picture A bee on a flower"),
        },
      ],
    });
  });

  it("hands it over again to a process that did not come to store it", async () => {
    const first = start();
    const id = await accept(first);
    const finished = await check(first, id);
    expect(await check(first, id)).toEqual(finished);
    expect(await check(start(), id)).toEqual(finished);
  });

  it("says pending while it draws, and while a simulated provider would", async () => {
    let finish: (result: StudioResult) => void = () => {};
    pool.work = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const generator = start(0.1);
    const id = await accept(generator);
    expect(await check(generator, id)).toEqual({ kind: "pending", checkAfterMs: 3_000 });
    now += 3_000;
    expect(await check(generator, id)).toEqual({ kind: "pending", checkAfterMs: 200 });
    finish({ bytes: encode("done") });
    expect(await check(generator, id)).toMatchObject({ kind: "finished" });
    expect(pool.tasks).toHaveLength(1);
  });

  it("says that the work has failed when its thread did, and draws anew for the next purchase", async () => {
    pool.work = () => Promise.reject(new RangeError("no such style"));
    const generator = start();
    const id = await accept(generator);
    await expect(check(generator, id)).rejects.toMatchObject({
      marker: "reelgraph.generator-failure",
      failureClass: "retryable",
      message: "The studio could not make it: no such style",
    });
    pool.work = async () => ({ bytes: encode("fine") });
    expect(await check(generator, await accept(generator))).toMatchObject({ kind: "finished" });
  });

  it("does not know what was cancelled, what is a day old, or what is no id at all", async () => {
    const generator = start();
    const unknown = { providerErrorCode: "prediction-unknown", failureClass: "retryable" };
    const cancelled = await accept(generator);
    await generator.cancel(cancelled);
    await generator.cancel("nothing of the kind");
    await expect(check(generator, cancelled)).rejects.toMatchObject(unknown);
    await expect(check(generator, "../../etc/passwd")).rejects.toMatchObject(unknown);

    const old = await accept(generator);
    const day = 24 * 60 * 60 * 1_000;
    await utimes(path.join(folder, `${old}.json`), new Date(NOW), new Date(NOW));
    now += day + 1;
    const young = await accept(generator);
    expect(await readdir(folder)).toEqual([`${young}.json`]);
    await expect(check(start(), old)).rejects.toMatchObject(unknown);
  });

  it("brings pictures back from disk as the bytes they were", async () => {
    const store = new PredictionStore(folder);
    const picture = new Uint8Array([0, 255, 137, 80]);
    const task = {
      kind: "clip" as const,
      scene: { picture },
      direction: "pan",
      style: "noir",
      width: 1,
      height: 1,
      seconds: 3,
      fps: 24,
      seed: 1,
      ffmpegPath: "ffmpeg",
    };
    const { id } = await store.create({ task, latencyMs: 0, now });
    expect((await new PredictionStore(folder).find(id))?.task).toEqual(task);
  });

  it("stops speaking when it is told to", async () => {
    const abort = new AbortController();
    const speech = request({
      jobId: "AudioGen[0]",
      genId: "AudioGen",
      inputs: { VoiceId: "default", Emotion: "neutral", "SegmentNarrationInput[0]": "Hello" },
      artifacts: new Map(),
      produces: ["SegmentNarrationAudio[0]", "WordTimings[0]"],
    });
    const speaking = start(1).submit(speech, abort.signal);
    abort.abort(new Error("enough"));
    await expect(speaking).rejects.toThrow("enough");
    await expect(start(0).submit(speech, abort.signal)).rejects.toThrow("enough");
    expect(pool.tasks).toEqual([]);
  });
});
