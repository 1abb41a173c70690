import type OpenAI from "openai";
import { z } from "zod";
import type { CatalogueModel } from "../../core/catalogue/models";
import { costOf } from "../../core/catalogue/price";
import { addMicros } from "../../core/money/micro-usd";
import { GeneratorFailure } from "../../core/run/failure";
import type { Embedder } from "../../ports/embedder";
import { LostAnswer } from "./failure-of";
import { readJson } from "./read-body";

/** OpenAI's own bound on the texts of one request. */
const MOST_TEXTS = 2_048;
/** Of all texts of one request together OpenAI reads 300 000 tokens; counted as if every two characters were one. */
const MOST_CHARACTERS = 600_000;
/** 8 192 tokens; text that is nothing but rare characters has more, and is refused by the provider itself. */
const LONGEST_TEXT = 32_000;
const BYTES_PER_NUMBER = 40;
const ENVELOPE_BYTES = 100_000;

const answerSchema = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()) })),
  usage: z.object({ prompt_tokens: z.number().int().nonnegative() }),
});

/**
 * The embedding port with `/embeddings`: texts in as few requests as the API's bounds allow, one after the other, each distinct text
 * once. Vectors are shortened by the provider to `dimensions` and come back normalised, also from servers that do not do it.
 */
export function createOpenaiEmbedder(options: {
  client: OpenAI;
  /** The SDK's error as the runner's. */
  failure(error: unknown): GeneratorFailure | LostAnswer;
  model: CatalogueModel;
  dimensions: number;
  timeoutMs: number;
}): Embedder {
  const { client, failure, model, dimensions, timeoutMs } = options;

  async function ask(input: string[], signal: AbortSignal) {
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const body = { model: model.id, input, dimensions, encoding_format: "float" as const };
      const asked = await client.embeddings.create(body, { signal: within }).asResponse();
      const most = input.length * dimensions * BYTES_PER_NUMBER + ENVELOPE_BYTES;
      return checked(await readJson(asked, most), input.length, dimensions);
    } catch (error) {
      const found = failure(error);
      if (!(found instanceof LostAnswer)) throw found;
      throw new GeneratorFailure({
        failureClass: "retryable",
        providerErrorCode: "answer-lost",
        message: found.message,
      });
    }
  }

  return {
    model: model.id,
    dimensions,
    async embed(texts, signal) {
      texts.forEach(assertReadable);
      const found = new Map<string, Float32Array>();
      let costMicros = costOf(model.price, {});
      for (const batch of batchesOf([...new Set(texts)])) {
        const { vectors, tokens } = await ask(batch, signal);
        batch.forEach((text, index) => void found.set(text, vectors[index] as Float32Array));
        costMicros = addMicros(costMicros, costOf(model.price, { inputTokens: tokens }));
      }
      const vectors = texts.map((text) => found.get(text) as Float32Array);
      return { vectors, model: model.id, dimensions, costMicros };
    },
  };
}

function assertReadable(text: string, index: number): void {
  const fault =
    text.trim() === "" ? "is empty" : text.length > LONGEST_TEXT ? "is longer than the model reads" : null;
  if (fault === null) return;
  throw new GeneratorFailure({
    failureClass: "permanent",
    providerErrorCode: "bad-text",
    message: `Text ${index} ${fault}: use 1 to ${LONGEST_TEXT} characters.`,
  });
}

function batchesOf(texts: readonly string[]): string[][] {
  const batches: string[][] = [];
  let characters = 0;
  for (const text of texts) {
    const last = batches.at(-1);
    if (last && last.length < MOST_TEXTS && characters + text.length <= MOST_CHARACTERS) {
      last.push(text);
      characters += text.length;
    } else {
      batches.push([text]);
      characters = text.length;
    }
  }
  return batches;
}

/** Throws a `validation` failure unless there is one vector of the right length per text. */
function checked(answer: unknown, texts: number, dimensions: number) {
  const parsed = answerSchema.safeParse(answer);
  const rows = parsed.success ? [...parsed.data.data].sort((a, b) => a.index - b.index) : [];
  const isWhole = rows.length === texts && rows.every(({ index }, at) => index === at);
  const vectors = rows.map(({ embedding }) => normalised(embedding));
  if (!parsed.success || !isWhole || vectors.some((vector) => vector?.length !== dimensions)) {
    throw new GeneratorFailure({
      failureClass: "validation",
      providerErrorCode: "bad-answer",
      message: `OpenAI answered with no ${texts} embeddings of ${dimensions} numbers each.`,
    });
  }
  return { vectors: vectors as Float32Array[], tokens: parsed.data.usage.prompt_tokens };
}

/** Null: nothing points anywhere. */
function normalised(numbers: readonly number[]): Float32Array | null {
  const length = Math.hypot(...numbers);
  return length > 0 && Number.isFinite(length) ? Float32Array.from(numbers, (n) => n / length) : null;
}
