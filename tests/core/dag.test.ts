import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildDag, type Dag, findCycle, layersOf, reachableFrom, reverseDag } from "../../lib/core/graph/dag";
import { runs } from "./property-runs";
import { dags, type EdgeList } from "./random-dags";

function dagOf({ size, edges }: EdgeList): Dag {
  return buildDag({ size, from: edges.map(([from]) => from), to: edges.map(([, to]) => to) });
}

/** The definition itself: one more than the longest path to any predecessor in the subset. */
function longestPaths({ size, edges }: EdgeList, inSubset: (node: number) => boolean): number[] {
  const known = new Map<number, number>();
  const longest = (node: number): number => {
    let best = known.get(node);
    if (best !== undefined) return best;
    best = 0;
    for (const [from, to] of edges) {
      if (to === node && inSubset(from)) best = Math.max(best, longest(from) + 1);
    }
    known.set(node, best);
    return best;
  };
  return Array.from({ length: size }, (_, node) => (inSubset(node) ? longest(node) : -1));
}

function layerLists({ count, order, starts }: ReturnType<typeof layersOf>): number[][] {
  return Array.from({ length: count }, (_, layer) => [...order.subarray(starts[layer], starts[layer + 1])]);
}

describe("layersOf", () => {
  it("puts a node one layer after the last of its predecessors", () => {
    const dag = dagOf({
      size: 5,
      edges: [
        [3, 1],
        [1, 0],
        [3, 0],
        [0, 4],
        [2, 4],
      ],
    });
    expect(layerLists(layersOf(dag))).toEqual([[2, 3], [1], [0], [4]]);
  });

  it("takes an empty graph, a node alone, and two equal edges", () => {
    expect(layersOf(dagOf({ size: 0, edges: [] })).count).toBe(0);
    expect(layerLists(layersOf(dagOf({ size: 1, edges: [] })))).toEqual([[0]]);
    expect(
      layerLists(
        layersOf(
          dagOf({
            size: 2,
            edges: [
              [1, 0],
              [1, 0],
            ],
          }),
        ),
      ),
    ).toEqual([[1], [0]]);
  });

  it("gives every node the length of the longest path to it, and lists each layer ascending", () => {
    fc.assert(
      fc.property(dags(40), (graph) => {
        const layers = layersOf(dagOf(graph));
        const expected = longestPaths(graph, () => true);
        expect([...layers.layer]).toEqual(expected);
        const nodes = Array.from({ length: graph.size }, (_, node) => node);
        const lists = Array.from({ length: Math.max(...expected) + 1 }, (_, layer) =>
          nodes.filter((node) => expected[node] === layer),
        );
        expect(layerLists(layers)).toEqual(lists);
        for (const [from, to] of graph.edges) {
          expect(layers.layer[from] as number).toBeLessThan(layers.layer[to] as number);
        }
      }),
      runs(2_000, 10_000),
    );
  });

  it("looks only at the subset's nodes and the edges between them", () => {
    fc.assert(
      fc.property(dags(25), fc.func(fc.boolean()), (graph, choose) => {
        const subset = Uint8Array.from({ length: graph.size }, (_, node) => (choose(node) ? 1 : 0));
        const layers = layersOf(dagOf(graph), subset);
        expect([...layers.layer]).toEqual(longestPaths(graph, (node) => subset[node] === 1));
        expect(layers.order.length).toBe(subset.filter((mark) => mark === 1).length);
      }),
      runs(1_000, 10_000),
    );
  });

  it("doesn't depend on the order of the edges", () => {
    fc.assert(
      fc.property(dags(25), (graph) => {
        const turned = { ...graph, edges: [...graph.edges].reverse() };
        expect(layersOf(dagOf(turned))).toEqual(layersOf(dagOf(graph)));
      }),
      runs(500, 10_000),
    );
  });

  it("sorts wide and narrow layers alike", () => {
    const edges: [number, number][] = [];
    for (let node = 0; node < 300; node++) edges.push([300, 299 - node]);
    for (let node = 0; node < 3; node++) edges.push([299 - node, 303 - node]);
    const lists = layerLists(layersOf(dagOf({ size: 304, edges })));
    expect(lists).toEqual([[300], Array.from({ length: 300 }, (_, node) => node), [301, 302, 303]]);
  });

  it("refuses a cycle and lists it", () => {
    const dag = dagOf({
      size: 5,
      edges: [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 1],
        [3, 4],
      ],
    });
    expect(() => layersOf(dag)).toThrow(
      expect.objectContaining({ code: "blueprint-invalid", details: { cycle: [1, 2, 3] } }),
    );
    expect(() => layersOf(dag)).toThrow(/^The graph has a cycle: 1 → 2 → 3 → 1\.$/);
    expect(() => layersOf(dag, Uint8Array.from([0, 1, 1, 1, 0]))).toThrow("1 → 2 → 3 → 1");
    expect(layerLists(layersOf(dag, Uint8Array.from([1, 1, 1, 0, 1])))).toEqual([[0, 4], [1], [2]]);
  });
});

