import { createHash } from "node:crypto";
import type { Behaviour } from "./behaviour";
import { valueFor } from "./from-schema";
import { makeMusic, makeSpeech } from "./media";

/** A request as far as an answer depends on it. */
export interface FakeRequest {
  path: string;
  body: Record<string, unknown>;
  /** The files of a form, by field. */
  files: Record<string, Uint8Array>;
  raw: string;
}

export interface FakeAnswer {
  status: number;
  contentType: string;
  bytes: Uint8Array;
}

const KIND_BY_SCHEMA: Record<string, string> = {
  script: "script",
  music_prompt: "musicPrompt",
  image_prompts: "imagePrompt",
  movie_direction: "videoPrompt",
  starting_image: "videoPrompt",
};

interface WantedFormat {
  name?: string;
  schema?: Record<string, unknown>;
}

function formatOf(request: FakeRequest): WantedFormat | null {
  if (request.path === "/responses") {
    const format = (request.body.text as { format?: WantedFormat & { type: string } } | undefined)?.format;
    return format?.schema ? format : null;
  }
  const format = request.body.response_format as { json_schema?: WantedFormat } | undefined;
  return format?.json_schema?.schema ? format.json_schema : null;
}

/** What kind of work is asked for; the names are those of providers.ts. */
export function openaiKind(request: FakeRequest): string {
  switch (request.path) {
    case "/audio/speech":
      return "speech";
    case "/audio/transcriptions":
      return "timings";
    case "/moderations":
      return "moderation";
    case "/embeddings":
      return "embedding";
    case "/models":
      return "models";
    default:
      return KIND_BY_SCHEMA[formatOf(request)?.name ?? ""] ?? "text";
  }
}

/** OpenAI's answers. Remembers what it said, so that it can be transcribed. */
export class FakeOpenai {
  private readonly spoken = new Map<string, string>();

  async answer(request: FakeRequest, behaviour: Behaviour): Promise<FakeAnswer> {
    switch (request.path) {
      case "/responses":
      case "/chat/completions":
        return json(this.text(request, behaviour));
      case "/audio/speech":
        return await this.speech(request, behaviour);
      case "/audio/transcriptions":
        return json(this.transcription(request, behaviour));
      case "/moderations":
        return json(moderation(request, behaviour));
      case "/embeddings":
        return json(embedding(request));
      case "/models":
        return json({ object: "list", data: [] });
      default:
        return json(openaiError("not_found", `Unknown path ${request.path}`), 404);
    }
  }

  private text(request: FakeRequest, behaviour: Behaviour): unknown {
    const format = formatOf(request);
    const content = format ? this.structured(format, request, behaviour) : "Understood.";
    const isResponses = request.path === "/responses";
    const cap = Number(
      (isResponses ? request.body.max_output_tokens : request.body.max_completion_tokens) ??
        request.body.max_tokens ??
        Number.POSITIVE_INFINITY,
    );
    const needed = Math.ceil(content.length / 4);
    const isCut = behaviour.answer === "cut" || needed > cap;
    const text = isCut ? content.slice(0, Math.floor(content.length / 2)) : content;
    const tokens = { input: Math.ceil(request.raw.length / 4), output: Math.min(needed, cap) };
    const refusal = behaviour.answer === "refusal" ? "I can't help with that." : null;
    const id = createHash("sha256").update(request.raw).digest("hex").slice(0, 24);
    return isResponses
      ? responseObject({ id, request, text, isCut, refusal, tokens })
      : completionObject({ id, request, text, isCut, refusal, tokens });
  }

  private structured(format: WantedFormat, request: FakeRequest, behaviour: Behaviour): string {
    const value = valueFor(format.schema ?? {}, request.raw);
    const changed =
      behaviour.answer === "wrong-count"
        ? withoutLast(value)
        : behaviour.answer === "blank-text"
          ? blanked(value)
          : value;
    const text = JSON.stringify(changed);
    return behaviour.answer === "bad-json" ? text.slice(0, -Math.ceil(text.length / 3)) : text;
  }

  private async speech(request: FakeRequest, behaviour: Behaviour): Promise<FakeAnswer> {
    const text = String(request.body.input);
    const format = String(request.body.response_format ?? "mp3");
    if (behaviour.answer === "wrong-mime")
      return { ...bytes(await makeMusic(text, 2)), contentType: "audio/wav" };
    if (format !== "wav") return { ...bytes(await makeMusic(text, 2)), contentType: "audio/mpeg" };
    const said = makeSpeech(text);
    this.spoken.set(createHash("sha256").update(said).digest("hex"), text);
    return { status: 200, contentType: "audio/wav", bytes: said };
  }

