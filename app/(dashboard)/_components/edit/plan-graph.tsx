"use client";

import { type KeyboardEvent, useMemo, useRef } from "react";
import type { Graph } from "../../../../lib/core/graph/expand";
import { type GraphLayout, layoutGraph, type PlacedJob } from "../../_lib/graph-layout";
import { jobLabel, PART_LOOKS } from "../../_lib/labels";
import type { PartState } from "../../_lib/part-state";
import { PartGlyph } from "./part-glyph";

/** What is made stands out; what stays steps back. Edges tell them apart as well as colours. */
const BOXES: Record<PartState, string> = {
  "up-to-date": "border-line bg-surface text-ink-2",
  new: "border-accent border-dashed bg-accent/12 text-ink",
  again: "border-accent bg-accent/12 text-ink",
  retry: "border-bad bg-bad/10 text-ink",
  kept: "border-line-strong border-dotted bg-raised text-ink-2",
  "left-out": "border-warn/70 border-dashed bg-surface text-ink-2",
};

const STEPS: Record<string, [column: number, row: number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The nearest job in the direction of an arrow key. */
function neighbour(layout: GraphLayout, from: PlacedJob, key: string): PlacedJob | null {
  const [column, row] = STEPS[key] ?? [0, 0];
  const middle = (node: PlacedJob) => node.y + Math.min(node.height, 34) / 2;
  const ahead = layout.nodes.filter((node) =>
    column === 0
      ? node.x === from.x && Math.sign(node.y - from.y) === row
      : Math.sign(node.x - from.x) === column,
  );
  const far = (node: PlacedJob) =>
    Math.abs(node.x - from.x) * 100 + (node.isTall ? 0 : Math.abs(middle(node) - middle(from)));
  return ahead.sort((left, right) => far(left) - far(right))[0] ?? null;
}

/** The film as a graph, each job with what the plan does to it. One stop of the tab key; arrows move inside. */
export function PlanGraph({
  graph,
  states,
  selected,
  onSelect,
}: {
  graph: Graph;
  states: ReadonlyMap<string, PartState>;
  /** A job's id. */
  selected: string | null;
  onSelect: (jobId: string) => void;
}) {
  const layout = useMemo(() => layoutGraph(graph), [graph]);
  const box = useRef<HTMLDivElement>(null);
  const stateOf = (jobId: string): PartState => states.get(jobId) ?? "up-to-date";
  const isMade = (jobId: string) => ["new", "again", "retry"].includes(stateOf(jobId));
  const entry = layout.nodes.find(({ job }) => job.jobId === selected) ?? layout.nodes[0];

  function onKeyDown(event: KeyboardEvent<HTMLButtonElement>, node: PlacedJob) {
    const next = neighbour(layout, node, event.key);
    if (next === null) return;
    event.preventDefault();
    onSelect(next.job.jobId);
    box.current?.querySelector<HTMLElement>(`[data-job-id="${CSS.escape(next.job.jobId)}"]`)?.focus();
  }

  return (
    <div
      ref={box}
      role="toolbar"
      aria-label="The film's parts, from the script on the left to the timeline on the right"
      data-testid="plan-graph"
      className="max-h-[34rem] overflow-auto p-5"
    >
      <div className="relative mx-auto" style={{ width: layout.width, height: layout.height }}>
        <svg width={layout.width} height={layout.height} className="absolute inset-0" aria-hidden="true">
          {layout.edges.map(({ from, to, path }) => {
            const isLive = isMade(from) && isMade(to);
            return (
              <path
                key={`${from} ${to}`}
                d={path}
                fill="none"
                strokeWidth={isLive ? 1.75 : 1}
                className={isLive ? "stroke-accent" : "stroke-line-strong opacity-60"}
              />
            );
          })}
        </svg>
        {layout.lanes.map(({ segment, y }) => (
          <span
            key={segment ?? "film"}
            className="absolute left-0 flex items-center text-xs text-ink-3"
            style={{ top: y, height: 34 }}
          >
            {segment === null ? "Whole film" : `Segment ${segment + 1}`}
          </span>
        ))}
        {layout.nodes.map((node) => {
          const { jobId } = node.job;
          const state = stateOf(jobId);
          return (
            <button
              key={jobId}
              type="button"
              data-testid="part"
              data-job-id={jobId}
              data-state={state}
              tabIndex={node === entry ? 0 : -1}
              aria-pressed={jobId === selected}
              aria-label={`${jobLabel(jobId)}: ${PART_LOOKS[state].label}`}
              onClick={() => onSelect(jobId)}
              onKeyDown={(event) => onKeyDown(event, node)}
              style={{ left: node.x, top: node.y, width: node.width, height: node.height }}
              className={`absolute flex rounded-lg border px-2.5 text-left text-[0.8rem] font-medium transition-colors hover:border-ink-3 aria-pressed:ring-2 aria-pressed:ring-ink ${node.isTall ? "items-start py-2" : "items-center"} ${BOXES[state]}`}
            >
              <span className={`flex min-w-0 items-center gap-2 ${node.isTall ? "sticky top-0" : ""}`}>
                <PartGlyph state={state} />
                <span className="truncate">{jobLabel(jobId)}</span>
              </span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
