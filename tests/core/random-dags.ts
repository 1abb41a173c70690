import fc from "fast-check";
import type { BlueprintDefinition, GeneratorRow } from "../../lib/core/graph/blueprint-types";

/** An edge list over `size` nodes without cycles: every edge goes from a lower to a higher rank. */
export interface EdgeList {
  size: number;
  edges: [from: number, to: number][];
}

/** Random graphs without cycles whose node numbers say nothing about their order. */
export function dags(maximum: number): fc.Arbitrary<EdgeList> {
  return fc.integer({ min: 1, max: maximum }).chain((size) =>
    fc
      .tuple(
        fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: size * 3 }),
        fc.shuffledSubarray(
          Array.from({ length: size }, (_, node) => node),
          { minLength: size, maxLength: size },
        ),
      )
      .map(([pairs, names]) => ({
        size,
        edges: pairs
          .filter(([left, right]) => left !== right)
          .map(([left, right]): [number, number] => [
            names[Math.min(left, right)] as number,
            names[Math.max(left, right)] as number,
          ]),
      })),
  );
}

/** How many inputs a random blueprint has: `in0`, `in1`, … */
export const INPUT_COUNT = 4;

interface RowSeed {
  repeats: boolean;
  bundle: boolean;
  inputs: number[];
  reads: number[];
  all: boolean;
}

/** Random blueprints of up to `maximum` generators, some repeated over a dimension of `in` size `n`, some with bundles. */
export function blueprints(maximum: number): fc.Arbitrary<BlueprintDefinition> {
  const row: fc.Arbitrary<RowSeed> = fc.record({
    repeats: fc.boolean(),
    bundle: fc.boolean(),
    inputs: fc.uniqueArray(fc.nat(INPUT_COUNT - 1), { maxLength: 2 }),
    reads: fc.uniqueArray(fc.nat(maximum), { maxLength: 3 }),
    all: fc.boolean(),
  });
  return fc
    .array(row, { minLength: 1, maxLength: maximum })
    .chain((seeds) =>
      fc.tuple(
        fc.constant(seeds),
        fc.shuffledSubarray(
          seeds.map((_, at) => at),
          { minLength: seeds.length, maxLength: seeds.length },
        ),
      ),
    )
    .map(([seeds, order]) => {
      const rows = seeds.map((seed, at) => rowOf(seed, at, seeds));
      return {
        id: "random",
        version: 1,
        dimensions: { i: { label: "segment", size: (inputs) => inputs.n as number } },
        inputs: { n: {}, in0: { prompt: true }, in1: {}, in2: {}, in3: {} },
        generators: order.map((at) => rows[at] as GeneratorRow),
      };
    });
}

function rowOf(seed: RowSeed, at: number, seeds: readonly RowSeed[]): GeneratorRow {
  const brackets = seed.repeats ? "[i]" : "";
  const reads = seed.reads
    .filter((read) => read < at)
    .map((read) => {
      const other = seeds[read] as RowSeed;
      const name = other.bundle && seed.bundle ? `B${read}` : `A${read}`;
      if (!other.repeats) return name;
      return seed.repeats && !seed.all ? `${name}[i]` : `${name}[i*]`;
    });
  return {
    id: `G${at}`,
    dimensions: seed.repeats ? ["i"] : [],
    dependencies: [...reads, ...seed.inputs.map((input) => `in${input}`)],
    produces: [`A${at}${brackets}`, ...(seed.bundle ? [`B${at}${brackets}`] : [])],
  };
}

/** Inputs for `blueprints`: few values, so that edits are often reverted or do nothing. */
export const randomInputs: fc.Arbitrary<Record<string, unknown>> = fc.record({
  n: fc.integer({ min: 0, max: 3 }),
  in0: fc.constantFrom("a", "b"),
  in1: fc.constantFrom("a", "b"),
  in2: fc.nat(1),
  in3: fc.boolean(),
});
