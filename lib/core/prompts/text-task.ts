import type { InputValues } from "../graph/blueprint-types";
import { INPUT_TABLE } from "../graph/input-table";
import { segmentCount } from "../graph/narrated-video";
import { parseIndexedName } from "../naming/asset-path";
import { narrationLimit, PROMPT_LIMIT, SUMMARY_LIMIT, TITLE_LIMIT } from "./limits";
import { MOVIE_DIRECTION_TEMPLATE } from "./movie-direction";
import { MUSIC_TEMPLATE } from "./music";
import { IMAGE_PROMPTS_TEMPLATE, STARTING_IMAGE_TEMPLATE } from "./pictures";
import { SCRIPT_TEMPLATE } from "./script";
import { fillTemplate, type PromptTemplate } from "./template";

/** The template of each generator that writes. */
export const TEXT_TEMPLATES: Readonly<Record<string, PromptTemplate>> = {
  ScriptGen: SCRIPT_TEMPLATE,
  TextToMusicPromptGen: MUSIC_TEMPLATE,
  TextToImagePromptGen: IMAGE_PROMPTS_TEMPLATE,
  TextToVideoPromptGen: MOVIE_DIRECTION_TEMPLATE,
  ImageToVideoPromptGen: STARTING_IMAGE_TEMPLATE,
};

/** What was written before and is read now; passed on word for word. */
export interface UpstreamTexts {
  title?: string;
  summary?: string;
  narration?: string;
}

export type TextAnswer = { ok: true; texts: Map<string, string> } | { ok: false; problem: string };

/** One request to a language model, and how its answer is read. */
export interface TextTask {
  /** Names the form of the answer. */
  name: string;
  instructions: string;
  input: string;
  /** JSON Schema of the answer; every field required, lengths of lists by equal `minItems` and `maxItems`. */
  schema: Record<string, unknown>;
  /** Sent with the request, so that no answer can cost more than was reserved. */
  maxOutputTokens: number;
  /** The text of every artifact the job owes, exactly as it was written; or what is wrong with the answer. */
  read(answer: unknown): TextAnswer;
}

interface Field {
  name: string;
  /** Absent: one text; otherwise a list of so many. */
  count?: number;
  limit: number;
  /** The artifact that the text at a place of the field becomes; null: nobody asked for it. */
  artifact(at: number): string | null;
}

interface Shape {
  values: Record<string, string>;
  fields: Field[];
  maxOutputTokens: number;
}

export interface TextTaskOptions {
  genId: string;
  produces: readonly string[];
  /** Those the job declares. */
  inputs: InputValues;
  texts: UpstreamTexts;
}

/** What to ask a language model for a job, and how to read what it says. Throws RangeError for a generator that does not write. */
export function textTask(options: TextTaskOptions): TextTask {
  const template = TEXT_TEMPLATES[options.genId];
  if (!template) throw new RangeError(`${options.genId} is not written by a language model.`);
  const { values, fields, maxOutputTokens } = shapeOf(options);
  return {
    name: template.name,
    instructions: fillTemplate(template.instructions, values),
    input: fillTemplate(template.input, values),
    schema: schemaOf(fields, template),
    maxOutputTokens,
    read: (answer) => readAnswer(answer, fields),
  };
}

