import type { EventView } from "../../../lib/api/contract/runs";

/** Every type by name: the stream names its events, so each needs a listener. Total by construction. */
const TYPES: Record<EventView["type"], true> = {
  "run-started": true,
  "plan-committed": true,
  "layer-started": true,
  "job-claimed": true,
  "job-submitted": true,
  "job-progress": true,
  "job-succeeded": true,
  "job-failed": true,
  "job-skipped": true,
  "job-blocked": true,
  "artifact-committed": true,
  "segment-playable": true,
  "checkpoint-written": true,
  "cost-updated": true,
  "budget-threshold": true,
  "run-cancelling": true,
  "run-finished": true,
};

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 15_000;
const FLUSH_MS = 60;

interface RunStreamOptions {
  runId: string;
  /** Called with what came within a moment, in order: a burst of events is one drawing. */
  onEvents: (events: EventView[]) => void;
  onConnection: (connected: boolean) => void;
}

/**
 * Follows a run to its end and survives what breaks in between: the browser reconnects with Last-Event-ID by itself;
 * after an error answer (which it treats as final) this opens again from the last event. Returns how to stop.
 */
export function openRunStream({ runId, onEvents, onConnection }: RunStreamOptions): () => void {
  let source: EventSource | null = null;
  let lastSeq = 0;
  let ended = false;
  let retryMs = FIRST_RETRY_MS;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let flushTimer: ReturnType<typeof setTimeout> | undefined;
  let pending: EventView[] = [];

  function flush() {
    flushTimer = undefined;
    const events = pending;
    pending = [];
    if (events.length > 0) onEvents(events);
  }

  function receive(message: MessageEvent<string>) {
    const event = parse(message.data);
    if (!event) return;
    lastSeq = Math.max(lastSeq, event.seq);
    pending.push(event);
    flushTimer ??= setTimeout(flush, FLUSH_MS);
    if (event.type === "run-finished") {
      ended = true;
      source?.close();
    }
  }

  function connect() {
    source = new EventSource(`/api/v1/runs/${encodeURIComponent(runId)}/events?after=${lastSeq}`);
    source.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      onConnection(true);
    };
    source.onerror = () => {
      if (ended) return;
      onConnection(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      retryTimer = setTimeout(connect, retryMs);
      retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
    };
    for (const type of Object.keys(TYPES)) source.addEventListener(type, receive);
  }

  connect();
  return () => {
    ended = true;
    source?.close();
    clearTimeout(retryTimer);
    clearTimeout(flushTimer);
  };
}

function parse(data: string): EventView | null {
  try {
    const event = JSON.parse(data) as EventView;
    return typeof event.seq === "number" && typeof event.type === "string"
      ? { ...event, data: event.data ?? {} }
      : null;
  } catch {
    return null;
  }
}
