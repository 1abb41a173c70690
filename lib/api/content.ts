import { ReadableStream } from "node:stream/web";
import { ReelgraphError } from "../core/errors";
import type { OpenContent } from "../services/artifacts/open-content";
import type { Context } from "../services/context";

const SIGNED_FOR_SECONDS = 300;

/**
 * Answers with an object's bytes: a redirect to a short-lived signed URL where the store has one, else a stream from here with ranges, so
 * that players can seek (api.md). The bytes behind a checksum never change, so the ETag is the checksum.
 */
export async function contentResponse(options: {
  ctx: Context;
  request: Request;
  content: OpenContent;
}): Promise<Response> {
  const { ctx, request, content } = options;
  const { key, head, mediaType, downloadName } = content;
  const signed = await ctx.objects.presignGet({ key, expiresInSeconds: SIGNED_FOR_SECONDS, downloadName });
  if (signed !== null) {
    return new Response(null, { status: 302, headers: { location: signed, "cache-control": "no-store" } });
  }
  const etag = head.checksum ? `"${head.checksum}"` : `"${head.etag}"`;
  const headers: Record<string, string> = {
    "content-type": mediaType,
    "accept-ranges": "bytes",
    "content-disposition": `inline; filename="${downloadName}"`,
    // What is named by artifact may be made again: a cache asks, and the ETag answers without bytes.
    "cache-control": "private, no-cache",
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
