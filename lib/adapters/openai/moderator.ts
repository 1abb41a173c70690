import type OpenAI from "openai";
import { APIError } from "openai";
import { z } from "zod";
import { GeneratorFailure } from "../../core/run/failure";
import type { Moderator } from "../../ports/moderator";
import { LostAnswer } from "./failure-of";
import { readJson } from "./read-body";

const MODEL = "omni-moderation-latest";
const MAX_BYTES = 4_000_000;
/** How servers that do not moderate say so. */
const NOT_OFFERED = new Set<unknown>([404, 405, 501]);

const answerSchema = z.object({
  results: z.array(
    z.object({ flagged: z.boolean(), categories: z.record(z.string(), z.boolean().nullable()) }),
  ),
});

/**
 * The moderation port with `/moderations`, which costs nothing. A server without it (a compatible one) is asked once and then no more:
 * it has rules of its own or none.
 */
export function createOpenaiModerator(options: {
  client: OpenAI;
  /** The SDK's error as the runner's. */
  failure(error: unknown): GeneratorFailure | LostAnswer;
  timeoutMs: number;
}): Moderator {
  const { client, failure, timeoutMs } = options;
  let isOffered = true;
  return {
    async check(texts, signal) {
      const input = texts.filter((text) => text.trim() !== "");
      if (!isOffered || input.length === 0) return;
      try {
        const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
        const asked = await client.moderations
          .create({ model: MODEL, input }, { signal: within })
          .asResponse();
        const parsed = answerSchema.safeParse(await readJson(asked, MAX_BYTES));
        if (parsed.success) return refuseFlagged(parsed.data.results);
        throw notAsked("its answer is none of this API");
      } catch (error) {
        if (error instanceof APIError && NOT_OFFERED.has(error.status)) {
          isOffered = false;
          return;
        }
        const found = failure(error);
        // Nothing was bought: a lost answer is asked for again, like every other that passes.
        if (found instanceof LostAnswer) throw notAsked(found.message);
        // Its limits are not those of what is bought, and not of whoever else asks it.
        if (found.tooMany)
          throw notAsked(found.message, { tooEarly: true, retryAfterMs: found.retryAfterMs });
        throw found.failureClass === "validation" ? notAsked(found.message) : found;
      }
    },
  };
}

function refuseFlagged(results: z.infer<typeof answerSchema>["results"]): void {
  const flagged = results.find((result) => result.flagged);
  if (!flagged) return;
  const categories = Object.entries(flagged.categories).flatMap(([name, hit]) =>
    hit === true ? [name] : [],
  );
  throw new GeneratorFailure({
    failureClass: "policy",
    providerErrorCode: "moderation",
    message: `This text may not be used (${categories.join(", ") || "no reason given"}). Nothing was bought; change the words.`,
  });
}

function notAsked(
  why: string,
  { tooEarly = false, retryAfterMs }: { tooEarly?: boolean; retryAfterMs?: number | undefined } = {},
): GeneratorFailure {
  return new GeneratorFailure({
    failureClass: "retryable",
    providerErrorCode: "moderation-not-asked",
    tooEarly,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    message: `Whether the text may be used could not be asked: ${why}`,
  });
}
