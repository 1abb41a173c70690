import type OpenAI from "openai";
import { z } from "zod";
import { findModel } from "../../core/catalogue/models";
import { costOf } from "../../core/catalogue/price";
import { type MicroUsd, ZERO_MICROS } from "../../core/money/micro-usd";
import { GeneratorFailure, isGeneratorFailure } from "../../core/run/failure";
import { alignWords } from "../../core/timeline/align-words";
import { estimateWords } from "../../core/timeline/estimate-words";
import type { WordTimings } from "../../core/timeline/word-timings";
import type { GenerationRequest, GenerationResult, SubmitResult } from "../../ports/generator";
import { LostAnswer } from "./failure-of";
import { readJson } from "./read-body";
import { textOf } from "./upstream-text";
import { wavSeconds } from "./wav-seconds";

const MAX_BYTES = 8_000_000;
/** Narrations whose transcription failed once; kept small, it is only a memory of this process. */
const REMEMBERED = 1_000;

const transcriptSchema = z.object({
  words: z.array(z.object({ word: z.string(), start: z.number().min(0), end: z.number().min(0) })),
});

/** What a narration's words are timed by. */
interface Narration {
  text: string;
  bytes: Uint8Array;
  seconds: number;
  checksum: string;
}

/**
 * When each word of a narration is spoken, by listening to it. Only captions depend on it, so it never costs a narration: what fails
 * for good, or twice, is estimated from the text, and marked so.
 */
export function createWordTimer(options: {
  client: OpenAI;
  /** The SDK's error as the runner's. */
  failure(error: unknown): GeneratorFailure | LostAnswer;
}) {
  const failedBefore = new Set<string>();

  return async function timeWords(request: GenerationRequest, signal: AbortSignal): Promise<SubmitResult> {
    const narration = await narrationOf(request);
    await request.goAhead?.();
    try {
      const result = await listen({ client: options.client, request, narration, signal });
      failedBefore.delete(narration.checksum);
      return { kind: "finished", ...result };
    } catch (error) {
      const failure = options.failure(error);
      // Nobody has listened yet: it is asked again, as often as that takes.
      if (isGeneratorFailure(failure) && failure.tooMany) throw failure;
      const isPassing =
        failure instanceof LostAnswer ||
        failure.failureClass === "retryable" ||
        failure.failureClass === "validation";
      if (isPassing && !failedBefore.has(narration.checksum)) {
        if (failedBefore.size >= REMEMBERED) failedBefore.clear();
        failedBefore.add(narration.checksum);
        if (failure instanceof LostAnswer) return { kind: "unknown", message: failure.message };
        throw failure;
      }
      const costMicros = isGeneratorFailure(failure)
        ? (failure.costMicros ?? ZERO_MICROS)
        : costOfListening(request, narration);
      const words = estimateWords(narration.text, narration.seconds);
      return { kind: "finished", ...resultOf(request, { words, estimated: true }, costMicros) };
    }
  };
}

async function listen(options: {
  client: OpenAI;
  request: GenerationRequest;
  narration: Narration;
  signal: AbortSignal;
}): Promise<GenerationResult> {
  const { client, request, narration, signal } = options;
  const { text, bytes, seconds } = narration;
  const response = await client.audio.transcriptions
    .create(
      {
        file: new File([new Uint8Array(bytes)], "narration.wav", { type: "audio/wav" }),
        model: String(request.modelConfig.timings),
        language: String(request.inputs.Language),
        response_format: "verbose_json",
        timestamp_granularities: ["word"],
      },
      { signal, headers: { "Idempotency-Key": request.nonce } },
    )
    .asResponse();
  const costMicros = costOfListening(request, narration);
  const parsed = transcriptSchema.safeParse(await readJson(response, MAX_BYTES));
  if (!parsed.success || parsed.data.words.length === 0) {
    throw new GeneratorFailure({
      failureClass: "validation",
      providerErrorCode: "no-words",
      message: "OpenAI's transcription has no words with times.",
      costMicros,
    });
  }
  const words = alignWords({ text, heard: parsed.data.words, seconds });
  return resultOf(request, { words }, costMicros);
}

async function narrationOf(request: GenerationRequest): Promise<Narration> {
  const spoken = [...request.artifacts].find(([name]) => name.startsWith("SegmentNarrationAudio["))?.[1];
  if (!spoken) {
    throw new GeneratorFailure({
      failureClass: "permanent",
      message: `${request.jobId} has no narration to time.`,
    });
  }
  const bytes = await spoken.read();
  return {
    bytes,
    text: await textOf(request, "NarrationSegmentScript", "SegmentNarrationInput"),
    seconds: spoken.facts.durationSeconds ?? wavSeconds(bytes) ?? 0,
    checksum: spoken.checksum,
  };
}

function costOfListening(request: GenerationRequest, { seconds }: Narration): MicroUsd {
  return costOf(findModel(String(request.modelConfig.timings))?.price ?? null, { seconds });
}

function resultOf(request: GenerationRequest, timings: WordTimings, costMicros: MicroUsd): GenerationResult {
  const bytes = new TextEncoder().encode(JSON.stringify(timings));
  const outputs = request.produces.map((artifact) => ({ artifact, mediaType: "application/json", bytes }));
  return { outputs, costMicros };
}
