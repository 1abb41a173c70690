import { ReelgraphError } from "../errors";

/**
 * A directed graph over nodes 0…size-1 in compressed sparse rows: the successors of node `v` are
 * `targets[offsets[v]] … targets[offsets[v + 1] - 1]`. Typed arrays, so that a million nodes fit and plan in a second.
 */
export interface Dag {
  size: number;
  offsets: Uint32Array;
  targets: Uint32Array;
}

/** The layers of a graph: layer `k` is `order[starts[k]] … order[starts[k + 1] - 1]`, ascending by node. */
export interface Layers {
  count: number;
  /** Per node its layer, the length of the longest path to it; -1 for a node outside the subset. */
  layer: Int32Array;
  order: Uint32Array;
  starts: Uint32Array;
}

/** Builds a graph of `size` nodes with an edge `from[k] → to[k]` for every k. Throws RangeError on an edge out of range. */
export function buildDag({
  size,
  from,
  to,
}: {
  size: number;
  from: ArrayLike<number>;
  to: ArrayLike<number>;
}): Dag {
  const edges = from.length;
  if (to.length !== edges) throw new RangeError("An edge list needs as many ends as starts.");
  const offsets = new Uint32Array(size + 1);
  for (let edge = 0; edge < edges; edge++) {
    const source = from[edge] as number;
    const target = to[edge] as number;
    if (!(source >= 0 && source < size && target >= 0 && target < size)) {
      throw new RangeError(`The edge ${source} → ${target} leaves a graph of ${size} nodes.`);
    }
    offsets[source + 1] = (offsets[source + 1] as number) + 1;
  }
  for (let node = 0; node < size; node++) (offsets[node + 1] as number) += offsets[node] as number;
  const targets = new Uint32Array(edges);
  const next = offsets.slice();
  for (let edge = 0; edge < edges; edge++) {
    const source = from[edge] as number;
    const slot = next[source] as number;
    next[source] = slot + 1;
    targets[slot] = to[edge] as number;
  }
  return { size, offsets, targets };
}

/** The same nodes with every edge turned round: from "who reads me" to "what do I read". */
export function reverseDag({ size, offsets, targets }: Dag): Dag {
  const from = targets;
  const to = new Uint32Array(targets.length);
  for (let node = 0; node < size; node++) to.fill(node, offsets[node], offsets[node + 1]);
  return buildDag({ size, from, to });
}

/**
 * Kahn's algorithm by in-degree, layer by layer, over the nodes that `subset` marks with 1 (default: all); edges to and
 * from other nodes don't count. A node's layer is the length of the longest path to it inside the subset.
 * O(nodes + edges). Throws `blueprint-invalid` with the cycle's nodes in `details.cycle` when there is one.
 */
export function layersOf(dag: Dag, subset?: Uint8Array): Layers {
  const { size, offsets, targets } = dag;
  const indegree = new Uint32Array(size);
  const layer = new Int32Array(size).fill(-1);
  let total = size;
  if (subset === undefined) {
    for (let edge = 0; edge < targets.length; edge++) {
      const target = targets[edge] as number;
      indegree[target] = (indegree[target] as number) + 1;
    }
  } else {
    total = 0;
    for (let node = 0; node < size; node++) {
      if (subset[node] !== 1) continue;
      total++;
      const end = offsets[node + 1] as number;
      for (let edge = offsets[node] as number; edge < end; edge++) {
        const target = targets[edge] as number;
        indegree[target] = (indegree[target] as number) + 1;
      }
    }
  }

  const order = new Uint32Array(total);
  let filled = 0;
  for (let node = 0; node < size; node++) {
    if (indegree[node] === 0 && (subset === undefined || subset[node] === 1)) {
      layer[node] = 0;
      order[filled++] = node;
    }
  }

  const starts: number[] = [0];
  let begin = 0;
  // A node is appended when its last predecessor is read, so it lands in the layer right after that one's.
  for (let depth = 1; begin < filled; depth++) {
    const end = filled;
    starts.push(end);
    for (let position = begin; position < end; position++) {
      const node = order[position] as number;
      const stop = offsets[node + 1] as number;
      for (let edge = offsets[node] as number; edge < stop; edge++) {
        const target = targets[edge] as number;
        if (subset !== undefined && subset[target] !== 1) continue;
        const left = (indegree[target] as number) - 1;
        indegree[target] = left;
        if (left === 0) {
          layer[target] = depth;
          order[filled++] = target;
        }
      }
    }
    begin = end;
    if (filled - end > 1) sortRange(order, end, filled, layer, depth);
  }
  if (filled < total) throw cycleError(findCycle(dag, subset) as number[]);
  return { count: starts.length - 1, layer, order, starts: Uint32Array.from(starts) };
}

/**
 * Sorts one layer ascending. A small layer is sorted; a large one is read off the layer numbers in node order, which is
 * linear where sorting is not.
 */
function sortRange(order: Uint32Array, begin: number, end: number, layer: Int32Array, depth: number): void {
  const count = end - begin;
  if (count * Math.log2(count) < layer.length) {
    order.subarray(begin, end).sort();
    return;
  }
  let position = begin;
  for (let node = 0; position < end; node++) if (layer[node] === depth) order[position++] = node;
}

/** Marks with 1 every node that can be reached from `seeds`, the seeds included. O(visited nodes and edges). */
export function reachableFrom({ size, offsets, targets }: Dag, seeds: Iterable<number>): Uint8Array {
  const reached = new Uint8Array(size);
  const stack = new Uint32Array(size);
  let height = 0;
  for (const seed of seeds) {
    if (reached[seed] === 1) continue;
    reached[seed] = 1;
    stack[height++] = seed;
  }
  while (height > 0) {
    height -= 1;
    const node = stack[height] as number;
    const end = offsets[node + 1] as number;
    for (let edge = offsets[node] as number; edge < end; edge++) {
      const target = targets[edge] as number;
      if (reached[target] === 1) continue;
      reached[target] = 1;
      stack[height++] = target;
    }
  }
  return reached;
}

/** One cycle as the nodes on it, each with an edge to the next and the last to the first; null when there is none. */
export function findCycle({ size, offsets, targets }: Dag, subset?: Uint8Array): number[] | null {
  const [untouched, open, closed] = [0, 1, 2];
  const state = new Uint8Array(size).fill(untouched);
  const cursor = offsets.slice(0, size);
  for (let root = 0; root < size; root++) {
    if (state[root] !== untouched || (subset !== undefined && subset[root] !== 1)) continue;
    const path = [root];
    state[root] = open;
    while (path.length > 0) {
      const node = path[path.length - 1] as number;
      if (cursor[node] === offsets[node + 1]) {
        state[node] = closed;
        path.pop();
        continue;
      }
      const position = cursor[node] as number;
      cursor[node] = position + 1;
      const target = targets[position] as number;
      if (subset !== undefined && subset[target] !== 1) continue;
      if (state[target] === open) return path.slice(path.indexOf(target));
      if (state[target] === untouched) {
        state[target] = open;
        path.push(target);
      }
    }
  }
  return null;
}

function cycleError(cycle: readonly number[]): ReelgraphError {
  return new ReelgraphError({
    code: "blueprint-invalid",
    message: `The graph has a cycle: ${[...cycle, cycle[0]].join(" → ")}.`,
    details: { cycle },
  });
}
