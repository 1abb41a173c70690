import type { ShownLimits } from "../../core/limits/learn";

/**
 * What an answer's `x-ratelimit-…` headers say: requests and tokens a minute, and until when nothing is left. Null where there are none,
 * as with most compatible servers. `now` in milliseconds.
 */
export function shownLimits(
  headers: { get(name: string): string | null },
  now: number,
): ShownLimits | undefined {
  const of = (what: "requests" | "tokens") => {
    const limit = whole(headers.get(`x-ratelimit-limit-${what}`));
    const isEmpty = whole(headers.get(`x-ratelimit-remaining-${what}`), 0) === 0;
    const reset = durationMs(headers.get(`x-ratelimit-reset-${what}`));
    return { limit, emptyUntil: isEmpty && reset !== null ? now + reset : null };
  };
  const [requests, tokens] = [of("requests"), of("tokens")];
  if (requests.limit === null && tokens.limit === null) return undefined;
  const until = Math.max(requests.emptyUntil ?? 0, tokens.emptyUntil ?? 0);
  return { requests: requests.limit, tokens: tokens.limit, emptyUntil: until > 0 ? until : null };
}

function whole(text: string | null, least = 1): number | null {
  if (text === null || !/^\d{1,12}$/.test(text.trim())) return null;
  const value = Number(text);
  return value >= least ? value : null;
}

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `1s`, `6m0s`, `120ms`, as OpenAI writes durations. */
function durationMs(text: string | null): number | null {
  const parts = [...(text ?? "").matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0) return null;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
}