function shapeOf({ genId, produces, inputs, texts }: TextTaskOptions): Shape {
  const { title = "", summary = "", narration = "" } = texts;
  const owed = new Set(produces);
  const only = (artifact: string | undefined) =>
    artifact !== undefined && owed.has(artifact) ? artifact : null;
  const named = (family: string) => produces.find((artifact) => parseIndexedName(artifact).name === family);
  switch (genId) {
    case "ScriptGen": {
      const count = segmentCount(inputs);
      const limit = narrationLimit(inputs);
      return {
        values: scriptValues(inputs, count, limit),
        fields: [
          { name: "title", limit: TITLE_LIMIT, artifact: () => only("VideoTitle") },
          { name: "summary", limit: SUMMARY_LIMIT, artifact: () => only("VideoSummary") },
          { name: "narration", count, limit, artifact: (at) => only(`NarrationSegmentScript[${at}]`) },
        ],
        maxOutputTokens: 400 + count * (40 + Math.ceil(limit / 1.5)),
      };
    }
    case "TextToMusicPromptGen": {
      const wish = String(inputs.MusicPromptMod ?? "") || "none";
      return {
        values: { title, summary, wish },
        fields: [{ name: "prompt", limit: PROMPT_LIMIT, artifact: () => only("MusicPrompt") }],
        maxOutputTokens: 300,
      };
    }
    case "TextToImagePromptGen": {
      const count = produces.length;
      return {
        values: { count: String(count), style: String(inputs.ImageStyle), summary, narration },
        fields: [{ name: "prompts", count, limit: PROMPT_LIMIT, artifact: (at) => produces[at] ?? null }],
        maxOutputTokens: 120 + count * 260,
      };
    }
    case "TextToVideoPromptGen":
      return {
        values: { summary, narration },
        fields: [
          {
            name: "direction",
            limit: PROMPT_LIMIT,
            artifact: () => only(named("TextToMovieDirectionPrompt")),
          },
        ],
        maxOutputTokens: 400,
      };
    default:
      return {
        values: { summary, narration },
        fields: [
          { name: "image", limit: PROMPT_LIMIT, artifact: () => only(named("StartingImagePrompt")) },
          {
            name: "direction",
            limit: PROMPT_LIMIT,
            artifact: () => only(named("ImageToMovieDirectionPrompt")),
          },
        ],
        maxOutputTokens: 700,
      };
  }
}

function scriptValues(inputs: InputValues, count: number, limit: number): Record<string, string> {
  const seconds = Number(inputs.SegmentDuration);
  const code = String(inputs.Language);
  const language = languageName(code);
  const advice = SCRIPT_TEMPLATE.languages?.[code] ?? SCRIPT_TEMPLATE.languages?.["*"] ?? "";
  return {
    prompt: String(inputs.InquiryPrompt),
    audience: String(inputs.Audience),
    segments: String(count),
    segmentSeconds: String(seconds),
    words: String(Math.max(4, Math.round(seconds * 2.3))),
    limit: String(limit),
    advice: fillTemplate(advice, { language }),
  };
}

/** The English name of a language by its code; the code itself where there is none. */
export function languageName(code: string): string {
  return INPUT_TABLE.Language.options.find(({ value }) => value === code)?.label ?? code;
}

function schemaOf(fields: readonly Field[], template: PromptTemplate): Record<string, unknown> {
  const properties = fields.map(({ name, count }) => {
    const description = template.fields[name];
    const text = { type: "string" };
    return [
      name,
      count === undefined
        ? { ...text, description }
        : { type: "array", description, items: text, minItems: count, maxItems: count },
    ] as const;
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: fields.map(({ name }) => name),
    additionalProperties: false,
  };
}

function readAnswer(answer: unknown, fields: readonly Field[]): TextAnswer {
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    return { ok: false, problem: "the answer is not an object" };
  }
  const texts = new Map<string, string>();
  for (const field of fields) {
    const value = Object.hasOwn(answer, field.name)
      ? (answer as Record<string, unknown>)[field.name]
      : undefined;
    const list = field.count === undefined ? [value] : value;
    if (!Array.isArray(list)) return { ok: false, problem: `"${field.name}" is not a list` };
    if (list.length !== (field.count ?? 1)) {
      return { ok: false, problem: `"${field.name}" has ${list.length} elements, not ${field.count}` };
    }
    for (const [at, text] of list.entries()) {
      const artifact = field.artifact(at);
      const problem = faultOf(text, field);
      if (problem !== null) return { ok: false, problem };
      if (artifact !== null) texts.set(artifact, text as string);
    }
  }
  return { ok: true, texts };
}

function faultOf(text: unknown, { name, limit }: Field): string | null {
  if (typeof text !== "string") return `"${name}" is not text`;
  if (text.trim() === "") return `"${name}" is empty`;
  return text.length > limit ? `"${name}" has ${text.length} characters, more than ${limit}` : null;
}
