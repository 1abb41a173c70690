import OpenAI from "openai";

export interface OpenaiConnection {
  apiKey: string;
  /** With `/v1`; null: OpenAI's own. */
  baseUrl: string | null;
  /** For a server that somebody else than the operator chose. */
  fetch?: typeof globalThis.fetch;
}

const OPENAI_BASE_URL = "https://api.openai.com/v1";
/** The runner's deadlines end every request; this only keeps the SDK's own clock out of the way. */
const LONGEST_MS = 600_000;

/**
 * The SDK without what the runner does better: it never repeats a request by itself, because whether one may be repeated is in the
 * ledger, and it writes no log, because its log would show what people wrote.
 */
export function createOpenaiClient({ apiKey, baseUrl, fetch }: OpenaiConnection): OpenAI {
  const send = fetch ?? ((url, init) => globalThis.fetch(url, init));
  return new OpenAI({
    apiKey,
    baseURL: baseUrl ?? OPENAI_BASE_URL,
    maxRetries: 0,
    timeout: LONGEST_MS,
    logLevel: "off",
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    // Frameworks put caches around `fetch`: what was bought is never to be had from one.
    fetch: (url, init) => send(url, { ...init, cache: "no-store" }),
  });
}
