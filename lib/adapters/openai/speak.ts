import type OpenAI from "openai";
import { speechInstructions, speechMaximum } from "../../core/catalogue/estimates";
import { findModel } from "../../core/catalogue/models";
import { costOf } from "../../core/catalogue/price";
import { microUsd } from "../../core/money/micro-usd";
import { GeneratorFailure } from "../../core/run/failure";
import type { GenerationRequest, GenerationResult } from "../../ports/generator";
import { readBody } from "./read-body";
import { shownLimits } from "./shown-limits";
import { textOf } from "./upstream-text";
import { resolveOpenaiVoice } from "./voices";
import { wavSeconds } from "./wav-seconds";

const MAX_BYTES = 64_000_000;

/** A segment's narration as WAV (ADR 0003), spoken word for word. Throws `validation` for what is no sound. */
export async function speak(options: {
  client: OpenAI;
  request: GenerationRequest;
  signal: AbortSignal;
}): Promise<GenerationResult> {
  const { client, request, signal } = options;
  const { inputs, model, modelConfig } = request;
  const text = await textOf(request, "NarrationSegmentScript", "SegmentNarrationInput");
  const voice = resolveOpenaiVoice(String(inputs.VoiceId ?? "default"));
  if (voice === undefined) {
    const message = `OpenAI has no voice "${String(inputs.VoiceId)}". Choose one of the catalogue.`;
    throw new GeneratorFailure({ failureClass: "permanent", providerErrorCode: "unknown-voice", message });
  }
  const instructions = modelConfig.instructions === true ? speechInstructions(inputs) : "";
  const response = await client.audio.speech
    .create(
      { model, input: text, voice, response_format: "wav", ...(instructions === "" ? {} : { instructions }) },
      { signal, headers: { "Idempotency-Key": request.nonce } },
    )
    .asResponse();
  const bytes = await readBody(response, MAX_BYTES);
  const seconds = wavSeconds(bytes);
  const { length: size } = new TextEncoder().encode(text + instructions);
  const price = findModel(model)?.price ?? null;
  const language = String(inputs.Language);
  const maximum = speechMaximum({ price }, { characters: text.length, bytes: size, language, instructions });
  // The length of what is spoken cannot be capped, only bounded: nobody speaks slower than the bound.
  const cost = costOf(price, { inputTokens: size, characters: text.length, seconds: seconds ?? 0 });
  const costMicros = microUsd(Math.min(cost, maximum));
  if (seconds === null) {
    throw new GeneratorFailure({
      failureClass: "validation",
      providerErrorCode: "no-sound",
      message: `OpenAI's narration is no WAV file with sound in it (${bytes.length} bytes).`,
      costMicros,
    });
  }
  const outputs = request.produces.map((artifact) => ({ artifact, mediaType: "audio/wav", bytes }));
  const shown = shownLimits(response.headers, Date.now());
  return { outputs, costMicros, ...(shown ? { shown } : {}) };
}
