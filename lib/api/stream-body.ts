import { ReelgraphError } from "../core/errors";

/**
 * The body piece by piece, for whoever must not hold it. Throws `invalid-input` when there is none, and `invalid-header` for a body that
 * was packed: what is counted is what arrives.
 */
export function streamBody(request: Request): AsyncIterable<Uint8Array> {
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding !== "identity") {
    throw new ReelgraphError({
      code: "invalid-header",
      message: "Content-Encoding: send the bytes as they are, not packed.",
    });
  }
  const { body } = request;
  if (body === null) throw new ReelgraphError({ code: "invalid-input", message: "The body is empty." });
  return pieces(body.getReader());
}

async function* pieces(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Without a word: whoever reads no further has said why.
    await reader.cancel().catch(() => {});
  }
}

/**
 * The checksums of an `If-Match`, as the content's ETag gives them: null where there is none, or any will do (`*`). Tags that are none of
 * ours match nothing, as RFC 9110 has it.
 */
export function checksumsOfIfMatch(headers: Headers): string[] | null {
  const header = headers.get("if-match")?.trim() ?? "*";
  if (header === "*" || header === "") return null;
  return header.split(",").flatMap((tag) => /^"(sha256:[0-9a-f]{64})"$/.exec(tag.trim())?.[1] ?? []);
}
