import { ReadableStream, TextEncoderStream } from "node:stream/web";
import type { Context } from "../services/context";
import { type EventPage, readEvents } from "../services/runs/read-events";
import type { EventView } from "./contract/runs";

const LOOK_EVERY_MS = 200;
const HEARTBEAT_MS = 15_000;
const PAGE = 500;

/**
 * A run's events as Server-Sent Events: `id` is the seq, so that a client that reconnects with `Last-Event-ID` gets no gap and no
 * duplicate. A comment every 15 s keeps proxies awake; the stream ends after `run-finished`.
 */
export async function eventStream(options: {
  ctx: Context;
  id: string;
  after: number;
  signal: AbortSignal;
}): Promise<Response> {
  const { ctx, id, after, signal } = options;
  // The first page is read before the answer begins, so that an unknown run is a 404 and not a broken stream.
  const first = await readEvents({ ctx, input: { id, after, limit: PAGE } });
  const stream = ReadableStream.from(frames({ ctx, id, after, signal, first }));
  return new Response(stream.pipeThrough(new TextEncoderStream()) as unknown as BodyInit, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

async function* frames(options: {
  ctx: Context;
  id: string;
  after: number;
  signal: AbortSignal;
  first: EventPage;
}): AsyncGenerator<string> {
  const { ctx, id, signal } = options;
  let { after, first: page } = options;
  let lastFrame = ctx.clock.now().getTime();
  yield "retry: 1000\n\n";
  // A process that is asked to end leaves them to the next one: browsers ask again where they were.
  while (!signal.aborted && !ctx.signals.isClosing) {
    for (const event of page.data) {
      yield frameOf(event);
      after = event.seq;
    }
    const now = ctx.clock.now().getTime();
    if (page.data.length > 0) lastFrame = now;
    if (page.isEnd) return;
    if (now - lastFrame >= HEARTBEAT_MS) {
      yield ": still here\n\n";
      lastFrame = now;
    }
    if (!page.hasMore) await ctx.clock.sleep(LOOK_EVERY_MS, signal);
    page = await readEvents({ ctx, input: { id, after, limit: PAGE } });
  }
}

function frameOf(event: EventView): string {
  return `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
