import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { credentialSchema } from "../../../lib/api/contract/credentials";
import { limitsSchema } from "../../../lib/api/contract/limits";
import { type EventView, eventSchema, type RunView, runSchema } from "../../../lib/api/contract/runs";
import { createdVideoSchema, readinessSchema, videoDetailSchema } from "../../../lib/api/contract/videos";

/** A small server that keeps the contract: every answer goes through the contract's own schemas. */
export interface ApiFixture {
  url: string;
  server: Server;
  /** `GET /api/v1/runs/run_1/events 7`, with the Last-Event-ID where one came. */
  requests: string[];
  /** Bodies of POST and PUT requests, parsed. */
  bodies: unknown[];
  idempotencyKeys: string[];
  authorizations: (string | undefined)[];
  close(): Promise<void>;
}

export interface ApiFixtureOptions {
  /** The n-th event stream ends without warning after this many events; the last number holds for all later ones. */
  dropAfter?: readonly number[];
  /** Each stream repeats this many events from before Last-Event-ID, as a careless proxy could. */
  repeat?: number;
  outcome?: "succeeded" | "partial";
  /** Answers POST /videos instead. */
  refuse?: { status: number; problem: Record<string, unknown> };
  /** Sends no event after this many until the client has gone. */
  hangAfter?: number;
  /** The MP4 arrives with other bytes than promised. */
  isMp4Damaged?: boolean;
  verification?: unknown;
  cleaning?: unknown;
  reindexed?: unknown;
  tree?: readonly { path: string; content: string }[];
}

const AT = "2026-01-02T03:04:05.000Z";
export const VIDEO_ID = "vid_01jgk2x3x3e8x8x8x8x8x8x8x8";
export const RUN_ID = "run_01jgk2x3x3e8x8x8x8x8x8x8x8";
export const EXPORT_ID = "run_01jgk2x3x3e8x8x8x8x8x8x8x9";
const MP4 = "the bytes of a film";
const TREE = [
  { path: "assets/music.mp3", content: "music" },
  { path: "assets/images/seg0/img0.png", content: "picture" },
  { path: "dag/nodes.json", content: '{"nodes":[]}' },
];

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const quote = {
  costMicros: 0,
  expectedMicros: 0,
  seconds: 2.4,
  items: [{ genId: "ScriptGen", provider: "studio", model: "studio/writer", jobs: 3, costMicros: 0 }],
};

const JOBS = [
  { jobId: "ScriptGen", genId: "ScriptGen", layer: 0 },
  { jobId: "AudioGen[0]", genId: "AudioGen", layer: 1 },
  { jobId: "TimelineAssembler", genId: "TimelineAssembler", layer: 2 },
];

function events(outcome: "succeeded" | "partial"): EventView[] {
  const list: [EventView["type"], Record<string, unknown>][] = [
    ["run-started", {}],
    ["plan-committed", { jobs: 3 }],
    ["job-claimed", { jobId: "ScriptGen" }],
    ["job-succeeded", { jobId: "ScriptGen" }],
    ["job-claimed", { jobId: "AudioGen[0]" }],
    ...(outcome === "succeeded"
      ? ([
          ["job-succeeded", { jobId: "AudioGen[0]" }],
          ["job-succeeded", { jobId: "TimelineAssembler" }],
        ] as [EventView["type"], Record<string, unknown>][])
      : ([
          ["job-failed", { jobId: "AudioGen[0]", failure: { message: "no voice" } }],
          ["job-blocked", { jobId: "TimelineAssembler" }],
        ] as [EventView["type"], Record<string, unknown>][])),
    ["run-finished", { status: outcome }],
  ];
  return list.map(([type, data], index) =>
    // Other runs of the video take numbers too: a stream may skip some.
    eventSchema.parse({ seq: (index + 1) * 2, videoId: VIDEO_ID, runId: RUN_ID, type, at: AT, data }),
  );
}

