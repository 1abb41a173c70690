import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { buildDag } from "../fixtures/dags/build-dag";
import { drawGraph, drawPlan } from "../fixtures/dags/draw-dag";
import { type DagName, dagFixture } from "../fixtures/dags/library";

const PAGE = new URL("../../docs/graph.md", import.meta.url);
const DRAWING = /<!-- (graph|plan) of ([\w-]+) -->\n[\s\S]*?<!-- end -->/g;

/** `vitest -u` draws the page again. */
it("docs/graph.md shows the DAG fixtures as the planner plans them", async () => {
  const page = readFileSync(PAGE, "utf8");
  const drawn = page.replace(DRAWING, (_drawing, what: string, name: string) => {
    const dag = buildDag(dagFixture(name as DagName));
    return `<!-- ${what} of ${name} -->\n\n${what === "graph" ? drawGraph(dag) : drawPlan(dag)}\n\n<!-- end -->`;
  });
  expect([...page.matchAll(DRAWING)].map(([, what, name]) => `${what} ${name}`)).toEqual([
    "graph images",
    "plan style-edited",
    "plan narration-replaced",
    "plan failed-picture",
  ]);
  await expect(drawn).toMatchFileSnapshot(PAGE.pathname);
});
