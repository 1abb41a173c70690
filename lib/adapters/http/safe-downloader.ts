import { Agent, request } from "undici";
import type { MediaFamily } from "../../core/media-type";
import type { Download, Downloader } from "../../ports/downloader";
import { checkingLookup, forbiddenCause, judgeAddress, type Resolve, resolveAll } from "./judge-address";
import { sniffMedia } from "./sniff-media";

const MAX_REDIRECTS = 5;
const GONE = new Set([401, 403, 404, 410]);

/**
 * Downloads under suspicion: https only, no credentials in the address, and every address a name resolves to has to be public; the
 * connection goes to an address that was checked, so that a name cannot mean another one a moment later. Each redirect is a new
 * address and is judged like the first. `trusted` are hosts of the operator's own configuration (`127.0.0.1:8080`), which may be
 * plain http and inside.
 */
export function createSafeDownloader(options: { trusted: readonly string[]; resolve?: Resolve }): Downloader {
  const trusted = new Set(options.trusted);
  const lookup = checkingLookup(options.resolve ?? resolveAll);
  // No connection is kept: what was checked for one download says nothing about the next.
  const open = { pipelining: 0, connect: { timeout: 10_000 } };
  const outside = new Agent({ ...open, connect: { ...open.connect, lookup } });
  const inside = new Agent(open);
  return {
    async download({ url, family, maxBytes, timeoutMs, signal }) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const until = signal ? AbortSignal.any([signal, timeout]) : timeout;
      try {
        return await follow({ url, family, maxBytes, signal: until, trusted, outside, inside });
      } catch (error) {
        const forbidden = forbiddenCause(error);
        if (forbidden) return { kind: "forbidden", reason: forbidden.message };
        throw new Error(`The download failed: ${reasonOf(error)}`);
      }
    },
  };
}

interface Following {
  url: string;
  family: MediaFamily;
  maxBytes: number;
  signal: AbortSignal;
  trusted: ReadonlySet<string>;
  outside: Agent;
  inside: Agent;
}

async function follow(following: Following): Promise<Download> {
  const { trusted, signal } = following;
  let address = following.url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const url = judgeAddress(address, trusted);
    const dispatcher = trusted.has(url.host) ? following.inside : following.outside;
    const { statusCode, headers, body } = await request(url, {
      dispatcher,
      signal,
      // Nothing is unpacked: what is counted is what arrives.
      headers: { accept: `${following.family}/*`, "accept-encoding": "identity" },
    });
    const location = headerOf(headers.location);
    if (statusCode >= 300 && statusCode < 400 && location !== null) {
      await drop(body);
      if (!URL.canParse(location, url))
        return { kind: "unfit", reason: "it leads to an address that is none" };
      address = new URL(location, url).href;
      continue;
    }
    if (statusCode !== 200) {
      await drop(body);
      if (GONE.has(statusCode)) return { kind: "gone", status: statusCode };
      throw new Error(`the server answered ${statusCode}`);
    }
    return await receive({ following, headers, body });
  }
  return { kind: "unfit", reason: `it leads through more than ${MAX_REDIRECTS} redirects` };
}

async function receive(options: {
  following: Following;
  headers: Record<string, string | string[] | undefined>;
  body: AsyncIterable<Uint8Array> & { dump(): Promise<void> };
}): Promise<Download> {
  const { following, headers, body } = options;
  const { family, maxBytes } = following;
  const unfit = async (reason: string): Promise<Download> => {
    await drop(body);
    return { kind: "unfit", reason };
  };
  const type = (headerOf(headers["content-type"]) ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const isNeutral = type === "" || type === "application/octet-stream" || type === "binary/octet-stream";
  // An MP4 of sound alone is often called video, and the other way round: the bytes decide between those.
  const isMedia = /^(?:image|audio|video)\//.test(type) && type !== "image/svg+xml";
  if (!isNeutral && !isMedia) return await unfit(`it is called ${type}`);
  const encoding = headerOf(headers["content-encoding"]);
  if (encoding !== null && encoding !== "identity") return await unfit(`it came packed (${encoding})`);
  const tooMuch = `it has more than ${maxBytes} bytes`;
  if (Number(headerOf(headers["content-length"]) ?? 0) > maxBytes) return await unfit(tooMuch);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > maxBytes) return await unfit(tooMuch);
    parts.push(part);
  }
  const bytes = new Uint8Array(Buffer.concat(parts));
  const sniffed = await sniffMedia(bytes, family);
  return "reason" in sniffed
    ? { kind: "unfit", reason: sniffed.reason }
    : { kind: "downloaded", bytes, mediaType: sniffed.mediaType };
}

async function drop(body: { dump(): Promise<void> }): Promise<void> {
  await body.dump().catch(() => {});
}

function headerOf(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Without the address itself: it may carry a signature. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? `${error.message} (${code})` : error.message;
}
