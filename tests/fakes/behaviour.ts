/** Which part of the fakes a rule speaks of. `output` is the download of a prediction's result, `webhook` its callback. */
export type FakeApi = "openai" | "replicate" | "output";

/** All given parts have to fit. */
export interface Match {
  api?: FakeApi;
  method?: string;
  /** Part of the path below the base URL, e.g. `/audio/speech`, `/predictions`. */
  path?: string;
  /** What is asked for: see KINDS in providers.ts. */
  kind?: string;
  /** Part of the request's body, or for an output of its prediction's input. */
  includes?: string;
}

export interface WebhookBehaviour {
  lost?: boolean;
  /** Delivered this often, each with an id of its own but of the same prediction. */
  times?: number;
  delayMs?: number;
  /** Delivered before the POST that made the prediction is answered. */
  beforeAnswer?: boolean;
  /** A `processing` event is delivered after the final one. */
  reordered?: boolean;
  badSignature?: boolean;
  /** The signature's time is this many seconds off. */
  skewSeconds?: number;
}

/** What happens instead of, or on top of, the ordinary answer. */
export interface Behaviour {
  /** Before anything else. */
  delayMs?: number;
  /** Answered with this status, and no work is done. `body` and `headers` replace the provider's usual error. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** `before`: the connection is cut and nothing was done; `after`: the work is done and paid for, and its answer is lost. */
  reset?: "before" | "after";
  /** The work is done and paid for, and no answer ever comes. */
  hang?: boolean;
  /** The answer's bytes come one by one over this long. */
  dripMs?: number;
  /**
   * A 200 that is no good: a web page, nothing at all, an answer that breaks off (its length was announced), JSON cut in the middle,
   * one element too few, tokens that ran out, a refusal of the model, bytes of another type than wished, random bytes under the right
   * name, a vector image.
   */
  answer?:
    | "html"
    | "empty"
    | "truncated"
    | "bad-json"
    | "wrong-count"
    | "blank-text"
    | "cut"
    | "refusal"
    | "wrong-mime"
    | "garbage"
    | "svg";
  /** How the prediction ends that this request makes. */
  prediction?: {
    status?: "succeeded" | "failed" | "canceled" | "aborted";
    error?: string;
    /** Succeeded, and nothing in it. */
    noOutput?: boolean;
    /** Its data is removed at once, as after an hour. */
    dataRemoved?: boolean;
    latencyMs?: number;
    /** Where its output lies, instead of with the fakes: for tests of what may be fetched. */
    outputUrl?: string;
  };
  webhook?: WebhookBehaviour;
  /** Moderation: the text is refused. */
  flagged?: boolean;
}

export interface Rule {
  match: Match;
  /** How many requests that fit go by before the rule begins to hold; 0 unless given. */
  skip?: number;
  /** How many requests it holds for; without end unless given. */
  times?: number;
  do: Behaviour;
}

interface Armed extends Rule {
  seen: number;
}

/** The script of a test: the first rule that fits and holds decides. */
export class Script {
  private rules: Armed[] = [];

  add(rules: readonly Rule[]): void {
    this.rules.push(...rules.map((rule) => ({ ...rule, seen: 0 })));
  }

  clear(): void {
    this.rules = [];
  }

  /** What to do with a request; an empty behaviour when no rule holds. Counts it. */
  for(request: { api: FakeApi; method: string; path: string; kind: string; body: string }): Behaviour {
    for (const rule of this.rules) {
      if (!fits(rule.match, request)) continue;
      rule.seen++;
      const skip = rule.skip ?? 0;
      if (rule.seen > skip && rule.seen <= skip + (rule.times ?? Number.POSITIVE_INFINITY)) return rule.do;
    }
    return {};
  }
}

function fits(
  match: Match,
  request: { api: FakeApi; method: string; path: string; kind: string; body: string },
): boolean {
  return (
    (match.api === undefined || match.api === request.api) &&
    (match.method === undefined || match.method === request.method) &&
    (match.path === undefined || request.path.includes(match.path)) &&
    (match.kind === undefined || match.kind === request.kind) &&
    (match.includes === undefined || request.body.includes(match.includes))
  );
}
