import type { Problem } from "../../../lib/api/contract/common";
import { reportReachable, reportUnreachable } from "./connection";

/** The server answered with an error document (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }
}

/** No answer at all: the server is down, restarting, or the network is. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  constructor(cause?: unknown) {
    super("The Reelgraph server does not answer.", { cause });
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.status === 404;
}

/** Whether asking again later may help: nothing a caller got wrong. */
export function isTransient(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return error instanceof ApiProblem && (error.problem.status >= 500 || error.problem.status === 429);
}

/** JSON of a call under /api/v1. Throws `ApiProblem` for error answers, `Unreachable` when there is none. */
export async function fetchJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await send(path, { ...init, headers: { accept: "application/json", ...init.headers } });
  return (await response.json()) as T;
}

export async function fetchText(path: string, signal?: AbortSignal): Promise<string> {
  const response = await send(path, { signal });
  return response.text();
}

/** A call whose answer has no body. */
export async function sendOnly(path: string, init: RequestInit): Promise<void> {
  await send(path, init);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    reportUnreachable();
    throw new Unreachable(cause);
  }
  reportReachable();
  if (!response.ok) throw new ApiProblem(await readProblem(response));
  return response;
}

async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null && "detail" in body && "code" in body) return body as Problem;
  return {
    type: "about:blank",
    title: response.statusText || "Error",
    status: response.status,
    detail: `The server answered ${response.status} without saying why. Its log will.`,
    code: "internal",
  };
}

/** Where the content of an artifact is read, by name; the brackets are percent-encoded (api.md). */
export function artifactContentUrl(artifactsLink: string, name: string): string {
  return `${artifactsLink}/${encodeURIComponent(name)}`;
}
