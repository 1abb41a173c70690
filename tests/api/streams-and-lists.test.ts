import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProcessSignals } from "../../lib/adapters/node/process-signals";
import { eventStream } from "../../lib/api/sse";
import type { RunRow } from "../../lib/ports/database";
import { listArtifacts } from "../../lib/services/artifacts/list-artifacts";
import { inTenant } from "../../lib/services/context";
import { createVideo } from "../../lib/services/videos/create-video";
import { createdVideoAnswer } from "../../lib/services/videos/created-video-answer";
import { listVideos } from "../../lib/services/videos/list-videos";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

let world: World;
let process: ReturnType<World["start"]>;
let run: RunRow;

beforeAll(async () => {
  world = await World.open();
  process = world.start();
  run = await createRun(process.ctx, SMALL_INPUTS);
});
afterAll(async () => (await sharedDatabase()).close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (error: { code?: string }) => error.code ?? String(error),
  );

interface Frame {
  id: number;
  event: string;
  data: { seq: number; type: string; runId: string };
}

/** Reads a stream as a browser's EventSource does. */
async function framesOf(response: Response): Promise<{ frames: Frame[]; comments: number }> {
  const blocks = (await response.text()).split("\n\n").filter((block) => block !== "");
  const frames = blocks.flatMap((block) => {
    const fields = new Map(
      block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
    );
    const data = fields.get("data");
    if (data === undefined) return [];
    return [{ id: Number(fields.get("id")), event: fields.get("event") ?? "", data: JSON.parse(data) }];
  });
  return { frames, comments: blocks.filter((block) => block.startsWith(":")).length };
}

describe("a run's event stream", () => {
  const open = (after = 0, signal = new AbortController().signal) =>
    eventStream({ ctx: process.ctx, id: run.id, after, signal });

  it("follows a run from before its start to its end, and ends there", async () => {
    const response = await open();
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const [{ frames }] = await Promise.all([framesOf(response), driveRun(process, run.id)]);
    expect(frames.map((frame) => frame.id)).toEqual(frames.map((_, index) => index + 1));
    for (const frame of frames) {
      expect(frame).toMatchObject({ event: frame.data.type, id: frame.data.seq, data: { runId: run.id } });
    }
    expect(frames[0]?.event).toBe("run-started");
    expect(frames.at(-1)?.event).toBe("run-finished");
  });

  it("goes on where a client lost it, without a gap or a duplicate", async () => {
    const all = (await framesOf(await open())).frames.map((frame) => frame.id);
    const last = all.at(-1) ?? 0;
    for (const after of [1, 7, last - 1]) {
      const rest = (await framesOf(await open(after))).frames.map((frame) => frame.id);
      expect(rest).toEqual(all.filter((id) => id > after));
    }
    expect((await framesOf(await open(last))).frames).toEqual([]);
    expect((await framesOf(await open(last + 1_000_000))).frames).toEqual([]);
  });

  it("ends with the process that is asked to end, so that the next one can begin", async () => {
    const closing = { ...process.ctx, signals: createProcessSignals() };
    const unfinished = await createRun(process.ctx, SMALL_INPUTS);
    const signal = AbortSignal.timeout(60_000);
    const response = await eventStream({ ctx: closing, id: unfinished.id, after: 0, signal });
    closing.signals.close();
    await framesOf(response);
    expect(signal.aborted).toBe(false);
  });

  it("is a 404 before it begins when there is no such run", async () => {
    const absent = { ctx: process.ctx, after: 0, signal: new AbortController().signal };
    expect(await codeOf(eventStream({ ...absent, id: process.ctx.ids.runId() }))).toBe("not-found");
    expect(await codeOf(eventStream({ ...absent, id: "../etc" }))).toBe("not-found");
  });

  it("stays awake while nothing happens, and stops when the client goes", async () => {
    const quiet = await createRun(process.ctx, SMALL_INPUTS);
    const gone = new AbortController();
    const response = await eventStream({ ctx: process.ctx, id: quiet.id, after: 0, signal: gone.signal });
    const reading = framesOf(response);
    await world.clock.sleep(50_000);
    gone.abort();
    expect(await reading).toEqual({ frames: [], comments: 3 });
  });
});

describe("cursors", () => {
  const videos = (cursor: string) => codeOf(listVideos({ ctx: process.ctx, input: { limit: 5, cursor } }));
  const encoded = (text: string) => Buffer.from(text).toString("base64url");
  const someId = "vid_01h2xcejqtf2nbrexx3vqjhp41";

  it("that nobody gave out are refused, not passed to the database", async () => {
    for (const cursor of [
      "",
      "!!!",
      encoded("yesterday x"),
      encoded(`2026-01-01T00:00:00.000Z ${"x".repeat(300)}`),
      encoded("2026-01-01T00:00:00.000Z \0"),
      encoded(`-271821-04-20T00:00:00.000Z ${someId}`),
      encoded(`2026-13-01T00:00:00.000Z ${someId}`),
      encoded(`2026-01-01T00:00:00.000Z ${someId}\n`),
    ]) {
      expect([cursor, await videos(cursor)]).toEqual([cursor, "invalid-input"]);
    }
    expect(await videos(encoded(`2026-01-01T00:00:00.000Z ${someId}`))).toBe("no error");
    for (const cursor of ["-1", "1e3", "0.5", "x", "", "9".repeat(30)]) {
      const list = listArtifacts({ ctx: process.ctx, input: { id: run.videoId, limit: 5, cursor } });
      expect([cursor, await codeOf(list)]).toEqual([cursor, "invalid-input"]);
    }
  });

  it("lead through all videos and all artifacts, each once", async () => {
    for (let index = 0; index < 5; index++) await createRun(process.ctx, SMALL_INPUTS);
    const ids: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listVideos({ ctx: process.ctx, input: { limit: 2, cursor } });
      ids.push(...page.data.map((video) => video.id));
      expect(page.hasMore).toBe(page.nextCursor !== null);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    const all = await inTenant(process.ctx, (repositories) => repositories.videos.list({ limit: 100 }));
    expect(ids).toEqual(all.map((video) => video.id));

    const names: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listArtifacts({ ctx: process.ctx, input: { id: run.videoId, limit: 3, cursor } });
      names.push(...page.data.map((artifact) => artifact.id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("Timeline");
  });
});

describe("a start with an Idempotency-Key", () => {
  const start = (key: string, bodyHash = "hash") =>
    createVideo({
      ctx: process.ctx,
      input: { inputs: SMALL_INPUTS },
      idempotency: { route: "POST /videos", key, bodyHash },
      render: createdVideoAnswer,
    });

  it("makes one video, however often and however concurrently it is sent, and answers byte for byte", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => start("one")));
    expect(answers.filter(({ fresh }) => fresh !== null)).toHaveLength(1);
    for (const { answer } of answers) expect(answer).toEqual(answers[0]?.answer);
    expect(answers[0]?.answer.headers.location).toMatch(/^\/api\/v1\/videos\/vid_/);
    expect(await codeOf(start("one", "other"))).toBe("idempotency-mismatch");
  });

  it("that was refused may be sent again", async () => {
    const { ctx } = process;
    const poor = { ...ctx, settings: { ...ctx.settings, defaultCeilingMicros: 0 as never } };
    const request = {
      input: { inputs: SMALL_INPUTS },
      idempotency: { route: "POST /videos", key: "two", bodyHash: "hash" },
      render: createdVideoAnswer,
    };
    expect(await codeOf(createVideo({ ctx: poor, ...request }))).toBe("ceiling-reached");
    expect((await createVideo({ ctx, ...request })).fresh).not.toBeNull();
  });
});
