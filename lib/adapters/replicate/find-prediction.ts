import { z } from "zod";
import { canonicalJson } from "../../core/fingerprint/canonical-json";
import type { GenerationRequest } from "../../ports/generator";
import type { ReplicateClient } from "./client";
import { mediaInput, startingImage } from "./media-input";
import { type Prediction, predictionSchema } from "./prediction";
import { dataUri } from "./send-image";

const pageSchema = z.object({ next: z.string().nullish(), results: z.array(z.unknown()) });

const MAX_PAGES = 50;
/** The intent was written by the clock of whoever asked, and is read by another's: they never agree to the second. */
const CLOCK_SLACK_MS = 60_000;
/** How far back a nonce is looked for: it is the request's own whatever the clocks say. */
const NONCE_SLACK_MS = 10 * 60_000;

/** Inputs that hold a picture: sent in place or uploaded, and not always shown as they were sent. */
const PICTURES = ["image", "start_image", "first_frame_image"];

/**
 * The prediction of a request whose answer was lost (runner.md, Job ledger: `adopt`): by the nonce in its webhook where the list shows
 * that, else by equal model and input, made at or after the intent by the provider's own clock, and nobody else's. Null: there is
 * none. Throws when the list could not be read to its end.
 */
export async function findPrediction(options: {
  client: ReplicateClient;
  request: GenerationRequest;
  submittedAfter: Date;
  isClaimed(providerRequestId: string): Promise<boolean>;
  now: () => number;
  signal: AbortSignal;
}): Promise<{ providerRequestId: string } | null> {
  const { request, isClaimed } = options;
  const image = await startingImage(request);
  const wanted = await mediaInput(request, image ? dataUri(image) : undefined);
  const isSame = (prediction: Prediction) =>
    prediction.model === request.model.split(":")[0] && isEqualInput(prediction.input ?? {}, wanted);
  const equal: Prediction[] = [];
  for await (const { prediction, isOlder } of recentPredictions(options)) {
    const nonce = nonceOf(prediction);
    if (nonce === request.nonce) return { providerRequestId: prediction.id };
    // Another nonce is another request's own.
    if (nonce === null && !isOlder && isSame(prediction)) equal.push(prediction);
  }
  // The oldest first: of two that are equal, the one that came first belongs to whoever asked first.
  for (const { id } of equal.reverse()) {
    if (!(await isClaimed(id))) return { providerRequestId: id };
  }
  return null;
}

function nonceOf({ webhook }: Prediction): string | null {
  return webhook && URL.canParse(webhook) ? new URL(webhook).searchParams.get("nonce") : null;
}

async function* recentPredictions(options: {
  client: ReplicateClient;
  submittedAfter: Date;
  now: () => number;
  signal: AbortSignal;
}): AsyncGenerator<{ prediction: Prediction; isOlder: boolean }> {
  const { client, submittedAfter, now, signal } = options;
  let address: string | URL = "/predictions";
  let isBehind = false;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { body, date } = await client.ask(async (sdk) => {
      const response = await sdk.request(address, { method: "GET", signal });
      return { body: pageSchema.parse(await response.json()), date: response.headers.get("date") };
    });
    const ahead = date === null ? 0 : Date.parse(date) - now();
    const asked = submittedAfter.getTime() + (Number.isNaN(ahead) ? 0 : ahead);
    for (const entry of body.results) {
      const parsed = predictionSchema.safeParse(entry);
      if (!parsed.success) continue;
      // Newest first: from here on everything is older.
      const createdAt = Date.parse(parsed.data.created_at);
      if (createdAt < asked - NONCE_SLACK_MS) return;
      isBehind = createdAt < asked - CLOCK_SLACK_MS;
      yield { prediction: parsed.data, isOlder: isBehind };
    }
    if (!body.next) return;
    address = nextPage(body.next, client.baseUrl);
  }
  // Of a busy account all that can be it has been seen, unless clocks are minutes apart.
  if (isBehind) return;
  throw new Error(
    `Replicate's list of predictions has more than ${MAX_PAGES} pages since the request was sent.`,
  );
}

/** The next page, of the same API alone: the request to it carries the token. */
function nextPage(next: string, baseUrl: string): URL {
  const base = new URL(baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
  const url = new URL(next, base);
  if (url.origin === base.origin && url.pathname.startsWith(base.pathname)) return url;
  throw new Error("Replicate's list leads to another server.");
}

/** Equal in everything but the form a picture is shown in. */
function isEqualInput(
  listed: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): boolean {
  const compared = (input: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(input).map(([name, value]) => {
        const other = name in listed && name in wanted ? [listed[name], wanted[name]] : [];
        const isShownOtherwise =
          PICTURES.includes(name) &&
          other.some((form) => typeof form === "string" && !form.startsWith("data:"));
        return [name, isShownOtherwise ? "a picture" : value];
      }),
    );
  try {
    return canonicalJson(compared(listed)) === canonicalJson(compared(wanted));
  } catch {
    return false;
  }
}
