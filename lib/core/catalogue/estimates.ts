import type { InputValues } from "../graph/blueprint-types";
import { concreteName } from "../graph/notation";
import { addMicros, type MicroUsd } from "../money/micro-usd";
import type { EstimateInput } from "../plan/types";
import { longestSpeech, narrationLimit, SUMMARY_LIMIT, TITLE_LIMIT } from "../prompts/limits";
import { SPEECH_TEMPLATE } from "../prompts/speech";
import { fillTemplate } from "../prompts/template";
import { languageName, type TextTask, textTask } from "../prompts/text-task";
import { type CatalogueModel, fittingSeconds } from "./models";
import { costOf } from "./price";

/*
 * The most a job can cost, from what is known before anything is written. A token is at least one byte, a character at most four, and
 * caps on the output are sent with the request: what is paid in the end is never more.
 */

const BYTES_A_CHARACTER = 4;
const BYTES_A_TOKEN = 3;
/** What a request holds besides its texts: roles, the answer's form. */
const OVERHEAD_TOKENS = 200;

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The most a job of a generator that writes can cost with a language model. */
export function textMaximum(model: Pick<CatalogueModel, "price">, job: EstimateInput): MicroUsd {
  const task = longestTask(job, BYTES_A_CHARACTER);
  return costOf(model.price, {
    inputTokens: bytesSent(task) + OVERHEAD_TOKENS,
    outputTokens: task.maxOutputTokens,
  });
}

/**
 * How many tokens such a job counts for where a provider counts them by the minute: what is sent at three bytes a token, as most text
 * is, and all that may come back.
 */
export function likelyTokens(job: EstimateInput): number {
  const task = longestTask(job, 1);
  return Math.ceil(bytesSent(task) / BYTES_A_TOKEN) + OVERHEAD_TOKENS + task.maxOutputTokens;
}

function bytesSent(task: TextTask): number {
  return bytesOf(task.instructions) + bytesOf(task.input) + bytesOf(JSON.stringify(task.schema));
}

/** What is asked of a language model when the texts before it are as long as they may be. */
function longestTask({ genId, index, inputs }: EstimateInput, bytesACharacter: number): TextTask {
  const given = inputs[concreteName("SegmentNarrationInput", index)];
  const count = genId === "TextToImagePromptGen" ? Number(inputs.ImagesPerSegment) : 1;
  const longest = (characters: number) => "x".repeat(characters * bytesACharacter);
  return textTask({
    genId,
    produces: Array.from({ length: count }, (_, at) => concreteName("SegmentImagePrompt", [...index, at])),
    inputs,
    texts: {
      title: longest(TITLE_LIMIT),
      summary: longest(SUMMARY_LIMIT),
      narration: typeof given === "string" ? given : longest(narrationLimit(inputs)),
    },
  });
}

/** What is said to a voice besides the text. */
export function speechInstructions(inputs: Readonly<Record<string, unknown>>): string {
  const emotion = String(inputs.Emotion ?? "neutral");
  const template = emotion === "neutral" ? SPEECH_TEMPLATE.neutral : SPEECH_TEMPLATE.emotion;
  return fillTemplate(template, { emotion, language: languageName(String(inputs.Language)) });
}

/** The most that saying a text can cost, of so many characters and bytes. */
export function speechMaximum(
  model: Pick<CatalogueModel, "price">,
  text: { characters: number; bytes: number; language: string; instructions: string },
): MicroUsd {
  const { characters, bytes, language, instructions } = text;
  return costOf(model.price, {
    inputTokens: bytes + bytesOf(instructions) + OVERHEAD_TOKENS,
    characters,
    seconds: longestSpeech(characters, language),
  });
}

/** The most a narration can cost: speaking it, and listening to it for the times of its words. */
export function narrationMaximum(options: {
  speech: Pick<CatalogueModel, "price">;
  timings: Pick<CatalogueModel, "price">;
  index: readonly number[];
  inputs: InputValues;
}): { speech: MicroUsd; timings: MicroUsd; total: MicroUsd } {
  const { index, inputs } = options;
  const given = inputs[concreteName("SegmentNarrationInput", index)];
  const characters = typeof given === "string" ? given.length : narrationLimit(inputs);
  const bytes = typeof given === "string" ? bytesOf(given) : characters * BYTES_A_CHARACTER;
  const language = String(inputs.Language);
  const instructions = speechInstructions(inputs);
  const speech = speechMaximum(options.speech, { characters, bytes, language, instructions });
  const timings = costOf(options.timings.price, { seconds: longestSpeech(characters, language) });
  return { speech, timings, total: addMicros(speech, timings) };
}

/** The price of a picture, a piece of music or a clip, which is known beforehand. */
export function mediaCost(
  model: Pick<CatalogueModel, "price" | "seconds">,
  genId: string,
  inputs: Readonly<Record<string, unknown>>,
): MicroUsd {
  return costOf(model.price, { seconds: fittingSeconds(model, wantedSeconds(genId, inputs)) });
}

/** How long the music or a clip should be; `inputs` has the video's own durations. */
export function wantedSeconds(genId: string, inputs: Readonly<Record<string, unknown>>): number {
  return Number(genId === "MusicGen" ? inputs.Duration : (inputs.SegmentDuration ?? 10));
}
