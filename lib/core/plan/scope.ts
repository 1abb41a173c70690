import { reachableFrom } from "../graph/dag";
import type { Graph, GraphArtifact, GraphJob } from "../graph/expand";
import type { Dirtiness } from "./dirtiness";
import type { DirtyReason } from "./types";

/**
 * Which dirty jobs a `scope` plan has (graph.md, Planning: dirty ∩ selection), as marks by position in `graph.jobs`:
 * the selected ones; what they read and isn't there, since without it they cannot be made; and, with `downstream`, the
 * dirty ones that depend on them, as far as all they read is there or planned.
 */
export function scopeOf({
  graph,
  reasons,
  selected,
  downstream,
  isThere,
}: {
  graph: Graph;
  reasons: Dirtiness["reasons"];
  selected: readonly number[];
  downstream: boolean;
  /** Whether an artifact's bytes exist. */
  isThere: (artifact: string) => boolean;
}): Uint8Array {
  const isDirty = (position: number): boolean => (reasons[position] as readonly DirtyReason[]).length > 0;
  const planned = new Uint8Array(graph.jobs.length);
  const pending = selected.filter(isDirty);
  const roots = [...pending];
  while (pending.length > 0) {
    const position = pending.pop() as number;
    if (planned[position] === 1) continue;
    planned[position] = 1;
    for (const producer of absentProducers(graph, position, isThere)) pending.push(producer);
  }
  if (!downstream) return planned;

  const reached = reachableFrom(graph.consumers, roots);
  // In planning order, so that what a job reads is decided before it.
  graph.jobs.forEach((_, position) => {
    if (reached[position] !== 1 || !isDirty(position)) return;
    const canBeMade = absentProducers(graph, position, isThere).every((producer) => planned[producer] === 1);
    if (canBeMade) planned[position] = 1;
  });
  return planned;
}

/** The jobs whose artifacts this one reads and which aren't there. */
function absentProducers(graph: Graph, position: number, isThere: (artifact: string) => boolean): number[] {
  return (graph.jobs[position] as GraphJob).artifacts
    .filter((id) => !isThere(id))
    .map((id) => (graph.artifacts.get(id) as GraphArtifact).producer);
}
