import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Behaviour, type FakeApi, type Rule, Script } from "./behaviour";
import { makeImage, makeMusic } from "./media";
import { type FakeAnswer, FakeOpenai, type FakeRequest, openaiError, openaiKind } from "./openai";
import { FakeReplicate, replicateKind } from "./replicate";
import { findSpecs, SpecChecker } from "./spec-checker";

export interface FakeOptions {
  port: number;
  webhookSecret: string;
  /** Milliseconds by kind of work; what is not named takes `latencyMs`. */
  latency: Record<string, number>;
  latencyMs: number;
  /** Requests a minute and at once that an API takes; null: as many as come. */
  limits: Record<"openai" | "replicate", { rpm: number | null; concurrency: number | null }>;
  pageSize: number;
  showsWebhooks: boolean;
  isSmall: boolean;
  /** What the bearer token has to be; null: anything, as long as there is one. */
  openaiKey: string | null;
  replicateToken: string | null;
}

/** One request as `GET /_control/requests` tells it. */
interface Entry {
  seq: number;
  /** Milliseconds since the epoch. */
  at: number;
  api: FakeApi;
  method: string;
  path: string;
  kind: string;
  status: number | "cut" | "hung";
  /** True when real providers would have charged for it. */
  paid: boolean;
  /** Of the body as far as it says what is wanted: the same wish, the same hash. */
  bodyHash: string;
  /** `Idempotency-Key`, or the nonce in a prediction's webhook. */
  key: string | null;
  /** Whose account it is charged to. */
  bearer: string | null;
  violations: string[];
  predictionId?: string;
  /** The body, without long strings. */
  body: unknown;
}

const FREE = new Set(["moderation", "models", "get", "list", "cancel", "file", "output"]);

/** Both providers in one server; see providers.ts for what they can be told. */
export class FakeProviders {
  private readonly server: Server;
  private readonly script = new Script();
  private readonly openai = new FakeOpenai();
  private readonly replicate: FakeReplicate;
  private readonly specs: Record<"openai" | "replicate", SpecChecker | null>;
  private entries: Entry[] = [];
  private inFlight = { openai: 0, replicate: 0 };
  private most = { openai: 0, replicate: 0, predictions: 0 };
  private readonly windows = { openai: [] as number[], replicate: [] as number[] };
  private port = 0;

