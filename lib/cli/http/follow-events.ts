import { setTimeout as sleep } from "node:timers/promises";
import { createParser } from "eventsource-parser";
import { type EventView, eventSchema } from "../../api/contract/runs";
import { isReelgraphError } from "../../core/errors";
import { type ApiClient, isConnectionLost, unreachable } from "./api-client";

/** The server's heartbeat comes every 15 s: three missed ones mean a dead connection. */
const SILENCE_MS = 45_000;
const LONGEST_PAUSE_MS = 5_000;
const ATTEMPTS_WITHOUT_NEWS = 15;

export interface FollowEventsOptions {
  api: ApiClient;
  runId: string;
  signal: AbortSignal;
  /** Told before each new attempt. */
  onReconnect?(): void;
}

/**
 * Every event of a run, in order, each once, up to and with its `run-finished`. Broken connections are taken up after
 * the last event seen (`Last-Event-ID`); what comes twice is dropped by its `seq`.
 */
export async function* followEvents(options: FollowEventsOptions): AsyncGenerator<EventView> {
  const { api, runId, signal } = options;
  let last = 0;
  let failures = 0;
  while (true) {
    try {
      for await (const event of openStream({ api, runId, after: last, signal })) {
        if (event.seq <= last) continue;
        last = event.seq;
        failures = 0;
        yield event;
        if (event.type === "run-finished" && event.runId === runId) return;
      }
    } catch (error) {
      signal.throwIfAborted();
      const mayPass = isConnectionLost(error) || (isReelgraphError(error) && error.retryable);
      if (!mayPass) throw error;
      if (failures >= ATTEMPTS_WITHOUT_NEWS) throw unreachable(api.connection.url, error);
      if (isConnectionLost(error)) await api.connection.revive();
    }
    failures += 1;
    if (failures > ATTEMPTS_WITHOUT_NEWS) throw unreachable(api.connection.url, undefined);
    await sleep(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** failures), undefined, { signal });
    options.onReconnect?.();
  }
}

async function* openStream(options: {
  api: ApiClient;
  runId: string;
  after: number;
  signal: AbortSignal;
}): AsyncGenerator<EventView> {
  const { api, runId, after, signal } = options;
  const response = await api.open(`/api/v1/runs/${encodeURIComponent(runId)}/events`, {
    accept: "text/event-stream",
    ...(after > 0 ? { "last-event-id": String(after) } : {}),
  });
  if (response.body === null) return;
  const pending: EventView[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      const event = eventSchema.safeParse(parseOrNull(data));
      // An event this version doesn't know is no reason to stop following.
      if (event.success) pending.push(event.data);
    },
  });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    while (true) {
      const { done, value } = await readWithin(reader, SILENCE_MS, signal);
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* pending.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Fails as a lost connection after `milliseconds` of silence. */
async function readWithin(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<{ done: boolean; value?: Uint8Array }> {
  const timer = new AbortController();
  const silence = sleep(milliseconds, undefined, { signal: timer.signal }).then(() => {
    signal.throwIfAborted();
    throw Object.assign(new Error("The event stream fell silent."), { name: "StreamSilent" });
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } finally {
    silence.catch(() => undefined);
    timer.abort();
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
