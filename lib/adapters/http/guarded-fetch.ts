import { Readable } from "node:stream";
import { Agent, type Dispatcher, request } from "undici";
import { checkingLookup, forbiddenCause, judgeAddress, type Resolve, resolveAll } from "./judge-address";

const CONNECT_MS = 10_000;
/** More than any answer of a provider's API has. */
const MOST_BYTES = 128_000_000;
/** What a refusal may say. */
const MOST_BYTES_OF_A_REFUSAL = 64_000;
/** Without these a client fails in a way it knows. */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304]);

/**
 * `fetch` for addresses that somebody else chose: https only, connections only to addresses of the open internet, which are checked when
 * the connection is opened; no redirect is followed, for the request carries a key; an answer has an end. What is refused fails like a
 * name that is not there, so that nobody learns by it which names there are inside: nothing was sent.
 */
export function createGuardedFetch(
  options: {
    resolve?: Resolve;
    /** Opens the connections; default: to addresses that were checked. */
    agent?: Dispatcher;
  } = {},
): typeof globalThis.fetch {
  const lookup = checkingLookup(options.resolve ?? resolveAll);
  const agent =
    options.agent ?? new Agent({ connect: { timeout: CONNECT_MS, lookup }, maxResponseSize: MOST_BYTES });
  return async (input, init) => {
    // Whatever a body is (a form among that) becomes bytes with their own content type.
    const asked = new Request(input, init);
    try {
      const url = judgeAddress(asked.url, new Set());
      const body = asked.body === null ? null : Buffer.from(await asked.arrayBuffer());
      const answer = await request(url, {
        dispatcher: agent,
        method: asked.method as Dispatcher.HttpMethod,
        headers: { ...Object.fromEntries(asked.headers), "accept-encoding": "identity" },
        body,
        signal: init?.signal ?? asked.signal,
      });
      return await responseOf(answer);
    } catch (error) {
      if (!forbiddenCause(error) && !isUnknownName(error)) throw error;
      const cause = Object.assign(new Error("no such server"), { code: "ENOTFOUND" });
      throw new TypeError("the address leads to no server on the open internet, nothing is sent there", {
        cause,
      });
    }
  };
}

function isUnknownName(error: unknown): boolean {
  return ["ENOTFOUND", "EAI_AGAIN"].includes(String((error as { code?: unknown }).code));
}

async function responseOf(answer: Dispatcher.ResponseData): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one);
  }
  const { statusCode: status } = answer;
  if (WITHOUT_BODY.has(status)) {
    await answer.body.dump();
    return new Response(null, { status: status < 200 ? 502 : status, headers });
  }
  if (status >= 300) return new Response(await startOf(answer.body), { status, headers });
  return new Response(Readable.toWeb(answer.body) as unknown as ReadableStream, { status, headers });
}

/** Clients read all that a refusal says into memory. */
async function startOf(body: Dispatcher.ResponseData["body"]): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    parts.push(part);
    length += part.length;
    if (length >= MOST_BYTES_OF_A_REFUSAL) break;
  }
  return new Uint8Array(Buffer.concat(parts).subarray(0, MOST_BYTES_OF_A_REFUSAL));
}