export async function startApiFixture(options: ApiFixtureOptions = {}): Promise<ApiFixture> {
  const outcome = options.outcome ?? "succeeded";
  const all = events(outcome);
  const files = options.tree ?? TREE;
  let streams = 0;
  let isFinished = false;
  let exportAnswers = 0;
  const fixture = {
    requests: [] as string[],
    bodies: [] as unknown[],
    idempotencyKeys: [] as string[],
    authorizations: [] as (string | undefined)[],
  };

  function run(): RunView {
    const ends: Record<string, string> =
      outcome === "succeeded" ? {} : { "AudioGen[0]": "failed", TimelineAssembler: "blocked" };
    return runSchema.parse({
      id: RUN_ID,
      videoId: VIDEO_ID,
      type: "generation",
      status: isFinished ? outcome : "running",
      revision: 1,
      costMicros: 0,
      quote,
      overQuoteMicros: 0,
      workflowRunId: "wrun_42",
      createdAt: AT,
      startedAt: AT,
      finishedAt: isFinished ? AT : null,
      failure: null,
      result: null,
      progress: null,
      exportRunId: isFinished && outcome === "succeeded" ? EXPORT_ID : null,
      jobs: JOBS.map((job) => ({
        ...job,
        provider: "studio",
        model: "studio/x",
        state: isFinished ? (ends[job.jobId] ?? "succeeded") : "ready",
        reason: "missing",
        dependencies: [],
        produces: [],
        costMicros: 0,
        attempts: 1,
        ...(isFinished && ends[job.jobId] === "failed"
          ? { failure: { code: "provider-failed", retryable: false, message: "no voice" } }
          : {}),
        startedAt: null,
        finishedAt: null,
      })),
      links: { self: "", video: "", events: "" },
    });
  }

  function exportRun(): RunView {
    exportAnswers += 1;
    const isOver = exportAnswers > 2;
    const result = { mp4: "/mp4", bytes: MP4.length, durationSeconds: 30.1, sha256: sha256(MP4) };
    return runSchema.parse({
      ...run(),
      id: EXPORT_ID,
      type: "export",
      status: isOver ? "succeeded" : "running",
      progress: isOver ? 1 : exportAnswers / 4,
      result: isOver ? result : null,
      exportRunId: null,
      jobs: [],
    });
  }

  function video() {
    return videoDetailSchema.parse({
      id: VIDEO_ID,
      status: isFinished ? outcome : "running",
      title: "Tides",
      prompt: "How tides work",
      headRevision: 1,
      inputRevision: 1,
      durationSeconds: 30.1,
      numDirtyArtifacts: 0,
      totalCostMicros: 1234,
      maxTotalCostMicros: null,
      createdAt: AT,
      updatedAt: AT,
      run: { id: RUN_ID, status: isFinished ? outcome : "running" },
      exportRun: null,
      links: { self: "", artifacts: "", timeline: "", mp4: "/mp4", thumbnail: null, captions: null },
      inputs: { InquiryPrompt: "How tides work" },
    });
  }

  function json(response: ServerResponse, value: unknown, status = 200): void {
    response.writeHead(status, {
      "content-type": status < 400 ? "application/json" : "application/problem+json",
    });
    response.end(JSON.stringify(value));
  }

  function stream(request: IncomingMessage, response: ServerResponse): void {
    const after = Number(request.headers["last-event-id"] ?? 0);
    const limits = options.dropAfter ?? [];
    const drop = limits[Math.min(streams, limits.length - 1)] ?? Number.POSITIVE_INFINITY;
    streams += 1;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(": hello\n\n");
    const fresh = all.filter((event) => event.seq > after);
    const old = all.filter((event) => event.seq <= after).slice(-(options.repeat ?? 0) || all.length);
    const sent = [...old, ...fresh.slice(0, drop)];
    for (const event of sent) {
      if (event.seq / 2 > (options.hangAfter ?? Number.POSITIVE_INFINITY)) return;
      isFinished ||= event.type === "run-finished";
      response.write(`id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
    if (fresh.length > drop) setTimeout(() => request.socket.destroy(), 10);
    else response.end();
  }

  function limits() {
    return limitsSchema.parse({
      month: {
        ...{ month: "2026-11", spentMicros: 4_200_000, reservedMicros: 300_000, ceilingMicros: 10_000_000 },
        ...{ ceilingSource: "workspace", leftMicros: 5_500_000 },
        ...{ projectedMicros: 12_600_000, isProjectedOver: true },
      },
      deploymentCeilingMicros: null,
      providers: [
        {
          ...{ provider: "openai", requestsAtATime: 4, underWay: 2 },
          window: { requestsAtATime: 5, mostRequestsAtATime: 32, isBounded: false, lanes: [] },
        },
      ],
    });
  }

  const own = new Set<string>();
  function credential(provider: string) {
    const isOwn = own.has(provider);
    return credentialSchema.parse({
      provider,
      source: isOwn ? "workspace" : provider === "openai" ? "deployment" : "none",
      hint: isOwn ? "7788" : null,
      setAt: isOwn ? AT : null,
      baseUrl: null,
      callbacks: isOwn && provider === "replicate",
      problem: null,
    });
  }

  function answerCredentials(method: string, path: string, response: ServerResponse): void {
    const [, , provider = ""] = path.split("/");
    if (method === "PUT") own.add(provider);
    if (method === "DELETE") {
      const problem = { type: "about:blank", title: "Not found", status: 404, code: "not-found" };
      if (own.delete(provider)) response.writeHead(204).end();
      else json(response, { ...problem, detail: "This workspace has none." }, 404);
      return;
    }
    const both = ["openai", "replicate"].map(credential);
    json(response, provider === "" ? { data: both } : credential(provider));
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://fixture");
    const lastId = request.headers["last-event-id"];
    fixture.requests.push([request.method, url.pathname + url.search, lastId].filter(Boolean).join(" "));
    fixture.authorizations.push(request.headers.authorization);
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.method === "POST") {
      fixture.bodies.push(JSON.parse(body));
      fixture.idempotencyKeys.push(String(request.headers["idempotency-key"]));
    }
    if (request.method === "PUT") fixture.bodies.push(JSON.parse(body));
    const path = url.pathname.replace("/api/v1", "");
    if (path === "/limits") return json(response, limits());
    if (path.startsWith("/videos/") && request.method === "PATCH") {
      fixture.bodies.push(JSON.parse(body));
      return json(response, { ...video(), maxTotalCostMicros: JSON.parse(body).maxTotalCostMicros });
    }
    if (path.startsWith("/credentials")) return answerCredentials(request.method ?? "GET", path, response);
    if (path === "/readyz") {
      return json(
        response,
        readinessSchema.parse({ status: "ready", checks: [], mode: "local", version: "1" }),
      );
    }
    if (path === "/videos" && request.method === "POST") {
      if (options.refuse) return json(response, options.refuse.problem, options.refuse.status);
      const created = createdVideoSchema.parse({
        id: VIDEO_ID,
        status: "queued",
        headRevision: 0,
        run: { id: RUN_ID, status: "queued" },
        quote,
        links: { self: "", run: "", events: "" },
      });
      return json(response, created, 202);
    }
    if (path === "/videos") return json(response, { data: [video()], nextCursor: null, hasMore: false });
    if (path === `/videos/${VIDEO_ID}`) return json(response, video());
    if (path === `/videos/${VIDEO_ID}/tree`) {
      const listed = files.map(({ path: name, content }) => ({
        path: name,
        key: `videos/${VIDEO_ID}/${name}`,
        bytes: content.length,
        sha256: sha256(content),
        url: `/content/${encodeURIComponent(name)}`,
      }));
      return json(response, { revision: 1, files: listed });
    }
    if (url.pathname.startsWith("/content/")) {
      const name = decodeURIComponent(url.pathname.slice("/content/".length));
      return void response.end(files.find((file) => file.path === name)?.content);
    }
    if (url.pathname === "/mp4")
      return void response.end(options.isMp4Damaged ? MP4.replace("film", "flim") : MP4);
    if (path === `/runs/${RUN_ID}/events`) return stream(request, response);
    if (path === `/runs/${RUN_ID}`) return json(response, run());
    if (path === `/runs/${EXPORT_ID}`) return json(response, exportRun());
    if (path === "/verify") return json(response, options.verification ?? { ok: true, problems: [] });
    if (path === "/reindex" && options.reindexed) return json(response, options.reindexed);
    if (path === "/clean" && options.cleaning) return json(response, options.cleaning);
    return json(
      response,
      {
        type: "about:blank",
        title: "Not found",
        status: 404,
        detail: "There is no such thing.",
        code: "not-found",
      },
      404,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...fixture,
    server,
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
