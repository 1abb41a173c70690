import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { isReelgraphError } from "../../core/errors";
import { CliFailure, EXIT } from "../exit";
import type { Connection } from "./connection";
import { errorOfResponse } from "./problem-error";

/** A client of the REST contract. Paths start with `/api/v1/`, or are links the server gave. */
export interface ApiClient {
  readonly connection: Connection;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** Safe to repeat: the key makes the server answer a repetition with the first answer. */
  post<T>(options: {
    path: string;
    body: unknown;
    schema: z.ZodType<T>;
    idempotencyKey: string;
  }): Promise<{ status: number; value: T }>;
  /** An edit of the version that `ifMatch` names. Repeated after a lost connection it may find its own work done: 412. */
  patch<T>(options: { path: string; patch: unknown; schema: z.ZodType<T>; ifMatch: string }): Promise<T>;
  /** Safe to repeat: it says how something is to be. */
  put<T>(options: { path: string; body: unknown; schema: z.ZodType<T> }): Promise<T>;
  /** Repeated after a lost connection it may find its own work done: `not-found`. */
  remove(path: string): Promise<void>;
  /** Sends bytes as they are. Safe to repeat: the same bytes again change nothing. */
  upload<T>(options: { path: string; body: Blob; mediaType: string; schema: z.ZodType<T> }): Promise<T>;
  /** A DELETE that says what has become of it. Repeated after a lost connection it may find its own work done: `conflict`. */
  takeBack<T>(options: { path: string; schema: z.ZodType<T> }): Promise<T>;
  /** One attempt at a GET; the caller reads the body and decides about repeating. Throws for unsuccessful answers. */
  open(path: string, headers?: Record<string, string>): Promise<Response>;
}

const ATTEMPTS = 6;
const LONGEST_WAIT_SECONDS = 30;

/** True when no answer came: nobody listens, or the connection broke. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // What fetch throws before an answer, and in the middle of its body.
  const isFetchFailure = error instanceof TypeError && /^(fetch failed|terminated)/.test(error.message);
  return isFetchFailure || error.name === "StreamSilent";
}

export function createApiClient(connection: Connection, signal: AbortSignal): ApiClient {
  async function send(
    path: string,
    init: RequestInit & { headers: Record<string, string> },
  ): Promise<Response> {
    signal.throwIfAborted();
    const target = new URL(path, `${connection.url}/`);
    // A link may lead elsewhere, to a signed address of the object store: the key is for the server alone.
    if (connection.apiKey && target.origin === new URL(connection.url).origin) {
      init.headers.authorization = `Bearer ${connection.apiKey}`;
    }
    const response = await fetch(target, { ...init, signal });
    if (!response.ok) throw await errorOfResponse(response);
    return response;
  }

  /** Repeats after lost connections and answers that ask for patience. */
  async function persist<T>(attempt: () => Promise<T>): Promise<T> {
    for (let round = 1; ; round++) {
      try {
        return await attempt();
      } catch (error) {
        signal.throwIfAborted();
        const isLost = isConnectionLost(error);
        const isPatient = isReelgraphError(error) && error.retryable;
        if (isLost && round >= ATTEMPTS) throw unreachable(connection.url, error);
        if ((!isLost && !isPatient) || round >= ATTEMPTS) throw error;
        const asked = isReelgraphError(error) ? error.retryAfterSeconds : undefined;
        if (asked !== undefined && asked > LONGEST_WAIT_SECONDS) throw error;
        await sleep(asked === undefined ? 100 * 2 ** round : asked * 1000, undefined, { signal });
        if (isLost) await connection.revive();
      }
    }
  }

  return {
    connection,
    async get(path, schema) {
      return await persist(async () => {
        const response = await send(path, { headers: { accept: "application/json" } });
        return read(await response.json(), schema, path);
      });
    },
    async post({ path, body, schema, idempotencyKey }) {
      return await persist(async () => {
        const response = await send(path, {
          method: "POST",
          body: JSON.stringify(body),
          headers: {
            accept: "application/json",
            "content-type": "application/json",
            "idempotency-key": idempotencyKey,
          },
        });
        return { status: response.status, value: read(await response.json(), schema, path) };
      });
    },
    async patch({ path, patch, schema, ifMatch }) {
      return await persist(async () => {
        const headers = {
          accept: "application/json",
          "content-type": "application/merge-patch+json",
          "if-match": ifMatch,
        };
        const response = await send(path, { method: "PATCH", body: JSON.stringify(patch), headers });
        return read(await response.json(), schema, path);
      });
    },
    async put({ path, body, schema }) {
      return await persist(async () => {
        const headers = { accept: "application/json", "content-type": "application/json" };
        const response = await send(path, { method: "PUT", body: JSON.stringify(body), headers });
        return read(await response.json(), schema, path);
      });
    },
    async remove(path) {
      await persist(() => send(path, { method: "DELETE", headers: {} }));
    },
    async upload({ path, body, mediaType, schema }) {
      return await persist(async () => {
        const headers = { accept: "application/json", "content-type": mediaType };
        const response = await send(path, { method: "PUT", body, headers });
        return read(await response.json(), schema, path);
      });
    },
    async takeBack({ path, schema }) {
      return await persist(async () => {
        const response = await send(path, { method: "DELETE", headers: { accept: "application/json" } });
        return read(await response.json(), schema, path);
      });
    },
    async open(path, headers = {}) {
      return await send(path, { headers: { ...headers } });
    },
  };
}

function read<T>(value: unknown, schema: z.ZodType<T>, path: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CliFailure({
    exitCode: EXIT.failed,
    message: `The server's answer to ${path} is not what this command understands: ${issue?.path.join(".")}: ${issue?.message}.`,
    hint: "Server and command line may be of different versions.",
  });
}

export function unreachable(url: string, cause: unknown): CliFailure {
  return new CliFailure({
    exitCode: EXIT.failed,
    message: `No answer from ${url}.`,
    hint: "Check the address, and that the server runs.",
    cause,
  });
}
