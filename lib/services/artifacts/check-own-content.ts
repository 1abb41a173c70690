import { z } from "zod";
import { invalidInput, ReelgraphError } from "../../core/errors";
import { canonicalJson } from "../../core/fingerprint/canonical-json";
import { checksumOf } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";
import { text, textRule } from "../../core/graph/input-table";
import type { OwnContent } from "../../core/graph/own-artifacts";
import { MEDIA_BOUNDS } from "../../core/media/bounds";
import { wordTimingsSchema } from "../../core/timeline/word-timings";
import type { Received } from "../../ports/intake";
import type { PutBody } from "../../ports/object-store";
import type { Context } from "../context";

const MAX_TEXT_BYTES = 64 * 1024;
const MAX_TIMINGS_BYTES = 1024 * 1024;
const MOST_WORDS = 5_000;
/** What is rounded may end a little behind its narration. */
const LATE_SECONDS = 0.25;

/** What is stored of an upload. */
export interface OwnBytes {
  body: () => PutBody;
  bytes: number;
  checksum: Checksum;
  mediaType: string;
  facts: Record<string, number>;
}

/** The most bytes a body may have. */
export function maxBytesOf(content: OwnContent): number {
  if (content.kind === "media") return MEDIA_BOUNDS[content.family].maxBytes;
  return content.kind === "text" ? MAX_TEXT_BYTES : MAX_TIMINGS_BYTES;
}

const TYPES: Record<string, string> = {
  image: "image/png, image/jpeg or image/webp",
  audio: "audio/wav, audio/mpeg or audio/ogg",
  video: "video/mp4 or video/webm",
  text: "text/plain",
  "word-timings": "application/json",
};
/** Other names of the same. */
const SPELLINGS: Record<string, string> = {
  "image/jpg": "image/jpeg",
  "audio/x-wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/vnd.wave": "audio/wav",
  "audio/mp3": "audio/mpeg",
};

/** The declared type in its usual spelling. Throws `unsupported-media-type` for one that cannot be what the artifact is. */
export function declaredTypeOf(artifact: string, content: OwnContent, header: string | null): string {
  const said = (header ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const type = SPELLINGS[said] ?? said;
  const wanted = TYPES[content.kind === "media" ? content.family : content.kind] ?? "";
  if (wanted.split(/, | or /).includes(type)) return type;
  throw new ReelgraphError({
    code: "unsupported-media-type",
    message: `${artifact} is sent as ${wanted}, not as "${said.slice(0, 80)}".`,
  });
}

/**
 * Looks at what came in, by what it is: a picture, sound or clip as it is, a text and times of words in the one form they are kept in.
 * Throws `invalid-input` with what is wrong, `unsupported-media-type` when it is another thing than it was called.
 */
export async function checkOwnContent(options: {
  ctx: Pick<Context, "hash">;
  artifact: string;
  content: OwnContent;
  declared: string;
  received: Received;
  /** How long the narration is that times of words belong to; null: it is not there. */
  narrationSeconds: number | null;
}): Promise<OwnBytes> {
  const { ctx, artifact, content, declared, received } = options;
  if (received.bytes === 0) throw unfit(artifact, "it is empty");
  if (content.kind === "media") return await checkMedia({ artifact, content, declared, received });
  const written = await textOf(artifact, received);
  const kept = content.kind === "text" ? ownText(artifact, content, written) : ownTimings(options, written);
  const bytes = new TextEncoder().encode(kept);
  return {
    body: () => bytes,
    bytes: bytes.length,
    checksum: checksumOf(bytes, ctx.hash),
    mediaType: declared,
    facts: {},
  };
}

async function checkMedia(options: {
  artifact: string;
  content: OwnContent & { kind: "media" };
  declared: string;
  received: Received;
}): Promise<OwnBytes> {
  const { artifact, content, declared, received } = options;
  const found = await received.inspect(content.family);
  if ("reason" in found) throw unfit(artifact, found.reason);
  if (found.mediaType !== declared) {
    throw new ReelgraphError({
      code: "unsupported-media-type",
      message: `What was sent as ${declared} is ${found.mediaType}. Send it as what it is.`,
    });
  }
  const { durationSeconds } = found.facts;
  const { leastSeconds, maxSeconds } = content;
  if (durationSeconds !== undefined && (durationSeconds < leastSeconds || durationSeconds > maxSeconds)) {
    const length = `${Math.round(durationSeconds * 100) / 100} s`;
    throw unfit(artifact, `it lasts ${length}; from ${leastSeconds} to ${maxSeconds} s can be used`);
  }
  return {
    body: () => received.stream(),
    bytes: received.bytes,
    checksum: received.checksum,
    mediaType: found.mediaType,
    facts: { ...found.facts },
  };
}

async function textOf(artifact: string, received: Received): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of received.stream()) parts.push(part);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw unfit(artifact, "it is no text in UTF-8");
  }
}

/** As an input of a person is kept: without what surrounds it. */
function ownText(artifact: string, { maxCharacters }: { maxCharacters: number }, written: string): string {
  const parsed = text(maxCharacters, 1).safeParse(written);
  if (parsed.success) return parsed.data;
  throw invalidInput("", `${artifact} ${textRule(maxCharacters, 1)}.`);
}

function ownTimings(
  { artifact, narrationSeconds }: { artifact: string; narrationSeconds: number | null },
  written: string,
): string {
  const parsed = timingsWithin(narrationSeconds ?? 0).safeParse(jsonOf(artifact, written));
  if (parsed.success) return canonicalJson(parsed.data);
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map(String);
  const message = `${artifact}: ${[...path, issue?.message ?? "is not as it has to be"].join(" ")}.`;
  throw invalidInput(path.map((part) => `/${part}`).join(""), message);
}

function jsonOf(artifact: string, written: string): unknown {
  try {
    return JSON.parse(written);
  } catch (cause) {
    throw new ReelgraphError({ code: "invalid-json", message: `${artifact} is not valid JSON.`, cause });
  }
}

function timingsWithin(seconds: number) {
  return wordTimingsSchema.strict().superRefine(({ words }, issues) => {
    if (words.length > MOST_WORDS)
      issues.addIssue({ code: "custom", message: `has over ${MOST_WORDS} words` });
    for (const [at, word] of words.entries()) {
      const before = words[at - 1]?.startSeconds ?? 0;
      const isInOrder = word.startSeconds >= before && word.endSeconds >= word.startSeconds;
      const isWithin = word.endSeconds <= seconds + LATE_SECONDS;
      if (isInOrder && isWithin && text(200, 1).safeParse(word.text).success) continue;
      const message = "has to be a word that begins after the one before and ends within the narration";
      issues.addIssue({ code: "custom", path: ["words", at], message });
      return z.NEVER;
    }
  });
}

function unfit(artifact: string, reason: string): ReelgraphError {
  return invalidInput("", `This cannot be ${artifact}: ${reason}.`);
}
