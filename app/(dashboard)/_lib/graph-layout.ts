import type { Graph, GraphJob } from "../../../lib/core/graph/expand";

export interface PlacedJob {
  job: GraphJob;
  /** Pixels from the graph's left and top. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** It belongs to the whole film and stands beside all segments. */
  isTall: boolean;
}

export interface PlacedEdge {
  from: string;
  to: string;
  /** SVG path data. */
  path: string;
}

export interface Lane {
  /** Null: the film's own. */
  segment: number | null;
  y: number;
  height: number;
}

export interface GraphLayout {
  width: number;
  height: number;
  nodes: PlacedJob[];
  edges: PlacedEdge[];
  lanes: Lane[];
}

const NODE = { width: 148, height: 34 };
const ROW = NODE.height + 8;
const COLUMN = NODE.width + 48;
const LANE_GAP = 18;
/** Room for a lane's name. */
const GUTTER = 92;

/**
 * Where the jobs of a film stand: a column per step, a lane per segment, and the script and the timeline as bars along all lanes. A job
 * stands in the row of the first job it reads, so that what belongs together lies on one line.
 */
export function layoutGraph(graph: Graph): GraphLayout {
  const lanes = new Map<number | null, number[]>();
  const tall = new Set<number>();
  graph.jobs.forEach((job, position) => {
    const segment = job.index[0] ?? null;
    if (segment === null && touchesSegments(graph, position)) tall.add(position);
    else lanes.set(segment, [...(lanes.get(segment) ?? []), position]);
  });
  const ordered = [...lanes].sort(([left], [right]) => (left ?? -1) - (right ?? -1));
  const rows = new Map<number, number>();
  const placedLanes: Lane[] = [];
  let y = 0;
  for (const [segment, positions] of ordered) {
    const own = rowsOf(graph, positions);
    const height = own.count * ROW - (ROW - NODE.height);
    for (const [position, row] of own.rows) rows.set(position, y + row * ROW);
    placedLanes.push({ segment, y, height });
    y += height + LANE_GAP;
  }
  const height = Math.max(NODE.height, y - LANE_GAP);
  const columns = columnsOf(graph, tall);
  const nodes = graph.jobs.map((job, position): PlacedJob => {
    const isTall = tall.has(position);
    return {
      job,
      x: GUTTER + (columns[position] ?? 0) * COLUMN,
      y: isTall ? 0 : (rows.get(position) ?? 0),
      width: NODE.width,
      height: isTall ? height : NODE.height,
      isTall,
    };
  });
  const last = columns.reduce((most, column) => Math.max(most, column), 0);
  return {
    width: GUTTER + last * COLUMN + NODE.width,
    height,
    nodes,
    edges: edgesOf(graph, nodes),
    lanes: placedLanes,
  };
}

function touchesSegments(graph: Graph, position: number): boolean {
  return [graph.consumers, graph.producers].some(({ offsets, targets }) =>
    targets
      .subarray(offsets[position], offsets[position + 1])
      .some((other) => (graph.jobs[other]?.index.length ?? 0) > 0),
  );
}

/** A job's column is its layer; a bar has its column for itself, so what would stand beside the first one moves on. */
function columnsOf(graph: Graph, tall: ReadonlySet<number>): number[] {
  const hasBar = [...tall].some((position) => graph.jobs[position]?.layer === 0);
  const columns: number[] = [];
  graph.jobs.forEach((_job, position) => {
    const { offsets, targets } = graph.producers;
    const before = [...targets.subarray(offsets[position], offsets[position + 1])];
    const first = hasBar && !tall.has(position) ? 1 : 0;
    columns.push(before.reduce((column, other) => Math.max(column, (columns[other] ?? 0) + 1), first));
  });
  return columns;
}

/** Rows of one lane's jobs: the first reader beside what it reads, the others below. */
function rowsOf(graph: Graph, positions: readonly number[]): { rows: Map<number, number>; count: number } {
  const inLane = new Set(positions);
  const parents = new Map(positions.map((position) => [position, firstProducer(graph, position, inLane)]));
  const rows = new Map<number, number>();
  let next = 0;
  const place = (position: number): void => {
    rows.set(position, next);
    const children = positions.filter((each) => parents.get(each) === position);
    if (children.length === 0) next++;
    for (const child of children) place(child);
  };
  for (const position of positions) if (parents.get(position) === undefined) place(position);
  return { rows, count: next };
}

function firstProducer(graph: Graph, position: number, inLane: ReadonlySet<number>): number | undefined {
  const { offsets, targets } = graph.producers;
  return [...targets.subarray(offsets[position], offsets[position + 1])].find((other) => inLane.has(other));
}

function edgesOf(graph: Graph, nodes: readonly PlacedJob[]): PlacedEdge[] {
  return nodes.flatMap((from, position) => {
    const { offsets, targets } = graph.consumers;
    const readers = [...new Set(targets.subarray(offsets[position], offsets[position + 1]))];
    return readers.flatMap((reader) => {
      const to = nodes[reader];
      return to === undefined ? [] : [{ from: from.job.jobId, to: to.job.jobId, path: pathOf(from, to) }];
    });
  });
}

function pathOf(from: PlacedJob, to: PlacedJob): string {
  const middle = (node: PlacedJob) => node.y + node.height / 2;
  const startY = from.isTall ? middle(to) : middle(from);
  const endY = to.isTall ? startY : middle(to);
  const startX = from.x + from.width;
  const bend = (to.x - startX) / 2;
  return `M${startX} ${startY}C${startX + bend} ${startY} ${to.x - bend} ${endY} ${to.x} ${endY}`;
}
