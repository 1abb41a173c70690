/**
 * How fast planning is: `npx tsx tests/bench/plan.ts [--json]`.
 *
 * `nodes`: median milliseconds per graph size from an edge list to a plan's layers: build the graph, spread dirtiness from
 * all roots, layer the dirty subgraph. `layersOnly`: the layering alone, on a graph that is built; that is what the peer
 * `graphology-dag` (topologicalGenerations) does, on a graph that is built as well.
 * `video`: a real plan of 18 segments with 5 images each, fingerprints and quote included.
 */
import { buildDag, type Dag, layersOf, reachableFrom } from "../../lib/core/graph/dag";
import { execute, planOf, videoRig } from "../core/planning-rig";
import { peer, processorTimes, quantile, report, rounded, timed } from "./measure";

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const EDGES_PER_NODE = 2;

interface Edges {
  size: number;
  from: Uint32Array;
  to: Uint32Array;
}

interface Graphology {
  addNode(node: number): void;
  mergeDirectedEdge(from: number, to: number): void;
}

type GraphologyModule = { DirectedGraph: new () => Graphology };
type GraphologyDag = { topologicalGenerations(graph: Graphology): unknown[][] };

/** A graph shaped like a large build: edges reach back a short way mostly, so it has many layers of very different width. */
function edgesOf(size: number): Edges {
  let state = 12_345;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x100000000;
  };
  const from = new Uint32Array((size - 1) * EDGES_PER_NODE);
  const to = new Uint32Array(from.length);
  let edge = 0;
  for (let node = 1; node < size; node++) {
    for (let count = 0; count < EDGES_PER_NODE; count++) {
      from[edge] = Math.floor(node * Math.sqrt(random()));
      to[edge++] = node;
    }
  }
  return { size, from, to };
}

function roots({ size, from: _from, to }: Edges): number[] {
  const hasPredecessor = new Uint8Array(size);
  for (const node of to) hasPredecessor[node] = 1;
  return Array.from({ length: size }, (_, node) => node).filter((node) => hasPredecessor[node] === 0);
}

function planned(edges: Edges, seeds: readonly number[]): number {
  const dag = buildDag(edges);
  return layersOf(dag, reachableFrom(dag, seeds)).count;
}

function median(work: () => unknown, size: number): number {
  const runs = Math.max(5, Math.min(50, Math.ceil(2_000_000 / size)));
  return rounded(quantile(timed(work, { runs, warmUp: Math.min(runs, 10) }), 0.5));
}

async function peers(dags: Map<number, { edges: Edges; dag: Dag }>): Promise<Record<string, unknown>> {
  const graphology = await peer<GraphologyModule>("graphology");
  const dag = await peer<GraphologyDag>("graphology-dag");
  if (graphology === null || dag === null) return { "graphology-dag": "not installed" };
  const times: Record<string, number | string> = {};
  for (const [size, { edges }] of dags) {
    const graph = new graphology.DirectedGraph();
    for (let node = 0; node < size; node++) graph.addNode(node);
    for (let edge = 0; edge < edges.from.length; edge++) {
      graph.mergeDirectedEdge(edges.from[edge] as number, edges.to[edge] as number);
    }
    const runs = size >= 1_000_000 ? 1 : size >= 100_000 ? 3 : 10;
    times[size] = rounded(
      quantile(
        timed(() => dag.topologicalGenerations(graph), { runs }),
        0.5,
      ),
    );
  }
  return { "graphology-dag": times };
}

/** Real plans: a new video, and one after a style edit, whose every fingerprint is compared. */
function video(): Record<string, unknown> {
  const size = { Duration: 180, ImagesPerSegment: 5 };
  const rig = videoRig(size);
  const { head } = execute(rig, planOf(rig), null);
  const edited = videoRig({ ...size, ImageStyle: "watercolor" });
  const cases = {
    first: () => planOf(rig),
    styleEdit: () => planOf(edited, head),
    oneSegment: () => planOf(edited, head, { mode: "scope", scope: ["segment=1"] }),
    withExpansion: () => planOf(videoRig({ ...size, ImageStyle: "watercolor" }), head),
  };
  return Object.fromEntries(
    Object.entries(cases).map(([name, work]) => {
      const times = timed(work, { runs: 1_000, warmUp: 200 });
      const figures = {
        jobs: work().jobs,
        p50: rounded(quantile(times, 0.5)),
        p99: rounded(quantile(times, 0.99)),
        processorP99: rounded(quantile(processorTimes(work, 1_000), 0.99)),
      };
      return [name, figures];
    }),
  );
}

const realPlans = video();
const nodes: Record<string, number> = {};
const layersOnly: Record<string, number> = {};
const memoryMegabytes: Record<string, number> = {};
const dags = new Map<number, { edges: Edges; dag: Dag }>();
for (const size of SIZES) {
  const edges = edgesOf(size);
  const seeds = roots(edges);
  const dag = buildDag(edges);
  dags.set(size, { edges, dag });
  nodes[size] = median(() => planned(edges, seeds), size);
  layersOnly[size] = median(() => layersOf(dag), size);
  memoryMegabytes[size] = rounded(process.memoryUsage().rss / 1e6, 0);
}
report("Planning, median milliseconds", {
  nodes,
  layersOnly,
  peers: await peers(dags),
  video: realPlans,
  memoryMegabytes,
});
