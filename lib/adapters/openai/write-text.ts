import type OpenAI from "openai";
import { findModel } from "../../core/catalogue/models";
import { costOf } from "../../core/catalogue/price";
import type { MicroUsd } from "../../core/money/micro-usd";
import { type TextTask, textTask } from "../../core/prompts/text-task";
import { GeneratorFailure } from "../../core/run/failure";
import type { GenerationRequest, GenerationResult } from "../../ports/generator";
import { answerOfCompletion, answerOfResponse, type ModelAnswer } from "./answer-text";
import { readJson } from "./read-body";
import { shownLimits } from "./shown-limits";
import { findText } from "./upstream-text";

/** `chat`: `/chat/completions`, which servers compatible with OpenAI's have; OpenAI itself is asked through `/responses`. */
export type TextApi = "responses" | "chat";

const MAX_BYTES = 8_000_000;

/**
 * A script or prompts by a language model: one request with structured output, its tokens capped. Throws a `validation` failure, with
 * what it cost, for an answer that is cut, empty, or not of the form asked for.
 */
export async function writeText(options: {
  client: OpenAI;
  api: TextApi;
  request: GenerationRequest;
  signal: AbortSignal;
}): Promise<GenerationResult> {
  const { request } = options;
  const task = textTask({
    genId: request.genId,
    produces: request.produces,
    inputs: request.inputs,
    texts: {
      title: await findText(request, "VideoTitle"),
      summary: await findText(request, "VideoSummary"),
      narration: await findText(request, "NarrationSegmentScript", "SegmentNarrationInput"),
    },
  });
  const response = options.api === "chat" ? await askChat(options, task) : await askResponses(options, task);
  const body = await readJson(response, MAX_BYTES);
  const answer = options.api === "chat" ? answerOfCompletion(body) : answerOfResponse(body);
  const costMicros = costOfAnswer(request.model, task, answer);
  const texts = readTexts(task, answer, costMicros);
  const shown = shownLimits(response.headers, Date.now());
  return {
    costMicros,
    ...(shown ? { shown } : {}),
    outputs: request.produces.map((artifact) => ({
      artifact,
      mediaType: "text/plain",
      bytes: new TextEncoder().encode(texts.get(artifact) ?? ""),
    })),
  };
}

interface Asking {
  client: OpenAI;
  request: GenerationRequest;
  signal: AbortSignal;
}

async function askResponses({ client, request, signal }: Asking, task: TextTask): Promise<Response> {
  const { name, schema, instructions, input, maxOutputTokens } = task;
  const body = {
    model: request.model,
    instructions,
    input,
    max_output_tokens: maxOutputTokens,
    store: false,
    text: { format: { type: "json_schema" as const, name, strict: true, schema } },
    ...request.modelConfig,
  };
  const headers = { "Idempotency-Key": request.nonce };
  return await client.responses.create(body, { signal, headers }).asResponse();
}

async function askChat({ client, request, signal }: Asking, task: TextTask): Promise<Response> {
  const { name, schema, instructions, input, maxOutputTokens } = task;
  const body = {
    model: request.model,
    messages: [
      { role: "system" as const, content: instructions },
      { role: "user" as const, content: input },
    ],
    // The older name, which compatible servers know.
    max_tokens: maxOutputTokens,
    response_format: { type: "json_schema" as const, json_schema: { name, strict: true, schema } },
    ...request.modelConfig,
  };
  const headers = { "Idempotency-Key": request.nonce };
  return await client.chat.completions.create(body, { signal, headers }).asResponse();
}

/** By the provider's own count; a server that does not count is taken to have used all it was allowed. */
function costOfAnswer(model: string, task: TextTask, { usage }: ModelAnswer): MicroUsd {
  const sent = new TextEncoder().encode(task.instructions + task.input + JSON.stringify(task.schema)).length;
  return costOf(
    findModel(model)?.price ?? null,
    usage ?? { inputTokens: sent, outputTokens: task.maxOutputTokens },
  );
}

function readTexts(task: TextTask, answer: ModelAnswer, costMicros: MicroUsd): Map<string, string> {
  const invalid = (providerErrorCode: string, message: string) =>
    new GeneratorFailure({ failureClass: "validation", providerErrorCode, message, costMicros });
  if (answer.refusal !== null) {
    throw new GeneratorFailure({
      failureClass: "policy",
      providerErrorCode: "refusal",
      message: `The model would not write this: ${answer.refusal} Change the words it was made from.`,
      costMicros,
    });
  }
  if (answer.isCut) throw invalid("cut", "The model's answer was cut off before its end.");
  if (answer.text.trim() === "") throw invalid("empty", "The model answered with nothing.");
  let value: unknown;
  try {
    value = JSON.parse(answer.text);
  } catch {
    throw invalid("bad-json", "The model answered with broken JSON.");
  }
  const read = task.read(value);
  if (!read.ok) throw invalid("bad-form", `The model's answer has not the form asked for: ${read.problem}.`);
  return read.texts;
}