  constructor(private options: FakeOptions) {
    const folder = findSpecs();
    this.specs = {
      openai: SpecChecker.open(folder, "openai.json"),
      replicate: SpecChecker.open(folder, "replicate.json"),
    };
    this.replicate = new FakeReplicate({
      baseUrl: () => `${this.origin}/replicate/v1`,
      outputUrl: () => `${this.origin}/outputs`,
      webhookSecret: options.webhookSecret,
      pageSize: options.pageSize,
      showsWebhooks: options.showsWebhooks,
      isSmall: options.isSmall,
    });
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else
          send(response, 500, { error: { message: `The fake broke: ${String(error)}`, code: "fake-broke" } });
      });
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.options.port, "127.0.0.1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.replicate.close();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** The line that `providers.ts` prints when it is ready. */
  ready(): Record<string, unknown> {
    return {
      port: this.port,
      pid: process.pid,
      openaiBaseUrl: `${this.origin}/openai/v1`,
      replicateBaseUrl: `${this.origin}/replicate/v1`,
      controlUrl: `${this.origin}/_control`,
      webhookSecret: this.options.webhookSecret,
      checksSpecs: this.specs.openai !== null,
    };
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.origin);
    const body = await read(request);
    if (url.pathname.startsWith("/_control/")) {
      const answer = this.control(request, url, body);
      return send(response, answer.status, answer.body);
    }
    if (url.pathname.startsWith("/openai/v1")) return await this.serveOpenai(request, url, body, response);
    if (url.pathname.startsWith("/replicate/v1"))
      return await this.serveReplicate(request, url, body, response);
    if (url.pathname.startsWith("/outputs/")) return await this.serveOutput(request, url, response);
    send(response, 404, { error: { message: "Neither provider has this path.", code: "not_found" } });
  }

  private control(request: IncomingMessage, url: URL, body: Buffer): { status: number; body: unknown } {
    const command = url.pathname.slice("/_control/".length);
    const given = body.length > 0 ? (JSON.parse(body.toString("utf8")) as Record<string, unknown>) : {};
    const ok = (answer: unknown) => ({ status: 200, body: answer });
    switch (`${request.method} ${command}`) {
      case "GET counts":
        return ok(this.counts());
      case "GET requests":
        return ok({ requests: this.entries.slice(Number(url.searchParams.get("after") ?? 0)) });
      case "GET webhooks":
        return ok({ webhooks: this.replicate.webhooks });
      case "POST script":
        if (given.clear === true) this.script.clear();
        this.script.add((given.rules ?? []) as Rule[]);
        return ok({ ok: true });
      case "POST config":
        this.options = { ...this.options, ...(given as Partial<FakeOptions>) };
        return ok({ ok: true });
      case "POST reset":
        this.entries = [];
        this.script.clear();
        this.most = { openai: 0, replicate: 0, predictions: 0 };
        return ok({ ok: true });
      default:
        return { status: 404, body: { error: "counts, requests, webhooks, script, config, reset" } };
    }
  }

  private counts(): Record<string, unknown> {
    const paid = this.entries.filter((entry) => entry.paid);
    const tally = (of: (entry: Entry) => string | null) => {
      const sums: Record<string, number> = {};
      for (const entry of paid) {
        const name = of(entry);
        if (name !== null) sums[name] = (sums[name] ?? 0) + 1;
      }
      return sums;
    };
    const byBody = tally(({ path, bodyHash }) => `${path} ${bodyHash}`);
    const byKey = tally(({ key }) => key);
    return {
      requests: this.entries.length,
      paid: paid.length,
      byPath: tally(({ path }) => path),
      byKind: tally(({ kind }) => kind),
      byBody,
      byKey,
      /** Wishes that were paid for more than once. */
      duplicates: Object.entries(byBody).filter(([, times]) => times > 1),
      duplicateKeys: Object.entries(byKey).filter(([, times]) => times > 1),
      refused429: this.entries.filter(({ status }) => status === 429).length,
      violations: this.entries.flatMap(({ seq, violations }) =>
        violations.map((fault) => `#${seq} ${fault}`),
      ),
      mostAtOnce: this.most,
      checksSpecs: this.specs.openai !== null,
    };
  }

  private async serveOpenai(
    request: IncomingMessage,
    url: URL,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const path = url.pathname.slice("/openai/v1".length);
    const parsed = await parse(request, body, path);
    const kind = openaiKind(parsed);
    const entry = this.enter({ api: "openai", request, path, kind, parsed });
    if (!this.isAllowed(request, this.options.openaiKey)) {
      return this.refuse(response, entry, 401, openaiError("invalid_api_key", "Incorrect API key provided."));
    }
    const behaviour = this.script.for({ api: "openai", method: entry.method, path, kind, body: parsed.raw });
    await pause(behaviour.delayMs ?? 0);
    const limit = this.limit("openai");
    if (limit !== null) {
      return this.refuse(
        response,
        entry,
        429,
        openaiError("rate_limit_exceeded", "Slow down.", "requests"),
        limit,
      );
    }
    if (behaviour.reset === "before") return cut(response, entry);
    if (behaviour.status !== undefined) {
      const code = behaviour.status === 429 ? "rate_limit_exceeded" : `http_${behaviour.status}`;
      const usual = openaiError(code, `Scripted ${behaviour.status}.`);
      return this.refuse(response, entry, behaviour.status, behaviour.body ?? usual, behaviour.headers);
    }
    this.inFlight.openai++;
    this.most.openai = Math.max(this.most.openai, this.inFlight.openai);
    entry.paid = !FREE.has(kind);
    try {
      await pause(this.latencyOf(kind));
      const answer = await this.openai.answer(parsed, behaviour);
      const isJson = answer.contentType === "application/json";
      if (isJson && answer.status === 200) this.checkAnswer("openai", entry, answer.bytes);
      await this.reply({
        response,
        entry,
        answer: await spoiled(answer, behaviour),
        behaviour,
        api: "openai",
      });
    } finally {
      this.inFlight.openai--;
    }
  }

  private async serveReplicate(
    request: IncomingMessage,
    url: URL,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const path = url.pathname.slice("/replicate/v1".length);
    const parsed = await parse(request, body, path);
    const model = /^\/models\/([^/]+\/[^/]+)\/predictions$/.exec(path)?.[1] ?? null;
    const input = (parsed.body.input ?? {}) as Record<string, unknown>;
    const kind = model !== null ? replicateKind(model, input) : kindOfCall(request.method ?? "GET", path);
    const entry = this.enter({ api: "replicate", request, path, kind, parsed });
    if (!this.isAllowed(request, this.options.replicateToken)) {
      return this.refuse(response, entry, 401, problem(401, "You did not pass a valid authentication token"));
    }
    const fault = model === null ? null : this.replicate.faultOfImage(input);
    if (fault !== null) entry.violations.push(fault);
    const behaviour = this.script.for({
      api: "replicate",
      method: entry.method,
      path,
      kind,
      body: parsed.raw,
    });
    await pause(behaviour.delayMs ?? 0);
    const limit = this.limit("replicate");
    if (limit !== null)
      return this.refuse(response, entry, 429, problem(429, "Request was throttled."), limit);
    if (behaviour.reset === "before") return cut(response, entry);
    if (behaviour.status !== undefined) {
      const usual = problem(behaviour.status, `Scripted ${behaviour.status}.`);
      return this.refuse(response, entry, behaviour.status, behaviour.body ?? usual, behaviour.headers);
    }
    this.inFlight.replicate++;
    this.most.replicate = Math.max(this.most.replicate, this.inFlight.replicate);
    try {
      const done = await this.answerReplicate({ url, path, model, parsed, entry, behaviour });
      if (done.status < 300) this.checkAnswer("replicate", entry, done.bytes, done.status);
      await this.reply({
        response,
        entry,
        answer: await spoiled(done, behaviour),
        behaviour,
        api: "replicate",
      });
    } finally {
      this.inFlight.replicate--;
    }
  }

  private async answerReplicate(options: {
    url: URL;
    path: string;
    model: string | null;
    parsed: FakeRequest;
    entry: Entry;
    behaviour: Behaviour;
  }): Promise<FakeAnswer> {
    const { url, path, model, parsed, entry, behaviour } = options;
    const { replicate } = this;
    if (model !== null) {
      entry.paid = true;
      const latencyMs = this.latencyOf(entry.kind);
      const made = replicate.create({ model, body: parsed.body, latencyMs, behaviour });
      entry.predictionId = made.prediction.id;
      this.most.predictions = Math.max(this.most.predictions, replicate.running());
      await made.beforeAnswer;
      return json(replicate.view(made.prediction), 201);
    }
    if (path === "/predictions") return json(replicate.list(url.searchParams));
    if (path === "/files" && entry.method === "POST") {
      return json(
        replicate.addFile(parsed.files.content ?? new Uint8Array(), String(parsed.body.type ?? "image/png")),
        201,
      );
    }
    const [, group, id = "", verb] = path.split("/");
    if (group === "files") {
      const file = replicate.fileView(id);
      return file === null ? json(problem(404, "Not found."), 404) : json(file);
    }
    const prediction = group === "predictions" ? replicate.find(id) : null;
    if (prediction === null) return json(problem(404, "Prediction not found."), 404);
    if (verb === "cancel") replicate.cancel(prediction);
    return json(replicate.view(prediction));
  }

  private async serveOutput(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const [, , id = ""] = url.pathname.split("/");
    const prediction = this.replicate.find(id);
    const raw = JSON.stringify(prediction?.input ?? {});
    const parsed = { path: url.pathname, body: {}, files: {}, raw };
    const kind = prediction?.kind ?? "output";
    const entry = this.enter({ api: "output", request, path: url.pathname, kind, parsed });
    if (request.headers.authorization)
      entry.violations.push("A download carries the provider's credentials.");
    if (prediction === null) return this.refuse(response, entry, 404, { detail: "Not found." });
    const behaviour = this.script.for({ api: "output", method: "GET", path: url.pathname, kind, body: raw });
    await pause(behaviour.delayMs ?? 0);
    if (behaviour.reset === "before") return cut(response, entry);
    if (behaviour.status !== undefined) {
      return this.refuse(response, entry, behaviour.status, behaviour.body ?? "gone", behaviour.headers);
    }
    const answer = { status: 200, ...(await this.replicate.output(prediction)) };
    await this.reply({ response, entry, answer: await spoiled(answer, behaviour), behaviour, api: "output" });
  }

  private enter(options: {
    api: FakeApi;
    request: IncomingMessage;
    path: string;
    kind: string;
    parsed: FakeRequest;
  }): Entry {
    const { api, request, path, kind, parsed } = options;
    const method = request.method ?? "GET";
    const contentType = request.headers["content-type"] ?? "";
    const files = Object.fromEntries(Object.keys(parsed.files).map((name) => [name, "(bytes)"]));
    const body = { ...parsed.body, ...files };
    const checker = api === "output" ? null : this.specs[api];
    const violations = checker?.checkRequest({ method, path, contentType, body }) ?? [];
    const entry: Entry = {
      seq: this.entries.length + 1,
      at: Date.now(),
      api,
      method,
      path,
      kind,
      status: 0,
      paid: false,
      bodyHash: wishHash(parsed),
      key: keyOf(request, parsed.body),
      bearer: bearerOf(request),
      violations,
      body: shortened(body),
    };
    this.entries.push(entry);
    return entry;
  }

  private checkAnswer(api: "openai" | "replicate", entry: Entry, bytes: Uint8Array, status = 200): void {
    const { method, path } = entry;
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
    entry.violations.push(...(this.specs[api]?.checkAnswer({ method, path, status, body }) ?? []));
  }

  private isAllowed(request: IncomingMessage, wanted: string | null): boolean {
    const token = bearerOf(request);
    return token !== null && (wanted === null || token === wanted);
  }

  /** The headers of a refusal when the API is asked for too much; null when it isn't. */
  private limit(api: "openai" | "replicate"): Record<string, string> | null {
    const { rpm, concurrency } = this.options.limits[api];
    const now = Date.now();
    const window = this.windows[api].filter((at) => at > now - 60_000);
    this.windows[api] = window;
    if (concurrency !== null && this.inFlight[api] >= concurrency) return { "retry-after": "1" };
    if (rpm !== null && window.length >= rpm) {
      const seconds = Math.ceil(((window[0] ?? now) + 60_000 - now) / 1000);
      return { "retry-after": String(seconds), ...this.limitHeaders(api) };
    }
    window.push(now);
    return null;
  }

  private limitHeaders(api: "openai" | "replicate"): Record<string, string> {
    const { rpm } = this.options.limits[api];
    if (rpm === null) return {};
    const window = this.windows[api];
    const reset = Math.max(0, ((window[0] ?? Date.now()) + 60_000 - Date.now()) / 1000);
    return {
      "x-ratelimit-limit-requests": String(rpm),
      "x-ratelimit-remaining-requests": String(Math.max(0, rpm - window.length)),
      "x-ratelimit-reset-requests": `${reset.toFixed(3)}s`,
    };
  }

  private latencyOf(kind: string): number {
    return FREE.has(kind) ? 0 : (this.options.latency[kind] ?? this.options.latencyMs);
  }

  private refuse(
    response: ServerResponse,
    entry: Entry,
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ): void {
    entry.status = status;
    send(response, status, body, headers);
  }

  private async reply(options: {
    response: ServerResponse;
    entry: Entry;
    answer: FakeAnswer;
    behaviour: Behaviour;
    api: FakeApi;
  }): Promise<void> {
    const { response, entry, answer, behaviour, api } = options;
    if (behaviour.reset === "after") return cut(response, entry);
    if (behaviour.hang) {
      entry.status = "hung";
      return;
    }
    entry.status = answer.status;
    const limits = api === "output" ? {} : this.limitHeaders(api);
    response.writeHead(answer.status, {
      "content-type": answer.contentType,
      "content-length": String(answer.bytes.length),
      "x-request-id": `req_${entry.seq}`,
      ...limits,
    });
    if (behaviour.answer === "truncated") {
      response.write(answer.bytes.subarray(0, Math.floor(answer.bytes.length / 2)));
      await pause(20);
      response.destroy();
      return;
    }
    if (behaviour.dripMs) await drip(response, answer.bytes, behaviour.dripMs);
    else response.end(answer.bytes);
  }
}

