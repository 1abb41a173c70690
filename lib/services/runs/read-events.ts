import type { EventView } from "../../api/contract/runs";
import { runId } from "../../core/ids";
import { isRunEnded } from "../../core/run/run-state";
import type { EventRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { requireRun } from "./require-run";

export interface EventPage {
  data: EventView[];
  hasMore: boolean;
  /** The run has ended and this page holds its last event. */
  isEnd: boolean;
}

/** A run's events after a seq, in order: the same page for JSON and for the stream. */
export async function readEvents(options: {
  ctx: Context;
  input: { id: string; after: number; limit: number };
}): Promise<EventPage> {
  const { ctx, input } = options;
  return await inTenant(ctx, async (repositories) => {
    // The run first: events are written with the move that ends it, so an ended run has all of them.
    const run = await requireRun(repositories, runId(input.id));
    const rows = await repositories.events.ofRun({
      runId: run.id,
      after: input.after,
      limit: input.limit + 1,
    });
    const page = rows.slice(0, input.limit);
    const hasMore = rows.length > input.limit;
    return { data: page.map(toEventView), hasMore, isEnd: !hasMore && isRunEnded(run.status) };
  });
}

function toEventView(row: EventRow): EventView {
  return {
    seq: row.seq,
    videoId: row.videoId,
    runId: row.runId,
    type: row.type as EventView["type"],
    at: row.at.toISOString(),
    data: row.data,
  };
}
