"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useState } from "react";
import type { EventView, RunView } from "../../../lib/api/contract/runs";
import { keys, refreshVideo, useRun } from "./queries";
import { applyEvent, applySnapshot, type RunProgress, startProgress } from "./run-progress";
import { openRunStream } from "./run-stream";

/** Of the event stream. */
export type Connection = "connecting" | "live" | "reconnecting";

type Action = { type: "snapshot"; run: RunView } | { type: "events"; events: EventView[] };

function reduce(progress: RunProgress | null, action: Action): RunProgress | null {
  if (action.type === "snapshot")
    return progress ? applySnapshot(progress, action.run) : startProgress(action.run);
  return progress ? action.events.reduce(applyEvent, progress) : progress;
}

/** After these, something that other queries hold is new. */
const TOUCHES_RUN = new Set(["plan-committed", "run-finished"]);
const TOUCHES_PARTS = new Set([
  "artifact-committed",
  "segment-playable",
  "checkpoint-written",
  "run-finished",
]);
const REFETCH_MS = 400;

/**
 * A run as it happens: the snapshot of GET /runs/{id}, moved on by its events. The log is replayed after a page load, so
 * that nothing is lost by one.
 */
export function useRunProgress(
  videoId: string,
  runId: string | null,
): { progress: RunProgress | null; connection: Connection } {
  const client = useQueryClient();
  const snapshot = useRun(runId).data;
  const [progress, dispatch] = useReducer(reduce, null);
  const [connection, setConnection] = useState<Connection>("connecting");
  const seeded = progress !== null && progress.run.id === runId;

  useEffect(() => {
    if (snapshot) dispatch({ type: "snapshot", run: snapshot });
  }, [snapshot]);

  useEffect(() => {
    if (!runId || !seeded) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const touched = new Set<string>();
    function refetchTouched() {
      timer = undefined;
      if (touched.delete("run") && runId) void client.invalidateQueries({ queryKey: keys.run(runId) });
      if (!touched.delete("parts")) return;
      void refreshVideo(client, videoId);
    }
    const close = openRunStream({
      runId,
      onConnection: (connected) => setConnection(connected ? "live" : "reconnecting"),
      onEvents: (events) => {
        dispatch({ type: "events", events });
        if (events.some((event) => TOUCHES_RUN.has(event.type))) touched.add("run");
        if (events.some((event) => TOUCHES_PARTS.has(event.type))) touched.add("parts");
        if (touched.size > 0) timer ??= setTimeout(refetchTouched, REFETCH_MS);
      },
    });
    return () => {
      close();
      clearTimeout(timer);
    };
  }, [client, runId, seeded, videoId]);

  return { progress: seeded ? progress : null, connection };
}
