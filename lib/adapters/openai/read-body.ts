import { GeneratorFailure } from "../../core/run/failure";
import { LostAnswer } from "./failure-of";

/**
 * The bytes of an answer, at most `maxBytes`. Throws LostAnswer when it breaks off: the work was done, and what it was is gone.
 */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const announced = Number(response.headers.get("content-length") ?? Number.NaN);
  try {
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > maxBytes) break;
      parts.push(part);
    }
  } catch (error) {
    throw new LostAnswer(
      `OpenAI's answer broke off: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (length > maxBytes) {
    const message = `OpenAI answered with more than ${maxBytes} bytes.`;
    throw new GeneratorFailure({ failureClass: "validation", providerErrorCode: "too-large", message });
  }
  if (!response.headers.has("content-encoding") && announced > length) {
    throw new LostAnswer("OpenAI's answer broke off before its end.");
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** The same as JSON. Throws a `validation` failure for anything else: a page, nothing, half a document. */
export async function readJson(response: Response, maxBytes: number): Promise<unknown> {
  const text = new TextDecoder().decode(await readBody(response, maxBytes));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const what = text.trim() === "" ? "nothing" : /^\s*</.test(text) ? "a web page" : "broken JSON";
    const message = `OpenAI answered with ${what} instead of a result.`;
    throw new GeneratorFailure({ failureClass: "validation", providerErrorCode: "bad-answer", message });
  }
}