  private transcription(request: FakeRequest, behaviour: Behaviour): unknown {
    const file = request.files.file ?? new Uint8Array();
    const said = this.spoken.get(createHash("sha256").update(file).digest("hex")) ?? "something was said";
    // 24 kHz, one channel, two bytes a sample, as `makeSpeech` makes it.
    const duration = Math.max(0.1, (file.length - 44) / 48_000);
    const words = said.split(/\s+/).filter(Boolean);
    const step = duration / words.length;
    const timed = words.map((word, at) => ({
      // Whisper leaves the punctuation out.
      word: word.replaceAll(/[.,;:!?“”–]/g, "") || word,
      start: Math.round(at * step * 100) / 100,
      end: Math.round((at + 0.9) * step * 100) / 100,
    }));
    return {
      task: "transcribe",
      language: "english",
      duration,
      text: said,
      words: behaviour.answer === "wrong-count" ? [] : timed,
      usage: { type: "duration", seconds: Math.ceil(duration) },
    };
  }
}

function responseObject(options: TextAnswer): unknown {
  const { id, request, text, isCut, refusal, tokens } = options;
  const content = refusal
    ? { type: "refusal", refusal }
    : { type: "output_text", text, annotations: [], logprobs: [] };
  return {
    id: `resp_${id}`,
    object: "response",
    created_at: 1_760_000_000,
    status: isCut ? "incomplete" : "completed",
    error: null,
    incomplete_details: isCut ? { reason: "max_output_tokens" } : null,
    instructions: request.body.instructions ?? null,
    max_output_tokens: request.body.max_output_tokens ?? null,
    model: request.body.model,
    output: [
      {
        id: `msg_${id}`,
        type: "message",
        role: "assistant",
        status: isCut ? "incomplete" : "completed",
        content: [content],
      },
    ],
    parallel_tool_calls: true,
    metadata: {},
    tool_choice: "auto",
    tools: [],
    temperature: 1,
    top_p: 1,
    usage: {
      input_tokens: tokens.input,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: tokens.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: tokens.input + tokens.output,
    },
  };
}

interface TextAnswer {
  id: string;
  request: FakeRequest;
  text: string;
  isCut: boolean;
  refusal: string | null;
  tokens: { input: number; output: number };
}

function completionObject(options: TextAnswer): unknown {
  const { id, request, text, isCut, refusal, tokens } = options;
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created: 1_760_000_000,
    model: request.body.model,
    choices: [
      {
        index: 0,
        finish_reason: isCut ? "length" : "stop",
        logprobs: null,
        message: { role: "assistant", content: refusal ? null : text, refusal, annotations: [] },
      },
    ],
    usage: {
      prompt_tokens: tokens.input,
      completion_tokens: tokens.output,
      total_tokens: tokens.input + tokens.output,
    },
  };
}

const CATEGORIES = [
  "hate",
  "hate/threatening",
  "harassment",
  "harassment/threatening",
  "illicit",
  "illicit/violent",
  "self-harm",
  "self-harm/intent",
  "self-harm/instructions",
  "sexual",
  "sexual/minors",
  "violence",
  "violence/graphic",
];

function moderation(request: FakeRequest, behaviour: Behaviour): unknown {
  const inputs = Array.isArray(request.body.input) ? request.body.input : [request.body.input];
  const flagged = behaviour.flagged === true;
  const every = (value: (name: string) => unknown) =>
    Object.fromEntries(CATEGORIES.map((name) => [name, value(name)]));
  return {
    id: "modr-1",
    model: request.body.model ?? "omni-moderation-latest",
    results: inputs.map(() => ({
      flagged,
      categories: every((name) => flagged && name === "violence"),
      category_scores: every((name) => (flagged && name === "violence" ? 0.98 : 0.001)),
      category_applied_input_types: every(() => ["text"]),
    })),
  };
}

function embedding(request: FakeRequest): unknown {
  const inputs = Array.isArray(request.body.input) ? request.body.input : [request.body.input];
  const dimensions = Number(request.body.dimensions ?? 1_536);
  const data = inputs.map((input, index) => ({
    object: "embedding",
    index,
    embedding: directionOf(String(input), dimensions),
  }));
  const tokens = Math.ceil(request.raw.length / 4);
  return {
    object: "list",
    data,
    model: request.body.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** Numbers that depend on the text alone; not of length 1, as from servers that leave that to others. */
function directionOf(text: string, dimensions: number): number[] {
  const bytes: number[] = [];
  for (let part = 0; bytes.length < dimensions; part++) {
    bytes.push(...createHash("sha256").update(`${part} ${text}`).digest());
  }
  return bytes.slice(0, dimensions).map((byte) => (byte + 0.5) / 128 - 1);
}

/** Takes one element from the first list in a value. */
function withoutLast(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const at = entries.findIndex(([, inner]) => Array.isArray(inner) && inner.length > 0);
  return Object.fromEntries(
    entries.map(([name, inner], index) => [name, index === at ? inner.slice(0, -1) : inner]),
  );
}

function blanked(value: unknown): unknown {
  if (typeof value === "string") return " ";
  if (Array.isArray(value)) return value.map(blanked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, blanked(inner)]));
}

export function openaiError(code: string, message: string, type = "invalid_request_error"): unknown {
  return { error: { message, type, param: null, code } };
}

function json(value: unknown, status = 200): FakeAnswer {
  return { status, contentType: "application/json", bytes: new TextEncoder().encode(JSON.stringify(value)) };
}

function bytes(content: Uint8Array): { status: number; bytes: Uint8Array } {
  return { status: 200, bytes: content };
}
