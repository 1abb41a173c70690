import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadBlueprint } from "../../lib/core/graph/blueprint";
import type { BlueprintDefinition } from "../../lib/core/graph/blueprint-types";
import { execute, jobIds, planOf, type Rig, rigOf } from "./planning-rig";
import { runs } from "./property-runs";
import { blueprints, randomInputs } from "./random-dags";

const SIZE = 12;

interface Edit {
  before: Rig;
  after: Rig;
}

function editOf(
  definition: BlueprintDefinition,
  from: Record<string, unknown>,
  to: Record<string, unknown>,
): Edit {
  const blueprint = loadBlueprint(definition);
  return { before: rigOf(blueprint, from), after: rigOf(blueprint, to) };
}

const edits: fc.Arbitrary<Edit> = fc
  .tuple(blueprints(SIZE), randomInputs, randomInputs)
  .map(([definition, from, to]) => editOf(definition, from, to));

/** Dirty by definition: declares a changed input, has nothing made yet, reads something else than before, or reads what is. */
function bruteForceDirty({ before, after }: Edit): string[] {
  const made = new Map(before.graph.jobs.map((job) => [job.jobId, job]));
  const dirty = new Set<string>();
  for (let grown = -1; grown !== dirty.size; ) {
    grown = dirty.size;
    for (const job of after.graph.jobs) {
      const last = made.get(job.jobId);
      const isOwn =
        last === undefined ||
        job.inputs.some((name) => before.inputs[name] !== after.inputs[name]) ||
        [...last.artifacts].sort().join() !== [...job.artifacts].sort().join();
      const readsDirty = job.artifacts.some((id) =>
        after.graph.jobs.some((other) => dirty.has(other.jobId) && other.produces.includes(id)),
      );
      if (isOwn || readsDirty) dirty.add(job.jobId);
    }
  }
  return after.graph.jobs.map(({ jobId }) => jobId).filter((jobId) => dirty.has(jobId));
}

describe("for any blueprint, inputs and edit", () => {
  it("the dirty set is brute-force reachability", () => {
    fc.assert(
      fc.property(edits, (edit) => {
        const { head } = execute(edit.before, planOf(edit.before), null);
        expect(jobIds(planOf(edit.after, head)).sort()).toEqual(bruteForceDirty(edit).sort());
      }),
      runs(1_500, 10_000),
    );
  });

  it("a clean graph plans nothing, and a full run everything", () => {
    fc.assert(
      fc.property(edits, ({ before }) => {
        const { head } = execute(before, planOf(before), null);
        expect(planOf(before, head).jobs).toBe(0);
        expect(planOf(before, head, { mode: "full" }).jobs).toBe(before.graph.jobs.length);
      }),
      runs(500, 10_000),
    );
  });

  it("each job stands after all it reads, in the layer of its longest planned path", () => {
    fc.assert(
      fc.property(edits, ({ before, after }) => {
        const { head } = execute(before, planOf(before), null);
        const plan = planOf(after, head);
        const made = new Map<string, number>();
        plan.layers.forEach((layer, depth) => {
          expect(layer.length).toBeGreaterThan(0);
          for (const job of layer) {
            const reads = job.dependencies.map((name) => made.get(name)).filter((at) => at !== undefined);
            const longest = reads.length === 0 ? 0 : Math.max(...reads) + 1;
            expect(longest).toBe(depth);
          }
          for (const job of layer) for (const id of job.produces) made.set(id, depth);
        });
        expect([...made.keys()]).toEqual(plan.artifacts);
        expect(plan.jobs).toBe(plan.layers.flat().length);
      }),
      runs(1_000, 10_000),
    );
  });

  it("each cause chain starts with a cause of its own, and follows edges of the graph to the job", () => {
    fc.assert(
      fc.property(edits, ({ before, after }) => {
        const { head } = execute(before, planOf(before), null);
        const plan = planOf(after, head);
        const jobs = new Map(plan.layers.flat().map((job) => [job.jobId, job]));
        for (const job of jobs.values()) {
          expect(job.reasons).toContain(job.why.at(-1));
          expect(job.reason).toBe(job.reasons[0]);
          let current = job;
          for (const reason of [...job.why].reverse()) {
            expect(current.reasons).toContain(reason);
            if (!reason.startsWith("upstream:")) break;
            const id = reason.slice("upstream:".length);
            const producer = after.graph.artifacts.get(id)?.producer;
            current = jobs.get(after.graph.jobs[producer ?? -1]?.jobId ?? "") ?? current;
          }
        }
      }),
      runs(500, 10_000),
    );
  });

  it("the plan doesn't depend on the order of the rows' inputs or of the input values", () => {
    fc.assert(
      fc.property(blueprints(SIZE), randomInputs, (definition, inputs) => {
        const blueprint = loadBlueprint(definition);
        const reversed = Object.fromEntries(Object.entries(inputs).reverse());
        expect(JSON.stringify(planOf(rigOf(blueprint, reversed)))).toBe(
          JSON.stringify(planOf(rigOf(blueprint, inputs))),
        );
      }),
      runs(300, 10_000),
    );
  });

  it("scope plans are part of the dirty plan, and pinned jobs are in none", () => {
    fc.assert(
      fc.property(edits, fc.nat(), fc.boolean(), ({ before, after }, pick, downstream) => {
        const { head } = execute(before, planOf(before), null);
        const dirty = planOf(after, head);
        const genIds = [...new Set(after.graph.jobs.map(({ genId }) => genId))];
        const genId = genIds[pick % Math.max(genIds.length, 1)];
        if (genId === undefined) return;
        const scoped = planOf(after, head, { mode: "scope", scope: [`generator=${genId}`], downstream });
        const all = new Set(jobIds(dirty));
        for (const id of jobIds(scoped)) expect(all.has(id)).toBe(true);
        const selected = jobIds(dirty).filter((id) => id.split("[")[0] === genId);
        expect(jobIds(scoped)).toEqual(expect.arrayContaining(selected));
        if (
          after.graph.jobs.some(
            (job) => job.genId === genId && !job.produces.every((id) => head.artifacts.has(id)),
          )
        ) {
          return;
        }
        const pinned = planOf(after, head, { pins: [`generator=${genId}`] });
        expect(jobIds(pinned).filter((id) => id.split("[")[0] === genId)).toEqual([]);
        for (const id of jobIds(pinned)) expect(all.has(id)).toBe(true);
      }),
      runs(500, 10_000),
    );
  });
});
