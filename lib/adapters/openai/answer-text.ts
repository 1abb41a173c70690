import { z } from "zod";
import { GeneratorFailure } from "../../core/run/failure";

/** What a language model answered, whichever API it was asked through. */
export interface ModelAnswer {
  text: string;
  /** Null when the server does not count. */
  usage: { inputTokens: number; outputTokens: number } | null;
  /** Its tokens ran out before the answer was whole. */
  isCut: boolean;
  /** Why the model would not, in its words. */
  refusal: string | null;
}

const count = z.number().int().min(0);

const responseSchema = z.object({
  status: z.string().optional(),
  error: z.object({ code: z.string().optional(), message: z.string() }).nullish(),
  incomplete_details: z.object({ reason: z.string().optional() }).nullish(),
  output: z.array(
    z.object({
      type: z.string(),
      content: z
        .array(z.object({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() }))
        .optional(),
    }),
  ),
  usage: z.object({ input_tokens: count, output_tokens: count }).nullish(),
});

/** The answer in a document of `/responses`. Throws a failure for one that failed, was filtered or is no such document. */
export function answerOfResponse(document: unknown): ModelAnswer {
  const parsed = responseSchema.safeParse(document);
  if (!parsed.success) throw badAnswer();
  const { status, error, incomplete_details: incomplete, output, usage } = parsed.data;
  if (error || status === "failed" || status === "cancelled") {
    throw new GeneratorFailure({
      failureClass: "retryable",
      providerErrorCode: error?.code ?? status ?? "failed",
      message: `OpenAI began the answer and failed: ${error?.message ?? status ?? "no reason given"}`,
    });
  }
  if (incomplete?.reason === "content_filter") throw filtered();
  const content = output.filter(({ type }) => type === "message").flatMap((message) => message.content ?? []);
  return {
    text: content.map((part) => (part.type === "output_text" ? (part.text ?? "") : "")).join(""),
    usage: usage ? { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens } : null,
    isCut: status === "incomplete",
    refusal: content.find(({ type }) => type === "refusal")?.refusal ?? null,
  };
}

const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish(),
});

/** The same for `/chat/completions`. */
export function answerOfCompletion(document: unknown): ModelAnswer {
  const parsed = completionSchema.safeParse(document);
  const [choice] = parsed.data?.choices ?? [];
  if (!parsed.success || !choice) throw badAnswer();
  if (choice.finish_reason === "content_filter") throw filtered();
  const { usage } = parsed.data;
  return {
    text: choice.message.content ?? "",
    usage: usage ? { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } : null,
    isCut: choice.finish_reason === "length",
    refusal: choice.message.refusal ?? null,
  };
}

function badAnswer(): GeneratorFailure {
  return new GeneratorFailure({
    failureClass: "validation",
    providerErrorCode: "bad-answer",
    message: "OpenAI answered with a document that is no answer of this API.",
  });
}

function filtered(): GeneratorFailure {
  return new GeneratorFailure({
    failureClass: "policy",
    providerErrorCode: "content_filter",
    message: "OpenAI's filter stopped the answer. Change the words it was made from.",
  });
}
