import { type EventView, type RunView, runSchema } from "../../api/contract/runs";
import type { CliContext } from "../context";
import type { ApiClient } from "../http/api-client";
import { followEvents } from "../http/follow-events";
import { oneLine } from "../terminal/format";
import type { Style } from "../terminal/style";
import { createProgress } from "./progress";
import { applyEvent, applyRun, EMPTY_BOARD, isRunOver } from "./run-board";

/** A run with hundreds of jobs must not be asked for with every event. */
const ASKED_AT_MOST_EVERY_MS = 400;

export interface FollowRunOptions {
  context: CliContext;
  api: ApiClient;
  runId: string;
}

export function runPath(runId: string, waitSeconds = 0): string {
  const wait = waitSeconds > 0 ? `?wait=${waitSeconds}` : "";
  return `/api/v1/runs/${encodeURIComponent(runId)}${wait}`;
}

/** Follows a generation with its events to its end, showing progress, and answers how the run ended. */
export async function followRun({ context, api, runId }: FollowRunOptions): Promise<RunView> {
  const progress = createProgress(context);
  const style = context.talkStyle;
  let board = EMPTY_BOARD;
  let hasToldWorkflow = false;
  let isStale = false;
  let askedAt = 0;
  const refresh = async (): Promise<RunView> => {
    const run = await api.get(runPath(runId), runSchema);
    if (!hasToldWorkflow && run.workflowRunId !== null) {
      hasToldWorkflow = true;
      progress.say(`  ${style.dim("Workflow run")}  ${run.workflowRunId}`);
    }
    board = applyRun(board, run);
    isStale = false;
    askedAt = performance.now();
    progress.show(board);
    return run;
  };
  try {
    let run = await refresh();
    if (isRunOver(run.status)) return run;
    const events = followEvents({
      api,
      runId,
      signal: context.signal,
      onReconnect: () => progress.say(`  ${style.dim("following again after a lost connection")}`),
    });
    for await (const event of events) {
      const applied = applyEvent(board, event);
      board = applied.board;
      isStale ||= applied.isStale || !hasToldWorkflow;
      if (event.data.retrying === true) progress.say(retryLine(event, style));
      const isKnown = board.jobs.size > 0;
      if (isStale && (!isKnown || performance.now() - askedAt > ASKED_AT_MOST_EVERY_MS)) await refresh();
      else progress.show(board);
    }
    run = await refresh();
    while (!isRunOver(run.status)) run = await api.get(runPath(runId, 10), runSchema);
    return run;
  } finally {
    progress.end();
  }
}

function retryLine({ data }: EventView, style: Style): string {
  const failure = data.failure as { message?: unknown } | undefined;
  const why = typeof failure?.message === "string" ? `: ${oneLine(failure.message)}` : "";
  return `  ${style.warn("again")}    ${String(data.jobId)}${style.dim(why)}`;
}
