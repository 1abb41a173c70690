import { APIError, APIUserAbortError } from "openai";
import { GeneratorFailure } from "../../core/run/failure";
import { retryAfterMs } from "../../core/run/retry-after";
import { mayHaveBeenSent } from "../../core/run/was-sent";
import { shownLimits } from "./shown-limits";

/** The request left, and nobody knows what became of it. */
export class LostAnswer extends Error {}

const POLICY_CODES = new Set([
  "content_policy_violation",
  "content_filter",
  "moderation_blocked",
  "policy_violation",
]);
const OUT_OF_CREDIT = new Set(["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"]);
/** Said by what stands in front of the provider when the answer did not come in time or broke off: the work may have been done. */
const ANSWER_LOST = new Set([504, 520, 522, 524]);
const MAX_SAID = 300;
const KEY_ADVICE = "Check OPENAI_API_KEY, and that OPENAI_BASE_URL is where it belongs.";

/**
 * An error of the SDK as the runner understands it: a GeneratorFailure with a class when the provider answered or was never reached,
 * LostAnswer when the request left and its answer did not arrive. Never carries the SDK's error along: it holds headers with the key.
 */
export function failureOf(
  error: unknown,
  options: {
    now: number;
    hidden: readonly string[];
    /** What to do about a key that is refused. Default: where the deployment's comes from. */
    keyAdvice?: string;
  },
): GeneratorFailure | LostAnswer {
  if (error instanceof GeneratorFailure || error instanceof LostAnswer) return error;
  if (!(error instanceof APIError) || error.status === undefined)
    return connectionFailure(error, options.hidden);
  const { status, headers } = error;
  const code = typeof error.code === "string" ? error.code : undefined;
  const said = hide(messageOf(error), options.hidden);
  const providerErrorCode = hide(code ?? `http-${status}`, options.hidden);
  if (status === 401) {
    return new GeneratorFailure({
      failureClass: "permanent",
      providerErrorCode,
      message: `OpenAI refused the key (401). ${options.keyAdvice ?? KEY_ADVICE}`,
    });
  }
  if (status === 402 || (code !== undefined && OUT_OF_CREDIT.has(code))) {
    const message = `OpenAI: the account of this key has no credit left (${status}). ${said}`;
    return new GeneratorFailure({ failureClass: "budget", providerErrorCode, message });
  }
  if (code !== undefined && POLICY_CODES.has(code)) {
    const message = `OpenAI refused this text: ${said} Change the words it was made from.`;
    return new GeneratorFailure({ failureClass: "policy", providerErrorCode, message });
  }
  if (ANSWER_LOST.has(status)) return new LostAnswer(`OpenAI's gateway answered ${status}.`);
  if (isPassing(status)) {
    const wait = retryAfterMs(headers ?? new Headers(), options.now);
    return new GeneratorFailure({
      failureClass: "retryable",
      providerErrorCode,
      message: `OpenAI answered ${status}. ${said}`,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      ...(status === 429 ? { tooMany: shownLimits(headers ?? new Headers(), options.now) ?? {} } : {}),
    });
  }
  return new GeneratorFailure({
    failureClass: "permanent",
    providerErrorCode,
    message: `OpenAI refused the request (${status}). ${said}`,
  });
}

function isPassing(status: number): boolean {
  return status === 408 || status === 409 || status === 425 || status === 429 || status >= 500;
}

function connectionFailure(error: unknown, hidden: readonly string[]): GeneratorFailure | LostAnswer {
  const said = hide(error instanceof Error ? error.message : String(error), hidden);
  if (error instanceof APIUserAbortError || mayHaveBeenSent(error)) {
    return new LostAnswer(`OpenAI's answer was lost: ${said}`);
  }
  return new GeneratorFailure({
    failureClass: "retryable",
    providerErrorCode: "not-reached",
    message: `OpenAI could not be reached: ${said} ${innermost(error)}`.trim(),
  });
}

function innermost(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  const { code } = at as { code?: unknown };
  return typeof code === "string" ? `(${code})` : "";
}

/** The provider's own words where it used the usual form; a page of HTML says nothing. */
function messageOf(error: APIError): string {
  const inner: unknown = error.error;
  const said =
    typeof inner === "object" && inner !== null && "message" in inner && typeof inner.message === "string"
      ? inner.message
      : "";
  return said === "" || said.includes("<html") ? "It said nothing of use." : said;
}

/** Secrets never get into a message, whoever repeats them. */
function hide(text: string, hidden: readonly string[]): string {
  const clean = hidden
    .filter((secret) => secret !== "")
    .reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  return clean.length > MAX_SAID ? `${clean.slice(0, MAX_SAID)}…` : clean;
}
