import Replicate from "replicate";
import { GeneratorFailure } from "../../core/run/failure";
import { retryAfterMs } from "../../core/run/retry-after";
import { mayHaveBeenSent } from "../../core/run/was-sent";

export interface ReplicateConnection {
  token: string;
  /** With `/v1`; null: Replicate's own. */
  baseUrl: string | null;
  /** Secrets besides the token that no message may repeat. */
  hidden?: readonly string[];
  /** What to do about a token that is refused. Default: where the deployment's comes from. */
  keyAdvice?: string;
}

export const REPLICATE_BASE_URL = "https://api.replicate.com/v1";

/** The request left, and nobody knows what became of it. */
export class LostAnswer extends Error {}

/** How a request went that did not succeed. */
type Outcome =
  | { kind: "answered"; status: number; headers: Headers; text: string }
  | { kind: "cut"; error: unknown };

export interface ReplicateClient {
  sdk: Replicate;
  /** Does the work; throws a GeneratorFailure with a class, or LostAnswer. */
  ask<T>(work: (sdk: Replicate) => Promise<T>): Promise<T>;
  baseUrl: string;
  /** A provider's words without the secrets among them. */
  hide(text: string): string;
}

const MAX_SAID = 300;
const KEY_ADVICE = "Check REPLICATE_API_TOKEN, and that REPLICATE_BASE_URL is where it belongs.";
const MAX_TEXT = 20_000;
/** Gateways and the networks in front of them answer so while the work behind them may go on. */
const isGateway = (status: number) =>
  status === 502 || status === 504 || (status >= 520 && status <= 527) || status === 530;
const UNSUITABLE = /nsfw|safety|sensitive|flagged|moderat|content polic|prohibited|inappropriate|\bE005\b/i;

/**
 * The SDK, kept from trying again by itself: it repeats every request whose connection was cut, also one that bought something. What
 * is not a success is shown to it as an answer that it does not repeat, and told apart afterwards.
 */
export function createReplicateClient(options: ReplicateConnection & { now: () => number }): ReplicateClient {
  const { token, now, keyAdvice = KEY_ADVICE } = options;
  const secrets = [token, ...(options.hidden ?? [])].filter((secret) => secret !== "");
  const hide = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  const baseUrl = options.baseUrl ?? REPLICATE_BASE_URL;
  const outcomes = new WeakMap<Response, Outcome>();
  const disguised = (outcome: Outcome): Response => {
    const response = new Response("", { status: 418 });
    outcomes.set(response, outcome);
    return response;
  };
  const sdk = new Replicate({
    auth: token,
    baseUrl,
    useFileOutput: false,
    fetch: async (url: string | URL | Request, init?: RequestInit) => {
      try {
        const response = await globalThis.fetch(url, { ...init, cache: "no-store" });
        if (response.ok) return response;
        const text = (await response.text().catch(() => "")).slice(0, MAX_TEXT);
        return disguised({ kind: "answered", status: response.status, headers: response.headers, text });
      } catch (error) {
        return disguised({ kind: "cut", error });
      }
    },
  });
  return {
    sdk,
    baseUrl,
    hide,
    async ask(work) {
      try {
        return await work(sdk);
      } catch (error) {
        if (error instanceof GeneratorFailure || error instanceof LostAnswer) throw error;
        throw failureOf({ outcome: outcomeOf(error, outcomes), hide, keyAdvice, now: now() });
      }
    },
  };
}

function outcomeOf(error: unknown, outcomes: WeakMap<Response, Outcome>): Outcome {
  const response = error instanceof Error && "response" in error ? error.response : undefined;
  const known = response instanceof Response ? outcomes.get(response) : undefined;
  // A success that could not be read: broken off, or no JSON.
  return known ?? { kind: "cut", error };
}

function failureOf(options: {
  outcome: Outcome;
  hide(text: string): string;
  keyAdvice: string;
  now: number;
}): GeneratorFailure | LostAnswer {
  const { outcome, keyAdvice, now } = options;
  const hide = (text: string) => shorten(options.hide(text));
  if (outcome.kind === "cut") {
    const { error } = outcome;
    const said = hide(error instanceof Error ? error.message : String(error));
    if (mayHaveBeenSent(error)) return new LostAnswer(`Replicate's answer was lost: ${said}`);
    const message = `Replicate could not be reached: ${said}`;
    return new GeneratorFailure({ failureClass: "retryable", providerErrorCode: "not-reached", message });
  }
  const { status, headers } = outcome;
  const said = hide(detailOf(outcome.text));
  const providerErrorCode = `http-${status}`;
  if (isGateway(status)) return new LostAnswer(`Replicate's gateway answered ${status}.`);
  if (status === 401 || status === 403) {
    return new GeneratorFailure({
      failureClass: "permanent",
      providerErrorCode,
      message: `Replicate refused the token (${status}). ${keyAdvice}`,
    });
  }
  if (status === 402) {
    const message = `Replicate: the account of this token has no credit left (402). ${said}`;
    return new GeneratorFailure({ failureClass: "budget", providerErrorCode, message });
  }
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    const wait = retryAfterMs(headers, now) ?? (status === 429 ? saidWaitMs(said) : undefined);
    return new GeneratorFailure({
      failureClass: "retryable",
      providerErrorCode,
      message: `Replicate answered ${status}. ${said}`,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      ...(status === 429 ? { tooMany: {} } : {}),
    });
  }
  return new GeneratorFailure({
    failureClass: isUnsuitable(outcome.text) ? "policy" : "permanent",
    providerErrorCode,
    message: `Replicate refused the request (${status}). ${said}`,
  });
}

/** "Your rate limit resets in ~30s.": Replicate says so in words where it sends no header. */
function saidWaitMs(said: string): number | undefined {
  const seconds = /\b(?:in|after) ~?(\d{1,4}(?:\.\d+)?) ?s(?:ec|\b)/i.exec(said)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

/** Whether a provider's words say that it will not make such a thing. */
export function isUnsuitable(text: string): boolean {
  return UNSUITABLE.test(text);
}

/** What a problem document says; a page of HTML says nothing. */
function detailOf(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: unknown; title?: unknown };
    if (typeof detail === "string") return detail;
    return typeof title === "string" ? title : "";
  } catch {
    return text.includes("<") ? "" : text;
  }
}

function shorten(text: string): string {
  return text.length > MAX_SAID ? `${text.slice(0, MAX_SAID)}…` : text;
}
