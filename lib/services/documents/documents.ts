import { z } from "zod";
import { ReelgraphError } from "../../core/errors";
import { canonicalJson } from "../../core/fingerprint/canonical-json";
import type { VideoId } from "../../core/ids";
import { videoPrefix } from "../../core/naming/document-path";
import { type ObjectKey, objectKey, readAll } from "../../ports/object-store";
import type { Context } from "../context";
import { putImmutable } from "./put-immutable";
import { upcast } from "./upcast";

const JSON_TYPE = "application/json";
const LINES_TYPE = "application/x-ndjson";

export function keyIn(videoId: VideoId, path: string): ObjectKey {
  return objectKey(videoPrefix(videoId), path);
}

/**
 * Sorts the keys below the top level: what went through a database comes back in another order, and a document written again
 * from its row must be the same bytes.
 */
function inFixedOrder(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, inOrder(member, 0)]),
  );
}

const ASCII = /^[\0-\x7f]*$/;
/** Nothing is nested so deep but what contains itself, and the long way says so. */
const DEEP = 50;

/** What parsing its canonical form gives, without writing it where it is plain data in ASCII. */
function inOrder(value: unknown, depth: number): unknown {
  if (typeof value === "string" && ASCII.test(value)) return value;
  if (typeof value === "boolean" || value === null || Number.isFinite(value)) return value;
  if (depth < DEEP && Array.isArray(value)) {
    // A hole has no JSON form.
    return Array.from(value, (item: unknown) => inOrder(item, depth + 1));
  }
  if (depth < DEEP && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    const members = value as Record<string, unknown>;
    const names = Object.keys(members);
    if (names.every((name) => ASCII.test(name) && name !== "__proto__")) {
      const ordered: Record<string, unknown> = {};
      for (const name of names.sort()) {
        const member = members[name];
        if (member !== undefined) ordered[name] = inOrder(member, depth + 1);
      }
      return ordered;
    }
  }
  return JSON.parse(canonicalJson(value)) as unknown;
}

/** Human-readable JSON with its schema first, e.g. `{"schema": "plan@1", …}`, and a final newline. */
export function encodeDocument(schema: string, value: Record<string, unknown>): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ schema, ...inFixedOrder(value) }, null, 2)}\n`);
}

/** One compact JSON object per line, each with its schema. */
export function encodeLines(schema: string, values: readonly object[]): Uint8Array {
  return new TextEncoder().encode(
    values.map((value) => `${JSON.stringify({ schema, ...inFixedOrder(value) })}\n`).join(""),
  );
}

export async function putDocument(options: {
  ctx: Context;
  videoId: VideoId;
  path: string;
  schema: string;
  value: Record<string, unknown>;
}): Promise<void> {
  const { ctx, videoId, path, schema, value } = options;
  await putImmutable({
    ctx,
    key: keyIn(videoId, path),
    bytes: encodeDocument(schema, value),
    mediaType: JSON_TYPE,
  });
}

export async function putLines(options: {
  ctx: Context;
  videoId: VideoId;
  path: string;
  schema: string;
  values: readonly object[];
}): Promise<void> {
  const { ctx, videoId, path, schema, values } = options;
  await putImmutable({
    ctx,
    key: keyIn(videoId, path),
    bytes: encodeLines(schema, values),
    mediaType: LINES_TYPE,
  });
}

/** A document that has been encoded already, by the name it gets. */
export async function putEncoded(options: {
  ctx: Context;
  videoId: VideoId;
  path: string;
  bytes: Uint8Array;
}): Promise<void> {
  const { ctx, videoId, path, bytes } = options;
  await putImmutable({ ctx, key: keyIn(videoId, path), bytes, mediaType: documentTypeOf(path) });
}

export function documentTypeOf(path: string): string {
  return path.endsWith(".jsonl") ? LINES_TYPE : JSON_TYPE;
}

async function readText(ctx: Context, key: ObjectKey): Promise<string | null> {
  const body = await ctx.objects.get(key);
  return body === null ? null : new TextDecoder().decode(await readAll(body));
}

/** Null when absent. Throws `unknown-schema` or `integrity` for what this version cannot read: never a guess. */
export async function readDocument<T extends z.ZodType>(options: {
  ctx: Context;
  videoId: VideoId;
  path: string;
  schema: string;
  shape: T;
}): Promise<z.infer<T> | null> {
  const { ctx, videoId, path, schema, shape } = options;
  const text = await readText(ctx, keyIn(videoId, path));
  return text === null ? null : parseDocument({ text, path, schema, shape });
}

export async function readLines<T extends z.ZodType>(options: {
  ctx: Context;
  videoId: VideoId;
  path: string;
  schema: string;
  shape: T;
}): Promise<z.infer<T>[] | null> {
  const { ctx, videoId, path, schema, shape } = options;
  const text = await readText(ctx, keyIn(videoId, path));
  if (text === null) return null;
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => parseDocument({ text: line, path, schema, shape }));
}

const stampSchema = z.looseObject({ schema: z.string() });

/** A document that was read already, or that lies somewhere else. Throws as `readDocument` does. */
export function parseDocument<T extends z.ZodType>(options: {
  text: string;
  path: string;
  schema: string;
  shape: T;
}): z.infer<T> {
  const { text, path, schema, shape } = options;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ReelgraphError({
      code: "integrity",
      message: `${path} is not valid JSON.`,
      details: { path },
      cause,
    });
  }
  const stamp = stampSchema.safeParse(value);
  if (!stamp.success) {
    throw new ReelgraphError({
      code: "unknown-schema",
      message: `${path} has no "schema".`,
      details: { path },
    });
  }
  const document = upcast({ document: stamp.data, wanted: schema, path });
  const parsed = shape.safeParse(document);
  if (!parsed.success) {
    throw new ReelgraphError({
      code: "integrity",
      message: `${path} is not a valid ${schema}: ${z.prettifyError(parsed.error)}`,
      details: { path },
    });
  }
  return parsed.data;
}
