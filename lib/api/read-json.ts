import type { z } from "zod";
import { type FieldError, ReelgraphError } from "../core/errors";

/** Larger than any valid request; keeps a flood from filling memory. */
const MAX_BODY_BYTES = 256 * 1024;
/** Beyond the limit so much is still read and forgotten, so that the answer arrives before the connection is cut. */
const MAX_DRAINED_BYTES = 16 * 1024 * 1024;

/** More than this help nobody, and a hostile body must not make a long answer. */
const MAX_ERRORS = 20;
const MAX_SHOWN = 60;

/**
 * The body's bytes as text, up to `maxBytes`. Throws `unsupported-media-type`, `body-too-large`, and `invalid-json` for what is not
 * UTF-8.
 */
export async function readBody(
  request: Request,
  mediaTypes: readonly string[],
  maxBytes = MAX_BODY_BYTES,
): Promise<string> {
  const mediaType = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!mediaTypes.includes(mediaType)) {
    throw new ReelgraphError({
      code: "unsupported-media-type",
      message: `Send the body as ${mediaTypes.join(" or ")}, not as "${mediaType}".`,
    });
  }
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const read = await reader?.read();
    if (!read || read.done) break;
    total += read.value.length;
    if (total <= maxBytes) chunks.push(read.value);
    if (total > MAX_DRAINED_BYTES) {
      await reader?.cancel();
      break;
    }
  }
  if (total > maxBytes) {
    throw new ReelgraphError({
      code: "body-too-large",
      message: `The body is larger than ${maxBytes / 1024} KiB.`,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new ReelgraphError({ code: "invalid-json", message: "The body is not valid UTF-8.", cause });
  }
}

/** Throws `invalid-json`. An empty body counts as `{}`. */
export function parseJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "";
    throw new ReelgraphError({
      code: "invalid-json",
      message: `The body is not valid JSON. ${reason}`.trim(),
      cause,
    });
  }
}

/** The same for a body with secrets: what the engine says of broken JSON repeats some of it. */
export function parseSecretJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new ReelgraphError({ code: "invalid-json", message: "The body is not valid JSON." });
  }
}

/** Checks a value against a contract. Throws `invalid-input` with one pointer per issue. */
export function checkShape<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(toFieldErrors).slice(0, MAX_ERRORS);
  throw new ReelgraphError({
    code: "invalid-input",
    message: errors.map((error) => error.message).join(" "),
    errors,
  });
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map((part) => shown(String(part)));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.slice(0, MAX_ERRORS).map((unknown) => {
      const key = shown(unknown);
      return {
        pointer: pointerOf([...path, key]),
        message: `${[...path, key].join(".")}: there is no such field. Remove it or check its spelling.`,
      };
    });
  }
  const name = path.join(".") || "body";
  return [{ pointer: pointerOf(path), message: `${name}: ${issue.message}.` }];
}

/** A name that somebody else chose, at a length that fits an answer. */
function shown(name: string): string {
  return name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name;
}

function pointerOf(path: string[]): string {
  return path.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
