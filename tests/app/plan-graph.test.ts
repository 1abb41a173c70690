import { describe, expect, it } from "vitest";
import { dirtyGroups } from "../../app/(dashboard)/_lib/dirty-groups";
import { layoutGraph, type PlacedJob } from "../../app/(dashboard)/_lib/graph-layout";
import { partStates } from "../../app/(dashboard)/_lib/part-state";
import { planOf } from "../core/planning-rig";
import { buildDag } from "../fixtures/dags/build-dag";
import { DAG_FIXTURES, type DagFixture, type DagName, dagFixture } from "../fixtures/dags/library";

const ALL: readonly DagFixture[] = DAG_FIXTURES;

function overlaps(left: PlacedJob, right: PlacedJob): boolean {
  return (
    left.x < right.x + right.width &&
    right.x < left.x + left.width &&
    left.y < right.y + right.height &&
    right.y < left.y + left.height
  );
}

describe("the graph's layout", () => {
  it.each(ALL.map((fixture) => [fixture.name, fixture] as const))(
    "of %s has every job once, none over another, and every edge from left to right",
    (_name, fixture) => {
      const { graph } = buildDag(fixture);
      const { nodes, edges, width, height } = layoutGraph(graph);
      expect(nodes.map(({ job }) => job.jobId)).toEqual(graph.jobs.map(({ jobId }) => jobId));
      for (const [at, node] of nodes.entries()) {
        expect(node.x + node.width).toBeLessThanOrEqual(width);
        expect(node.y + node.height).toBeLessThanOrEqual(height);
        const under = nodes.slice(at + 1).find((other) => overlaps(node, other));
        expect(under && [node.job.jobId, under.job.jobId]).toBeUndefined();
      }
      const placed = new Map(nodes.map((node) => [node.job.jobId, node]));
      expect(edges).toHaveLength(new Set(edges.map(({ from, to }) => `${from} ${to}`)).size);
      for (const { from, to } of edges) {
        const [start, end] = [placed.get(from), placed.get(to)];
        expect((start?.x ?? 0) + (start?.width ?? 0)).toBeLessThan(end?.x ?? 0);
      }
    },
  );

  it("puts what belongs together on one line, a lane per segment", () => {
    const { nodes, lanes } = layoutGraph(buildDag(dagFixture("images")).graph);
    const y = (jobId: string) => nodes.find(({ job }) => job.jobId === jobId)?.y;
    expect(y("ImageGen[1][0]")).toBe(y("TextToImagePromptGen[1]"));
    expect(y("MusicGen")).toBe(y("TextToMusicPromptGen"));
    expect(lanes.map(({ segment }) => segment)).toEqual([null, 0, 1, 2]);
    expect(nodes.filter(({ isTall }) => isTall).map(({ job }) => job.jobId)).toEqual([
      "ScriptGen",
      "TimelineAssembler",
    ]);
  });
});

function statesOf(name: DagName): Record<string, string[]> {
  const dag = buildDag(dagFixture(name));
  const { options = {} } = dagFixture(name);
  const dirty = planOf(dag, dag.head);
  const states = partStates({ jobs: dag.graph.jobs, ...dag, dirty, pins: options.pins ?? [] });
  const byState: Record<string, string[]> = {};
  for (const [jobId, state] of states) byState[state] = [...(byState[state] ?? []), jobId];
  return byState;
}

describe("what a plan does with a part", () => {
  it("is told apart: made, made again, tried again, kept, left out, nothing", () => {
    expect(Object.keys(statesOf("images"))).toEqual(["new"]);
    expect(Object.keys(statesOf("clean"))).toEqual(["up-to-date"]);
    expect(statesOf("timing-edited").again).toEqual(["TimelineAssembler"]);
    expect(statesOf("failed-picture")).toMatchObject({
      retry: ["ImageGen[1][0]"],
      new: ["TimelineAssembler"],
    });
    expect(statesOf("kept-picture").kept).toEqual(["ImageGen[1][0]"]);
    expect(statesOf("one-segment-of-an-edit")).toMatchObject({
      again: ["AudioGen[0]", "TimelineAssembler"],
      "left-out": ["AudioGen[1]", "AudioGen[2]"],
    });
    expect(statesOf("branch-switched")).toMatchObject({
      new: ["TextToVideoPromptGen[1]", "TextToVideoGen[1]"],
      again: ["TimelineAssembler"],
    });
  });
});

function causesOf(name: DagName): [cause: string, jobs: number][] {
  return dirtyGroups(buildDag(dagFixture(name))).map(({ cause, jobs }) => [cause, jobs.length]);
}

describe("why, in words", () => {
  it("is one sentence per cause", () => {
    expect(causesOf("style-edited")).toEqual([['You changed Image style from "cinematic" to "noir".', 10]]);
    expect(causesOf("narration-replaced")).toEqual([
      ['You gave Narration (segment 2): "Twice a day the moon calls, and the sea answers."', 5],
    ]);
    expect(causesOf("longer")).toEqual([["You changed Duration from 30 s to 40 s.", expect.any(Number)]]);
    expect(causesOf("another-take")).toEqual([["You asked for another take.", 2]]);
    expect(causesOf("images")).toEqual([["Not made yet.", 16]]);
    expect(causesOf("clean")).toEqual([]);
    expect(causesOf("failed-picture")).toEqual([
      [expect.stringMatching(/^The last attempt to make Segment 2, picture 1 .*failed\.$/), 1],
      ["Not made yet.", 1],
    ]);
  });

  it("names every job of the plan exactly once", () => {
    for (const fixture of ALL) {
      const dag = buildDag(fixture);
      const named = dirtyGroups(dag).flatMap(({ jobs }) => jobs.map(({ jobId }) => jobId));
      expect(named.sort()).toEqual(
        dag.plan.layers.flatMap((layer) => layer.map(({ jobId }) => jobId)).sort(),
      );
    }
  });
});
