import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOpenaiClient } from "../../lib/adapters/openai/client";
import { createOpenaiEmbedder } from "../../lib/adapters/openai/embedder";
import { failureOf } from "../../lib/adapters/openai/failure-of";
import { MODELS } from "../../lib/core/catalogue/models";
import type { Embedder } from "../../lib/ports/embedder";
import type { Behaviour } from "../fakes/behaviour";
import { type FakeProvidersProcess, startFakeProviders } from "../rigs/fake-providers";

const KEY = "sk-very-secret-key";
const { signal } = new AbortController();
let fakes: FakeProvidersProcess;
beforeAll(async () => {
  fakes = await startFakeProviders();
});
beforeEach(async () => await fakes.reset());
afterAll(async () => await fakes?.stop());

function embedderOf(dimensions = 1_536, id = "text-embedding-3-small"): Embedder {
  const model = MODELS.find((row) => row.id === id);
  if (!model?.capabilities.includes("embedding")) throw new Error(`${id} makes no embeddings.`);
  return createOpenaiEmbedder({
    client: createOpenaiClient({ apiKey: KEY, baseUrl: fakes.openaiBaseUrl }),
    failure: (error) => failureOf(error, { now: Date.now(), hidden: [KEY] }),
    model,
    dimensions,
    timeoutMs: 5_000,
  });
}

const asked = async () => (await fakes.requests()).filter(({ kind }) => kind === "embedding");
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

describe("embeddings", () => {
  it("come in the order of the texts, of length 1, and in the dimensions asked for", async () => {
    const texts = ["How tides work", "Why cats purr", "潮汐 🌊"];
    const { vectors, costMicros, model, dimensions } = await embedderOf(256).embed(texts, signal);
    expect({ model, dimensions }).toEqual({ model: "text-embedding-3-small", dimensions: 256 });
    expect(vectors.map((vector) => vector.length)).toEqual([256, 256, 256]);
    for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 5);
    const backwards = await embedderOf(256).embed([...texts].reverse(), signal);
    expect(backwards.vectors.map((one) => [...one])).toEqual([...vectors].reverse().map((one) => [...one]));
    expect(costMicros).toBeGreaterThan(0);
  });

  it("are bought once for equal texts, and in one request", async () => {
    const { vectors } = await embedderOf().embed(["a", "b", "a", "a"], signal);
    expect(vectors[2]).toEqual(vectors[0]);
    expect(vectors[1]).not.toEqual(vectors[0]);
    expect(await asked()).toHaveLength(1);
    expect((await fakes.counts()).violations).toEqual([]);
  });

  it("of many texts take as few requests as the API's bounds allow", async () => {
    const texts = Array.from({ length: 2_049 }, (_, index) => `text ${index}`);
    const { vectors } = await embedderOf(8).embed(texts, signal);
    expect(vectors).toHaveLength(2_049);
    expect(await asked()).toHaveLength(2);
    await fakes.reset();
    // Together more than one request may have.
    await embedderOf(8).embed(
      Array.from({ length: 40 }, (_, index) => `${index} ${"word ".repeat(4_000)}`),
      signal,
    );
    expect(await asked()).toHaveLength(2);
  });

  it("of nothing cost nothing, and nobody is asked", async () => {
    expect(await embedderOf().embed([], signal)).toMatchObject({ vectors: [], costMicros: 0 });
    expect(await asked()).toEqual([]);
  });

  it.each([
    ["an empty text", ["fine", " \n"], "Text 1 is empty"],
    ["one that is too long", ["x".repeat(32_001)], "Text 0 is longer than the model reads"],
  ])("refuse %s before anybody is asked, and say which", async (_name, texts, says) => {
    await expect(embedderOf().embed(texts, signal)).rejects.toMatchObject({
      failureClass: "permanent",
      message: expect.stringContaining(says),
    });
    expect(await asked()).toEqual([]);
  });

  it.each([
    ["too many requests", { status: 429, headers: { "retry-after": "3" } }, "retryable"],
    ["a server error", { status: 500 }, "retryable"],
    ["a refused key", { status: 401 }, "permanent"],
    ["no credit", { status: 402 }, "budget"],
    ["a page", { status: 200, body: "<html></html>" }, "validation"],
    ["an answer of another kind", { status: 200, body: { object: "list", data: [] } }, "validation"],
    ["a vector that points nowhere", { status: 200, body: vectorOf([0, 0, 0, 0]) }, "validation"],
    ["vectors of other dimensions", { status: 200, body: vectorOf([1, 2]) }, "validation"],
    ["an answer that is lost", { reset: "after" }, "retryable"],
    ["an answer that breaks off", { answer: "truncated" }, "retryable"],
    ["a connection that is refused", { reset: "before" }, "retryable"],
  ] satisfies [string, Behaviour, string][])(
    "say of %s what it is",
    async (_name, behaviour, failureClass) => {
      await fakes.script({ match: { kind: "embedding" }, times: 1, do: behaviour });
      const failure = await embedderOf(4)
        .embed(["words"], signal)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: "GeneratorFailure", failureClass });
      expect(JSON.stringify(failure)).not.toContain(KEY);
    },
  );
});

function vectorOf(embedding: number[]) {
  return {
    object: "list",
    data: [{ object: "embedding", index: 0, embedding }],
    usage: { prompt_tokens: 1 },
  };
}