/** What comes instead of a good answer. */
async function spoiled(answer: FakeAnswer, { answer: how }: Behaviour): Promise<FakeAnswer> {
  const text = (content: string, contentType: string) => ({
    status: 200,
    contentType,
    bytes: new TextEncoder().encode(content),
  });
  const isJson = answer.contentType === "application/json";
  switch (how) {
    case "html":
      return text("<!doctype html><html><body>Bad gateway</body></html>", "text/html; charset=utf-8");
    case "empty":
      return { ...answer, bytes: new Uint8Array() };
    case "bad-json":
      // Where the model's own text is what is broken, the envelope around it stays whole.
      return isJson &&
        !new TextDecoder().decode(answer.bytes).includes('"output_text"') &&
        !hasChoices(answer)
        ? { ...answer, bytes: answer.bytes.subarray(0, Math.floor(answer.bytes.length * 0.7)) }
        : answer;
    case "svg":
      return text('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "image/svg+xml");
    case "garbage":
      return { ...answer, bytes: createHash("sha512").update("garbage").digest() };
    case "wrong-mime":
      if (answer.contentType.startsWith("image/")) return { ...answer, bytes: await makeMusic("wrong", 2) };
      if (answer.contentType.startsWith("video/") || answer.contentType.startsWith("audio/mp")) {
        const bytes = await makeImage({ prompt: "wrong", width: 64, height: 64, format: "png" });
        return { ...answer, bytes };
      }
      return answer;
    default:
      return answer;
  }
}

function bearerOf(request: IncomingMessage): string | null {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

function hasChoices({ bytes }: FakeAnswer): boolean {
  return new TextDecoder().decode(bytes).includes('"choices"');
}

function kindOfCall(method: string, path: string): string {
  if (path === "/predictions") return method === "GET" ? "list" : "image";
  if (path.endsWith("/cancel")) return "cancel";
  return path.startsWith("/files") ? "file" : "get";
}

async function parse(request: IncomingMessage, body: Buffer, path: string): Promise<FakeRequest> {
  const contentType = request.headers["content-type"] ?? "";
  if (contentType.startsWith("multipart/form-data")) {
    const form = await new Response(new Uint8Array(body), {
      headers: { "content-type": contentType },
    }).formData();
    const fields: Record<string, unknown> = {};
    const files: Record<string, Uint8Array> = {};
    for (const [name, value] of form) {
      if (typeof value !== "string") files[name] = new Uint8Array(await value.arrayBuffer());
      else if (name.endsWith("[]")) {
        const list = name.slice(0, -2);
        fields[list] = [...((fields[list] as unknown[] | undefined) ?? []), value];
      } else fields[name] = value;
    }
    const digests = Object.values(files).map((file) => createHash("sha256").update(file).digest("hex"));
    return { path, body: fields, files, raw: JSON.stringify([fields, digests]) };
  }
  const raw = body.toString("utf8");
  try {
    return { path, body: raw === "" ? {} : (JSON.parse(raw) as Record<string, unknown>), files: {}, raw };
  } catch {
    return { path, body: {}, files: {}, raw };
  }
}

/** Of what is wanted, not of how its answer is to be delivered: the webhook carries a nonce. */
function wishHash({ body, raw }: FakeRequest): string {
  const { webhook: _webhook, webhook_events_filter: _filter, ...wish } = body;
  const text = Object.keys(wish).length > 0 ? JSON.stringify(sorted(wish)) : raw;
  return createHash("sha256")
    .update(`${text}${raw.startsWith("[") ? raw : ""}`)
    .digest("hex")
    .slice(0, 16);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

function keyOf(request: IncomingMessage, body: Record<string, unknown>): string | null {
  const header = request.headers["idempotency-key"];
  if (typeof header === "string") return header;
  if (typeof body.webhook !== "string" || !URL.canParse(body.webhook)) return null;
  return new URL(body.webhook).searchParams.get("nonce");
}

function shortened(value: unknown): unknown {
  if (typeof value === "string")
    return value.length > 20_000 ? `${value.slice(0, 100)}… (${value.length})` : value;
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shortened(inner)]));
}

function problem(status: number, detail: string): unknown {
  return { title: `HTTP ${status}`, status, detail };
}

function json(value: unknown, status = 200): FakeAnswer {
  return { status, contentType: "application/json", bytes: new TextEncoder().encode(JSON.stringify(value)) };
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = typeof body === "string" ? "text/plain" : "application/json";
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(text);
}

function cut(response: ServerResponse, entry: Entry): void {
  entry.status = "cut";
  response.socket?.resetAndDestroy();
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const DRIPS = 50;

async function drip(response: ServerResponse, bytes: Uint8Array, overMs: number): Promise<void> {
  const size = Math.max(1, Math.ceil(bytes.length / DRIPS));
  for (let at = 0; at < bytes.length; at += size) {
    if (response.destroyed) return;
    response.write(bytes.subarray(at, at + size));
    await pause(overMs / DRIPS);
  }
  response.end();
}
