import { ReadableStream } from "node:stream/web";
import { ReelgraphError } from "../core/errors";
import type { OpenContent } from "../services/artifacts/open-content";
import type { Context } from "../services/context";

const ASSET_URL_SECONDS = 30 * 60;
const FOREVER = "private, max-age=31536000, immutable";
/** Who may see it is asked of whoever asks: another session in the same browser does not get it from the browser's memory. */
const VARY = "cookie, authorization";

/**
 * Answers with an object's bytes: media by a redirect to a short-lived signed URL where the store has one, else a stream from here with
 * ranges, so that players can seek (api.md). The bytes behind a checksum never change, so the ETag is the checksum, and an address that
 * carries its beginning (`?v=`) may be kept for ever. Texts come from here in any case: scripts read them, and captions, which browsers
 * load from other origins only where a bucket says so (ADR 0020).
 */
export async function contentResponse(options: {
  ctx: Context;
  request: Request;
  content: OpenContent;
}): Promise<Response> {
  const { ctx, request, content } = options;
  const { key, head, mediaType, downloadName } = content;
  const isImmutable = namesVersion(request.url, head.checksum);
  const signed = isText(mediaType) ? null : await signedUrl({ ctx, content });
  if (signed !== null) {
    const { url, secondsLeft } = signed;
    const caching = isImmutable ? `private, max-age=${secondsLeft}` : "no-store";
    return new Response(null, {
      status: 302,
      headers: { location: url, "cache-control": caching, vary: VARY },
    });
  }
  const etag = head.checksum ? `"${head.checksum}"` : `"${head.etag}"`;
  const headers: Record<string, string> = {
    "content-type": mediaType,
    "accept-ranges": "bytes",
    "content-disposition": `inline; filename="${downloadName}"`,
    // What is named by artifact alone may be made again: a cache asks, and the ETag answers without bytes.
    "cache-control": isImmutable ? FOREVER : "private, no-cache",
    vary: VARY,
    etag,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
  };
  if (namesEtag(request.headers.get("if-none-match"), etag))
    return new Response(null, { status: 304, headers });
  // A player that seeks in what was made again meanwhile gets the whole of it, never halves of two films.
  const condition = request.headers.get("if-range");
  const isSame = condition === null || condition === etag;
  const range = isSame ? rangeOf(request.headers.get("range"), head.bytes) : null;
  if (range === "unsatisfiable") {
    return new Response(null, {
      status: 416,
      headers: { ...headers, "content-range": `bytes */${head.bytes}` },
    });
  }
  const body = request.method === "HEAD" ? null : await ctx.objects.get(key, range ?? undefined);
  if (body === null && request.method !== "HEAD") {
    throw new ReelgraphError({ code: "integrity", message: `${key} is missing from the object store.` });
  }
  const length = range ? range.end - range.start + 1 : head.bytes;
  headers["content-length"] = String(length);
  if (range) headers["content-range"] = `bytes ${range.start}-${range.end}/${head.bytes}`;
  const stream = body ? (ReadableStream.from(body.stream) as unknown as BodyInit) : null;
  return new Response(stream, { status: range ? 206 : 200, headers });
}

/**
 * The signed URL is the same for a while, so that a browser knows it again, and holds for as long again, so that whoever got it last has
 * time to use it.
 */
async function signedUrl({ ctx, content }: { ctx: Context; content: OpenContent }) {
  const { key, downloadName } = content;
  const windowSeconds = ctx.settings.assetUrlSeconds ?? ASSET_URL_SECONDS;
  const windowMs = windowSeconds * 1_000;
  const now = ctx.clock.now().getTime();
  const from = now - (now % windowMs);
  const url = await ctx.objects.presignGet({
    key,
    expiresInSeconds: 2 * windowSeconds,
    signedAt: new Date(from),
    downloadName,
    cacheControl: FOREVER,
  });
  return url === null ? null : { url, secondsLeft: Math.ceil((from + windowMs - now) / 1_000) };
}

/** Whether the address says which bytes it means, and these are they: `?v=` and at least 12 digits of the checksum. */
export function namesVersion(url: string, checksum: string | null): boolean {
  const version = new URL(url).searchParams.get("v") ?? "";
  return /^[0-9a-f]{12,64}$/.test(version) && (checksum ?? "").startsWith(`sha256:${version}`);
}

function isText(mediaType: string): boolean {
  return /^(?:text\/|application\/(?:json|x-ndjson))/.test(mediaType);
}

/** `If-None-Match` of RFC 9110: a list, `*`, and weak tags, which name the same bytes as strong ones here. */
export function namesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(",").some((tag) => ["*", etag, `W/${etag}`].includes(tag.trim()));
}

/** One range of RFC 9110; several ranges, or units other than bytes, are answered with everything, as the RFC allows. */
export function rangeOf(
  header: string | null,
  size: number,
): { start: number; end: number } | null | "unsatisfiable" {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? "");
  if (!match) return null;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return null;
  if (first === "") {
    const suffix = Math.min(Number(last), size);
    return suffix === 0 ? "unsatisfiable" : { start: size - suffix, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start >= size || start > end ? "unsatisfiable" : { start, end };
}