describe("findCycle", () => {
  it("finds a cycle exactly when an edge back makes one, and every step of it is an edge", () => {
    fc.assert(
      fc.property(dags(20), fc.nat(), fc.nat(), (graph, left, right) => {
        expect(findCycle(dagOf(graph))).toBeNull();
        const [from, to] = [left % graph.size, right % graph.size];
        const closed = { ...graph, edges: [...graph.edges, [from, to] as [number, number]] };
        const closes = reachableFrom(dagOf(graph), [to])[from] === 1;
        const cycle = findCycle(dagOf(closed));
        expect(cycle !== null).toBe(closes);
        for (const [at, node] of (cycle ?? []).entries()) {
          const next = cycle?.[(at + 1) % cycle.length];
          expect(closed.edges).toContainEqual([node, next]);
        }
      }),
      runs(1_000, 10_000),
    );
  });

  it("names a node that points to itself", () => {
    expect(findCycle(dagOf({ size: 2, edges: [[1, 1]] }))).toEqual([1]);
  });

  it("looks only at the subset's nodes", () => {
    const dag = dagOf({
      size: 5,
      edges: [
        [0, 1],
        [1, 0],
        [2, 3],
        [3, 4],
        [4, 2],
      ],
    });
    expect(findCycle(dag, Uint8Array.from([1, 1, 1, 1, 1]))).toEqual([0, 1]);
    expect(findCycle(dag, Uint8Array.from([1, 0, 1, 1, 1]))).toEqual([2, 3, 4]);
    expect(findCycle(dag, Uint8Array.from([0, 1, 1, 1, 0]))).toBeNull();
  });

  it("leaves the way to a cycle out of it", () => {
    const edges: [number, number][] = [
      [0, 1],
      [1, 2],
      [2, 1],
    ];
    expect(findCycle(dagOf({ size: 3, edges }))).toEqual([1, 2]);
  });
});

describe("reachableFrom", () => {
  it("is brute-force reachability", () => {
    fc.assert(
      fc.property(dags(25), fc.array(fc.nat(24), { maxLength: 4 }), (graph, picks) => {
        const seeds = picks.filter((node) => node < graph.size);
        const expected = new Set(seeds);
        for (let grown = -1; grown !== expected.size; ) {
          grown = expected.size;
          for (const [from, to] of graph.edges) if (expected.has(from)) expected.add(to);
        }
        const reached = reachableFrom(dagOf(graph), seeds);
        expect([...reached].flatMap((mark, node) => (mark === 1 ? [node] : []))).toEqual(
          [...expected].sort((left, right) => left - right),
        );
      }),
      runs(2_000, 10_000),
    );
  });
});

describe("buildDag and reverseDag", () => {
  it("turn every edge round, and back", () => {
    fc.assert(
      fc.property(dags(20), (graph) => {
        const dag = dagOf(graph);
        const reversed = reverseDag(dag);
        const turned = { ...graph, edges: graph.edges.map(([from, to]): [number, number] => [to, from]) };
        const successors = ({ offsets, targets }: Dag, node: number) =>
          [...targets.subarray(offsets[node], offsets[node + 1])].sort();
        for (let node = 0; node < graph.size; node++) {
          expect(successors(reversed, node)).toEqual(successors(dagOf(turned), node));
          expect(successors(reverseDag(reversed), node)).toEqual(successors(dag, node));
        }
      }),
      runs(500, 10_000),
    );
  });

  it("refuse an edge that leaves the graph, and ends without starts", () => {
    for (const [from, to] of [
      [0, 2],
      [0, -1],
      [2, 0],
      [-1, 0],
      [Number.NaN, 0],
    ] as const) {
      expect(() => buildDag({ size: 2, from: [from], to: [to] })).toThrow(
        new RangeError(`The edge ${from} → ${to} leaves a graph of 2 nodes.`),
      );
    }
    for (const [from, to] of [
      [[0, 1], [1]],
      [[0], [1, 1]],
    ] as const) {
      expect(() => buildDag({ size: 2, from, to })).toThrow(
        new RangeError("An edge list needs as many ends as starts."),
      );
    }
  });
});
